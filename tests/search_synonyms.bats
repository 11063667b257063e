#!/usr/bin/env bats
# search: synonyms, phrases, fewer words.

load helper
load search_shop

setup()
{
	isolate
	search_shop
}

@test "who looks for one text of a synonym finds the others" {
	finds cup : MUG-RED MUG-BLUE
	finds tumbler :
	shop admin synonyms add tumbler mug
	finds tumbler : MUG-RED MUG-BLUE
	finds Tumblers : MUG-RED MUG-BLUE
	finds --exact red tumbler : MUG-RED
	shop admin synonyms remove tumbler
	finds tumbler :
}

@test "one that leads from a text does not lead back" {
	shop admin synonyms add --from coat --to jacket --to blanket
	import_yaml <<'YAML'
products:
  - { sku: COAT, name: Long coat, price: 120, stock: 1 }
YAML
	finds coat : COAT JACKET BLANKET
	finds jacket : JACKET
}

@test "phrases are synonyms of words, and words of phrases" {
	shop admin synonyms add 'ear phones' headphones
	shop admin synonyms add throw 'wool blanket'
	finds 'ear phones' : MX-5150
	finds ear phones : MX-5150
	finds throw : BLANKET
	finds phones :
	finds ear :
}

@test "a word as it is typed goes before its synonyms" {
	shop admin synonyms add coat jacket
	import_yaml <<'YAML'
products:
  - { sku: COAT, name: Running coat, brand: Wren, category: Clothing, price: 99, stock: 3 }
YAML
	ranks coat : COAT JACKET
	ranks jacket : JACKET COAT
}

@test "a synonym's own synonyms are not followed" {
	shop admin synonyms add mug tumbler
	shop admin synonyms add tumbler beaker
	finds beaker :
	finds tumbler : MUG-RED MUG-BLUE
}

@test "synonyms hold in the shop's language, whatever it is" {
	shop admin synonyms add tumbler mug
	shop admin config set search.language german
	finds tumbler : MUG-RED MUG-BLUE
	shop admin config set search.language none
	finds tumbler : MUG-RED MUG-BLUE
}

@test "words in quotes stand together" {
	import_yaml <<'YAML'
products:
  - { sku: HEART, name: White hanging heart, price: 3, stock: 1 }
  - { sku: WHITE, name: White heart box, price: 3, stock: 1 }
YAML
	finds white heart : HEART WHITE
	finds '"white heart"' : WHITE
	finds '"White Hearts"' : WHITE
	finds '"heart white"' :
	finds 'white -"white heart"' : HEART
	finds '"white heart' : WHITE
}

@test "where few have all words, those with most of them follow, and it is said" {
	shop search red running mug zebra --format table
	assert_output -p 'few products have all words; showing those with most of them'
	shop search red running mug zebra --json
	assert_json .fewer_words true
	shop -v search red running mug zebra
	assert_error -p 'few products have all words'
	shop search red mug --exact --json
	assert_json .fewer_words false
	assert_json .count 1
}

@test "a typo is read as the nearest word, and it is said" {
	shop search hedphones --format table
	assert_line 'no "hedphones"; showing "headphones"'
	shop search hedphones --json
	assert_json '.corrected.hedphones' headphones
	shop -v search hedphones --format ids
	assert_output MX-5150
	assert_error 'no "hedphones"; showing "headphones"'
}
