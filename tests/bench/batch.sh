#!/bin/bash
# What a checkout costs as a line of a batch, beside one as a whole process: in turn in
# the same run, with full carts for each, every one on disk when it is acknowledged.
# Prints rates and their ratio, and fails where a batch is not GOAL (5) times as fast.
#
# BUILD is the folder of the default build (build); what is measured is linked
# statically and in its static/. LINES is how many checkouts the batch has (10000),
# ALONE how many processes there are (1000), ROUNDS how often (2). WORK is a folder for
# the data, on the disk that counts. LIMITS=0 only prints.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/../.."
bench=${BUILD:-build}/bench
static=${BUILD:-build}/static
rounds=${ROUNDS:-2}
lines=${LINES:-10000}
alone=${ALONE:-1000}
goal=${GOAL:-5}
first=1001 # customer
work=$(mktemp -d -p "${WORK:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state
unset "${!SHOP_@}"
shop=("$static/shop" --home "$work/shop")

make_shop()
{
	local i

	for ((i = 0; i < 1000; i++)); do
		echo "  - { sku: SKU-$i, name: 'Thing $i', price: '$((1 + i % 90)).50'," \
			"stock: 1000000 }"
	done | sed '1i products:' >"$work/catalog.yaml"
	"${shop[@]}" --quiet init --name Bench --currency EUR --time-zone UTC
	"${shop[@]}" --quiet admin import "$work/catalog.yaml"
	"$static/bench/carts" "$work/shop" $((rounds * (alone + lines))) >/dev/null
	sync -f "$work"
}

# Microseconds that COMMAND... takes.
time_of()
{
	local from=${EPOCHREALTIME/./}

	"$@"
	echo $((${EPOCHREALTIME/./} - from))
}

run_batch()
{
	"${shop[@]}" batch "$work/lines" >"$work/answers"
}

time_all()
{
	local round buyer=$first

	for ((round = 0; round < rounds; round++)); do
		"$bench/buyers" 1 "$alone" "$buyer" "${shop[@]}" --for 'C{}' checkout |
			sed -n "s/^wall /alone $alone /p"
		buyer=$((buyer + alone))
		seq -f '--for C%.0f checkout' "$buyer" $((buyer + lines - 1)) \
			>"$work/lines"
		buyer=$((buyer + lines))
		echo "batch $lines $(time_of run_batch)"
		[ "$(cut -f 3 "$work/answers" | grep -c '^0$')" = "$lines" ]
	done
}

check_orders()
{
	local counted

	"${shop[@]}" --quiet admin check
	counted=$("${shop[@]}" admin orders --limit 1 --json |
		sed -n 's/.*"count":\([0-9]*\).*/\1/p')
	[ "$counted" = $((rounds * (alone + lines))) ] || {
		echo "batch: '$counted' orders, not $((rounds * (alone + lines)))" >&2
		exit 1
	}
}

make_shop
time_all >"$work/results"
check_orders
awk -v goal="$goal" -v limits="${LIMITS:-1}" '
	{
		rate = $2 / $3 * 1e6
		printf "%-6s %6d checkouts  %8.0f a second  %6.0f us each\n", $1, $2,
			rate, $3 / $2
		if (rate > best[$1])
			best[$1] = rate
	}
	END {
		ratio = best["batch"] / best["alone"]
		printf "a batch is %.1f times as fast as separate processes (goal: %s)\n",
			ratio, goal
		exit limits && ratio < goal
	}' "$work/results"
