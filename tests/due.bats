#!/usr/bin/env bats
# What is due: applied by the first command that comes after its moment, whatever that
# command is, and by none before.

load helper

at()
{
	export SHOP_TEST_NOW=$1
}

setup()
{
	isolate
	at 2026-11-25T12:00:00Z
	new_shop
	import_yaml <<'YAML'
products:
  - { sku: MUG, name: Mug, category: Home, price: "10.00", sale_price: "8.00", sale_from: 2026-12-01, sale_until: 2026-12-05, stock: 5 }
  - { sku: POT, name: Pot, category: Home, price: "9.00", stock: 5 }
YAML
}

first_found()
{
	shop search --sort price --json
	assert_json '.items[0] | "\(.sku) \(.price)"' "$1"
}

# values: how many the store holds
values()
{
	shop admin check --json
	assert_json .ok true
	json .values
}

@test "a read that comes after a moment writes what was due, and only once" {
	local before after

	at 2026-12-02T12:00:00Z
	before=$(values)
	first_found 'MUG 8.00'
	after=$(values)
	[ "$after" -gt "$before" ]
	first_found 'MUG 8.00'
	[ "$(values)" -eq "$after" ]
}

@test "a write applies what is due before its own work, in one transaction" {
	at 2026-12-02T12:00:00Z
	shop admin edit-product POT --name Kettle --json
	first_found 'MUG 8.00'
	shop admin price-history MUG --json
	assert_json '[.items[].price] | join(" ")' '8.00 10.00'
}

@test "a command that is refused applies nothing that is due" {
	local before

	at 2026-12-02T12:00:00Z
	before=$(values)
	shop -2 admin edit-product MUG --price 1e3
	[ "$(values)" -eq "$before" ]
}

@test "a dry run sees what is due as applied, and leaves it due" {
	local before

	at 2026-12-02T12:00:00Z
	before=$(values)
	shop --dry-run admin edit-product MUG --price 12.00 --json
	assert_json '.variants[0].sale_price' 8.00
	[ "$(values)" -eq "$before" ]
}

@test "the log says that the clock did it, and as of when" {
	at 2026-12-02T12:00:00Z
	first_found 'MUG 8.00'
	shop admin log --json
	assert_json '.items[0] | "\(.actor) \(.command) \(.subject) \(.kind) \(.note)"' \
		'system 0 search product MUG repriced as of 2026-12-01T00:00:00+01:00'
	assert_json '.items[0].changes[0] | "\(.field) \(.old) \(.new)"' \
		'current_price 10.00 8.00'
	assert_json '[.items[] | select(.actor == "system 0")] | length' 1
}

@test "the log says when a sale began and ended, once" {
	shop admin sale add winter --off 50% --from 2026-11-27 --until 2026-11-28
	at 2026-11-27T12:00:00Z
	first_found 'POT 4.50'
	at 2026-11-30T12:00:00Z
	first_found 'POT 9.00'
	shop admin log --json
	assert_json '[.items[] | select(.actor == "system 0") |
		"\(.subject) \(.kind) \(.note)"] | join(", ")' \
		'sale winter ended as of 2026-11-29T00:00:00+01:00, sale winter began as of 2026-11-27T00:00:00+01:00'
}

@test "many who come at once at a moment find it applied once" {
	local i

	at 2026-12-02T12:00:00Z
	for i in {1..12}; do
		"$SHOP_BIN" search --sort price --format ids \
			>"$BATS_TEST_TMPDIR/found.$i" 2>&1 &
	done
	wait
	shop admin log --json
	assert_json '[.items[] | select(.kind == "repriced")] | length' 1
	no_match shop: "$BATS_TEST_TMPDIR"/found.*
	values
}

