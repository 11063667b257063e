#!/usr/bin/env bats
# The report of sales.

load helper

setup()
{
	isolate
	# No event is older than the one before.
	export SHOP_TEST_NOW=2026-10-01T12:00:00+02:00
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.50", stock: 500 }
	YAML
	shop admin customers add --name Ada --phone +441632960001 \
		--address 'Mill Lane' --country GB
}

# order_at TIME COUNT: places an order of so many.
order_at()
{
	local -x SHOP_TEST_NOW=$1

	shop --for C1001 cart add TS -n "$2"
	shop --for C1001 checkout --json=order
	order=$(json .order)
}

@test "a day has its orders, units and sales" {
	order_at 2026-11-02T09:00:00+01:00 1
	order_at 2026-11-02T10:00:00+01:00 3
	order_at 2026-11-04T10:00:00+01:00 2
	shop admin report sales --period 2026-11 --format csv
	assert_output - <<-'CSV'
		day,orders,units,sales,cancelled_orders,cancelled_sales,net_sales
		2026-11-02,2,4,38.00,0,0.00,38.00
		2026-11-04,1,2,19.00,0,0.00,19.00
	CSV
}

@test "days begin at midnight in the shop's time zone, whatever the system's" {
	order_at 2026-11-02T22:59:59Z 1
	order_at 2026-11-02T23:00:00Z 1
	TZ=America/New_York shop admin report sales --period 2026-11 --format csv
	assert_line 2026-11-02,1,1,9.50,0,0.00,9.50
	assert_line 2026-11-03,1,1,9.50,0,0.00,9.50
}

@test "days on which the clocks change are whole days" {
	order_at 2027-03-27T23:30:00+01:00 1
	order_at 2027-03-28T00:30:00+01:00 1
	order_at 2027-03-28T23:30:00+02:00 1
	order_at 2027-03-29T00:30:00+02:00 1
	order_at 2027-10-31T00:10:00+02:00 1
	order_at 2027-10-31T02:30:00+02:00 1
	order_at 2027-10-31T02:30:00+01:00 1
	order_at 2027-10-31T23:50:00+01:00 1
	order_at 2027-11-01T00:00:00+01:00 1
	shop admin report sales --period 2027 --format csv
	assert_line 2027-03-27,1,1,9.50,0,0.00,9.50
	assert_line 2027-03-28,2,2,19.00,0,0.00,19.00
	assert_line 2027-03-29,1,1,9.50,0,0.00,9.50
	assert_line 2027-10-31,4,4,38.00,0,0.00,38.00
	assert_line 2027-11-01,1,1,9.50,0,0.00,9.50
	shop admin report sales --period 2027-10-31 --json=sales
	assert_json .total.orders 4
}

@test "a cancelled order counts on the day it was cancelled" {
	order_at 2026-11-02T09:00:00+01:00 2
	SHOP_TEST_NOW=2026-11-05T09:00:00+01:00 shop admin order cancel "$order"
	shop admin report sales --period 2026-11 --format csv
	assert_line 2026-11-02,1,2,19.00,0,0.00,19.00
	assert_line 2026-11-05,0,0,0.00,1,19.00,-19.00
	shop admin report sales --period 2026-11 --json
	assert_json .total.net_sales 0.00
	assert_json .total.orders 1
	shop admin check --json=ok
	assert_json .ok true
}

@test "a period's last day is included" {
	order_at 2026-11-02T09:00:00+01:00 1
	order_at 2026-11-03T23:59:59+01:00 1
	order_at 2026-11-04T00:00:00+01:00 1
	shop admin report sales --period 2026-11-02..2026-11-03 --json
	assert_json .total.orders 2
	shop admin report sales --period 2026-11-03.. --json
	assert_json .total.orders 2
	shop admin report sales --period ..2026-11-02 --json
	assert_json .total.orders 1
}

@test "periods are seen from now: today, yesterday, this week, last month" {
	order_at 2026-10-31T09:00:00+01:00 1
	order_at 2026-11-22T09:00:00+01:00 2
	order_at 2026-11-23T09:00:00+01:00 3
	export SHOP_TEST_NOW=2026-11-23T23:59:00+01:00
	shop admin report sales --period today --json
	assert_json .total.units 3
	shop admin report sales --period yesterday --json
	assert_json .total.units 2
	shop admin report sales --period 'this week' --json
	assert_json .total.units 3
	shop admin report sales --period 'last month' --json
	assert_json .total.units 1
	shop admin report sales --period 2026-W47 --json
	assert_json .total.units 2
	shop admin report sales --json
	assert_json .total.units 5
}

@test "a period without sales is an empty report" {
	shop admin report sales --period 2020 --format csv
	assert_output 'day,orders,units,sales,cancelled_orders,cancelled_sales,net_sales'
	shop admin report sales --period 2020 --json
	assert_json '.items | length' 0
	assert_json .count 0
	assert_json .total.sales 0.00
	assert_json .currency EUR
	shop admin report sales --period 2020 --format ids
	refute_output
	shop -q admin report sales --period 2020
	refute_output
}

@test "what is no period is refused" {
	shop -2 admin report sales --period 'next year'
	assert_error -p "'next year'"
	shop -2 admin report sales --period 2026-13
	shop -2 admin report sales --period 2026-02-30
}

@test "a table ends with the sum, other formats have days only" {
	order_at 2026-11-02T09:00:00+01:00 2
	shop admin report sales --period 2026-11 --format table
	assert_output -e $'\ntotal +1 +2 +19.00 +0 +0.00 +19.00$'
	shop admin report sales --period 2026-11
	refute_output -p total
	shop admin report sales --period 2026-11 --format ndjson
	assert_output '{"day":"2026-11-02","orders":1,"units":2,"sales":"19.00","cancelled_orders":0,"cancelled_sales":"0.00","net_sales":"19.00"}'
}

@test "reports are for staff" {
	as_user 4321 -77 --home "$SHOP_HOME" admin report sales
}
