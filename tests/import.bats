#!/usr/bin/env bats
# admin import: the rules of shop-catalog(5).

load helper

setup()
{
	isolate
	new_shop
}

# The messages of what is refused: import_refused MESSAGE... <<YAML. Each is looked for
# behind the file's name.
import_refused()
{
	local message

	import_yaml -65
	for message; do
		assert_error -p "$yaml:$message"
	done
	assert_error -p 'nothing was imported'
}

exported()
{
	shop admin export
}

@test "a simple product comes with all its keys" {
	import_yaml <<'YAML'
products:
  - sku: A-1
    name: Red mug
    brand: Acme
    category: Home/Kitchen
    description: |
      Two lines
      of text
    status: draft
    price: 2.50
    sale_price: "2.00"
    sale_from: 2026-12-20
    sale_until: 2026-12-30
    min_price: 1
    cost: "0.75"
    tax_class: standard
    weight_g: 350
    needs_shipping: yes
    track_stock: true
    backorder: no
    position: 3
    low_stock_at: 5
    barcode: "4006381333931"
    images: [a.jpg, b.jpg]
    synonyms: cup
    stock: 12
    attributes: { color: red, material: [glass, tin] }
YAML
	assert_output -p '1	0	0	0'
	exported
	assert_output - <<'YAML'
products:
  - sku: A-1
    name: Red mug
    brand: Acme
    category: Home/Kitchen
    description: "Two lines\nof text\n"
    status: draft
    stock: 12
    barcode: "4006381333931"
    price: "2.50"
    sale_price: "2.00"
    sale_from: 2026-12-20T00:00:00+01:00
    sale_until: 2026-12-31T00:00:00+01:00
    min_price: "1.00"
    cost: "0.75"
    weight_g: 350
    position: 3
    low_stock_at: 5
    needs_shipping: true
    track_stock: true
    backorder: false
    tax_class: standard
    images: [a.jpg, b.jpg]
    synonyms: [cup]
    attributes:
      color: red
      material: [glass, tin]
YAML
}

@test "a product with variants comes with options beside each SKU" {
	import_yaml <<'YAML'
products:
  - product: tshirt-basic
    name: Basic T-shirt
    price: "12.50"
    options: [size, color]
    variants:
      - { sku: TS-S-RED, size: S, color: red, stock: 12 }
      - { color: red, size: M, sku: TS-M-RED, stock: 3, price: "13.00" }
YAML
	shop --json show tshirt-basic
	assert_json '.variants | length' 2
	assert_json '.variants[1].sku' TS-M-RED
	assert_json '.variants[1].price' 13.00
	assert_json '.variants[1].available' 3
	assert_json '.variants[0].attributes.size[0]' S
	shop --json show TS-S-RED
	assert_json '.variants[0].price' 12.50
}

three_keys()
{
	import_yaml <<'YAML'
products:
  - sku: A-1
    name: Red mug
    brand: Acme
    price: 2.50
    stock: 12
    attributes: { color: red, material: tin }
YAML
}

@test "a key that is absent leaves what is stored as it is" {
	three_keys
	import_yaml <<'YAML'
products:
  - { sku: A-1, price: "2.60" }
YAML
	assert_output -p '0	1	0	0'
	exported
	assert_line '    name: Red mug'
	assert_line '    brand: Acme'
	assert_line '    price: "2.60"'
	assert_line '    stock: 12'
	assert_line '      color: red'
}

@test "an explicit null clears, and so does an empty text" {
	three_keys
	import_yaml <<'YAML'
products:
  - { sku: A-1, brand: null, price: "", stock: ~ }
YAML
	exported
	refute_output -p 'brand'
	refute_output -p 'price'
	assert_line '    stock: 0'
	assert_line '    name: Red mug'
}

