#!/bin/bash
# Makes a shop as a real one looks after 14 months, for reports to be looked at: the
# sample catalogue, 250 customers and 1,500 orders of the past with good and bad
# seasons, cancelled ones, pieces that came back, and some that still wait.
#
#     tests/pages_shop.sh HOME
#
# SHOP_BIN is the program (build/test/shop). The same shop each time.
set -eu
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
shop=$(realpath "${SHOP_BIN:-${BUILD:-build}/test/shop}")
export SHOP_HOME=$1 SHOP_TEST_NOW=${SHOP_TEST_NOW:-2026-11-26T18:30:00+01:00}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$shop" init --name 'Tarn & Thimble' --currency EUR --country DE \
	--time-zone Europe/Berlin --quiet
"$shop" admin import --quiet "$here"/../catalog/*.yaml
"$shop" search --limit 0 --json |
	jq -r '.items[] | [.sku, .price, .category, .brand, .product, .name] | @tsv' \
		>"$folder/goods.tsv"

awk -F '\t' -v orders=1500 '
function pick(list,  parts, count)
{
	count = split(list, parts, "|")
	return parts[1 + int(rand() * count)]
}
function quoted(text)
{
	gsub(/"/, "\"\"", text)
	return "\"" text "\""
}
function cents(number)
{
	return sprintf("%.2f", int(number * 100 + 0.5) / 100)
}
# Days back from the last one; more of them in a good season and of late.
function day_of(  day, month, worth)
{
	for (;;) {
		day = int(425 * rand())
		month = strftime("%m", last - day * 86400, 1)
		worth = 0.35 + 0.45 * (425 - day) / 425
		if (month == 11 || month == 12)
			worth += 0.25
		if (month == 2 || month == 7)
			worth -= 0.2
		if (strftime("%u", last - day * 86400, 1) > 5)
			worth += 0.15
		if (rand() < worth)
			return day
	}
}
{
	sku[NR] = $1; price[NR] = $2; category[NR] = $3; brand[NR] = $4
	product[NR] = $5; name[NR] = $6
}
END {
	srand(7)
	last = 1795690800 # 2026-11-26T11:00:00Z
	print "order,customer,state,placed_at,country,payment_method," \
		"shipping_method,shipping_price,sku,name,quantity,unit_price," \
		"tax_rate,tax_is_included,tax_included,category,brand"
	for (i = 1; i <= orders; i++) {
		day = day_of()
		for (j = i; j > 1 && back[j - 1] < day; j--)
			back[j] = back[j - 1]
		back[j] = day
	}
	for (i = 1; i <= orders; i++) {
		at = last - back[i] * 86400 - int(rand() * 30000)
		customer = 1 + int(250 * rand() * rand())
		country = pick("DE|DE|DE|DE|DE|DE|DE|AT|AT|FR|CH")
		rate = country == "DE" ? 19 : country == "CH" ? 0 : 20
		state = "closed"
		if (rand() < 0.04)
			state = "cancelled"
		else if (back[i] < 6 && rand() < 0.7)
			state = "placed"
		sign = state == "closed" && rand() < 0.03 ? -1 : 1
		method = pick("manual|manual|card|card|card|paypal")
		lines = 1 + int(3 * rand() * rand())
		split("", taken)
		for (line = 1; line <= lines; line++) {
			do
				good = 1 + int(NR * rand() * rand())
			while (good in taken)
			taken[good] = 1
			quantity = (rand() < 0.8 ? 1 : 2 + int(3 * rand())) * sign
			worth = price[good] * quantity
			tax = rate ? worth - worth / (1 + rate / 100) : 0
			tax = (tax < 0 ? "-" : "") cents(tax < 0 ? -tax : tax)
			printf "%d,%d,%s,%s,%s,%s,%s,%s,%s,%s,%d,%s,%s,%s,%s,%s,%s\n",
				1000 + i, customer, state,
				strftime("%Y-%m-%dT%H:%M:%SZ", at, 1), country,
				method, (sign > 0 ? "parcel" : ""),
				(sign > 0 ? "5.49" : ""), sku[good],
				quoted(name[good]), quantity, price[good],
				(rate ? rate : ""), (rate ? "true" : ""),
				(rate ? tax : ""),
				quoted(category[good]), quoted(brand[good])
		}
	}
}' "$folder/goods.tsv" >"$folder/orders.csv"

awk 'BEGIN {
	srand(9)
	split("Anna|Ben|Clara|David|Elif|Finn|Greta|Hannes|Ida|Jonas|Kenan|Lena", first, "|")
	split("Albrecht|Bauer|Çelik|Dietrich|Engel|Fuchs|Groß|Huber|Jansen|Kühn", last, "|")
	print "customer,name"
	for (i = 1; i <= 250; i++)
		printf "%d,%s %s\n", i, first[1 + int(12 * rand())],
			last[1 + int(10 * rand())]
}' >"$folder/customers.csv"

"$shop" admin import --quiet "$folder/customers.csv"
"$shop" admin import --quiet --keep-going "$folder/orders.csv"
