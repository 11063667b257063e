#!/usr/bin/env bats
# Building the index anew: the old one stands until the new one is whole.

load helper
load terminal

# Many products, so that it takes its time.
MANY=20000

many_products()
{
	new_shop
	awk -v many=$MANY 'BEGIN {
		print "products:"
		for (i = 1; i <= many; i++)
			printf "  - { sku: S%d, name: Mugs of sort %d, price: 1, " \
				"brand: B%d, description: number %d of its kind }\n",
				i, i, i % 100, i
	}' >"$BATS_TEST_TMPDIR/many.yaml"
	shop -q admin import "$BATS_TEST_TMPDIR/many.yaml"
}

found()
{
	shop search mug --limit 1 --json
	assert_json .count "$1"
}

@test "it says how many products are in the index" {
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: A, name: Mug, price: 1 }
		  - { sku: B, name: Cup, price: 1 }
		  - { sku: C, name: Jug, price: 1, status: draft }
	YAML
	shop admin reindex --format table
	assert_output 'the index was built anew: 2 products'
	shop admin reindex --json
	assert_output '{"schema":1,"products":2}'
	shop admin reindex --format tsv
	assert_output $'products\n2'
	shop admin remove-product B
	shop admin reindex --format table
	assert_output 'the index was built anew: 1 product'
	shop admin check
}

@test "nothing is said with -q, and no progress where there is no terminal" {
	many_products
	shop admin reindex -q
	refute_output
	refute_error
	shop admin reindex
	assert_output $'products\n'$MANY
	refute_error
}

@test "a terminal sees how far it has come, and the line goes" {
	MANY=80000
	many_products
	at_terminal admin reindex
	await 'indexing: '
	await $'\r\e[Kthe index was built anew: '"$MANY products"
	leave 0
}

@test "a Ctrl-C leaves the old index" {
	local delay status interrupted=0

	many_products
	for delay in 0.02 0.04 0.06 0.1; do
		status=0
		timeout --preserve-status -s INT $delay "$SHOP_BIN" admin reindex \
			>"$TMPDIR/out" 2>&1 || status=$?
		[ "$status" -ne 130 ] || interrupted=$((interrupted + 1))
		found $MANY
	done
	[ "$interrupted" -gt 0 ]
	shop admin check
}

@test "killed at any moment, it leaves the old index" {
	local delay status killed=0

	many_products
	for delay in 0.02 0.05 0.1 0.15 0.2 0.3 0.4; do
		status=0
		timeout -s KILL $delay "$SHOP_BIN" admin reindex >"$TMPDIR/out" 2>&1 ||
			status=$?
		[ "$status" -eq 0 ] || killed=$((killed + 1))
		found $MANY
	done
	[ "$killed" -gt 0 ]
	shop admin check
	shop admin reindex
}

@test "searches see the old index until the new one is whole" {
	local job searches=0

	many_products
	"$SHOP_BIN" admin reindex >"$TMPDIR/out" &
	job=$!
	while kill -0 $job 2>"$TMPDIR/gone"; do
		found $MANY
		searches=$((searches + 1))
	done
	wait $job
	[ "$searches" -gt 0 ]
	found $MANY
}

@test "a setting whose index was not built stays as it was" {
	local status=0

	many_products
	timeout --preserve-status -s INT 0.04 "$SHOP_BIN" \
		admin config set search.language none || status=$?
	[ "$status" -eq 130 ]
	timeout -s KILL 0.04 "$SHOP_BIN" admin config set search.color tint || :
	shop admin config get search.language --json
	assert_json .value english
	found $MANY
	shop admin check
}

@test "an index in another language comes at one stroke" {
	local job seen

	many_products
	"$SHOP_BIN" -q admin config set search.language none &
	job=$!
	while kill -0 $job 2>"$TMPDIR/gone"; do
		"$SHOP_BIN" search mug --limit 1 --json=sku >"$TMPDIR/out" || :
		seen=$(jq .count "$TMPDIR/out")
		[[ $seen == "$MANY" || $seen == 0 ]]
	done
	wait $job
	shop -1 search mug
}

# A row of a table, below all that keeps it whole.
stored()
{
	local tool=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored

	[ -x "$tool" ] || tool=$(dirname "$SHOP_BIN")/tools/stored
	"$tool" "$SHOP_HOME" "$@"
}

@test "what changes while it runs is in the new index" {
	local job

	many_products
	"$SHOP_BIN" -q admin reindex &
	job=$!
	shop -q admin edit-product S5 --name 'Zymurgy kettle'
	shop -q admin add-product --sku NEW --name 'Zymurgy pan' --price 2
	shop -q admin remove-product S7
	shop -q admin stock set S9 4 --reason found
	shop -q admin edit-product S11 --barcode 4006381333931
	wait $job
	shop search zymurgy --format ids --sort name
	assert_output $'S5\nNEW'
	found $((MANY - 2))
	shop search mug --in-stock --format ids
	assert_output S9
	shop search 4006381333931 --limit 1 --format ids
	assert_output S11
	shop admin check
}

@test "customers buy while it runs" {
	local job

	many_products
	shop -q admin stock set S1 3 --reason found
	shop -q register --name Ada --phone '+49 30 123456' --country DE \
		--address 'Am Tor 1' --no-input --password-file - <<<'a long password'
	"$SHOP_BIN" -q admin reindex &
	job=$!
	shop -q cart add S1 -n 2
	shop checkout --format ids
	assert_output 1001
	wait $job
	shop search mug --in-stock --json=sku,available
	assert_json '.items[0].available' 1
	shop admin check
}

@test "what people type for a SKU is made anew" {
	local key

	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: Cup-1, name: Cup, price: 1, barcode: "4006381333931" }
	YAML
	for key in $(stored keys code); do
		stored delete code "$key"
	done
	shop -65 admin check
	shop admin reindex
	[ "$(stored keys code | wc -l)" -eq 2 ]
	shop admin check
}

@test "a second one waits for the first" {
	local job

	many_products
	"$SHOP_BIN" -q admin reindex &
	job=$!
	shop -q admin reindex
	wait $job
	found $MANY
	shop admin check
}

@test "a setting is refused before anything is built" {
	new_shop
	shop -2 admin config set search.language klingon
	assert_error -e "'klingon' is not a value of 'search.language'"
}
