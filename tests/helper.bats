#!/usr/bin/env bats
# The harness itself, on programs that stand in for shop.

load helper

# A shop that runs the lines on standard input.
stand_in()
{
	SHOP_BIN=$BATS_TEST_TMPDIR/stand-in
	{
		echo '#!/bin/bash'
		cat
	} >"$SHOP_BIN"
	chmod +x "$SHOP_BIN"
}

fails()
{
	if "$@" 2>"$BATS_TEST_TMPDIR/said"; then
		return 1
	fi
	said=$(<"$BATS_TEST_TMPDIR/said")
}

@test "the wrapper expects 0, or the status that it is told" {
	stand_in <<<'exit "$1"'
	shop 0
	shop -65 65
	fails shop 1
	[[ $said == *"shop '1': exit status 1, expected 0"* ]]
	fails shop -1 0
}

@test "death by a signal is a failure always" {
	stand_in <<<'kill -SEGV $$'
	fails shop
	[[ $said == *'died by signal 11'* ]]
	fails shop -139
}

@test "a failure shows both outputs" {
	stand_in <<<'echo one; echo two >&2; exit 1'
	fails shop
	[[ $said == *one*two* ]]
}

@test "output, errors and JSON are compared" {
	stand_in <<<'echo "{\"count\": 3}"; echo oh >&2'
	shop
	assert_output '{"count": 3}'
	assert_output - <<<'{"count": 3}'
	assert_output -p count
	assert_output -e '^.*[0-9]}$'
	assert_line '{"count": 3}'
	assert_error oh
	refute_output -p price
	assert_json .count 3
	fails assert_output '{"count": 4}'
	fails assert_output -p price
	fails assert_line count
	fails assert_json .count 4
	fails refute_output
	fails refute_output -p count
	fails refute_error
}

@test "nothing of the person's own is seen" {
	stand_in <<<'printf "%s\n" "$HOME" "$SHOP_HOME" "$XDG_STATE_HOME" "$TMPDIR"'
	shop
	while read -r line; do
		[[ $line == "$BATS_TEST_TMPDIR"/* ]]
	done <<<"$output"
}

@test "another user runs with an own home" {
	stand_in <<<'id -u; touch "$HOME/mine"; echo "$HOME"'
	as_user 4321
	assert_line 4321
	[ "$(stat -c %u "$BATS_TEST_TMPDIR/home-4321/mine")" = 4321 ]
}

@test "what is missing of the sample data skips the test" {
	mkdir "$BATS_TEST_TMPDIR/data"
	touch "$BATS_TEST_TMPDIR/data/x.yaml"
	SHOP_TEST_DATA=$BATS_TEST_TMPDIR/data
	test_data x.yaml
	[ "$data" = "$BATS_TEST_TMPDIR/data/x.yaml" ]
}

@test "JSON is read as jq reads it: keys in their order, nothing lost" {
	output_file=$BATS_TEST_TMPDIR/json
	echo '{"b":1,"a":{"d":null,"c":"x"},"list":["1.50","",""]}' >"$output_file"
	assert_json '.a | tojson' '{"d":null,"c":"x"}'
	assert_json 'keys_unsorted | join(" ")' 'b a list'
	assert_json '[.a | to_entries[] | .key] | join(" ")' 'd c'
	assert_json '.list[0] + " \(.b)"' '1.50 1'
	same "$(json '.list[]' | wc -l)" 3
	same "$(json '.none[]?' | wc -l)" 0
	same "$(PATH=/nowhere quick_json .b || echo none)" none
	run json '.b | nonsense'
	[ "$status" -ne 0 ]
}
