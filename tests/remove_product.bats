#!/usr/bin/env bats
# admin remove-product: gone for good, or archived where it was ordered.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

# order SKU [COUNT]: a customer orders it.
order()
{
	shop admin customers add --name Ada --phone +4930123456
	shop --for +4930123456 cart add "$1" -n "${2:-1}"
	shop --for +4930123456 checkout
}

@test "what was never ordered goes for good, its stock with it" {
	shop admin remove-product MUG-RED --format table
	assert_output "removed 'MUG-RED' for good"
	shop -1 show MUG-RED
	shop -1 search --exact red mug
	shop -1 show 4006381333931
	shop admin export
	refute_output -p MUG-RED
	shop admin check
}

@test "what was ordered is archived, and the order still shows it" {
	order MUG-RED
	shop admin remove-product MUG-RED --format table
	assert_output "archived 'MUG-RED', as it was ordered (order 1001)"
	shop -1 search --exact red mug
	shop show MUG-RED --json
	assert_json .status archived
	shop admin order show 1001 --json
	assert_json '.lines[0] | [.sku, .name] | join(" ")' 'MUG-RED Red mug'
	shop admin order ship 1001
	shop admin check
	shop -1 admin remove-product MUG-RED
	assert_error "shop: 'MUG-RED' is archived already, and stays so as it was ordered (order 1001)"
}

@test "a cancelled order is an order, too" {
	order MUG-RED
	shop admin order cancel 1001
	shop admin remove-product MUG-RED --json
	assert_json '[.result, .ordered] | join(" ")' 'archived 1001'
}

@test "one variant of several goes alone" {
	shop admin remove-product S-M-RED --json
	assert_output '{"schema":1,"product":"shirt","skus":["S-M-RED"],"result":"removed","ordered":""}'
	shop show shirt --json
	assert_json '[.variants[].sku] | join(" ")' 'S-S-RED S-M-BLUE S-L-GREEN'
	shop admin check
}

@test "one ordered variant of several is archived alone" {
	order S-M-RED
	shop admin remove-product S-M-RED --json
	assert_json '[.result, .skus[]] | join(" ")' 'archived S-M-RED'
	shop show shirt --json
	assert_json '[.status, .variants[1].status] | join(" ")' 'active archived'
	shop admin remove-product S-M-BLUE --json
	assert_json .result removed
	shop admin check
}

@test "a handle takes all variants, archived where one of them was ordered" {
	shop admin remove-product shirt --dry-run --json
	assert_json '[.result, (.skus | length)] | @csv' '"removed",4'
	order S-M-RED
	shop admin remove-product shirt --json
	assert_json '[.result, (.skus | length)] | @csv' '"archived",4'
	shop -1 search shirt
	shop show shirt --json
	assert_json .status archived
	shop admin check
}

@test "the last variant takes its product with it" {
	local sku

	for sku in S-S-RED S-M-RED S-M-BLUE S-L-GREEN; do
		shop admin remove-product "$sku"
	done
	shop -1 show shirt
	shop admin add-product --product shirt --sku S-M-RED --name Shirt --size M
	shop admin check
}

@test "a SKU may come again, its movements go on" {
	shop admin remove-product MUG-RED
	shop admin add-product --sku MUG-RED --name 'Red mug' --stock 3
	shop admin stock log MUG-RED --json
	assert_json '[.items[] | "\(.number):\(.change):\(.reason)"] | join(" ")' \
		'3:3:added 2:-24:removed 1:24:import'
	shop admin check
}

@test "a cart that holds it shows that it is gone" {
	shop admin customers add --name Ada --phone +4930123456
	shop --for +4930123456 cart add MUG-RED
	shop admin remove-product MUG-RED
	shop --for +4930123456 cart --json
	assert_json '[.changes[0].sku, .changes[0].kind, .total] | join(" ")' \
		'MUG-RED gone 0.00'
}

@test "it is an event with what there was" {
	shop admin remove-product BLANKET
	shop admin log --subject product=BLANKET --json
	assert_json '.items[0].kind' removed
	assert_json '.items[0].changes | map("\(.field): \(.old) > \(.new)") | join("; ")' \
		'name: Wool blanket > ; brand: Wren > ; category: Home > ; price: 49.90 > ; BLANKET.sku: BLANKET > ; stock: 1 > '
	shop admin remove-product S-M-RED
	shop admin log --subject product=shirt --json
	assert_json '.items[0].changes | map("\(.field): \(.old) > \(.new)") | join("; ")' \
		'S-M-RED.sku: S-M-RED > ; S-M-RED.options: size=M, color=red > ; S-M-RED.stock: 4 > '
}

@test "a dry run says what it would be" {
	shop admin remove-product MUG-RED --dry-run --format table
	assert_output - <<'TEXT'
removed 'MUG-RED' for good
a dry run: nothing was changed
TEXT
	shop show MUG-RED --json
	assert_json '.variants[0].available' 24
	order MUG-RED
	shop admin remove-product MUG-RED --dry-run --json
	assert_json .result archived
	shop show MUG-RED --json
	assert_json .status active
}

@test "an unknown SKU is named, and nothing goes" {
	shop -1 admin remove-product NOPE
	assert_error -p "no SKU or barcode 'NOPE'"
	shop -1 admin remove-product mug-red
	assert_error -p "did you mean 'MUG-RED'?"
	shop -2 admin remove-product
	assert_error -p 'missing operand SKU|PRODUCT'
	shop -2 admin remove-product MUG-RED BLANKET
	shop -2 admin remove-product MUG-RED --force
	assert_error -p "'--force'"
	shop show MUG-RED
	shop show BLANKET
}
