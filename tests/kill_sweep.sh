#!/bin/bash
# Kills a checkout at its system calls, one after the other, each time on a copy of
# the same shop; then the whole proof must hold and the same checkout, run again, must
# give exactly one order. Ends with a line that says how many were killed, and with 1
# where one of them left something wrong, each told in a line.
#
#     tests/kill_sweep.sh [STEP [FIRST]]    every STEP-th call (1) from the FIRST (1)
#
# SHOP_BIN is the program (build/test/shop). Ends with 77 where ptrace is refused.
set -u
export LC_ALL=C.UTF-8 TZ=UTC SHOP_TEST_CHEAP_HASH=1
# The leak check of a sanitizer does not go together with ptrace.
export ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS-}

cd "$(dirname "$0")/.." || exit 2
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
export SHOP_BIN
buyer=+4930123456

# One kill: folder of the sweep, way (cart or key), call, ordinal.
kill_once()
{
	local sweep=$1 way=$2 call=$3 ordinal=$4
	local place=$sweep/$way-$call-$ordinal
	local words=(--for "$buyer" checkout --format ids)

	[ "$way" = key ] && words+=(--key phone-17)
	cp -a "$sweep/shop" "$place"
	export SHOP_HOME=$place
	{ strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" "${words[@]}" >"$place.told"; } 2>/dev/null
	[ $? -gt 128 ] && echo "$call $ordinal" >>"$sweep/killed"
	examine "$way" "$place" "${words[@]}" >"$place.fault" 2>&1 &&
		rm -r "$place" "$place.told" "$place.fault"
}

# Says what is wrong, if anything.
examine()
{
	local way=$1 place=$2 order

	shift 2
	"$SHOP_BIN" admin check -q || return
	order=$("$SHOP_BIN" "$@") || return
	if [ -s "$place.told" ] && [ "$(cat "$place.told")" != "$order" ]; then
		echo "order $(cat "$place.told") was told, and now it is $order"
		return 1
	fi
	[ "$("$SHOP_BIN" admin orders --format ids)" = 1001 ] || {
		echo "there is not just one order"
		return 1
	}
	[ "$("$SHOP_BIN" admin stock MUG --json | jq -c '.items[0] | [.on_hand, .held]')" \
		= '[50,2]' ] || {
		echo "the stock is not what it should be"
		return 1
	}
	"$SHOP_BIN" admin check -q
}

prepare()
{
	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state SHOP_HOME=$sweep/shop
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
		"$SHOP_BIN" -q --for "$buyer" cart add TEE
}

# The calls of one checkout, each with how many there were of its name up to it.
list_calls()
{
	local shop=$sweep/traced

	cp -a "$sweep/shop" "$shop"
	SHOP_HOME=$shop strace -f -qq -o "$sweep/trace" "$SHOP_BIN" --for "$buyer" \
		checkout --format ids >/dev/null || return
	sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$sweep/trace" |
		awk '$1 != "execve" && $1 !~ /^exit/ { print $1, ++count[$1] }'
}

if [ "${1-}" = --one ]; then
	shift
	kill_once "$@"
	exit 0
fi

step=${1:-1}
first=${2:-1}
strace -qq -o /dev/null true 2>/dev/null || exit 77
sweep=$(mktemp -d)
trap 'rm -rf "$sweep"' EXIT
prepare || exit 2
list_calls >"$sweep/calls"
[ -s "$sweep/calls" ] || exit 2
for way in cart key; do
	awk -v way=$way -v step="$step" -v first="$first" \
		'NR >= first && (NR - first) % step == 0 { print way, $0 }' \
		"$sweep/calls"
done >"$sweep/points"
xargs -P "$(nproc)" -L 1 "$0" --one "$sweep" <"$sweep/points"

failed=0
for fault in "$sweep"/*.fault; do
	[ -e "$fault" ] || continue
	name=${fault##*/}
	echo "killed at ${name%.fault}: $(head -c 500 "$fault" | tr '\n' ' ')"
	failed=$((failed + 1))
done
killed=$(wc -l <"$sweep/killed")
echo "$killed of $(wc -l <"$sweep/points") checkouts were killed, $failed left" \
	'something wrong'
[ "$failed" -eq 0 ] && [ "$killed" -gt 0 ]
