#!/usr/bin/env bats
# Synonyms: how they are kept.

load helper

setup()
{
	isolate
	stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored
	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
	new_shop
}

# listed LINE...: the synonyms, as "number both from to"
listed()
{
	shop admin synonyms list --json
	same "$(json '.items[] | "\(.number) \(.both | join(",")) \(.from) \(.to | join(","))"')" \
		"$(printf '%s\n' "$@")"
}

@test "a synonym has two texts or more, and is shown as it is" {
	shop admin synonyms add notebook laptop --json
	assert_output '{"schema":1,"number":1,"both":["laptop","notebook"],"from":"","to":[]}'
	shop admin synonyms add 'cell phone' mobile smartphone
	listed '1 laptop,notebook  ' '2 cell phone,mobile,smartphone  '
	shop admin synonyms --format table
	assert_line '     1  laptop, notebook'
	assert_line '2 synonyms'
}

@test "one that leads from a text is not two-way" {
	shop admin synonyms add --from telly --to television --to tv --json
	assert_output '{"schema":1,"number":1,"both":[],"from":"telly","to":["television","tv"]}'
}

@test "every format has them" {
	shop admin synonyms add laptop notebook
	shop admin synonyms add --from telly --to television
	shop admin synonyms --format tsv
	assert_line $'1\tlaptop, notebook\t\t'
	assert_line $'2\t\ttelly\ttelevision'
	shop admin synonyms --format csv
	assert_line '1,"laptop, notebook",,'
	shop admin synonyms --format ids
	assert_output $'1\n2'
	shop admin synonyms --format ndjson --json=number
	assert_line '{"number":2}'
	shop admin synonyms --json
	assert_json .count 2
}

@test "none is an empty list" {
	shop admin synonyms --json
	assert_output '{"schema":1,"items":[],"count":0}'
}

@test "what is so already is said and changes nothing" {
	shop admin synonyms add laptop notebook computer
	shop -1 admin synonyms add laptop notebook computer
	assert_error 'shop: it is so already (synonym 1)'
	shop -1 admin synonyms add Notebooks LAPTOPS
	assert_error 'shop: it is so already (synonym 1)'
	shop admin synonyms add --from telly --to television
	shop -1 admin synonyms add --from tellies --to televisions
	listed '1 computer,laptop,notebook  ' '2  telly television'
	shop admin log --subject synonym=1 --json
	assert_json .count 1
}

@test "one that has all texts of others takes their place" {
	shop admin synonyms add laptop notebook
	shop admin synonyms add notebook ultrabook
	shop admin synonyms add laptop computer
	shop admin synonyms add laptop notebook ultrabook
	listed '1 laptop,notebook,ultrabook  ' '3 computer,laptop  '
	shop admin log --subject synonym=1 --json
	assert_json '.items[0] | "\(.kind) \(.changes[0].old) > \(.changes[0].new)"' \
		'changed laptop, notebook > laptop, notebook, ultrabook'
	shop admin log --subject synonym=2 --json
	assert_json '.items[0].kind' removed
	shop admin check
}

@test "what a text leads to grows" {
	shop admin synonyms add --from telly --to television
	shop admin synonyms add --from telly --to tv --to televisions
	listed '1  telly television,tv'
	shop admin log --subject synonym=1 --json
	assert_json '.items[0].changes[0] | "\(.field): \(.old) > \(.new)"' \
		'to: television > television, tv'
}

@test "a synonym goes by its number or by a text that is in it alone" {
	shop admin synonyms add laptop notebook
	shop admin synonyms add notebook jotter
	shop admin synonyms add --from telly --to tv
	shop admin synonyms add 4 four
	shop -1 admin synonyms remove notebook
	assert_error "shop: 'notebook' is in the synonyms 1 and 2: name one by number"
	shop admin synonyms remove jotters --json
	assert_json '.items[0].number' 2
	shop admin synonyms remove 4 1
	assert_output -p $'4\t4, four'
	listed '3  telly tv'
	shop -1 admin synonyms remove tv
	assert_error "shop: no synonym 'tv' (admin synonyms list shows them all)"
	shop admin synonyms remove telly
	shop admin log --subject synonym=3 --json
	assert_json '.items[0] | "\(.kind) \(.changes | map("\(.field): \(.old) > \(.new)") | join("; "))"' \
		'removed from: telly > ; to: tv > '
	shop admin check
}

