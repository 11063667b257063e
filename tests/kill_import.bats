#!/usr/bin/env bats
# Killed anywhere, an import has happened whole or not at all, and is made by running the
# same again. This is a part of the sweep that make check-faults runs in full.

load helper

# sweep STEP FIRST WAY...: every STEP-th call of these, from the FIRST on
sweep()
{
	local status=0

	unset TMPDIR
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/kill_import_sweep.sh" "$@" || status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	return "$status"
}

@test "an import killed at some system calls has changed all or nothing" {
	sweep 61 17 small direct fill
}

@test "a staged import or reindex killed at some system calls leaves nothing behind" {
	sweep 61 31 staged missing history reindex
}
