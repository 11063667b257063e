#!/bin/bash
# Kills imports at their system calls, one after the other, each time on a copy of the
# same shop: one that is a single transaction, one that is surveyed and settled by one,
# those that stage a new catalogue, in a shop that has products, in an empty one, and
# with what the file no longer has archived, and with customers and orders of the past
# and such that wait for the new products, and a reindex. Then what is exported must
# be, byte for byte, what it was before or what it is after, and the whole proof must
# hold; and the same command, run again, must end where one that was not killed ends,
# and leave nothing staged. Ends with a line that says how many were killed, and with 1
# where one of them left something wrong, each told in a line.
#
#     tests/kill_import_sweep.sh [STEP [FIRST [WAY...]]]    every STEP-th call (1) from
#                                                           the FIRST (1) of these ways
#                                                           (all)
#
# A test build takes a file of more than 16 KiB for a large one, and stages from 20
# changed rows on.
#
# SHOP_BIN is the program (build/test/shop). Ends with 77 where ptrace is refused.
set -u
export LC_ALL=C.UTF-8 TZ=UTC SHOP_TEST_NOW=2026-11-25T12:00:00Z
# The leak check of a sanitizer does not go together with ptrace.
export ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS-}

cd "$(dirname "$0")/.." || exit 2
. tests/sweep.bash
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
export SHOP_BIN

# The words of a way's command.
words_of()
{
	local sweep=$1 way=$2

	words=(admin import "$sweep/$way.yaml")
	case $way in
	missing) words+=(--archive-missing --force) ;;
	reindex) words=(admin reindex) ;;
	esac
}

# Products as a catalogue: from, to, how many of them are changed, and what their names
# end with.
catalog()
{
	local i name

	for ((i = $1; i <= $2; i++)); do
		name="Thing $((i % 7)) of kind $((i % 3))"
		[ "$i" -ge "$(($1 + $3))" ] || name+=" $4"
		echo "  - { sku: SKU-$i, name: '$name', price: '$i.50'," \
			"stock: $((i + (i < $1 + $3))), brand: Maker $((i % 5))," \
			"category: Top $((i % 4))/Under $((i % 6))," \
			"description: 'A thing that is described at some length'," \
			"barcode: '40000000$((10000 + i))' }"
	done
}

make_files()
{
	{ echo products: && catalog 1 120 0 -; } >"$sweep/first.yaml"
	{ echo products: && catalog 5 12 4 small; } >"$sweep/small.yaml"
	{
		echo 'categories:'
		echo '  - { category: Top 1, name: { de: Oben } }'
		echo 'synonyms:'
		echo '  - { both: [kettle, thing] }'
		echo products: && catalog 1 121 7 direct
	} >"$sweep/direct.yaml"
	{
		echo 'synonyms:'
		echo '  - { both: [kettle, thing] }'
		echo products: && catalog 20 150 60 staged
	} >"$sweep/staged.yaml"
	{ echo products: && catalog 1 140 30 filled; } >"$sweep/fill.yaml"
	{ echo products: && catalog 31 130 0 -; } >"$sweep/missing.yaml"
	history >"$sweep/history.yaml"
}

# Customers, of whom some buy, and orders that are closed, open and came back.
history()
{
	local i state

	echo products: && catalog 60 150 30 history
	echo customers:
	for i in {1..9}; do
		echo "  - { customer: $i, name: Ada $i, email: ada$i@example.org," \
			"address: 'Am Tor $i', country: DE }"
	done
	echo orders:
	for i in {1..12}; do
		state=closed
		[ $((i % 3)) -ne 0 ] || state=placed
		echo "  - { order: $((500 + i)), placed_at: 2025-01-$((10 + i))," \
			"customer: $((i % 9 + 1)), country: DE, state: $state," \
			"lines: [{ sku: SKU-$((120 + i)), quantity: 2, unit_price: '9.50' }] }"
	done
	echo "  - { order: 540, placed_at: 2025-02-01, customer: 3," \
		"lines: [{ sku: GONE, quantity: -1, unit_price: '4.00' }] }"
}

export_to()
{
	"$SHOP_BIN" -q admin export --with customers,orders >"$1" && [ -s "$1" ]
}

# A shop for each way, and what it exports before and after.
prepare()
{
	local way words

	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state
	mkdir "$HOME"
	make_files
	export SHOP_HOME=$sweep/fill
	"$SHOP_BIN" -q init --name Sweep --currency EUR --time-zone UTC || return
	cp -a "$sweep/fill" "$sweep/full"
	SHOP_HOME=$sweep/full
	"$SHOP_BIN" -q admin import "$sweep/first.yaml" || return
	"$SHOP_BIN" -q admin edit-product SKU-7 --name 'Zymurgy kettle' || return
	while read -r way; do
		[ "$way" = fill ] || cp -a "$sweep/full" "$sweep/$way"
		SHOP_HOME=$sweep/$way
		export_to "$sweep/$way.before" || return
		cp -a "$sweep/$way" "$sweep/after"
		SHOP_HOME=$sweep/after
		words_of "$sweep" "$way"
		"$SHOP_BIN" -q "${words[@]}" && export_to "$sweep/$way.after" || return
		rm -r "$sweep/after"
	done <"$sweep/names"
}

# One kill: folder of the sweep, way, call, ordinal.
kill_once()
{
	local sweep=$1 way=$2 call=$3 ordinal=$4
	local place=$sweep/$way-$call-$ordinal words

	words_of "$sweep" "$way"
	cp -a "$sweep/$way" "$place"
	export SHOP_HOME=$place
	{ strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" "${words[@]}" >/dev/null; } 2>/dev/null
	[ $? -gt 128 ] && echo "$call $ordinal" >>"$sweep/killed"
	examine "$sweep/$way" "$place" "${words[@]}" >"$place.fault" 2>&1 &&
		rm -rf "$place" "$place".*
}

# Says what is wrong, if anything.
examine()
{
	local way=$1 exported=$2.exported status

	shift 2
	export_to "$exported" || return
	cmp -s "$exported" "$way.before" || cmp "$exported" "$way.after" || return
	"$SHOP_BIN" admin check -q || return
	"$SHOP_BIN" -q "$@"
	status=$?
	# What was killed late is done already.
	[ "$status" -le 1 ] || return
	export_to "$exported" && cmp "$exported" "$way.after" || return
	"$SHOP_BIN" admin check -q || return
	! "$SHOP_BIN" admin stats --format tsv | grep -F '(staged)'
}

# The calls of a way's command, each with how many there were of its name up to it in
# its thread.
list_calls()
{
	local way=$1 shop=$sweep/traced words

	words_of "$sweep" "$way"
	cp -a "$sweep/$way" "$shop"
	SHOP_HOME=$shop strace -f -qq -o "$sweep/trace" "$SHOP_BIN" "${words[@]}" \
		>/dev/null || return
	rm -r "$shop"
	sed -nE 's/^([0-9]+) +([a-z_0-9]+)\(.*/\1 \2/p' "$sweep/trace" |
		awk -v way="$way" -v inside="^($sweep_inside)\$" '
			$2 !~ inside && !seen[$2, ++count[$1, $2]]++ {
				print way, $2, count[$1, $2] }'
}

all_cases()
{
	printf '%s\n' small direct staged fill missing history reindex
}

sweep_main imports "$@"
