#!/usr/bin/env bats
# categories: the tree, with counts.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "the tree counts active products in and below each" {
	shop categories --format table
	assert_output - <<'TEXT'
category         products
Audio                   1
Clothing                2
Clothing/Shirts         1
Home                    1
Kitchen                 3
Kitchen/Cups            2
TEXT
}

@test "a path shows only what lies below it" {
	shop categories Kitchen --format ids
	assert_output - <<'TEXT'
Kitchen
Kitchen/Cups
TEXT
	shop categories Kitchen/Cups --format ids
	assert_output Kitchen/Cups
}

@test "positions go before names" {
	import_yaml <<'YAML'
categories:
  - { category: Kitchen, position: 1 }
  - { category: Home, position: 2 }
YAML
	shop categories --format ids
	assert_output - <<'TEXT'
Kitchen
Kitchen/Cups
Home
Audio
Clothing
Clothing/Shirts
TEXT
}

@test "JSON is as its manual says" {
	shop categories Clothing --json
	assert_output - <<'JSON'
{"schema":1,"items":[
{"category":"Clothing","name":"Clothing","depth":0,"products":2},
{"category":"Clothing/Shirts","name":"Shirts","depth":1,"products":1}
],"count":2}
JSON
}

@test "a new product makes its categories" {
	shop admin add-product --sku SPADE --name Spade --category Garden/Tools/Digging
	shop categories Garden --format tsv
	assert_line $'Garden/Tools/Digging\tDigging\t2\t1'
	assert_line $'Garden\tGarden\t0\t1'
	shop admin remove-product SPADE
	shop categories Garden --format tsv
	assert_line $'Garden\tGarden\t0\t0'
}

@test "a shop without products has an empty tree" {
	export SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop categories --json
	assert_output '{"schema":1,"items":[],"count":0}'
	shop categories --format ids
	refute_output
}

@test "an unknown category is named" {
	shop -1 categories Kitchn
	refute_output
	assert_error -p "'Kitchn'"
	shop -1 categories Kitch
	shop -1 categories Kitchen//Cups
}

@test "wrong use is named" {
	shop -2 categories Kitchen Home
	assert_error -p "'Home'"
	shop -2 categories --depth 1
	assert_error -p "'--depth'"
	shop -2 categories ''
}
