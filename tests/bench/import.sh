#!/bin/bash
# What the import of a million products costs, in turn in the same run beside libyaml,
# which only parses the same file on one thread, and SQLite, which takes the same
# products in from lines with tabs: seconds, ratios, the most memory held, bytes a
# product on disk. Then with customers who check out all the while, whose longest wait
# is printed; then of the same file again, and with a thousand prices changed. Fails
# where a goal is missed.
#
# BUILD is the folder of the default build (build); what is measured is linked
# statically and in its static/. PRODUCTS is how many there are (1000000), RUNS how
# often (3); the best counts. PEERS is what to compare with, as far as it was built
# ("sqlite"). WORK is a folder for the data, on the disk that counts. LIMITS=0 only
# prints.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/../.."
bench=${BUILD:-build}/bench
static=${BUILD:-build}/static
products=${PRODUCTS:-1000000}
changes=$((products < 1000 ? products : 1000))
runs=${RUNS:-3}
peers=${PEERS-sqlite}
buyers=5000 # with full carts, who come one after the other
together=5
sold=1000 # that they buy of
work=$(mktemp -d -p "${WORK:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state
unset "${!SHOP_@}"
results=$work/results

stop()
{
	printf 'import: %s\n' "$*" >&2
	exit 1
}

make_files()
{
	"$bench/catalog" "$work" "$products"
	awk -v step=$((products / changes)) -v left="$changes" '
	/^    price: / && left > 0 && ++n % step == 0 {
		left--
		print "    price: \"" n % 900 + 1 ".05\""
		next
	}
	{ print }' "$work/catalog.yaml" >"$work/changed.yaml"
}

# new_shop NAME
new_shop()
{
	rm -rf "${work:?}/$1"
	"$static/shop" --home "$work/$1" --quiet init --name Bench --currency EUR \
		--time-zone UTC
}

# import NAME FILE WHAT: says how long it took, and what it held.
import()
{
	sync -f "$work"
	echo "$3 $("$bench/measure" "$static/shop" --home "$work/$1" --quiet \
		admin import "$work/$2")" >>"$results"
}

# Whoever was first in one run comes second in the next.
time_all()
{
	local run

	for ((run = 0; run < runs; run++)); do
		echo "parse $("$bench/yaml_parse" "$work/catalog.yaml")" >>"$results"
		if [ "$peers" ]; then
			rm -f "$work/peer.db"
			sync -f "$work"
			echo "sqlite $("$bench/measure" "$static/bench/sqlite_import" \
				"$work/peer.db" "$work/catalog.tsv")" >>"$results"
		fi
		new_shop shop
		import shop catalog.yaml import
	done
	echo "bytes import $(stat -c %s "$work/shop/data.mdb")" >>"$results"
	[ ! "$peers" ] ||
		echo "bytes sqlite $(stat -c %s "$work/peer.db")" >>"$results"
}

# The shop that it was stays open in no process: the second reading finds nothing new.
time_updates()
{
	local run

	for ((run = 0; run < runs; run++)); do
		import shop catalog.yaml unchanged
		import shop changed.yaml changed
	done
}

make_goods()
{
	local i

	echo 'products:'
	for ((i = 0; i < sold; i++)); do
		echo "  - { sku: SKU-$i, name: 'Thing $i', price: '$((1 + i % 90)).50'," \
			"stock: 1000000 }"
	done
}

# check_out WHAT FIRST: a few customers, one after the other.
check_out()
{
	"$bench/buyers" 1 "$together" "$2" "$static/shop" --home "$work/open" \
		--for 'C{}' checkout | sed -n "s/^took/$1/p" >>"$results"
}

# Before it, for what a checkout takes anyhow; then all the while.
time_beside()
{
	local importing next=1001 last

	last=$((next + buyers - together))
	new_shop open
	make_goods >"$work/goods.yaml"
	"$static/shop" --home "$work/open" --quiet admin import "$work/goods.yaml"
	"$static/bench/carts" "$work/open" "$buyers" >/dev/null
	for (( ; next < 1001 + 20 * together; next += together)); do
		check_out alone "$next"
	done
	import open catalog.yaml beside &
	importing=$!
	while [ -e "/proc/$importing" ] && ((next <= last)); do
		check_out waited "$next"
		next=$((next + together))
	done
	wait "$importing"
	"$static/shop" --home "$work/open" admin check --quiet
}

# Both sides hold as many products as there are, and the shop what they are now.
check_all()
{
	local found

	found=$("$static/shop" --home "$work/shop" --json admin import --dry-run \
		"$work/changed.yaml" | sed -n 's/.*"unchanged":\([0-9]*\).*/\1/p')
	[ "$found" = "$products" ] || stop "the shop has '$found' of $products products"
	"$static/shop" --home "$work/shop" admin check --quiet
}

make_files
time_all
time_updates
check_all
rm -f "$work/peer.db"
time_beside
awk -v products="$products" -v size="$(stat -c %s "$work/catalog.yaml")" \
	-v changes="$changes" -v limits="${LIMITS:-1}" -f tests/bench/import.awk "$results"
