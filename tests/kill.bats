#!/usr/bin/env bats
# Killed anywhere, a checkout has happened whole or not at all. This is a part of the
# sweep that make check-faults runs in full.

load helper

# sweep FIRST: every 13th call, from this one on
sweep()
{
	local status=0

	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/kill_sweep.sh" 13 "$1" || status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	return "$status"
}

@test "a checkout killed at some system calls is one order when it is run again" {
	sweep 3
}

@test "and at some others" {
	sweep 9
}
