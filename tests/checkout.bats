#!/usr/bin/env bats
# Checkout: what is ordered, what is frozen, what is refused, what is not done twice.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

@test "a checkout as JSON has the order and the parts of its quote" {
	export SHOP_TEST_NOW=2030-11-23T12:00:00Z
	ada cart add TEE-S -n 2
	ada cart add MUG
	ada checkout --json
	jq -c . "$output_file" | diff - <(jq -c . <<'JSON'
{"schema":1,"order":"1001","placed_at":"2030-11-23T13:00:00+01:00",
"customer":"C1001","state":"placed","payment_state":"unpaid",
"shipping_state":"unshipped","payment_method":"manual","key":"cart-1001-2",
"name":"Ada King","phone":"+4930123456","address":"Am Tor 1\n10115 Berlin",
"country":"DE","items":[
{"sku":"TEE-S","name":"Basic T-shirt (S)","quantity":2,"unit_price":"12.50",
"line_total":"25.00","discount":"0.00","tax_added":"0.00","tax_included":"0.00",
"shipped":0,"product":"tee","category":"","brand":"","price":"12.50",
"tax_class":"","returned":0},
{"sku":"MUG","name":"Mug","quantity":1,"unit_price":"5.00","line_total":"5.00",
"discount":"0.00","tax_added":"0.00","tax_included":"0.00","shipped":0,
"product":"MUG","category":"","brand":"","price":"5.00","tax_class":"",
"returned":0}],"quantity":3,"goods_total":"30.00","discount_total":"0.00",
"shipping_total":"0.00","tax_added":"0.00","tax_included":"0.00",
"total":"30.00","currency":"EUR","coupon":null,"shipping_method":null,
"shipping_price":"0.00","shipping_discount":"0.00","shipping_tax_added":"0.00",
"shipping_tax_included":"0.00","promotions":[],"taxes":[]}
JSON
	)
}

@test "a checkout as tsv is one row that begins with the order's number" {
	ada cart add MUG
	ada cart add TEE-S
	ada checkout
	[ "$(wc -l <<<"$output")" -eq 2 ]
	[ "$(cut -f 1 <<<"$output" | tail -1)" = 1001 ]
}

@test "as ids a checkout is the order's number" {
	ada cart add MUG
	ada checkout --format ids
	assert_output 1001
}

@test "orders are numbered without gaps, refused checkouts and rehearsals or not" {
	place MUG=1
	[ "$order" = 1001 ]
	ada cart add MUG
	ada checkout --dry-run
	ada -1 checkout --expect-total 1.00
	ada checkout --format ids
	assert_output 1002
}

@test "a checkout holds what it sells and empties the cart" {
	place TEE-M=2 MUG=1
	assert_stock TEE-M 3/2/1
	assert_stock MUG 50/1/49
	ada cart --json
	assert_json '.items | length' 0
	assert_sound
}

@test "what the search says is in stock follows what is held" {
	place TEE-M=3
	shop show TEE-M --json
	assert_json '.variants[] | select(.sku == "TEE-M") | .available' 0
}

@test "an order holds what may be ordered beyond stock, and what is not counted" {
	place BOOK=7 VOUCHER=2
	assert_stock BOOK 0/7/null
	assert_stock VOUCHER 0/2/null
	assert_sound
}

@test "an empty cart cannot be ordered" {
	ada -1 checkout
	assert_error "shop: the cart is empty (fill it with 'shop cart add')"
	ada -1 checkout --json
	jq -e '.error.code == "empty"' "$errors_file"
}

@test "an emptied cart remembers its last order" {
	place MUG=1
	ada checkout --json
	assert_json .order 1001
	ada checkout --format table
	assert_line 'this cart was ordered before; this is its order'
	ada orders --json
	assert_json .count 1
	ada cart clear
	ada checkout --format ids
	assert_output 1001
}

@test "a cart that is filled again makes another order, even with the same" {
	place MUG=1
	place MUG=1
	[ "$order" = 1002 ]
}

@test "the same key gives the same order" {
	ada cart add MUG
	ada checkout --key phone-17 --json
	assert_json .order 1001
	assert_json .key phone-17
	ada checkout --key phone-17 --json
	assert_json .order 1001
	ada cart add MUG
	ada checkout --key phone-17 --json
	assert_json .order 1001
	ada orders --json
	assert_json .count 1
}

@test "the same key with another cart is an error" {
	ada cart add MUG
	ada checkout --key phone-17
	ada cart add MUG -n 2
	ada -1 checkout --key phone-17
	assert_error "shop: the key 'phone-17' was used for order 1001 with another cart (give another --key)"
	ada checkout --key phone-18 --format ids
	assert_output 1002
}

