#!/usr/bin/env bats
# admin edit-product by options.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

# changes: what the last edit says it changed.
changes()
{
	json '.changes | map("\(.field): \(.old) > \(.new)") | join("; ")'
}

@test "what is given changes, all else stays" {
	shop admin export
	cp "$output_file" "$BATS_TEST_TMPDIR/before"
	shop admin edit-product MUG-RED --price 8.25 --json
	same "$(changes)" 'price: 7.50 > 8.25'
	shop admin export
	same "$(diff "$BATS_TEST_TMPDIR/before" "$output_file" | grep '^[<>]')" \
		$'<     price: "7.50"\n>     price: "8.25"'
	shop admin check
}

@test "the product is shown with what changed, old and new" {
	shop admin edit-product BLANKET --name 'Woollen blanket' --stock 3 --format table
	assert_output - <<'TEXT'
product      BLANKET
name         Woollen blanket
brand        Wren
category     Home
description  -
status       active
options      -
variants
  sku      price  available  attributes  barcode
  BLANKET  49.90          3
changes
  field  old           new
  name   Wool blanket  Woollen blanket
  stock  1             3
TEXT
}

@test "what is so already is exit status 1, and no event" {
	shop admin log --head
	local head=$output
	shop -1 admin edit-product MUG-RED --price 7.5 --brand Acme --stock 24
	refute_output
	assert_error "shop: nothing changed: 'MUG-RED' is so already"
	shop admin log --head
	assert_output "$head"
}

@test "an empty text clears" {
	shop admin edit-product MUG-RED --brand '' --description '' --price '' --color '' \
		--category '' --barcode '' --json
	same "$(changes)" 'brand: Acme > ; category: Kitchen/Cups > ; description: For tea and for coffee > ; barcode: 4006381333931 > ; price: 7.50 > ; attributes: color=red, material=glass, tin, volume_ml=300 > material=glass, tin, volume_ml=300'
	shop -1 search --exact acme red
	shop -1 show 4006381333931
	shop admin check
	shop -2 admin edit-product MUG-RED --name ''
	assert_error -p 'a product needs a name'
}

@test "an attribute is set, added to, and cleared by its name alone" {
	shop admin edit-product MUG-RED --attribute material=glass --attribute handle=no \
		--attribute volume_ml= --json
	assert_json '.attributes | tojson' \
		'{"color":["red"],"handle":["no"],"material":["glass"]}'
	shop admin edit-product MUG-RED --attribute Material=tin --attribute Material=clay \
		--json
	assert_json '.attributes.material | join(" ")' 'tin clay'
	shop -1 admin edit-product MUG-RED --attribute nothing=
}

@test "lists are replaced whole, and cleared by an empty one" {
	shop admin edit-product BLANKET --image a.jpg --image b.jpg --synonym throw --json
	same "$(changes)" 'images:  > a.jpg, b.jpg; synonyms:  > throw'
	shop admin edit-product BLANKET --image c.jpg --synonym '' --json
	same "$(changes)" 'images: a.jpg, b.jpg > c.jpg; synonyms: throw > '
}

@test "a variant is changed by its SKU, its product by the handle" {
	shop admin edit-product S-M-RED --price 25 --json
	same "$(changes)" 'S-M-RED.price:  > 25.00'
	shop admin edit-product shirt --price 18 --json
	same "$(changes)" 'price: 20.00 > 18.00'
	assert_json '[.variants[].price] | join(" ")' '19.00 25.00 22.00 18.00'
	shop admin edit-product S-M-RED --price '' --json
	assert_json '.variants[1].price' 18.00
	shop admin edit-product S-M-BLUE --name 'Plain shirt' --attribute fit=slim --json
	same "$(changes)" 'name: Basic shirt > Plain shirt; S-M-BLUE.attributes:  > fit=slim'
}

