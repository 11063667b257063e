#!/usr/bin/env bats
# The questionnaire of admin add-product and admin edit-product, on a terminal.

load helper
load terminal

setup()
{
	isolate
	new_shop
}

# expects QUESTION ANSWER
expects()
{
	await "$1"
	answer "$2"
}

# Several lines, ended by an empty one.
expects_lines()
{
	local line

	await "$1"
	shift
	for line in "$@" ''; do
		expects '> ' "$line"
	done
}

# Nothing is said in what comes behind the attributes. The defaults of a new product
# stand in brackets; a further variant takes what the product says.
rest()
{
	local question

	for question in barcode status 'sale price' 'sale from' 'sale until' 'min price' \
		cost 'tax class' 'weight g' 'needs shipping' 'track stock' backorder \
		'low stock at' position; do
		expects "$question" ''
	done
	expects_lines images
	expects_lines synonyms
}

# mug_until_price: the first questions of a simple product.
mug_until_price()
{
	expects 'sku: ' MUG-RED
	expects '): ' ''
	expects 'name: ' 'Red mug'
	expects 'brand: ' Acme
	expects 'category: ' Kitchen/Cups
}

@test "every field is asked, and the product shown as it then stands" {
	at_terminal admin add-product --format table
	mug_until_price
	expects 'price (EUR): ' 7.50
	expects 'stock [0] ' 24
	expects_lines description 'For tea' 'and coffee'
	expects 'size: ' ''
	expects 'color: ' red
	expects_lines attributes material=glass material=tin
	rest
	await $'MUG-RED\r\n  name            Red mug'
	expects 'Add this product? [Y/n/<] ' y
	leave 0
	[[ $seen == *'material: glass, tin'* ]]
	[[ $seen == *'MUG-RED   7.50         24'* ]]
	[[ $seen != *'Another variant'* ]]
	shop show MUG-RED --json
	assert_json '[.name, .description, .status] | join("|")' \
		$'Red mug|For tea\nand coffee|active'
	assert_json '.attributes | tojson' '{"color":["red"],"material":["glass","tin"]}'
	shop admin export
	refute_output -p backorder
	shop admin check
}

@test "a mistake is asked again, with the reason" {
	shop admin add-product --sku MUG-RED --name Taken
	at_terminal admin add-product
	expects 'sku: ' ''
	await 'an answer is needed'
	expects 'sku: ' MUG-RED
	await "SKU 'MUG-RED' is there already ('Taken'): take another"
	expects 'sku: ' MUG-2
	expects '): ' MUG-RED
	await "'MUG-RED' is the SKU of a product without variants"
	expects '): ' ''
	expects 'name: ' 'Mug'
	expects 'brand: ' ''
	expects 'category: ' Kitchen//Cups
	await "category 'Kitchen//Cups' has an empty part"
	expects 'category: ' ''
	expects 'price (EUR): ' 7,50
	await "price '7,50' is not an amount"
	expects 'price (EUR): ' 7.505
	await 'more decimals'
	expects 'price (EUR): ' 7.50
	expects 'stock [0] ' many
	await "stock 'many' is not a whole number"
	expects 'stock [0] ' 1
	expects_lines description
	expects 'size: ' ''
	expects 'color: ' ''
	expects_lines attributes material
	await "'material' is not a name and a value such as material=glass"
	expects_lines attributes
	expects 'barcode: ' ''
	expects 'status (active, draft or archived) [active] ' gone
	await "status 'gone' is not one of active, draft, archived"
	press $'\004'
	leave 1
	shop -1 show MUG-2
}

@test "one goes back with <, and what was said is offered again" {
	at_terminal admin add-product
	expects 'sku: ' MUG-RED
	expects '): ' ''
	expects 'name: ' 'Rde mug'
	expects 'brand: ' '<'
	await 'name: Rde mug'
	answer_instead 'Red mug'
	expects 'brand: ' '?'
	await 'who makes it'
	expects 'brand: ' ''
	expects 'category: ' ''
	expects 'price (EUR): ' ''
	expects 'stock [0] ' ''
	expects_lines description
	expects 'size: ' ''
	expects 'color: ' ''
	expects_lines attributes
	rest
	expects 'Add this product? [Y/n/<] ' '<'
	expects_lines synonyms cup
	expects 'Add this product? [Y/n/<] ' ''
	leave 0
	shop show MUG-RED --json
	assert_json .name 'Red mug'
	shop search cup --format ids
	assert_output MUG-RED
}

@test "no at the end adds nothing" {
	at_terminal admin add-product --save "$BATS_TEST_TMPDIR/mug.yaml"
	mug_until_price
	expects 'price (EUR): ' 7.50
	expects 'stock [0] ' 24
	expects_lines description
	expects 'size: ' ''
	expects 'color: ' ''
	expects_lines attributes
	rest
	expects 'Add this product? [Y/n/<] ' n
	leave 1
	shop -1 show MUG-RED
	[ ! -e "$BATS_TEST_TMPDIR/mug.yaml" ]
}

