#!/usr/bin/env bats
# Orders that nobody paid: cancelled by cron, and by the clock.

load helper
load order_shop

setup()
{
	isolate
	order_shop
	export SHOP_TEST_NOW=2030-11-01T12:00:00Z
}

@test "only orders of which nothing came and nothing ships are cancelled" {
	local i

	for i in 1 2 3 4 5 6; do place MUG=1; done
	shop admin order pay 1002
	shop admin order pay 1003 --amount 1.00
	shop admin order pay 1004
	shop admin order refund 1004 --amount 5.00
	shop admin order ship 1005
	SHOP_TEST_NOW=2030-11-07T12:00:00Z
	shop admin order cancel-unpaid --older-than 5 --format ids
	assert_output $'1006\n1001'
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.timeline[-1].what)"' \
		'cancelled voided cancelled: not paid in time'
	assert_json '.timeline[-1].actor' "staff $(id -u)"
	assert_stock MUG 49/3/46
	assert_sound
}

@test "nothing is said where nothing is to be done" {
	local format

	place MUG=1
	for format in table tsv csv ndjson ids; do
		shop admin order cancel-unpaid --older-than 1 --format "$format"
		refute_output
		refute_error
	done
	shop admin order cancel-unpaid
	refute_output
	shop admin order cancel-unpaid --json
	assert_output '{"schema":1,"items":[],"count":0}'
	shop admin order show 1001 --json
	assert_json .state placed
}

@test "an order is as old as it is to the second" {
	place MUG=1
	SHOP_TEST_NOW=2030-11-06T12:00:00Z
	shop admin order cancel-unpaid --older-than 5
	refute_output
	SHOP_TEST_NOW=2030-11-06T12:00:01Z
	shop admin order cancel-unpaid --older-than 5 --format ids
	assert_output 1001
	shop admin order cancel-unpaid --older-than 5
	refute_output
}

@test "more than go into one transaction are cancelled, too" {
	local i

	for i in {1..52}; do
		bob cart add BOOK
		bob checkout
	done
	SHOP_TEST_NOW=2030-11-02T12:00:01Z
	shop admin order cancel-unpaid --older-than 1 --json
	assert_json .count 52
	assert_json '[.items[] | select(.state == "cancelled")] | length' 52
	assert_sound
}

@test "a rehearsal cancels nothing" {
	place MUG=1
	SHOP_TEST_NOW=2030-11-07T12:00:00Z
	shop admin order cancel-unpaid --older-than 5 --dry-run --format ids
	assert_output 1001
	shop admin order show 1001 --json
	assert_json .state placed
	assert_stock MUG 50/1/49
}

@test "days are a number that can be" {
	shop -2 admin order cancel-unpaid --older-than 3651
	assert_error 'shop: --older-than is at most 3650 days'
	shop -2 admin order cancel-unpaid --older-than -1
	shop -2 admin order cancel-unpaid --older-than week
	shop -2 admin order cancel-unpaid 1001
}

@test "what the setting says is cancelled by whoever comes next, by the system" {
	shop admin config set order.cancel-unpaid-after 90
	place MUG=3
	shop admin order show 1001 --json
	assert_json .pay_by 2030-11-01T14:30:00+01:00
	SHOP_TEST_NOW=2030-11-01T13:29:59Z
	assert_stock MUG 50/3/47
	SHOP_TEST_NOW=2030-11-01T13:30:00Z
	assert_stock MUG 50/0/50
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.pay_by) \(.timeline[-1].what) \(.timeline[-1].actor)"' \
		'cancelled null cancelled: not paid in time system'
	assert_sound
}

@test "what was paid, shipped or cancelled in time stays as it is" {
	shop admin config set order.cancel-unpaid-after 90
	place MUG=1
	place MUG=1
	place MUG=1
	place MUG=1
	shop admin order pay 1001 --amount 1.00 --json
	assert_json .pay_by null
	shop admin order ship 1002
	shop admin order cancel 1003
	SHOP_TEST_NOW=2030-12-01T12:00:00Z
	shop admin orders --json
	assert_json '[.items[] | "\(.order) \(.state)"] | join("; ")' \
		'1004 cancelled; 1003 cancelled; 1002 placed; 1001 placed'
	assert_json '[.items[].payment_state] | join(" ")' 'voided voided unpaid part_paid'
	shop admin order show 1003 --json
	assert_json '[.timeline[].what | select(startswith("cancelled"))] | length' 1
	assert_sound
}

@test "the setting is for orders to come: those there are wait for cron" {
	place MUG=1
	shop admin config set order.cancel-unpaid-after 60
	SHOP_TEST_NOW=2030-11-01T12:59:59Z
	shop admin order cancel-unpaid
	refute_output
	SHOP_TEST_NOW=2030-11-01T13:00:01Z
	assert_stock MUG 50/1/49
	shop admin order cancel-unpaid --format ids
	assert_output 1001
	assert_sound
}

@test "a coupon's use is given back once" {
	import_yaml <<'YAML'
promotions:
  - promotion: once
    coupon: { code: ONCE, limit: 1 }
    do: [ { off: "10%" } ]
YAML
	ada cart add MUG
	ada cart coupon ONCE
	ada checkout
	ada cart add MUG
	ada -1 cart coupon ONCE
	SHOP_TEST_NOW=2030-11-07T12:00:00Z
	shop admin order cancel-unpaid --older-than 5 --format ids
	assert_output 1001
	shop admin order cancel-unpaid --older-than 5
	refute_output
	ada cart coupon ONCE
	ada checkout
	ada cart add MUG
	ada -1 cart coupon ONCE
	assert_sound
}
