#!/usr/bin/env bats
# Orders that a payment provider pays: what ships, what comes back, what is in doubt.

load helper
load order_shop
load payment_shop

@test "an order that a provider is to pay does not ship before that" {
	payment_shop decline
	buy -1
	shop -1 admin order ship 1001
	assert_error 'shop: order 1001 is unpaid: it cannot be shipped'
	assert_stock MUG 50/2/48
	ada orders pay 1001 --pay manual
	shop admin order ship 1001
	assert_settled
}

@test "a promise is taken when everything is shipped, and that closes the order" {
	payment_shop ok
	shop admin config set payment.capture ship
	buy
	assert_json '.payment_state' authorised
	shop -1 admin order pay 1001
	assert_error 'shop: order 1001 is authorised: it cannot be paid'
	shop admin order ship 1001 --line MUG=1 --json
	assert_json '"\(.state) \(.payment_state)"' 'placed authorised'
	shop admin order ship 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.captured)"' 'closed paid 10.00'
	assert_settled
}

@test "a cancelled order's promise is voided, once" {
	payment_shop ok
	shop admin config set payment.capture ship
	buy
	shop admin order cancel 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.authorised)"' 'cancelled voided 0.00'
	assert_stock MUG 50/0/50
	assert_settled
}

@test "an open order whose promise is voided is to be paid in time again" {
	export SHOP_TEST_NOW=2030-11-01T12:00:00Z
	payment_shop ok
	shop admin config set payment.capture ship
	buy
	SHOP_TEST_NOW=2030-11-03T12:00:00Z
	shop admin payments void 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.pay_by)"' 'placed unpaid 2030-11-03T14:00:00+01:00'
	SHOP_TEST_NOW=2030-11-03T13:00:00Z
	assert_stock MUG 50/0/50
	assert_settled
}

@test "what a provider took goes back through it, with the goods or without" {
	payment_shop ok
	buy
	shop admin order ship 1001
	shop admin order return 1001 --line MUG=1 --refund --json
	assert_json '"\(.payment_state) \(.refunded) \(.payments[-1].method)"' 'part_refunded 5.00 test'
	shop admin order refund 1001 --amount 2.00 --reference 'came late' --json
	assert_json '.payments[-1] | "\(.method) \(.amount) \(.reference)"' 'test 2.00 came late'
	shop -1 admin order refund 1001 --amount 3.01
	assert_error 'shop: order 1001 has only 3.00 EUR left to refund'
	assert_ledger 'charge approved 1000' 'refund approved 500' 'refund approved 200'
	assert_settled
}

@test "a refund that is declined leaves all as it was, but what came back" {
	payment_shop refund:decline
	buy
	shop admin order ship 1001
	shop -1 admin order return 1001 --refund --json
	assert_json '"\(.payment_state) \(.shipping_state) \(.refunded)"' 'paid returned 0.00'
	shop admin order show 1001 --json
	assert_json '.timeline[-1].what | startswith("declined 10.00 EUR by test")' true
	assert_settled
}

@test "what a refund in doubt may have given back is not given back again" {
	payment_shop refund:hang
	shop admin config set payment.timeout 1
	buy
	shop -75 admin order refund 1001 --amount 6.00
	shop -1 admin order refund 1001 --amount 4.01
	assert_error 'shop: order 1001 has only 4.00 EUR left to refund'
	shop admin order show 1001 --json
	assert_json '"\(.payment_state) \(.refunded)"' 'paid 0.00'
	assert_sound
}

@test "shipping that is being refunded is not refunded again" {
	payment_shop refund:hang
	import_yaml <<<'shipping: [ { method: parcel, price: "3.00" } ]'
	buy
	shop -75 admin order refund 1001 --shipping
	shop -1 admin order refund 1001 --shipping
	assert_error 'shop: the shipping of order 1001 is refunded already'
	assert_sound
}

@test "money is not recorded while a provider's answer is awaited" {
	payment_shop hang
	buy -75
	shop -1 admin order pay 1001
	assert_error 'shop: order 1001 has a payment in doubt (shop admin payments reconcile)'
	shop admin order cancel-unpaid --older-than 0
	refute_output
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.captured)"' 'placed 0.00'
	assert_sound
}

@test "a credit note comes with the provider's answer" {
	payment_shop ok
	buy
	shop admin order invoice 1001
	shop admin order ship 1001
	shop admin order return 1001 --line MUG=1 --refund --json
	assert_json '[.timeline[-2:][].what | sub(" \\(.*"; "")] | join("; ")' \
		'refunded 5.00 EUR by test; credit note 1 of 5.00 EUR'
	shop admin order invoice 1001 --credit-note 1 --json
	assert_json '"\(.lines[0].quantity) \(.total)"' '1 5.00'
	assert_settled
}

@test "a hold ends the order that nobody paid" {
	export SHOP_TEST_NOW=2030-11-01T12:00:00Z
	payment_shop decline
	buy -1
	shop admin order show 1001 --json
	assert_json .pay_by 2030-11-01T14:00:00+01:00
	assert_stock MUG 50/2/48
	SHOP_TEST_NOW=2030-11-01T13:00:00Z
	assert_stock MUG 50/0/50
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.timeline[-1].actor)"' 'cancelled system'
	ada -1 orders pay 1001
	assert_settled
}

@test "a hold lasts as long as an answer is awaited" {
	export SHOP_TEST_NOW=2030-11-01T12:00:00Z
	payment_shop die-after
	buy -75
	SHOP_TEST_NOW=2030-11-01T13:00:00Z
	assert_stock MUG 50/2/48
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.pay_by)"' 'placed 2030-11-01T14:10:00+01:00'
	assert_sound
	shop admin payments reconcile
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.pay_by)"' 'placed paid null'
	SHOP_TEST_NOW=2030-11-02T13:00:00Z
	assert_stock MUG 50/2/48
	assert_settled
}

@test "money that comes after the hold has ended goes back" {
	export SHOP_TEST_NOW=2030-11-01T12:00:00Z
	payment_shop die-after
	buy -75
	shop admin order cancel 1001
	assert_stock MUG 50/0/50
	shop admin payments reconcile
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.payment_state)"' 'cancelled refunded'
	assert_settled
}