@test "a product with variants gets another, and another, and is saved whole" {
	at_terminal admin add-product --format table --save "$BATS_TEST_TMPDIR/shirt.yaml"
	expects 'sku: ' S-M-RED
	expects '): ' shirt
	expects 'name: ' 'Basic shirt'
	expects 'brand: ' ''
	expects 'category: ' Clothing
	expects 'price (EUR): ' 20
	expects 'stock [0] ' 4
	expects_lines description
	expects 'size: ' M
	expects 'color: ' red
	expects_lines options cut=slim
	expects_lines attributes
	rest
	expects 'Add this product? [Y/n/<] ' y
	expects "Another variant of 'shirt'? [y/N] " y
	expects 'sku: ' S-L-RED
	expects 'price (EUR): ' 21
	expects 'stock [0] ' 2
	expects 'size: ' ''
	await 'an answer is needed'
	expects 'size: ' M
	expects 'color: ' red
	expects_lines options cut=slim
	expects_lines attributes
	rest
	expects 'Add this variant? [Y/n/<] ' y
	await "'S-M-RED' and 'S-L-RED' have the same options"
	await 'sku: S-L-RED'
	answer ''
	expects 'price (EUR): 21' ''
	expects 'stock: 2' ''
	await 'size: M'
	answer_instead 'L'
	expects 'color: red' ''
	expects_lines options
	expects_lines attributes
	rest
	expects 'Add this variant? [Y/n/<] ' y
	expects "Another variant of 'shirt'? [y/N] " ''
	leave 0
	[[ $seen == *'S-L-RED  21.00          2  size=L, color=red, cut=slim'* ]]
	shop admin import --json "$BATS_TEST_TMPDIR/shirt.yaml"
	assert_json '[.new, .changed, .unchanged] | @csv' 0,0,1
	shop admin check
}

@test "who gives up a further variant keeps the product" {
	at_terminal admin add-product --format ids
	expects 'sku: ' S-M
	expects '): ' shirt
	expects 'name: ' Shirt
	expects 'brand: ' ''
	expects 'category: ' ''
	expects 'price (EUR): ' ''
	expects 'stock [0] ' ''
	expects_lines description
	expects 'size: ' M
	expects 'color: ' ''
	expects_lines options
	expects_lines attributes
	rest
	expects 'Add this product? [Y/n/<] ' y
	expects "Another variant of 'shirt'? [y/N] " y
	await 'sku: '
	press $'\004'
	leave 0
	shop show shirt --format ids
	assert_output shirt
}

@test "what options say is offered, and a variant's product is not asked about" {
	import_yaml <<'YAML'
products:
  - { product: bag, name: Bag, options: [colour, size], variants: [ { sku: B-1, colour: red, size: S } ] }
YAML
	at_terminal admin add-product --product bag --price 5
	expects 'sku: ' B-2
	expects '): bag' ''
	expects 'price (EUR): 5' ''
	expects 'stock [0] ' ''
	expects 'size: ' S
	expects 'color: ' blue
	expects_lines attributes
	rest
	expects 'Add this product? [Y/n/<] ' y
	expects "Another variant of 'bag'? [y/N] " n
	leave 0
	shop show bag --json
	assert_json '.variants[1] | [.sku, .price, (.attributes | tojson)] | join(" ")' \
		'B-2 5.00 {"colour":["blue"],"size":["S"]}'
}

@test "editing offers what is there, and changes what is answered otherwise" {
	shop admin add-product --sku MUG-RED --name 'Red mug' --price 7.50 --stock 24 \
		--color red --attribute material=glass --attribute a=b --image old.jpg \
		--backorder no --description $'For tea\nand coffee'
	at_terminal admin edit-product MUG-RED --format table
	expects 'name: Red mug' ' XL'
	expects 'brand: ' ''
	expects 'category: ' ''
	await 'price (EUR): 7.50'
	answer_instead '8'
	expects 'stock: 24' ''
	await 'For tea'
	expects_lines description
	expects 'size: ' ''
	await 'color: red'
	answer_instead ''
	await 'material=glass'
	expects_lines attributes material=clay color=red
	expects 'barcode: ' 42
	expects 'status (active, draft or archived): active' ''
	for question in 'sale price' 'sale from' 'sale until' 'min price' cost 'tax class' \
		'weight g'; do
		expects "$question: " ''
	done
	expects 'needs shipping (yes or no) [yes] ' ''
	expects 'track stock (yes or no) [yes] ' ''
	expects 'backorder (yes or no): no' ''
	expects 'low stock at: ' ''
	expects 'position: ' ''
	await old.jpg
	expects_lines images -
	expects_lines synonyms
	expects 'Change it so? [Y/n/<] ' y
	leave 0
	shop admin log --subject product=MUG-RED --json
	assert_json '.items[0].changes | map("\(.field): \(.old) > \(.new)") | join("; ")' \
		'name: Red mug > Red mug XL; barcode:  > 42; price: 7.50 > 8.00; images: old.jpg > ; attributes: a=b, color=red, material=glass > color=red, material=clay'
	shop admin check
}

@test "--no-input and a pipe are asked nothing" {
	shop -2 admin add-product <<<'MUG-RED'
	at_terminal admin add-product --no-input
	leave 2
	[[ $seen == *"missing option '--sku'"* ]]
}
