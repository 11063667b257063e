#!/usr/bin/env bats
# Prices over time: sale prices with dates, catalogue sales, what searches and show say
# of them, and the lowest price before a reduction.

load helper

# at TIME: sets the clock
at()
{
	export SHOP_TEST_NOW=$1
}

setup()
{
	isolate
	at 2026-11-25T12:00:00+01:00
	new_shop
}

three_products()
{
	import_yaml <<'YAML'
products:
  - { sku: MUG, name: Mug, brand: Acme, category: Home/Cups, price: "10.00",
      sale_price: "8.00", sale_from: 2026-12-01, sale_until: 2026-12-05 }
  - { sku: POT, name: Pot, brand: Acme, category: Home/Pots, price: "9.00" }
  - product: shirt
    name: Shirt
    category: Clothing
    price: "20.00"
    options: [size]
    variants:
      - { sku: S-S, size: S, price: "19.00" }
      - { sku: S-M, size: M }
YAML
}

# prices: what searches say that everything costs, the cheapest first
prices()
{
	shop search --sort price --json
	assert_json '[.items[] | "\(.sku) \(.price)"] | join(", ")' "$1"
}

# variant SKU FILTER TEXT: of the SKU in the last show
variant()
{
	assert_json ".variants[] | select(.sku == \"$1\") | $2" "$3"
}

clean()
{
	shop admin check --json
	assert_json .ok true
}

@test "a sale price holds from the first moment of its first day" {
	three_products
	at 2026-11-30T23:59:59+01:00
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	shop show MUG --json
	variant MUG .sale_price null
	at 2026-12-01T00:00:00+01:00
	prices 'MUG 8.00, POT 9.00, S-S 19.00'
	shop show MUG --json
	variant MUG .price 10.00
	variant MUG .sale_price 8.00
	variant MUG .sale_since 2026-12-01T00:00:00+01:00
	variant MUG .sale_until 2026-12-06T00:00:00+01:00
	variant MUG .lowest_price 10.00
	clean
}

@test "a sale price holds to the end of its last day" {
	three_products
	at 2026-12-05T23:59:59+01:00
	prices 'MUG 8.00, POT 9.00, S-S 19.00'
	at 2026-12-06T00:00:00+01:00
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	shop show MUG --json
	variant MUG .sale_price null
	variant MUG .lowest_price null
	clean
}

@test "days begin in the shop's time zone, whatever the system's" {
	shop admin config set shop.time-zone America/New_York
	three_products
	export TZ=Asia/Tokyo
	at 2026-12-01T04:59:59Z
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	at 2026-12-01T05:00:00Z
	prices 'MUG 8.00, POT 9.00, S-S 19.00'
	shop show MUG --json
	variant MUG .sale_since 2026-12-01T00:00:00-05:00
}

@test "a sale price without dates holds at once, and until it is taken away" {
	three_products
	shop admin edit-product POT --sale-price 7.50
	prices 'POT 7.50, MUG 10.00, S-S 19.00'
	shop show POT --json
	variant POT .sale_until null
	shop admin edit-product POT --sale-price ''
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	clean
}

@test "searches filter, count and sort by what one pays now" {
	three_products
	at 2026-12-02T12:00:00+01:00
	shop search --price ..8.50 --json
	assert_json '[.items[].sku] | join(" ")' MUG
	shop -1 search --price 9.50..11 --json
	assert_json .count 0
	shop search --sort -price --json
	assert_json '[.items[].sku] | join(" ")' 'S-S POT MUG'
	shop search --facets=price --json
	assert_json '.facets.price[0] | "\(.value) \(.count)"' '5.00..9.99 2'
	at 2026-12-07T12:00:00+01:00
	shop -1 search --price ..8.50 --json
	shop search --price 9.50..11 --json
	assert_json '[.items[].sku] | join(" ")' MUG
}

