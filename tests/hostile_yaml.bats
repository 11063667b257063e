#!/usr/bin/env bats
# Files that no supplier should send: each is refused at once, with line and column,
# and leaves the shop as it was; what only looks odd is taken in as it is meant.
# tests/hostile_files.sh has those of a gigabyte.

load helper

setup()
{
	isolate
	new_shop
}

# times COUNT TEXT: the text that often.
times()
{
	yes "$2" | head -n "$1" | tr -d '\n'
}

# refused PLACE MESSAGE: what comes in is refused so.
refused()
{
	import_yaml -65
	assert_error -p "$yaml:$1: $2"
	assert_error -p 'nothing was imported'
	shop -1 search --limit 0
}

@test "a hundred thousand levels are refused at the first too many" {
	local part

	{
		printf 'products:\n  - '
		times 100000 '['
	} | refused 2:19 'nested deeper than 16 levels'
	for part in '{a: ' '- ' '? ' '- a: '; do
		{
			printf 'products:\n  - '
			times 100000 "$part"
		} >"$TMPDIR/deep.yaml"
		shop -65 admin import "$TMPDIR/deep.yaml"
		assert_error -e 'deep.yaml:2:[0-9]+: '
	done
}

@test "a bomb of aliases does not go off" {
	import_yaml -65 <<'YAML'
products:
  - &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]
  - &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
  - &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
  - &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
  - { sku: A-1, name: *d }
YAML
	assert_error -p "$yaml:2:5: anchors ('&') are not allowed here"
	assert_error -p "$yaml:5:5: anchors ('&')"
	assert_error -p "$yaml:6:22: A-1: aliases ('*') are not allowed here"
}

@test "a text, or a comment, without an end is refused where it begins" {
	{
		printf 'products:\n  - sku: A-1\n    name: "'
		times 600000 x
	} | refused 3:11 'text or comment of more than 524288 bytes'
	{
		printf 'products:\n  - sku: A-1\n    name: '
		times 70000 x
		echo
	} | refused 3:11 'A-1: text of 70000 bytes, over the limit of 65536'
}

@test "a file that was cut off is refused where that shows" {
	refused 3:19 'found unexpected end of stream while scanning a quoted scalar that begins at 3:11' \
		< <(printf 'products:\n  - sku: A-1\n    name: "A mug t')
	refused 4:1 'did not find expected' < <(
		printf 'products:\n  - { sku: A-1,\n      name: Mug,\n')
}

@test "a file in UTF-16 is refused at its beginning" {
	refused 1:1 'the file is UTF-16 (save it as UTF-8)' < <(
		printf '\xFF\xFEp\0r\0o\0d\0u\0c\0t\0s\0:\0\n\0')
	refused 1:1 'the file is UTF-16 (save it as UTF-8)' < <(
		printf '\xFE\xFF\0p\0r\0o\0d\0u\0c\0t\0s\0:\0\n')
}

@test "UTF-16 without a mark, and a program, are refused for their bytes" {
	refused 1:2 'control character U+0000' < <(
		printf 'p\0r\0o\0d\0u\0c\0t\0s\0:\0\n\0')
	head -c 200000 "$SHOP_BIN" >"$TMPDIR/program.yaml"
	shop -65 admin import "$TMPDIR/program.yaml"
	assert_error -e 'program.yaml:1:[0-9]+: '
}

@test "a byte order mark and carriage returns change nothing" {
	printf 'products:\n  - sku: A-1\n    name: "A mug\n      of tin"\n' \
		>"$TMPDIR/unix.yaml"
	{
		printf '\xEF\xBB\xBF'
		sed 's/$/\r/' "$TMPDIR/unix.yaml"
	} >"$TMPDIR/dos.yaml"
	shop --json admin import "$TMPDIR/unix.yaml"
	assert_json .new 1
	shop --json admin import "$TMPDIR/dos.yaml"
	assert_json '[.new, .changed, .unchanged] | join(" ")' '0 0 1'
}

@test "behind a byte order mark and carriage returns places are right" {
	refused 3:12 "A-1: price '1e3'" < <(
		printf '\xEF\xBB\xBFproducts:\r\n  - sku: A-1\r\n    price: 1e3\r\n')
}

@test "bytes that are no text spoil their item only, 256 of them the file" {
	refused 2:19 'A-1: byte 0xE4 is not valid UTF-8' < <(
		printf 'products:\n  - {sku: A-1, n: \xE4}\n  - {sku: A-2, name: Cup}\n')
	{
		printf 'products:\n  - {sku: A-1, name: "'
		times 300 $'\xE4'
		printf '"}\n'
	} | refused 2:23 'byte 0xE4 is not valid UTF-8'
}
