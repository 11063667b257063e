#!/bin/bash
# Kills what asks a payment provider at its system calls, one after the other, each time
# on a copy of the same shop, for each way in which the sandbox behaves. Then what is in
# doubt is reconciled: every payment is settled, the shop has exactly the money that the
# sandbox's own ledger says it took, never more than the order costs, and the whole
# proof holds; and again after the same command was run to its end. Ends with a line
# that says how many were killed, and with 1 where one of them left something wrong,
# each told in a line.
#
#     tests/kill_payments_sweep.sh [STEP [FIRST [CASE...]]]    every STEP-th call (1)
#                                         from the FIRST (1) of these cases (all)
#
# A call that changes nothing that outlives the process is no point of its own. Up to
# the end of the transaction that writes a payment down all behaviours are one: those
# calls are taken once, with the sandbox that does as it is told.
#
# SHOP_BIN is the program (build/test/shop), beside it shop-payment-test. Ends with 77
# where ptrace is refused.
set -u
export LC_ALL=C.UTF-8 TZ=UTC SHOP_TEST_CHEAP_HASH=1
# The leak check of a sanitizer does not go together with ptrace.
export ASAN_OPTIONS=detect_leaks=0:${ASAN_OPTIONS-}

cd "$(dirname "$0")/.." || exit 2
. tests/sweep.bash
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
export SHOP_BIN
buyer=+4930123456
behaviours='ok decline pending slow hang die-before die-after garbage duplicate'
behaviours+=' wrong-amount unsent'

# What is seen by others, and not only as long as the process lives; and what it waits
# for its provider in.
changing='openat|flock|p?write.*|f.*sync|pipe2|clone.*|v?fork|poll|wait4|kill|unlink.*'
changing+='|rename.*|mkdir.*|ftruncate|fallocate'

# Name, the shop that it begins with, how the sandbox is told to behave, * being the
# behaviour, and the words of the command.
cases()
{
	cat <<-END
	checkout cart * --for $buyer checkout
	download download ok,capture:* --for $buyer checkout
	pay-again declined decline --for $buyer orders pay 1001
	pay declined decline admin order pay 1001 --reference slip
	reconcile asked * admin payments reconcile
	reconcile-back asked-cancelled die-after,refund:* admin payments reconcile
	capture promised ok,capture:* admin payments capture 1001
	void promised ok,void:* admin payments void 1001
	ship promised ok,capture:* admin order ship 1001
	cancel-promised promised ok,void:* admin order cancel 1001
	refund paid ok,refund:* admin order refund 1001 --amount 3.00
	cancel paid ok,refund:* admin order cancel 1001
	return shipped ok,refund:* admin order return 1001 --line MUG=1 --refund
	END
}

# Sets shop, token and words of a case with a behaviour.
read_case()
{
	local name line

	while read -r name shop token line; do
		[ "$name" = "$1" ] || continue
		token=${token/\*/$2}
		read -ra words <<<"$line"
		return
	done < <(cases)
	echo "there is no case '$1'" >&2
	return 2
}

quietly()
{
	"$SHOP_BIN" -q "$@" >/dev/null 2>&1
	[ $? -le 128 ]
}

# The shop that a case begins with, in SHOP_HOME, out of the one with a full cart.
make_shop()
{
	"$SHOP_BIN" -q --for "$buyer" account payment add test --token-file - \
		<<<"$2" || return
	case $1 in
	promised) "$SHOP_BIN" -q admin config set payment.capture ship || return ;;
	cart) return ;;
	download)
		"$SHOP_BIN" -q admin config set payment.capture ship &&
			"$SHOP_BIN" -q admin edit-product MUG --needs-shipping no
		return
		;;
	esac
	quietly --for "$buyer" checkout || return
	case $1 in
	asked-cancelled) "$SHOP_BIN" -q admin order cancel 1001 ;;
	shipped) "$SHOP_BIN" -q admin order ship 1001 ;;
	esac
}

open_payments()
{
	"$SHOP_BIN" admin payments list --all --json |
		jq '[.items[] | select(.state == "unknown" or .state == "pending")] |
			length'
}

# The sandbox may have to be asked more than once: how it behaves, it does. One that can
# never be reached leaves in doubt what was in doubt.
settle()
{
	local try

	for try in 1 2 3 4; do
		"$SHOP_BIN" -q admin payments reconcile
		[ $? -le 75 ] || return
		[ "$(open_payments)" != 0 ] || return 0
	done
	[ "$behaviour" != unsent ] || return 0
	echo "something is still in doubt after it was reconciled $try times"
	return 1
}

# "CAPTURED REFUNDED" of an order, as the shop has it, in minor units.
by_provider='def sum(of): [.payments[] | select(.method == "test" and .kind == of) |
	.amount | tonumber * 100 | round] | add // 0;
	"\(sum("captured")) \(sum("refunded"))"'

