#!/bin/bash
# Kills what changes the search index at its system calls, one after the other, each
# time on a copy of the same shop: a product that changes, one whose change makes the
# delta too large, an import into a full and one into an empty shop, and a reindex.
# Then the whole proof must hold, and hold again after the same command was run to its
# end. Ends with a line that says how many were killed, and with 1 where one of them
# left something wrong, each told in a line.
#
#     tests/kill_index_sweep.sh [STEP [FIRST]]    every STEP-th call (1) from the
#                                                 FIRST (1)
#
# SHOP_BIN is the program (build/test/shop), beside it tools/stored. Ends with 77 where
# ptrace is refused.
set -u
export LC_ALL=C.UTF-8 TZ=UTC
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

	case $way in
	change | merge)
		words=(admin edit-product SKU-7 --name 'Zymurgy kettle')
		;;
	import | fill)
		words=(admin import "$sweep/$way.yaml")
		;;
	reindex)
		words=(admin reindex)
		;;
	esac
}

# What is found when a way's command has run to its end.
found_by()
{
	case $1 in
	change | merge) echo SKU-7 ;;
	import) echo SKU-70 ;;
	fill) echo SKU-60 ;;
	reindex) echo SKU-1 ;;
	esac
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
	examine "$way" "${words[@]}" >"$place.fault" 2>&1 &&
		rm -r "$place" "$place.fault"
}

# Says what is wrong, if anything.
examine()
{
	local way=$1 status found

	shift
	"$SHOP_BIN" admin check -q || return
	"$SHOP_BIN" -q "$@"
	status=$?
	# What was killed late is done already.
	[ "$status" -le 1 ] || return
	"$SHOP_BIN" admin check -q || return
	found=$("$SHOP_BIN" search zymurgy --format ids) || return
	[ "$found" = "$(found_by "$way")" ] || {
		echo "found: $found"
		return 1
	}
}

# Products as a catalogue: from, to, the words of the last one's name.
catalog()
{
	local i

	echo 'products:'
	for ((i = $1; i <= $2; i++)); do
		echo "  - { sku: SKU-$i, name: 'Thing $((i % 7)) of kind" \
			"$((i % 3))$([ "$i" -eq "$2" ] && echo " ${3-}")'," \
			"price: '$i.50', stock: $i, brand: Maker $((i % 5))," \
			"category: Top $((i % 4))/Under $((i % 6)) }"
	done
}

# Small changes, as many as the delta takes in a test build.
fill_delta()
{
	local i

	for ((i = 8; i <= 47; i++)); do
		"$SHOP_BIN" -q admin edit-product "SKU-$i" --name "Other thing $i" ||
			return
	done
}

rows_of_delta()
{
	"${SHOP_BIN%/*}/tools/stored" "$SHOP_HOME" keys delta | wc -l
}

prepare()
{
	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state
	mkdir "$HOME"
	catalog 1 60 zymurgy >"$sweep/fill.yaml"
	catalog 30 70 zymurgy >"$sweep/import.yaml"
	catalog 1 60 >"$sweep/first.yaml"
	export SHOP_HOME=$sweep/fill
	"$SHOP_BIN" -q init --name Sweep --currency EUR --time-zone UTC || return
	cp -a "$sweep/fill" "$sweep/change"
	SHOP_HOME=$sweep/change
	"$SHOP_BIN" -q admin import "$sweep/first.yaml" || return
	cp -a "$sweep/change" "$sweep/merge"
	SHOP_HOME=$sweep/merge
	fill_delta || return
	cp -a "$sweep/merge" "$sweep/import"
	cp -a "$sweep/merge" "$sweep/reindex"
	SHOP_HOME=$sweep/reindex
	"$SHOP_BIN" -q admin edit-product SKU-1 --name 'Zymurgy kettle' || return
	check_delta
}

# The delta is what it should be: a change goes into it, too many come out.
check_delta()
{
	local before after way

	for way in change merge; do
		words_of "$sweep" "$way"
		cp -a "$sweep/$way" "$sweep/checked"
		SHOP_HOME=$sweep/checked
		before=$(rows_of_delta)
		"$SHOP_BIN" -q "${words[@]}" || return
		after=$(rows_of_delta)
		rm -r "$sweep/checked"
		echo "$way: $before rows in the delta, then $after"
		case $way in
		change) [ "$after" -eq "$((before + 1))" ] || return ;;
		merge) [ "$after" -lt "$before" ] || return ;;
		esac
	done
}

# The calls of a way's command, each with how many there were of its name up to it.
list_calls()
{
	local way=$1 shop=$sweep/traced words

	words_of "$sweep" "$way"
	cp -a "$sweep/$way" "$shop"
	SHOP_HOME=$shop strace -f -qq -o "$sweep/trace" "$SHOP_BIN" "${words[@]}" \
		>/dev/null || return
	rm -r "$shop"
	sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$sweep/trace" |
		awk -v way="$way" '$1 != "execve" && $1 !~ /^exit/ {
			print way, $1, ++count[$1] }'
}

all_cases()
{
	printf '%s\n' change merge import fill reindex
}

sweep_main commands "$@"