@test "a sale of many products that is killed goes on with whoever comes next" {
	local delay tries lowest

	{
		echo 'products:'
		seq 900 | sed 's/.*/  - { sku: K&, name: Thing &, price: "30.00" }/'
	} >"$BATS_TEST_TMPDIR/many.yaml"
	shop admin import "$BATS_TEST_TMPDIR/many.yaml"
	for delay in 0.005 0.01 0.02 0.03 0.05 0.1; do
		timeout -s KILL "$delay" "$SHOP_BIN" -q admin sale add \
			"sale-$delay" --off 1.00 >/dev/null 2>&1 || true
		values
	done
	for tries in {1..40}; do
		shop search thing --limit 1
	done
	shop search thing --sort price --limit 1 --json
	lowest=$(json '.items[0].price')
	shop search thing --price "$lowest..$lowest" --limit 1 --json
	assert_json .count 900
	values
}

@test "many moments that have passed are applied in their order" {
	at 2027-03-01T12:00:00Z
	first_found 'POT 9.00'
	shop admin price-history MUG --json
	assert_json '[.items[] | "\(.price) \(.until)"] | join(", ")' \
		'10.00 null, 8.00 2026-12-06T00:00:00+01:00, 10.00 2026-12-01T00:00:00+01:00'
}

@test "more than a transaction takes is applied by a read that comes" {
	{
		echo 'products:'
		seq 250 | sed 's/.*/  - { sku: D&, name: Dated &, price: "10.00", sale_price: "5.00", sale_from: 2026-12-01 }/'
	} >"$BATS_TEST_TMPDIR/dated.yaml"
	shop admin import "$BATS_TEST_TMPDIR/dated.yaml"
	at 2026-12-01T12:00:00Z
	local tries
	for tries in {1..20}; do
		shop search --price 5.00..5.00 --json
		[ "$(json .count)" -lt 250 ] || break
	done
	assert_json .count 250
	values
}

