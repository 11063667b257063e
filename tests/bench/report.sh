#!/bin/bash
# What reports cost over the books of ORDERS (5,000,000) orders with three lines each
# on average, of four years: first those of days, months and years, as whole processes
# in turn, beside an empty process and beside the same in a shop of SMALL (5,000)
# orders; then cuts through all lines, as whole processes beside SQLite's GROUP BY over
# the same rows, whose answers have to be the same. Prints times, ratios and sizes, and
# fails where a goal is missed.
#
# BUILD is the folder of the default build (build); what is measured is linked
# statically and in its static/. PEERS is what to compare with ("sqlite", or nothing).
# ROUNDS is how often reports of days are run (300), CUTS how often each cut (3). WORK
# is a folder for the data, which takes 3 GB. LIMITS=0 only prints.
set -euo pipefail
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/../.."
build=${BUILD:-build}
static=$build/static
orders=${ORDERS:-5000000}
small=${SMALL:-5000}
peers=${PEERS-sqlite}
limits=${LIMITS:-1}
work=$(mktemp -d -p "${WORK:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state
unset "${!SHOP_@}"
failed=0

shop()
{
	"$static/shop" --home "$work/$1" "${@:2}"
}

# make_books NAME ORDERS
make_books()
{
	shop "$1" -q init --name Bench --currency EUR --time-zone UTC
	"$static/bench/books" fill "$work/$1" "$2"
}

make_all()
{
	make_books small "$small"
	make_books big "$orders"
	[ "$peers" != sqlite ] ||
		"$static/bench/books" rows "$orders" |
		"$static/bench/sqlite_books" make "$work/big.db"
	sync -f "$work"
}

# The last days, months and years of the books.
reports=('--by day --period 2026-11' '--by day --period 2025-12-01..2026-11-30'
	'--by month --period 2025-12..2026-11' '--by year --period 2022..2026'
	'--by day --period 2022-12-01..2026-11-30')

time_reports()
{
	local commands=("$build/bench/empty") report name options

	for report in "${reports[@]}"; do
		read -ra options <<<"$report"
		for name in small big; do
			commands+=(-- "$static/shop" --home "$work/$name" admin
				report sales "${options[@]}")
		done
	done
	"$build/bench/runner" "${ROUNDS:-300}" "${commands[@]}"
}

# Some more than a goal's worth of noise is no reason to fail: four years of days are
# printed only.
print_reports()
{
	printf 'median us\tabove empty\tto small\treport of sales\n'
	awk -F '\t' -v limits="$limits" '
		NR == 1 { empty = $1; next }
		NR % 2 == 0 { small = $1; next }
		{
			sub(/.*report sales /, "", $3)
			slow = $1 > empty + 1000 && NR < 11
			printf "%d\t%d\t%.2f\t%s%s\n", $1, $1 - empty, $1 / small,
				$3, slow ? "\t(more than 1000 above)" : ""
			failed = failed || slow
		}
		END { exit limits && failed }'
}

# A cut's name, how we are asked, and how SQLite is.
cuts=('brand|brands --period 2022..2026|brand'
	'category|categories --period 2024-03..2025-08|category 19783 20332'
	'product|products --period 2022..2026|product'
	'country|sales --by country --period 2025|country 20089 20454')

# Ours by name, in minor units: what SQLite says.
same_columns()
{
	awk -F '\t' '
		function minor(text) { sub(/[.]/, "", text); return text + 0 }
		NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; next }
		$1 == "shipping" { next }
		{
			printf "%s\t%d\t%d\t%d\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\n", $1,
				$place["orders"], $place["units"],
				$place["returned"], minor($place["gross"]),
				minor($place["discounts"]), minor($place["refunds"]),
				minor($place["shipping"]), minor($place["tax"])
		}' | sort
}

# timed NAME COMMAND...: a line with the name and the microseconds it took
timed()
{
	local begin=${EPOCHREALTIME/./}

	"${@:2}" >"$work/answer"
	echo "$1 $((${EPOCHREALTIME/./} - begin))"
}

time_cut()
{
	local name ours theirs ask_us ask_them i

	IFS='|' read -r name ours theirs <<<"$1"
	read -ra ask_us <<<"$ours"
	read -ra ask_them <<<"$theirs"
	for ((i = 0; i < ${CUTS:-3}; i++)); do
		timed "$name shop" "$static/shop" --home "$work/big" admin report \
			"${ask_us[@]}" --format tsv
		[ "$peers" = sqlite ] || continue
		same_columns <"$work/answer" >"$work/ours"
		timed "$name sqlite" "$static/bench/sqlite_books" \
			"${ask_them[0]}" "$work/big.db" "${ask_them[@]:1}"
		sort "$work/answer" | cmp -s - "$work/ours" || {
			echo "report: SQLite has another answer by $name" >&2
			exit 1
		}
	done
}

print_cuts()
{
	sort -k 1,2 -k 3n | awk -v limits="$limits" '
		function median(key) { return time[key, int((count[key] + 1) / 2)] }
		BEGIN { print "median ms\tSQLite\tratio\tcut by" }
		{
			key = $1 " " $2
			time[key, ++count[key]] = $3
			if (!($1 in seen))
				names[++n] = $1
			seen[$1] = 1
		}
		END {
			for (i = 1; i <= n; i++) {
				ours = median(names[i] " shop")
				theirs = count[names[i] " sqlite"] ? \
					median(names[i] " sqlite") : 0
				slow = ours > 250000 || (theirs && theirs < 10 * ours)
				printf "%.1f\t%.1f\t%.1f\t%s%s\n", ours / 1000,
					theirs / 1000, theirs / ours, names[i],
					slow ? "\t(more than 250, or less than 10 times)" : ""
				failed = failed || slow
			}
			exit limits && failed
		}'
}

make_all
time_reports >"$work/reports"
print_reports <"$work/reports" || failed=1
for cut in "${cuts[@]}"; do
	time_cut "$cut"
done >"$work/cuts"
print_cuts <"$work/cuts" || failed=1
printf 'bytes of an order\t%d\n' $(($(stat -c %s "$work/big/data.mdb") / orders))
exit "$failed"
