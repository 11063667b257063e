#!/usr/bin/env bats
# search --explain: the reasons themselves.

load helper
load search_shop

setup()
{
	isolate
	search_shop
	shop admin config set search.sold-out 100
}

@test "every word that a result has is a reason, and the scores sum up" {
	shop search red mugs --explain --json
	assert_json '.items[0].explain | map(select(.impact > 0)) | map(.word) | sort | join(" ")' \
		'mugs red'
	assert_json '[.items[] | .score == ([.explain[].score] | add)] | all' true
}

@test "a reason has what was found, where, and how much it counts" {
	shop search mugs --explain --json
	assert_json '.items[0].explain[0] | "\(.word) \(.term)"' 'mugs mug'
	assert_json '.items[0].explain[0].fields | split(", ") | index("name") != null' true
	assert_json '.items[0].explain[0] | .impact >= 1 and .impact <= 255 and .rarity > 0' true
}

@test "a synonym and a correction are told by what was found" {
	shop admin synonyms add tumbler mug
	shop search tumbler --explain --json
	assert_json '.items[0].explain[0] | "\(.word) \(.term)"' 'tumbler mug'
	shop search hedphones --explain --json
	assert_json '.items[0].explain[0].term' headphon
}

@test "for people reasons are a table below each result" {
	shop search red mugs --explain --format table
	assert_output -e $'\n''explain'$'\n''  word +term +fields +impact +rarity +score'$'\n'
	assert_output -e $'\n''  mugs +mug +[a-z, ]*name[a-z, ]* +[0-9]+ +[0-9]+\.[0-9][0-9] +[0-9]+'
}
