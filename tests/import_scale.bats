#!/usr/bin/env bats
# admin import of files that are not one transaction: the same comes of them, whatever
# else happens meanwhile. The test build takes from 16 KiB on for large, and more than
# 20 changed rows for many.

load helper
load held
load order_shop

setup()
{
	isolate
	new_shop
	home=$SHOP_HOME
	other=$BATS_TEST_TMPDIR/other
	file=$BATS_TEST_TMPDIR/file.yaml
}

# products COUNT [KEY...]: rows P-1, P-2, ... of some 200 bytes each, with more keys.
products()
{
	local count=$1

	shift
	awk -v count="$count" -v more="$*" 'BEGIN {
		text = sprintf("%130s", ""); gsub(/ /, "x", text)
		print "products:"
		for (i = 1; i <= count; i++)
			printf "  - { sku: P-%d, name: Thing %d, price: \"%d.50\", " \
				"stock: 5, description: %s%s }\n", i, i, i, text, more
	}'
}

# in_pieces FILE: imports its products some at a time, each piece a small file.
in_pieces()
{
	local piece

	rm -rf "$BATS_TEST_TMPDIR/pieces"
	mkdir "$BATS_TEST_TMPDIR/pieces"
	awk -v to="$BATS_TEST_TMPDIR/pieces/" '
		/^  - / && size > 9000 { size = 0 }
		/^  - / && size == 0 { close(at); at = to sprintf("%04d", ++n)
			print "products:" >at }
		/^ / { print >at; size += length($0) }' "$1"
	for piece in "$BATS_TEST_TMPDIR"/pieces/*; do
		shop admin import "$piece"
	done
}

exported()
{
	shop admin export
	printf '%s\n' "$output"
}

# same_either_way FILE: the shop and one to which the file came in pieces are alike.
same_either_way()
{
	local whole pieces

	shop admin import "$1"
	whole=$(exported)
	shop admin check
	SHOP_HOME=$other
	[ -d "$SHOP_HOME" ] || new_shop
	in_pieces "$1"
	pieces=$(exported)
	SHOP_HOME=$home
	[ "$whole" = "$pieces" ]
}

@test "a large file comes to what it comes to in pieces" {
	head -n 3000 "$SHOP_TEST_DATA/icecat/icecat_1k.yaml" >"$file"
	awk '/^  - /{ n++ } n > 0 || !/^ / { print }' "$file" | sed '$d' >"$file.cut"
	same_either_way "$file.cut"
	# Few of its prices, then all of them.
	exported >"$file"
	awk '/price:/ && ++n % 9 == 0 { sub(/price: "/, "&1") } { print }' \
		"$file" >"$file.few"
	same_either_way "$file.few"
	sed 's/price: "/&2/' "$file" >"$file.all"
	same_either_way "$file.all"
}

@test "the demo's files come to what they come to in pieces" {
	same_either_way "$SHOP_TEST_DATA/demo/demo_saleor.yaml"
	same_either_way "$SHOP_TEST_DATA/demo/demo_spree.yaml"
}

@test "what is exported comes back with no change, and byte for byte" {
	shop admin import "$SHOP_TEST_DATA/icecat/icecat_1k.yaml"
	assert_output -p '1000	0	0	0'
	shop admin export
	echo "$output" >"$file"
	shop admin import "$file"
	assert_output -p '0	0	1000	0'
	SHOP_HOME=$other
	new_shop
	shop admin import "$file"
	shop admin export
	cmp - "$file" <<<"$output"
	shop admin check
}

@test "what a large import adds is searched for, sold and counted as any" {
	products 100 >"$file"
	shop admin import "$file"
	assert_output -p '100	0	0	0'
	shop search thing --limit 1 --json
	assert_json .count 100
	shop admin stock log P-7
	assert_output -p import
	shop admin stock add P-7 2 --reason found
	shop admin stock P-7 --json
	assert_json '.items[0].on_hand' 7
	shop admin check
}

@test "a large import is one event, whichever way it goes" {
	products 100 >"$file"
	shop admin import "$file"
	sed -i 's/P-5, name: Thing/P-5, name: Other/' "$file"
	shop admin import "$file"
	assert_output -p '0	1	99	0'
	sed -i 's/name: Thing/name: Another/' "$file"
	shop admin import "$file"
	assert_output -p '0	99	1	0'
	shop --json admin log
	assert_json '[.items[] | select(.subject | startswith("import "))] | length' 3
	assert_json '[.items[] | select(.subject | startswith("product "))] | length' 0
	assert_json '.items[1].note | contains("0 new, 1 changed, 99 unchanged")' true
	shop admin check
}

@test "a large import tells what it changes as a small one does" {
	products 100 >"$file"
	shop admin import "$file"
	sed -i 's/P-5, name: Thing 5, price: "5.50", stock: 5/P-5, name: Other, stock: 6/' \
		"$file"
	shop admin import --dry-run "$file"
	assert_line 'P-5	changed	name	Thing 5	Other'
	assert_line 'P-5	changed	stock	5	6'
	shop -v admin import "$file"
	assert_error -p "P-5: changed: name 'Thing 5' -> 'Other'"
	assert_error -p "P-5: changed: stock '5' -> '6'"
	sed 's/P-/Q-/' "$file" >"$file.new"
	shop admin import --dry-run "$file.new"
	assert_line 'Q-5	new	name		Other'
	assert_line 'Q-6	new	price		6.50'
	shop -v admin import "$file.new"
	assert_error -p "Q-6: new: price '' -> '6.50'"
}

@test "one bad row at the end of a large file leaves everything as it is" {
	local before

	products 30 >"$file"
	shop admin import "$file"
	before=$(exported)
	{
		products 100 ', brand: New'
		echo '  - { sku: P-200, name: Last, price: much }'
	} >"$file"
	shop -65 admin import "$file"
	assert_error -p "$file:102:38: P-200: price"
	[ "$(exported)" = "$before" ]
	shop admin check
	shop -65 admin import --dry-run "$file"
	assert_error -p "$file:102:38: P-200: price"
	shop -3 admin import --keep-going --rejects "$file.rejects" "$file"
	assert_output -p '70	30	0	1'
	grep -q '# line 102: P-200: price' "$file.rejects"
	shop admin check
}

@test "a large file that cannot be read to its end is refused" {
	products 100 >"$file"
	echo '  - { sku: "open' >>"$file"
	shop -65 admin import "$file"
	shop -65 admin import --keep-going "$file"
	assert_error -p 'found unexpected end of stream'
	shop admin export
	assert_output 'products: []'
}

@test "a SKU that is twice in a large file names both lines" {
	{
		products 100
		echo '  - product: shirt'
		echo '    name: Shirt'
		echo '    variants:'
		echo '      - { sku: P-77 }'
	} >"$file"
	shop -65 admin import "$file"
	assert_error -p "$file:105:16: P-77: SKU 'P-77' is there twice, first on line 78"
}

@test "SKUs of a large file that differ only in case are warned of" {
	{
		products 100
		echo '  - { sku: p-3, name: Small }'
	} >"$file"
	shop admin import "$file"
	assert_error -p "p-3: differs from SKU 'P-3' only in case"
	products 100 | sed 's/P-/p-/' >"$file"
	shop admin import --dry-run "$file"
	assert_error -p "p-9: differs from SKU 'P-9' only in case"
}

@test "all sections come with a large file, wherever they stand" {
	{
		cat <<'YAML'
categories: [{ category: Home, position: 2, name: { de: Heim } }]
synonyms: [{ both: [thing, object] }]
sales: [{ sale: autumn, off: "10%", category: Home }]
YAML
		products 100 ', category: Home/Garden'
		echo 'tax: [{ class: standard, zone: DE, rate: "19" }]'
	} >"$file"
	shop admin import --dry-run "$file"
	assert_line 'Home	new	position		2'
	shop admin import "$file"
	assert_output -p '104	0	0	0'
	shop search object --json --limit 1
	assert_json .count 100
	shop --json show P-10
	assert_json '.variants[0].sale_price' 9.45
	shop admin tax list
	assert_output -p standard
	shop admin import "$file"
	assert_output -p '0	0	104	0'
	shop admin check
}

@test "errors of all sections of a large file are told in its order" {
	{
		echo 'tax: [{ class: standard, zone: DE, rate: high }]'
		products 100
		echo '  - { sku: P-200, price: much }'
		echo 'sales: [{ sale: autumn, off: much }]'
	} >"$file"
	shop -65 admin import "$file"
	[ "$(grep -o 'file.yaml:[0-9]*' <<<"$errors" | tr '\n' ' ')" = \
		'file.yaml:1 file.yaml:103 file.yaml:104 ' ]
	assert_error -p '3 rows rejected, nothing was imported'
}

# What others do while a large import is under way, and what must come of it: as if it
# had come first.
meanwhile()
{
	shop search thing --limit 1 --json
	assert_json .count "$1"
	shop admin edit-product P-1 --name Edited --brand Kept
	shop admin edit-product P-2 --brand Kept
	shop admin stock set P-3 9 --reason shelf
	shop admin stock set OTHER 4 --reason shelf
	shop admin remove-product P-4
	shop admin add-product --sku Q-1 --name Before --brand Kept --price 1
	shop admin add-product --sku R-1 --name Beside --price 1
	shop admin customers add --name 'Ada King' --phone "$ada" \
		--address $'Am Tor 1\n10115 Berlin' --country DE
	ada cart add P-5 -n 2
	ada checkout
}

as_if_first()
{
	shop --json show P-1
	assert_json '.name + .brand' 'Thing 1Kept'
	shop --json show P-2
	assert_json '.brand + (.variants[0].price | tostring)' Kept2.50
	assert_stock P-3 5/0/5
	assert_stock OTHER 4/0/4
	shop --json show P-4
	assert_json '.name' 'Thing 4'
	shop --json show Q-1
	assert_json '.name + .brand' 'AfterKept'
	shop --json show R-1
	assert_json '.name' Beside
	assert_stock P-5 5/2/3
	shop search kept --limit 1 --json
	assert_json .count 3
	assert_sound
}

# The shop before, and the file.
half_there()
{
	{
		products 100
		echo '  - { sku: OTHER, name: Other, price: "1.00" }'
	} >"$file"
	sed -i 's/P-4, name: Thing 4, price: "4.50", stock: 5/P-4, name: Thing 4/' "$file"
	shop admin import "$file"
	sed -i '/OTHER/d' "$file"
	echo '  - { sku: Q-1, name: After }' >>"$file"
}

@test "changes beside an import of few changes come before it" {
	half_there
	held notes admin import "$file"
	meanwhile 100
	released
	as_if_first
}

changes_beside_many()
{
	half_there
	products 140 ', weight_g: 3' | sed 1d |
		sed 's/P-4, name: Thing 4, price: "4.50", stock: 5/P-4, name: Thing 4/' \
			>"$file.more"
	sed -i -n '1p;$p' "$file"
	cat "$file.more" >>"$file"
	held "$1" admin import "$file"
	meanwhile 100
	released
	assert_output -p '41	100	0	0'
	as_if_first
	shop search thing --limit 1 --json
	assert_json .count 140
}

@test "changes beside an import of many changes come before it" {
	changes_beside_many notes
}

@test "changes just before an import's last transaction come before it" {
	changes_beside_many settle
}

@test "too many changes for an import's last transaction are taken before it" {
	products 100 >"$file"
	shop admin import "$file"
	sed -i 's/name: Thing/name: New/' "$file"
	held settle admin import "$file"
	seq 70 | sed 's/.*/admin edit-product P-& --name Old --brand Kept/' >"$file.lines"
	shop -q batch "$file.lines"
	held_again
	shop -q admin edit-product P-71 --brand Kept
	released
	assert_output -p '0	100	0	0'
	shop search kept --limit 1 --json
	assert_json .count 71
	shop search new --limit 1 --json
	assert_json .count 100
	assert_sound
}