@test "a sale that begins and ends is one of a category, a brand or products" {
	three_products
	shop admin sale add cups --off 50% --category Home --from 2026-12-10 \
		--until 2026-12-11
	shop admin sale add acme --off 1.00 --brand Acme --from 2026-12-20
	shop admin sale add shirts --off 10% --product shirt --from 2026-12-30
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	clean
	at 2026-12-10T00:00:00+01:00
	prices 'POT 4.50, MUG 5.00, S-S 19.00'
	clean
	at 2026-12-12T00:00:00+01:00
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	at 2026-12-20T00:00:00+01:00
	prices 'POT 8.00, MUG 9.00, S-S 19.00'
	at 2026-12-30T00:00:00+01:00
	prices 'POT 8.00, MUG 9.00, S-S 17.10'
	clean
}

@test "sales that overlap take off one after the other, by priority" {
	three_products
	shop admin sale add half --off 50% --category Home --priority 5
	shop admin sale add euro --off 1.00 --brand Acme
	prices 'POT 3.50, MUG 4.00, S-S 19.00'
	shop admin sale edit euro --priority 9
	prices 'POT 4.00, MUG 4.50, S-S 19.00'
	shop admin sale edit half --exclusive
	prices 'POT 4.50, MUG 5.00, S-S 19.00'
	shop admin sale remove half
	prices 'POT 8.00, MUG 9.00, S-S 19.00'
	clean
}

@test "a sale that is changed prices what it covered and what it covers anew" {
	three_products
	shop admin sale add winter --off 10% --category Home
	shop admin sale edit winter --category Clothing
	prices 'POT 9.00, MUG 10.00, S-S 17.10'
	shop admin sale edit winter --from 2026-12-24
	prices 'POT 9.00, MUG 10.00, S-S 19.00'
	clean
	at 2026-12-24T00:00:00+01:00
	prices 'POT 9.00, MUG 10.00, S-S 17.10'
	clean
}

@test "a sale in a file goes for the products before and after it" {
	import_yaml <<'YAML'
products:
  - { sku: A, name: A, category: Home, price: "10.00" }
sales:
  - { sale: winter, off: "30%", category: Home }
YAML
	prices 'A 7.00'
	import_yaml <<'YAML'
sales:
  - { sale: more, off: "1.00" }
products:
  - { sku: B, name: B, category: Home, price: "5.00" }
YAML
	prices 'B 2.80, A 6.30'
	clean
}

@test "a product that comes into a sale, or leaves it, is priced so" {
	three_products
	shop admin sale add winter --off 50% --category Home
	shop admin edit-product POT --category Garden
	prices 'MUG 5.00, POT 9.00, S-S 19.00'
	shop admin edit-product S-S --category Home
	prices 'MUG 5.00, POT 9.00, S-S 9.50'
	clean
}

@test "a floor price ends what sales take off, in searches too" {
	three_products
	shop admin edit-product POT --min-price 8.50
	shop admin sale add winter --off 50% --brand Acme
	prices 'MUG 5.00, POT 8.50, S-S 19.00'
}

@test "a draft is priced when it is shown" {
	three_products
	shop admin edit-product POT --status draft
	shop admin sale add winter --off 50% --category Home
	prices 'MUG 5.00, S-S 19.00'
	shop admin edit-product POT --status active
	prices 'POT 4.50, MUG 5.00, S-S 19.00'
	clean
}

@test "an exported sale price comes back as it was, and changes nothing" {
	three_products
	at 2026-12-02T12:00:00+01:00
	shop admin sale add winter --off 10% --category Home
	shop admin export
	cp "$output_file" "$BATS_TEST_TMPDIR/all.yaml"
	no_match current_price "$BATS_TEST_TMPDIR/all.yaml"
	shop admin import "$BATS_TEST_TMPDIR/all.yaml" --json
	assert_json '"\(.new) \(.changed)"' '0 0'
	prices 'MUG 7.20, POT 8.10, S-S 19.00'
}

@test "the lowest price is that of the 30 days before, not the highest" {
	three_products
	at 2026-12-02T12:00:00+01:00
	shop admin edit-product MUG --price 15.00
	at 2026-12-10T12:00:00+01:00
	shop admin edit-product MUG --sale-price 12.00 --sale-from '' --sale-until ''
	shop show MUG --json
	variant MUG .price 15.00
	variant MUG .sale_price 12.00
	variant MUG .lowest_price 8.00
}

