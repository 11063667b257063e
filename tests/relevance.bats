#!/usr/bin/env bats
# How well search ranks, on judged queries of a real catalogue.

load helper

@test "judged queries of Icecat reach an NDCG@10 of 0.85" {
	test_data icecat/qrels.tsv
	run "$BATS_TEST_DIRNAME/relevance.sh"
	echo "$output"
	[ "$status" -eq 0 ]
}
