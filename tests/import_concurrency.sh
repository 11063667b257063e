#!/bin/bash
# Imports of large and small files at once, and beside them products that are changed,
# added and removed, stock that is counted, and checkouts, by several at a time. What
# comes out must be what the log says happened one after the other: each change from
# what was there to what is there, an import with all of its rows at once; and the whole
# proof holds.
#
#     tests/import_concurrency.sh [ROUNDS]
#
# SHOP_BIN is the program (build/test/shop), which takes a file of 16 KiB for a large
# one; SEED makes the same choices again. Ends with 1 where something was wrong.
set -u
export LC_ALL=C.UTF-8 TZ=UTC SHOP_TEST_CHEAP_HASH=1

cd "$(dirname "$0")/.." || exit 2
model=$PWD/tests/import_concurrency.awk
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
rounds=${1:-1}
seed=${SEED:-$RANDOM}
RANDOM=$seed
products=150

# Processes are killed, not the machine: the disk does not matter.
[ -w /dev/shm ] && : "${TMPDIR:=/dev/shm}"
work=$(mktemp -d -p "${TMPDIR:-/tmp}")
trap 'rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state SHOP_HOME=$work/shop

fail()
{
	echo "with SEED=$seed: $*"
	sort "$work"/*.err | uniq -c | head
	exit 1
}

shop()
{
	"$SHOP_BIN" -q --wait 120 "$@"
}

# What the shop has, as lines of the model's, behind a word of them.
state()
{
	shop admin export | awk -v word="$1" '
		/^[^ ]/ { here = $0 == "products:" }
		!here { next }
		{
			sub(/^  - |^    /, "")
			field = $1
			sub(/^[^ ]+ /, "")
			gsub(/"/, "")
		}
		field == "sku:" { sku = $0 }
		field ~ /^(name|brand|price|stock):$/ {
			sub(/:/, "", field)
			print word "\t" sku "\t" field "\t" $0
		}'
}

# write_file NAME FIRST COUNT FIELD: all products' names, and for COUNT of them from
# FIRST on another price, brand or stock.
write_file()
{
	local name=$1 first=$2 count=$3 field=$4 i extra

	echo products: >"$work/$name.yaml"
	for ((i = 1; i <= products; i++)); do
		[ "$name" = small ] && ((i < first || i >= first + count)) && continue
		printf 'row\t%s.yaml\tSKU-%d\tname\tThing %d\n' "$name" "$i" "$i"
		extra=
		if ((i >= first && i < first + count)); then
			value=$((RANDOM % 900 + 100))
			[ "$field" = price ] && value+=.50
			[ "$field" = brand ] && value="Maker $value"
			extra=", $field: '$value'"
			[ "$field" = stock ] && extra=", stock: $value"
			printf 'row\t%s.yaml\tSKU-%d\t%s\t%s\n' "$name" "$i" "$field" \
				"$value"
		fi
		printf '  - { sku: SKU-%d, name: Thing %d%s } # %080d\n' "$i" "$i" \
			"$extra" 0 >>"$work/$name.yaml"
	done
}

# Ends with what is no answer that a shop may give.
must()
{
	shop "$@" >/dev/null 2>>"$work/$BASHPID.err"
	[ $? -le 1 ] && return
	echo "${*@Q}" >>"$work/failed"
}

# change WHO NUMBER: one change of one product, at random.
change()
{
	local sku=SKU-$((RANDOM % products + 1)) value=$((RANDOM % 900 + 100))

	case $((RANDOM % 9)) in
	0 | 1) must admin edit-product "$sku" --price "$value.00" ;;
	2) must admin edit-product "$sku" --brand "Brand $value" ;;
	3) must admin edit-product "$sku" --name "Name $value" ;;
	4) must admin stock set "$sku" "$value" ;;
	5) must admin stock add "$sku" "$((value % 7 + 1))" ;;
	6) must admin add-product --sku "NEW-$1-$2" --name "New $value" \
		--price 1.00 --stock 3 ;;
	7) must admin remove-product "$sku" ;;
	8)
		must --for "C100$1" cart add "$sku"
		must --for "C100$1" checkout
		;;
	esac
}

changes()
{
	local i

	RANDOM=$(($1 * 1000 + seed % 1000))
	for ((i = 1; i <= 12; i++)); do
		change "$1" "$round-$i"
	done
}

last_event()
{
	local head

	head=$(shop admin log --head) && echo "${head%%:*}"
}

# What was logged since an event, as lines of the model's.
events_since()
{
	shop admin log -n 0 --json | jq -r --argjson since "$1" '
		[.items[] | select(.number > $since)] | sort_by(.number)[] |
		select(.kind == "imported" or (.subject | startswith("product "))) |
		.number as $number |
		["event", $number, .kind, (.subject | sub("^[a-z]+ "; "")), .note],
		(.changes[] | ["change", $number, .field, .old, .new]) | @tsv'
}

prepare()
{
	local i

	shop init --name Model --currency EUR --time-zone UTC || return
	write_file first 1 "$products" price >/dev/null
	shop admin import "$work/first.yaml" || return
	for i in 1 2 3; do
		shop admin customers add --name "Ada $i" --phone "+44163296000$i" \
			--address '12 Mill Lane' --country GB || return
	done
	sed -i 's/name: Thing/stock: 50, name: Thing/' "$work/first.yaml"
	shop admin import "$work/first.yaml"
}

# Three files, of which a large one changes few products or many.
one_round()
{
	local counts=(3 9 "$products") kinds=(price brand stock) who

	state had >"$work/lines"
	{
		write_file first "$((RANDOM % 100 + 1))" "${counts[RANDOM % 3]}" \
			"${kinds[RANDOM % 3]}"
		write_file second 1 "${counts[RANDOM % 3]}" "${kinds[RANDOM % 3]}"
		write_file small "$((RANDOM % 100 + 1))" 9 "${kinds[RANDOM % 3]}"
	} >>"$work/lines"
	since=$(last_event) || return
	for who in 1 2 3; do
		changes "$who" &
	done
	for who in first second small; do
		must admin import "$work/$who.yaml" &
	done
	wait
	events_since "$since" >>"$work/lines"
	state has >>"$work/lines"
}

prepare || fail 'cannot make a shop'
for ((round = 1; round <= rounds; round++)); do
	one_round || fail 'cannot look at the shop'
	[ -e "$work/failed" ] && fail "$(cat "$work/failed")"
	awk -f "$model" "$work/lines" || fail "round $round is in no order"
	shop admin check || fail 'the proof fails'
done