@test "a price that was raised just before a sale is not the lowest before it" {
	three_products
	at 2026-11-26T12:00:00+01:00
	shop admin edit-product POT --price 12.00
	at 2026-11-28T12:00:00+01:00
	shop admin edit-product POT --sale-price 10.00
	shop show POT --json
	variant POT .lowest_price 9.00
}

@test "a price of more than 30 days before a sale does not count" {
	three_products
	at 2026-11-26T12:00:00+01:00
	shop admin edit-product POT --price 12.00
	at 2026-12-26T11:59:59+01:00
	shop --dry-run admin edit-product POT --sale-price 10.00 --json
	variant POT .lowest_price 9.00
	at 2026-12-26T12:00:00+01:00
	shop admin edit-product POT --sale-price 10.00 --json
	variant POT .lowest_price 12.00
}

@test "of two reductions in a row the second is held against the first" {
	three_products
	shop admin edit-product POT --sale-price 8.00
	shop show POT --json
	variant POT .lowest_price 9.00
	at 2026-11-28T12:00:00+01:00
	shop admin edit-product POT --sale-price 7.00
	shop show POT --json
	variant POT .price 9.00
	variant POT .lowest_price 8.00
	variant POT .sale_since 2026-11-28T12:00:00+01:00
}

@test "a sale nobody looked at counts as well" {
	three_products
	at 2026-12-20T12:00:00+01:00
	shop admin edit-product MUG --sale-price 9.50 --sale-from 2026-12-22 \
		--sale-until ''
	at 2026-12-24T12:00:00+01:00
	shop show MUG --json
	variant MUG .sale_price 9.50
	variant MUG .lowest_price 8.00
}

@test "a product that is new and reduced has no lowest price yet" {
	import_yaml <<'YAML'
products:
  - { sku: NEW, name: New, price: "10.00", sale_price: "5.00" }
YAML
	shop show NEW --json
	variant NEW .sale_price 5.00
	variant NEW .lowest_price null
	variant NEW .sale_since null
}

@test "a price at which nobody could buy is no price of before" {
	three_products
	shop admin edit-product POT --status draft
	shop admin edit-product POT --price 1.00
	shop admin edit-product POT --price 11.00
	at 2026-11-26T12:00:00+01:00
	shop admin edit-product POT --status active
	at 2026-11-27T12:00:00+01:00
	shop admin edit-product POT --sale-price 10.00
	shop show POT --json
	variant POT .lowest_price 9.00
}

@test "the lowest price of a catalogue's sale is shown, too" {
	three_products
	at 2026-11-27T12:00:00+01:00
	shop admin sale add winter --off 50% --category Home --until 2026-12-24
	shop show POT --format table
	assert_line '  sku  price  sale price        sale since        sale until  lowest price  available  attributes  barcode'
	assert_line '  POT   9.00        4.50  2026-11-27 12:00  2026-12-25 00:00          9.00          0'
}

@test "the history of a price has each with its time, newest first" {
	three_products
	at 2026-12-08T12:00:00+01:00
	shop admin edit-product MUG --price 11.00
	shop admin price-history MUG
	assert_output - <<'TSV'
sku	price	currency	since	until
MUG	11.00	EUR	2026-12-08T12:00:00+01:00	
MUG	10.00	EUR	2026-12-06T00:00:00+01:00	2026-12-08T12:00:00+01:00
MUG	8.00	EUR	2026-12-01T00:00:00+01:00	2026-12-06T00:00:00+01:00
MUG	10.00	EUR		2026-12-01T00:00:00+01:00
TSV
	shop admin price-history MUG -n 1 --json
	assert_json '"\(.count) \(.items[0].price) \(.items[0].until)"' '1 11.00 null'
	shop admin price-history POT --json
	assert_json .count 1
}

@test "the history of no SKU is refused" {
	shop -1 admin price-history NONE
	assert_error "shop: no SKU or barcode 'NONE' (find one with 'shop search')"
}

@test "a product that is removed takes its past prices along" {
	three_products
	shop admin edit-product POT --price 12.00
	shop admin remove-product POT
	import_yaml <<'YAML'
products:
  - { sku: POT, name: Another pot, price: "3.00" }
YAML
	shop admin price-history POT --json
	assert_json '[.items[].price] | join(" ")' 3.00
	clean
}

