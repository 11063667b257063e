#!/usr/bin/env bats
# Orders of the past come in by the recipe of the manual, and sum up to the penny: a
# slice of tests/retail_history.sh, which check-faults runs whole.

load helper

@test "the manual's recipe brings orders in that sum up as in their file" {
	test_data retail/orders.tsv
	SHOP_TEST_DATA=$SHOP_TEST_DATA SHOP_BIN=$SHOP_BIN \
		"$BATS_TEST_DIRNAME/retail_history.sh" 5000
}
