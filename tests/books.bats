#!/usr/bin/env bats
# The books: what happens to orders is in them on its own day, they are counted anew
# where that is needed, and what is wrong in them is found.

load helper
load order_shop

setup()
{
	isolate
	stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored
	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
	order_shop
}

# on DAY [-N] WORD...: as shop, at noon of that day
on()
{
	local -x SHOP_TEST_NOW=$1T12:00:00+01:00

	shift
	shop "$@"
}

# buy DAY SKU=COUNT...: an order that is paid and shipped on that day
buy()
{
	local -x SHOP_TEST_NOW=$1T12:00:00+01:00

	shift
	place "$@"
	shop admin order pay "$order"
	shop admin order ship "$order"
}

# assert_days DAY,NUMBER...: orders, cancelled, units, returned, gross, refunds,
# shipping, tax and total of the days of 2030 on which anything happened
assert_days()
{
	shop admin report sales --period 2030 --by day --json
	assert_json '[.items[] | [.day, .orders, .cancelled, .units, .returned, .gross,
		.refunds, .shipping, .tax, .total | tostring] | join(",") |
		select(test("^[^,]*,0,0,0,0,0.00,0.00,0.00,0.00,0.00$") | not)] |
		join(" ")' "$*"
}

# An added tax, and shipping that costs something.
with_taxes()
{
	shop admin tax add standard DE 20
	import_yaml <<<'products: [ { sku: MUG, tax_class: standard } ]'
	shop admin shipping add parcel 6 --tax-class standard
}

@test "an order that is cancelled is a sale on its day, and taken back on another" {
	with_taxes
	SHOP_TEST_NOW=2030-03-01T12:00:00+01:00 place MUG=2
	on 2030-03-05 admin order cancel "$order"
	assert_days 2030-03-01,1,0,2,0,10.00,0.00,6.00,3.20,19.20 \
		2030-03-05,0,1,0,2,0.00,10.00,-6.00,-3.20,-19.20
	assert_sound
}

@test "pieces that come back, and their refund, are taken back once, on the first day" {
	with_taxes
	buy 2030-03-01 MUG=2
	on 2030-03-05 admin order return "$order" --line MUG=1
	on 2030-03-07 admin order refund "$order"
	assert_days 2030-03-01,1,0,2,0,10.00,0.00,6.00,3.20,19.20 \
		2030-03-05,0,0,0,1,0.00,5.00,0.00,-1.00,-6.00
	buy 2030-04-01 MUG=2
	on 2030-04-05 admin order refund "$order" --amount 6
	on 2030-04-07 admin order return "$order" --line MUG=1
	assert_days 2030-03-01,1,0,2,0,10.00,0.00,6.00,3.20,19.20 \
		2030-03-05,0,0,0,1,0.00,5.00,0.00,-1.00,-6.00 \
		2030-04-01,1,0,2,0,10.00,0.00,6.00,3.20,19.20 \
		2030-04-05,0,0,0,0,0.00,5.00,0.00,-1.00,-6.00 \
		2030-04-07,0,0,0,1,0.00,0.00,0.00,0.00,0.00
	assert_sound
}

@test "an allowance takes back what it gives, with shipping where it says so" {
	with_taxes
	buy 2030-03-01 MUG=2
	on 2030-03-05 admin order return "$order" --line MUG=1 --refund --shipping
	on 2030-03-07 admin order refund "$order" --amount 1.20
	assert_days 2030-03-01,1,0,2,0,10.00,0.00,6.00,3.20,19.20 \
		2030-03-05,0,0,0,1,0.00,5.00,-6.00,-2.20,-13.20 \
		2030-03-07,0,0,0,0,0.00,1.00,0.00,-0.20,-1.20
	assert_sound
}

@test "an order that goes to another country stays where it was sold" {
	SHOP_TEST_NOW=2030-03-01T12:00:00+01:00 place MUG=2
	on 2030-03-02 admin order address 1001 'Rue 1' --country FR
	on 2030-03-05 admin order cancel 1001
	shop admin report sales --period 2030 --by country --format csv
	assert_output -p $'\nDE,1,'
	refute_output -p FR
	assert_sound
	shop admin reindex
	assert_sound
	on 2030-03-06 admin export --with customers,orders "$BATS_TEST_TMPDIR/moved.yaml"
	export SHOP_HOME=$BATS_TEST_TMPDIR/elsewhere
	new_shop
	on 2030-03-06 admin import "$BATS_TEST_TMPDIR/moved.yaml"
	shop admin report sales --period 2030 --by country --format csv
	assert_output -p $'\nDE,1,'
	refute_output -p FR
	assert_sound
}

@test "another time zone moves what happened to its days, at once" {
	SHOP_TEST_NOW=2030-03-01T20:00:00Z place MUG=2
	SHOP_TEST_NOW=2030-03-02T20:00:00Z shop admin order cancel 1001
	assert_days 2030-03-01,1,0,2,0,10.00,0.00,0.00,0.00,10.00 \
		2030-03-02,0,1,0,2,0.00,10.00,0.00,0.00,-10.00
	on 2030-03-04 admin config set shop.time-zone Asia/Tokyo --dry-run --format table
	assert_output -p 'the books would be counted anew: 1 order'
	assert_days 2030-03-01,1,0,2,0,10.00,0.00,0.00,0.00,10.00 \
		2030-03-02,0,1,0,2,0.00,10.00,0.00,0.00,-10.00
	on 2030-03-04 admin config set shop.time-zone Asia/Tokyo --format table
	assert_output -p 'the books were counted anew: 1 order'
	assert_days 2030-03-02,1,0,2,0,10.00,0.00,0.00,0.00,10.00 \
		2030-03-03,0,1,0,2,0.00,10.00,0.00,0.00,-10.00
	assert_sound
	on 2030-03-05 admin config set shop.time-zone Asia/Tokyo --format table
	refute_output -p 'counted anew'
}

