#!/usr/bin/env bats
# The shop's key, its copy, and its return.

load helper
load people
load terminal

PASSPHRASE='a long passphrase'

setup()
{
	isolate
	new_shop
	register_ada
	copy=$BATS_TEST_TMPDIR/copy
	key=$SHOP_HOME/keys/shop.key
}

export_key()
{
	shop admin key export "$copy" --passphrase-file - <<<"$PASSPHRASE"
}

# import_key [-N] [PASSPHRASE] [OPTION...]
import_key()
{
	local expected=-0

	if [[ ${1-} =~ ^-[0-9]+$ ]]; then
		expected=$1
		shift
	fi
	shop "$expected" admin key import "$copy" --passphrase-file - "${@:2}" \
		<<<"${1-$PASSPHRASE}"
}

@test "the key is for the shop's owner alone" {
	[ "$(stat -c %a "$key")" = 400 ]
	[ "$(stat -c %a "$SHOP_HOME/keys")" = 700 ]
}

@test "an exported key is one line, for its owner alone, without the key" {
	local hex

	export_key
	[ "$(stat -c %a "$copy")" = 600 ]
	[ "$(wc -l <"$copy")" -eq 1 ]
	[[ $(<"$copy") == 'shop-key-export-1 '* ]]
	hex=$(cut -d ' ' -f 2 "$key")
	[ "$(grep -c -e "$hex" "$copy")" -eq 0 ]
}

@test "two exports are not alike" {
	export_key
	mv "$copy" "$copy.1"
	export_key
	! cmp -s "$copy" "$copy.1" || false
}

@test "what is there is not overwritten" {
	echo precious >"$copy"
	shop -1 admin key export "$copy" --passphrase-file - <<<"$PASSPHRASE"
	assert_error "shop: '$copy' exists already"
	[ "$(<"$copy")" = precious ]
}

@test "a folder that is not there is said" {
	shop -73 admin key export "$TMPDIR/no/where" --passphrase-file - \
		<<<"$PASSPHRASE"
	assert_error -p "'$TMPDIR/no/where'"
}

@test "a weak passphrase is refused and nothing written" {
	shop -1 admin key export "$copy" --passphrase-file - <<<short
	assert_error 'shop: a password has at least 8 characters'
	[ ! -e "$copy" ]
}

@test "a passphrase is needed" {
	shop -2 admin key export "$copy"
	assert_error "shop: missing option '--passphrase-file' ('-' is standard input; see 'shop admin key export --help')"
	shop -2 admin key import "$copy"
	assert_error -p "missing option '--passphrase-file'"
}

@test "a key may be exported to standard output" {
	shop admin key export - --passphrase-file - <<<"$PASSPHRASE"
	cp "$output_file" "$copy"
	rm -f "$key"
	import_key
	shop account
}

@test "without the key the way back is said" {
	rm -f "$key"
	shop -78 account
	assert_error "shop: the shop's key '$key' is missing (put it back, or run admin key import)"
}

@test "import puts the same key back" {
	cp "$key" "$TMPDIR/before"
	export_key
	rm -rf "$SHOP_HOME/keys"
	import_key
	cmp "$key" "$TMPDIR/before"
	[ "$(stat -c %a "$key")" = 400 ]
	shop account --json
	assert_json .name 'Ada King'
	shop admin check
}

@test "a key that is there already stays" {
	export_key
	import_key
	shop account
}

@test "a wrong passphrase opens nothing" {
	export_key
	rm -f "$key"
	import_key -1 'another passphrase'
	assert_error 'shop: the passphrase does not open this exported key'
	[ ! -e "$key" ]
}

@test "a file that holds no key is refused" {
	echo 'nothing of the kind' >"$copy"
	rm -f "$key"
	import_key -65
	assert_error "shop: this is no exported key (one line that begins with 'shop-key-export-1')"
	[ ! -e "$key" ]
}

@test "a changed copy is refused" {
	export_key
	sed -i 's/9$/8/; t; s/.$/9/' "$copy"
	rm -f "$key"
	import_key -1
	[ ! -e "$key" ]
}

@test "a missing copy is named" {
	shop -66 admin key import "$TMPDIR/nowhere" --passphrase-file - \
		<<<"$PASSPHRASE"
	assert_error -p "'$TMPDIR/nowhere'"
}

@test "another shop's key is refused, with customers and without" {
	shop --home "$BATS_TEST_TMPDIR/other" init
	shop --home "$BATS_TEST_TMPDIR/other" admin key export "$copy" \
		--passphrase-file - <<<"$PASSPHRASE"
	rm -f "$key"
	import_key -1
	assert_error "shop: this is another shop's key: it does not open what is stored here"
	[ ! -e "$key" ]
	export SHOP_HOME=$BATS_TEST_TMPDIR/third
	new_shop
	rm -f "$SHOP_HOME/keys/shop.key"
	import_key -1
	assert_error "shop: this is another shop's key: it does not open what is stored here"
	[ ! -e "$SHOP_HOME/keys/shop.key" ]
}

@test "import --dry-run says whether the copy is good, and writes nothing" {
	export_key
	rm -f "$key"
	import_key "$PASSPHRASE" --dry-run
	[ ! -e "$key" ]
	import_key -1 'another passphrase' --dry-run
}

@test "import goes where the environment says that the key is" {
	export_key
	rm -f "$key"
	export SHOP_KEY_FILE=$BATS_TEST_TMPDIR/elsewhere/shop.key
	import_key
	[ ! -e "$key" ]
	shop account
}

@test "a key that others may read is refused" {
	chmod o+r "$key"
	shop -78 account
	assert_error "shop: the shop's key '$key' is open to others (chmod g-w,o= '$key')"
}

@test "on a terminal the passphrase is asked, unseen" {
	at_terminal admin key export "$copy"
	await 'new passphrase: '
	answer "$PASSPHRASE"
	await 'the same again: '
	answer "$PASSPHRASE"
	leave 0
	[[ $seen != *"$PASSPHRASE"* ]]
	rm -f "$key"
	at_terminal admin key import "$copy"
	await 'passphrase: '
	answer "$PASSPHRASE"
	leave 0
	shop account
}
