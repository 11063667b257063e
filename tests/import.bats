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

@test "every error of a category has its line and column" {
	import_refused \
		"2:5: a category needs its path ('category:')" \
		"3:5: a category is a map, not a text" \
		"4:15: category 'A//B' has an empty part" \
		"5:32: A/B: position 'x' is not a whole number" \
		"6:22: A/C: unknown key 'nam' (did you mean 'name'?)" \
		"7:28: A/D: name is a text where a map of languages is meant" \
		"8:39: A/E: 'german!' is not a language such as de or pt-BR" \
		"9:15: A/B: category 'A/B' is there twice, first on line 5" <<'YAML'
categories:
  - { position: 1 }
  - Home
  - category: A//B
  - { category: A/B, position: x }
  - { category: A/C, nam: x }
  - { category: A/D, name: Kitchen }
  - { category: A/E, name: { german!: x } }
  - category: A/B
YAML
}

@test "the same SKU twice in one file names both lines" {
	import_refused "4:12: A-1: SKU 'A-1' is there twice, first on line 2" <<'YAML'
products:
  - { sku: A-1, name: Mug }
  - { sku: A-2, name: Cup }
  - { sku: A-1, name: Mug }
YAML
}

@test "the same SKU simple and as a variant names both lines" {
	import_refused "7:25: A-1: SKU 'A-1' is there twice, first on line 2" <<'YAML'
products:
  - { sku: A-1, name: Mug }
  - product: cups
    name: Cups
    options: [size]
    variants:
      - { size: S, sku: A-1 }
YAML
}

@test "the same handle twice in one file names both lines" {
	import_refused "6:14: cups: product 'cups' is there twice, first on line 2" <<'YAML'
products:
  - product: cups
    name: Cups
    options: [size]
    variants: [{ sku: C-S, size: S }]
  - product: cups
    name: Cups
YAML
}

two_products()
{
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug }
  - product: cups
    name: Cups
    options: [size]
    variants: [{ sku: C-S, size: S }]
YAML
}

@test "a SKU that would move to another product is refused" {
	two_products
	import_refused \
		"5:23: C-S: SKU 'C-S' belongs to 'cups' and cannot move to 'bowls'" \
		"6:23: A-1: SKU 'A-1' is a product of its own and cannot move to 'bowls'" \
		"7:12: C-S: SKU 'C-S' is there twice, first on line 5" <<'YAML'
products:
  - product: bowls
    name: Bowls
    options: [size]
    variants: [{ sku: C-S, size: S },
               { sku: A-1, size: M }]
  - { sku: C-S, name: Cup }
YAML
}

@test "a variant's SKU does not become a product of its own" {
	two_products
	import_refused \
		"2:12: C-S: SKU 'C-S' is a variant of 'cups' and cannot become a product of its own (give it under 'product: cups')" <<'YAML'
products:
  - { sku: C-S, name: Cup }
YAML
}

@test "a product has a SKU or a handle, and variants have SKUs" {
	import_refused \
		"2:5: a product needs a sku, or a handle ('product:') and variants" \
		"3:17: a product has either a sku or a handle ('product:'), not both" \
		"4:5: a product is a map, not a text" \
		"8:9: cups: a variant needs a sku" \
		"9:9: cups: a variant is a map, not a text" \
		"10:16: sku has no value" \
		"11:16: sku 'a ' begins or ends with a blank" \
		"12:12: sku is a list where a text is meant" \
		"13:5: bowls: 'bowls' has no variant" <<'YAML'
products:
  - { name: Mug }
  - { sku: A-1, product: a, name: Mug }
  - A-2
  - product: cups
    name: Cups
    variants:
      - { size: S }
      - C-M
      - { sku: null }
      - { sku: "a " }
  - { sku: [A-3] }
  - { product: bowls, name: Bowls }
YAML
}

@test "keys of the other form say where they belong" {
	import_refused \
		"2:17: A-1: 'variants' is for a product with variants, which has a handle ('product:') instead of a sku" \
		"3:17: A-2: 'options' is for a product with variants" \
		"6:5: cups: 'stock' is a key of each variant, not of a product that has variants" \
		"8:21: C-S: 'name' is a key of the product, not of a variant" <<'YAML'
products:
  - { sku: A-1, variants: [] }
  - { sku: A-2, options: [size] }
  - product: cups
    name: Cups
    stock: 4
    variants:
      - { sku: C-S, name: Cup }
YAML
}

@test "a product needs a name, and each variant every option, all different" {
	import_refused \
		'2:5: A-1: a product needs a name' \
		"3:5: a: 'A-S' has no color, which is an option of 'a'" \
		"7:5: b: 'B-1' and 'B-2' have the same options" \
		"12:25: C-1: size has no value" <<'YAML'
products:
  - { sku: A-1, price: 1 }
  - product: a
    name: A
    options: [size, color]
    variants: [{ sku: A-S, size: S }]
  - product: b
    name: B
    options: [size]
    variants: [{ sku: B-1, size: S }, { sku: B-2, size: S }]
  - { product: c, name: C, options: [size], variants: [
      { sku: C-1, size: null }] }
YAML
}

@test "an option is not called as a key is" {
	import_refused "4:14: a: an option cannot be called 'price': that is a key of variants" <<'YAML'
products:
  - product: a
    name: A
    options: [price]
    variants: [{ sku: A-S, price: 1 }]
YAML
}

