#!/usr/bin/env bats
# How one becomes a customer.

load helper
load people
load terminal

setup()
{
	isolate
	new_shop
}

# refused EXIT MESSAGE OPTION...: is refused with it, and nobody is added.
refused()
{
	shop "-$1" register --password-file - "${@:3}" <<<"$ADA_PASSWORD"
	assert_error "shop: $2"
	shop admin customers --format ids
	refute_output
	[ ! -e "$XDG_STATE_HOME" ]
}

@test "a new customer is logged in" {
	register_ada
	shop account --json
	assert_json .name 'Ada King'
}

@test "register says who one is, in the canonical forms" {
	register_ada --json
	assert_output '{"schema":1,"customer":"C1001","name":"Ada King","phone":"+441632960001","email":"ada@example.org","role":"customer"}'
}

@test "customers are numbered one after the other" {
	register_ada
	register_bob --format ids
	assert_output C1002
}

@test "with --no-login nobody is logged in" {
	register_ada --no-login
	[ ! -e "$XDG_STATE_HOME" ]
	shop -77 account
}

@test "an e-mail address without a phone number is enough" {
	shop register --name Eve --email eve@example.org --password-file - \
		<<<"$ADA_PASSWORD"
	log_in eve@example.org "$ADA_PASSWORD"
}

@test "an address may have lines" {
	register_ada --address $'1 High Street\nOxford' --country gb
	shop account --json
	assert_json .address $'1 High Street\nOxford'
	assert_json .country GB
}

@test "a phone number belongs to one customer, however it is written" {
	register_ada --no-login
	shop -1 register --name Eve --phone '0044 (1632) 960-001' --password-file - \
		<<<"$ADA_PASSWORD"
	assert_error "shop: a customer with the phone number '+441632960001' is there already (login +441632960001)"
	shop admin customers --format ids
	assert_output C1001
}

@test "an e-mail address belongs to one customer, in capitals or not" {
	register_ada --no-login
	shop -1 register --name Eve --email ADA@example.ORG --password-file - \
		<<<"$ADA_PASSWORD"
	assert_error "shop: a customer with the e-mail address 'ada@example.org' is there already (login ada@example.org)"
}

@test "a name is needed" {
	refused 2 "missing option '--name' (see 'shop register --help')" --phone 0163212345
}

@test "a phone number or an e-mail address is needed" {
	refused 2 "missing option '--phone' or '--email' (see 'shop register --help')" \
		--name Ada
}

@test "a password is needed, and where it may come from is said" {
	shop -2 register --name Ada --phone 0163212345
	assert_error "shop: missing option '--password-file' ('-' is standard input; see 'shop register --help')"
}

@test "too few digits are no phone number" {
	refused 2 "the phone number '123' has 3 digits; 5 to 20 are right" \
		--name Ada --phone 123
}

@test "letters are no phone number" {
	refused 2 "'call me' is no phone number: it may hold digits, blanks, -./() and a + in front" \
		--name Ada --phone 'call me'
}

@test "an e-mail address has one @" {
	refused 2 "'ada.example.org' is no e-mail address: it needs one @" \
		--name Ada --email ada.example.org
}

@test "a country is one of ISO 3166-1" {
	shop -2 register --name Ada --phone 0163212345 --country XX --password-file - \
		<<<"$ADA_PASSWORD"
	assert_error -p "'XX'"
	assert_error -p "option '--country'"
}

@test "a card's number is refused in a name" {
	refused 2 "the name holds a payment card's number, which is never kept" \
		--name 'Ada 4111 1111 1111 1111' --phone 0163212345
}

@test "a card's number is refused in an address" {
	refused 2 "the address holds a payment card's number, which is never kept" \
		--name Ada --phone 0163212345 --address $'High Street\n5500-0000-0000-0004'
}

@test "a card's number is refused as a phone number" {
	refused 2 "the phone number is a payment card's number, which is never kept (a phone number may begin with +)" \
		--name Ada --phone '4111 1111 1111 1111'
}

@test "a control character is refused in a name" {
	shop -2 register --name $'Ada\e[31m' --phone 0163212345 --password-file - \
		<<<"$ADA_PASSWORD"
	refute_error -p $'\e'
}

@test "a password has at least eight characters" {
	ADA_PASSWORD='7 chars' refused 1 'a password has at least 8 characters' \
		--name Ada --phone 0163212345
}

@test "characters of a password are counted, not bytes" {
	ADA_PASSWORD='äöüäöüä' refused 1 'a password has at least 8 characters' \
		--name Ada --phone 0163212345
}

@test "a common password is refused" {
	ADA_PASSWORD=password1 refused 1 \
		'this password is one of the most common ones (choose another)' \
		--name Ada --phone 0163212345
}

@test "a file for the password that is missing is named" {
	shop -66 register --name Ada --phone 0163212345 --password-file nowhere
	assert_error -p "'nowhere'"
}

@test "an empty file holds no password" {
	shop -65 register --name Ada --phone 0163212345 --password-file /dev/null
	assert_error "shop: the first line of '/dev/null' holds no password"
}

