#!/usr/bin/env bats
# Finding one's way.

load helper

@test "every command explains itself, examples first, without a shop" {
	local path count=0

	while IFS= read -r path; do
		# shellcheck disable=SC2086 # the words of the command
		shop $path --help
		[[ $output == examples:* ]]
		assert_output -p "usage: shop $path"
		refute_error
		# shellcheck disable=SC2086
		shop help $path
		assert_output -p "usage: shop $path"
		count=$((count + 1))
	done < <("$SHOP_BIN" help --dump | awk -F '\t' '$1 != "" && $2 == "" { print $1 }')
	[ "$count" -gt 40 ]
	[ ! -e "$SHOP_HOME" ]
}

@test "a page has examples, usage, operands and options" {
	shop cart add --help
	assert_output - <<-'TEXT'
		examples:
		  shop cart add TS-S-RED
		  shop cart add 85123A -n 6

		usage: shop cart add SKU [-n COUNT] [--for CUSTOMER] [--dry-run]

		put a product into the cart

		operands:
		  SKU  what to add: a SKU or a barcode

		options:
		  -n, --count COUNT  how many (default: 1)

		shared options:
		  -C, --home DIR          the shop's folder (else $SHOP_HOME)
		      --format FORMAT     how to print: table, tsv, csv, json, ndjson or ids
		      --json[=FIELD,...]  print JSON, optionally only these fields
		  -q, --quiet             print nothing on success
		  -v, --verbose           say what is done
		      --no-input          never ask
		      --for CUSTOMER      act for a customer (clerk and above)
		      --dry-run           print what would change, change nothing
		      --wait SECONDS      how long to wait for a busy shop (10)
		  -h, --help              show help
		      --version           show the version

		exit status: 0 done, 1 the answer is no, 2 wrong use; all are in shop(1)
	TEXT
}

@test "examples in the pages are lines that are understood" {
	local path line words

	cd "$TMPDIR"
	echo 1:00 >head.txt
	while IFS= read -r path; do
		# shellcheck disable=SC2086 # the words of the command
		shop $path --help
		while IFS= read -r line; do
			eval "words=(${line%%[|>]*})"
			[ "${words[0]}" = shop ]
			# Whatever it does, it is no wrong use.
			"$SHOP_BIN" "${words[@]:1}" --help >"$TMPDIR/help"
			grep -q '^usage: ' "$TMPDIR/help"
		done < <(sed -n '2,/^$/s/^  //p' "$output_file")
	done < <("$SHOP_BIN" help --dump | awk -F '\t' '$1 != "" && $2 == "" { print $1 }')
}

@test "words that begin several commands list these" {
	shop admin order --help
	assert_output -p 'usage: shop admin order COMMAND'
	assert_output -e $'\n  ship '
	refute_output -e $'\n  reindex '
	shop help admin order
	assert_output -p 'usage: shop admin order COMMAND'
	shop help cart
	assert_output -p 'usage: shop cart COMMAND'
	shop admin --help
	assert_output -e $'\n  reindex '
}

@test "a command that has others below it names them on its page" {
	shop help orders
	assert_output -p 'usage: shop orders [ORDER]'
	assert_output -p 'shop orders cancel'
}

@test "help for what is no command names the nearest" {
	shop -2 help serach
	assert_error "shop: unknown command 'serach' (did you mean 'search'? see 'shop --help')"
	shop -2 help cart ad
	assert_error -p "'cart ad'"
	shop -2 help search red
	assert_error "shop: unknown command 'search red' (see 'shop search --help')"
}

@test "an unknown command names the nearest, and where another has it" {
	shop -2 serach shirt
	assert_error "shop: unknown command 'serach' (did you mean 'search'? see 'shop --help')"
	shop -2 cart ad TS
	assert_error "shop: unknown command 'cart ad' (did you mean 'cart add'? see 'shop cart --help')"
	shop -2 import catalog.yaml
	assert_error -p "did you mean 'admin import'?"
	shop -2 admin order shp 1001
	assert_error -p "did you mean 'admin order ship'?"
	[ ! -e "$SHOP_HOME" ]
}

@test "admin alone says what may follow" {
	shop -2 admin
	assert_error -p "'admin' needs another word: "
	assert_error -p 'orders'
}

@test "shop alone prints the short list with an example" {
	shop
	assert_output -p $'\nshopping\n  search '
	assert_output -p $'\nexample:\n  shop search '
	[ "$(wc -l <"$output_file")" -lt 40 ]
}

@test "options are never abbreviated, and the nearest is named" {
	shop -2 search --cat Shirts
	assert_error -p "unknown option '--cat'"
	shop -2 search --categroy Shirts
	assert_error -p "'--categroy'"
	assert_error -p "'--category'"
}

@test "options and operands come in any order, and -- ends options" {
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: -x, name: Dash, price: "1.00" }
		  - { sku: TS, name: Shirt, price: "2.00" }
	YAML
	shop --json show TS
	assert_json .product TS
	shop show TS --json
	assert_json .product TS
	shop show --json -- -x
	assert_json .product -x
	shop -2 show --json -x
}

@test "help answers even on a line with mistakes" {
	shop search --price cheap --help
	assert_output -p 'usage: shop search'
}

@test "--version answers behind any command" {
	shop cart add --version
	assert_output -e '^shop [0-9.]+$'
}

@test "--dry-run and --for are refused where they mean nothing" {
	new_shop
	shop -2 search shirt --dry-run
	assert_error -p "'--dry-run'"
	shop -2 --for C1001 search shirt
	assert_error -p "'--for'"
	shop -2 admin orders --for C1001
	assert_error -p "'--for'"
	shop -2 admin check --dry-run
	assert_error -p "'--dry-run'"
	shop -2 admin reindex --dry-run
}

@test "a word too many is refused" {
	new_shop
	shop -2 categories Shirts Hats
	assert_error -p "'Hats'"
	shop -2 admin reindex now
	assert_error -p "'now'"
}

@test "the tables are dumped as five cells a line" {
	shop help --dump
	[ "$(awk -F '\t' 'NF != 5' "$output_file")" = '' ]
	assert_line $'cart add\tSKU\t\tSKU\twhat to add: a SKU or a barcode'
}
