#!/usr/bin/env bats
# Making a shop.

load helper
load terminal

mode()
{
	stat -c %a "$1"
}

@test "a shop is private to who makes it" {
	umask 000
	new_shop
	[ "$(mode "$SHOP_HOME")" = 700 ]
	[ "$(mode "$SHOP_HOME/data.mdb")" = 600 ]
	[ "$(mode "$SHOP_HOME/lock.mdb")" = 600 ]
	[ "$(mode "$SHOP_HOME/gate.lock")" = 600 ]
	[ "$(mode "$SHOP_HOME/write.lock")" = 600 ]
	[ "$(mode "$SHOP_HOME/keys")" = 700 ]
	[ "$(mode "$SHOP_HOME/keys/shop.key")" = 400 ]
}

@test "a group's shop is the group's, whatever the mask" {
	local file

	[ "$(id -u)" -eq 0 ] || skip "giving a folder to another group takes root"
	umask 077
	new_shop --group daemon
	[ "$(stat -c '%a %G' "$SHOP_HOME")" = '2770 daemon' ]
	for file in data.mdb lock.mdb gate.lock write.lock; do
		[ "$(stat -c '%a %G' "$SHOP_HOME/$file")" = '660 daemon' ]
	done
	[ "$(stat -c '%a %G' "$SHOP_HOME/keys")" = '2770 daemon' ]
	[ "$(stat -c '%a %G' "$SHOP_HOME/keys/shop.key")" = '440 daemon' ]
}

@test "a group that does not exist is refused before anything is made" {
	shop -1 init --group no-such-group
	assert_error -p "no group 'no-such-group'"
	[ ! -e "$SHOP_HOME" ]
}

@test "what is not given is the folder's name, EUR and the system's time zone" {
	SHOP_HOME=$BATS_TEST_TMPDIR/corner-shop
	shop init --json
	assert_json .name corner-shop
	assert_json .currency EUR
	assert_json .time_zone "$(cat /etc/timezone 2>/dev/null || echo UTC)"
	assert_json .owner "$(id -un)"
	shop admin config get shop.currency --json
	assert_json .value EUR
	shop admin config get shop.name --json
	assert_json .value corner-shop
}

@test "what is given is set" {
	shop init --name 'Tea & Co' --currency GBP --country GB \
		--time-zone Europe/London --language german
	shop admin config list --format tsv
	assert_output -p $'shop.name\tTea & Co\t'
	assert_output -p $'shop.currency\tGBP\t'
	assert_output -p $'shop.country\tGB\t'
	assert_output -p $'shop.time-zone\tEurope/London\t'
	assert_output -p $'search.language\tgerman\t'
}

@test "it prints where the key is, and says to keep a copy" {
	shop init --format table
	assert_output -p "$SHOP_HOME/keys/shop.key"
	assert_output -p 'keep a copy of the key'
	[ -s "$SHOP_HOME/keys/shop.key" ]
}

@test "an existing shop is refused and left as it is" {
	local before

	new_shop
	before=$(cd "$SHOP_HOME" && sha256sum data.mdb keys/shop.key)
	shop -1 init --name Other
	assert_error -p "$SHOP_HOME"
	assert_error -p 'already'
	[ "$(cd "$SHOP_HOME" && sha256sum data.mdb keys/shop.key)" = "$before" ]
	shop admin config get shop.name --json
	assert_json .value 'Test shop'
}

@test "a key without a shop is never written over" {
	new_shop
	rm "$SHOP_HOME/data.mdb"
	cp "$SHOP_HOME/keys/shop.key" "$BATS_TEST_TMPDIR/key"
	shop init
	cmp "$SHOP_HOME/keys/shop.key" "$BATS_TEST_TMPDIR/key"
}

@test "what is no currency, country, language or time zone makes no shop" {
	shop -2 init --currency EURO
	assert_error -p "'EURO'"
	shop -2 init --currency XQZ
	assert_error -p "'XQZ'"
	shop -2 init --country Germany
	assert_error -p "'Germany'"
	shop -2 init --language klingon
	assert_error -p "'klingon'"
	shop -78 init --time-zone Mars/Olympus
	assert_error -p "'Mars/Olympus'"
	[ ! -e "$SHOP_HOME" ]
}

