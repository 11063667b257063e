#!/usr/bin/env bats
# search: how the words of a query are read.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "quotes make a phrase, that must stand in one text" {
	finds '"tea and for coffee"' : MUG-RED
	finds '"TEAS and"' : MUG-RED
	finds '"tea coffee"' :
	finds '"mug for"' :
	finds '"red mug' : MUG-RED
	finds 'mug "for tea"' : MUG-RED
}

@test "a phrase sees a model number in its parts" {
	finds '"headphones mx 5150"' : MX-5150
	finds '"headphones mx5150"' : MX-5150
	finds '"mx-5150"' : MX-5150
	finds '"mx headphones"' :
}

@test "a phrase can be excluded" {
	finds 'mug -"red mug"' : MUG-BLUE
	finds 'mug -"mug red"' : MUG-RED MUG-BLUE
	finds mug --not '"red mug"' : MUG-BLUE
	finds mug --not 'red mug' : MUG-BLUE
	finds mug --not 'red yellow' : MUG-RED MUG-BLUE
}

@test "a word in no product is read as the nearest one" {
	finds blnaket : BLANKET
	finds blanke : BLANKET
	finds headfones : MX-5150
	finds runing jackett : JACKET
	finds mugg : MUG-RED MUG-BLUE
	finds blankett --not wool :
}

@test "two edits want eight letters, one edit four" {
	finds hedphnes : MX-5150
	finds blnakte :
	finds mugs : MUG-RED MUG-BLUE
	finds mgu :
}

@test "the first letter of a typo is right" {
	finds planket :
	finds lbanket :
}

@test "numbers are never corrected" {
	finds mx5151 :
	finds 5151 :
	finds 4006381333932 :
}

@test "words in quotes are not corrected" {
	finds '"blnaket"' :
	finds 'mug -rad' : MUG-RED MUG-BLUE
}

@test "two words are read as one and one as two where that makes words" {
	finds head phones : MX-5150
	finds woolblanket : BLANKET
	finds blan ket : BLANKET
}

@test "the beginning of a word may have a typo, too" {
	finds --prefix haedp : MX-5150
	finds --prefix headp : MX-5150
}

@test "a search has at most 64 words" {
	local words=()

	for ((i = 0; i < 64; i++)); do
		words+=(mug)
	done
	finds "${words[@]}" : MUG-RED MUG-BLUE
	shop -2 search "${words[@]}" mug
	refute_output
	assert_error -p '65 words to look for, of which 64 are allowed'
	shop -2 search --not mug "${words[@]}"
	assert_error -p '65 words to look for, of which 64 are allowed'
}
