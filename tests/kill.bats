#!/usr/bin/env bats
# Killed anywhere, what moves orders has happened whole or not at all. This is a part
# of the sweep that make check-faults runs in full.

load helper

# sweep SCRIPT STEP FIRST CASE...: every STEP-th call of these, from the FIRST on
sweep()
{
	local status=0

	unset TMPDIR
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/$1" "${@:2}" || status=$?
	[ "$status" -ne 77 ] || skip 'ptrace is refused'
	return "$status"
}

@test "a checkout killed at some system calls is one order when it is run again" {
	sweep kill_sweep.sh 7 3 checkout key
}

@test "what moves an order is whole or not there, wherever it is killed" {
	sweep kill_sweep.sh 29 11
}

@test "a payment killed at some system calls is charged once, or not at all" {
	sweep kill_payments_sweep.sh 97 11 checkout refund
}

@test "what is in doubt is reconciled, wherever that is killed" {
	sweep kill_payments_sweep.sh 97 11 reconcile-back capture
}

@test "of a batch what was acknowledged is there, wherever it is killed" {
	sweep kill_batch_sweep.sh 61 17
}
