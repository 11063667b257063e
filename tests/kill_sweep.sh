#!/bin/bash
# Kills commands that move orders and money at their system calls, one after the other,
# each time on a copy of the same shop. Then the whole proof must hold, what the command
# does must have happened whole or not at all, and whole where it said so; and the same
# command, run again, must end where one that was not killed ends. Ends with a line
# that says how many were killed, and with 1 where one of them left something wrong,
# each told in a line.
#
#     tests/kill_sweep.sh [STEP [FIRST [CASE...]]]    every STEP-th call (1) from the
#                                                     FIRST (1) of these cases (all)
#
# A call that changes nothing outside the process is no point of its own: to be killed
# there is to be killed at the next one that does.
#
# SHOP_BIN is the program (build/test/shop). Ends with 77 where ptrace is refused.
set -u
export LC_ALL=C.UTF-8 TZ=UTC SHOP_TEST_CHEAP_HASH=1 SHOP_TEST_SLICE=0
# The leak check of a sanitizer does not go together with ptrace.
export ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS-}

cd "$(dirname "$0")/.." || exit 2
. tests/sweep.bash
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
export SHOP_BIN
buyer=+4930123456

# Name, the shop that it begins with, whether it may be run again once it was done, and
# the words of the command.
cases()
{
	cat <<-END
	checkout cart again --for $buyer checkout --format ids
	key cart again --for $buyer checkout --format ids --key phone-17
	pay placed once admin order pay 1001 --amount 7.00 --reference 'slip 1'
	cancel placed again admin order cancel 1001 --reason twice
	cancel-paid paid again admin order cancel 1001 --reason twice
	ship paid again admin order ship 1001 --tracking 17
	ship-part placed once admin order ship 1001 --line MUG=1
	deliver shipped again admin order deliver 1001
	return shipped once admin order return 1001 --line MUG=1 --refund
	refund shipped once admin order refund 1001 --amount 3.00 --reference late
	zone shipped again admin config set shop.time-zone Asia/Tokyo
	END
}

# Sets shop, again and words of a case.
read_case()
{
	local name line

	while read -r name shop again line; do
		[ "$name" = "$1" ] || continue
		eval "words=($line)"
		return
	done < <(cases)
	echo "there is no case '$1'" >&2
	return 2
}

# All that a command may change, without its times.
state()
{
	local orders

	orders=$("$SHOP_BIN" admin orders --all --format ids) || return
	for order in $orders; do
		"$SHOP_BIN" admin order show "$order" --json || return
	done >"$1.json"
	"$SHOP_BIN" --for "$buyer" cart --json >>"$1.json" || return
	"$SHOP_BIN" admin stock --json >>"$1.json" || return
	jq -S 'walk(if type == "object"
		then with_entries(select(.key | test("(^|_)at$") | not)) else . end)' \
		"$1.json" >"$1"
}

# One kill: folder of the sweep, case, call, ordinal.
kill_once()
{
	local sweep=$1 name=$2 call=$3 ordinal=$4
	local place=$sweep/$name-$call-$ordinal words shop again

	read_case "$name" || return
	cp -a "$sweep/$shop" "$place"
	export SHOP_HOME=$place
	{ strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" "${words[@]}" >"$place.told"; } 2>/dev/null
	[ $? -gt 128 ] && echo "$name $call $ordinal" >>"$sweep/killed"
	examine "$sweep" "$name" "$place" >"$place.fault" 2>&1 &&
		rm -r "$place" "$place".*
}

# Says what is wrong, if anything.
examine()
{
	local sweep=$1 name=$2 place=$3 order

	"$SHOP_BIN" admin check -q || return
	state "$place.state" || return
	if ! cmp -s "$place.state" "$sweep/$name.after"; then
		cmp -s "$place.state" "$sweep/$shop.state" || {
			echo "it happened in part"
			diff "$sweep/$shop.state" "$place.state"
			return 1
		}
		[ ! -s "$place.told" ] || {
			echo "it was told to have happened"
			return 1
		}
	elif [ "$again" = once ]; then
		return
	fi
	order=$("$SHOP_BIN" "${words[@]}")
	[ $? -le 1 ] || return
	if [ "$shop" = cart ] && [ "$order" != 1001 ]; then
		echo "run again, it gave order '$order'"
		return 1
	fi
	state "$place.state" || return
	diff "$sweep/$name.after" "$place.state" && "$SHOP_BIN" admin check -q &&
		"$SHOP_BIN" admin report sales >/dev/null
}

# The shops that cases begin with, each made from the one before.
prepare()
{
	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state SHOP_HOME=$sweep/cart
	mkdir "$HOME"
	cat >"$sweep/catalog.yaml" <<-'YAML'
	products:
	  - { sku: MUG, name: Mug, price: "5.00", stock: 50 }
	  - { sku: TEE, name: Shirt, price: "12.50", stock: 10 }
	YAML
	"$SHOP_BIN" -q init --name Sweep --currency EUR --time-zone UTC &&
		"$SHOP_BIN" -q admin import "$sweep/catalog.yaml" &&
		"$SHOP_BIN" -q admin customers add --name 'Ada King' --phone "$buyer" &&
		"$SHOP_BIN" -q --for "$buyer" cart add MUG -n 2 &&
		"$SHOP_BIN" -q --for "$buyer" cart add TEE &&
		make_shop cart placed --for "$buyer" checkout &&
		make_shop placed paid admin order pay 1001 &&
		make_shop paid shipped admin order ship 1001
}

make_shop()
{
	state "$sweep/$1.state" || return
	cp -a "$sweep/$1" "$sweep/$2"
	SHOP_HOME=$sweep/$2
	"$SHOP_BIN" -q "${@:3}" && state "$sweep/$2.state"
}

# The calls of a case's command, each with how many there were of its name up to it,
# and where it ends when it is not killed.
list_calls()
{
	local name=$1 words shop again

	read_case "$name" || return
	rm -rf "$sweep/traced"
	cp -a "$sweep/$shop" "$sweep/traced"
	export SHOP_HOME=$sweep/traced
	strace -f -qq -o "$sweep/trace" "$SHOP_BIN" "${words[@]}" >/dev/null || return
	state "$sweep/$name.after" || return
	sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$sweep/trace" |
		awk -v name="$name" -v inside="^($sweep_inside)\$" '
			{ ++count[$1] }
			$1 !~ inside { print name, $1, count[$1] }'
}

all_cases()
{
	cases | cut -d ' ' -f 1
}

sweep_main commands "$@"
