#!/usr/bin/env bats
# What is printed, in every format.

load helper

setup()
{
	isolate
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: "T-shirt, red", brand: Ajax, category: Clothing, price: "9.50", stock: 5 }
		  - { sku: MUG, name: Mug, brand: Ajax, category: Kitchen, price: "1234.00", stock: 7 }
	YAML
}

@test "a list: table, tsv, csv, json, ndjson and ids" {
	shop admin stock --format table
	assert_output - <<-'TEXT'
		sku  name          on hand  held  available  low stock at
		TS   T-shirt, red        5     0          5
		MUG  Mug                 7     0          7
	TEXT
	shop admin stock --format tsv
	assert_line $'sku\tname\ton_hand\theld\tavailable\tlow_stock_at\tshort_orders'
	assert_line $'TS\tT-shirt, red\t5\t0\t5\t\t'
	shop admin stock --format csv
	assert_line 'TS,"T-shirt, red",5,0,5,,'
	shop admin stock --format json
	assert_json '[.schema, .count, .items[0].sku, .items[0].on_hand] | tojson' \
		'[1,2,"TS",5]'
	shop admin stock --format ndjson
	[ "$(jq -c .sku "$output_file")" = $'"TS"\n"MUG"' ]
	shop admin stock --format ids
	assert_output $'TS\nMUG'
}

@test "a single thing: fields below each other, one row, one object" {
	shop admin config get stock.low-at --format table
	assert_output -e $'^name +stock.low-at\nvalue +0\n'
	shop admin config get stock.low-at --format csv
	[ "$(wc -l <"$output_file")" -eq 2 ]
	assert_output -e $'^name,value,default,type,meaning\nstock.low-at,0,0,number,'
	shop admin config get stock.low-at --format tsv
	assert_output -e $'^name\tvalue\tdefault\ttype\tmeaning\nstock.low-at\t0\t'
	shop admin config get stock.low-at --json
	assert_json '.schema' 1
	shop admin config get stock.low-at --format ids
	assert_output stock.low-at
}

@test "in a pipe it is tsv" {
	shop admin stock
	assert_line $'TS\tT-shirt, red\t5\t0\t5\t\t'
}

@test "a list without items has its header, its count and no error" {
	shop admin orders --format tsv
	[ "$(wc -l <"$output_file")" -eq 1 ]
	shop admin orders --json
	assert_json '[.count, .items] | tojson' '[0,[]]'
	shop admin orders --format ids
	refute_output
	shop admin orders --format ndjson
	refute_output
}

@test "a search without hits prints its empty list, too" {
	shop -1 search anvil --json
	assert_json '[.count, .items] | tojson' '[0,[]]'
	shop -1 search anvil --format ids
	refute_output
}

@test "--json=FIELD prints these only, and knows a wrong one before anything is done" {
	shop admin stock --json=sku,available
	assert_json '.items[0] | keys | join(" ")' 'available sku'
	shop -2 admin stock set TS 9 --json=onhand --reason x
	assert_error -p "'onhand'"
	assert_error -p on_hand
	shop admin stock TS --json
	assert_json '.items[0].on_hand' 5
}

@test "two formats on one line contradict each other" {
	shop -2 admin stock --json --format csv
	shop -2 admin stock --format csv --format tsv
	shop admin stock --json --format json
}

@test "amounts are decimal strings whatever the locale" {
	LC_ALL=de_DE.UTF-8 shop show MUG --json
	assert_json '.variants[0].price' 1234.00
	shop show MUG --json
	assert_json '.variants[0].price | type' string
}

@test "times are ISO 8601 with their offset in the shop's zone" {
	SHOP_TEST_NOW=2030-07-01T12:00:00Z shop admin config set stock.low-at 5
	TZ=Asia/Tokyo shop admin log --limit 1 --json
	assert_json '.items[0].at' 2030-07-01T14:00:00+02:00
}

@test "-q prints nothing of a change" {
	shop -q admin config set stock.low-at 5
	refute_output
	refute_error
	shop -q admin stock add TS 1 --reason x
	refute_output
}

@test "cells with tabs, lines and backslashes are escaped in tsv" {
	import_yaml <<-'YAML'
		products:
		  - { sku: X, name: X, price: "1.00", description: "a\tb\nc\\d" }
	YAML
	shop show X --format tsv
	assert_output -p 'a\tb\nc\\d'
	[ "$(wc -l <"$output_file")" -eq 2 ]
}

