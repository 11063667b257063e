#!/usr/bin/env bats
# admin import of CSV: our own columns, by the rules of shop-csv(5).

load helper

setup()
{
	isolate
	new_shop
}

# import_csv [-N] [NAME]: imports standard input as a file of that name.
import_csv()
{
	local expected=-0

	if [[ ${1-} == -* ]]; then
		expected=$1
		shift
	fi
	csv=$BATS_TEST_TMPDIR/${1-import.csv}
	cat >"$csv"
	shop "$expected" --json admin import "$csv"
}

# import_refused MESSAGE... <<CSV: each is looked for behind the file's name.
import_refused()
{
	local message

	csv=$BATS_TEST_TMPDIR/import.csv
	cat >"$csv"
	shop -65 admin import "$csv"
	for message; do
		assert_error -p "$csv:$message"
	done
	assert_error -p 'nothing was imported'
}

exported()
{
	shop admin export
	same "$output" "$(cat)"
}

@test "yes and no may be true and false, in any case" {
	import_csv <<'CSV'
sku,name,price,track_stock,needs_shipping,backorder
A,Mug,1,TRUE,False,Yes
B,Jug,1,FALSE,NO,tRUE
CSV
	import_yaml <<'YAML'
tax: [ { class: standard, zone: DE, rate: 19, included: TRUE } ]
sales: [ { sale: s, off: 5%, exclusive: Yes } ]
customers: [ { customer: 5, disabled: TRUE }, { customer: 6, disabled: No } ]
YAML
	shop admin export --with customers
	for key in 'track_stock: true' 'track_stock: false' 'included: true' \
		'exclusive: true' 'disabled: true'; do
		assert_output -p "$key"
	done
	shop admin export --format csv
	assert_output -p A,Mug
	import_yaml -65 <<<'products: [ { sku: A, backorder: YESS } ]'
	assert_error -p "backorder 'YESS' is not one of yes, no"
	import_yaml -65 <<<'customers: [ { customer: 6, disabled: YESS } ]'
	assert_error -p "disabled 'YESS' is not one of yes, no"
}

@test "a row is a simple product, and rows with the same handle are one with variants" {
	import_csv <<'CSV'
product,sku,name,category,price,option.size,option.color,stock,attributes,images
,85123A,"White ""hanging"" heart",Home/Decoration,2.55,,,120,color=white|material=glass|material=tin,a.jpg | b.jpg
tshirt,,Basic T-shirt,Clothing,12.50,,,,,
tshirt,TS-S,,,,S,red,12,,
tshirt,TS-M,,,13.00,M,red,3,fit=slim,m.jpg
CSV
	assert_json '[.new, .rejected] | join(" ")' '2 0'
	exported <<'YAML'
products:
  - sku: "85123A"
    name: "White \"hanging\" heart"
    category: Home/Decoration
    stock: 120
    price: "2.55"
    images: [a.jpg, b.jpg]
    attributes:
      color: white
      material: [glass, tin]
  - product: tshirt
    name: Basic T-shirt
    category: Clothing
    options: [size, color]
    price: "12.50"
    variants:
      - sku: TS-S
        size: S
        color: red
        stock: 12
      - sku: TS-M
        size: M
        color: red
        stock: 3
        price: "13.00"
        images: [m.jpg]
        attributes:
          fit: slim
YAML
}

@test "an empty cell leaves what is there, null clears, and a quoted null is a text" {
	import_csv <<'CSV'
sku,name,brand,price,attributes,attribute.color
A,First,Acme,1,size=L|fit=slim,red|blue
B,Second,'null,2,,
CSV
	import_csv <<'CSV'
sku,brand,price,attributes,attribute.color
A,,null,fit=,null
CSV
	assert_json .changed 1
	exported <<'YAML'
products:
  - sku: A
    name: First
    brand: Acme
    attributes:
      size: L
  - sku: B
    name: Second
    brand: "null"
    price: "2.00"
YAML
}