# A change of the zone that is killed when it has counted one order of three.
killed_in_the_middle()
{
	local status=0

	strace -qq -o /dev/null true 2>/dev/null || skip 'ptrace is refused'
	place MUG=1
	place MUG=2
	place MUG=4
	SHOP_TEST_SLICE=0 ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS-} \
		strace -f -qq -o /dev/null -e inject=fdatasync:signal=KILL:when=2 \
		"$SHOP_BIN" admin config set shop.time-zone Asia/Tokyo || status=$?
	[ "$status" -eq 137 ]
	shop admin config get shop.time-zone --json
	assert_json .value Asia/Tokyo
}

@test "books that are being counted are shown to nobody, and gone on with" {
	killed_in_the_middle
	shop -75 admin report sales
	assert_error 'shop: the books are being counted anew (shop admin reindex ends it)'
	assert_sound
	shop admin order cancel 1001
	shop admin order cancel 1003
	place MUG=8
	shop -75 admin report sales
	shop admin reindex --json
	assert_json .orders 4
	shop admin report sales --json
	assert_json '.sum | "\(.orders) \(.cancelled) \(.units) \(.returned)"' '4 2 15 5'
	assert_sound
}

@test "the change of a zone that was killed is ended by the same once more" {
	killed_in_the_middle
	shop admin config set shop.time-zone Asia/Tokyo --format table
	assert_output -p 'the books were counted anew: 3 orders'
	shop admin report sales --json
	assert_json .sum.units 7
	assert_sound
}

@test "a zone that changes once more while books are counted begins them again" {
	killed_in_the_middle
	shop admin config set shop.time-zone Europe/Berlin
	shop admin report sales --json
	assert_json .sum.units 7
	assert_sound
}

@test "the books of a shop that had none are counted by a reindex" {
	local key

	place MUG=1
	for key in $("$stored" "$SHOP_HOME" keys book-day); do
		"$stored" "$SHOP_HOME" delete book-day "$key"
	done
	shop -75 admin report sales
	place MUG=2
	shop -75 admin report sales
	shop admin reindex
	shop admin report sales --json
	assert_json .sum.units 3
	assert_sound
}

@test "an import begins no books of a shop whose first order is in none" {
	local key

	place MUG=1
	for key in $("$stored" "$SHOP_HOME" keys book-day); do
		"$stored" "$SHOP_HOME" delete book-day "$key"
	done
	printf 'orders: [ { order: 7, placed_at: 2020-05-01, lines: [ %s ] } ]\n' \
		'{ sku: A, quantity: 1, unit_price: "2.50" }' >"$BATS_TEST_TMPDIR/history.yaml"
	shop admin import "$BATS_TEST_TMPDIR/history.yaml"
	shop -75 admin report sales
	shop admin reindex
	shop admin report sales --period .. --json
	assert_json .sum.units 2
	assert_sound
}

# put TABLE KEY HEX
put()
{
	"$stored" "$SHOP_HOME" put "$@"
}

last_of()
{
	"$stored" "$SHOP_HOME" keys "$1" | tail -n 1
}

# faulty TEXT: the check finds it, and counts anew what is derived.
faulty()
{
	shop -65 admin check
	assert_error -p "$1"
	shop admin check --repair
}

@test "what a day does not say of its orders is found, and counted anew" {
	local first second row

	SHOP_TEST_NOW=2030-01-01T12:00:00Z place MUG=1
	first=$(last_of book-day)
	SHOP_TEST_NOW=2030-01-02T12:00:00Z place MUG=3
	on 2030-01-02 admin order pay 1002
	second=$(last_of book-day)
	row=$("$stored" "$SHOP_HOME" get book-day "$second")
	put book-day "$first" "$row"
	faulty 'books: 2030-01-01: has figures that the orders do not add up to'
	put book-day "$second" "${row/4445/4652}"
	faulty 'books: 2030-01-02: has taxes that the orders do not add up to'
	put book-day "$second" "${row%00}02"
	faulty 'books: 2030-01-02: has payments that the orders do not add up to'
	put book-day "${first%?}0" "$row"
	faulty 'has a row, and nothing happened on it'
	"$stored" "$SHOP_HOME" delete book-day "$first"
	faulty 'books: 2030-01-01: has no row'
	put book-day "$second" "${row:0:40}"
	faulty 'books: 2030-01-02: the books are damaged: '
}

@test "a posting that no order made, and one that is missing, are found" {
	local sale last

	place MUG=3
	place MUG=2
	sale=$("$stored" "$SHOP_HOME" get book-posting "$(last_of book-posting)")
	shop admin order cancel 1002
	last=$(last_of book-posting)
	"$stored" "$SHOP_HOME" delete book-posting "$last"
	faulty 'books: 1002: has fewer postings in the books than its facts tell'
	put book-posting "$last" "$sale"
	shop -65 admin check
	assert_error -p 'books: '
	shop admin check --repair
	put book-posting "${last%?}3" "04${sale:2}"
	faulty 'books: 1002: has more postings in the books than its facts tell'
}
