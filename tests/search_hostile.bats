#!/usr/bin/env bats
# Searches that nobody means well: each is answered or refused, at once.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

# repeated COUNT WORD...: sets $words to the words so many times, {} in them being 1,
# 2, ...
repeated()
{
	local count=$1

	shift
	mapfile -t words < <(awk -v count="$count" 'BEGIN {
		for (i = 1; i <= count; i++)
			for (j = 1; j < ARGC; j++) {
				word = ARGV[j]
				gsub(/[{][}]/, i, word)
				print word
			}
	}' "$@")
}

# in_time [-N] WORD...: as shop, within two seconds even here.
in_time()
{
	local began=$EPOCHREALTIME

	shop "$@"
	[ $((${EPOCHREALTIME/./} - ${began/./})) -lt 2000000 ]
}

@test "bytes that are no UTF-8, and control characters, are refused" {
	shop -2 search $'m\xffg'
	assert_error -p 'invalid UTF-8'
	shop -2 search mug --not $'m\xffg'
	assert_error -p 'invalid UTF-8'
	shop -2 search mug --attribute $'m\xffg=1'
	assert_error -p 'invalid UTF-8'
	shop -2 search --brand $'\xc3\x28'
	assert_error -p 'invalid UTF-8'
	shop -2 search $'mug\a'
	assert_error -p 'U+0007'
	shop -2 search ''
}

@test "a query of 10 kB is refused with the limit" {
	local long words

	long=$(printf 'mug %.0s' {1..2500})
	in_time -2 search "$long"
	assert_error -p '1000'
	repeated 2500 mug
	in_time -2 search "${words[@]}"
	assert_error 'shop: the words to look for have 9999 bytes, of which 4096 are allowed'
	repeated 2500 --not mug
	in_time -2 search red "${words[@]}"
	assert_error 'shop: the words to look for have 10003 bytes, of which 4096 are allowed'
	refute_output
}

@test "64 words are looked for, and no more" {
	local words

	repeated 64 mug
	in_time search --format ids "${words[@]}"
	assert_line MUG-RED
	in_time -2 search "${words[@]}" mug
	assert_error 'shop: there are 65 words to look for, of which 64 are allowed'
	repeated 64 --not 'x{}'
	in_time -2 search mug "${words[@]}"
	assert_error -p '65 words'
	repeated 100 'a/b'
	in_time -2 search "${words[@]}"
	assert_error -p '200 words'
}

@test "one word may be as long as it likes" {
	local long

	long=$(printf '%0900d' 0)
	in_time -1 search "$long"
	in_time -1 search --exact "mug $long"
	in_time -1 search --prefix "$long"
	long=$(printf 'é%.0s' {1..1000})
	in_time -1 search "$long"
}

@test "letters that fold to many are as many words as they are" {
	in_time -2 search "$(printf '\ufdfa %.0s' {1..64})"
	assert_error -p 'words to look for, of which 64 are allowed'
}

@test "10,000 options are refused with the limit" {
	local words

	repeated 10000 --attribute 'a{}=1'
	in_time -2 search "${words[@]}"
	assert_error 'shop: there are 10000 values to filter by, of which 1000 are allowed'
	repeated 10000 --attribute color=red
	in_time -2 search "${words[@]}"
	repeated 10000 --brand Acme
	in_time -2 search "${words[@]}"
	repeated 10000 --price 1..2
	in_time -2 search "${words[@]}"
	repeated 51 --attribute 'a{}=1'
	in_time -2 search "${words[@]}"
	assert_error -p 'more attributes to filter by than the 50 that are allowed'
	repeated 51 'a{}'
	in_time -2 search --facets="$(IFS=,; echo "${words[*]}")"
	assert_error 'shop: there are 51 facets to count, of which 50 are allowed'
}

@test "1,000 values of a filter are answered" {
	local words

	repeated 998 --brand 'B{}'
	in_time search --format ids "${words[@]}" --brand acme --brand Acme
	[ "$(sort <<<"$output")" = $'MUG-BLUE\nMUG-RED' ]
	repeated 1000 --attribute 'color=c{}..'
	in_time -1 search "${words[@]}"
}

@test "an unknown attribute suggests the nearest, however long it is" {
	shop -2 search --attribute materiel=clay
	assert_error -p "did you mean 'material'?"
	in_time -2 search --attribute "$(printf '%0900d' 0)=clay"
	refute_output
}

@test "a quote that is not closed ends with the words" {
	finds '"red mug' : MUG-RED
	finds 'red "mug' : MUG-RED
	finds 'mug -"blue' : MUG-RED
}

@test "only punctuation is nothing to look for" {
	local words

	for words in '!?' '...' '*' '%' "\\" '/' '🙂' "'"; do
		in_time -1 search "$words"
	done
	shop -1 search -- '-'
}

@test "the commonest words alone are words like any other" {
	finds for and : MUG-RED
	finds the :
}

@test "far pages are empty, and huge numbers refused" {
	in_time search --offset 1000000000 --limit 1000000000 --json
	assert_json '[.count, (.items | length)] | @csv' 7,0
	in_time -2 search --limit 1000000001
	in_time -2 search --offset 99999999999999999999
}

@test "what looks like a command to something else is text" {
	local words

	for words in "'; DROP TABLE products; --" '../../etc/passwd' '%s%n%x' \
		'{{7*7}}' '$(reboot)' '<b>mug</b>' 'mug OR 1=1'; do
		"$SHOP_BIN" search "$words" >"$TMPDIR/out" 2>&1 || [ $? -eq 1 ]
	done
}