@test "a SKU taken by another product meanwhile refuses the import whole" {
	local before

	products 100 >"$file"
	held notes admin import "$file"
	shop admin add-product --product shirt --sku P-9 --name Shirt --price 1
	before=$(exported)
	released -65
	assert_text "$errors" -p "$file:10:12: P-9: SKU 'P-9' is a variant of 'shirt'"
	[ "$(exported)" = "$before" ]
	assert_sound
}

@test "a second import waits for the first, and is busy at last" {
	products 100 >"$file"
	held notes admin import "$file"
	shop -75 --wait 0 admin import "$file"
	assert_error -p 'another import or reindex is running'
	products 3 >"$file.small"
	shop admin import "$file.small"
	released
	assert_output -p '100	0	0	0'
	shop --wait 0 admin import "$file"
	assert_sound
}

@test "an import that is interrupted or dies leaves the shop as it was" {
	local before signal

	products 30 >"$file"
	shop admin import "$file"
	before=$(exported)
	products 100 ', brand: New' >"$file"
	for signal in INT TERM KILL; do
		held notes admin import "$file"
		struck "$signal"
		[ "$(exported)" = "$before" ]
		assert_sound
	done
	shop admin import "$file"
	assert_output -p '70	30	0	0'
	assert_sound
}

# archived: how many products and variants are.
archived()
{
	exported | awk '/status: archived/ { n++ } END { print n + 0 }'
}

