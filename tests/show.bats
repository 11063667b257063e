#!/usr/bin/env bats
# show: everything about one product.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "a simple product is shown by its SKU or its barcode" {
	shop show MUG-RED --format table
	assert_output - <<'TEXT'
product      MUG-RED
name         Red mug
brand        Acme
category     Kitchen/Cups
description  For tea and for coffee
status       active
options      -
attributes
  color: red
  material: glass, tin
  volume_ml: 300
variants
  sku      price  available  attributes  barcode
  MUG-RED   7.50         24              4006381333931
TEXT
	local whole=$output
	shop show 4006381333931 --format table
	assert_output "$whole"
}

@test "a product with variants is shown whole, by its handle or any SKU of it" {
	shop show shirt --format table
	assert_output - <<'TEXT'
product      shirt
name         Basic shirt
brand        Wren
category     Clothing/Shirts
description  -
status       active
options      size, color
attributes
  material: cotton
variants
  sku        price  available  attributes           barcode  status
  S-S-RED    19.00          0  size=S, color=red             active
  S-M-RED    20.00          4  size=M, color=red             active
  S-M-BLUE   22.00          2  size=M, color=blue            active
  S-L-GREEN  20.00          1  size=L, color=green           archived
TEXT
	local whole=$output
	shop show S-M-BLUE --format table
	assert_output "$whole"
}

@test "JSON is as its manual says" {
	shop show S-M-RED --json
	assert_json 'keys_unsorted | join(" ")' \
		'schema product name brand category description status currency options attributes variants'
	assert_json '.variants[0] | tojson' \
		'{"sku":"S-S-RED","price":"19.00","available":0,"attributes":{"size":["S"],"color":["red"]},"barcode":""}'
	assert_json '.attributes | tojson' '{"material":["cotton"]}'
	assert_json '.variants[3].status' archived
	shop show MUG-RED --json=name,brand
	assert_output '{"schema":1,"name":"Red mug","brand":"Acme"}'
}

@test "what is not counted is available without end" {
	shop admin edit-product MUG-BLUE --backorder yes
	shop show MUG-BLUE --json
	assert_json '.variants[0].available' null
}

@test "a sale price is shown where there is one" {
	shop admin edit-product MUG-RED --sale-price 5
	shop show MUG-RED --json
	assert_json '.variants[0].sale_price' 5.00
	shop show MUG-RED --format table
	assert_output -e 'sku +price +sale price +sale since +lowest price +available'
}

@test "tsv and csv have a header and one row, ids the name" {
	shop show BLANKET --format tsv
	same "$(wc -l <"$output_file")" 2
	same "$(head -n 1 "$output_file" | tr '\t' ' ')" \
		'product name brand category description status currency options attributes variants'
	shop show BLANKET --format ids
	assert_output BLANKET
}

@test "what people or files brought cannot move a terminal" {
	shop admin add-product --sku BIDI --name $'a\u202egnp.exe'
	shop show BIDI --format table
	assert_line 'name         a\u{202e}gnp.exe'
	shop show BIDI --json
	assert_json .name $'a\u202egnp.exe'
}

@test "an unknown SKU is named, and one that differs in case suggested" {
	shop -1 show NOPE
	refute_output
	assert_error "shop: no SKU or barcode 'NOPE' (find one with 'shop search')"
	shop -1 show mug-red
	assert_error "shop: no SKU 'mug-red' (did you mean 'MUG-RED'?)"
	shop -1 show NOPE --json
	refute_output
	same "$(jq -r '.error | [.code, .exit] | @csv' "$errors_file")" '"not_found",1'
}

@test "a barcode that two SKUs have finds neither" {
	shop admin edit-product BLANKET --barcode 4006381333931
	shop -1 show 4006381333931
}

@test "wrong use is named" {
	shop -2 show
	assert_error -p 'missing operand SKU|PRODUCT'
	shop -2 show MUG-RED BLANKET
	assert_error -p "'BLANKET'"
	shop -2 show ''
	shop -2 show "$(printf 'x%.0s' {1..65})"
	assert_error -p '65 bytes'
	shop -2 show MUG-RED --jsn
	assert_error -p "did you mean '--json'?"
	shop -2 show MUG-RED --json=pric
}
