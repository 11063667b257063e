#!/usr/bin/env bats
# The cart: what it holds, what it costs, what changed since it was last shown.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

@test "the cart as JSON has its lines, sums and changes" {
	ada cart add TEE-S -n 2
	ada cart add MUG --json
	jq -c . "$output_file" | tee /dev/stderr | diff - <(jq -c . <<'JSON'
{"schema":1,"items":[
{"sku":"TEE-S","name":"Basic T-shirt (S)","quantity":2,"unit_price":"12.50",
"line_total":"25.00","discount":"0.00","tax_added":"0.00","tax_included":"0.00",
"available":10},
{"sku":"MUG","name":"Mug","quantity":1,"unit_price":"5.00","line_total":"5.00",
"discount":"0.00","tax_added":"0.00","tax_included":"0.00","available":50}],
"goods_total":"30.00","discount_total":"0.00","shipping_total":"0.00",
"tax_added":"0.00","tax_included":"0.00","total":"30.00","currency":"EUR",
"coupon":null,"changes":[],"coupon_fault":null,"shipping_method":null,
"unshippable":null,"promotions":[],"taxes":[]}
JSON
	)
}

@test "the cart as tsv is its lines, and as ids their SKUs" {
	ada cart add TEE-S -n 2
	ada cart add MUG
	ada cart
	assert_output - <<-'TSV'
	sku	name	quantity	unit_price	line_total	discount	tax_added	tax_included	available
	TEE-S	Basic T-shirt (S)	2	12.50	25.00	0.00	0.00	0.00	10
	MUG	Mug	1	5.00	5.00	0.00	0.00	0.00	50
	TSV
	ada cart --format ids
	assert_output $'TEE-S\nMUG'
}

@test "for people the lines come first, then the total" {
	ada cart add MUG -n 2 --format table
	assert_line 'sku  name  quantity  unit price  line total  available'
	assert_line 'MUG  Mug          2        5.00       10.00         50'
	assert_line 'goods total  10.00'
	assert_line 'total        10.00'
}

@test "an empty cart says so to people, and has no items for machines" {
	ada cart --format table
	assert_output 'the cart is empty'
	ada cart --json
	assert_json '.items | length' 0
	assert_json .total 0.00
}

@test "only the fields that are asked for are printed" {
	ada cart add MUG
	ada cart --json=total,currency
	assert_output -p '"total":"5.00"'
	refute_output -p items
	ada -2 cart add MUG --json=totl
	assert_error -p "'totl'"
	ada cart --json
	assert_json .total 5.00
}

@test "cart alone is cart show" {
	ada cart add MUG
	ada cart show
	local shown=$output
	ada cart
	assert_output "$shown"
}

@test "adding to a line adds to it" {
	ada cart add MUG -n 2
	ada cart add MUG --count 3 --json
	assert_json '.items | length' 1
	assert_json '.items[0].quantity' 5
}

@test "a unique barcode serves as SKU, everywhere in the cart" {
	ada cart add 4006381333931 --json
	assert_json '.items[0].sku' TEE-S
	ada cart update 4006381333931 4 --json
	assert_json '.items[0].quantity' 4
	ada cart rm 4006381333931 --json
	assert_json '.items | length' 0
}

@test "a barcode that two SKUs have serves as none" {
	import_yaml <<<'products: [ { sku: CUP, name: Cup, price: "1.00", stock: 9, barcode: "4006381333931" } ]'
	ada -1 cart add 4006381333931
	assert_error -p "'4006381333931'"
	ada cart --json
	assert_json '.items | length' 0
}

@test "an unknown SKU is named" {
	ada -1 cart add NOPE
	assert_error -p "'NOPE'"
	ada -1 cart update NOPE 1
	assert_error "shop: 'NOPE' is not in the cart (see it with 'shop cart')"
	ada -1 cart rm NOPE
	assert_error "shop: 'NOPE' is not in the cart (see it with 'shop cart')"
}

@test "a line has 1 to 9999 pieces" {
	ada -2 cart add VOUCHER -n 0
	assert_error 'shop: --count must be 1 to 9999'
	ada -1 cart add VOUCHER -n 10000
	assert_error "shop: at most 9999 of 'VOUCHER' in a cart"
	ada cart add VOUCHER -n 9998
	ada -1 cart add VOUCHER -n 2
	assert_error "shop: at most 9999 of 'VOUCHER' in a cart"
	ada cart add VOUCHER --json
	assert_json '.items[0].quantity' 9999
	ada -1 cart update VOUCHER 10000
	assert_error "shop: at most 9999 of 'VOUCHER' in a cart"
	ada cart --json
	assert_json '.items[0].quantity' 9999
}

@test "counts that are no numbers are wrong use" {
	ada -2 cart add MUG -n -1
	ada -2 cart add MUG -n 1.5
	ada -2 cart update MUG many
	assert_error -p "'many'"
	ada -2 cart update MUG
	assert_error -p COUNT
}

@test "more than is available is refused, and what is there is offered" {
	ada -1 cart add TEE-M -n 4
	assert_error "shop: only 3 of 'TEE-M' in stock (cart add TEE-M -n 3)"
	ada cart add TEE-M -n 3
	ada -1 cart add TEE-M
	assert_error "shop: only 3 of 'TEE-M' in stock (cart update TEE-M 3)"
	ada -1 cart update TEE-M 4
	assert_error "shop: only 3 of 'TEE-M' in stock (cart update TEE-M 3)"
	ada cart --json
	assert_json '.items[0].quantity' 3
}

