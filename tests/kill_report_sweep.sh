#!/bin/bash
# Kills jobs at their system calls, one after the other, each time on a copy of the same
# shop: a report of the days since it last ran, into a file that is there, into a new
# one and to standard output, a report into a file without a mark, and hooks. Then the
# file holds what it held or the whole new report, and nothing lies beside it but a file
# that was to become it; the next run, on the same day or a day later, reports the days
# that the file did not get and no other; and hooks were told of every event, in order,
# of one at most twice. Ends with a line that says how many were killed, and with 1
# where one of them left something wrong, each told in a line.
#
#     tests/kill_report_sweep.sh [STEP [FIRST [WAY...]]]    every STEP-th call (1) from
#                                                           the FIRST (1) of these ways
#                                                           (all)
#
# SHOP_BIN is the program (build/test/shop). Ends with 77 where ptrace is refused.
set -u
export LC_ALL=C.UTF-8 TZ=UTC
# The leak check of a sanitizer does not go together with ptrace.
export ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS-}

cd "$(dirname "$0")/.." || exit 2
. tests/sweep.bash
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
export SHOP_BIN

# The words of a way's command, which runs in the folder that it writes to.
words_of()
{
	words=(admin report sales --since-last daily -o out.tsv)
	case $1 in
	stdout) words=(admin report sales --since-last daily) ;;
	plain) words=(admin report sales --period 2026-11-24..2026-11-25 -o out.tsv) ;;
	hooks) words=(admin hooks run) ;;
	esac
}

# on DAY: the days that the ways report are the 23rd, which they have before, and 24th
# and 25th.
on()
{
	export SHOP_TEST_NOW=2026-11-${1}T09:00:00Z
}

# days FILE: the days it reports, in a line.
days()
{
	[ ! -e "$1" ] || cut -f 1 "$1" | grep -o '^2026-11-[0-9]*' | cut -c 9- | xargs
}

make_shop()
{
	on 23
	"$SHOP_BIN" -q init --name Sweep --currency EUR --time-zone UTC
}

make_hook()
{
	mkdir "$SHOP_HOME/hooks" &&
		printf '%s\n' '#!/bin/sh' "cat >>../told" >"$SHOP_HOME/hooks/tell" &&
		chmod +x "$SHOP_HOME/hooks/tell" && "$SHOP_BIN" admin hooks run || return
	for name in A B C D; do
		"$SHOP_BIN" -q admin config set shop.name "$name" || return
	done
}

# A shop for each way, and beside it the folder that its command writes to.
prepare()
{
	local way words

	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state
	mkdir "$HOME" "$sweep/made"
	export SHOP_HOME=$sweep/made/shop
	make_shop || return
	on 24
	"$SHOP_BIN" -q admin report sales --since-last daily -o "$sweep/made/out.tsv" &&
		expect before "$(days "$sweep/made/out.tsv")" 23 || return
	while read -r way; do
		cp -a "$sweep/made" "$sweep/$way"
		SHOP_HOME=$sweep/$way/shop
		[ "$way" != new ] || rm "$sweep/$way/out.tsv"
		[ "$way" != hooks ] || make_hook || return
	done <"$sweep/names"
	cp "$sweep/made/out.tsv" "$sweep/before.tsv"
}

# One kill: folder of the sweep, way, call, ordinal.
kill_once()
{
	local sweep=$1 way=$2 call=$3 ordinal=$4
	local place=$sweep/$way-$call-$ordinal words

	words_of "$way"
	cp -a "$sweep/$way" "$place"
	export SHOP_HOME=$place/shop
	cd "$place" || return
	on 26
	{ strace -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" "${words[@]}" >printed; } 2>/dev/null
	[ $? -gt 128 ] && echo "$call $ordinal" >>"$sweep/killed"
	"examine_$(kind_of "$way")" "$way" >"$place.fault" 2>&1 && cd / &&
		rm -rf "$place" "$place".*
}

kind_of()
{
	case $1 in
	file | new) echo file ;;
	*) echo "$1" ;;
	esac
}