@test "a folder that cannot be written is refused" {
	mkdir "$BATS_TEST_TMPDIR/theirs"
	chmod 755 "$BATS_TEST_TMPDIR/theirs"
	as_user 4321 -73 --home "$BATS_TEST_TMPDIR/theirs/shop" init
	assert_error -p "$BATS_TEST_TMPDIR/theirs/shop"
	[ ! -e "$BATS_TEST_TMPDIR/theirs/shop" ]
}

@test "a folder that is a file is refused" {
	touch "$SHOP_HOME"
	shop -73 init
	assert_error -p "$SHOP_HOME"
	[ -f "$SHOP_HOME" ]
}

@test "folders above the shop's are made, as private" {
	SHOP_HOME=$HOME/a/b/shop
	umask 022
	shop init
	[ "$(mode "$SHOP_HOME")" = 700 ]
}

@test "whoever makes it is its owner, and the first event says so" {
	new_shop
	shop whoami --json
	assert_json .role owner
	shop admin log --json
	assert_json '.items[-1].command' init
	assert_json '.items[-1].actor' "staff $(id -u)"
}

@test "a new shop needs no tax rate and no shipping method to sell" {
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.00", stock: 5 }
	YAML
	shop admin customers add --name Ada --phone +441632960001 \
		--address 'Mill Lane' --country GB
	shop --for C1001 cart add TS
	shop --for C1001 checkout --json=total
	assert_json .total 9.00
}

@test "--home comes before SHOP_HOME, that before XDG_DATA_HOME, that before HOME" {
	local folder
	local -x XDG_DATA_HOME=$BATS_TEST_TMPDIR/data

	folder=$SHOP_HOME
	shop --home "$BATS_TEST_TMPDIR/named" init --json=home
	assert_json .home "$BATS_TEST_TMPDIR/named"
	shop init --json=home
	assert_json .home "$folder"
	unset SHOP_HOME
	shop init --json=home
	assert_json .home "$XDG_DATA_HOME/shop"
	XDG_DATA_HOME='' shop init --json=home
	assert_json .home "$HOME/.local/share/shop"
	SHOP_HOME='' XDG_DATA_HOME='' shop admin config get shop.name
	HOME='' XDG_DATA_HOME='' shop -78 categories
	assert_error -p '--home'
}

@test "on a terminal it asks for name, currency and time zone" {
	at_terminal init
	await 'name of the shop: '
	answer_instead 'Tea & Co'
	await 'currency: '
	answer_instead GBP
	await 'time zone: '
	answer ''
	await 'Is this right?'
	answer ''
	leave 0
	shop admin config get shop.name --json
	assert_json .value 'Tea & Co'
	shop admin config get shop.currency --json
	assert_json .value GBP
}

@test "on a terminal a wrong answer is asked again, with the reason" {
	at_terminal init --name Tea
	await 'currency: '
	answer_instead pounds
	await "'pounds'"
	await 'currency: '
	answer_instead gbp
	await 'time zone: '
	answer_instead Mars/Olympus
	await "'Mars/Olympus'"
	await 'time zone: '
	answer_instead Europe/London
	await 'Is this right?'
	answer y
	leave 0
	shop admin config list --format tsv
	assert_output -p $'shop.currency\tGBP\t'
	assert_output -p $'shop.time-zone\tEurope/London\t'
}

@test "who says no at the end makes no shop" {
	at_terminal init --name Tea --currency EUR
	await 'time zone: '
	answer ''
	await 'Is this right?'
	answer n
	leave 1
	[ ! -e "$SHOP_HOME" ]
}

@test "--no-input asks nothing, nor does a line that says all" {
	at_terminal --no-input init
	leave 0
	[[ $seen == *"$SHOP_HOME/keys/shop.key"* ]]
	SHOP_HOME+=2
	at_terminal init --name Tea --currency EUR --time-zone UTC
	leave 0
	[[ $seen == *"$SHOP_HOME/keys/shop.key"* ]]
}
