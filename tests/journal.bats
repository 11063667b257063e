#!/usr/bin/env bats
# The books as a journal: what hledger makes of it is what the other reports say.

load helper

# A shop that has had everything happen to it in the spring of 2027, for all tests.
setup_file()
{
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
	isolate
	make_full_shop
}

setup()
{
	isolate
	cd "$BATS_TEST_TMPDIR" || return
}

needs_hledger()
{
	command -v hledger >/dev/null || skip 'no hledger here'
}

# at TIME WORD...: what is done then
at()
{
	local -x SHOP_TEST_NOW=$1

	shop "${@:2}"
}

# order_at TIME CUSTOMER SKU=COUNT...: places an order; its number is in $order
order_at()
{
	local time=$1 who=$2 line

	shift 2
	for line; do
		at "$time" --for "$who" cart add "${line%=*}" -n "${line#*=}"
	done
	at "$time" --for "$who" checkout --json=order
	order=$(json .order)
}

full_shop()
{
	SHOP_HOME=$BATS_FILE_TMPDIR/shop
}

make_full_shop()
{
	local -x SHOP_TEST_NOW=2027-01-01T12:00:00Z

	shop init --name $'Ada; sons | co\u202e' --currency GBP \
		--time-zone Europe/London
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: GB, rate: "20", included: true }
  - { class: reduced, zone: GB, rate: "5", included: true }
  - { class: standard, zone: US, rate: "8.875", included: false }
  - { class: standard, zone: DE, rate: "19", included: false }
shipping:
  - { method: parcel, price: "6.00", tax_class: standard }
promotions:
  - promotion: ten
    coupon: { code: TEN }
    do: [ { off: "10%", from: order } ]
products:
  - { sku: BOOT, name: Boots, price: "60.00", stock: 900, tax_class: standard }
  - { sku: BREAD, name: Bread, price: "3.33", stock: 900, tax_class: reduced }
  - { sku: CARD, name: Card, price: "0.99", stock: 900 }
customers:
  - { customer: 1, name: Ada, phone: "+441632960001", country: GB, address: x }
  - { customer: 2, name: Bob, phone: "+441632960002", country: US, address: x }
  - { customer: 3, name: Cid, phone: "+441632960003", country: DE, address: x }
YAML
	live_in_full_shop
	import_past
}

live_in_full_shop()
{
	# A coupon, a return, its money, and an allowance.
	at 2027-03-01T10:00:00Z --for C1 cart add BOOT
	at 2027-03-01T10:00:00Z --for C1 cart coupon TEN
	order_at 2027-03-01T10:00:00Z C1 BOOT=1
	at 2027-03-01T11:00:00Z admin order pay "$order" --reference 'statement; 12 | x'
	at 2027-03-02T10:00:00Z admin order ship "$order"
	at 2027-03-04T10:00:00Z admin order return "$order" --line BOOT=1
	at 2027-03-06T10:00:00Z admin order refund "$order" --amount 54.00
	at 2027-03-09T10:00:00Z admin order refund "$order" --amount 10.80 \
		--reference scratch
	# Cancelled unpaid, in the next month.
	order_at 2027-03-31T22:59:59.999Z C1 BREAD=7 CARD=3
	at 2027-03-31T23:00:00Z admin order cancel "$order" --reason 'no  good; | "(1)" = @ 2'
	# Paid too much, two rates added, cancelled after a refund.
	order_at 2027-04-02T10:00:00Z C2 BOOT=1 BREAD=3
	at 2027-04-02T11:00:00Z admin order pay "$order" --amount 100.00 --overpay
	at 2027-04-03T11:00:00Z admin order refund "$order" --amount 7.77
	too_much=$order
	# Owed in part; and with all that is left given back.
	order_at 2027-04-05T10:00:00Z C3 BOOT=3 CARD=1
	at 2027-04-05T11:00:00Z admin order pay "$order" --amount 50.00
	order_at 2027-04-06T10:00:00Z C3 BOOT=1
	at 2027-04-06T11:00:00Z admin order pay "$order"
	at 2027-04-07T11:00:00Z admin order ship "$order"
	at 2027-05-03T11:00:00Z admin order cancel "$too_much"
	at 2027-05-07T11:00:00Z admin order return "$order" --refund --shipping
}

# Orders that others had, with names that nobody checked.
import_past()
{
	import_yaml <<'YAML'
orders:
  - order: 7
    placed_at: 2026-12-31T23:59:59
    reference: "a;b | c\td \u2028 e"
    payment_method: "bank:  x ; \u00a0\u00a0(y)"
    country: FR
    customer: 1
    lines: [ { sku: OLD, quantity: 2, unit_price: "1.25", tax_rate: "5.5", tax_is_included: true, tax_included: "0.13" } ]
  - { order: 8, placed_at: 2026-12-31T10:00:00, lines: [ { sku: OLD, quantity: -3, unit_price: "2.50" } ] }
  - { order: 9, placed_at: 2026-12-30T10:00:00, lines: [ { sku: FREE, quantity: 1, unit_price: 0 } ] }
YAML
}

