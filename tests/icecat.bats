#!/usr/bin/env bats
# Real catalogues: Icecat's products, a gift shop's, and two demo shops. What the shop
# counts in them is counted once more, from the files, by awk alone.

load helper

# One shop with Icecat's products for all tests of this file.
setup_file()
{
	export BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
	isolate
	[ -e "$SHOP_TEST_DATA/icecat/icecat.yaml" ] || return 0
	new_shop
	shop --json admin import "$SHOP_TEST_DATA/icecat/icecat.yaml"
	cp "$output_file" "$BATS_FILE_TMPDIR/import.json"
}

icecat()
{
	test_data icecat/icecat.yaml
	SHOP_HOME=$BATS_FILE_TMPDIR/shop
}

# The values of a key of products, one a product, without what YAML escapes.
values_of()
{
	sed -nE "s/^    $1: \"(.*)\"\$/\\1/p" "$data" | sed 's/\\\(["\\]\)/\1/g'
}

# The value of one attribute of each product that has it.
attribute_values()
{
	awk -v name="$1" '
	/^    attributes: / {
		at = match($0, "[{,] " name ": \"")
		if (!at)
			next
		rest = substr($0, at + RLENGTH)
		value = ""
		while (match(rest, /^([^"\\]|\\.)/)) {
			value = value substr(rest, RLENGTH, 1)
			rest = substr(rest, RLENGTH + 1)
		}
		print value
	}' "$data"
}

# Counts lines without regard to case: "count<TAB>line".
tally()
{
	awk '{ count[tolower($0)]++ }
	END { for (line in count) printf "%d\t%s\n", count[line], line }' |
		LC_ALL=C sort
}

# The counts of a facet, in the same form.
facet()
{
	shop --json search --limit 1 "--facets=$1"
	jq -r --arg name "$1" '.facets[$name][] | "\(.count)\t\(.value)"' "$output_file" |
		awk -F '\t' '{ print $1 "\t" tolower($2) }' | LC_ALL=C sort
}

@test "all of Icecat's products are imported" {
	icecat
	same "$(jq -c '[.new, .changed, .unchanged, .rejected]' \
		"$BATS_FILE_TMPDIR/import.json")" '[19406,0,0,0]'
	shop --json search --limit 1
	assert_json .count "$(grep -c '^  - ' "$data")"
}

@test "an export of Icecat's products is imported with 0 changes" {
	icecat
	shop admin export "$TMPDIR/first.yaml"
	# Not one value is lost.
	[ "$(grep -cE '^      [^ ]' "$TMPDIR/first.yaml")" -eq 410217 ]
	shop --json admin import "$TMPDIR/first.yaml"
	assert_json '[.new, .changed, .unchanged, .rejected] | join(" ")' '0 0 19406 0'
	shop --json admin import "$data"
	assert_json '[.new, .changed, .unchanged, .rejected] | join(" ")' '0 0 19406 0'
}

@test "import, export, import is stable to the byte" {
	icecat
	shop admin export "$TMPDIR/first.yaml"
	SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop admin import "$TMPDIR/first.yaml"
	shop admin export "$TMPDIR/second.yaml"
	cmp "$TMPDIR/first.yaml" "$TMPDIR/second.yaml"
}

@test "the facet of brands counts as the file does" {
	icecat
	values_of brand | sed '/^$/d' | tally >"$TMPDIR/wanted"
	facet brand >"$TMPDIR/counted"
	[ "$(wc -l <"$TMPDIR/counted")" -gt 100 ]
	diff "$TMPDIR/wanted" "$TMPDIR/counted"
}

@test "the facet of categories counts what lies in and below each" {
	icecat
	values_of category | awk -F / '{
		path = ""
		for (i = 1; i <= NF; i++) {
			path = path (i > 1 ? "/" : "") $i
			print path
		}
	}' | tally >"$TMPDIR/wanted"
	facet category >"$TMPDIR/counted"
	[ "$(wc -l <"$TMPDIR/counted")" -gt 20 ]
	diff "$TMPDIR/wanted" "$TMPDIR/counted"
}

@test "the facet of prices counts as the file does" {
	icecat
	values_of price | tr -d . >"$TMPDIR/cents"
	facet price >"$TMPDIR/counted"
	[ "$(wc -l <"$TMPDIR/counted")" -gt 3 ]
	while IFS=$'\t' read -r count range; do
		same "$count" "$(awk -v range="$range" 'BEGIN {
			split(range, side, /\.\./)
			low = side[1] == "" ? 0 : side[1] * 100
			high = side[2] == "" ? 1e15 : side[2] * 100
		}
		$1 + 0 >= low - 0.5 && $1 + 0 <= high + 0.5 { count++ }
		END { print count + 0 }' "$TMPDIR/cents")" "$range"
	done <"$TMPDIR/counted"
	same "$(awk '{ sum += $1 } END { print sum }' "$TMPDIR/counted")" \
		"$(wc -l <"$TMPDIR/cents")"
}

@test "the facet of an attribute counts as the file does" {
	local name

	icecat
	for name in product_colour form_factor bluetooth; do
		attribute_values "$name" | tally >"$TMPDIR/wanted"
		facet "$name" >"$TMPDIR/counted"
		[ "$(wc -l <"$TMPDIR/counted")" -gt 1 ]
		diff "$TMPDIR/wanted" "$TMPDIR/counted"
	done
}

@test "a filter finds as many as the facet says" {
	icecat
	shop --json search --limit 1 --brand HP --price 100..499.99
	assert_json .count "$(awk '
		/^    brand: / { hp = tolower($2) == "\"hp\"" }
		/^    price: / {
			gsub(/"/, "", $2)
			if (hp && $2 + 0 >= 100 && $2 + 0 < 500)
				count++
		}
		END { print count }' "$data")"
}

@test "the shop with Icecat's products is proved" {
	icecat
	shop admin check
}

@test "a gift shop's SKUs that differ only in case, with blanks, at no price" {
	test_data retail/products.yaml
	new_shop
	shop --json admin import "$data"
	assert_json '[.new, .rejected] | join(" ")' '4070 0'
	assert_json '.warnings | length' 100
	assert_json '.warnings[0].message | test("only in case")' true
	shop admin import "$data"
	refute_error
	shop --json show 15056bl
	assert_json '.product' 15056bl
	shop --json show 15056BL
	assert_json '.product' 15056BL
	shop --json search --limit 1 --price 0..0
	assert_json .count "$(grep -c '^    price: "0.00"' "$data")"
	while read -r sku; do
		shop --json show "$sku"
		assert_json .product "$sku"
	done < <(sed -n 's/^  - sku: "\(.* .*\)"$/\1/p' "$data" | head -n 5)
	shop admin export "$TMPDIR/export.yaml"
	shop --json admin import "$TMPDIR/export.yaml"
	assert_json '[.new, .changed, .rejected] | join(" ")' '0 0 0'
}

@test "how many SKUs differ only in case is told, after the first 100" {
	test_data retail/products.yaml
	new_shop
	shop admin import "$data"
	same "$(grep -c 'warning: .* only in case' "$errors_file")" 100
	assert_error -p 'shop: and 12 more'
}

@test "two demo shops are imported" {
	local shop_name

	test_data demo
	new_shop
	for shop_name in saleor spree; do
		shop --json admin import "$data/demo_$shop_name.yaml"
		assert_json .rejected 0
		assert_json .new "$(grep -c '^  - ' "$data/demo_$shop_name.yaml")"
	done
	shop admin export "$TMPDIR/export.yaml"
	shop --json admin import "$TMPDIR/export.yaml"
	assert_json '[.new, .changed, .rejected] | join(" ")' '0 0 0'
}
