#!/usr/bin/env bats
# admin add-product by options.

load helper

setup()
{
	isolate
	new_shop
}

mug()
{
	shop admin add-product --sku MUG-RED --name 'Red mug' --price 7.50 --stock 24 "$@"
}

shirt()
{
	shop admin add-product --product shirt --sku S-M-RED --name 'Basic shirt' \
		--price 20 --size M --color red --stock 4 "$@"
}

@test "a simple product is added, and shown as it then stands" {
	mug --brand Acme --category Kitchen/Cups --description 'For tea' --color red \
		--format table
	assert_output - <<'TEXT'
product      MUG-RED
name         Red mug
brand        Acme
category     Kitchen/Cups
description  For tea
status       active
options      -
attributes
  color: red
variants
  sku      price  available  attributes  barcode
  MUG-RED   7.50         24
TEXT
	local whole=$output
	shop show MUG-RED --format table
	assert_output "$whole"
	shop search red --category Kitchen --format ids
	assert_output MUG-RED
	shop admin check
}

@test "every key of the catalogue file is an option" {
	local key keys

	keys=$(sed -n 's/^\t*{ FIELD([0-9]*, FIELD_[A-Z]*, struct \(product\|variant\|details\), \([a-z_]*\)).*/\2/p' \
		"$BATS_TEST_DIRNAME/../src/catalog/product_record.c")
	[ -n "$keys" ]
	shop help --dump
	for key in $keys; do
		case $key in
		id | handle | details | variants | created_at | changed_at | made | current_price) continue ;;
		images | synonyms | options | attributes) key=${key%s} ;;
		esac
		grep -q "^admin add-product	--${key//_/-}	" "$output_file" || {
			echo "no option for $key" >&2
			return 1
		}
	done
}

@test "each option goes to its key" {
	shop admin add-product --sku ALL --name N --brand B --category C --price 1 \
		--stock 2 --description $'D\nE' --size S --color red \
		--attribute a=1 --attribute a=2 --attribute 'b=x=y' --barcode 42 \
		--status draft --sale-price 0.5 --sale-from 2026-12-20 \
		--sale-until 2026-12-30 --min-price 0.25 --cost 0.2 --tax-class reduced \
		--weight-g 9 --needs-shipping no --track-stock yes --backorder no \
		--low-stock-at 3 --position 4 --image a.jpg --image 'b c.jpg' \
		--synonym cup --save "$BATS_TEST_TMPDIR/all.yaml"
	same "$(cat "$BATS_TEST_TMPDIR/all.yaml")" "$(cat <<'YAML'
products:
  - sku: ALL
    name: "N"
    brand: B
    category: C
    description: "D\nE"
    status: draft
    stock: 2
    barcode: "42"
    price: "1.00"
    sale_price: "0.50"
    sale_from: 2026-12-20T00:00:00+01:00
    sale_until: 2026-12-31T00:00:00+01:00
    min_price: "0.25"
    cost: "0.20"
    weight_g: 9
    position: 4
    low_stock_at: 3
    needs_shipping: false
    track_stock: true
    backorder: false
    tax_class: reduced
    images: [a.jpg, b c.jpg]
    synonyms: [cup]
    attributes:
      a: ["1", "2"]
      b: "x=y"
      color: red
      size: S
YAML
)"
}

@test "a new handle makes a product with variants, and its options" {
	shirt --brand Wren
	shop admin add-product --product shirt --sku S-L-RED --size L --color red \
		--price 21 --stock 1 --format table
	assert_output - <<'TEXT'
product      shirt
name         Basic shirt
brand        Wren
category     -
description  -
status       active
options      size, color
variants
  sku      price  available  attributes         barcode
  S-M-RED  20.00          4  size=M, color=red
  S-L-RED  21.00          1  size=L, color=red
TEXT
	shop search shirt --size L --json
	assert_json '.items[0] | [.sku, .variants] | @csv' '"S-L-RED",1'
	shop admin check
}

@test "a new product's price and attributes hold for variants to come" {
	shirt --attribute material=cotton
	shop admin add-product --product shirt --sku S-L --size L --color red \
		--attribute fit=wide
	shop show shirt --json
	assert_json '.variants[1] | [.price, (.attributes | tojson)] | join(" ")' \
		'20.00 {"fit":["wide"],"size":["L"],"color":["red"]}'
	assert_json '.attributes | tojson' '{"material":["cotton"]}'
}

