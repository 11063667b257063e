#!/bin/bash
# What a checkout costs as a whole process, paid by "manual" and on disk when it ends,
# beside a program on libsqlite3 that does the same: with its write-ahead log and with
# its rollback journal, both with synchronous = FULL. First one after the other, then
# PARALLEL (16) at once, in turn in the same run, with full carts for each. Prints
# rates, ratios, percentiles, what the slowest of those at once had had when the
# fastest was done, and what a pair of syncs costs here, and fails where a goal is
# missed.
#
# BUILD is the folder of the default build (build); what is measured is linked
# statically and in its static/. PEERS is what to compare with, as far as it was built
# ("wal rollback"). ROUNDS is how often (3), SERIAL how many checkouts there are one
# after the other in a round (200), EACH how many of each at once (50). WORK is a
# folder for the data, on the disk that counts. LIMITS=0 only prints.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/../.."
bench=${BUILD:-build}/bench
static=${BUILD:-build}/static
rounds=${ROUNDS:-3}
serial=${SERIAL:-200}
parallel=${PARALLEL:-16}
each=${EACH:-50}
products=1000
first=1001 # customer
work=$(mktemp -d -p "${WORK:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state
unset "${!SHOP_@}"
engines=(shop)
read -ra peers <<<"${PEERS-wal rollback}"
for peer in "${peers[@]}"; do
	engines+=("$peer")
done

make_catalog()
{
	local i

	echo 'products:'
	for ((i = 0; i < products; i++)); do
		echo "  - { sku: SKU-$i, name: 'Thing $i', price: '$((1 + i % 90)).50'," \
			"stock: 1000000 }"
	done
}

make_tables()
{
	local i

	for ((i = 0; i < products; i++)); do
		echo "INSERT INTO product VALUES('SKU-$i', 'Thing $i'," \
			"$((1 + i % 90))50, 1);"
		echo "INSERT INTO stock VALUES('SKU-$i', 1000000, 0);"
	done
	cat "$work/carts.sql"
}

make_all()
{
	local shop=("$static/shop" --home "$work/shop" --quiet) engine

	make_catalog >"$work/catalog.yaml"
	"${shop[@]}" init --name Bench --currency EUR --time-zone UTC
	"${shop[@]}" admin import "$work/catalog.yaml"
	"$static/bench/carts" "$work/shop" $((rounds * (serial + parallel * each))) \
		>"$work/carts.sql"
	make_tables >"$work/tables.sql"
	for engine in "${peers[@]}"; do
		"$static/bench/sqlite_orders" make "$work/$engine.db" \
			"${engine/rollback/delete}" <"$work/tables.sql"
	done
	sync -f "$work"
}

# engine_round ENGINE LANES COUNT FIRST
engine_round()
{
	local command=("$static/bench/sqlite_orders" checkout "$work/$1.db" '{}')

	[ "$1" != shop ] ||
		command=("$static/shop" --home "$work/shop" --for 'C{}' checkout)
	"$bench/buyers" "$2" "$3" "$4" "${command[@]}" | sed "s/^/$1 $2 /"
}

time_all()
{
	local round engine buyer=$first

	for ((round = 0; round < rounds; round++)); do
		"$bench/sync_pair" "$work/pages" 200 | sed 's/^/disk 0 pair /'
		for engine in "${engines[@]}"; do
			engine_round "$engine" 1 "$serial" "$buyer"
		done
		buyer=$((buyer + serial))
		for engine in "${engines[@]}"; do
			engine_round "$engine" "$parallel" "$each" "$buyer"
		done
		buyer=$((buyer + parallel * each))
	done
}

# Every engine has as many orders as were made.
check_orders()
{
	local orders=$((rounds * (serial + parallel * each))) engine counted

	"$static/shop" --home "$work/shop" admin check --quiet
	for engine in "${engines[@]}"; do
		if [ "$engine" = shop ]; then
			counted=$("$static/shop" --home "$work/shop" admin orders --all \
				--json --limit 1 | sed -n 's/.*"count":\([0-9]*\).*/\1/p')
		else
			counted=$("$static/bench/sqlite_orders" count \
				"$work/$engine.db" | cut -d ' ' -f 1)
		fi
		[ "$counted" = "$orders" ] || {
			echo "orders: $engine has '$counted' of $orders orders" >&2
			exit 1
		}
	done
}

make_all
time_all >"$work/results"
check_orders
awk -v parallel="$parallel" -v limits="${LIMITS:-1}" -f tests/bench/orders.awk \
	"$work/results"