@test "no option takes a password itself" {
	shop help --dump
	refute_output -e $'\t--(new-)?(password|passphrase)\t'
	shop -2 register --name Ada --phone 0163212345 --password 'correct horse'
	assert_error -p "'--password'"
}

@test "the payment method 'manual' is kept" {
	register_ada --payment manual
	shop account --json
	assert_json .payment manual
}

@test "a payment method that is not there is refused" {
	shop -69 register --password-file - --name Ada --phone 0163212345 \
		--payment card <<<"$ADA_PASSWORD"
	assert_error -p "no payment method 'card': there is no program 'shop-payment-card' in "
}

@test "--dry-run shows the customer, and adds nobody" {
	register_ada --dry-run --json
	assert_json .customer C1001
	[ ! -e "$XDG_STATE_HOME" ]
	shop admin customers --format ids
	refute_output
}

@test "who registers another customer is logged in as that one" {
	register_ada
	register_bob
	shop whoami --json
	assert_json .customer C1002
}

@test "the session's file is for its owner alone" {
	register_ada
	[ "$(stat -c %a "$XDG_STATE_HOME"/shop/*)" = 600 ]
	[ "$(stat -c %a "$XDG_STATE_HOME/shop")" = 700 ]
}

@test "a session that cannot be kept does not hide that one is registered" {
	echo >"$BATS_TEST_TMPDIR/file"
	XDG_STATE_HOME=$BATS_TEST_TMPDIR/file shop -73 register --name Ada \
		--phone 0163212345 --password-file - <<<"$ADA_PASSWORD"
	assert_error -p "'register' is done, but you are not logged in: "
	log_in 0163212345 "$ADA_PASSWORD"
}

@test "without a place for sessions that is said" {
	HOME='' XDG_STATE_HOME='' shop -78 register --name Ada --phone 0163212345 \
		--password-file - <<<"$ADA_PASSWORD"
	assert_error -p 'set HOME or XDG_STATE_HOME'
}

@test "of many who register one phone number at once, one does" {
	local i done=0

	for i in 1 2 3 4 5 6; do
		"$SHOP_BIN" register --name "Ada $i" --phone 0163212345 --no-login \
			--password-file - <<<"$ADA_PASSWORD" >"$TMPDIR/$i" 2>&1 &
		pids[i]=$!
	done
	for i in 1 2 3 4 5 6; do
		! wait "${pids[i]}" || done=$((done + 1))
	done
	[ "$done" -eq 1 ]
	shop admin customers --format ids
	assert_output C1001
}

@test "the stored data holds nothing personal in clear" {
	local word token

	register_ada --address '1 High Street' --country GB
	shop admin customers note C1001 'likes marmalade'
	token=$(cat "$XDG_STATE_HOME"/shop/*)
	for word in 'Ada King' 441632960001 960001 ada@example.org 'High Street' marmalade \
		'correct horse' "$token"; do
		[ "$(grep -c -a -i -e "$word" "$SHOP_HOME/data.mdb")" -eq 0 ]
	done
}

@test "on a terminal what is missing is asked, the password unseen and twice" {
	at_terminal register --format table
	await 'name: '
	answer 'Ada King'
	await 'phone number: '
	answer 12
	await "the phone number '12' has 2 digits"
	await 'phone number: '
	answer 0163212345
	await 'e-mail address (may be empty): '
	answer ''
	await 'address (may be empty) (an empty line ends it)'
	await '> '
	answer '1 High Street'
	await '> '
	answer Oxford
	await '> '
	answer ''
	await 'country, two letters (may be empty): '
	answer gb
	await 'Is this right? [Y/n/<]'
	answer ''
	await 'password: '
	answer short
	await 'at least 8 characters'
	await 'password: '
	answer 'correct horse'
	await 'the same again: '
	answer 'correct house'
	await 'the two differ'
	await 'password: '
	answer 'correct horse'
	await 'the same again: '
	answer 'correct horse'
	leave 0
	[[ $seen == *0163212345* ]]
	[[ $seen != *horse* ]]
	shop account --json
	assert_json .address $'1 High Street\nOxford'
	assert_json .country GB
}

@test "on a terminal a phone number that is taken is asked again at once" {
	register_ada
	at_terminal register
	await 'name: '
	answer 'Eve'
	await 'phone number: '
	answer '+44 1632 960001'
	await "a customer with the phone number '+44 1632 960001' is there already"
	await 'phone number: '
	press $'\003'
	leave 130
}

@test "who says no at the end of the questions is not registered" {
	at_terminal register
	await 'name: '
	answer Eve
	await 'phone number: '
	answer 0163212345
	await 'e-mail address (may be empty): '
	answer ''
	await '> '
	answer ''
	await 'country, two letters (may be empty): '
	answer ''
	await 'Is this right?'
	answer n
	leave 1
	shop admin customers --format ids
	refute_output
}

@test "with --no-input nothing is asked on a terminal" {
	at_terminal register --no-input
	leave 2
	[[ $seen == *"missing option '--name'"* ]]
}
