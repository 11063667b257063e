#!/usr/bin/env bats
# Reports by what is sold, where, to whom and how; filters, limits and comparisons.

load helper

# Eight weeks of a shop, made once and copied for each test.
setup()
{
	local made=$BATS_RUN_TMPDIR/report_cuts

	isolate
	export SHOP_TEST_NOW=2026-11-26T12:00:00+01:00
	if [ -d "$made" ]; then
		cp -a "$made" "$SHOP_HOME"
		return
	fi
	new_shop
	import_orders
	cp -a "$SHOP_HOME" "$made.$BASHPID"
	mv -T "$made.$BASHPID" "$made" 2>/dev/null || rm -r "$made.$BASHPID"
}

import_orders()
{
	local shirt='product: tee, category: Clothes/Shirts, brand: Acme, unit_price: "10.00"'
	local hat='sku: HAT, name: Hat, category: Clothes/Hats, unit_price: "30.00"'
	local taxed='tax_rate: "19", tax_is_included: true'

	import_yaml <<-YAML
		orders:
		  - order: 1001
		    placed_at: 2026-10-05
		    customer: 5
		    country: DE
		    payment_method: manual
		    lines: [ { sku: TEE-S, name: Tee S, quantity: 1, $shirt } ]
		  - order: 1002
		    placed_at: 2026-11-02
		    customer: 5
		    country: DE
		    payment_method: card
		    shipping: { method: parcel, price: "4.76", $taxed, tax_included: "0.76" }
		    lines:
		      - { sku: TEE-S, name: Tee S, quantity: 2, $shirt, $taxed, tax_included: "3.19" }
		      - { $hat, quantity: 1, $taxed, tax_included: "4.79" }
		  - order: 1003
		    placed_at: 2026-11-03
		    customer: 6
		    country: FR
		    payment_method: manual
		    lines: [ { sku: TEE-M, name: Tee M, quantity: 3, $shirt, discount: "3.00" } ]
		  - order: 1004
		    placed_at: 2026-11-10
		    country: GB
		    payment_method: manual
		    lines: [ { sku: MUG, name: Mug, quantity: 1, unit_price: "5.00", category: Kitchen, brand: Potter } ]
		  - order: 1005
		    placed_at: 2026-11-12
		    customer: 6
		    country: FR
		    payment_method: manual
		    lines: [ { sku: TEE-M, name: Tee M, quantity: -1, $shirt } ]
	YAML
}

# rows FILTER: what it says of each row, in one line
rows()
{
	json "[.items[] | \"$1\"] | join(\"; \")"
}

# assert_rows EXPECTED FILTER WORD...: what a report says of each row
assert_rows()
{
	local expected=$1 filter=$2

	shift 2
	shop admin report "$@" --json
	same "$(rows "$filter")" "$expected" "$*"
}

@test "products are there with their names and shares, the largest first, shipping last" {
	shop admin report products --format csv
	assert_output - <<-'CSV'
		product,name,orders,cancelled,credits,units,returned,gross,discounts,refunds,net,shipping,tax,total,average_order,share
		tee,Tee M,2,0,1,5,1,46.81,3.00,10.00,33.81,0.00,3.19,37.00,23.50,48.2
		HAT,Hat,1,0,0,1,0,25.21,0.00,0.00,25.21,0.00,4.79,30.00,30.00,39.1
		MUG,Mug,1,0,0,1,0,5.00,0.00,0.00,5.00,0.00,0.00,5.00,5.00,6.5
		shipping,,1,0,0,0,0,0.00,0.00,0.00,0.00,4.00,0.76,4.76,4.76,6.2
	CSV
	assert_rows 'HAT 30.00; TEE-S 20.00; TEE-M 17.00; MUG 5.00; shipping 4.76' \
		'\(.sku) \(.total)' products --by sku
	assert_json '"\(.count) \(.sum.orders) \(.sum.credits) \(.sum.total)"' '4 3 1 76.76'
	shop admin report products --format ids
	assert_output $'tee\nHAT\nMUG'
}

