#!/usr/bin/env bats
# The proof of orders: damage to what happened to them is found and named.

load helper
load order_shop
load payment_shop

setup()
{
	isolate
	stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored
	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
	payment_shop
}

stored()
{
	local what=$1

	shift
	"$stored" "$SHOP_HOME" "$what" "$@"
}

# fact NUMBER: its key in order 1001
fact()
{
	printf '%016x%08x' 1001 "$1"
}

# faulty TEXT: the check ends with 65, and one of its faults says so.
faulty()
{
	shop -65 admin check
	assert_error -p "$1"
}

# Facts of 1001: 1 payment, 2 captured, 3 shipped, 4 closed, 5 invoice, 6 returned,
# 7 refunded, 8 credit note.
whole_life()
{
	place MUG=3
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin order invoice 1001
	shop admin order return 1001 --line MUG=1 --refund
	assert_sound
}

@test "a payment that was lost is found" {
	whole_life
	stored delete fact "$(fact 2)"
	faulty 'order: 1001: has payments that do not add up to what it says is paid'
	assert_error -p 'order: 1001: was refunded more than was paid'
}

@test "a parcel that was lost is found" {
	whole_life
	stored delete fact "$(fact 3)"
	faulty 'order: 1001: has shipments that do not add up to what it says is shipped'
	assert_error -p 'order: 1001: had more given back than was shipped'
	assert_error -p 'stock: movement: has 2 movements by orders where there should be 1'
}

@test "goods that are given back twice are found" {
	whole_life
	stored put fact "$(fact 5)" "$(stored get fact "$(fact 6)")"
	faulty 'order: 1001: has returns that do not add up to what it says came back'
	assert_error -p 'stock: movement: has 2 movements by orders where there should be 3'
}

@test "an order that is closed and does not say why is found" {
	whole_life
	stored delete fact "$(fact 4)"
	faulty 'order: 1001: has a state that its facts do not tell'
}

@test "an invoice that was lost is found, and the gap that it leaves" {
	whole_life
	stored delete fact "$(fact 5)"
	faulty 'order: 1001: has an invoice that its facts do not tell'
	assert_error -p 'document: invoice: has gaps: 0 of 1 are there'
}

@test "a credit note that stands twice is found" {
	whole_life
	stored put fact "$(fact 4)" "$(stored get fact "$(fact 8)")"
	faulty 'document: credit-note: 1 was given out twice'
}

@test "a hold without its row is found, and repaired" {
	shop admin config set order.cancel-unpaid-after 60
	place MUG=1
	assert_sound
	stored delete due "$(stored keys due | head -n 1)"
	faulty 'order: 1001: has no row for when it is due (admin check --repair)'
	shop admin check --repair
	assert_sound
}

@test "a row of a hold that is not there is found" {
	place MUG=1
	stored put due "$(printf 'ffffffffffffffff01%016x' 1001)" ''
	faulty 'order: due: has 1 rows of orders where there should be 0'
}

@test "a payment in doubt that nobody would ask about is found" {
	card hang
	buy -75
	assert_sound
	stored delete intent-open "$(stored keys intent-open)"
	faulty 'order: 1001: has a payment whose row of open ones is not as it is'
}

@test "a provider's payment that was lost is found" {
	card ok
	buy
	assert_sound
	stored delete intent "$(stored keys intent)"
	faulty 'order: 1001: has not the payments that it says'
}

@test "an order of a customer who is not there is found" {
	place MUG=1
	stored delete customer "$(printf '%016x' 1001)"
	faulty 'order: 1001: is of a customer who is not there'
}

@test "an order that was imported is proved, too" {
	import_yaml <<'YAML'
orders: [ { order: 1001, placed_at: 2020-01-01, lines: [ { sku: MUG, quantity: 2, unit_price: 1 }, { sku: MUG, quantity: 1, unit_price: 2 } ] } ]
YAML
	assert_sound
	stored delete fact "$(fact 2)"
	faulty 'order: 1001: has payments that do not add up to what it says is paid'
}