@test "unknown keys are errors, with the nearest known key" {
	import_refused \
		"4:5: A-1: unknown key 'prise' (did you mean 'price'?)" \
		"5:5: A-1: unknown key 'stok' (did you mean 'stock'?)" \
		"6:5: A-1: unknown key 'colour_of_the_sky' (see shop-catalog(5))" \
		"9:37: C-S: unknown key 'sizee' (did you mean 'size'?)" <<'YAML'
products:
  - sku: A-1
    name: Mug
    prise: 1
    stok: 1
    colour_of_the_sky: blue
  - product: cups
    options: [size]
    variants: [{ sku: C-S, size: S, sizee: S }]
    name: Cups
YAML
}

@test "unknown sections are errors, once for all their items" {
	import_refused \
		"1:1: unknown section 'product' (did you mean 'products'?)" \
		"4:1: unknown section 'tax' (known are products and categories)" <<'YAML'
product:
  - { sku: A-1 }
  - { sku: A-2 }
tax:
  - { class: standard }
YAML
}

@test "what is of the wrong shape says what is meant" {
	import_refused \
		'3:11: A-1: name is a map where one value is meant' \
		'4:12: A-1: price is a list where one value is meant' \
		'5:12: A-1: stock is a list where a whole number is meant' \
		'6:17: A-1: attributes is a text where a map is meant, such as { color: red }' \
		'7:17: A-1: images has a list in its list where a text is meant' \
		'10:26: A-2: color is a map where a text or a list of texts is meant' \
		'11:48: b: variants is a map where a list is meant' <<'YAML'
products:
  - sku: A-1
    name: { en: Mug }
    price: [1, 2]
    stock: [1]
    attributes: red
    images: [a, [b]]
  - sku: A-2
    name: x
    attributes: { color: { dark: red } }
  - { product: b, name: x, price: 1, variants: { sku: x } }
YAML
}

@test "what is no amount is refused, with the reason" {
	local price column

	for price in 1e3 .5 1,234 1_000 abc 0x10 +1 5. 1:30 .inf; do
		import_refused "2:33: A-1: price '$price' is not an amount: " <<YAML
products:
  - { sku: A-1, name: m, price: '$price' }
YAML
		import_refused "4:12: A-1: price '$price' is not an amount: " <<YAML
products:
  - sku: A-1
    name: m
    price: $price
YAML
	done
	import_refused "2:24: A-1: price '-1' is below zero" <<'YAML'
products:
  - { sku: A-1, price: -1 }
YAML
	import_refused "2:24: A-1: price '2.555' has more decimals than the shop's currency has (2)" <<'YAML'
products:
  - { sku: A-1, price: 2.555 }
YAML
	import_refused "2:24: A-1: price '99999999999999' is too large" <<'YAML'
products:
  - { sku: A-1, price: 99999999999999 }
YAML
}

@test "decimals that are zero do no harm" {
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug, price: 2.500 }
YAML
	exported
	assert_line '    price: "2.50"'
}

@test "stock is a whole number, not below zero" {
	import_refused \
		"2:24: A-1: stock '-3' is below zero" \
		"3:24: A-2: stock '1.5' is not a whole number" \
		"4:24: A-3: stock 'many' is not a whole number" \
		"5:24: A-4: stock '1000000001' is above 1000000000" <<'YAML'
products:
  - { sku: A-1, stock: -3 }
  - { sku: A-2, stock: 1.5 }
  - { sku: A-3, stock: many }
  - { sku: A-4, stock: 1000000001 }
YAML
}

@test "over-long values name their limit" {
	local long

	long=$(printf 'x%.0s' {1..1001})
	import_refused \
		'2:23: A-1: name is longer than 1000 bytes (1001)' \
		"3:12: sku '${long:0:65}' is longer than 64 bytes" <<YAML
products:
  - { sku: A-1, name: $long }
  - { sku: ${long:0:65}, name: x }
YAML
}

@test "every error of the file is told, the first 100 and how many more" {
	import_yaml -65 < <(
		echo 'products:'
		for i in {1..130}; do
			echo "  - { sku: S-$i, price: x }"
		done
	)
	assert_error -p "$yaml:2:24: S-1: price 'x' is not an amount"
	assert_error -p "$yaml:101:26: S-100: price 'x'"
	refute_error -p 'S-101'
	assert_error -p 'shop: and 30 more'
	assert_error -p 'shop: 130 rows rejected, nothing was imported'
}

@test "anchors, aliases, tags and duplicate keys spoil only their row" {
	import_yaml -65 --json <<'YAML'
products:
  - { sku: A-1, name: &a Mug }
  - { sku: A-2, name: *a }
  - { sku: A-3, name: !!str Mug }
  - { sku: A-4, name: Mug, name: Cup }
  - { sku: A-5, name: "a\u0007b" }
  - { sku: A-6, price: x }
YAML
	assert_json '.rejected' 6
	assert_json '[.errors[].line] | join(" ")' '2 3 4 5 6 7'
	assert_json '[.errors[].sku] | join(" ")' 'A-1 A-2 A-3 A-4 A-5 A-6'
}

@test "a file that cannot be read to its end is refused, whatever is asked for" {
	import_yaml -65 --keep-going <<'YAML'
products:
  - { sku: A-1, name: Mug }
  - { sku: A-2, name: "Mug }
YAML
	assert_error -e ':[0-9]+:[0-9]+: .*\(nothing was imported\)'
	exported
	assert_output 'products: []'
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
