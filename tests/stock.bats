#!/usr/bin/env bats
# Stock: what is on hand, held and available, and how it moves.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

@test "the stock of everything, and of one SKU" {
	place TEE-M=2
	shop admin stock --json
	assert_json '[.items[].sku] | join(" ")' 'TEE-S TEE-M MUG BOOK VOUCHER'
	assert_json .count 5
	shop admin stock TEE-M --json
	jq -c . "$output_file" | diff - <(jq -c . <<'JSON'
{"schema":1,"items":[{"sku":"TEE-M","name":"Basic T-shirt (M)","on_hand":3,
"held":2,"available":1,"low_stock_at":null}],"count":1}
JSON
	)
	shop admin stock 4006381333931 --format ids
	assert_output TEE-S
}

@test "an unknown SKU is named, in every command and format" {
	local command

	shop -1 admin stock NOPE --json
	refute_output
	jq -e '.error.message | contains("NOPE")' "$errors_file"
	for command in set add count; do
		shop -1 admin stock "$command" NOPE 1
		assert_error -p "'NOPE'"
	done
	shop -1 admin stock log NOPE
	assert_error -p "'NOPE'"
}

@test "set sets, add adds and takes away, count counts" {
	shop admin stock set MUG 40 --json
	assert_json .on_hand 40
	shop admin stock add MUG 5 --json
	assert_json .on_hand 45
	shop admin stock add MUG 5 --less --reason broken --json
	assert_json .on_hand 40
	shop admin stock count MUG 38 --json
	assert_json .on_hand 38
	shop admin stock log MUG --json
	assert_json '[.items[] | "\(.number) \(.change) \(.on_hand) \(.reason)"] | join("; ")' \
		'5 -2 38 count; 4 -5 40 broken; 3 5 45 added; 2 -10 40 set; 1 50 50 import'
	assert_json '.items[0].actor' "staff $(id -u)"
	assert_json '.items[0].order' null
	assert_sound
}

@test "a barcode serves as SKU" {
	shop admin stock set 4006381333931 7 --json
	assert_json .sku TEE-S
	shop admin stock log 4006381333931 -n 1 --json
	assert_json '.items[0].on_hand' 7
	assert_json .count 1
}

@test "a set to what it is moves nothing, a count is noted" {
	shop admin stock set MUG 50
	shop admin stock log MUG --json
	assert_json .count 1
	shop admin stock count MUG 50
	shop admin stock log MUG --json
	assert_json .count 2
	assert_json '.items[0] | "\(.change) \(.on_hand) \(.reason)"' '0 50 count'
	shop -2 admin stock add MUG 0
	assert_error 'shop: COUNT must be 1 or more'
	assert_sound
}

@test "no less than nothing is on hand, and no more than 999,999,999" {
	shop -1 admin stock add MUG 51 --less
	assert_error "shop: only 50 of 'MUG' are on hand"
	shop -2 admin stock add MUG 1000000000
	assert_error "shop: stock of 'MUG' is above 999999999"
	shop -2 admin stock set MUG 1000000000
	assert_error "shop: stock of 'MUG' is above 999999999"
	shop admin stock set MUG 999999999 --json
	assert_json .available 999999999
	shop -2 admin stock add MUG 1
	shop -2 admin stock set MUG 1000000001
	shop -2 admin stock set MUG few
	shop -2 admin stock set MUG
}

@test "--if does it only where so many are on hand" {
	shop admin stock set MUG 40 --if 50
	shop -1 admin stock set MUG 30 --if 50
	assert_error "shop: 'MUG' has 40 on hand, not 50"
	shop -1 admin stock add MUG 1 --if 50
	shop -1 admin stock count MUG 1 --if 50
	shop admin stock add MUG 1 --if 40
	shop admin stock count MUG 41 --if 41
	assert_stock MUG 41/0/41
}

@test "below what is held nothing is available, and the orders that are short are named" {
	place MUG=10
	place MUG=20
	place MUG=5
	shop admin stock count MUG 12 --json
	assert_json '"\(.on_hand) \(.held) \(.available)"' '12 35 0'
	assert_json '.short_orders | join(" ")' '1003 1002'
	shop admin stock count MUG 30 --format table
	assert_line 'order 1003 is now short of MUG'
	bob -1 cart add MUG
	assert_sound
}

@test "an order that has shipped is not short any more" {
	place MUG=10
	place MUG=20
	shop admin order ship 1002
	shop admin stock set MUG 5 --json
	assert_json '.short_orders | join(" ")' 1001
}