@test "what is offered can be typed as it stands, whatever the SKU" {
	import_yaml <<<'products: [ { sku: "it'\''s 1", name: One, price: "1.00", stock: 2 } ]'
	ada -1 cart add "it's 1" -n 3
	assert_error "shop: only 2 of 'it's 1' in stock (cart add 'it'\\''s 1' -n 2)"
	ada cart add 'it'\''s 1' -n 2
}

@test "what is sold out is refused" {
	shop admin stock set MUG 0
	ada -1 cart add MUG
	assert_error "shop: 'MUG' is sold out"
}

@test "a cart holds no stock" {
	ada cart add TEE-M -n 3
	bob cart add TEE-M -n 3
	assert_stock TEE-M 3/0/3
}

@test "what is not counted and what is ordered beyond stock is always available" {
	ada cart add BOOK -n 100
	ada cart add VOUCHER -n 100 --json
	assert_json '[.items[].available] | @json' '[null,null]'
}

@test "what is no longer or not yet sold cannot be added" {
	import_yaml <<-'YAML'
	products:
	  - { sku: MUG, status: archived }
	  - { sku: NEW, name: New, price: "1.00", stock: 1, status: draft }
	YAML
	ada -1 cart add MUG
	assert_error "shop: 'MUG' is not sold"
	ada -1 cart add NEW
	assert_error "shop: 'NEW' is not sold"
}

@test "update sets how many there are, and 0 takes the line out" {
	ada cart add MUG -n 5
	ada cart update MUG 2 --json
	assert_json '.items[0].quantity' 2
	ada cart update MUG 0 --json
	assert_json '.items | length' 0
}

@test "rm takes several lines out, or none" {
	ada cart add MUG
	ada cart add TEE-S
	ada cart add TEE-M
	ada -1 cart rm MUG NOPE
	ada cart --format ids
	assert_output $'MUG\nTEE-S\nTEE-M'
	ada cart rm MUG TEE-M --format ids
	assert_output TEE-S
}

@test "clear empties the cart, and again" {
	ada cart add MUG
	ada cart clear --format table
	assert_output 'the cart is empty'
	ada cart clear
}

@test "each customer has a cart of their own" {
	ada cart add MUG
	bob cart --json
	assert_json '.items | length' 0
}

@test "without a customer one is told to log in" {
	shop -77 cart add MUG
	assert_error -p 'login or register first, or give --for'
	shop -77 cart
}

@test "--dry-run shows the cart as it would be and changes nothing" {
	ada cart add MUG
	ada cart add MUG --dry-run --json
	assert_json '.items[0].quantity' 2
	ada cart update MUG 7 --dry-run --json
	assert_json '.items[0].quantity' 7
	ada cart rm MUG --dry-run --json
	assert_json '.items | length' 0
	ada cart clear --dry-run
	ada -1 cart add TEE-M -n 4 --dry-run
	ada cart --json
	assert_json '.items[0].quantity' 1
	assert_json '.items | length' 1
}

@test "a changed price is told once" {
	ada cart add MUG -n 2
	set_price MUG 6.00
	ada cart --json
	assert_json '.changes[0] | "\(.sku) \(.kind) \(.old) \(.new)"' 'MUG price 5.00 6.00'
	assert_json .total 12.00
	ada cart --json
	assert_json '.changes | length' 0
}

@test "a changed price is told to people in words" {
	ada cart add MUG
	set_price MUG 6.00
	ada cart --format table
	assert_line 'the price of MUG changed from 5.00 to 6.00'
}

@test "adding to a line whose price changed tells so" {
	ada cart add MUG
	set_price MUG 6.00
	ada cart add MUG --json
	assert_json '.changes[0].old' 5.00
	ada cart update MUG 3 --json
	assert_json '.changes | length' 0
}

@test "stock that still covers the line is no change" {
	ada cart add MUG -n 5
	shop admin stock set MUG 5
	ada cart --json
	assert_json '.changes | length' 0
}

@test "stock that does not cover the line any more is a change once, and said each time" {
	ada cart add MUG -n 5
	shop admin stock set MUG 4
	ada cart --json
	assert_json '.changes[0] | "\(.sku) \(.kind) \(.old) \(.new)"' 'MUG available 50 4'
	ada cart --json
	assert_json '.changes | length' 0
	assert_json '.items[0] | "\(.quantity) \(.available)"' '5 4'
	ada cart --format table
	assert_line 'there are only 4 of MUG left'
}

@test "a product that is gone is told and taken out" {
	ada cart add MUG
	ada cart add TEE-S
	import_yaml <<<'products: [ { sku: MUG, status: archived } ]'
	ada cart --json
	assert_json '.changes[0] | "\(.sku) \(.kind) \(.old) \(.new)"' 'MUG gone Mug '
	assert_json '[.items[].sku] | join(" ")' TEE-S
	ada cart --json
	assert_json '.changes | length' 0
}

@test "a total that no money can be is refused" {
	import_yaml <<<'products: [ { sku: GEM, name: Gem, price: "9999999999999.99", track_stock: false } ]'
	ada -65 cart add GEM -n 2
	assert_error "shop: the total of 'GEM' is too large"
	ada cart --json
	assert_json '.items | length' 0
}

@test "a cart holds at most 500 different products" {
	local i

	{
		echo products:
		for i in {1..501}; do
			echo "  - { sku: S$i, name: N$i, price: \"1.00\", stock: 9 }"
		done
	} >"$BATS_TEST_TMPDIR/many.yaml"
	shop admin import "$BATS_TEST_TMPDIR/many.yaml"
	for i in {1..500}; do
		echo "--for $ada cart add S$i"
	done | "$SHOP_BIN" -q batch
	ada -1 cart add S501
	assert_error 'shop: a cart holds at most 500 different products'
	ada cart add S500 --json
	assert_json '.items | length' 500
}