# same_balances WANTED: each line has an account, an amount and the sign it has in a
# journal; accounts below it count. In the file balances is what hledger says.
same_balances()
{
	awk -F '\t' '
	function minor(text)
	{
		sub(/[.]/, "", text)
		return text + 0
	}
	FILENAME == "balances" {
		split($0, cells, /","/)
		name = substr(cells[1], 2)
		split(cells[2], amount, " ")
		while (name != "") {
			is[name] += minor(amount[1])
			if (!sub(/:[^:]*$/, "", name))
				name = ""
		}
		next
	}
	is[$1] + 0 != minor($2) * $3 {
		printf "%s: %d where %s is reported\n", $1, is[$1], $2
		wrong = 1
	}
	{ compared++ }
	END { exit wrong || !compared }' balances "$1"
}

# agrees PERIOD: the journal of a period passes, and its balances are what is reported
agrees()
{
	shop admin report journal --period "$1" -o journal
	hledger -f journal check --strict ordereddates
	hledger -f journal balance --flat -O csv | tail -n +2 >balances
	shop admin report sales --period "$1" --json
	json '.sum | ["income:sales", .gross, -1], ["income:discounts", .discounts, 1],
		["income:refunds", .refunds, 1], ["income:shipping", .shipping, -1],
		["liabilities:tax", .tax, -1] | @tsv' >wanted
	shop admin report tax --period "$1" --json
	json '.items[] | select(.tax != "0.00") |
		["liabilities:tax:\(.country):\(.rate)%", .net_tax, -1] | @tsv' >>wanted
	shop admin report payments --period "$1" --json
	json '(.sum | ["assets:payments", .net, 1]), (.items[] |
		select(.payment_method == "manual") |
		["assets:payments:manual", .net, 1]) | @tsv' >>wanted
	same_balances wanted
}

@test "hledger's balances are those of the reports, in all and in each period" {
	local period

	needs_hledger
	full_shop
	for period in .. 2026-12 2027-04 2027-05 2027-03-31; do
		agrees "$period"
	done
}

@test "the journals of months are that of a year, and can be read together" {
	needs_hledger
	full_shop
	for month in 2027-03 2027-04 2027-05; do
		shop admin report journal --period $month -o $month.journal
	done
	echo 'include 2027-*.journal' >all
	hledger -f all check --strict
	shop admin report journal --period 2027 -o year
	same "$(hledger -f all print)" "$(hledger -f year print)"
	same "$(hledger -f year balance)" "$(hledger -f all balance)"
}

@test "what customers owe is what is receivable" {
	needs_hledger
	full_shop
	shop admin report journal --period .. -o journal
	# 222.33 less 50.00 for boots; 49.20 were kept of the first order and paid.
	hledger -f journal balance -N --flat --format '%(account) %(total)' \
		assets:receivable tag:order >owed
	same "$(cat owed)" 'assets:receivable 172.33 GBP'
	hledger -f journal balance -N --format '%(total)' \
		assets:receivable tag:order=1004 >owed
	same "$(cat owed)" '172.33 GBP'
}

@test "ledger reads it, too" {
	command -v ledger >/dev/null || skip 'no ledger here'
	full_shop
	shop admin report journal --period .. -o journal
	ledger -f journal --strict --pedantic balance >/dev/null 2>errors
	same "$(cat errors)" ''
	ledger -f journal balance --flat --no-total income >is
	grep -F 'income:discounts' is
}

@test "each thing that happened is a transaction, and says what and of which order" {
	full_shop
	shop admin report journal --period 2027-03
	assert_output - <<'JOURNAL'
; Ada, sons / co\u{202e}: the books of 2027-03-01..2027-03-31, days of Europe/London
; shop-admin-report-journal(1) explains the accounts

commodity GBP
    format 1000.00 GBP

tag order
tag customer
tag country

account assets:payments  ; type: C
account assets:payments:manual
account assets:receivable
account income:discounts
account income:refunds
account income:sales
account income:shipping
account liabilities:tax:GB:20%
account liabilities:tax:GB:5%

2027-03-01 (1001) order 1001: sale
    ; order: 1001
    ; customer: C1
    ; country: GB
    assets:receivable                         114.00 GBP
    income:sales                             -100.00 GBP
    income:discounts                           10.00 GBP
    income:shipping                            -5.00 GBP
    liabilities:tax:GB:20%                    -19.00 GBP

2027-03-01 (1001.2) order 1001: payment, statement, 12 / x
    ; order: 1001
    ; customer: C1
    ; country: GB
    assets:payments:manual                    114.00 GBP
    assets:receivable                        -114.00 GBP

2027-03-04 (1001.5) order 1001: return
    ; order: 1001
    ; customer: C1
    ; country: GB
    assets:receivable                         -54.00 GBP
    income:refunds                             45.00 GBP
    liabilities:tax:GB:20%                      9.00 GBP

2027-03-06 (1001.6) order 1001: repayment
    ; order: 1001
    ; customer: C1
    ; country: GB
    assets:payments:manual                    -54.00 GBP
    assets:receivable                          54.00 GBP

2027-03-09 (1001.7) order 1001: refund, scratch
    ; order: 1001
    ; customer: C1
    ; country: GB
    assets:receivable                         -10.80 GBP
    income:refunds                              9.00 GBP
    liabilities:tax:GB:20%                      1.80 GBP

2027-03-09 (1001.7) order 1001: repayment, scratch
    ; order: 1001
    ; customer: C1
    ; country: GB
    assets:payments:manual                    -10.80 GBP
    assets:receivable                          10.80 GBP

2027-03-31 (1002) order 1002: sale
    ; order: 1002
    ; customer: C1
    ; country: GB
    assets:receivable                          32.28 GBP
    income:sales                              -25.17 GBP
    income:shipping                            -5.00 GBP
    liabilities:tax:GB:5%                      -1.11 GBP
    liabilities:tax:GB:20%                     -1.00 GBP
JOURNAL
}

