#!/usr/bin/env bats
# search: which products are found, and in what order.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "case, accents and compatibility forms are folded" {
	finds CREME BRULEE : DISH-1
	finds crème : DISH-1
	finds 'ｃｒｅｍｅ' : DISH-1
	finds brau : DISH-1
}

@test "words are found by their stems" {
	finds mugs : MUG-RED MUG-BLUE
	finds blankets : BLANKET
	finds run : JACKET
}

@test "a model number is found whole and in its parts" {
	finds MX-5150 : MX-5150
	finds mx5150 : MX-5150
	finds mx 5150 : MX-5150
	finds 5150 : MX-5150
}

@test "a SKU or a barcode typed whole is found, and first" {
	finds s-m-blue : S-M-BLUE
	finds 4006381333931 : MUG-RED
	finds mug-red : MUG-RED
}

@test "every word must be there" {
	finds --exact red mug : MUG-RED
	finds --exact red headphones :
}

@test "words are found in brand, category, attributes and description, too" {
	finds acme : MUG-RED MUG-BLUE
	finds cups : MUG-RED MUG-BLUE
	finds cotton : S-M-RED
	finds coffee : MUG-RED
}

@test "the last word may be the beginning of one, if asked" {
	finds blan :
	finds --prefix blan : BLANKET
	finds --exact --prefix red mu : MUG-RED
	finds --exact --prefix re mug :
}

@test "--not leaves out, and so does a - inside an operand or after --" {
	finds mug --not blue : MUG-RED
	finds 'mug -blue' : MUG-RED
	finds -- mug -blue : MUG-RED
	finds mug --not blue --not red :
}

@test "drafts and what is archived are not found" {
	finds secret :
	finds --color green :
	finds --size L :
	finds --price ..5 :
}

@test "an option given twice is or, different options are and" {
	finds --brand acme --brand sonix : MUG-RED MUG-BLUE MX-5150
	finds --brand Acme --color red : MUG-RED
	finds --color red --color black : MUG-RED MX-5150 JACKET S-M-RED
	finds --brand Wren --category Clothing --price ..50 : S-M-RED
}

@test "two filters of variants hold on one variant" {
	finds --size M --color red : JACKET S-M-RED
	finds --size S --color blue :
	finds --size M --color blue : S-M-BLUE
}

@test "a category has what lies below it" {
	finds --category Clothing : JACKET S-M-RED
	finds --category Clothing/Shirts : S-M-RED
	finds --category Kitchen/ : MUG-RED MUG-BLUE DISH-1
	finds --category Kitch :
}

@test "a price range has both its ends" {
	finds --price 7.50..8 : MUG-RED MUG-BLUE
	finds --price ..7.49 :
	finds --price 89.. : MX-5150 JACKET
	finds --price 22 : S-M-BLUE
	finds --price ..7.5 --price 99.. : MUG-RED JACKET
}

@test "attribute names match without case" {
	finds --attribute Material=clay : MUG-BLUE DISH-1
	finds --attribute MATERIAL=tin : MUG-RED
	finds --attribute material=tin --attribute material=cotton : MUG-RED S-M-RED
	finds --attribute material=tin --attribute color=blue :
}

@test "a numeric attribute takes a range" {
	finds --attribute volume_ml=300..400 : MUG-RED
	finds --attribute volume_ml=..1000 : MUG-RED MUG-BLUE
	finds --attribute volume_ml=450.. : MUG-BLUE
	finds --attribute volume_ml=451.. :
}

@test "an unknown attribute suggests the nearest" {
	shop -2 search --attribute materiel=clay
	refute_output
	assert_error -p "'materiel'"
	assert_error -p material
}

@test "only what can be bought now, if asked" {
	finds mug --in-stock : MUG-RED
	finds --brand Wren --in-stock : BLANKET JACKET S-M-RED
	finds --size S --in-stock :
	shop admin edit-product MUG-BLUE --backorder yes
	finds mug --in-stock : MUG-RED MUG-BLUE
}

@test "which attributes are sizes and colors is a setting" {
	shop admin edit-product MUG-RED --attribute colour=crimson
	finds --color crimson : MUG-RED
	shop admin config set search.color material
	finds --color clay : MUG-BLUE DISH-1
}

@test "a hit shows its first matching variant in stock" {
	shop search shirt --json
	assert_json '.items[0] | [.sku, .price, .available, .variants] | @csv' \
		'"S-M-RED","20.00",4,3'
	shop search shirt --size S --json
	assert_json '.items[0] | [.sku, .price, .in_stock, .variants] | @csv' \
		'"S-S-RED","19.00",false,1'
}