# "CAPTURED REFUNDED" as the sandbox has it: the last line of a key counts.
ledger()
{
	[ ! -e "$SHOP_HOME/payment/test.ledger" ] ||
		awk '
			{ last[$4] = $2 " " $3; amount[$4] = $5 }
			END {
				for (key in last)
					sum[last[key]] += amount[key]
				print sum["charge approved"] + sum["capture approved"],
					sum["refund approved"] + 0
			}' "$SHOP_HOME/payment/test.ledger"
}

# Says what is wrong with the money, if anything.
compare_ledger()
{
	local orders shown taken

	orders=$("$SHOP_BIN" admin orders --all --format ids) || return
	[ -z "$orders" ] || [ "$orders" = 1001 ] || {
		echo "there is not just one order"
		return 1
	}
	shown='0 0'
	[ -z "$orders" ] || shown=$("$SHOP_BIN" admin order show 1001 --json |
		jq -r "$by_provider")
	taken=$(ledger)
	taken=${taken:-0 0}
	[ "$shown" = "$taken" ] || {
		echo "captured and refunded: '$shown' in the shop, '$taken' in the ledger"
		return 1
	}
	[ "${taken% *}" -le 1000 ] || {
		echo "${taken% *} was taken for an order of 1000"
		return 1
	}
}

# Says what is wrong, if anything. Time has passed since: what was not sent will not be.
examine()
{
	local status

	export SHOP_TEST_NOW=$(($(date +%s) + 120))
	"$SHOP_BIN" admin check -q || return
	settle && compare_ledger && "$SHOP_BIN" admin check -q || return
	"$SHOP_BIN" -q "${words[@]}" >/dev/null
	status=$?
	case $status in
	0 | 1 | 75) ;;
	*)
		echo "run again, it ended with $status"
		return 1
		;;
	esac
	SHOP_TEST_NOW=$((SHOP_TEST_NOW + 120))
	settle && compare_ledger && "$SHOP_BIN" admin check -q
}

# One kill: folder of the sweep, case, behaviour, call, ordinal.
kill_once()
{
	local sweep=$1 name=$2 behaviour=$3 call=$4 ordinal=$5
	local place=$sweep/$name-$behaviour-$call-$ordinal words shop token

	read_case "$name" "$behaviour" || return
	cp -a "$sweep/$name-$behaviour" "$place"
	export SHOP_HOME=$place
	{ strace -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" "${words[@]}" >/dev/null 2>&1; } 2>/dev/null
	[ $? -gt 128 ] && echo "$name $behaviour $call $ordinal" >>"$sweep/killed"
	examine >"$place.fault" 2>&1 && rm -r "$place" "$place.fault"
}

prepare()
{
	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state SHOP_HOME=$sweep/shop
	mkdir "$HOME"
	cat >"$sweep/catalog.yaml" <<-'YAML'
	products:
	  - { sku: MUG, name: Mug, price: "5.00", stock: 50 }
	YAML
	"$SHOP_BIN" -q init --name Sweep --currency EUR --time-zone UTC &&
		"$SHOP_BIN" -q admin config set payment.timeout 1 &&
		"$SHOP_BIN" -q admin import "$sweep/catalog.yaml" &&
		"$SHOP_BIN" -q admin customers add --name 'Ada King' --phone "$buyer" &&
		"$SHOP_BIN" -q --for "$buyer" cart add MUG -n 2
}

# The calls of a case's command that change something, each with how many there were of
# its name up to it; all of them, or those from the end of the first transaction on.
list_calls_of()
{
	local name=$1 behaviour=$2 words shop token all=0

	read_case "$name" "$behaviour" || return
	export SHOP_HOME=$sweep/$name-$behaviour
	cp -a "$sweep/shop" "$SHOP_HOME"
	make_shop "$shop" "$token" || return
	cp -a "$SHOP_HOME" "$sweep/traced"
	SHOP_HOME=$sweep/traced strace -qq -o "$sweep/trace" \
		"$SHOP_BIN" "${words[@]}" >/dev/null 2>&1
	rm -r "$sweep/traced"
	[ "$behaviour" != ok ] || all=1
	awk -v name="$name $behaviour" -v from="$all" -v changing="^($changing)\$" '
		!match($0, /^[a-z_0-9]+\(/) { next }
		{ call = substr($0, 1, RLENGTH - 1); count[call]++ }
		call == "fdatasync" || call == "clone" { from = 1 }
		/O_RDONLY/ || (call == "poll" && count[call] > 2) { next }
		from && call ~ changing {
			print name, call, count[call]
		}' "$sweep/trace"
}

all_cases()
{
	cases | cut -d ' ' -f 1
}

# A case's calls, with each way that its program may behave in.
list_calls()
{
	local name=$1

	for behaviour in $behaviours; do
		read_case "$name" "$behaviour" || return
		# One that does not take it up is taken once.
		[[ $token == *"$behaviour"* ]] || [ "$behaviour" = ok ] || continue
		list_calls_of "$name" "$behaviour" || return
	done
}

sweep_main payments "$@"
