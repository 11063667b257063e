#!/bin/bash
# Imports files that are made to hurt: of a gigabyte, without an end, with texts of a
# hundred megabytes, nested without end, broken in their midst; from a file, and from
# a pipe, from where they are spooled to disk. Each must be refused with line and
# column, in bounded memory and time. Ends with a line that says how many there were,
# and with 1 where one of them did not go as it must, each told in a line.
#
#     tests/hostile_files.sh [SIZE]    the streams' megabytes (1000)
#
# SHOP_BIN is the program (build/test/shop), BENCH the folder of measure
# (build/bench).
set -u
shopt -s lastpipe # what is counted at the end of a pipe is counted here
export LC_ALL=C.UTF-8 TZ=UTC

cd "$(dirname "$0")/.." || exit 2
SHOP_BIN=${SHOP_BIN:-$PWD/${BUILD:-build}/test/shop}
measure=${BENCH:-${BUILD:-build}/bench}/measure
megabytes=${1:-1000}
memory_most=$((256 * 1024)) # kB
seconds_most=300
work=$(mktemp -d -p "${TMPDIR:-/tmp}")
trap 'rm -rf "$work"' EXIT
export HOME=$work SHOP_HOME=$work/shop TMPDIR=$work
files=0
failed=0

complain()
{
	printf 'hostile: %s\n' "$*"
	failed=$((failed + 1))
}

# Lines without end, as many megabytes as are asked for: stream MEGABYTES LINE.
stream()
{
	yes -- "$2" | head -c "$1"000000
}

# refused WHAT PATTERN: imports what comes in, first as a pipe.
refused()
{
	local cost seconds memory

	files=$((files + 1))
	cost=$("$measure" "$SHOP_BIN" --quiet admin import - 2>"$work/errors")
	read -r seconds memory <<<"$cost"
	echo "hostile: $1: $seconds s, $((memory / 1024)) MB"
	grep -qE "$2" "$work/errors" ||
		complain "$1: is not refused so: $(head -c 300 "$work/errors")"
	((memory <= memory_most)) || complain "$1: held $memory kB"
	((${seconds%.*} < seconds_most)) || complain "$1: took $seconds s"
}

head_of()
{
	printf 'products:\n  - sku: A-1\n    name: Mug\n'
}

"$SHOP_BIN" --quiet init --name Hostile --currency EUR --time-zone UTC
"$SHOP_BIN" --quiet admin import <(head_of)
"$SHOP_BIN" admin export >"$work/before"

text=$(printf '%*s' 900 '')
text=${text// /x}
{
	head_of
	stream "$megabytes" "  - { sku: A-1, name: $text }"
} | refused "$megabytes MB of items" "4:12: A-1: SKU 'A-1' is there twice"
{
	head_of
	stream "$megabytes" "  - { sku: A-1, name: \"$text\", \"name\": x }"
} | refused "$megabytes MB of items with a key twice" '4:[0-9]+: A-1: key .name. is'
{
	head_of
	echo '  - attributes:'
	stream "$megabytes" '      a: b'
} | refused "$megabytes MB of one map" '20003:[0-9]+: .*more than 20000 values'
{
	head_of
	echo '  - attributes: {a: ['
	stream "$megabytes" '      b, c, [d],'
} | refused "$megabytes MB of one flow" '[0-9]+:[0-9]+: .*more than 20000 values'
{
	head_of
	stream "$megabytes" '# - sku: A-1 nothing but comments'
} | refused "$megabytes MB of comments" '[0-9]+:[0-9]+: text or comment of more than'
{
	printf 'products:\n  - '
	stream "$megabytes" '- - - - - - - -' | tr -d '\n'
} | refused "$megabytes MB of levels" '2:[0-9]+: '
stream "$megabytes" $'\x01\xff\x00\x80' | refused "$megabytes MB of bytes" '1:[0-9]+: '
for quote in '"' "'" '' '|'; do
	{
		printf 'products:\n  - sku: A-1\n    name: %s' "$quote"
		[ "$quote" != '|' ] || printf '\n      '
		stream 100 "$text" | tr -d '\n'
	} | refused "100 MB of text after ${quote:-nothing}" '3:[0-9]+: text or comment'
done
{
	printf 'products:\n  - sku: A-1\n    name: "'
	stream 100 '  - sku: B-1'
	printf '"\n'
} | refused '100 MB of text that looks like items' '3:11: text or comment of more'

"$SHOP_BIN" admin export | cmp - "$work/before" || complain 'the shop has changed'
"$SHOP_BIN" admin check --quiet || complain 'the proof does not hold'
echo "$files hostile files, $failed went wrong"
[ "$failed" -eq 0 ]
