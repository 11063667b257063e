#!/usr/bin/env bats
# Imports at once and beside other changes come out as one after the other. This is a
# part of what make check-faults runs in full.

load helper

@test "imports at once and beside changes and checkouts happen in some order" {
	unset TMPDIR
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/import_concurrency.sh" 2
}