@test "a null attribute clears it alone, null attributes clear all" {
	three_keys
	import_yaml <<'YAML'
products:
  - { sku: A-1, attributes: { color: null, weight: heavy } }
YAML
	exported
	refute_output -p 'color'
	assert_line '      material: tin'
	assert_line '      weight: heavy'
	import_yaml <<'YAML'
products:
  - { sku: A-1, attributes: null }
YAML
	exported
	refute_output -p 'attributes'
	assert_line '    brand: Acme'
}

@test "the same file again changes nothing" {
	three_keys
	three_keys
	assert_output -p '0	0	1	0'
}

@test "a product's missing variants stay, new ones come behind them" {
	import_yaml <<'YAML'
products:
  - product: ts
    name: T-shirt
    price: 10
    options: [size]
    variants: [{ sku: TS-S, size: S, stock: 1 }, { sku: TS-M, size: M }]
YAML
	import_yaml <<'YAML'
products:
  - product: ts
    variants: [{ sku: TS-L, size: L }, { sku: TS-S, price: 11 }]
YAML
	assert_output -p '0	1	0	0'
	shop --json show ts
	assert_json '[.variants[].sku] | join(" ")' 'TS-S TS-M TS-L'
	assert_json '.variants[0].price' 11.00
	assert_json '.variants[0].available' 1
}

@test "an option that goes is taken from the variants" {
	import_yaml <<'YAML'
products:
  - product: ts
    name: T-shirt
    options: [size, color]
    variants: [{ sku: TS-S, size: S, color: red }, { sku: TS-M, size: M, color: red }]
YAML
	import_yaml <<'YAML'
products:
  - { product: ts, options: [size] }
YAML
	exported
	refute_output -p 'color'
	assert_line '        size: S'
}

@test "stock is set as a movement with the reason import" {
	three_keys
	shop admin stock log A-1 --json
	assert_json '.items[0].reason' import
	assert_json '.items[0].on_hand' 12
}

@test "1.50 and \"1.50\" are the same price" {
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug, price: 1.50 }
YAML
	import_yaml <<'YAML'
products:
  - { sku: A-1, price: "1.50" }
YAML
	assert_output -p '0	0	1	0'
}

@test "007 stays the text 007, no stays the text no, and a number is a text" {
	import_yaml <<'YAML'
products:
  - sku: 007
    name: no
    brand: 1e3
    attributes: { country: NO, vegan: yes, width: 10.50, made: 2020-01-01 }
YAML
	shop --json show 007
	assert_json .product 007
	assert_json .name no
	assert_json .brand 1e3
	assert_json '.attributes.country[0]' NO
	assert_json '.attributes.vegan[0]' yes
	assert_json '.attributes.width[0]' 10.50
	assert_json '.attributes.made[0]' 2020-01-01
}

@test "several documents are one file" {
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug }
---
---
products: []
---
products:
  - { sku: A-2, name: Cup }
YAML
	assert_output -p '2	0	0	0'
}

@test "categories take a position and names by language" {
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug, category: Home/Kitchen }
categories:
  - { category: Home/Kitchen, position: 1, name: { de: Küche, fr: Cuisine } }
  - { category: Garden }
YAML
	assert_output -p '3	0	0	0'
	import_yaml <<'YAML'
categories:
  - { category: Home/Kitchen, name: { fr: null, de: Küchen } }
YAML
	assert_output -p '0	1	0	0'
	exported
	assert_line '  - category: Home/Kitchen'
	assert_line '    position: 1'
	assert_line '      de: Küchen'
	refute_output -p 'Cuisine'
	shop categories
	assert_output -p 'Garden'
}

@test "decimals that are zero do no harm" {
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug, price: 2.500 }
YAML
	exported
	assert_line '    price: "2.50"'
}

@test "one import is all or nothing" {
	import_refused '3:33: A-2: price' <<'YAML'
products:
  - { sku: A-1, name: Mug, category: Home, stock: 3 }
  - { sku: A-2, name: C, price: x }
YAML
	shop -1 show A-1
	exported
	assert_output 'products: []'
	shop --json admin log
	assert_json '[.items[] | select(.subject | startswith("import "))] | length' 0
}