@test "cells that a spreadsheet would run are quoted in csv, amounts are not" {
	import_yaml <<-'YAML'
		products:
		  - { sku: X1, name: "=1+1", price: "1.00", stock: 1 }
		  - { sku: X2, name: "+1", price: "1.00", stock: 1 }
		  - { sku: X3, name: "-1", price: "1.00", stock: 1 }
		  - { sku: X4, name: "@A1", price: "1.00", stock: 1 }
	YAML
	shop admin stock --format csv
	assert_output -p "X1,'=1+1,"
	assert_output -p "X2,'+1,"
	assert_output -p "X3,'-1,"
	assert_output -p "X4,'@A1,"
	SHOP_TEST_NOW=2030-07-01T12:00:00Z shop admin customers add --name Ada \
		--phone +441632960001 --address x --country GB
	shop --for C1001 cart add TS
	shop --for C1001 checkout
	shop admin order cancel 1001
	shop admin report sales --period 2026.. --format csv
	refute_output -p "'"
}

@test "what came from a file cannot drive a terminal" {
	printf 'products:\n  - { sku: X, name: "a\\u202eb\\u2066c", price: "1.00" }\n' |
		cat >"$TMPDIR/bidi.yaml"
	"$SHOP_BIN" -q admin import "$TMPDIR/bidi.yaml" || true
	"$SHOP_BIN" search abc --format table >"$TMPDIR/out" 2>&1 || true
	"$SHOP_BIN" show X --format table >>"$TMPDIR/out" 2>&1 || true
	! grep -qP '[\x{202a}-\x{202e}\x{2066}-\x{2069}]' "$TMPDIR/out"
	shop -1 show $'no\e[2Jsuch\x9b' || shop -2 show $'no\e[2Jsuch\x9b'
	! grep -q $'\e' "$errors_file"
	shop -2 search --colour$'\e]0;x\a' red
	! grep -q $'\e' "$errors_file"
}

@test "columns are aligned by what is seen" {
	import_yaml <<-'YAML'
		products:
		  - { sku: W, name: 茶碗, price: "1.00", stock: 1 }
		  - { sku: E, name: é́, price: "1.00", stock: 1 }
	YAML
	shop admin stock --format table
	assert_line 'W    茶碗                1     0          1'
}

@test "no colour in a pipe, under NO_COLOR and on a dumb terminal" {
	shop admin stock --format table
	refute_output -p $'\e'
	command -v script >/dev/null || skip "takes script"
	[[ "$(NO_COLOR=1 TERM=xterm script -qec "$SHOP_BIN admin stock" /dev/null)" != *$'\e['*m* ]]
	[[ "$(TERM=dumb script -qec "$SHOP_BIN admin stock" /dev/null)" != *$'\e'* ]]
}

@test "on a terminal it is a table" {
	command -v script >/dev/null || skip "takes script"
	[[ "$(script -qec "$SHOP_BIN admin stock" /dev/null)" == *'on hand'* ]]
}

# status_of COMMAND...: sets $status and $said.
status_of()
{
	status=0
	"$@" 2>"$TMPDIR/said" || status=$?
	said=$(<"$TMPDIR/said")
}

@test "output that cannot be written is an error" {
	status_of "$SHOP_BIN" show TS >/dev/full
	[ "$status" -eq 74 ]
	[[ $said == 'shop: '* ]]
	[[ $said != *'change was made'* ]]
	status_of "$SHOP_BIN" help >/dev/full
	[ "$status" -eq 74 ]
	status_of "$SHOP_BIN" --version >/dev/full
	[ "$status" -eq 74 ]
	status_of "$SHOP_BIN" admin export >/dev/full
	[ "$status" -eq 74 ]
}

@test "output that cannot be written says that the change was made" {
	status_of "$SHOP_BIN" admin config set stock.low-at 5 >/dev/full
	[ "$status" -eq 74 ]
	[[ $said == *'change was made'* ]]
	shop admin config get stock.low-at --json
	assert_json .value 5
	status_of "$SHOP_BIN" admin config set stock.low-at 6 --dry-run >/dev/full
	[ "$status" -eq 74 ]
	[[ $said != *'change was made'* ]]
}

@test "a closed stdout is an error, and no file of the shop is written into" {
	local before

	before=$(sha256sum "$SHOP_HOME/data.mdb")
	status_of "$SHOP_BIN" show TS >&-
	[ "$status" -eq 74 ]
	[[ $said == 'shop: '* ]]
	[ "$(sha256sum "$SHOP_HOME/data.mdb")" = "$before" ]
	status_of "$SHOP_BIN" -q admin config set stock.low-at 5 >&-
	status_of "$SHOP_BIN" -q admin config set stock.low-at 6 <&- >&-
	"$SHOP_BIN" -q admin config set stock.low-at 7 <&- >&- 2>&- || true
	shop admin check
}

@test "who has read enough of a pipe makes no error of ours" {
	local status

	"$SHOP_BIN" admin export | head -n 1 >/dev/null
	status=${PIPESTATUS[0]}
	[[ $status == 0 || $status == 74 ]]
}