# many COUNT: so many products, of 10.00 each
many()
{
	{
		echo 'products:'
		seq "$1" | sed 's/.*/  - { sku: P&, name: Thing &, category: Things, price: "10.00" }/'
	} >"$BATS_TEST_TMPDIR/many.yaml"
	shop admin import "$BATS_TEST_TMPDIR/many.yaml"
}

@test "a sale of many products is in force at once, whoever looks first" {
	many 1200
	shop admin sale add winter --off 30% --category Things
	shop search --price 7.00..7.00 --json
	assert_json .count 1200
	clean
	shop admin sale remove winter
	shop search --price 10.00..10.00 --json
	assert_json .count 1200
	clean
}

@test "a sale of many products begins in slices, of which each leaves the shop whole" {
	many 1200
	shop admin sale add winter --off 30% --category Things --from 2026-12-01
	at 2026-12-01T00:00:01+01:00
	shop admin edit-product P1 --name Renamed
	clean
	shop admin edit-product P1200 --price 20.00
	clean
	local tries
	for tries in {1..20}; do
		shop search --price 7.00..7.00 --json
		[ "$(json .count)" -lt 1199 ] || break
		clean
	done
	assert_json .count 1199
	clean
	shop admin price-history P600 --json
	assert_json '[.items[] | "\(.price) \(.until)"] | join(", ")' \
		'7.00 null, 10.00 2026-12-01T00:00:00+01:00'
}

@test "what a file changes among many products is priced like all others" {
	many 1200
	import_yaml <<'YAML'
sales:
  - { sale: all, off: "1.00" }
products:
  - { sku: P7, price: "20.00" }
YAML
	shop search --price 9.00..9.00 --json
	assert_json .count 1199
	clean
}

@test "reindex prices everything anew and notes what is due" {
	three_products
	shop admin sale add winter --off 10% --category Home --from 2026-12-03
	shop admin reindex
	clean
	at 2026-12-03T00:00:00+01:00
	prices 'MUG 7.20, POT 8.10, S-S 19.00'
	shop admin reindex
	prices 'MUG 7.20, POT 8.10, S-S 19.00'
	clean
}

@test "a category says whether its products and those below it are shipped" {
	import_yaml <<'YAML'
products:
  - { sku: CARD, name: Card, category: Vouchers/Paper, price: "10.00", stock: 9 }
  - { sku: CODE, name: Code, category: Vouchers/Online, price: "10.00", stock: 9 }
  - { sku: BOX, name: Box, category: Vouchers/Online, price: "10.00", stock: 9, needs_shipping: true }
categories:
  - { category: Vouchers, needs_shipping: false }
  - { category: Vouchers/Paper, needs_shipping: yes }
shipping:
  - { method: parcel, price: "5.00" }
YAML
	shop register --name Ann --phone +4930111 --address 'Way 1' --country DE \
		--password-file <(echo 'correct horse') 2>/dev/null
	local sku
	for sku in CODE:0.00 CARD:5.00 BOX:5.00; do
		shop cart clear
		shop cart add "${sku%:*}" --json
		assert_json .shipping_total "${sku#*:}"
	done
}

@test "a category's shipping is exported, and cleared by null" {
	import_yaml <<'YAML'
categories:
  - { category: Vouchers, needs_shipping: false }
  - { category: Other }
YAML
	shop admin export
	assert_output -p $'categories:\n  - category: Vouchers\n    needs_shipping: false'
	refute_output -p Other
	import_yaml --json <<'YAML'
categories:
  - { category: Vouchers, needs_shipping: null }
YAML
	assert_json .changed 1
	shop admin export
	refute_output -p Vouchers
}

@test "what a category says of shipping is yes or no" {
	import_yaml -65 <<'YAML'
categories:
  - { category: Vouchers, needs_shipping: maybe }
YAML
	assert_error -p ":2:43: Vouchers: needs_shipping 'maybe' is not one of yes, no"
	import_yaml -65 <<'YAML'
categories:
  - { category: Vouchers, needs_shipping: [no] }
YAML
	assert_error -p 'needs_shipping is a list where yes or no is meant'
}
