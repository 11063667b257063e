#!/usr/bin/env bats
# search: codes typed whole, and what is sold out.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "what a SKU, a barcode or a handle names is first, before better words" {
	import_yaml <<'YAML'
products:
  - { sku: OTHER, name: MUG-RED mug red mug-red, brand: MUG-RED, price: 3, stock: 1 }
  - { sku: TEE, name: Shirt shirt shirt, brand: Shirt, category: Shirt, price: 3, stock: 1 }
  - { sku: SET, name: Set of mugs, price: 3, stock: 1, barcode: "4006381333931" }
YAML
	shop search mug-red --format ids
	[ "$(head -n 1 <<<"$output")" = MUG-RED ]
	shop search Mug-Red --format ids
	[ "$(head -n 1 <<<"$output")" = MUG-RED ]
	finds 4006381333931 : MUG-RED SET
	shop search shirt --format ids
	[ "$(head -n 1 <<<"$output")" = S-M-RED ]
}

@test "a SKU shows the variant that it is of" {
	shop search s-m-blue --json
	assert_json '.items[0] | "\(.sku) \(.variants)"' 'S-M-BLUE 1'
}

@test "filters and exclusion hold for codes, too" {
	finds mug-red --color blue :
	finds mug-red --price 100.. :
	finds --not glass mug-red :
}

@test "what is archived or a draft is not found by its code" {
	finds DRAFT :
	finds OLD :
	finds S-L-GREEN :
}

@test "what is sold out keeps a part of its score" {
	shop search mug --json=sku,score --explain
	[ "$(json '.items[0].sku')" = MUG-RED ]
	shop admin config set search.sold-out 100
	shop search blue mug --json=sku,score --explain
	whole=$(json '.items[0].score')
	shop admin config set search.sold-out 50
	shop search blue mug --json=sku,score --explain
	half=$(json '.items[0].score')
	((half * 2 >= whole - 2 && half * 2 <= whole + 2))
	shop admin config set search.sold-out 0
	shop search blue mug --json=sku,score --explain
	assert_json '.items[0].score' 0
}
