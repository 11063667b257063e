#!/usr/bin/env bats
# The example of shop-report(7), in a shop, is what the shop reports.

load helper

# at DAY WORD...: what is done at noon
at()
{
	local -x SHOP_TEST_NOW=2026-$1T12:00:00Z

	shop "${@:2}"
}

# rows_are DAYS <<ROWS: days, then the columns of the table in the manual
rows_are()
{
	shop admin report sales --period "$1" --json
	json '.items[], .sum + {day: "sum"} | select(.gross + .refunds != "0.000.00") |
		[.day, .orders, .units, .returned, .gross, .discounts, .refunds, .net,
		.shipping, .tax, .total] | join(" ")' >rows
	diff - rows
}

@test "the example of the manual is what the shop reports" {
	cd "$BATS_TEST_TMPDIR"
	at 02-01 init --name Boots --currency GBP --time-zone Europe/London
	cat >shop.yaml <<'YAML'
tax: [ { class: standard, zone: GB, rate: "20", included: true } ]
shipping: [ { method: parcel, price: "6.00", tax_class: standard } ]
promotions: [ { promotion: ten, coupon: { code: TEN }, do: [ { off: "10%", from: order } ] } ]
products:
  - { sku: BOOT, name: Boot, price: "60.00", stock: 9, tax_class: standard }
  - { sku: LACE, name: Lace, price: "24.00", stock: 9, tax_class: standard }
customers:
  - { customer: 1, name: Ada, phone: "+441632960001", country: GB, address: x }
YAML
	at 02-01 admin import shop.yaml
	at 03-01 --for C1 cart add BOOT -n 2
	at 03-01 --for C1 cart coupon TEN
	at 03-01 --for C1 checkout --json
	assert_json '"\(.total) \(.discount_total) \(.tax_included)"' '114.00 12.00 19.00'
	at 03-01 admin order pay 1001
	at 03-02 admin order ship 1001
	at 03-04 admin order return 1001 --line BOOT=1
	at 03-06 admin order refund 1001 --amount 54.00
	at 03-09 admin order refund 1001 --amount 10.80
	rows_are 2026-03 <<-'ROWS'
		2026-03-01 1 2 0 100.00 10.00 0.00 90.00 5.00 19.00 114.00
		2026-03-04 0 0 1 0.00 0.00 45.00 -45.00 0.00 -9.00 -54.00
		2026-03-09 0 0 0 0.00 0.00 9.00 -9.00 0.00 -1.80 -10.80
		sum 1 2 1 100.00 10.00 54.00 36.00 5.00 8.20 49.20
	ROWS
	assert_json .sum.average_order 114.00
	shop admin report payments --period 2026-03-06 --json
	assert_json .sum.repaid 54.00
	at 03-30 --for C1 cart add LACE
	at 03-30 --for C1 checkout --json=total
	assert_json .total 30.00
	at 04-02 admin order cancel 1002
	rows_are 2026-04 <<-'ROWS'
		2026-04-02 0 0 1 0.00 0.00 20.00 -20.00 -5.00 -5.00 -30.00
		sum 0 0 1 0.00 0.00 20.00 -20.00 -5.00 -5.00 -30.00
	ROWS
	assert_json .sum.cancelled 1
	shop admin report sales --period 2026-03 --json
	assert_json '.sum | "\(.gross) \(.tax) \(.shipping)"' '120.00 13.20 10.00'
}