@test "low lists what is at or below its limit, and what orders wait for" {
	shop admin stock low --json
	assert_json .count 0
	shop admin stock set MUG 6
	shop admin stock low --format ids
	refute_output
	shop admin stock set MUG 5
	shop admin stock low --format ids
	assert_output MUG
	place TEE-M=3
	shop admin stock set TEE-M 1
	shop admin stock low --json
	assert_json '[.items[] | "\(.sku) \(.short_orders // [] | join(","))"] | join("; ")' \
		'TEE-M 1001; MUG '
}

@test "low follows the shop's own limit for what says none" {
	shop admin config set stock.low-at 3
	shop admin stock low --format ids
	assert_output TEE-M
}

@test "of what is not sold any more only what orders wait for is low" {
	place TEE-M=3
	import_yaml <<-'YAML'
	products:
	  - { sku: MUG, status: archived, stock: 0 }
	  - { product: tee, variants: [ { sku: TEE-M, status: archived } ] }
	YAML
	shop admin stock set TEE-M 1
	shop admin stock low --format ids
	assert_output TEE-M
}

@test "a rehearsed change changes nothing" {
	shop admin stock set MUG 1 --dry-run --json
	assert_json .on_hand 1
	shop admin stock add MUG 1 --dry-run
	shop admin stock count MUG 1 --dry-run
	assert_stock MUG 50/0/50
	shop admin stock log MUG --json
	assert_json .count 1
}

@test "a change of stock is in the log, old and new" {
	shop admin stock set MUG 7 --reason moved
	shop admin log --json
	assert_json '[.items[] | select(.kind == "stock")][0].changes[0] | "\(.field) \(.old) \(.new)"' \
		'on_hand 50 7'
}

@test "the search follows the stock" {
	shop admin stock set MUG 0
	shop -1 search mug --in-stock
	shop admin stock set MUG 1
	shop search mug --in-stock --format ids
	assert_output MUG
}

@test "who is not staff sees no stock" {
	as_user 12345 -77 admin stock
}

@test "an import below what is held is the truth, and names the orders that are short" {
	place MUG=10
	place MUG=20
	import_yaml <<<'products: [ { sku: MUG, stock: 15 } ]'
	assert_error -e ':1:20: warning: MUG: less than orders hold, short is 1002$'
	assert_stock MUG 15/30/0
	shop admin stock low --json
	assert_json '.items[0] | "\(.sku) \(.short_orders | join(","))"' 'MUG 1002'
	import_yaml <<<'products: [ { sku: MUG, stock: 30 } ]'
	refute_error
	assert_sound
}

@test "what is counted from now on holds what was ordered before, and ships what is there" {
	place VOUCHER=5
	assert_stock VOUCHER 0/5/null
	import_yaml <<<'products: [ { sku: VOUCHER, track_stock: true, stock: 2 } ]'
	assert_stock VOUCHER 2/5/0
	bob -1 cart add VOUCHER
	shop admin stock low --json
	assert_json '.items[0] | "\(.sku) \(.short_orders | join(","))"' 'VOUCHER 1001'
	shop admin order pay 1001
	shop -1 admin order ship 1001
	assert_error "shop: only 2 of 'VOUCHER' are on hand"
	shop admin order ship 1001 --line VOUCHER=2
	assert_stock VOUCHER 0/3/0
	assert_sound
}

@test "a cancelled order's pieces are free, and then less may be on hand" {
	place MUG=40
	shop admin order cancel 1001
	shop admin stock set MUG 2 --json
	assert_json '"\(.on_hand) \(.held) \(.available) \(.short_orders)"' '2 0 2 null'
	assert_sound
}

@test "what is ordered beyond stock sells, ships and comes back" {
	place BOOK=5
	assert_stock BOOK 0/5/null
	shop admin stock set BOOK 3 --reason delivery
	shop admin order ship 1001 --line BOOK=2
	assert_stock BOOK 1/3/null
	shop admin order ship 1001
	assert_stock BOOK 0/0/null
	shop admin order return 1001 --line BOOK=4
	assert_stock BOOK 4/0/null
	shop admin stock log BOOK --json
	assert_json '[.items[] | "\(.change) \(.on_hand) \(.reason) \(.order)"] | join("; ")' \
		'4 4 returned 1001; -1 0 shipped 1001; -2 1 shipped 1001; 3 3 delivery null'
	assert_sound
}