@test "variants may differ by any option" {
	shop admin add-product --product kettle --sku K-1 --name Kettle \
		--option capacity='1 l' --option finish=steel
	shop admin add-product --product kettle --sku K-2 --option Capacity='2 l' \
		--attribute finish=steel
	shop show kettle --json
	assert_json '.options | join(" ")' 'capacity finish'
	assert_json '.variants[1].attributes | tojson' \
		'{"capacity":["2 l"],"finish":["steel"]}'
}

@test "a size goes to the option that the shop calls so" {
	import_yaml <<'YAML'
products:
  - { product: bag, name: Bag, options: [colour], variants: [ { sku: B-1, colour: red } ] }
YAML
	shop admin add-product --product bag --sku B-2 --color blue
	shop show bag --json
	assert_json '.variants[1].attributes | tojson' '{"colour":["blue"]}'
}

@test "stock is a movement with the reason added" {
	mug
	shop admin stock log MUG-RED --json
	assert_json '.items | length' 1
	assert_json '.items[0] | [.change, .on_hand, .reason] | join(" ")' '24 24 added'
}

@test "it is an event with all that was said" {
	mug --brand Acme
	shop admin log --subject product=MUG-RED --json
	assert_json '.items[0] | [.kind, .command] | join(" ")' 'added admin add-product'
	assert_json '[.items[0].changes[] | "\(.field)=\(.new)"] | join(" ")' \
		'name=Red mug brand=Acme price=7.50 MUG-RED.sku=MUG-RED stock=24'
}

@test "--save writes a file that an empty shop imports, and this one with 0 changes" {
	shirt --save "$BATS_TEST_TMPDIR/shirt.yaml"
	shop admin import "$BATS_TEST_TMPDIR/shirt.yaml" --json
	assert_json '[.new, .changed, .unchanged] | @csv' 0,0,1
	export SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop admin import "$BATS_TEST_TMPDIR/shirt.yaml" --json
	assert_json '[.new, .changed, .unchanged] | @csv' 1,0,0
	shop show S-M-RED --json
	assert_json '.variants[0].available' 4
}

@test "a file that cannot be made stops it before anything is added" {
	shop -73 admin add-product --sku X --name X --save "$BATS_TEST_TMPDIR/no/such"
	assert_error -p 'no/such'
	shop -1 show X
	shop -2 admin add-product --sku X --name X --save -
	shop -1 show X
}

@test "a refused product leaves a file that was there" {
	echo old >"$BATS_TEST_TMPDIR/file.yaml"
	shop -2 admin add-product --sku X --name X --price -1 \
		--save "$BATS_TEST_TMPDIR/file.yaml"
	same "$(cat "$BATS_TEST_TMPDIR/file.yaml")" old
}

@test "a dry run shows the product and adds nothing" {
	mug --format table --dry-run --save "$BATS_TEST_TMPDIR/file.yaml"
	assert_line 'product      MUG-RED'
	assert_line 'a dry run: nothing was changed'
	[ ! -e "$BATS_TEST_TMPDIR/file.yaml" ]
	shop -1 show MUG-RED
	shop admin log --subject product=MUG-RED --json
	assert_json .count 0
}

@test "a SKU that is there is refused, and the way to change it named" {
	mug
	shop -1 admin add-product --sku MUG-RED --name Other
	refute_output
	assert_error "shop: SKU 'MUG-RED' is there already (change it with 'shop admin edit-product MUG-RED')"
	shirt
	shop -1 admin add-product --product shirt --sku MUG-RED --size L --color red
	shop -1 admin add-product --sku S-M-RED --name Other
	shop show MUG-RED --json
	assert_json .name 'Red mug'
}

@test "a SKU that differs only in case is added with a warning" {
	mug
	shop admin add-product --sku mug-red --name Other
	assert_error "shop: SKU 'mug-red' differs from 'MUG-RED' only in case"
	shop show mug-red --json
	assert_json .name Other
}

@test "a taken handle adds a variant only where the product's own keys are left alone" {
	shirt
	shop -2 admin add-product --product shirt --sku S-L --name 'Another shirt' \
		--size L --color red
	assert_error "shop: 'shirt' is there already and has its own name (change it with 'shop admin edit-product shirt')"
	shop -2 admin add-product --product shirt --sku S-L --brand Acme --size L \
		--color red
	assert_error -p 'its own brand'
}

