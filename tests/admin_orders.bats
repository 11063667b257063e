#!/usr/bin/env bats
# The list of incoming orders and its filters.

load helper
load order_shop

# 1001 Ada, two mugs, placed in October, shipped and paid
# 1002 Bob, a mug and a shirt, in November, cancelled
# 1003 Ada, a shirt, in November, part paid
# 1004 Bob, two shirts, in December, part shipped
setup()
{
	isolate
	SHOP_TEST_NOW=2030-10-05T12:00:00Z order_shop
	SHOP_TEST_NOW=2030-10-31T12:00:00Z buy "$ada" MUG=2
	SHOP_TEST_NOW=2030-11-01T12:00:00Z buy "$bob" MUG=1 TEE-S=1
	SHOP_TEST_NOW=2030-11-30T22:59:59Z buy "$ada" TEE-S=1
	SHOP_TEST_NOW=2030-11-30T23:00:00Z buy "$bob" TEE-S=2
	export SHOP_TEST_NOW=2030-12-02T12:00:00Z
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin order cancel 1002
	shop admin order pay 1003 --amount 2.00
	shop admin order ship 1004 --line TEE-S=1
}

# buy CUSTOMER SKU=COUNT...
buy()
{
	local who=$1 line

	export SHOP_TEST_NOW
	shift
	for line; do
		shop --for "$who" cart add "${line%=*}" -n "${line#*=}"
	done
	shop --for "$who" checkout
}

# listed ORDERS [OPTION...]: just these orders, in this order, are listed
listed()
{
	local orders=$1

	shift
	shop admin orders "$@" --format ids
	same "$(paste -s -d " " "$output_file")" "$orders" "$*"
	shop admin orders "$@" --json
	assert_json .count "$(wc -w <<<"$orders")"
}

@test "all orders are listed, newest first" {
	listed '1004 1003 1002 1001'
}

@test "an order in the list has its fields" {
	shop admin orders --json --limit 1
	jq -c '.items[0]' "$output_file" | diff - <(jq -c . <<'JSON'
{"order":"1004","placed_at":"2030-12-01T00:00:00+01:00","customer":"C1002",
"state":"placed","payment_state":"unpaid","shipping_state":"part_shipped",
"quantity":2,"total":"25.00","currency":"EUR"}
JSON
	)
}

@test "orders in a state" {
	listed '1004 1003' --state placed
	listed 1002 --state cancelled
	listed 1001 --state closed
}

@test "orders in a state of payment" {
	listed 1001 --payment-state paid
	listed 1003 --payment-state part_paid
	listed 1004 --payment-state unpaid
	listed 1002 --payment-state voided
	listed '' --payment-state refunded
}

@test "orders in a state of shipping" {
	listed '1003 1002' --shipping-state unshipped
	listed 1004 --shipping-state part_shipped
	listed 1001 --shipping-state shipped
	listed '' --shipping-state delivered
}

@test "orders of a customer, by phone number or id" {
	listed '1003 1001' --customer +4930123456
	listed '1004 1002' --customer C1002
	shop -1 admin orders --customer +4930999999
	assert_error -p '+4930999999'
}

@test "orders with a product" {
	listed '1002 1001' --sku MUG
	listed '1004 1003 1002' --sku TEE-S
	listed '' --sku TEE
	listed '' --sku NOPE
}

@test "a period's first and last moment in the shop's time zone are its own" {
	listed '1003 1002' --since 2030-11 --until 2030-11
	listed '1004 1003 1002' --since 2030-11
	listed '1003 1002 1001' --until 2030-11
	listed '1003 1002 1001' --until 2030-11-30
	listed 1004 --since 2030-12-01
	listed '1003 1002' --since 'last month' --until 'last month'
	listed '' --since 2031
	listed '' --until 2029
	shop -2 admin orders --since soon
	assert_error -p "'soon'"
}

@test "filters combined all hold" {
	listed 1003 --customer C1001 --sku TEE-S
	listed 1002 --customer C1002 --sku MUG --state cancelled
	listed '' --customer C1001 --state cancelled
	listed 1004 --state placed --payment-state unpaid --shipping-state part_shipped
	listed '' --state placed --payment-state unpaid --shipping-state unshipped
	listed 1003 --state placed --since 2030-11 --until 2030-11
	listed '1004 1003' --sku TEE-S --state placed
	listed 1003 --shipping-state unshipped --payment-state part_paid --since 2030-11
	listed '' --customer C1001 --sku MUG --since 2030-11
}

@test "a limit lists so many of the newest, and counts all" {
	shop admin orders --limit 2 --json
	assert_json '[.items[].order] | join(" ")' '1004 1003'
	assert_json .count 4
	shop admin orders -n 2 --format table
	assert_line '2 of 4 orders (--all for all of them)'
	shop admin orders -n 2 --all --format ids
	assert_output $'1004\n1003\n1002\n1001'
	shop admin orders -n 0 --format ids
	assert_output $'1004\n1003\n1002\n1001'
	shop admin orders -n 1 --state placed --format ids
	assert_output 1004
}

@test "an unknown state names those that there are" {
	shop -2 admin orders --state open
	assert_error -p 'placed'
	assert_error -p "'open'"
}

@test "a move lists the order in its new state and no more in the old" {
	shop admin order ship 1004
	listed '1004 1001' --shipping-state shipped
	listed '' --shipping-state part_shipped
	shop admin order pay 1003
	listed '1003 1001' --payment-state paid
	assert_sound
}

@test "only staff lists all orders" {
	as_user 12345 -77 admin orders
}

@test "orders of a time are found among imported ones with other numbers" {
	import_yaml <<-'YAML'
		orders:
		  - { order: 5000, placed_at: 2029-01-01, country: DE, lines: [ { sku: MUG, quantity: 1, unit_price: "5.00" } ] }
		  - { order: 5001, placed_at: 2028-01-01, country: DE, lines: [ { sku: MUG, quantity: 1, unit_price: "5.00" } ] }
	YAML
	buy "$ada" MUG=1
	listed 5002 --since 2030-12-02
	listed '1003 1002' --since 2030-11 --until 2030-11
	listed '1003 1002 1001' --since 2030-01 --until 2030-11
	listed '5001 5000 1003 1002 1001' --until 2030-11
	listed 5000 --since 2029 --until 2029
	listed '1003 1002' --since 2030-11 --until 2030-11 --sku TEE-S
	listed 1002 --since 2030-11 --until 2030-11 --state cancelled
	listed 5001 --until 2028
}
