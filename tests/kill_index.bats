#!/usr/bin/env bats
# Killed anywhere, a change of the search index has happened whole or not at all, and is
# made by running the same again. This is a part of the sweep that make check-faults
# runs in full.

load helper

# sweep FIRST: every 31st call, from this one on
sweep()
{
	local status=0

	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/kill_index_sweep.sh" 31 "$1" ||
		status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	return "$status"
}

@test "what is killed at some system calls leaves an index in step" {
	sweep 7
}

@test "and at some other ones" {
	sweep 22
}
