#!/bin/bash
# How long the program takes to start: whole processes of "shop --version" and of
# "shop show SKU" against /bin/true, in turn in the same run, for the default build
# and for the static one. Prints medians in microseconds and ratios, and fails where
# a ratio is above its limit.
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

printf 'median us\tratio\tcommand\n'
"$build/bench/runner" "${ROUNDS:-1000}" /bin/true \
	-- "$build/shop" --version -- "$build/shop" show TS-1 \
	-- "$build/static/shop" --version -- "$build/static/shop" show TS-1 |
	awk -F '\t' -v limits="${LIMITS:-1}" '
		{
			limit = NR == 1 ? 0 : NR <= 3 ? 1.4 : 1.1
			slow = limit && $2 > limit
			print $0 (slow ? "\t(more than " limit ")" : "")
			failed = failed || slow
		}
		END { exit limits && failed }'