@test "each file is an import of its own, and the first failure ends them" {
	local one two three

	import_yaml <<<'products: [{ sku: A-1, name: a }]'
	one=$yaml
	import_yaml -65 <<<'products: [{ sku: A-2, price: x }]'
	two=$yaml
	import_yaml <<<'products: [{ sku: A-3, name: c }]'
	three=$yaml
	rm -rf "$SHOP_HOME"
	new_shop
	shop -65 admin import "$one" "$two" "$three"
	assert_error -p "$two:1:31: A-2: price"
	exported
	assert_output -p 'A-1'
	refute_output -p 'A-3'
	shop admin import "$one" "$three"
	assert_output -p '1	0	1	0'
}

rejected_file()
{
	cat <<'YAML'
products:
  - { sku: A-1, name: Mug }
  - sku: A-2
    name: Cup
    price: 1e3
    description: |
      two

        lines
  - { sku: A-3, name: Bowl,
  stock: -1, prise: 3 }

  # a comment of theirs
  -   { sku: A-4, name: Jar, price: 1,50 }
  - { sku: A-5, name: Pot }
categories:
- category: Home
  position: x
YAML
}

@test "keep-going takes the good rows, and rejects are a file to mend" {
	local rejects=$BATS_TEST_TMPDIR/rejects.yaml

	import_yaml -3 --keep-going --rejects "$rejects" < <(rejected_file)
	assert_output -p '2	0	0	4'
	assert_error -p "shop: $yaml:5:12: A-2: price '1e3' is not an amount"
	assert_error -p "shop: 4 rows rejected, written to '$rejects'"
	shop show A-1
	shop show A-5
	shop -1 show A-2
	same "$(cat "$rejects")" "$(cat <<'YAML'
products:
# line 5: A-2: price '1e3' is not an amount: an exponent is not taken
  - sku: A-2
    name: Cup
    price: 1e3
    description: |
      two

        lines
# line 11: A-3: stock '-1' is below zero
# line 11: A-3: unknown key 'prise' (did you mean 'price'?)
  - { sku: A-3, name: Bowl,
  stock: -1, prise: 3 }
---
products:
# line 14: A-4: unknown key '50' (see shop-catalog(5))
    - { sku: A-4, name: Jar, price: 1,50 }
---
categories:
# line 18: Home: position 'x' is not a whole number
- category: Home
  position: x
YAML
)"
	sed -e 's/1e3/1000/' -e 's/-1, prise: 3/1/' -e 's/1,50/1.50/' \
		-e 's/position: x/position: 1/' -i "$rejects"
	shop admin import "$rejects"
	assert_output -p '4	0	0	0'
	shop --json show A-2
	assert_json .description $'two\n\n  lines'
}

@test "rejects are empty where nothing is, and go with keep-going only" {
	local rejects=$BATS_TEST_TMPDIR/rejects.yaml

	echo old >"$rejects"
	import_yaml --keep-going --rejects "$rejects" <<<'products: [{ sku: A, name: a }]'
	[ -e "$rejects" ] && [ ! -s "$rejects" ]
	shop -2 admin import --rejects "$rejects" "$yaml"
	assert_error -p '--keep-going'
	shop -73 admin import --keep-going --rejects "$BATS_TEST_TMPDIR/no/r" "$yaml"
}

@test "rejects of several files are one file" {
	local rejects=$BATS_TEST_TMPDIR/rejects.yaml
	local a=$BATS_TEST_TMPDIR/a.yaml b=$BATS_TEST_TMPDIR/b.yaml

	echo 'products: [{ sku: A, price: x }]' >"$a"
	echo 'products: [{ sku: B, price: y }]' >"$b"
	shop -3 admin import --keep-going --rejects "$rejects" "$a" "$b"
	sed -i 's/price: ./name: z/' "$rejects"
	shop admin import "$rejects"
	assert_output -p '2	0	0	0'
}

