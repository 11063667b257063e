#!/usr/bin/env bats
# search --facets: the ways to narrow a search, with exact counts.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

# facet NAME: the values of a facet of the last search, as VALUE=COUNT.
facet()
{
	json ".facets[\"$1\"] | map(\"\(.value)=\(.count)\") | join(\" \")"
}

@test "products are counted, not variants" {
	shop search --facets --json
	same "$(facet brand)" 'Wren=3 Acme=2 Bräu=1 Sonix=1'
	same "$(facet size)" 'M=2 S=1'
	same "$(facet color)" 'red=3 blue=2 black=1'
}

@test "a category counts what lies below it" {
	shop search --facets=category --json
	same "$(facet category)" 'Kitchen=3 Clothing=2 Kitchen/Cups=2 Audio=1 Clothing/Shirts=1 Home=1'
	shop search --facets=category --brand Acme --json
	same "$(facet category)" 'Kitchen=2 Kitchen/Cups=2'
}

@test "a facet's own filter does not narrow its counts, all others do" {
	shop search --facets=brand,color --brand Acme --json
	same "$(facet brand)" 'Wren=3 Acme=2 Bräu=1 Sonix=1'
	same "$(facet color)" 'blue=1 red=1'
	shop search --facets=brand,color --brand Acme --color blue --json
	same "$(facet brand)" 'Acme=1 Wren=1'
	same "$(facet color)" 'blue=1 red=1'
}

@test "a variant must match the other filters and the value itself" {
	shop search --facets=size,color --size S --json
	same "$(facet color)" 'red=1'
	same "$(facet size)" 'M=2 S=1'
	shop search --facets=size --color blue --json
	same "$(facet size)" 'M=1'
}

@test "words narrow every facet" {
	shop search mug --facets=brand,color --json
	same "$(facet brand)" 'Acme=2'
	same "$(facet color)" 'blue=1 red=1'
	shop search mug --not blue --facets=color --json
	same "$(facet color)" 'red=1'
	shop -1 search zebra --facets=brand --json
	same "$(facet brand)" ''
}

@test "in-stock narrows the facets" {
	shop search --in-stock --facets=color,size --json
	same "$(facet color)" 'red=3 black=1 blue=1'
	same "$(facet size)" 'M=2'
}

@test "prices are counted in ranges that meet" {
	shop search --facets=price --json
	same "$(json '[.facets.price[].count] | add >= 7')" true
	shop search --facets=price --brand Acme --json
	same "$(json '[.facets.price[].count] | add')" 2
}

@test "an attribute is a facet by its name, and a list of values counts each" {
	shop search --facets=material --json
	same "$(facet material)" 'clay=2 cotton=1 glass=1 tin=1'
	shop search --facets=attribute.material --attribute material=tin --json
	same "$(facet attribute.material)" 'clay=2 cotton=1 glass=1 tin=1'
}

@test "without names the common attributes are counted beside the built-in ones" {
	shop search --facets --json
	same "$(json '.facets | keys_unsorted | .[0:5] | join(" ")')" \
		'category brand size color price'
	same "$(json '.facets | has("material")')" true
}

@test "an unknown facet suggests the nearest" {
	shop -2 search --facets=brant
	assert_error "shop: no facet is called 'brant' (did you mean 'brand'?)"
	shop -2 search --facets=materiel
	assert_error -p "(did you mean 'material'?)"
}

@test "counts hold for the whole search, whatever page is shown" {
	shop search --facets=brand --limit 1 --offset 3 --json
	same "$(facet brand)" 'Wren=3 Acme=2 Bräu=1 Sonix=1'
}

@test "a table shows them below the hits" {
	shop search mug --facets=brand,color --format table
	assert_output -p $'\nbrand: Acme (2)\n'
	assert_output -p 'color: blue (1), red (1)'
}

@test "each value's count is what a search for it finds" {
	local line count

	shop admin import "$BATS_TEST_DIRNAME"/../catalog/*.yaml
	shop search --facets=brand --json
	json '.facets.brand[] | "\(.count) \(.value)"' >"$BATS_TEST_TMPDIR/brands"
	while read -r count line; do
		shop search --brand "$line" --limit 0 --format ids
		same "$(wc -l <"$output_file")" "$count" "$line"
	done <"$BATS_TEST_TMPDIR/brands"
}

@test "facets show at most so many values, the most frequent" {
	shop search --facets=brand --facet-limit 1 --json
	assert_json '.facets.brand | length' 1
	assert_json '.facets.brand[0].count' \
		"$(shop search --facets=brand --json && jq '[.facets.brand[].count] | max' "$output_file")"
	shop search --facets=brand --facet-limit 0 --json
	assert_json '.facets.brand | length > 1' true
}
