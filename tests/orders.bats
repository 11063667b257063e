#!/usr/bin/env bats
# A customer's own orders.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

@test "orders are listed newest first" {
	place MUG=1
	place TEE-S=2
	ada orders --json
	assert_json '[.items[].order] | join(" ")' '1002 1001'
	assert_json .count 2
	ada orders --format ids
	assert_output $'1002\n1001'
}

@test "a list of orders has its fields" {
	export SHOP_TEST_NOW=2030-11-23T12:00:00Z
	place TEE-S=2 MUG=1
	ada orders --json
	jq -c . "$output_file" | diff - <(jq -c . <<'JSON'
{"schema":1,"items":[{"order":"1001","placed_at":"2030-11-23T13:00:00+01:00",
"customer":"C1001","state":"placed","payment_state":"unpaid",
"shipping_state":"unshipped","quantity":3,"total":"30.00","currency":"EUR"}],
"count":1}
JSON
	)
}

@test "nobody's orders are an empty list" {
	ada orders --json
	assert_json .count 0
	ada orders
	assert_output $'order\tplaced_at\tcustomer\tstate\tpayment_state\tshipping_state\tquantity\ttotal\tcurrency'
}

@test "an order is shown with its lines, payments, shipments and timeline" {
	export SHOP_TEST_NOW=2030-11-23T12:00:00Z
	place MUG=2
	shop admin order pay 1001 --reference 'transfer 4711'
	shop admin order ship 1001 --carrier DHL --tracking 00340434
	ada orders 1001 --json
	jq -c . "$output_file" | diff - <(jq -c . <<'JSON'
{"schema":1,"order":"1001","placed_at":"2030-11-23T13:00:00+01:00",
"customer":"C1001","state":"closed","payment_state":"paid",
"shipping_state":"shipped","payment_method":"manual","shipping_method":null,
"coupon":null,"pay_by":null,"name":"Ada King",
"phone":"+4930123456","address":"Am Tor 1\n10115 Berlin","country":"DE","lines":[
{"sku":"MUG","name":"Mug","quantity":2,"unit_price":"5.00","line_total":"10.00",
"discount":"0.00","tax_added":"0.00","tax_included":"0.00","shipped":2,
"product":"MUG","category":"","brand":"","price":"5.00","tax_class":"","returned":0}],
"quantity":2,"goods_total":"10.00","discount_total":"0.00",
"shipping_total":"0.00","tax_added":"0.00","tax_included":"0.00",
"total":"10.00","authorised":"0.00","captured":"10.00","refunded":"0.00",
"currency":"EUR","invoice":null,"key":"cart-1001-1","payments":[
{"at":"2030-11-23T13:00:00+01:00","kind":"payment","method":"manual",
"amount":"10.00","reference":""},
{"at":"2030-11-23T13:00:00+01:00","kind":"captured","method":"manual",
"amount":"10.00","reference":"transfer 4711"}],
"shipments":[{"parcel":1,"at":"2030-11-23T13:00:00+01:00","carrier":"DHL",
"tracking":"00340434","delivered_at":null,"lines":[{"sku":"MUG","quantity":2}]}],
"returns":[],
"timeline":[
{"at":"2030-11-23T13:00:00+01:00","what":"placed","actor":"staff"},
{"at":"2030-11-23T13:00:00+01:00","what":"payment 10.00 EUR by manual",
"actor":"staff"},
{"at":"2030-11-23T13:00:00+01:00",
"what":"captured 10.00 EUR by manual (transfer 4711)","actor":"staff"},
{"at":"2030-11-23T13:00:00+01:00",
"what":"shipped 2 of MUG by DHL, tracking 00340434","actor":"staff"},
{"at":"2030-11-23T13:00:00+01:00","what":"closed","actor":"staff"}]}
JSON
	)
}

@test "an order as tsv is one row that begins with its number" {
	place MUG=1 TEE-S=1
	ada orders 1001
	[ "$(wc -l <<<"$output")" -eq 2 ]
	[ "$(cut -f 1 <<<"$output" | tail -1)" = 1001 ]
	ada orders 1001 --format ids
	assert_output 1001
}

@test "tracking is shown to the customer" {
	place MUG=1
	shop admin order ship 1001 --carrier DHL --tracking 00340434161094042557
	ada orders 1001 --format table
	assert_output -p 'shipped 1 of MUG by DHL, tracking 00340434161094042557'
}

@test "the staff's notes, and who of them did what, are not the customer's" {
	place MUG=1
	shop admin order note 1001 'complains a lot'
	ada orders 1001 --json
	refute_output -p complains
	refute_output -e 'staff [0-9]'
	shop admin order show 1001 --json
	assert_output -p 'complains a lot'
	assert_output -p "staff $(id -u)"
}

@test "another customer's order is no order" {
	place MUG=1
	bob -1 orders 1001
	assert_error "shop: no order 1001 (see them with 'shop orders')"
	bob -1 orders 9999
	assert_error "shop: no order 9999 (see them with 'shop orders')"
	bob -1 orders cancel 1001
	assert_error "shop: no order 1001 (see them with 'shop orders')"
	bob orders --json
	assert_json .count 0
	assert_stock MUG 50/1/49
}

@test "what is no order number is wrong use" {
	ada -2 orders abc
	assert_error -p "'abc'"
	ada -2 orders cancel
	assert_error -p ORDER
}

@test "orders need a customer" {
	shop -77 orders
	shop -77 orders cancel 1001
}

@test "a customer cancels an order, which frees its stock once" {
	place TEE-M=3
	assert_stock TEE-M 3/3/0
	ada orders cancel 1001 --json
	assert_json .state cancelled
	assert_json .payment_state voided
	assert_json '.timeline[-1].what' 'cancelled: by the customer'
	assert_stock TEE-M 3/0/3
	ada -1 orders cancel 1001
	assert_error 'shop: order 1001 is cancelled: it cannot be cancelled'
	assert_stock TEE-M 3/0/3
	place TEE-M=3
	assert_sound
}

@test "a customer does not cancel what was shipped" {
	place MUG=2
	shop admin order ship 1001 --line MUG=1
	ada -1 orders cancel 1001
	assert_error 'shop: order 1001 is part shipped: it cannot be cancelled'
}

@test "cancelling with --dry-run changes nothing" {
	place MUG=1
	ada orders cancel 1001 --dry-run --json
	assert_json .state cancelled
	ada orders 1001 --json
	assert_json .state placed
	assert_stock MUG 50/1/49
}

@test "a free order that is cancelled is voided, not paid" {
	set_price MUG 0.00
	place MUG=1
	ada orders cancel 1001 --json
	assert_json .payment_state voided
	assert_json .refunded 0.00
	assert_sound
}