@test "another key on an emptied cart is not given the last order" {
	ada cart add MUG
	ada checkout --key phone-17
	ada -1 checkout --key phone-18
	assert_error 'shop: the cart is empty: it became order 1001, with another key'
}

@test "a key is its customer's own" {
	ada cart add MUG
	ada checkout --key k
	bob cart add MUG
	bob checkout --key k --format ids
	assert_output 1002
}

@test "a key is not longer than 200 bytes" {
	local key

	key=$(printf 'k%.0s' {1..200})
	ada cart add MUG
	ada -2 checkout --key "k$key"
	assert_error 'shop: --key is longer than 200 bytes'
	ada checkout --key "$key"
	ada -2 checkout --key ''
}

@test "the total that is expected is the only one accepted" {
	ada cart add MUG -n 3
	ada -1 checkout --expect-total 14.99
	assert_error 'shop: the total is 15.00 EUR, not what was expected'
	assert_output -p $'MUG\tMug\t3'
	ada -1 checkout --expect-total 14.99
	ada -2 checkout --expect-total 15.001
	assert_error -p '--expect-total'
	ada -2 checkout --expect-total much
	ada checkout --expect-total 15 --json
	assert_json .total 15.00
}

@test "a changed price is refused once, shown, and then accepted" {
	ada cart add MUG -n 2
	set_price MUG 6.00
	ada -1 checkout --json
	assert_json '.changes[0].kind' price
	assert_json .total 12.00
	jq -e '.error.code == "changed" and .error.exit == 1' "$errors_file"
	jq -e '.error.message | startswith("the price of '\''MUG'\'' changed from 5.00 to 6.00")' "$errors_file"
	ada checkout --json
	assert_json .total 12.00
}

@test "a price that the cart has shown since is accepted at once" {
	ada cart add MUG
	set_price MUG 6.00
	ada cart
	ada checkout --json
	assert_json .total 6.00
}

@test "a price that changed and changed back is no change" {
	ada cart add MUG
	set_price MUG 6.00
	set_price MUG 5.00
	ada checkout --json
	assert_json .total 5.00
}

@test "a product that is gone is refused once, and the rest then ordered" {
	ada cart add MUG
	ada cart add TEE-S
	import_yaml <<<'products: [ { sku: MUG, status: archived } ]'
	ada -1 checkout --json
	assert_json '.changes[0] | "\(.sku) \(.kind)"' 'MUG gone'
	jq -e '.error.message | startswith("'\''MUG'\'' is not sold any more")' "$errors_file"
	ada checkout --json
	assert_json '[.items[].sku] | join(" ")' TEE-S
}

@test "a cart of which everything is gone is empty" {
	ada cart add MUG
	import_yaml <<<'products: [ { sku: MUG, status: archived } ]'
	ada -1 checkout
	ada -1 checkout
	assert_error -p 'the cart is empty'
}

@test "stock that still covers the line is no change" {
	ada cart add MUG -n 5
	shop admin stock set MUG 5
	ada checkout
	assert_stock MUG 5/5/0
}

@test "stock that does not cover the line is refused until the cart is changed" {
	ada cart add TEE-M -n 3
	bob cart add TEE-M
	bob checkout
	ada -1 checkout
	assert_error "shop: only 2 of 'TEE-M' in stock (cart update TEE-M 2)"
	assert_output -p $'TEE-M\tBasic T-shirt (M)\t3'
	ada -1 checkout --json
	jq -e '.error.code == "out_of_stock"' "$errors_file"
	assert_json '.items[0].available' 2
	assert_stock TEE-M 3/1/2
	ada cart update TEE-M 2
	ada checkout
	assert_stock TEE-M 3/3/0
	assert_sound
}

@test "what is sold out meanwhile is to be taken out" {
	ada cart add TEE-M -n 3
	shop admin stock set TEE-M 0
	ada -1 checkout
	assert_error "shop: 'TEE-M' is sold out (cart rm TEE-M)"
	ada -1 checkout
	assert_error "shop: 'TEE-M' is sold out (cart rm TEE-M)"
}

@test "all that changed is said in one refusal" {
	ada cart add MUG
	ada cart add TEE-S
	ada cart add TEE-M -n 3
	set_price MUG 6.00
	shop admin stock set TEE-M 1
	import_yaml <<<'products: [ { product: tee, variants: [ { sku: TEE-S, status: archived } ] } ]'
	ada -1 checkout
	assert_error "shop: the price of 'MUG' changed from 5.00 to 6.00; 'TEE-S' is not sold any more; only 1 of 'TEE-M' in stock (cart update TEE-M 1)"
}

