#!/bin/bash
# Kills a batch of checkouts at its system calls, one after the other, each time on a
# copy of the same shop. Then the whole proof must hold, every line that was
# acknowledged must have happened, those that happened must be the first ones, each
# whole; and the same batch, run again, must end where one that was not killed ends.
# Ends with a line that says how many were killed, and with 1 where one of them left
# something wrong, each told in a line.
#
#     tests/kill_batch_sweep.sh [STEP [FIRST [CASE...]]]    every STEP-th call (1) from
#                                         the FIRST (1) of these cases (all)
#
# A call that changes nothing outside the process is no point of its own: to be killed
# there is to be killed at the next one that does.
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
buyers=9
phone=+49305550

# What is seen by others.
changing='openat|flock|p?write.*|f.*sync|pipe2|clone.*|v?fork|wait4|unlink.*|rename.*'
changing+='|mkdir.*|ftruncate|fallocate'

# The lines of a case: three groups of checkouts, each with one that is refused once
# all of it was tried; in the second case every third is paid through a program, which
# ends a group, too.
lines()
{
	local pay i

	for ((i = 1; i <= buyers; i++)); do
		pay='--pay manual'
		[ "$1" = manual ] || [ $((i % 3)) -ne 2 ] || pay='--pay test'
		echo "--for $phone$i checkout $pay"
		[ $((i % 3)) -ne 1 ] || echo "--for ${phone}0 checkout --expect-total 1.00"
		[ $((i % 3)) -ne 0 ] || echo 'admin stock MUG'
	done
}

run_batch()
{
	"$@" batch --keep-going "$sweep/$name.lines" --wait 20
}

# The buyers whose orders there are, in the order of their numbers, each with how it
# was paid; and what is in all carts.
state()
{
	local i

	"$SHOP_BIN" admin orders --all --json |
		jq -r '.items | sort_by(.order | tonumber)[]
			| "\(.customer) \(.payment_state) \(.quantity) \(.total)"' || return
	for ((i = 0; i <= buyers; i++)); do
		"$SHOP_BIN" --for "$phone$i" cart show --format ids | sed "s/^/cart $i /"
		[ "${PIPESTATUS[0]}" -le 1 ] || return
	done
}

# One kill: folder of the sweep, case, call, ordinal.
kill_once()
{
	local sweep=$1 name=$2 call=$3 ordinal=$4
	local place=$sweep/$name-$call-$ordinal

	cp -a "$sweep/shop" "$place"
	export SHOP_HOME=$place
	{ run_batch strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$ordinal" \
		"$SHOP_BIN" >"$place.told"; } 2>/dev/null
	[ $? -gt 128 ] && echo "$name $call $ordinal" >>"$sweep/killed"
	examine >"$place.fault" 2>&1 && rm -r "$place" "$place".*
}

# Says what is wrong, if anything.
examine()
{
	local told placed

	"$SHOP_BIN" admin check -q || return
	state >"$place.state" || return
	# The last row may be half of one, without its newline.
	told=$(while IFS=$'\t' read -r _ command exit _; do
		[[ $exit != 0 || $command != *checkout* ]] || echo told
	done <"$place.told" | wc -l)
	placed=$(grep -c '^C' "$place.state")
	[ "$placed" -ge "$told" ] || {
		echo "$told lines were acknowledged, and $placed orders are there"
		return 1
	}
	diff <(grep '^C' "$place.state" | cut -d ' ' -f 1,3,4) \
		<(grep '^C' "$sweep/$name.after" | cut -d ' ' -f 1,3,4 |
			head -n "$placed") || return
	diff <(grep '^cart' "$place.state" | cut -d ' ' -f 2 | uniq) \
		<(echo 0 && seq "$((placed + 1))" "$buyers") || return
	"$SHOP_BIN" admin payments reconcile -q || return
	run_batch "$SHOP_BIN" >/dev/null
	[ $? -eq 3 ] || return
	state >"$place.state" || return
	diff "$sweep/$name.after" "$place.state" && "$SHOP_BIN" admin check -q
}

prepare()
{
	local i

	export HOME=$sweep/home XDG_STATE_HOME=$sweep/home/state SHOP_HOME=$sweep/shop
	mkdir "$HOME"
	cat >"$sweep/catalog.yaml" <<-'YAML'
	products:
	  - { sku: MUG, name: Mug, price: "5.00", stock: 50 }
	  - { sku: TEE, name: Shirt, price: "12.50", stock: 10 }
	YAML
	"$SHOP_BIN" -q init --name Sweep --currency EUR --time-zone UTC &&
		"$SHOP_BIN" -q admin import "$sweep/catalog.yaml" || return
	for ((i = 0; i <= buyers; i++)); do
		echo "admin customers add --name 'Buyer $i' --phone $phone$i"
		echo "--for $phone$i cart add MUG -n $((1 + i % 2))"
		[ $((i % 2)) -eq 0 ] || echo "--for $phone$i cart add TEE"
		echo ok >"$sweep/token"
		[ $((i % 3)) -ne 2 ] || echo "--for $phone$i account payment add test" \
			"--token-file $sweep/token"
	done | "$SHOP_BIN" -q batch
}

# The calls of a case's batch, each with how many there were of its name up to it, and
# where it ends when it is not killed.
list_calls()
{
	local name=$1

	lines "$name" >"$sweep/$name.lines"
	rm -rf "$sweep/traced"
	cp -a "$sweep/shop" "$sweep/traced"
	export SHOP_HOME=$sweep/traced
	run_batch strace -f -qq -o "$sweep/trace" "$SHOP_BIN" >/dev/null 2>&1
	[ $? -eq 3 ] || return
	# A program's leak check may fail where it is traced.
	rm -rf "$sweep/whole"
	cp -a "$sweep/shop" "$sweep/whole"
	export SHOP_HOME=$sweep/whole
	run_batch "$SHOP_BIN" >/dev/null 2>&1
	[ $? -eq 3 ] || return
	state >"$sweep/$name.after" || return
	sed -nE 's/^[0-9]+ +([a-z_0-9]+)\(.*/\1/p' "$sweep/trace" |
		awk -v name="$name" -v changing="^($changing)\$" '
			{ ++count[$1] }
			$1 ~ changing { print name, $1, count[$1] }'
}

all_cases()
{
	printf '%s\n' manual provider
}

sweep_main batches "$@"
