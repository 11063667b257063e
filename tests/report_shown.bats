#!/usr/bin/env bats
# Reports as people see them: as a page, and with bars on a terminal.

load helper

setup()
{
	isolate
	cd "$BATS_TEST_TMPDIR" || return
	export SHOP_TEST_NOW=2026-11-03T18:30:00+01:00
	new_shop --name 'Tarn & <Thimble>' --currency EUR --time-zone Europe/Berlin
}

# Four days that sold 1,500.00, nothing, 250.00 and 3,000.00; what came back on the
# third is more than what was sold. And as many again, but half, in the days before.
import_sales()
{
	import_yaml --quiet <<-'YAML'
		orders:
		  - { order: 1, placed_at: 2026-10-27, country: DE, lines: [ { sku: A, quantity: 1, unit_price: "750.00" } ] }
		  - { order: 2, placed_at: 2026-10-31, country: DE, lines: [ { sku: A, quantity: 1, unit_price: "1500.00" } ] }
		  - { order: 3, placed_at: 2026-11-01, country: DE, lines: [ { sku: B, quantity: 2, unit_price: "125.00" } ] }
		  - { order: 4, placed_at: 2026-11-01T10:00, country: DE, lines: [ { sku: A, quantity: -2, unit_price: "500.00" } ] }
		  - { order: 5, placed_at: 2026-11-02, country: AT, lines: [ { sku: A, quantity: 2, unit_price: "1500.00" } ] }
	YAML
}

# What a reader reads on the page, a line for each row, heading and number.
read_page()
{
	page=$(sed '1,/<\/style>/d' "$output_file" |
		sed 's/<td[^>]*>/ | /g; s/<[^>]*>//g; s/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g; /^$/d')
}

assert_page()
{
	assert_text "$page" "$@"
}

@test "a page says whose report it is, of which days, what they come to, and when it was made" {
	import_sales
	shop admin report sales --period 2026-10-31..2026-11-02 --format html
	read_page
	assert_page -p $'Tarn & <Thimble>\nSales by day\n2026-10-31 to 2026-11-02'
	assert_page -p $'total EUR3,750.00\n'
	assert_page -e $'orders3\n'
	assert_page -e $'2026-10-31 \\| 1 .* \\| 1,500\\.00\n'
	assert_page -e $'2026-11-01 \\| 1 .* \\| -750\\.00\n'
	assert_page -e $'2026-11-02 \\| 1 .* \\| 3,000\\.00\n'
	assert_page -e $'total \\| 3 .* \\| 3,750\\.00\n'
	assert_page -p 'Made 2026-11-03 18:30, times of Europe/Berlin. Amounts are in EUR.'
	assert_output -p '<title>Sales by day, 2026-10-31 to 2026-11-02 - Tarn &amp; &lt;Thimble&gt;</title>'
	assert_output -p '<title>2026-11-02: 3,000.00 EUR</title>'
	assert_output -p '>2 Nov</text>'
	refute_output -e '<script|<link| (src|href|on[a-z]+)=|@import|url\('
	assert_output -p "content=\"default-src 'none'; style-src 'unsafe-inline'\""
}

@test "a page compares in words, and with bars beside each other" {
	import_sales
	shop admin report sales --period 2026-10-31..2026-11-03 --compare previous \
		--format html
	read_page
	assert_page -p '2026-10-31 to 2026-11-03, compared with 2026-10-27 to 2026-10-30'
	assert_page -p $'total EUR3,750.00\n▲ up 400.0% from 750.00'
	assert_output -p '<title>2026-10-31: 1,500.00 EUR (before: 750.00 EUR)</title>'
	assert_output -p '<span class="key before">2026-10-27 to 2026-10-30</span>'
	shop admin report sales --period 2026-10-27..2026-10-30 --compare previous \
		--format html
	read_page
	assert_page -p $'total EUR750.00\n0.00 before'
}

@test "a page of nothing says so" {
	shop admin report brands --format html
	read_page
	assert_page -p $'Sales by brand\n2026-11-01 to 2026-11-03'
	assert_page -p 'There is nothing to report.'
	refute_output -p '<table'
	shop admin report picking --format html
	read_page
	assert_page -e 'There is nothing to report\.[[:space:]]*Made [-0-9: ]+, times of Europe/Berlin\.'
}