@test "an option of a variant changes, but to no other's" {
	shop admin edit-product S-M-BLUE --color navy --json
	same "$(changes)" 'S-M-BLUE.options: size=M, color=blue > size=M, color=navy'
	shop search --color navy --format ids
	assert_output S-M-BLUE
	shop -1 search --color blue --category Clothing
	shop -2 admin edit-product S-M-BLUE --color red
	assert_error "shop: 'S-M-RED' and 'S-M-BLUE' have the same options"
	shop -2 admin edit-product S-M-BLUE --color ''
	assert_error "shop: option 'color' has no value"
	shop -2 admin edit-product S-M-BLUE --option wood=oak
	assert_error -p "'wood' is not among the options"
	shop -2 admin edit-product shirt --size L
	assert_error -p "each variant of 'shirt' has its own size"
	shop -2 admin edit-product shirt --stock 3
	assert_error -p "each variant of 'shirt' has its own stock"
}

@test "archiving and waking up a variant" {
	shop admin edit-product S-M-RED --status archived
	shop search shirt --json
	assert_json '.items[0] | [.sku, .variants] | @csv' '"S-M-BLUE",2'
	shop admin edit-product S-M-RED --status active
	shop search shirt --json
	assert_json '.items[0].variants' 3
	shop admin edit-product shirt --status draft
	shop -1 search shirt
	shop admin check
}

@test "a barcode serves as SKU" {
	shop admin edit-product 4006381333931 --barcode 42 --json
	assert_json .product MUG-RED
	shop show 42 --format ids
	assert_output MUG-RED
}

@test "stock is a movement with the reason set" {
	shop admin edit-product S-M-RED --stock 1
	shop admin stock log S-M-RED --json
	assert_json '.items[0] | [.change, .on_hand, .reason] | join(" ")' '-3 1 set'
}

@test "orders that a lower stock leaves short are named" {
	shop admin customers add --name Ada --phone +4930123456
	shop --for +4930123456 cart add S-M-RED -n 4
	shop --for +4930123456 checkout
	shop admin edit-product S-M-RED --stock 3 --format table
	assert_line 'order 1001 is now short of S-M-RED'
	shop admin check
}

@test "a cart sees the new price" {
	shop admin customers add --name Ada --phone +4930123456
	shop --for +4930123456 cart add MUG-RED
	shop admin edit-product MUG-RED --price 9
	shop --for +4930123456 cart --json
	assert_json '.total' 9.00
	assert_json '.changes[0] | [.sku, .kind, .old, .new] | join(" ")' \
		'MUG-RED price 7.50 9.00'
}

@test "it is an event, old and new" {
	shop admin edit-product S-M-RED --price 25 --stock 5
	shop admin log --subject product=shirt --json
	assert_json '.items[0].kind' changed
	assert_json '.items[0].changes | map("\(.field): \(.old) > \(.new)") | join("; ")' \
		'S-M-RED.price:  > 25.00; S-M-RED.stock: 4 > 5'
}

@test "a dry run says what would change and changes nothing" {
	shop admin edit-product MUG-RED --price 9 --stock 1 --format table --dry-run
	assert_line '  price  7.50  9.00'
	assert_line 'a dry run: nothing was changed'
	shop show MUG-RED --json
	assert_json '.variants[0] | [.price, .available] | join(" ")' '7.50 24'
	shop -1 admin edit-product MUG-RED --price 7.50 --dry-run
}

@test "an unknown SKU is named, and the nearest" {
	shop -1 admin edit-product NOPE --price 1
	assert_error -p "no SKU or barcode 'NOPE'"
	shop -1 admin edit-product mug-red --price 1
	assert_error -p "did you mean 'MUG-RED'?"
}

@test "wrong use is named and changes nothing" {
	shop -2 admin edit-product
	assert_error -p 'missing operand SKU|PRODUCT'
	shop -2 admin edit-product MUG-RED
	assert_error -p 'nothing to change: give an option'
	shop -2 admin edit-product MUG-RED --price cheap
	assert_error -p "price 'cheap' is not an amount"
	shop -2 admin edit-product MUG-RED --stock many --price 1
	assert_error -p "stock 'many' is not a whole number"
	shop -2 admin edit-product MUG-RED --sku OTHER
	assert_error -p "unknown option '--sku'"
	shop -2 admin edit-product MUG-RED BLANKET --price 1
	assert_error -p "'BLANKET'"
	shop -2 admin edit-product MUG-RED --status old
	assert_error -p 'active, draft, archived'
	shop -2 admin edit-product MUG-RED --save file
	shop show MUG-RED --json
	assert_json '.variants[0] | [.price, .available] | join(" ")' '7.50 24'
}