@test "what a file no longer has is archived where asked for, whichever way" {
	products 100 >"$file.all"
	shop admin import "$file.all"
	# Few, many, and as many as are refused.
	grep -v 'P-1[0-4],' "$file.all" >"$file"
	shop admin import --archive-missing --dry-run "$file"
	assert_line 'P-12	changed	status	active	archived'
	refute_output -p 'P-15	'
	shop admin import --archive-missing "$file"
	assert_output -p '0	5	95	0'
	shop admin check
	[ "$(archived)" -eq 5 ]
	sed -i 's/name: Thing/name: Other/' "$file"
	grep -v 'P-2[0-9],' "$file" >"$file.many"
	shop -v admin import --archive-missing "$file.many"
	assert_output -p '0	95	0	0'
	assert_error -p "P-29: changed: status 'active' -> 'archived'"
	shop admin check
	[ "$(archived)" -eq 15 ]
	products 60 >"$file.half"
	grep -v 'P-2[0-9],' "$file.half" >"$file.half.many"
	shop -1 admin import --archive-missing "$file.half.many"
	assert_error -p '40 of 85 SKUs are not in the file, more than 20 %'
	[ "$(archived)" -eq 15 ]
	shop -1 admin import --archive-missing --dry-run "$file.half.many"
	assert_line 'P-99	changed	status	active	archived'
	shop admin import --archive-missing --force "$file.half.many"
	[ "$(archived)" -eq 55 ]
	shop admin check
}