@test "what people called their goods is no markup, and turns no other text around" {
	import_yaml --quiet <<-'YAML'
		orders:
		  - order: 1
		    placed_at: 2026-11-01
		    country: DE
		    lines:
		      - { sku: A, name: "</title></style><script>alert(1)</script>", brand: "\" onload=\"alert(1)", quantity: 1, unit_price: 1 }
		      - { sku: B, name: "\u202Egnp.exe\u2069", quantity: 1, unit_price: 2 }
		      - { sku: C, name: "שלום & co", quantity: 1, unit_price: 3 }
	YAML
	shop admin report products --format html
	read_page
	assert_page -p '</title></style><script>alert(1)</script>'
	refute_output -p '<script'
	refute_output -p $'\u202E'
	assert_output -p '<bdi>שלום &amp; co</bdi>'
	assert_output -p $'<title>\u2068שלום &amp; co\u2069: 3.00 EUR</title>'
	shop admin report brands --format html
	assert_output -p '&quot; onload=&quot;alert(1)'
}

@test "a list to fetch by has a row for each product, and a box to tick" {
	import_yaml --quiet <<-'YAML'
		products:
		  - { sku: A, name: Apron, price: 5, stock: 3 }
		orders:
		  - { order: 7, placed_at: 2026-11-01, state: placed, country: DE, lines: [ { sku: A, quantity: 2, unit_price: 5 } ] }
	YAML
	shop admin report picking --format html -o pick.html
	refute_output
	output_file=pick.html
	read_page
	assert_page -e $'A \\| Apron \\| 2 \\| 3 .*\\| 7\n'
	grep -q '<div class="picking">' pick.html
}

@test "only reports and invoices are pages" {
	shop -2 admin orders --format html
	assert_error "shop: this command prints no 'html' (but table, tsv, csv, json, ndjson or ids)"
}

@test "pages fit at 400 and at 1,400 pixels, in light and in dark, and can be read" {
	command -v chromium chromium-browser google-chrome >/dev/null ||
		skip 'no Chromium'
	import_sales
	shop admin report sales --period 2026-10..2026-11 --compare previous --format html \
		-o real.html
	shop admin order invoice 2 --format html >invoice.html
	cp "$output_file" invoice.html
	mkdir made
	"$(dirname "$SHOP_BIN")/tools/report_pages" made
	"$BATS_TEST_DIRNAME/pages.sh" real.html invoice.html \
		made/{empty,negative,large,hostile}.html
}

@test "in a table a bar stands beside each row, and a small row of bars above them" {
	import_sales
	shop admin report sales --period 2026-10-31..2026-11-02 --format table
	assert_line 'total by day  ▅▁█'
	assert_output -e $'\n2026-10-31 .* 1500\\.00 {5}██████▌\n'
	assert_output -e $'\n2026-11-01 .* -750\\.00  ███\n'
	assert_output -e $'\n2026-11-02 .* 3000\\.00 {5}█████████████\n'
	assert_output -e $'\ntotal .* 3750\\.00$'
	shop admin report products --period .. --limit 1 --format table
	assert_output -e $'\nA .* +[0-9.]+%  █{16}\n'
	assert_output -e $'\nothers .*%\n'
	refute_output -p 'total by product'
}

@test "bars are ASCII where no other letters are, and are nothing to machines" {
	import_sales
	export LC_ALL=C
	shop admin report sales --period 2026-10-31..2026-11-02 --format table
	assert_output -e $'\n2026-11-02 .* 3000\\.00 {5}#{13}\n'
	refute_output -p 'total by day'
	refute_output -e '[^ -~[:space:]]'
	LC_ALL=C.UTF-8
	for format in tsv csv json ndjson ids; do
		shop admin report sales --period 2026-10-31..2026-11-02 --format "$format"
		refute_output -e '[█#▁]'
	done
	shop admin report sales --period 2026-10-31..2026-11-02 --format table --quiet
	refute_output -p 'total by day'
}

@test "a screen that is too narrow has no bars, and a wide one no wider than it is" {
	import_sales
	export TERM=xterm PAGER=cat
	for columns in 55 70 200; do
		script -qefc "stty cols $columns rows 50; exec ${SHOP_BIN@Q} admin report sales \
			--period 2026-10-31..2026-11-02" /dev/null >seen </dev/null
		output=$(tr -d '\r' <seen)
		case $columns in
		55) refute_output -p '██' ;;
		*) assert_output -p '██' ;;
		esac
		[ "$(sed 's/\x1b\[[0-9]*m//g' <<<"$output" | wc -L)" -le "$columns" ]
	done
}