# expect WHAT IS WANTED: fails, and says so, where it is another.
expect()
{
	[ "$2" = "$3" ] || {
		echo "$1: '$2', not '$3'"
		return 1
	}
}

# The file is what it was, or all of the report; what lies beside it is complete.
examine_file()
{
	local got due beside

	got=$(days out.tsv)
	due='24 25'
	[ "$got" != "$due" ] || due=
	if [ -n "$due" ] && [ "$1" = file ]; then
		cmp out.tsv "$sweep/before.tsv" || return
	elif [ -n "$due" ]; then
		expect 'a new file' "$got" '' || return
	fi
	for beside in out.tsv.*; do
		[ ! -e "$beside" ] || expect "$beside" "$(days "$beside")" '24 25' ||
			return
	done
	cp -a . "$PWD.killed"
	run_again "$due" 26 || return
	# The shop knows the file by its path.
	rm -r ./* && cp -a "$PWD.killed/." . && run_again "${due:+$due }26" 27
}

# run_again DAYS ON: the job reports these, if any, else it leaves the file alone.
run_again()
{
	local file

	on "$2"
	file=$(stat -c %i out.tsv 2>&1)
	"$SHOP_BIN" "${words[@]}" || return
	if [ -n "$1" ]; then
		expect "on the $2th" "$(days out.tsv)" "$1" || return
	else
		expect 'the same file' "$(stat -c %i out.tsv)" "$file" || return
	fi
	expect 'left behind' "$(echo out.tsv.*)" 'out.tsv.*' || return
	expect 'once more' "$("$SHOP_BIN" admin report sales --since-last daily)" '' &&
		"$SHOP_BIN" admin check -q
}

# A report that was printed may be printed again, but is never lost.
examine_stdout()
{
	local printed

	printed=$(days printed)
	[ -z "$printed" ] || expect printed "$printed" '24 25' || return
	"$SHOP_BIN" "${words[@]}" >again || return
	[ -n "$printed$(days again)" ] || expect 'lost' '' '24 25' || return
	[ -z "$(days again)" ] || expect again "$(days again)" '24 25' || return
	"$SHOP_BIN" admin check -q
}

examine_plain()
{
	[ "$(days out.tsv)" = '24 25' ] || cmp out.tsv "$sweep/before.tsv" || return
	"$SHOP_BIN" "${words[@]}" && expect 'run again' "$(days out.tsv)" '24 25' &&
		"$SHOP_BIN" admin check -q
}

examine_hooks()
{
	local numbers

	"$SHOP_BIN" "${words[@]}" || return
	numbers=$(sed 's/^{"number":\([0-9]*\),.*/\1/' shop/told)
	expect 'in order' "$numbers" "$(sort -n <<<"$numbers")" &&
		expect 'each once' "$(uniq <<<"$numbers" | wc -l)" 4 || return
	[ "$(wc -l <<<"$numbers")" -le 5 ] || expect 'more than one again' "$numbers" ''
}

# The calls of a way's command, each with how many there were of its name up to it.
list_calls()
{
	local way=$1 words

	words_of "$way"
	cp -a "$sweep/$way" "$sweep/traced"
	on 26
	(cd "$sweep/traced" && SHOP_HOME=$PWD/shop strace -qq -o "$sweep/trace" \
		"$SHOP_BIN" "${words[@]}" >/dev/null) || return
	rm -r "$sweep/traced"
	sed -nE 's/^([a-z_0-9]+)\(.*/\1/p' "$sweep/trace" |
		awk -v way="$way" -v inside="^($sweep_inside)\$" '
			$1 !~ inside { print way, $1, ++count[$1] }'
}

all_cases()
{
	printf '%s\n' file new stdout plain hooks
}

sweep_main jobs "$@"