@test "a small file archives what it no longer has, too, in its scope alone" {
	import_yaml <<'YAML'
products:
  - product: tee
    name: Tee
    brand: Acme
    category: Clothing/Shirts
    options: [size]
    variants:
      - { sku: TEE-S, size: S }
      - { sku: TEE-M, size: M }
  - { sku: CAP, name: Cap, brand: Acme, category: Clothing }
  - { sku: MUG, name: Mug, brand: Acme, category: Home }
  - { sku: JUG, name: Jug, brand: Other, category: Home }
YAML
	import_yaml --archive-missing --force --category Clothing <<'YAML'
products:
  - { product: tee, variants: [{ sku: TEE-S }] }
YAML
	assert_output -p '0	2	1	0'
	[ "$(archived)" -eq 2 ]
	import_yaml -1 --archive-missing --brand Other <<<'products: []'
	assert_error -p '1 of 1 SKUs are not in the file'
	import_yaml --archive-missing --force --brand Other <<<'products: []'
	assert_output -p '0	1	0	0'
	# A product that is named without its variants keeps them.
	import_yaml --archive-missing <<'YAML'
products: [{ product: tee }, { sku: MUG }]
YAML
	assert_output -p '0	0	2	0'
	shop admin check
}

@test "what is missing is not looked for in a category or brand that is not there" {
	import_yaml <<'YAML'
products:
  - { sku: A, name: A, brand: Other, category: Clothing/Shirts }
  - { sku: B, name: B, brand: Acme, category: Home }
YAML
	products 20000 >"$file"
	local -a scope

	for options in '--category Hone' '--category=Clothing/Shirt' '--brand Acne' \
		'--brand Nope' '--category Clothing --brand acme'; do
		read -ra scope <<<"$options"
		for what in "$yaml" "$file"; do
			shop -1 admin import --archive-missing --force "${scope[@]}" "$what"
			assert_error -p 'nothing was imported'
			case $options in
			*Hone) assert_error -p "no category 'Hone' in the shop (did you mean 'Home'?)" ;;
			*Shirt) assert_error -p "no category 'Clothing/Shirt' in the shop (did you mean 'Clothing/Shirts'?)" ;;
			*Acne) assert_error -p "no brand 'Acne' in the shop (did you mean 'Acme'?)" ;;
			*Nope) assert_error -p "no brand 'Nope' in the shop; nothing" ;;
			*acme) assert_error -p "no brand 'acme' in the shop (did you mean 'Acme'?)" ;;
			esac
		done
	done
	[ "$(archived)" -eq 0 ]
	shop -1 show P-8
	import_yaml --archive-missing --category Clothing --brand Other <<<'products: [ { sku: A } ]'
}

@test "a rejected row's product is not missing" {
	products 100 >"$file"
	shop admin import "$file"
	sed -i 's/price: "7.50"/price: much/; s/sku: P-8,/sku: P-8, name: Twice,/' "$file"
	shop -3 admin import --keep-going --archive-missing "$file"
	assert_output -p '0	0	98	2'
	[ "$(archived)" -eq 0 ]
	sed -i 's/sku: P-9,/weight_g: 1,/' "$file"
	shop -3 admin import --keep-going --archive-missing "$file"
	assert_error -p 'nothing is archived as missing, for this row does not say'
	[ "$(archived)" -eq 0 ]
}

@test "options of what is missing go with it, and with one file" {
	products 1 >"$file"
	shop -2 admin import --force "$file"
	assert_error -p 'go with --archive-missing only'
	shop -2 admin import --brand Acme "$file"
	shop -2 admin import --archive-missing "$file" "$file"
	assert_error -p '--archive-missing takes one FILE'
}
