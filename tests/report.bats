#!/usr/bin/env bats
# The report of sales by time: what is in it, and in every format.

load helper
load order_shop
load report_shop

@test "a day has its orders, units and what they come to, and so have days without any" {
	order_at 2026-11-02T09:00:00+01:00 1
	order_at 2026-11-02T10:00:00+01:00 3
	order_at 2026-11-04T10:00:00+01:00 2
	shop admin report sales --period 2026-11 --format csv
	assert_output - <<-'CSV'
		day,orders,cancelled,credits,units,returned,gross,discounts,refunds,net,shipping,tax,total,average_order
		2026-11-01,0,0,0,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,
		2026-11-02,2,0,0,4,0,38.00,0.00,0.00,38.00,0.00,0.00,38.00,19.00
		2026-11-03,0,0,0,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,
		2026-11-04,1,0,0,2,0,19.00,0.00,0.00,19.00,0.00,0.00,19.00,19.00
	CSV
}

@test "a cancelled order is a sale on its day and taken back on the day it is cancelled" {
	order_at 2026-11-02T09:00:00+01:00 2
	SHOP_TEST_NOW=2026-11-05T09:00:00+01:00 shop admin order cancel "$order"
	shop admin report sales --period 2026-11 --json
	assert_json '[.items[] | select(.orders + .cancelled > 0) |
		"\(.day) \(.orders) \(.cancelled) \(.gross) \(.refunds) \(.total)"] | join("; ")' \
		'2026-11-02 1 0 19.00 0.00 19.00; 2026-11-05 0 1 0.00 19.00 -19.00'
	assert_json '.sum | "\(.orders) \(.cancelled) \(.returned) \(.total) \(.average_order)"' \
		'1 1 2 0.00 19.00'
	assert_sound
}

@test "a period's last day is included" {
	order_at 2026-11-02T09:00:00+01:00 1
	order_at 2026-11-03T23:59:59+01:00 1
	order_at 2026-11-04T00:00:00+01:00 1
	assert_orders 2026-11-02..2026-11-03 2
	assert_orders 2026-11-03.. 2
	assert_orders ..2026-11-02 1
	assert_orders .. 3
	assert_json '"\(.from) \(.until) \(.count)"' '2026-11-02 2026-11-04 3'
}

@test "periods are seen from now: today, yesterday, this week, last month" {
	order_at 2026-10-31T09:00:00+01:00 1
	order_at 2026-11-22T09:00:00+01:00 2
	order_at 2026-11-23T09:00:00+01:00 4
	export SHOP_TEST_NOW=2026-11-23T23:59:00+01:00
	units_of today 4
	units_of yesterday 2
	units_of 'this week' 4
	units_of 'last month' 1
	units_of 2026-W47 2
	shop admin report sales --json
	assert_json .sum.units 6
	assert_json '.items[-1].day' 2026-11-23
}

# units_of PERIOD COUNT
units_of()
{
	shop admin report sales --period "$1" --json
	assert_json .sum.units "$2"
}

@test "a period that has not begun is an empty report, and what was before the shop has zeros" {
	shop admin report sales --period 2030 --format csv
	assert_output 'day,orders,cancelled,credits,units,returned,gross,discounts,refunds,net,shipping,tax,total,average_order'
	shop admin report sales --period 2030 --json
	assert_json '"\(.count) \(.from) \(.until) \(.sum.total) \(.sum.average_order) \(.currency)"' \
		'0 2030-01-01 2030-12-31 0.00 null EUR'
	shop admin report sales --period 2030 --format ids
	refute_output
	shop -q admin report sales --period 2030
	refute_output
	shop admin report sales --period 2020 --by year --format csv
	assert_line 2020,0,0,0,0,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,
	shop admin report sales --period .. --json
	assert_json '"\(.count) \(.from)"' '1 2026-10-01'
}

@test "what is no period, and what is more than anybody reads, is refused" {
	shop -2 admin report sales --period 'next year'
	assert_error -p "'next year'"
	shop -2 admin report sales --period 2026-13
	shop -2 admin report sales --period 2026-02-30
	shop -2 admin report sales --period 1000..
	assert_error 'shop: the period has more than 100000 rows by day (--by year, or a shorter --period)'
	shop admin report sales --period 1000.. --by month --json=month
	assert_json '"\(.count) \(.items[0].month)"' '12322 1000-01'
	shop -2 admin report sales --limit 3
	assert_error 'shop: --limit is for rows by what is sold or to whom, not by day'
	shop -2 admin report sales --by tea
	assert_error -p "'tea'"
	shop -2 admin report sales --json=sku
	assert_error -p "unknown field 'sku' (there are day, orders,"
	shop -2 admin report sales --json=nett
	assert_error -p "did you mean 'net'?"
}

@test "a table says what it shows and ends with the sum; other formats have rows only" {
	order_at 2026-11-02T09:00:00+01:00 2
	shop admin report sales --period today --format table
	assert_output -p 'Sales by day, 2026-11-02'
	assert_output -e $'\nday +orders +units +net +total\n'
	assert_output -e $'\n2026-11-02 +1 +2 +19.00 +19.00'
	assert_output -e $'\ntotal +1 +2 +19.00 +19.00$'
	shop admin report sales --period today
	refute_output -p Sales
	same "$(wc -l <"$output_file")" 2
	shop admin report sales --period today --format ids
	assert_output 2026-11-02
	shop admin report sales --period today --format ndjson
	assert_output '{"day":"2026-11-02","orders":1,"cancelled":0,"credits":0,"units":2,"returned":0,"gross":"19.00","discounts":"0.00","refunds":"0.00","net":"19.00","shipping":"0.00","tax":"0.00","total":"19.00","average_order":"19.00"}'
	shop admin report sales --period today --json=total
	assert_output -p $'"items":[\n{"total":"19.00"}\n],"count":1,"from":"2026-11-02","until":"2026-11-02"'
}

@test "reports are for staff" {
	as_user 4321 -77 --home "$SHOP_HOME" admin report sales
}
