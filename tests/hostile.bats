#!/usr/bin/env bats
# Every string of the big list of naughty strings as a product's name: imported, found,
# shown without a byte that moves a terminal, and exported and imported again unchanged.

load helper

setup()
{
	isolate
	test_data hostile/naughty_strings.txt
	naughty=$data
	new_shop
}

# Bytes that move or colour a terminal, or turn its lines about.
raw='[\x00-\x08\x0B-\x1F\x7F]|\xC2[\x80-\x9F]|\xE2\x80[\x8E\x8F\xA8-\xAE]|\xE2\x81[\xA6-\xA9]'

# is_tame FILE: it has none of them.
is_tame()
{
	if LC_ALL=C grep -aqP "$raw" "$1"; then
		return 1
	fi
}

# "SKU<TAB>string" of each, the number of its line as SKU.
wanted()
{
	LC_ALL=C awk '/^#/ || /^$/ { next } { printf "N-%d\t%s\n", NR, $0 }' "$naughty"
}

# Those lines as products, in double quotes.
as_yaml()
{
	LC_ALL=C awk -F '\t' 'BEGIN { print "products:" }
	{
		sku = $1
		sub(/^[^\t]*\t/, "")
		gsub(/[\\"]/, "\\\\&")
		printf "  - { sku: %s, name: \"%s\" }\n", sku, $0
	}'
}

# "SKU<TAB>name" of every product in the shop.
stored()
{
	shop --json=sku,name search --limit 0
	jq -j '.items[] | .sku + "\t" + .name + "\n"' "$output_file"
}

# What stands in a YAML file only as an escape.
escape_breaks()
{
	LC_ALL=C sed -e 's/\xE2\x80\xA8/\\u2028/g' -e 's/\xE2\x80\xA9/\\u2029/g' \
		-e 's/\xEF\xBF\xBE/\\uFFFE/g' \
		-e 's/\xC2\([\x80-\x9F]\)/\\x\1/g' |
		LC_ALL=C awk '{
			while (match($0, /\\x[\200-\237]/)) {
				code = index(high, substr($0, RSTART + 2, 1)) + 127
				$0 = substr($0, 1, RSTART - 1) \
					sprintf("\\u00%X", code) substr($0, RSTART + 3)
			}
			print
		}
		BEGIN {
			for (i = 128; i < 160; i++)
				high = high sprintf("%c", i)
		}'
}

import_all()
{
	import_yaml -3 --keep-going --json < <(wanted | as_yaml)
}

@test "naughty names are kept to the byte, or refused with line and column" {
	import_all
	json '.errors[] | .sku' | LC_ALL=C sort >"$TMPDIR/refused"
	assert_json '[.errors[] | select(.line > 1 and .column > 20)] | length' \
		"$(wc -l <"$TMPDIR/refused")"
	assert_json '.rejected' "$(wc -l <"$TMPDIR/refused")"
	# Refused is what holds a control character, a line break of YAML or no character.
	wanted | LC_ALL=C grep -aP '\t.*([\x00-\x08\x0B-\x1F\x7F]|\xC2[\x80-\x9F]|\xE2\x80[\xA8\xA9]|\xEF\xBF[\xBE\xBF])' |
		cut -f 1 | LC_ALL=C sort >"$TMPDIR/invalid"
	diff "$TMPDIR/invalid" "$TMPDIR/refused"
	wanted | grep -avwFf "$TMPDIR/refused" | LC_ALL=C sort >"$TMPDIR/wanted"
	stored | LC_ALL=C sort >"$TMPDIR/stored"
	[ "$(wc -l <"$TMPDIR/stored")" -ge 500 ]
	cmp "$TMPDIR/wanted" "$TMPDIR/stored"
}

@test "what YAML takes as an escape only is kept so, too" {
	wanted | LC_ALL=C grep -aP '\xC2[\x80-\x9F]|\xE2\x80[\xA8\xA9]|\xEF\xBF\xBE' |
		LC_ALL=C grep -avP '\t.*[\x00-\x08\x0B-\x1F\x7F]' >"$TMPDIR/wanted"
	[ "$(wc -l <"$TMPDIR/wanted")" -ge 3 ]
	import_yaml < <(as_yaml <"$TMPDIR/wanted" | escape_breaks)
	stored | LC_ALL=C sort >"$TMPDIR/stored"
	LC_ALL=C sort "$TMPDIR/wanted" | cmp - "$TMPDIR/stored"
}

@test "naughty names are exported and imported again unchanged" {
	import_all
	shop admin export
	cp "$output_file" "$TMPDIR/export.yaml"
	shop --json admin import "$TMPDIR/export.yaml"
	assert_json '[.new, .changed, .rejected] | join(" ")' '0 0 0'
	SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop admin import "$TMPDIR/export.yaml"
	shop admin export
	cmp "$output_file" "$TMPDIR/export.yaml"
}

@test "naughty names are shown without raw control bytes" {
	local format sku

	import_all
	for format in table tsv csv json; do
		shop --format "$format" search --limit 0
		[ "$(grep -c N- "$output_file")" -ge 500 ]
		case $format in table | json) is_tame "$output_file" ;; esac
	done
	for sku in $(wanted | LC_ALL=C grep -aP '\xE2\x80[\x8E-\xAE]|\xE2\x81|\xC2' | cut -f 1); do
		"$SHOP_BIN" --format table show "$sku" >>"$TMPDIR/shown" || true
	done
	[ "$(wc -l <"$TMPDIR/shown")" -ge 10 ]
	is_tame "$TMPDIR/shown"
}

# Names as words to look for: a hyphen before one would exclude it, and quotes would
# ask for a phrase.
as_words()
{
	tr '"' ' ' | sed -E 's/(^|[ \t])-+/\1/g'
}

@test "naughty names are found by their words, by SKU where they have none" {
	local sku words missed=() found

	import_all
	stored >"$TMPDIR/stored"
	while IFS=$'\t' read -r sku words; do
		found=$("$SHOP_BIN" --format ids search --limit 0 -- "$words" \
			2>/dev/null) || true
		[[ $'\n'$found$'\n' == *$'\n'$sku$'\n'* ]] || missed+=("$sku")
	done < <(as_words <"$TMPDIR/stored")
	((${#missed[@]} < 60))
	for sku in "${missed[@]}"; do
		found=$("$SHOP_BIN" --format ids search -- "$sku")
		[ "$found" = "$sku" ]
	done
	# What was not found has neither letter nor digit.
	printf '%s\n' "${missed[@]}" >"$TMPDIR/missed"
	if grep -awFf "$TMPDIR/missed" "$TMPDIR/stored" | grep -aP '\t.*[\p{L}\p{N}]'; then
		false
	fi
}