@test "a refusal leaves alone what came into the cart meanwhile" {
	ada cart add MUG
	set_price MUG 6.00
	ada -1 checkout
	ada cart add TEE-S
	ada checkout --json
	assert_json '[.items[].sku] | join(" ")' 'MUG TEE-S'
}

@test "--dry-run prints the order with its numbers, has no order number and changes nothing" {
	ada cart add MUG -n 2
	ada checkout --dry-run --json
	assert_json .order null
	assert_json .placed_at null
	assert_json .total 10.00
	assert_json '.items[0].line_total' 10.00
	assert_json .address $'Am Tor 1\n10115 Berlin'
	ada checkout --dry-run --format table
	assert_line "nothing was ordered; this is what 'shop checkout' would order"
	assert_line "order           -"
	ada -1 orders 1001
	ada orders --json
	assert_json .count 0
	assert_stock MUG 50/0/50
	ada cart --json
	assert_json '.items[0].quantity' 2
	shop admin log --json
	refute_output -p '"order 1001"'
}

@test "a refused --dry-run does not count as shown" {
	ada cart add MUG
	set_price MUG 6.00
	ada -1 checkout --dry-run
	ada -1 checkout --dry-run
	ada -1 checkout
	ada checkout --dry-run
}

@test "--dry-run on an emptied cart shows the order it became" {
	place MUG=1
	ada checkout --dry-run --json
	assert_json .order 1001
}

@test "an order goes where it is told, else to the customer" {
	ada cart add MUG
	ada checkout --address $'Rue 1\nParis' --country FR --json
	assert_json .address $'Rue 1\nParis'
	assert_json .country FR
	place MUG=1
	ada orders "$order" --json
	assert_json .country DE
}

@test "an address is not longer than 2,000 bytes and holds no card number" {
	ada cart add MUG
	ada -2 checkout --address "$(printf 'x%.0s' {1..2001})"
	assert_error 'shop: the address is longer than 2000 bytes'
	ada -2 checkout --address 'pay with 4111 1111 1111 1111'
	assert_error "shop: the address holds a payment card's number, which is never kept"
	ada orders --json
	assert_json .count 0
	ada checkout --address "$(printf 'x%.0s' {1..2000})"
}

@test "a country is two letters, a payment method one that there is" {
	ada cart add MUG
	ada -2 checkout --country Germany
	ada -69 checkout --pay card
	assert_error -p "no payment method 'card': there is no program 'shop-payment-card'"
	ada checkout --pay manual --json
	assert_json .payment_method manual
}

@test "a free order is paid from the start" {
	set_price MUG 0.00
	place MUG=2
	ada orders "$order" --json
	assert_json .total 0.00
	assert_json .payment_state paid
	shop -1 admin order pay "$order"
	assert_error 'shop: order 1001 is paid: it cannot be paid'
	assert_sound
}

@test "names and prices of an order stay as they were, whatever changes later" {
	place MUG=2 TEE-S=1
	shop admin order show "$order" --json
	jq 'del(.timeline, .payments)' "$output_file" >"$BATS_TEST_TMPDIR/before"
	import_yaml <<-'YAML'
	products:
	  - { sku: MUG, name: Cup, price: "9.00" }
	  - { product: tee, name: Shirt, price: "99.00" }
	YAML
	ada account edit --name 'Ada Lovelace' --address 'Elsewhere 9' --country FR
	shop admin order show "$order" --json
	jq 'del(.timeline, .payments)' "$output_file" | diff "$BATS_TEST_TMPDIR/before" -
	assert_json '.lines[0].name' Mug
	assert_json .address $'Am Tor 1\n10115 Berlin'
	assert_sound
}

@test "the day's books count the order" {
	place MUG=2
	place TEE-S=1
	shop admin report sales --json
	assert_json '.sum | "\(.orders) \(.units) \(.total)"' '2 3 22.50'
}

@test "an output that cannot be written says that the order was placed" {
	local status=0

	ada cart add MUG
	"$SHOP_BIN" --for "$ada" checkout >/dev/full 2>"$BATS_TEST_TMPDIR/said" || status=$?
	[ "$status" -eq 74 ]
	grep -q 'the change was made' "$BATS_TEST_TMPDIR/said"
	ada checkout --format ids
	assert_output 1001
}