@test "an apostrophe before what a spreadsheet would take for a formula goes" {
	import_csv <<'CSV'
sku,name,brand
A,'=1+1,'-5
B,''@x,'tis
C,=2,'''null
CSV
	exported <<'YAML'
products:
  - sku: A
    name: "=1+1"
    brand: "-5"
  - sku: B
    name: "'@x"
    brand: "'tis"
  - sku: C
    name: "=2"
    brand: "''null"
YAML
}

@test "semicolons and tabs, CRLF, CR, a BOM, empty lines and no line end at the end" {
	import_csv < <(printf '\xEF\xBB\xBFsku;name;description\r\nA;"x;y";"one\r\ntwo"\r\n\r\nB;b;')
	assert_json .new 2
	import_csv tabs.tsv < <(printf 'sku\tname\rC\tc, d\r')
	assert_json .new 1
	shop show A --json
	assert_json .description $'one\ntwo'
	assert_json .name 'x;y'
	shop show C --json
	assert_json .name 'c, d'
}

@test "a line sep=; before the header is skipped" {
	import_csv <<<$'sep=;\nsku;name\nA;a, b'
	assert_json .new 1
	import_refused '3:3: A: price' <<<$'sep=,\nsku,price\nA,x'
}

@test "a file is CSV by its name, and standard input by its first line" {
	shop --json admin import - <<<$'SKU,Name\nA,a'
	assert_json .new 1
	shop --json admin import - <<<$'products: [{ sku: B, name: b }]'
	assert_json .new 1
	shop --json admin import - <<<$'{"products": [{"sku": "C", "name": "c"}]}'
	assert_json .new 1
	printf 'sku,name\nD,d\n' >"$BATS_TEST_TMPDIR/plain"
	shop --json admin import "$BATS_TEST_TMPDIR/plain"
	assert_json .new 1
	cp "$BATS_TEST_TMPDIR/plain" "$BATS_TEST_TMPDIR/plain.yaml"
	shop -65 admin import "$BATS_TEST_TMPDIR/plain.yaml"
}

@test "the errors of a header have the column's place" {
	import_refused "1:10: unknown column 'pirce' (did you mean 'price'?)" <<<'sku,name,pirce'
	import_refused "1:10: the column 'Name' is there twice" <<<'sku,name,Name'
	import_refused "2:3: X: 'x' is in a column without a name" <<<$'sku,,name\nX,x,n'
	import_refused "1:5: an option cannot be called 'price': that is a column of its own" \
		<<<'sku,option.price'
	import_refused '1:1: no known columns' <<<'foo,bar'
	import_refused '1:1: an empty file' </dev/null
}

@test "columns and rows that a spreadsheet left empty are none" {
	shop --json admin import - <<<$',,,,\nsku,name,price,,\nA,a,1,,\n,,,,\n"","",,,\nB,b,2,,\n,,,,'
	assert_json .new 2
}

@test "every error of a row has its line and column" {
	import_refused \
		"2:3: A: price '1x' is not an amount" \
		"3:1: B: a row of 2 cells, where the header has 7" \
		"5:1: D: a row of 8 cells, where the header has 7" \
		"6:5: E: control character U+0007" \
		"7:4: F: invalid UTF-8" \
		"8:5: G: 'x' is not NAME=VALUE" \
		"9:8: the option 'size' is of a product with variants" \
		"10:1: A: SKU 'A' is there twice, first on line 2" \
		"12:9: v: 'name' is not as on line 11 of the same item" < <(
		printf '%b' 'sku,price,attributes,product,name,option.size,attribute.x\n' \
			'A,1x,,,n,,\n' \
			'B,1\n' \
			'C,1,,,c,,\n' \
			'D,1,,,d,,,\n' \
			'E,"1\a",,,e,,\n' \
			'F,1\0377,,,f,,\n' \
			'G,1,x,,g,,\n' \
			',1,,,h,S,\n' \
			'A,1,,,n,,\n' \
			'V1,1,,v,n,S,\n' \
			'V2,1,,v,m,M,\n')
}

@test "quotes that are not as they should be end the reading where their cell began" {
	import_refused '2:3: a cell in quotes without its last quote' <<<$'sku,name\nA,"x\ny,z'
	import_refused '2:5: a quote within a cell that has none around it' <<<$'sku,name\nA,5 "'
	import_refused '3:3: a cell in quotes goes on behind its last quote' \
		<<<$'sku,name\nB,b\nA,"x"y'
}

@test "a dry run lists what would change, and changes nothing" {
	import_csv <<<$'sku,name,price\nA,a,1'
	printf 'sku,price\nA,2\nB,3\n' >"$csv"
	shop -65 --json admin import --dry-run "$csv"
	printf 'sku,price,name\nA,2,\nB,3,b\n' >"$csv"
	shop --json admin import --dry-run "$csv"
	assert_json '.items[] | [.sku, .field, .old, .new] | join(" ")' \
		$'A price 1.00 2.00\nB name  b\nB price  3.00'
	shop show A --json
	assert_json '.variants[0].price' 1.00
}

@test "rejected rows are CSV again, with the header and what was wrong" {
	local rejects=$BATS_TEST_TMPDIR/rejects.csv

	cat >"$BATS_TEST_TMPDIR/all.csv" <<'CSV'
product;sku;name;price;option.size
t;;Tee;1x;
t;A;;2;S
;B;"Bee ""x""; y";1.234;
;C;Cee;2;
;D;Dee;2
CSV
	shop -3 --json admin import --keep-going --rejects "$rejects" "$BATS_TEST_TMPDIR/all.csv"
	assert_json '[.new, .rejected] | join(" ")' '1 3'
	same "$(<"$rejects")" "$(cat <<'CSV'
product;sku;name;price;option.size;error
t;;Tee;1x;;line 2: t: price '1x' is not an amount: only digits and a point are taken
t;A;;2;S;
;B;"Bee ""x""; y";1.234;;line 4: B: price '1.234' has more decimals than the shop's currency has (2)
;D;Dee;2;"line 6: D: a row of 4 cells, where the header has 5"
CSV
)"
	sed -i 's/;1x;/;1;/; s/1\.234/1.23/; s/^;D;Dee;2;.*/;D;Dee;2;;/' "$rejects"
	shop --json admin import "$rejects"
	assert_json .new 3
	shop -2 admin import --keep-going --rejects "$rejects" \
		"$BATS_TEST_TMPDIR/all.csv" "$BATS_TEST_TMPDIR/all.csv"
	assert_error -p '--rejects goes with one CSV file at a time'
}

@test "hostile files are refused with their place, in bounded memory" {
	local file=$BATS_TEST_TMPDIR/hostile.csv

	refused()
	{
		# Sanitizers take the address space.
		([ -n "${SANITIZE:-}" ] || ulimit -v 400000
			exec "$SHOP_BIN" admin import "$file") \
			>/dev/null 2>"$BATS_TEST_TMPDIR/said" && return 1
		same "$(<"$BATS_TEST_TMPDIR/said")" \
			"shop: $file:$1 (nothing was imported)"
	}

	awk 'BEGIN { printf "sku"; for (i = 0; i < 100000; i++) printf ",c"; print "" }' >"$file"
	refused '1:2003: a row with more than 1000 columns'
	{
		printf 'sku,name\nA,"'
		head -c 100000000 /dev/zero | tr '\0' x
	} >"$file"
	refused '2:3: a cell in quotes of more than 1048576 bytes (is its last quote missing?)'
	head -c 3000000 /dev/zero | tr '\0' x >"$file"
	refused '1:1: a cell of more than 1048576 bytes'
	printf 'sku,name\nA,a\n' | iconv -t UTF-16 >"$file"
	refused "1:1: UTF-16 or binary; a file must be in UTF-8 (a spreadsheet saves it as 'CSV UTF-8', and iconv -f UTF-16 -t UTF-8 changes one)"
	awk 'BEGIN { print "product,sku,name"; for (i = 0; i < 2001; i++) print "p,s" i "," }' >"$file"
	shop -65 admin import "$file"
	assert_error -p "$file:2002:1: p: more than 2000 rows, 250000 cells or 4194304 bytes of one item"
}