@test "SKUs that differ only in case are warned of, not refused" {
	import_yaml --json <<'YAML'
products:
  - { sku: a-1, name: Mug }
  - { sku: A-1, name: Mug }
YAML
	assert_json '.new' 2
	assert_json '.warnings | length' 1
	assert_json '.warnings[0].sku' A-1
	assert_json '.warnings[0].line' 3
	import_yaml <<<'products: [{ sku: Ä-1, name: Mug }, { sku: ä-1, name: Mug }]'
	assert_error "shop: $yaml:1:44: warning: ä-1: differs from SKU 'Ä-1' only in case"
	shop admin import "$yaml"
	refute_error
}

@test "a dry run lists what would be, and changes nothing" {
	three_keys
	import_yaml --dry-run --json <<'YAML'
products:
  - { sku: A-1, price: 2.60, stock: 13, brand: null }
  - { sku: A-2, name: Cup, price: 1 }
YAML
	assert_json '[.new, .changed, .unchanged, .rejected] | join(" ")' '1 1 0 0'
	assert_json '.dry_run' true
	assert_json '[.items[] | [.sku, .kind, .field, .old, .new] | join("|")] | join("\n")' \
		$'A-1|changed|brand|Acme|\nA-1|changed|price|2.50|2.60\nA-1|changed|stock|12|13\nA-2|new|name||Cup\nA-2|new|price||1.00'
	shop -1 show A-2
	shop --json show A-1
	assert_json '.variants[0].price' 2.50
	import_yaml -65 --dry-run <<'YAML'
products:
  - { sku: A-1, price: x }
YAML
	assert_error -p "$yaml:2:24: A-1: price"
}

@test "an import is one event, with the file's hash and its counts" {
	three_keys
	shop --json admin log
	assert_json '[.items[] | select(.subject | startswith("import "))] | length' 1
	assert_json '[.items[] | select(.subject | startswith("product "))] | length' 0
	assert_json '.items[0].subject' \
		"import $(basename "$yaml")"
	assert_json '.items[0].note |
		contains("1 new, 0 changed, 0 unchanged, 0 rejected")' true
	shop admin check
}

@test "standard input and pipes are read, too" {
	shop admin import - <<<'products: [{ sku: A-1, name: Mug }]'
	assert_output -p '1	0	0	0'
	shop admin import <(echo 'products: [{ sku: A-2, name: Mug }]')
	assert_output -p '1	0	0	0'
	shop -65 admin import - <<<'products: [{ sku: A-3 }]'
	assert_error -p 'shop: stdin:1:12: A-3: a product needs a name'
}

@test "files that are not there, or cannot be read, are named" {
	shop -66 admin import "$BATS_TEST_TMPDIR/none.yaml"
	assert_error -p 'none.yaml'
	shop -66 admin import "$BATS_TEST_TMPDIR"
}

@test "an empty file is an import that changes nothing" {
	import_yaml </dev/null
	assert_output -p '0	0	0	0'
}

@test "JSON says what came of it, and what was wrong" {
	import_yaml -65 --json <<'YAML'
products:
  - { sku: A-1, name: Mug }
  - { sku: A-2, price: 1e3 }
YAML
	assert_json '[.new, .changed, .unchanged, .rejected] | join(" ")' '0 0 0 1'
	assert_json '.errors[0].file' "$yaml"
	assert_json '.errors[0].line' 3
	assert_json '.errors[0].column' 24
	assert_json '.errors[0].sku' A-2
	same "$(jq -r .error.code <<<"$errors")" bad_data
	same "$(jq -r .error.line <<<"$errors")" 3
}

@test "a control character in a message does not reach the terminal" {
	import_yaml -65 <<<'products: [{ sku: A-1, "a\nb\u009b31m": x }]'
	refute_error -e $'[\x01-\x09\x0b-\x1f]'
	refute_error -p $'\u009b'
}

@test "only managers import and export" {
	as_user 12345 -77 admin import /dev/null
	as_user 12345 -77 admin export
}
