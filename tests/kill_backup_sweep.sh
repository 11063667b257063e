#!/bin/bash
# Kills backups and restores at their system calls, one after the other, each time on a
# copy of the same shop: a backup into a file that is there, one into a new file, and a
# restore. Then the file holds the backup that it held or a whole new one, the folder no
# shop or the whole one, and what is run again succeeds. Ends with a line that says how
# many were killed, and with 1 where one of them left something wrong, each told in a
# line.
#
#     tests/kill_backup_sweep.sh [STEP [FIRST [WAY...]]]    every STEP-th call (1) from
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
	words=(admin backup backup.mdb)
	[ "$1" != restore ] || words=(--home restored admin restore backup.mdb)
}

# A shop, a backup of it, and then one setting more.
prepare()
{
	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state
	export SHOP_HOME=$sweep/made/shop
	mkdir "$HOME" "$sweep/made"
	"$SHOP_BIN" -q init --name Before --currency EUR --time-zone UTC &&
		"$SHOP_BIN" admin backup "$sweep/made/backup.mdb" &&
		"$SHOP_BIN" -q admin config set shop.name After || return
	while read -r way; do
		cp -a "$sweep/made" "$sweep/$way"
		[ "$way" != new ] || rm "$sweep/$way/backup.mdb"
	done <"$sweep/names"
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
	{ strace -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" "${words[@]}" >/dev/null; } 2>/dev/null
	[ $? -gt 128 ] && echo "$call $ordinal" >>"$sweep/killed"
	"examine_$way" >"$place.fault" 2>&1 && cd / && rm -rf "$place" "$place".*
}

# name_in FOLDER: the name of the shop there, which has to be whole.
name_in()
{
	cp -a "$SHOP_HOME/keys" "$1/" &&
		"$SHOP_BIN" --home "$1" admin check -q &&
		"$SHOP_BIN" --home "$1" admin config get shop.name --json |
		jq -r .value
}

# restored FILE: the name of the shop that it is a backup of.
restored()
{
	local folder=${1##*/}.shop

	"$SHOP_BIN" --home "$folder" admin restore "$1" -q && name_in "$folder"
	rm -rf "$folder"
}

# expect WHAT IS WANTED...: fails, and says so, where it is none of these.
expect()
{
	local wanted

	for wanted in "${@:3}"; do
		[ "$2" != "$wanted" ] || return 0
	done
	echo "$1: '$2', not '${*:3}'"
	return 1
}

# The file is the old backup or the new one; what lies beside it for a moment is whole.
examine_file()
{
	local beside

	expect 'the file' "$(restored backup.mdb)" Before After || return
	for beside in backup.mdb.*; do
		[ ! -e "$beside" ] || expect "$beside" "$(restored "$beside")" After ||
			return
	done
	run_again
}

examine_new()
{
	[ ! -e backup.mdb ] || examine_file || return
	run_again
}

run_again()
{
	"$SHOP_BIN" "${words[@]}" && expect 'run again' "$(restored backup.mdb)" After &&
		"$SHOP_BIN" admin check -q
}

# What was restored is there whole, or can be restored.
examine_restore()
{
	[ -s restored/data.mdb ] || "$SHOP_BIN" "${words[@]}" -q || return
	expect restored "$(name_in restored)" Before
}

# The calls of a way's command, each with how many there were of its name up to it.
list_calls()
{
	local way=$1 words

	words_of "$way"
	cp -a "$sweep/$way" "$sweep/traced"
	(cd "$sweep/traced" && SHOP_HOME=$PWD/shop strace -qq -o "$sweep/trace" \
		"$SHOP_BIN" "${words[@]}" >/dev/null) || return
	rm -r "$sweep/traced"
	sed -nE 's/^([a-z_0-9]+)\(.*/\1/p' "$sweep/trace" |
		awk -v way="$way" -v inside="^($sweep_inside)\$" '
			$1 !~ inside { print way, $1, ++count[$1] }'
}

all_cases()
{
	printf '%s\n' file new restore
}

sweep_main 'backups and restores' "$@"