@test "categories, brands, countries, customers and payment methods have their rows" {
	assert_rows 'Clothes/Shirts 37.00; Clothes/Hats 30.00; Kitchen 5.00; shipping 4.76' \
		'\(.category) \(.total)' categories
	assert_rows 'Acme 37.00;  30.00; Potter 5.00; shipping 4.76' '\(.brand) \(.total)' brands
	assert_rows 'DE 1 54.76; FR 1 17.00; GB 1 5.00' '\(.country) \(.orders) \(.total)' \
		sales --by country
	assert_rows 'card 54.76; manual 22.00' '\(.payment_method) \(.total)' \
		sales --by payment-method
	assert_rows 'C5 54.76; C6 17.00;  5.00' '\(.customer) \(.total)' sales --by customer
}

@test "whatever rows are by, they come to the same sum" {
	local by amounts='map(tonumber * 100 | round) | join(" ")'

	for by in day week month quarter year product sku category brand country customer \
		payment-method; do
		shop admin report sales --period 2026 --by "$by" --json
		same "$(json "[.items[] | [.gross, .discounts, .refunds, .net, .shipping,
			.tax, .total]] | transpose | map(map(tonumber * 100 | round) | add)
			| join(\" \")")" '8702 300 1000 7402 400 874 8676' "rows by $by"
		same "$(json "[.sum | .gross, .discounts, .refunds, .net, .shipping, .tax,
			.total] | $amounts")" '8702 300 1000 7402 400 874 8676' "sum by $by"
		assert_json '.sum | "\(.orders) \(.credits) \(.units) \(.returned)"' '4 1 8 1'
	done
}

@test "customers are new or returning, with the days of their first and last orders" {
	assert_rows 'C5 2026-10-05 2026-11-02; C6 2026-11-03 2026-11-03;  2026-11-10 2026-11-10' \
		'\(.customer) \(.first_order) \(.last_order)' customers
	assert_json '"\(.customers) \(.new) \(.returning) \(.count)"' '2 1 1 3'
	assert_rows 'C5 2026-10-05 2026-10-05' '\(.customer) \(.first_order) \(.last_order)' \
		customers --period 2026-10
	assert_json '"\(.customers) \(.new) \(.returning)"' '1 1 0'
	# Who only gave something back has not ordered.
	assert_rows 'C6 2026-11-03 2026-11-03 0' \
		'\(.customer) \(.first_order) \(.last_order) \(.orders)' \
		customers --period 2026-11-12
	assert_json '"\(.customers) \(.new) \(.returning)"' '0 0 0'
}

@test "rows behind the limit are one row, and the sum stays" {
	assert_rows 'tee 37.00; others 35.00; shipping 4.76' '\(.product) \(.total)' \
		products --limit 1
	assert_json '"\(.count) \(.sum.total) \(.items[1].units)"' '3 76.76 2'
	assert_rows 'DE; FR; GB' '\(.country)' sales --by country --limit 3
	shop admin report products --limit 1 --format ids
	assert_output tee
	shop admin report products --limit 1 --format table
	assert_output -e $'\nproduct +name +units +returned +refunds +net +tax +total +share\n'
	assert_output -e $'\nothers  +2  .* 45.6%\nshipping .*\ntotal .* 100.0%$'
}

@test "filters let through what they name, by time as well" {
	shop admin report sales --period .. --by month --brand Acme --json
	same "$(rows '\(.month) \(.total)')" '2026-10 10.00; 2026-11 37.00'
	shop admin report sales --category Clothes --json=total
	assert_json '"\(.sum.total) \(.sum.shipping)"' '67.00 0.00'
	shop admin report sales --category Cloth --json=total
	assert_json .sum.total 0.00
	shop admin report sales --sku TEE-M --json=total
	assert_json .sum.total 17.00
	shop admin report sales --product tee --country FR --json=total
	assert_json .sum.total 17.00
	shop admin report sales --customer C5 --json=total
	assert_json '"\(.sum.total) \(.sum.shipping)"' '54.76 4.00'
	shop admin report sales --payment-method card --json=total
	assert_json .sum.total 54.76
	shop admin report brands --country FR --json=brand
	assert_output -p $'"items":[\n{"brand":"Acme"}\n],"count":1'
	shop admin report products --category Clothes --country DE --period today --format table
	assert_output -p 'Sales by product: category Clothes, country DE, 2026-11-26'
	shop -1 admin report sales --customer C77
	assert_error -p C77
	shop -2 admin report sales --country XX
}

