#!/usr/bin/env bats
# The reports of what is there now: orders, what to fetch, carts, stock; and those of
# payments and taxes.

load helper
load order_shop
load payment_shop

# In October Ada orders two mugs, which are paid and shipped; in November a mug and a
# shirt, cancelled, then two shirts of 13 that are there, part paid, and four books,
# which are printed to order.
lists_shop()
{
	SHOP_TEST_NOW=2030-10-05T12:00:00Z order_shop
	at 2030-10-31T12:00:00Z place MUG=2
	at 2030-11-01T12:00:00Z place MUG=1 TEE-S=1
	at 2030-11-01T12:00:00Z shop admin order pay 1001
	at 2030-11-01T12:00:00Z shop admin order ship 1001
	at 2030-11-02T12:00:00Z shop admin order cancel 1002
	at 2030-11-03T12:00:00Z place TEE-S=2 VOUCHER=1
	at 2030-11-03T12:00:00Z shop admin order pay 1003 --amount 2.00
	at 2030-11-04T12:00:00Z place BOOK=4 TEE-S=1
	export SHOP_TEST_NOW=2030-11-05T12:00:00Z
}

# at TIME WORD...
at()
{
	local -x SHOP_TEST_NOW=$1

	"${@:2}"
}

report()
{
	shop admin report "$@"
}

@test "orders under way are counted by their states" {
	lists_shop
	report orders --format tsv
	assert_output - <<-'TSV'
		state	payment_state	shipping_state	orders	units	total	owed	oldest
		placed	unpaid	unshipped	1	5	92.50	92.50	2030-11-04T13:00:00+01:00
		placed	part_paid	unshipped	1	3	50.00	48.00	2030-11-03T13:00:00+01:00
	TSV
	report orders --json
	assert_json .count 2
	assert_json '.sum | "\(.orders) \(.units) \(.total) \(.owed) \(.oldest)"' \
		'2 8 142.50 140.50 2030-11-03T13:00:00+01:00'
	assert_json '"\(.from)\(.until)" + .currency' EUR
	report orders --format table
	assert_output -e $'\ntotal +2 +8 +142.50 +140.50 +2030-11-03 13:00'
	assert_output -p 'Orders under way'
	# All that were placed in a time, whatever became of them.
	report orders --period 2030-11-01..2030-11-03 --json
	assert_json '[.items[] | "\(.state)/\(.orders)"] | join(" ")' \
		'placed/1 cancelled/1'
	assert_json '"\(.from) \(.until)"' '2030-11-01 2030-11-03'
	report orders --period 2030-10 --json
	assert_json '.items[0] | "\(.state) \(.orders) \(.owed)"' 'closed 1 0.00'
	report orders --period .. --json
	assert_json .sum.orders 4
	report orders --period 2031 --json
	assert_json '"\(.count) \(.sum.orders) \(.sum.oldest)"' '0 0 null'
	shop -2 admin report orders --period 'next year'
	assert_error -p "'next year'"
}

@test "an order that is over but to be paid back is under way" {
	SHOP_TEST_NOW=2030-10-05T12:00:00Z order_shop
	at 2030-10-31T12:00:00Z place MUG=2
	export SHOP_TEST_NOW=2030-11-05T12:00:00Z
	shop admin order ship 1001
	shop admin order pay 1001 --amount 12.00 --overpay
	report orders --json
	assert_json '.items[0] | "\(.state) \(.payment_state) \(.owed)"' \
		'closed overpaid -2.00'
	shop admin order refund 1001
	report orders --json
	assert_json .count 0
}

@test "an order of which pieces came back is under way until they are paid back" {
	order_shop
	place MUG=2
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin order return 1001 --line MUG=1
	report orders --format csv
	assert_output -p $'\nclosed,paid,part_returned,1,2,10.00,-5.00,'
	shop admin order refund 1001 --amount 2.00
	report orders --format csv
	assert_output -p $'\nclosed,part_refunded,part_returned,1,2,10.00,-3.00,'
	shop admin order refund 1001
	report orders --json
	assert_json .count 0
}

@test "what was given back for no piece is not owed again" {
	order_shop
	place MUG=2
	shop admin order pay 1001
	shop admin order refund 1001 --amount 3.00
	report orders --json
	assert_json '.items[0] | "\(.payment_state) \(.total) \(.owed)"' \
		'part_refunded 10.00 0.00'
	place MUG=2
	shop admin order pay 1002 --amount 12.00 --overpay
	shop admin order refund 1002 --amount 1.00
	# As the books have it: what was sold less what was paid.
	report sales --json=total
	assert_json .sum.total 17.00
	report payments --json
	assert_json .sum.net 18.00
	report orders --json
	assert_json .sum.owed -1.00
}

