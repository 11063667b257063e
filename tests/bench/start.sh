#!/bin/bash
# How long the program takes to start: whole processes of "shop --version", "shop
# show SKU" and a search in a small shop, for the default build and for the static
# one, against an empty static process and against /bin/true, in turn in the same
# run. Prints medians in microseconds and both ratios, and fails where one is above
# its limit: the static program's to the empty process, the other's, which has a
# loader to wait for, to /bin/true.
#
# BUILD is the folder of the default build (build); the static one is in its static/.
# ROUNDS is how often (1000). LIMITS=0 only prints.
set -eu
export LC_ALL=C.UTF-8

cd "$(dirname "$0")/../.."
build=${BUILD:-build}
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export SHOP_HOME=$home/shop HOME=$home XDG_STATE_HOME=$home/state

"$build/shop" -q init --name Bench --currency EUR --time-zone UTC
"$build/shop" -q admin add-product --sku TS-1 --name 'T-shirt' --price 9.95 \
	--stock 10 --no-input

commands=("$build/bench/empty" -- /bin/true)
for shop in "$build/shop" "$build/static/shop"; do
	commands+=(-- "$shop" --version -- "$shop" show TS-1 -- "$shop" search shirt)
done

printf 'median us\tto empty\tto true\tcommand\n'
"$build/bench/runner" "${ROUNDS:-1000}" "${commands[@]}" |
	awk -F '\t' -v limits="${LIMITS:-1}" '
		NR == 1 { empty = $1 }
		NR == 2 { loaded = $1 }
		{
			to_true = NR > 1 ? sprintf("%.2f", $1 / loaded) : ""
			ratio = NR > 5 ? $1 / empty : NR > 2 ? $1 / loaded : 0
			limit = NR == 6 ? 1.1 : 1.4
			slow = ratio > limit
			printf "%s\t%.2f\t%s\t%s%s\n", $1, $1 / empty, to_true, $3,
				slow ? "\t(more than " limit ")" : ""
			failed = failed || slow
		}
		END { exit limits && failed }'