@test "sorts by price, price downwards, name and newest" {
	ranks --sort price : MUG-RED MUG-BLUE DISH-1 S-M-RED BLANKET MX-5150 JACKET
	ranks --sort=-price : JACKET MX-5150 BLANKET S-M-RED DISH-1 MUG-BLUE MUG-RED
	ranks --sort name : S-M-RED MUG-BLUE DISH-1 MX-5150 MUG-RED JACKET BLANKET
	SHOP_TEST_NOW=2030-01-01 shop admin add-product --sku NEW --name 'New mug'
	ranks mug --sort newest : NEW MUG-BLUE MUG-RED
}

@test "prices sort by the lowest that matches" {
	ranks --sort price --category Clothing --category Home : S-M-RED BLANKET JACKET
	ranks --sort price --price 21..23 --price 12..13 : DISH-1 S-M-BLUE
}

@test "the name counts more than the description, sold out ranks lower" {
	import_yaml <<'YAML'
products:
  - { sku: TRAY, name: Tray, price: 3, stock: 1, description: carries a mug }
YAML
	ranks mug : MUG-RED MUG-BLUE TRAY
	shop admin config set search.sold-out 20
	ranks mug : MUG-RED TRAY MUG-BLUE
	ranks --color red --color blue mug : MUG-RED MUG-BLUE
}

@test "pages never overlap, whatever the order" {
	local sort page pages

	for sort in relevance price -price name newest; do
		pages=
		for page in 0 2 4 6; do
			shop search --sort="$sort" --limit 2 --offset "$page" --format ids
			pages+=$output$'\n'
		done
		shop search --sort="$sort" --limit 0 --format ids
		same "${pages%$'\n'}" "$output" "$sort"
		same "$(sort -u <<<"$output" | wc -l)" 7 "$sort"
	done
	shop search --limit 2 --offset 7 --json
	assert_json '[.count, .offset, .limit, (.items | length)] | @csv' 7,7,2,0
}

@test "no more than 20 are shown unless asked" {
	local i

	for i in {1..30}; do
		echo "  - { sku: N$i, name: Nail $i, price: $i }"
	done | sed '1i products:' >"$BATS_TEST_TMPDIR/nails.yaml"
	shop admin import "$BATS_TEST_TMPDIR/nails.yaml"
	shop search nail --json
	assert_json '[.count, .limit, (.items | length)] | @csv' 30,20,20
	shop search nail --limit 0 --json
	assert_json '[.count, .limit, (.items | length)] | @csv' 30,0,30
	shop search nail --format table
	assert_output -p '1 to 20 of 30 products'
}

@test "no hits are exit status 1 and an empty list" {
	shop -1 search zebra
	assert_output "$(printf 'sku\tproduct\tname\tbrand\tcategory\tprice\tcurrency\tavailable\tin_stock\tvariants')"
	assert_error 'shop: nothing found'
	shop -1 search zebra --json
	assert_output '{"schema":1,"items":[],"count":0,"offset":0,"limit":20,"corrected":{},"facets":{},"fewer_words":false}'
	assert_error -p '"exit":1'
	shop -1 search zebra --format ids
	refute_output
	shop -1 search zebra --price 1..2 --facets
}

@test "JSON is as its manual says" {
	shop search --exact red mug --facets=brand --json
	assert_output - <<'JSON'
{"schema":1,"items":[
{"sku":"MUG-RED","product":"MUG-RED","name":"Red mug","brand":"Acme","category":"Kitchen/Cups","price":"7.50","currency":"EUR","available":24,"in_stock":true,"variants":1}
],"count":1,"offset":0,"limit":20,"corrected":{},"facets":{"brand":[{"value":"Acme","count":1}]},"fewer_words":false}
JSON
	shop search --exact red mug --json=sku,price
	assert_line '{"sku":"MUG-RED","price":"7.50"}'
	assert_json '.count' 1
	shop search mug --sort name --format ndjson --json=sku
	assert_output - <<'JSON'
{"sku":"MUG-BLUE"}
{"sku":"MUG-RED"}
JSON
}

@test "a change is found in the same moment" {
	shop admin edit-product MUG-RED --name 'Crimson cup'
	finds crimson : MUG-RED
	finds --exact red mug :
	shop admin stock set MUG-RED 0 --reason lost
	finds crimson --in-stock :
	shop admin edit-product MUG-RED --status archived
	finds crimson :
	shop admin check
}

@test "what is wrong is wrong use and is named" {
	shop -2 search --colour red
	assert_error -p "'--colour' (did you mean '--color'?"
	shop -2 search --price cheap
	assert_error -p "'cheap'"
	shop -2 search --price 20..10
	assert_error -p "'20..10'"
	shop -2 search --price 1.005
	assert_error -p 'more decimals than EUR has (2)'
	shop -2 search --sort cost
	assert_error -p "'cost' is not one of relevance, price, -price, name, newest"
	shop -2 search --limit -1
	assert_error -p "'-1'"
	shop -2 search --attribute red
	assert_error -p "it has no '='"
	shop -2 search --facets=colour
	assert_error -p colour
	shop -2 search --json=skuu
	assert_error -p "did you mean 'sku'?"
	shop -2 search --dry-run
}