@test "picking sums what is left to ship, and says what is missing" {
	lists_shop
	report picking --format tsv
	assert_output - <<-'TSV'
		sku	name	quantity	on_hand	missing	orders
		BOOK	Printed to order	4	0	4	1004
		TEE-S	Basic T-shirt (S)	3	10	0	1003, 1004
		VOUCHER	Voucher	1		0	1003
	TSV
	report picking --json
	assert_json '.items[1].orders | join(" ")' '1003 1004'
	assert_json '.items[2].on_hand' null
	assert_json '"\(.count) \(.orders) \(.waiting) \(.sum.quantity) \(.sum.missing)"' \
		'3 2 2 8 4'
	report picking --format table
	assert_output -e $'\ntotal +8 +4'
	# The oldest orders go first.
	report picking --limit 1 --json
	assert_json '[.items[].sku] | join(" ")' 'TEE-S VOUCHER'
	assert_json '"\(.orders) \(.waiting)"' '1 2'
	# What was shipped is fetched, and more than is there is missing.
	shop admin order ship 1003 --line TEE-S=1
	shop admin stock set TEE-S 1 --reason broken
	report picking --json
	assert_json '.items[] | select(.sku == "TEE-S") | "\(.quantity) \(.on_hand) \(.missing)"' \
		'2 1 1'
	shop admin order ship 1003
	report picking --format ids
	assert_output $'BOOK\nTEE-S'
	shop admin order cancel 1004
	report picking --format ids
	refute_output
	report picking --format table
	assert_output -p total
}

@test "what is shipped is not picked any more, and what is new is" {
	lists_shop
	shop admin order pay 1004
	shop admin order ship 1004
	place MUG=1
	report picking --json
	assert_json '[.items[] | select(.sku == "MUG").orders[]] | join(" ")' 1005
}

@test "an order that a provider has not paid is not picked, one that is paid is" {
	payment_shop decline
	buy -1
	report picking --format ids
	refute_output
	report orders --json
	assert_json '.items[0] | "\(.payment_state) \(.orders)"' 'unpaid 1'
	ada account payment remove 1
	card ok
	buy
	report picking --json
	assert_json '[.items[].orders[]] | join(" ")' "$order"
}

@test "carts are left behind when nobody changed them for days" {
	SHOP_TEST_NOW=2030-10-05T12:00:00Z order_shop
	at 2030-11-01T12:00:00Z ada cart add MUG -n 2
	at 2030-11-01T12:00:00Z ada cart add TEE-S
	at 2030-11-03T13:00:00Z bob cart add BOOK -n 2
	export SHOP_TEST_NOW=2030-11-04T12:00:00Z
	report carts --format tsv
	assert_output - <<-'TSV'
		customer	lines	units	total	changed_at
		C1001	2	3	22.50	2030-11-01T13:00:00+01:00
	TSV
	report carts --idle 0 --json
	assert_json '[.items[] | "\(.customer) \(.total)"] | join(", ")' \
		'C1002 40.00, C1001 22.50'
	assert_json '"\(.count) \(.sum.lines) \(.sum.units) \(.sum.total)"' '2 3 5 62.50'
	report carts --idle 0 --limit 1 --format table
	assert_output -e $'\nC1002 +1 +2 +40.00'
	assert_output -e $'\nothers +2 +3 +22.50'
	assert_output -e $'\ntotal +3 +5 +62.50$'
	report carts --idle 0 --limit 1 --format ids
	assert_output C1002
	report carts --idle 4 --format ids
	refute_output
	# To look at it is no change; to empty it is the end of it.
	ada cart
	report carts --format ids
	assert_output C1001
	ada cart clear
	report carts --format ids
	refute_output
}

@test "stock is worth its price of today and lasts by what was sold" {
	lists_shop
	report stock --json
	assert_json '.items[] | select(.sku == "TEE-S") |
		"\(.on_hand) \(.held) \(.available) \(.price) \(.value) \(.sold) \(.days_left)"' \
		'10 3 7 12.50 125.00 3 70'
	assert_json '.items[] | select(.sku == "MUG") | "\(.on_hand) \(.sold) \(.days_left)"' \
		'48 2 720'
	# What is sold beyond its stock lasts for ever, and what is not tracked is no
	# stock.
	assert_json '.items[] | select(.sku == "BOOK") | "\(.available) \(.days_left)"' \
		'null null'
	assert_json '[.items[].sku] | join(" ")' 'MUG TEE-S TEE-M BOOK'
	assert_json '"\(.count) \(.days) \(.from) \(.until)"' '4 30 2030-10-07 2030-11-05'
	assert_json '.sum | "\(.on_hand) \(.value) \(.sold_out) \(.running_out)"' \
		'61 402.50 0 0'
	report stock --period 2030-11-04.. --json
	assert_json .days 2
	assert_json '.items[] | select(.sku == "TEE-S") | "\(.sold) \(.days_left)"' '1 14'
	report stock --product tee --limit 1 --format table
	assert_output -e $'\nTEE-S .* 125.00'
	assert_output -e $'\nothers +3 +0 +3 +37.50'
	assert_output -e $'\ntotal +13 .* 162.50'
	report stock --sku MUG --format ids
	assert_output MUG
	report stock --brand Nobody --format ids
	refute_output
}