@test "without a beginning and with a filter, time begins where anything is let through" {
	shop admin report sales --period .. --sku MUG --json=day
	assert_json '"\(.from) \(.count)"' '2026-11-10 17'
	shop admin report sales --period .. --sku NOPE --json=day
	assert_json .count 0
	shop admin report sales --period .. --json=day
	assert_json .from 2026-10-05
}

@test "a period that goes on is compared with as much of the one before" {
	shop admin report sales --by month --compare previous --json
	assert_json '"\(.from) \(.until) \(.before_from) \(.before_until)"' \
		'2026-11-01 2026-11-26 2026-10-01 2026-10-26'
	assert_json '.items[0] | "\(.orders) \(.orders_before) \(.units_before) \(.net_before) \(.total_before) \(.change)"' \
		'3 1 1 10.00 10.00 667.6'
	shop admin report sales --by month --compare previous --format table
	assert_output -p 'Sales by month, 2026-11-01 to 2026-11-26, compared with 2026-10-01 to 2026-10-26'
	assert_output -e $'\nmonth +orders +total +orders before +total before +change\n'
	assert_output -e $'\n2026-11 +3 +76.76 +1 +10.00 +667.6%'
	shop admin report sales --period 2026-11-02..2026-11-08 --compare previous --json
	assert_json '"\(.before_from) \(.before_until) \(.items[0].change)"' \
		'2026-10-26 2026-11-01 '
	shop admin report sales --period 2026-11-12 --compare previous --json
	assert_json '.items[0] | "\(.total) \(.total_before) \(.change)"' '-10.00 0.00 '
	shop -2 admin report sales --period ..2026-11 --compare previous
	assert_error 'shop: nothing is before a period without a beginning (--period FROM.., or --compare year)'
}

@test "what sold in one of two periods only is compared, too" {
	assert_rows 'HAT 0.00 ; TEE-S 10.00 100.0; TEE-M 0.00 ; MUG 0.00 ; shipping 0.00 ' \
		'\(.sku) \(.total_before) \(.change)' products --by sku --compare previous
	assert_rows 'MUG 5.00 0.00 ; HAT 0.00 30.00 -100.0; TEE-S 0.00 20.00 -100.0; TEE-M -10.00 27.00 -137.0; shipping 0.00 4.76 -100.0' \
		'\(.sku) \(.total) \(.total_before) \(.change)' \
		products --by sku --period 2026-11-09..2026-11-15 --compare previous
	assert_json '"\(.sum.total) \(.sum.total_before)"' '-5.00 81.76'
}

@test "the days of two months of unequal length are all compared, each once" {
	shop admin report sales --period 2026-11 --compare previous --json
	assert_json '[.items[].orders_before] | add' 1
	import_yaml <<-'YAML'
		orders:
		  - { order: 2001, placed_at: 2024-02-29, country: DE, lines: [ { sku: A, quantity: 1, unit_price: "1.00" } ] }
		  - { order: 2002, placed_at: 2024-03-31, country: DE, lines: [ { sku: A, quantity: 1, unit_price: "2.00" } ] }
	YAML
	days_before 2025-02 year '2025-02-28 1.00'
	days_before 2024-04 previous '2024-04-30 2.00'
	days_before 2024-03 previous '2024-03-29 1.00'
	days_before 2025-03 year '2025-03-31 2.00'
}

# days_before PERIOD COMPARE EXPECTED: the days that have anything to be compared with
days_before()
{
	shop admin report sales --period "$1" --compare "$2" --json
	same "$(json '[.items[] | select(.orders_before > 0) | "\(.day) \(.total_before)"]
		| join("; ")')" "$3" "$1"
	assert_json .sum.total_before "${3#* }"
}

@test "a page of times also shows what sold best, and one of anything else when it was sold" {
	shop admin report sales --format html
	assert_output -p 'total by day'
	assert_output -p 'total by product'
	shop admin report products --by sku --period 2026 --format html
	assert_output -p 'total by SKU'
	assert_output -p 'total by month'
	assert_output -p 'Tee M (TEE-M)'
	shop admin report sales --by payment-method --format table
	assert_output -p 'Sales by payment method, 2026-11-01 to 2026-11-26'
	refute_output -p Tee
}
