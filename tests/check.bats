#!/usr/bin/env bats
# The proof: each kind of damage is found and named.

load helper

setup()
{
	isolate
	stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored
	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS-RED, name: Crimson shirt, brand: Ajax, price: "9.50", stock: 5, barcode: "2110004100373" }
		  - { sku: TS-BLUE, name: Azure shirt, brand: Ajax, price: "9.50", stock: 7 }
	YAML
	shop admin customers add --name 'Ada King' --phone +441632960001 \
		--address '12 Mill Lane' --country GB
	shop --for C1001 cart add TS-RED -n 2
	shop --for C1001 checkout
	shop admin order pay 1001
	shop admin check --json
	assert_json .ok true
}

stored()
{
	local what=$1

	shift
	"$stored" "$SHOP_HOME" "$what" "$@"
}

first_key()
{
	stored keys "$1" | head -n 1
}

# faulty KIND: the check ends with 65, and its first fault is of this kind.
faulty()
{
	shop -65 admin check --json
	assert_json .ok false
	assert_json "[.faults[].kind] | index(\"$1\") != null" true
	shop -65 admin check --format table
	assert_output -e "(^|"$'\n'")$1: "
	assert_error -e '^shop: the shop has [0-9]+ faults?$'
}

# patch_all OLD NEW: writes over bytes of the file, as bad hardware would.
patch_all()
{
	local at

	while read -r at; do
		printf %s "$2" | dd of="$SHOP_HOME/data.mdb" bs=1 seek="$at" \
			conv=notrunc status=none
	done < <(grep -abo -e "$1" "$SHOP_HOME/data.mdb" | cut -d : -f 1)
}

@test "a whole shop has no fault, and what was looked at is counted" {
	shop admin check --json
	assert_json .products 2
	assert_json .skus 2
	assert_json .orders 1
	assert_json .customers 1
	assert_json '.values > 20' true
	assert_json '.faults | length' 0
}

@test "every byte of a record is under its checksum" {
	patch_all 'Crimson shirt' 'Crimson shift'
	faulty checksum
	shop -65 show TS-RED
	assert_error -p product
}

@test "a damaged record is named, and the others are still read" {
	patch_all 'Crimson shirt' 'Crimson shift'
	shop show TS-BLUE --json
	assert_json .name 'Azure shirt'
}

@test "an event that was edited breaks the chain" {
	local key value

	key=$(stored keys event | sed -n 2p)
	value=$(stored get event "$key")
	stored put event "$key" "${value/61/62}"
	faulty event
}

@test "an event that was taken out breaks the chain" {
	stored delete event "$(stored keys event | sed -n 2p)"
	faulty event
}

@test "events in another order break the chain" {
	local one two first second

	one=$(stored keys event | sed -n 2p)
	two=$(stored keys event | sed -n 3p)
	first=$(stored get event "$one")
	second=$(stored get event "$two")
	stored put event "$one" "$second"
	stored put event "$two" "$first"
	faulty event
}

@test "a product's document missing in the index is found, and repaired" {
	stored delete column "$(stored keys column | grep ^fe | tail -n 1)"
	faulty index
	shop admin check --repair --json
	assert_json .ok true
}

@test "a term of the index missing is found, and built anew" {
	stored delete term "$(first_key term)"
	faulty index
	shop admin reindex
	shop admin check
	shop search crimson --format ids
	assert_output TS-RED
}

@test "a document in the index without its product is found" {
	local key

	key=$(stored keys column | grep ^fe | tail -n 1)
	stored put column "${key%??}77" "$(stored get column "$key")"
	faulty index
}

@test "a column of the index missing is found" {
	stored delete column "$(first_key column)"
	faulty index
}

@test "a SKU or barcode that leads nowhere is found" {
	stored delete code "$(first_key code)"
	faulty index
}

@test "a barcode of nothing is found" {
	stored put code "$(first_key code)58" ''
	faulty index
}

@test "stock that is not the sum of its movements is found" {
	stored delete movement "$(first_key movement)"
	faulty stock
}

@test "a level missing is found" {
	stored delete level "$(first_key level)"
	faulty index
	faulty order
}

@test "a level without a SKU is found" {
	stored put level "$(printf GHOST | od -An -tx1 | tr -d ' \n')" \
		"$(stored get level "$(first_key level)")"
	shop -65 admin check
	assert_error -p GHOST
}

@test "a payment missing is found in its order" {
	stored delete fact "$(first_key fact)"
	faulty order
}

@test "an order missing is found" {
	stored delete order "$(first_key order)"
	shop -65 admin check
	assert_error -p 'order 1001'
	shop -65 admin orders --state placed
}

@test "an order that cannot be found by its state or customer is found" {
	stored delete order-by "$(first_key order-by)"
	faulty order
}

@test "a day's sales missing are found" {
	stored delete book-day "$(stored keys book-day | tail -n 1)"
	faulty books
}

@test "a customer who cannot be found by phone is found" {
	stored delete contact "$(first_key contact)"
	faulty contact
}

@test "a customer's key missing is found" {
	stored delete customer-key "$(first_key customer-key)"
	faulty contact
}

@test "without a terminal every fault is a line on standard error" {
	stored delete book-day "$(stored keys book-day | tail -n 1)"
	stored delete contact "$(first_key contact)"
	shop -65 -q admin check
	refute_output
	assert_error -e $'(^|\n)shop: books: '
	assert_error -e $'(^|\n)shop: contact: '
	[ "$(grep -c . "$errors_file")" -ge 3 ]
}

@test "a check of a whole shop says nothing with -q" {
	shop -q admin check
	refute_output
	refute_error
}

@test "a check changes nothing" {
	local before

	before=$(sha256sum "$SHOP_HOME/data.mdb")
	shop admin check
	[ "$(sha256sum "$SHOP_HOME/data.mdb")" = "$before" ]
}

@test "a file cut short ends with a sentence, never a signal" {
	local size status=0

	size=$(stat -c %s "$SHOP_HOME/data.mdb")
	truncate -s $((size / 2)) "$SHOP_HOME/data.mdb"
	"$SHOP_BIN" admin check >"$TMPDIR/out" 2>&1 || status=$?
	[[ $status == 65 || $status == 74 ]]
	grep -q '^shop: ' "$TMPDIR/out"
}

@test "pages overwritten end with a sentence, never a signal" {
	local size page status

	cp "$SHOP_HOME/data.mdb" "$TMPDIR/good.mdb"
	size=$(stat -c %s "$SHOP_HOME/data.mdb")
	for ((page = 2; page * 4096 < size; page++)); do
		cp "$TMPDIR/good.mdb" "$SHOP_HOME/data.mdb"
		head -c 4096 /dev/zero | tr '\0' '\377' |
			dd of="$SHOP_HOME/data.mdb" bs=4096 seek=$page conv=notrunc status=none
		status=0
		"$SHOP_BIN" admin check >"$TMPDIR/out" 2>&1 || status=$?
		case $status in
		0 | 65 | 74) ;;
		*) cat "$TMPDIR/out"; echo "page $page: status $status"; return 1 ;;
		esac
	done
}

@test "the check is the owner's" {
	as_user 4321 -77 --home "$SHOP_HOME" admin check
}