@test "stock says what it cost, by category with those below it" {
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: A, name: A, price: "3.00", cost: "1.25", stock: 4, category: Shoes/Boots }
		  - { sku: B, name: B, price: "1.00", stock: 2, category: Shoes }
		  - { sku: C, name: C, price: "9.00", stock: 9, category: Shoestrings }
		  - { sku: D, name: D, price: "9.00", stock: 0, category: Shoes, status: draft }
	YAML
	report stock --category Shoes --format tsv
	assert_output - <<-'TSV'
		sku	name	on_hand	held	available	price	value	cost	cost_value	sold	days_left
		A	A	4	0	4	3.00	12.00	1.25	5.00	0	
		B	B	2	0	2	1.00	2.00			0	
	TSV
	report stock --json
	assert_json '.sum | "\(.value) \(.cost_value)"' '95.00 5.00'
}

@test "payments are those of the days on which money came and went" {
	lists_shop
	shop admin order pay 1003
	shop admin order refund 1003 --amount 10.00
	report payments --format tsv
	assert_output - <<-'TSV'
		payment_method	payments	received	repayments	repaid	net
		manual	3	60.00	1	10.00	50.00
	TSV
	report payments --period 2030-11-01..2030-11-03 --by day --format tsv
	assert_output - <<-'TSV'
		day	payments	received	repayments	repaid	net
		2030-11-01	1	10.00	0	0.00	10.00
		2030-11-02	0	0.00	0	0.00	0.00
		2030-11-03	1	2.00	0	0.00	2.00
	TSV
	report payments --period 2030-10.. --by month --json
	assert_json '[.items[] | "\(.month) \(.net)"] | join(", ")' \
		'2030-10 0.00, 2030-11 50.00'
	assert_json '"\(.from) \(.until) \(.sum.net) \(.currency)"' \
		'2030-10-01 2030-11-05 50.00 EUR'
	report payments --payment-method card --json
	assert_json '"\(.count) \(.sum.net)"' '0 0.00'
	report payments --period .. --by year --format table
	assert_output -e $'\ntotal +3 +60.00 +1 +10.00 +50.00$'
	report payments --period 2031 --json
	assert_json '"\(.count) \(.from) \(.until)"' '0 2031-01-01 2031-12-31'
}

@test "tax is by country and rate, and what is given back stands beside it" {
	SHOP_TEST_NOW=2030-10-05T12:00:00Z order_shop
	shop_tax
	at 2030-10-31T12:00:00Z place MUG=2 TEE-S=2
	at 2030-11-01T12:00:00Z place BOOK=1
	export SHOP_TEST_NOW=2030-11-05T12:00:00Z
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin order return 1001 --line MUG=1 --refund
	report tax --period 2030 --format tsv
	assert_output - <<-'TSV'
		country	rate	base	tax	base_refunded	tax_refunded	net_base	net_tax
		DE	19	29.41	5.59	4.20	0.80	25.21	4.79
		DE	7	18.69	1.31	0.00	0.00	18.69	1.31
	TSV
	report tax --period 2030-10.. --by month --format tsv
	assert_output - <<-'TSV'
		month	base	tax	base_refunded	tax_refunded	net_base	net_tax
		2030-10	29.41	5.59	0.00	0.00	29.41	5.59
		2030-11	18.69	1.31	4.20	0.80	14.49	0.51
	TSV
	report tax --period 2030 --format table
	assert_output -e $'\nDE +19% '
	assert_output -e $'\ntotal +48.10 +6.90 +4.20 +0.80 +43.90 +6.10$'
	report tax --period 2030 --country FR --json
	assert_json '"\(.count) \(.sum.tax)"' '0 0.00'
	# The other reports agree.
	report tax --period 2030 --json
	assert_json '.sum | "\(.net_base) \(.net_tax)"' '43.90 6.10'
	report sales --period 2030 --json
	assert_json '.sum | "\(.net) \(.tax)"' '43.90 6.10'
}

shop_tax()
{
	import_yaml <<-'YAML'
		tax:
		  - { class: standard, zone: DE, rate: 19, included: true }
		  - { class: reduced, zone: DE, rate: 7, included: true }
		products:
		  - { sku: MUG, tax_class: standard }
		  - { product: tee, tax_class: standard }
		  - { sku: BOOK, tax_class: reduced }
	YAML
}

@test "what is not taxed has no rate" {
	lists_shop
	report tax --period 2030-11 --json
	assert_json '.items | length' 1
	assert_json '.items[0] | "\(.country) \(.rate) \(.net_base) \(.net_tax)"' \
		'DE null 142.50 0.00'
}

@test "a report of a list goes to a file" {
	lists_shop
	report picking -o "$BATS_TEST_TMPDIR/picking.csv" --format csv
	refute_output
	same "$(sed 1q "$BATS_TEST_TMPDIR/picking.csv")" \
		sku,name,quantity,on_hand,missing,orders
	report carts --idle 0 --format html -o "$BATS_TEST_TMPDIR/carts.html"
	grep -q '<!DOCTYPE html>' "$BATS_TEST_TMPDIR/carts.html"
}
