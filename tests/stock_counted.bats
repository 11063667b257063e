#!/usr/bin/env bats
# Stock that an import too large for one transaction found: it is counted, and becomes
# a movement when the SKU's stock is next written. Nobody sees a difference.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

# import_large SKU=COUNT...: these, in a file that is staged, and 30 products of it.
import_large()
{
	local i one padding

	padding=$(printf '%0600d' 0)
	{
		echo 'products:'
		for one; do
			case $one in
			TEE-*) echo "  - { product: tee, variants: [ { sku: ${one%=*}, stock: ${one#*=} } ] }" ;;
			*) echo "  - { sku: ${one%=*}, stock: ${one#*=} }" ;;
			esac
		done
		for ((i = 1; i <= 30; i++)); do
			echo "  - { sku: N$i, name: New $i, price: $((RANDOM + i)), stock: 4, description: x$padding }"
		done
	} >"$BATS_TEST_TMPDIR/large.yaml"
	shop admin import "$BATS_TEST_TMPDIR/large.yaml" --json
	assert_json .rejected 0
	cp "$output_file" "$BATS_TEST_TMPDIR/imported.json"
	shop admin stats --json
	assert_json '[.items[] | select(.table == "counted").entries > 1][0]' true
}

# The movements of a SKU, newest first.
assert_moved()
{
	shop admin stock log "$1" --json
	assert_json '[.items[] | "\(.number) \(.change) \(.on_hand) \(.reason)"] | join("; ")' \
		"$2"
}

@test "a count is stock and a movement like any other" {
	place MUG=2
	import_large MUG=9 BOOK=0
	assert_stock MUG 9/2/7
	assert_moved MUG '2 -41 9 import; 1 50 50 import'
	assert_json '.items[0].actor' "staff $(id -u)"
	assert_json '.items[0] | .order == null and .at > "2026"' true
	assert_moved N1 '1 4 4 import'
	assert_moved BOOK ''
	shop admin stock log MUG -n 1 --json
	assert_json '"\(.count) \(.items[0].number)"' '1 2'
	shop admin export
	cp "$output_file" "$BATS_TEST_TMPDIR/out.yaml"
	grep -q 'stock: 9' "$BATS_TEST_TMPDIR/out.yaml"
	shop admin import "$BATS_TEST_TMPDIR/out.yaml" --json
	assert_json '"\(.new) \(.changed)"' '0 0'
	assert_sound
}

@test "whatever moves stock next stores the count before" {
	import_large MUG=9 TEE-M=7
	shop admin stock set MUG 10
	assert_moved MUG '3 1 10 set; 2 -41 9 import; 1 50 50 import'
	shop admin stock add N3 2
	assert_moved N3 '2 2 6 added; 1 4 4 import'
	shop admin stock count TEE-M 7
	assert_moved TEE-M '3 0 7 count; 2 4 7 import; 1 3 3 import'
	place N1=3
	assert_stock N1 4/3/1
	assert_moved N1 '1 4 4 import'
	shop admin order ship "$order"
	assert_moved N1 '2 -3 1 shipped; 1 4 4 import'
	place N2=1
	shop admin order cancel "$order"
	assert_stock N2 4/0/4
	assert_sound
}

@test "counts of one import after another are all told" {
	import_large MUG=9
	import_large MUG=11
	import_large MUG=5
	assert_stock MUG 5/0/5
	assert_moved MUG '4 -6 5 import; 3 2 11 import; 2 -41 9 import; 1 50 50 import'
	shop admin stock add MUG 1
	assert_moved MUG '5 1 6 added; 4 -6 5 import; 3 2 11 import; 2 -41 9 import; 1 50 50 import'
	assert_sound
}

@test "counted stock is searched, sold, and low" {
	import_large MUG=4
	shop search mug --in-stock
	shop admin stock low --format ids
	assert_line MUG
	ada -1 cart add MUG -n 5
	assert_error -p "only 4 of 'MUG' in stock"
	import_large MUG=0
	shop -1 search mug --in-stock
	shop admin reindex
	shop -1 search mug --in-stock
	assert_sound
}

@test "a count below what is held names the orders that are short" {
	place MUG=10
	place MUG=20
	import_large MUG=15
	grep -q 'less than orders hold, short is 1002' "$BATS_TEST_TMPDIR/imported.json"
	assert_stock MUG 15/30/0
	assert_sound
}

@test "what was counted of a SKU outlives it" {
	import_large MUG=9
	shop admin remove-product MUG
	import_yaml <<<'products: [ { sku: MUG, name: Mug } ]'
	assert_stock MUG 0/0/0
	assert_moved MUG '3 -9 0 removed; 2 -41 9 import; 1 50 50 import'
	assert_sound
}