@test "where one of several is not there, none goes" {
	shop admin synonyms add laptop notebook
	shop -1 admin synonyms remove 1 7
	assert_error "shop: no synonym '7' (admin synonyms list shows them all)"
	listed '1 laptop,notebook  '
	shop -2 admin synonyms remove
}

@test "numbers are not given twice" {
	shop admin synonyms add laptop notebook
	shop admin synonyms remove 1
	shop admin synonyms add laptop notebook
	listed '2 laptop,notebook  '
}

@test "--dry-run shows it and changes nothing" {
	shop admin synonyms add laptop notebook --dry-run --json
	assert_json '.both | join(",")' laptop,notebook
	listed ''
	shop admin synonyms add laptop notebook
	shop admin synonyms remove laptop --dry-run --format table
	assert_line 'a dry run: nothing was changed'
	listed '1 laptop,notebook  '
	shop admin log --subject synonym=1 --json
	assert_json .count 1
}

@test "what can be no synonym is refused with the reason" {
	local long

	shop -2 admin synonyms add laptop
	assert_error -p 'two texts or more'
	shop -2 admin synonyms add
	shop -2 admin synonyms add --from telly
	assert_error 'shop: --from needs --to'
	shop -2 admin synonyms add --to tv
	assert_error 'shop: --to goes with --from only'
	shop -2 admin synonyms add --from telly --to tv television
	assert_error -p "'television'"
	shop -2 admin synonyms add laptop laptops
	assert_error "shop: 'laptop' and 'laptops' are the same to a search already"
	shop -2 admin synonyms add --from telly --to Tellies
	assert_error -p "'telly' and 'Tellies' are the same"
	shop -2 admin synonyms add '!?' laptop
	assert_error "shop: '!?' has no word in it"
	shop -2 admin synonyms add 'a tool to cut grass' mower
	assert_error "shop: 'a tool to cut grass' has 5 words, of which 4 are allowed"
	long=$(printf '%0201d' 0)
	shop -2 admin synonyms add "$long" zero
	assert_error -p 'is longer than 200 bytes (201)'
	shop -2 admin synonyms add $'lap\etop' laptop
	shop -2 admin synonyms add $'lap\xfftop' laptop
	# shellcheck disable=SC2046
	shop -2 admin synonyms add $(seq 100 120)
	assert_error 'shop: a synonym has 21 texts, of which 20 are allowed'
	listed ''
}

@test "a text is in 10 synonyms at most" {
	local i

	for i in {1..10}; do
		shop admin synonyms add laptop "book$i"
	done
	shop -1 admin synonyms add laptop notebook
	assert_error "shop: 'laptop' is in 10 synonyms already, which is as many as may be (put them together into one)"
	shop admin synonyms remove 3
	shop admin synonyms add laptop notebook
}

@test "another language finds them by other stems" {
	shop admin synonyms add Haus Gebäude
	shop admin config set search.language german
	shop -1 admin synonyms add Hauses Gebäudes
	shop admin check
	shop admin config set search.language none
	shop admin synonyms add Hauses Gebäudes
	shop admin check
}

@test "a synonym that cannot be found by a text is found by the check, and mended" {
	shop admin synonyms add laptop notebook
	"$stored" "$SHOP_HOME" delete synonym-by \
		"$("$stored" "$SHOP_HOME" keys synonym-by | head -n 1)"
	shop -65 admin check --json
	assert_json '.faults[0] | "\(.kind) \(.subject): \(.message)"' \
		'synonym 1: is not found by one of its texts'
	shop admin reindex
	shop admin check --json
	assert_json .synonyms 1
	"$stored" "$SHOP_HOME" put synonym-by 61620000000000000000ff ''
	shop -65 admin check
	assert_error -p 'synonym: synonym-by: has 3 rows for 2 texts'
	shop admin check --repair
}

@test "they are the manager's" {
	[ "$(id -u)" -eq 0 ] || skip "running as another user takes root"
	SHOP_HOME=$BATS_TEST_TMPDIR/shared
	new_shop --group 4321
	shop admin staff add --os-user 4321 --role clerk
	as_user 4321 -77 --home "$SHOP_HOME" admin synonyms
	shop admin staff add --os-user 4321 --role manager
	as_user 4321 --home "$SHOP_HOME" admin synonyms add laptop notebook
	as_user 4321 --home "$SHOP_HOME" admin synonyms remove laptop
}

