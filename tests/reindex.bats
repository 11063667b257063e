#!/usr/bin/env bats
# Building the index anew: the old one stands until the new one is whole.

load helper
load held
load terminal

some_products()
{
	new_shop
	awk -v count=30 'BEGIN {
		print "products:"
		for (i = 1; i <= count; i++)
			printf "  - { sku: S%d, name: Mugs of sort %d, price: 1, " \
				"brand: B%d, description: number %d of its kind }\n",
				i, i, i % 100, i
	}' >"$BATS_TEST_TMPDIR/some.yaml"
	shop -q admin import "$BATS_TEST_TMPDIR/some.yaml"
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
	assert_output '{"schema":1,"products":2,"orders":0}'
	shop admin reindex --format tsv
	assert_output $'products\torders\n2\t0'
	shop admin remove-product B
	shop admin reindex --format table
	assert_output 'the index was built anew: 1 product'
	shop admin check
}

@test "nothing is said with -q, and no progress where there is no terminal" {
	some_products
	shop admin reindex -q
	refute_output
	refute_error
	held open admin reindex
	sleep 0.15
	released
	assert_output $'products\torders\n30\t0'
	refute_error
}

@test "a terminal sees how far it has come, and the line goes" {
	some_products
	mkfifo "$BATS_TEST_TMPDIR/gate"
	export SHOP_TEST_GATE_OPEN=$BATS_TEST_TMPDIR/gate
	at_terminal admin reindex
	exec 9>"$SHOP_TEST_GATE_OPEN"
	# Nothing is told of what is done in less than a tenth of a second.
	sleep 0.15
	exec 9>&-
	await 'indexing: '
	await $'\r\e[Kthe index was built anew: 30 products'
	leave 0
}

# Where it may be held.
gates='open notes settle'

@test "interrupted or killed, it leaves the old index" {
	local place

	some_products
	for place in $gates; do
		held "$place" admin reindex
		struck INT
		[ "$held_status" -eq 130 ]
		found 30
		held "$place" admin reindex
		struck KILL
		[ "$held_status" -eq 137 ]
		found 30
	done
	shop admin check
	shop admin reindex
	shop admin check
}

@test "a setting whose index was not built stays as it was" {
	some_products
	held notes admin config set search.language none
	struck INT
	[ "$held_status" -eq 130 ]
	held settle admin config set search.language none
	struck KILL
	shop admin config get search.language --json
	assert_json .value english
	found 30
	shop admin check
}

@test "searches see the old index until the new one is whole, in another language" {
	local place

	some_products
	for place in $gates; do
		held "$place" admin config set search.language none
		found 30
		released
		shop -1 search mug
		shop -q admin config set search.language english
	done
	found 30
}

# A row of a table, below all that keeps it whole.
stored()
{
	local tool=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored

	[ -x "$tool" ] || tool=$(dirname "$SHOP_BIN")/tools/stored
	"$tool" "$SHOP_HOME" "$@"
}

# changed_at GATE: what changes there is in the new index.
changed_at()
{
	some_products
	held "$1" admin reindex
	shop -q admin edit-product S5 --name 'Zymurgy kettle'
	shop -q admin add-product --sku NEW --name 'Zymurgy pan' --price 2
	shop -q admin remove-product S7
	shop -q admin stock set S9 4 --reason found
	shop -q admin edit-product S11 --barcode 4006381333931
	released
	shop search zymurgy --format ids --sort name
	assert_output $'S5\nNEW'
	found 28
	shop search mug --in-stock --format ids
	assert_output S9
	shop search 4006381333931 --limit 1 --format ids
	assert_output S11
	shop admin check
}

@test "what changes before it reads the products is in the new index" {
	changed_at open
}

@test "what changes while it runs is in the new index" {
	changed_at notes
}

@test "what changes just before its last transaction is in the new index" {
	changed_at settle
}

@test "many changes while it runs are in the new index" {
	some_products
	held notes admin reindex
	seq 30 | sed 's/.*/admin edit-product S& --name Zymurgy/' >"$BATS_TEST_TMPDIR/lines"
	shop -q batch "$BATS_TEST_TMPDIR/lines"
	released
	shop search zymurgy --limit 1 --json
	assert_json .count 30
	shop -1 search mug
	shop admin check
}

@test "customers buy while it runs" {
	some_products
	shop -q admin stock set S1 3 --reason found
	shop -q register --name Ada --phone '+49 30 123456' --country DE \
		--address 'Am Tor 1' --no-input --password-file - <<<'a long password'
	held settle admin reindex
	shop -q cart add S1 -n 2
	shop checkout --format ids
	assert_output 1001
	released
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
	local second

	some_products
	held notes admin reindex
	shop -75 --wait 0 admin reindex
	assert_error -p 'another import or reindex is running'
	"$SHOP_BIN" -q admin reindex 9>&- &
	second=$!
	released
	wait $second
	found 30
	shop admin check
}

@test "a setting is refused before anything is built" {
	new_shop
	shop -2 admin config set search.language klingon
	assert_error -e "'klingon' is not a value of 'search.language'"
}
