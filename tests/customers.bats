#!/usr/bin/env bats
# Customers, as the staff know them.

load helper
load people

setup()
{
	isolate
	export SHOP_TEST_NOW=2026-11-23T12:00:00Z
	new_shop
	register_ada --address $'1 High Street\nOxford' \
		--country GB --no-login
	register_bob --no-login
}

@test "admin customers lists them in the order in which they came" {
	shop admin customers --format ids
	assert_output $'C1001\nC1002'
	shop admin customers list --format table
	assert_output - <<'END'
customer  name      phone          email            country  disabled
C1001     Ada King  +441632960001  ada@example.org  GB       no
C1002     Bob Hale  +441632960002                            no
END
}

@test "the list in JSON has every field" {
	shop admin customers --json
	assert_json '.count' 2
	assert_json '.items[0] | keys_unsorted | join(" ")' \
		'customer name phone email address country group payment note disabled registered_at'
}

@test "a shop without customers has an empty list" {
	shop --home "$BATS_TEST_TMPDIR/other" init
	shop --home "$BATS_TEST_TMPDIR/other" admin customers --json
	assert_output '{"schema":1,"items":[],"count":0}'
}

@test "a name that is a formula is none in a spreadsheet" {
	shop admin customers add --name '=1+1' --phone 0163212345
	shop admin customers --format csv
	assert_output -p "C1003,'=1+1,"
}