@test "what is said of an order cannot add to the journal, nor to its accounts" {
	needs_hledger
	full_shop
	shop admin report journal --period 2026-12
	assert_line '2026-12-31 (7) order 7: sale, a,b / c\td \u{2028} e'
	assert_line 'account assets:payments:bank%3A%20 x %3B %C2%A0%C2%A0(y)'
	hledger -f "$output_file" check --strict
	same "$(hledger -f "$output_file" print | grep -c '^2')" 5
	shop admin report journal --period 2027-04-01
	assert_line '2027-04-01 (1002.2) order 1002: cancel, no  good, / "(1)" = @ 2'
	hledger -f "$output_file" check --strict
}

@test "what breaks other programs breaks no journal, and no two methods are one" {
	needs_hledger
	test_data hostile/naughty_strings.txt
	new_shop
	jq -R -s '{orders: [split("\n")[] | select(. != "")] | to_entries | map({
		order: (.key + 1), placed_at: "2020-05-01", reference: .value,
		payment_method: .value, lines: [{sku: "A", quantity: 1, unit_price: "1"}]
	})}' "$data" >naughty.yaml
	shop -3 admin import --keep-going naughty.yaml
	shop admin report payments --period 2020 --json
	json .count >methods
	shop admin report journal --period 2020 -o journal
	hledger -f journal check --strict ordereddates
	hledger -f journal accounts assets:payments: | wc -l | diff - methods
}

@test "an order for nothing is there, with nothing" {
	full_shop
	shop admin report journal --period 2026-12-30
	same "$(tail -n 3 <<<"$output")" '2026-12-30 (9) order 9: sale
    ; order: 9
    assets:receivable                           0.00 GBP'
}

@test "a period without anything is a journal without anything" {
	full_shop
	shop admin report journal --period 2027-02
	assert_output - <<'JOURNAL'
; Ada, sons / co\u{202e}: the books of 2027-02-01..2027-02-28, days of Europe/London
; shop-admin-report-journal(1) explains the accounts

commodity GBP
    format 1000.00 GBP

tag order
tag customer
tag country

account assets:payments  ; type: C
JOURNAL
	needs_hledger
	hledger -f "$output_file" check --strict
}

@test "the same books are the same journal" {
	full_shop
	shop admin report journal --period .. -o one
	shop admin report journal --period .. -o two
	cmp one two
	refute_output
}

@test "currencies have as many decimals as they have" {
	local currency

	needs_hledger
	for currency in JPY BHD; do
		SHOP_HOME=$PWD/$currency
		new_shop --name x --currency $currency --time-zone UTC
		import_yaml <<<'
tax: [ { class: standard, zone: DE, rate: "19", included: true } ]
orders: [ { order: 7, placed_at: 2020-05-01, country: DE, lines: [ { sku: A,
  quantity: 1, unit_price: 1190, tax_rate: "19", tax_is_included: true, tax_included: 190 } ] } ]'
		shop admin report journal --period 2020-05
		hledger -f "$output_file" check --strict
		hledger -f "$output_file" balance -N --format '%(total)' income
	done >sums
	same "$(tr '\n' ' ' <sums)" '-1000 JPY -1000.000 BHD '
}

@test "a journal has no other format" {
	full_shop
	shop -2 admin report journal --json
	assert_error -p 'a journal has a format of its own (no --format or --json)'
	shop -2 admin report journal --format html
	assert_error 'shop: a journal has a format of its own (no --format or --json)'
}

@test "a job writes the days since it last ran, and nothing twice" {
	full_shop
	cp -a "$SHOP_HOME" own
	SHOP_HOME=$PWD/own
	at 2027-04-10T12:00:00Z admin report journal --since-last books \
		--period 2027-03-01.. -o journal
	head -n 1 journal | grep -F 'the books of 2027-03-01..2027-04-09'
	at 2027-04-10T13:00:00Z admin report journal --since-last books -o journal
	head -n 1 journal | grep -F 'the books of 2027-03-01..2027-04-09'
	at 2027-04-12T12:00:00Z admin report journal --since-last books -o journal
	head -n 1 journal | grep -F 'the books of 2027-04-10..2027-04-11'
}
