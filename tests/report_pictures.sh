#!/bin/bash
# All reports as pages, of a shop of 14 months (tests/pages_shop.sh), of the retail
# history where its data is there, and of what no shop has (tests/tools/report_pages),
# looked at in a browser (tests/pages.sh).
#
#     tests/report_pictures.sh           what is wrong with them
#     tests/report_pictures.sh FOLDER    and the pages and pictures of them in FOLDER
#
# SHOP_BIN is the program (build/test/shop), SHOP_TEST_DATA where retail/ is, LINES how
# many lines of it are taken (100,000). Ends as tests/pages.sh does.
set -u
export LC_ALL=C.UTF-8 TZ=UTC

cd "$(dirname "$0")/.." || exit 2
SHOP_BIN=$(realpath "${SHOP_BIN:-${BUILD:-build}/test/shop}") || exit 2
export SHOP_BIN SHOP_TEST_NOW=2026-11-26T18:30:00+01:00
data=$(realpath "${SHOP_TEST_DATA:-../shared/data}")/retail
root=$PWD

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
pages=$folder/pages
pictures=()
if [ $# -gt 0 ]; then
	pages=$(mkdir -p "$1" && realpath "$1") || exit 2
	pictures=(-o "$pages")
fi
mkdir -p "$pages" "$folder/home" "$folder/bin"
export HOME=$folder/home PATH=$folder/bin:$PATH
ln -s "$SHOP_BIN" "$folder/bin/shop"

# page NAME WORD...: a report as a page
page()
{
	local name=$1

	shift
	shop admin report "$@" --format html >"$pages/$name.html" || exit
}

export SHOP_HOME=$folder/shop
tests/pages_shop.sh "$SHOP_HOME" 2>"$folder/warnings" || exit
page sales-month sales --by month --period ..
page sales-day sales --by day
page sales-compared sales --by day --compare previous
page sales-year sales --by day --period 2026
page sales-week sales --by week --period 2026 --compare year
page products products --period 2026
page products-compared products --period 2026 --compare year --limit 25
page categories categories --period 2026
page brands brands --compare previous
page customers customers --period 2026 --limit 40
page payments payments --period 2026
page tax tax --period 2026
page tax-month tax --period 2026 --by month
page stock stock
page carts carts
page orders orders
page picking picking
page nothing sales --period 2020-01-01 --by year
shop admin order invoice 2400 --format html >"$pages/invoice.html" || exit

if [ -e "$data/orders.tsv" ]; then
	export SHOP_HOME=$folder/retail SHOP_TEST_NOW=2011-12-10T12:00:00Z
	cd "$folder" || exit 2
	awk '/^\.Ss / { on = /Moving in/ } on && /^\.Ed/ { exit }
		show { print } on && /^\.Bd/ { show = 1 }' \
		"$root/man/shop-catalog.5" >recipe.sh
	head -n "${LINES:-100000}" "$data/orders.tsv" >orders.tsv
	shop init --name Retail --currency GBP --time-zone Europe/London --quiet || exit
	# shellcheck source=/dev/null
	. ./recipe.sh >imported 2>errors
	page retail-month sales --by month --period ..
	page retail-day sales --by day --period ..
	page retail-products products --period .. --limit 100
	page retail-sku products --by sku --period ..
	page retail-country sales --by country --period ..
	page retail-customers customers --period .. --limit 50
	cd "$root" || exit 2
fi

"$(dirname "$SHOP_BIN")/tools/report_pages" "$pages" || exit
tests/pages.sh ${pictures[@]+"${pictures[@]}"} "$pages"/*.html