@test "where the folder may only be read, a read goes on without what is due" {
	# The one who reads is another user, to whom the folder says so.
	[ "$(id -u)" -eq 0 ] || skip 'running as another user takes root'
	open_way "$SHOP_HOME"
	chmod 0755 "$SHOP_HOME"
	chmod 0644 "$SHOP_HOME"/data.mdb
	chmod 0666 "$SHOP_HOME"/*.lock "$SHOP_HOME"/lock.mdb
	at 2026-12-02T12:00:00Z
	as_user 4242 search --sort price --json
	assert_json '.items[0] | "\(.sku) \(.price)"' 'POT 9.00'
	as_user 4242 show MUG --json
	assert_json '.variants[0] | "\(.sale_price) \(.lowest_price)"' '8.00 10.00'
	first_found 'MUG 8.00'
}

@test "a busy shop keeps no read waiting for what is due" {
	at 2026-12-02T12:00:00Z
	exec 9>>"$SHOP_HOME/write.lock"
	flock 9
	first_found 'POT 9.00'
	flock -u 9
	first_found 'MUG 8.00'
}

@test "a product that is removed before its day leaves nothing due" {
	shop admin stock set MUG 0 --reason gone
	shop admin remove-product MUG
	values
	at 2026-12-02T12:00:00Z
	first_found 'POT 9.00'
	values
}

@test "dates that are changed are due on the new day alone" {
	shop admin edit-product MUG --sale-from 2026-12-03
	at 2026-12-02T12:00:00Z
	first_found 'POT 9.00'
	at 2026-12-03T12:00:00Z
	first_found 'MUG 8.00'
	values
}

# stored WHAT TABLE [KEY [VALUE]]
stored()
{
	local tool=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored

	[ -x "$tool" ] || tool=$(dirname "$SHOP_BIN")/tools/stored
	"$tool" "$SHOP_HOME" "$@"
}

# patch_all OLD NEW: writes over bytes of the file, as bad hardware would.
patch_all()
{
	local at

	while read -r at; do
		printf %s "$2" | dd of="$SHOP_HOME/data.mdb" bs=1 seek="$at" \
			conv=notrunc status=none
	done < <(grep -abo -e "$1" "$SHOP_HOME/data.mdb" | cut -d : -f 1)
}

# fault MESSAGE: the proof ends with it, and repair mends it.
fault()
{
	shop -65 admin check --json
	assert_json "[.faults[] | \"\\(.subject) \\(.message)\"] | index(\"$1\") != null" true
	shop admin check --repair --json
	assert_json .ok true
}

@test "a product that is not noted for its day is found, and noted anew" {
	stored delete price-due "$(stored keys price-due)"
	fault "MUG is not noted for the day its price changes (mend it with 'shop admin reindex')"
	at 2026-12-02T12:00:00Z
	first_found 'MUG 8.00'
}

@test "a sale that is not noted for its day is found, and noted anew" {
	shop admin sale add winter --off 50% --from 2026-12-10 --until 2026-12-11
	stored delete due "$(stored keys due | tail -n 1)"
	fault "winter is a sale that is not noted for the day it begins or ends (mend it with 'shop admin reindex')"
	at 2026-12-12T12:00:00Z
	first_found 'POT 9.00'
}

@test "a day that passed without its row is found, and its price put right" {
	stored delete price-due "$(stored keys price-due)"
	at 2026-12-02T12:00:00Z
	first_found 'POT 9.00'
	fault "MUG is searched by another price than it has (mend it with 'shop admin reindex')"
	first_found 'MUG 8.00'
}

@test "a row of a product that is not there is found, and taken out" {
	local key

	key=$(stored keys price-due)
	stored put price-due "${key%??}77" ''
	fault "price-due has a row of a product or sale that is not there (mend it with 'shop admin reindex')"
	[ "$(stored keys price-due)" = "$key" ]
}

@test "past prices of a SKU that is not there are found" {
	local key

	shop admin edit-product POT --price 12.00
	key=$(stored keys past-price)
	stored put past-price "58${key#??}" "$(stored get past-price "$key")"
	shop -65 admin check --json
	assert_json '.faults[0] | "\(.subject) \(.message)"' \
		'XOT has past prices, and is not there'
}

@test "a damaged product that is due stops no other command, and is told by the check" {
	patch_all Mug Mag
	at 2026-12-02T12:00:00Z
	shop search pot --format ids
	assert_output POT
	shop admin edit-product POT --price 7.00
	shop search pot --json
	assert_json '.items[0].price' 7.00
	shop -65 admin check --json
	assert_json '[.faults[].kind] | index("checksum") != null' true
	patch_all Mag Mug
	first_found 'POT 7.00'
	at 2026-12-02T13:01:00Z
	first_found 'POT 7.00'
	shop search mug --json
	assert_json '.items[0].price' 8.00
	values
}

@test "a damaged order that is due stops no other command, and is cancelled once mended" {
	local key whole

	shop admin config set order.cancel-unpaid-after 60
	shop admin customers add --name 'Ada King' --phone +441632960001 \
		--address '12 Mill Lane' --country GB
	shop --for C1001 cart add POT
	shop --for C1001 checkout
	key=$(stored keys order)
	whole=$(stored get order "$key")
	stored put order "$key" 00
	at 2026-11-25T13:00:00Z
	shop admin edit-product POT --price 7.00
	shop search pot --format ids
	assert_output POT
	stored put order "$key" "$whole"
	at 2026-11-25T14:00:01Z
	shop search pot --format ids
	shop admin order show 1001 --json
	assert_json .state cancelled
	values
}

@test "an order that is not paid in time is cancelled by whoever comes next" {
	shop admin config set order.cancel-unpaid-after 60
	shop admin customers add --name 'Ada King' --phone +441632960001 \
		--address '12 Mill Lane' --country GB
	shop --for C1001 cart add POT -n 5
	shop --for C1001 checkout
	at 2026-11-25T12:59:59Z
	shop -1 search pot --in-stock --format ids
	at 2026-11-25T13:00:00Z
	shop search pot --in-stock --format ids
	assert_output POT
	shop admin order show 1001 --json
	assert_json .state cancelled
	assert_json '.timeline[-1].actor' system
	values
}

@test "a damaged product in a sale is passed over, and the others are priced" {
	shop admin sale add winter --off 1.00 --from 2026-11-26
	patch_all Mug Mag
	at 2026-11-26T12:00:00Z
	shop search pot --json
	assert_json '.items[0].price' 8.00
	patch_all Mag Mug
	fault "MUG is searched by another price than it has (mend it with 'shop admin reindex')"
}
