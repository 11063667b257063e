#!/bin/bash
# Many at once for too little, some of them killed and some stopped for a while at
# random; who was killed tries again. Then 50 pieces are sold 50 times to 200 buyers, a
# coupon for one is used by one of 50, and refunds, two at a time, never give back more
# than was paid, by the clerk or by the sandbox, whose ledger says so; and the whole
# proof holds.
#
#     tests/buyers.sh [ROUNDS [WHAT...]]    WHAT: pieces coupon refund provider (all)
#
# SHOP_BIN is the program (build/test/shop), SEED makes the same choices again. Ends
# with a line that says what was done, and with 1 where something was wrong.
set -u
export LC_ALL=C.UTF-8 TZ=UTC SHOP_TEST_CHEAP_HASH=1

cd "$(dirname "$0")/.." || exit 2
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
export SHOP_BIN
rounds=${1:-1}
[ $# -lt 2 ] && set -- "$rounds" pieces coupon refund provider
seed=${SEED:-$RANDOM}
RANDOM=$seed
killed=0
stopped=0

# Processes are killed, not the machine: the disk does not matter.
[ -w /dev/shm ] && : "${TMPDIR:=/dev/shm}"
work=$(mktemp -d -p "${TMPDIR:-/tmp}")
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state
results=$work/results

fail()
{
	echo "with SEED=$seed: $*"
	cat "$results"/*.err | sort | uniq -c | sort -rn | head -n 10
	exit 1
}

# Whether a process is a child of this shell's that still runs.
is_mine()
{
	local line

	{ read -r line <"/proc/$1/stat"; } 2>/dev/null || return
	set -- "${line##*) }"
	[[ $1 == [!Z]\ "$$ "* ]]
}

# Kills or stops one of those that were begun last; who was stopped goes on when
# another one is.
disturb()
{
	local pid=${pids[${#pids[@]} - 1 - RANDOM % (${#pids[@]} < 40 ? ${#pids[@]} : 40)]}

	is_mine "$pid" || return
	if ((RANDOM % 2)); then
		kill -KILL "$pid" 2>/dev/null
		return
	fi
	resume
	kill -STOP "$pid" 2>/dev/null && halted=$pid && stopped=$((stopped + 1))
}

resume()
{
	[ -z "$halted" ] || ! is_mine "$halted" || kill -CONT "$halted" 2>/dev/null
	halted=
}

# at_once COUNT AMONG WORD...: so many at once; {} in a word is 1001 and on, and after
# so many numbers the first again. What each wrote and its exit status are in
# $results/NUMBER.*. The shell tells on its standard error who was killed.
at_once()
{
	local count=$1 among=$2 i status pids=() halted=

	shift 2
	rm -rf "$results"
	mkdir "$results"
	for ((i = 1; i <= count; i++)); do
		run_one "$i" "$@" &
		pids+=($!)
		((RANDOM % 2)) || disturb
	done
	for ((i = 0; i < 30; i++)); do
		disturb
		sleep 0.002
	done
	resume
	for ((i = 1; i <= count; i++)); do
		wait "${pids[i - 1]}" 2>/dev/null
		status=$?
		while ((status > 128)); do
			killed=$((killed + 1))
			(run_one "$i" "$@")
			status=$?
		done
		echo "$status" >"$results/$i.status"
	done
}

run_one()
{
	local i=$1 number=$((1001 + ($1 - 1) % among))

	shift
	exec "$SHOP_BIN" --wait 120 "${@//\{\}/$number}" >"$results/$i.out" \
		2>"$results/$i.err"
}

# How many of them ended so.
ended()
{
	grep -lx "$1" "$results"/*.status | wc -l
}

# The different things that those said who were told yes.
told()
{
	grep -lx 0 "$results"/*.status | sed 's/status$/out/' | xargs cat | sort -u
}

# The shop of the rounds that follow is a copy of this one: catalogue, then buyers
# with full carts.
make_shop()
{
	local name=$1 sku=$2 count=$3 i

	export SHOP_HOME=$work/$name.made
	"$SHOP_BIN" -q init --name Buyers --currency EUR --time-zone UTC || exit
	"$SHOP_BIN" -q admin import - <<-'YAML' || exit
		products:
		  - { sku: PIECE, name: Last pieces, price: "5.00", stock: 50 }
		  - { sku: MUG, name: Mug, price: "10.00", stock: 5000 }
	YAML
	for ((i = 1001; i <= 1000 + count; i++)); do
		"$SHOP_BIN" -q admin customers add --name "N$i" --phone "+49301$i" &&
			"$SHOP_BIN" -q --for "C$i" cart add "$sku" || exit
	done
}

copy_shop()
{
	export SHOP_HOME=$work/shop
	rm -rf "$SHOP_HOME"
	cp -a "$work/$1.made" "$SHOP_HOME"
}

# orders FILTER: what jq finds in all orders.
orders()
{
	"$SHOP_BIN" admin orders --all --json | jq -r "$1"
}

make_pieces()
{
	make_shop pieces PIECE 200
}

try_pieces()
{
	at_once 200 200 --for 'C{}' checkout --format ids 2>/dev/null
	[ "$(ended 0)" -eq 50 ] || fail "$(ended 0) of 200 buyers got one of 50 pieces"
	[ "$(ended 1)" -eq 150 ] || fail "$(ended 1) of 200 buyers were told no"
	[ "$(told | wc -l)" -eq 50 ] ||
		fail "two buyers were told of one order"
	[ "$(orders '[.count, ([.items[].quantity] | add)] | @text')" = '[50,50]' ] ||
		fail "the orders are not 50 of one piece each"
	[ "$("$SHOP_BIN" admin stock PIECE --json |
		jq -c '.items[0] | [.on_hand, .held, .available]')" = '[50,50,0]' ] ||
		fail "the stock is not what it should be"
}

make_coupon()
{
	local i

	make_shop coupon MUG 50
	"$SHOP_BIN" -q admin promotion add first --off 4.00 --coupon FIRST --limit 1 ||
		exit
	for ((i = 1001; i <= 1050; i++)); do
		"$SHOP_BIN" -q --for "C$i" cart coupon FIRST || exit
	done
}

# Who was killed as the refusal was noted may have bought without the coupon then.
try_coupon()
{
	at_once 50 50 --for 'C{}' checkout --format ids 2>/dev/null
	[ "$(orders '[.items[] | select(.total == "6.00")] | length')" -eq 1 ] ||
		fail "the coupon for one was not used once"
	[ "$(orders .count)" -eq "$(ended 0)" ] || fail "an order that nobody was told of"
	[ "$(orders '[.items[] | select(.total != "6.00" and .total != "10.00")] |
		length')" -eq 0 ] || fail "an order has another total"
}

make_refund()
{
	local i

	make_shop refund MUG 20
	for ((i = 1001; i <= 1020; i++)); do
		"$SHOP_BIN" -q --for "C$i" checkout &&
			"$SHOP_BIN" -q admin order pay "$i" || exit
	done
}

# Two for each of 20 orders of 10.00; only one of 6.00 can be.
try_refund()
{
	local i

	at_once 40 20 admin order refund '{}' --amount 6.00 --reference late \
		2>/dev/null
	for ((i = 1001; i <= 1020; i++)); do
		[ "$("$SHOP_BIN" admin order show "$i" --json |
			jq -r '[.payments[] | select(.kind == "refunded") | .amount] |
				join(" ")')" = 6.00 ] ||
			fail "order $i of 10.00 was not given back 6.00 once"
	done
}

make_provider()
{
	local i

	make_shop provider MUG 10
	for ((i = 1001; i <= 1010; i++)); do
		"$SHOP_BIN" -q --for "C$i" account payment add test --token-file - \
			<<<ok && "$SHOP_BIN" -q --for "C$i" checkout || exit
	done
}

# Two for each of 10 charges of 10.00; only one of 6.00 can be. Who was killed as the
# provider was asked finds its refund in doubt, and it is reconciled later.
try_provider()
{
	at_once 20 10 admin order refund '{}' --amount 6.00 2>/dev/null
	SHOP_TEST_NOW=$(($(date +%s) + 120)) "$SHOP_BIN" -q admin payments reconcile ||
		fail "what was in doubt could not be reconciled"
	[ "$(awk '$2 == "refund" && $3 == "approved" { sum[$7] += $5; keys[$4]++ }
		END {
			for (key in keys)
				twice += keys[key] > 1
			for (charge in sum)
				right += sum[charge] == 600
			print right + 0, twice + 0
		}' "$SHOP_HOME/payment/test.ledger")" = '10 0' ] ||
		fail "the ledger has not one refund of 6.00 for each charge"
	[ "$(orders '[.items[] | select(.payment_state == "part_refunded")] |
		length')" -eq 10 ] || fail "an order does not know of its refund"
}

for what in "${@:2}"; do
	"make_$what"
done
for ((round = 1; round <= rounds; round++)); do
	for what in "${@:2}"; do
		copy_shop "$what"
		"try_$what"
		"$SHOP_BIN" admin check -q || fail "the proof of '$what' does not hold"
	done
done
echo "$rounds rounds of ${*:2}: sound, with $killed killed and $stopped stopped"
