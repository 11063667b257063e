#!/usr/bin/env bats
# search --explain: why a result stands where it does.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "JSON has score and explain with --explain alone" {
	shop search mug --explain --json
	assert_json '[.items[] | has("score") and has("explain")] | all' true
	assert_json '[.items[].score > 0] | all' true
	assert_json '.items | map(.score) == (map(.score) | sort | reverse)' true
	shop search mug --json
	assert_json '[.items[] | has("score") or has("explain")] | any' false
	shop search mug --explain --format ndjson --json=sku,score
	assert_json 'keys | join(" ")' $'score sku\nscore sku'
}

@test "fields of explanations go with --explain only" {
	shop -2 search mug --json=sku,score
	assert_error -p "'score' goes with --explain only"
	shop -2 search mug --json=scor
	assert_error -p "did you mean 'score'?"
	shop search mug --json=explain --explain
}

@test "tsv, csv and ids stay lists of items" {
	local format

	for format in tsv csv ids; do
		shop search mug --format $format
		cp "$output_file" "$TMPDIR/plain"
		shop search mug --format $format --explain
		cmp "$output_file" "$TMPDIR/plain"
	done
}

@test "for people there is a block for each result below the table" {
	shop search mug --explain --format table
	assert_line '2 products'
	assert_line 'sku    MUG-RED'
	assert_line 'name   Red mug'
	assert_output -e $'\n''score    +[1-9]'
	[ "$(grep -c '^sku  ' "$output_file")" -eq 3 ]
}

@test "what is sold out says what it keeps of its score" {
	shop search mug --explain --format table
	assert_line 'sold out  keeps 90 %'
	[ "$(grep -c '^sold out' "$output_file")" -eq 1 ]
	shop admin config set search.sold-out 25
	shop search mug --explain --format table
	assert_line 'sold out  keeps 25 %'
}

@test "nothing found has nothing to explain" {
	shop -1 search zebra --explain --format table
	refute_output -p sku
	shop -1 search zebra --explain --json
	assert_json '.items | length' 0
}
