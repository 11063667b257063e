#!/usr/bin/env bats
# Many at once: nothing is lost, nothing is sold twice, and who has to wait does.

load helper
load order_shop

setup()
{
	isolate
	order_shop
	results=$BATS_TEST_TMPDIR/results
	mkdir "$results"
}

# at_once COUNT WORD...: runs shop so many times at once, {} in a word being 1, 2, ...;
# what each wrote and its exit status are in $results/NUMBER.*.
at_once()
{
	local count=$1 i

	shift
	for ((i = 1; i <= count; i++)); do
		{
			status=0
			"$SHOP_BIN" --wait 120 "${@//\{\}/$i}" >"$results/$i.out" \
				2>"$results/$i.err" || status=$?
			echo $status >"$results/$i.status"
		} &
	done
	wait
}

# at_random WHAT: a round of what make check-faults does 100 times.
at_random()
{
	unset TMPDIR
	SHOP_BIN=$SHOP_BIN "$BATS_TEST_DIRNAME/buyers.sh" 1 "$1"
}

# How many of them ended so.
ended()
{
	grep -lx "$1" "$results"/*.status | wc -l
}

@test "60 at once adding to one cart lose nothing" {
	shop admin stock set MUG 100
	at_once 60 --for "$ada" cart add MUG
	[ "$(ended 0)" -eq 60 ]
	ada cart --json
	assert_json '.items[0].quantity' 60
	assert_sound
}

@test "60 at once adding different products to one cart lose none" {
	local i

	for i in {1..60}; do
		echo "  - { sku: S$i, name: N$i, price: \"1.00\", stock: 9 }"
	done >"$BATS_TEST_TMPDIR/lines"
	import_yaml < <(echo products: && cat "$BATS_TEST_TMPDIR/lines")
	at_once 60 --for "$ada" cart add 'S{}'
	[ "$(ended 0)" -eq 60 ]
	ada cart --json
	assert_json '[.items[].sku] | unique | length' 60
}

@test "200 buyers at once, some of them killed, get exactly the 50 pieces there are" {
	at_random pieces
}

@test "a coupon for one is used by one of 50 who check out at once" {
	at_random coupon
}

@test "two refunds at once never give back more than was paid" {
	at_random refund
	at_random provider
}

@test "one cart checked out by 30 at once is one order" {
	ada cart add MUG -n 2
	at_once 30 --for "$ada" checkout --format ids
	[ "$(ended 0)" -eq 30 ]
	[ "$(sort -u "$results"/*.out)" = 1001 ]
	assert_stock MUG 50/2/48
	ada orders --json
	assert_json .count 1
	assert_sound
}

@test "one key used by 30 at once is one order" {
	ada cart add MUG -n 2
	at_once 30 --for "$ada" checkout --key phone-17 --format ids
	[ "$(ended 0)" -eq 30 ]
	[ "$(sort -u "$results"/*.out)" = 1001 ]
	assert_sound
}

@test "an order cancelled by 20 at once frees its stock once" {
	place MUG=10
	at_once 20 admin order cancel 1001
	[ "$(ended 0)" -eq 1 ]
	[ "$(ended 1)" -eq 19 ]
	assert_stock MUG 50/0/50
	assert_sound
}

@test "an order shipped piece by piece by 20 at once ships no piece twice" {
	place MUG=10
	at_once 20 admin order ship 1001 --line MUG=1
	[ "$(ended 0)" -eq 10 ]
	[ "$(ended 1)" -eq 10 ]
	assert_stock MUG 40/0/40
	assert_sound
}

@test "who waits as long as told and no longer is told that the shop is busy" {
	local holder

	flock "$SHOP_HOME/write.lock" sleep 2 3>&- &
	holder=$!
	sleep 0.3
	ada -75 --wait 0.2 cart add MUG
	assert_error -p busy
	ada --wait 30 cart add MUG --json
	assert_json '.items[0].quantity' 1
	wait "$holder"
}

@test "reading waits for nobody" {
	place MUG=1
	flock "$SHOP_HOME/write.lock" sleep 2 3>&- &
	local holder=$!

	sleep 0.3
	SECONDS=0
	shop admin orders --wait 0.2 --format ids
	assert_output 1001
	[ $SECONDS -lt 2 ]
	wait "$holder"
}
