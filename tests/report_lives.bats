#!/usr/bin/env bats
# Random lives of orders in every report. This is a part of what make check-faults does.

load helper

@test "reports of random lives are what a naive model says of them, in three zones" {
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/report_lives.sh" 300 1
}
