#!/usr/bin/env bats
# admin import: what is refused, each with its line and column.

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

@test "what the shop works out itself is no key" {
	import_refused "5:19: C-S: unknown key 'current_price' (see shop-catalog(5))" <<'YAML'
products:
  - product: cups
    name: Cups
    options: [size]
    variants: [{  current_price: 1, sku: C-S, size: S }]
YAML
}

@test "unknown sections are errors, once for all their items" {
	import_refused \
		"1:1: unknown section 'product' (did you mean 'products'?)" \
		"4:1: unknown section 'voucher' (known are products, categories, tax, shipping, sales, promotions, synonyms, customers and orders)" <<'YAML'
product:
  - { sku: A-1 }
  - { sku: A-2 }
voucher:
  - { class: standard }
YAML
}

@test "a byte that is no text is refused in a file without a section, too" {
	import_refused '1:3: byte 0xFF is not valid UTF-8' <<<$'# \xff'
}

@test "unknown sections are errors without an item, too" {
	import_refused "1:1: unknown section 'prodcuts' (did you mean 'products'?)" \
		"2:1: unknown section 'sale' (did you mean 'sales'?)" \
		"4:3: unknown section 'frob' (known are products" <<'YAML'
prodcuts:
sale: []
---
{ frob: ~, products: [], tax: }
YAML
	import_yaml <<<$'products:\ntax: []\n---\norders: ~'
	import_yaml -3 --keep-going <<<$'prodcuts:\nproducts: [{ sku: A, name: A }]'
	assert_output -p '1	0	0	1'
	# One that is too large for one transaction, and for one thread.
	{
		echo 'products:'
		printf '  - { sku: "B-%d", name: Bag, description: "a bag that is sold" }\n' \
			{1..30000}
		echo 'prodcuts:'
	} >"$BATS_TEST_TMPDIR/large.yaml"
	shop -65 admin import "$BATS_TEST_TMPDIR/large.yaml"
	assert_error -p "large.yaml:30002:1: unknown section 'prodcuts' (did you mean 'products'?)"
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

@test "stock is a whole number, not below zero" {
	import_refused \
		"2:24: A-1: stock '-3' is below zero" \
		"3:24: A-2: stock '1.5' is not a whole number" \
		"4:24: A-3: stock 'many' is not a whole number" \
		"5:24: A-4: stock '1000000000' is above 999999999" <<'YAML'
products:
  - { sku: A-1, stock: -3 }
  - { sku: A-2, stock: 1.5 }
  - { sku: A-3, stock: many }
  - { sku: A-4, stock: 1000000000 }
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
	shop admin export
	assert_output 'products: []'
}

