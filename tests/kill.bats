#!/usr/bin/env bats
# Killed anywhere, what moves orders has happened whole or not at all. This is a part
# of the sweep that make check-faults runs in full.

load helper

# sweep STEP FIRST CASE...: every STEP-th call of these, from the FIRST on
sweep()
{
	local status=0

	unset TMPDIR
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/kill_sweep.sh" "$@" || status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	return "$status"
}

@test "a checkout killed at some system calls is one order when it is run again" {
	sweep 7 3 checkout key
}

@test "what moves an order is whole or not there, wherever it is killed" {
	sweep 29 11
}