# found WORD... -- ID...: those whom the words find.
found()
{
	local words=()

	while [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	shift
	shop admin customers find "${words[@]}" --format ids
	same "$output" "$(printf '%s\n' "$@")" "${words[*]}"
}

@test "find takes a whole phone number, e-mail address or id" {
	found +441632960001 -- C1001
	found 0044 1632 960-002 -- C1002
	found ADA@example.org -- C1001
	found c1002 -- C1002
}

@test "find takes parts of names, addresses and numbers" {
	found king -- C1001
	found 9600 -- C1001 C1002
	found example.org -- C1001
	found oxford -- C1001
}

@test "every word must be found" {
	found ada king -- C1001
	shop -1 admin customers find ada hale
}

@test "find looks past accents and capitals" {
	shop admin customers add --name 'Zoë Müller' --phone 0163212345
	found zoe muller -- C1003
	found MÜLLER -- C1003
}

@test "nobody found is an empty list and status 1" {
	shop -1 admin customers find nobody --json
	assert_output '{"schema":1,"items":[],"count":0}'
	assert_error -p "no customer matches 'nobody'"
}

@test "add needs no password" {
	shop admin customers add --name 'Eve Moss' --phone 0163212345 \
		--note 'called on Monday' --json
	assert_json .customer C1003
	assert_json .note 'called on Monday'
	shop --for C1003 account
}

@test "add needs a name and a contact" {
	shop -2 admin customers add --phone 0163212345
	assert_error "shop: missing option '--name' (see 'shop admin customers add --help')"
	shop -2 admin customers add --name Eve
	assert_error "shop: missing option '--phone' or '--email' (see 'shop admin customers add --help')"
}

@test "add refuses a phone number that another has" {
	shop -1 admin customers add --name Eve --phone +441632960001
	assert_error -p "'+441632960001' is there already"
}

@test "add --dry-run adds nobody" {
	shop admin customers add --name Eve --phone 0163212345 --dry-run --format ids
	assert_output C1003
	shop admin customers --format ids
	assert_output $'C1001\nC1002'
}

@test "show has everything about one customer" {
	shop admin customers show ada@example.org --json
	assert_output '{"schema":1,"customer":"C1001","name":"Ada King","phone":"+441632960001","email":"ada@example.org","address":"1 High Street\nOxford","country":"GB","group":"","payment":"","note":"","disabled":false,"registered_at":"2026-11-23T13:00:00+01:00"}'
}

@test "show of nobody names who was meant" {
	shop -1 admin customers show +441632999999
	assert_error "shop: no customer '+441632999999' (a phone number, an e-mail address or an id like C1001; see admin customers list)"
}

@test "notes are added line by line" {
	shop admin customers note C1001 'rings twice'
	shop admin customers note C1001 'has a dog' --json
	assert_json .note $'rings twice\nhas a dog'
}

@test "notes can be replaced and cleared" {
	shop admin customers note C1001 'rings twice'
	shop admin customers note C1001 --replace 'has a dog' --json
	assert_json .note 'has a dog'
	shop admin customers note C1001 --replace '' --json
	assert_json .note ''
	shop -1 admin customers note C1001 --replace ''
	assert_error "shop: customer 'C1001' is so already"
}

@test "a customer is put into a group, into another one, and out of it" {
	shop admin customers group C1001 club --json
	assert_json .group club
	assert_json '.changes[0] | "\(.field): \(.old) > \(.new)"' 'group:  > club'
	shop admin customers group +441632960001 staff
	shop admin customers show C1001 --json
	assert_json .group staff
	shop admin customers group C1001 --json
	assert_json .group ''
	shop admin log --subject customer=C1001 --json
	assert_json '.items[0] | "\(.kind) \(.changes[0].old) > \(.changes[0].new)"' \
		'changed staff > '
}

@test "a group that is so already, too long or of nobody is refused" {
	shop -1 admin customers group C1001
	assert_error "shop: customer 'C1001' is so already"
	shop -1 admin customers group C9999 club
	assert_error -p "C9999"
	shop -2 admin customers group C1001 "$(printf 'x%.0s' {1..65})"
	assert_error -p 'group'
	shop admin customers group C1001 club --dry-run
	shop admin customers show C1001 --json
	assert_json .group ''
}

@test "customers do not see the notes about them" {
	shop admin customers note C1001 'rings twice'
	log_in ada@example.org "$ADA_PASSWORD"
	shop account --json
	refute_output -p rings
}

@test "a card's number is refused in a note" {
	shop -2 admin customers note C1001 'card 4111111111111111'
	assert_error "shop: the note holds a payment card's number, which is never kept"
	shop admin customers show C1001 --json
	assert_json .note ''
}

@test "a disabled customer's sessions end" {
	log_in ada@example.org "$ADA_PASSWORD"
	shop admin customers disable C1001 --json
	assert_json .disabled true
	shop -77 account
}

@test "who is enabled again may log in" {
	shop admin customers disable C1001
	log_in -77 ada@example.org "$ADA_PASSWORD"
	shop admin customers disable C1001 --enable --json
	assert_json .disabled false
	log_in ada@example.org "$ADA_PASSWORD"
}

@test "disabling twice says that it is so" {
	shop -1 admin customers disable C1001 --enable
	assert_error "shop: customer 'C1001' is enabled already"
	shop admin customers disable C1001
	shop -1 admin customers disable C1001
	assert_error "shop: customer 'C1001' is disabled already"
}

@test "disable --dry-run changes nothing" {
	log_in ada@example.org "$ADA_PASSWORD"
	shop admin customers disable C1001 --dry-run
	shop account
}

@test "a one-time password is easy to read out, and another each time" {
	local first

	shop admin customers reset-password C1001 --json
	first=$(json .one_time_password)
	[[ $first =~ ^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$ ]]
	shop admin customers reset-password C1001 --json
	[ "$(json .one_time_password)" != "$first" ]
	log_in -77 ada@example.org "$first"
}

@test "a one-time password ends the customer's sessions" {
	log_in ada@example.org "$ADA_PASSWORD"
	shop admin customers reset-password C1001
	shop -77 account
}

@test "a customer added at the counter gets in by a one-time password" {
	local once

	shop admin customers add --name Eve --phone 0163212345
	shop admin customers reset-password C1003 --json
	once=$(json .one_time_password)
	shop login 0163212345 --password-file - --new-password-file - \
		<<<"$once"$'\n'"$ADA_PASSWORD"
	shop account --json
	assert_json .customer C1003
}

@test "reset-password --dry-run shows no password and leaves the one there is" {
	shop admin customers reset-password C1001 --dry-run --json
	assert_json .one_time_password null
	log_in ada@example.org "$ADA_PASSWORD"
}

@test "a one-time password is not stored in clear" {
	shop admin customers reset-password C1001 --json
	[ "$(grep -c -a -e "$(json .one_time_password)" "$SHOP_HOME/data.mdb")" -eq 0 ]
}

@test "what was changed is in the log, sealed" {
	shop account edit --for C1001 --name 'Ada Lovelace'
	[ "$(grep -c -a -e Lovelace "$SHOP_HOME/data.mdb")" -eq 0 ]
	shop admin check
}