@test "numbers are offered for what is to go" {
	shop admin synonyms add laptop notebook
	shop admin synonyms add --from telly --to tv
	shop completion candidates -- admin synonyms remove ''
	assert_output $'1\tlaptop\n2\ttelly'
}

catalog()
{
	cat <<'YAML'
synonyms:
  - { from: telly, to: [tv, television] }
  - { both: [notebook, laptop] }
  - { from: "no", to: 'yes' }
YAML
}

@test "a file brings synonyms in, and again changes nothing" {
	import_yaml --json < <(catalog)
	assert_json '[.new, .changed, .unchanged] | join(" ")' '3 0 0'
	import_yaml --json < <(catalog)
	assert_json '[.new, .changed, .unchanged] | join(" ")' '0 0 3'
	listed '1  telly television,tv' '2 laptop,notebook  ' '3  no yes'
	shop admin check
}

@test "a file replaces what a text leads to, and adds to what is two-way" {
	import_yaml < <(catalog)
	import_yaml --json <<'YAML'
synonyms:
  - { from: tellies, to: television }
  - { both: [ultrabook, notebook, laptop] }
  - { both: [notebook, laptop] }
YAML
	assert_json '[.new, .changed, .unchanged] | join(" ")' '0 2 1'
	listed '1  tellies television' '2 laptop,notebook,ultrabook  ' '3  no yes'
}

@test "a dry run tells what would be new and what would change" {
	import_yaml --dry-run < <(catalog)
	assert_line $'laptop\tnew\tboth\t\tlaptop, notebook'
	listed ''
	import_yaml < <(catalog)
	import_yaml --dry-run <<'YAML'
synonyms:
  - { from: telly, to: television }
YAML
	assert_line $'telly\tchanged\tto\ttelevision, tv\ttelevision'
}

@test "an export has them sorted, and is read again with 0 changes" {
	import_yaml < <(catalog)
	shop admin export
	assert_output - <<'YAML'
products: []
synonyms:
  - { both: [laptop, notebook] }
  - { from: "no", to: ["yes"] }
  - { from: telly, to: [television, tv] }
YAML
	cp "$output_file" "$BATS_TEST_TMPDIR/all.yaml"
	shop admin import --json "$BATS_TEST_TMPDIR/all.yaml"
	assert_json '[.new, .changed, .unchanged] | join(" ")' '0 0 3'
	SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop admin import "$BATS_TEST_TMPDIR/all.yaml"
	shop admin export
	cmp "$output_file" "$BATS_TEST_TMPDIR/all.yaml"
}

@test "every error of a synonym has its line and column" {
	local message

	import_yaml -65 <<'YAML'
synonyms:
  - laptop
  - { both: [laptop] }
  - { both: [laptop, "!?"] }
  - { from: telly }
  - { from: telly, to: }
  - { from: [telly], to: x }
  - { form: telly, to: x }
  - { both: [mug, mugs] }
  - { both: [mug, cup], from: tea, to: pot }
  - { from: x, to: y }
  - { from: X, to: z }
  - { to: z }
  - {}
  - { from: tv, to: { a: b } }
  - { both: [a b c d e, f] }
YAML
	for message in \
		'2:5: a synonym is a map such as { both: [laptop, notebook] }, not a text' \
		'3:5: laptop: both needs two texts or more, such as [laptop, notebook]' \
		"4:22: '!?' has no word in it" \
		"5:5: telly: from 'telly' needs a to" \
		'6:24: to has null where a text is meant' \
		'7:13: from has a list where a text is meant' \
		"8:7: unknown key 'form' (did you mean 'from'?)" \
		"9:5: mug: 'mug' and 'mugs' are the same to a search already" \
		'10:5: tea: a synonym has either both, or from and to' \
		'12:5: X: the synonym is there twice, first on line 11' \
		'13:5: to needs a from' \
		'14:5: both needs two texts or more' \
		'15:21: to has a map where a text is meant' \
		"16:14: 'a b c d e' has 5 words, of which 4 are allowed"; do
		assert_error -p "$yaml:$message"
	done
	listed ''
}

@test "with --keep-going the good ones are taken" {
	import_yaml -3 --keep-going --rejects "$TMPDIR/rejects.yaml" <<'YAML'
synonyms:
  - { both: [laptop] }
  - { from: telly, to: tv }
YAML
	listed '1  telly tv'
	grep -qF '{ both: [laptop] }' "$TMPDIR/rejects.yaml"
}