@test "a simple product gets no variants" {
	mug
	shop -1 admin add-product --product MUG-RED --sku M-2 --name Mug --size L
	assert_error -p "'MUG-RED' is the SKU of a product without variants"
	shop -2 admin add-product --sku M-2 --name Mug --option wood=oak
	assert_error -p 'only a product with variants has options'
}

@test "a variant needs each option, other values than the rest, and no others" {
	shirt
	shop -2 admin add-product --product shirt --sku S-L --size L
	assert_error "shop: 'S-L' has no color, which is an option of 'shirt'"
	shop -2 admin add-product --product shirt --sku S-2 --size M --color red
	assert_error "shop: 'S-M-RED' and 'S-2' have the same options"
	shop -2 admin add-product --product shirt --sku S-2 --size L --color red \
		--option wood=oak
	assert_error "shop: 'wood' is not among the options of 'shirt'"
	shop -2 admin add-product --product shirt --sku S-2 --option size=L \
		--option size=M --color red
	shop -2 admin add-product --product new --sku N --name N --option stock=3
	assert_error "shop: an option cannot be called 'stock': that is a key of variants"
	shop show shirt --json
	assert_json '.variants | length' 1
}

@test "what is missing is named, off a terminal" {
	shop -2 admin add-product
	assert_error -e "^shop: missing option '--sku'"
	shop -2 admin add-product --sku X
	assert_error -e "^shop: missing option '--name'"
	shop -2 admin add-product --product new --sku X
	assert_error -e "^shop: missing option '--name'"
	shop -2 admin add-product --name X
	assert_error -e "^shop: missing option '--sku'"
}

refused()
{
	local message=$1

	shift
	shop -2 admin add-product --sku X --name X "$@"
	refute_output
	assert_error -p "$message"
	shop -1 show X
}

@test "wrong values are wrong use, are named, and add nothing" {
	refused "price '1e3' is not an amount: an exponent is not taken" --price 1e3
	refused "price '1,50' is not an amount" --price 1,50
	refused "price '2.555' has more decimals than the shop's currency has (2)" \
		--price 2.555
	refused "price '-1' is below zero" --price -1
	refused "stock '-1' is not a whole number" --stock -1
	refused "stock '1.5' is not a whole number" --stock 1.5
	refused "stock '1000000001' is not a whole number" --stock 1000000001
	refused "weight_g 'heavy' is not a whole number" --weight-g heavy
	refused "status 'gone' is not one of active, draft, archived" --status gone
	refused "backorder 'maybe' is not one of yes, no" --backorder maybe
	refused "sale_from 'soon' is not a date" --sale-from soon
	refused "category 'a//b' has an empty part" --category a//b
	refused "it has no '='" --attribute red
	refused "the name is empty" --attribute =red
	refused 'invalid UTF-8' --brand $'\xff'
	refused 'U+0007' --description $'\a'
	refused "unknown option '--colour' (did you mean '--color'?" --colour red
	refused "option '--price' is given twice" --price 1 --price 2
	refused "takes no operand 'MUG'" MUG
	refused 'has 1001 characters' --brand "$(printf 'x%.0s' {1..1001})"
}

@test "wrong names are wrong use" {
	shop -2 admin add-product --sku ' X' --name X
	assert_error "shop: SKU ' X' begins or ends with a blank"
	shop -2 admin add-product --sku '' --name X
	assert_error -p "'--sku'"
	shop -2 admin add-product --sku "$(printf 'x%.0s' {1..65})" --name X
	assert_error -p '65 bytes'
	shop -2 admin add-product --sku X --name ''
	assert_error -p "'--name'"
}

@test "completion offers categories, brands, and what a status may be" {
	mug --brand Acme --category Kitchen/Cups
	shop completion candidates -- admin add-product --category Kitchen/
	assert_output -p Kitchen/Cups
	shop completion candidates -- admin edit-product MUG-RED --brand A
	assert_output -p Acme
	shop completion candidates -- admin edit-product MUG-RED --status a
	assert_output -p active
	assert_output -p archived
	refute_output -p draft
	shop completion candidates -- admin edit-product MUG-RED --backorder n
	assert_output -p no
	shop completion candidates -- admin remove-product M
	assert_output -p MUG-RED
}

@test "without a shop nothing is made" {
	shop -78 --home "$BATS_TEST_TMPDIR/none" admin add-product --sku X --name X
	assert_error -p 'shop init'
	[ ! -e "$BATS_TEST_TMPDIR/none" ]
}
