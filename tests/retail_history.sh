#!/bin/bash
# Imports orders of the past by the recipe of shop-catalog(5), "Moving in", taken from
# the manual, and compares what the shop reports then with the file that they came
# from: orders, pieces and worth by month, country, SKU and customer must be the same to
# the last penny, less the orders that were rejected, which are listed row by row. So
# must be what it exports again, and the balances of its journal.
#
#     tests/retail_history.sh [LINES]     the first LINES of the file, else all of it,
#                                         and then also against the totals beside it
#
# Nothing here knows what is in the file: any other list of order lines of the same
# form may be in its place, with the totals that others counted of it (in
# orders.expected.txt) or without them.
#
# SHOP_BIN is the program (build/test/shop), SHOP_TEST_DATA where retail/ is. Ends with
# 1 and the difference where there is one, with 77 where the data is not there.
set -u
export LC_ALL=C.UTF-8 TZ=UTC

cd "$(dirname "$0")/.." || exit 2
SHOP_BIN=$(realpath "${SHOP_BIN:-${BUILD:-build}/test/shop}") || exit 2
data=$(realpath "${SHOP_TEST_DATA:-../shared/data}")/retail
[ -e "$data/orders.tsv" ] || exit 77
manual=$PWD/man/shop-catalog.5
program=$PWD/tests/retail_history.awk

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/home"
ln -s "$SHOP_BIN" "$folder/bin/shop"
cd "$folder" || exit 2
export PATH=$folder/bin:$PATH HOME=$folder/home SHOP_HOME=$folder/shop

# fail WHAT FILE: says what is wrong, and how, and ends
fail()
{
	echo "$1:"
	head -20 "$2"
	exit 1
}

# work WHAT FILE...: one of the jobs of the program beside this one
work()
{
	local what=$1

	shift
	awk -F '\t' -v what="$what" -f "$program" "$@"
}

# The literal part of the section, which also knows the codes of the countries.
awk '/^\.Ss / { on = /Moving in/ } on && /^\.Ed/ { exit }
	show { print } on && /^\.Bd/ { show = 1 }' "$manual" >recipe.sh
sed -n 's/^ *list = \(list \)*"\(.*\)"$/\2/p' recipe.sh | tr -d '\n' |
	tr ',' '\n' | sed 's/ /\t/' >countries
head -n "${1:-1000000000}" "$data/orders.tsv" >orders.tsv

shop init --name Retail --currency GBP --time-zone Europe/London --quiet || exit
# shellcheck source=/dev/null
. ./recipe.sh >imported 2>errors
status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 3 ] || fail 'the import ended' errors
shop admin check --json >checked || fail 'the shop is not whole' checked

# What was rejected: the orders, and why.
touch rejects.csv
work reasons rejects.csv >rejected

# What the file says: order, month, country, SKU, customer, pieces and thousandths of
# a price, the first three as the order's first line has them; what was left out, and
# where a line says something else than its order.
work rows rejected countries orders.tsv >lines
grep '^in' lines | cut -f 2- >accepted
grep '^out' lines | cut -f 2- >left_out
grep '^moved' lines | cut -f 2- >moved
work sums accepted >file.sums

# What the shop exports.
shop admin export --with orders whole.yaml || exit
work export whole.yaml | work sums >export.sums
diff file.sums export.sums >difference ||
	fail 'the export does not sum up to the file' difference

# What it reports: rows of kind, what, orders, pieces and worth.
period=$(work days orders.tsv)
for by in month country sku customer; do
	shop admin report sales --period "$period" --by "$by" --limit 0 \
		--format tsv >"report.$by" || exit
	work report by="$by" "report.$by" >"report.$by.sums" ||
		fail 'a report' "report.$by.sums"
done
sort report.*.sums >report.sums
cut -f 1,2,4- file.sums | diff - report.sums >difference ||
	fail 'the reports do not sum up to the file' difference

# Credits are what a report adds to orders, since they are none.
shop admin report sales --period "$period" --by year --json >sales.json || exit
work taken accepted >credits
IFS=$'\t' read -r named named_worth unnamed unnamed_worth pieces worth <credits
is=$(jq -r '.sum | "\(.credits) \(.returned) \(.refunds)"' sales.json)
[ "$is" = "$((named + unnamed)) $pieces $worth" ] || {
	echo "credits, returned, refunds: $is; the file has $named and $unnamed," \
		"$pieces, $worth"
	exit 1
}

# What others counted of the whole file, less what was left out.
if [ $# -eq 0 ] && [ -e "$data/orders.expected.txt" ]; then
	work expected credits report.sums left_out moved countries \
		"$data/orders.expected.txt" >compared ||
		fail 'the reports are not what others counted' compared
fi

# And the journal is that.
if command -v hledger >/dev/null; then
	shop admin report journal --period "$period" -o journal || exit
	hledger -f journal check --strict ordereddates || exit
	hledger -f journal balance --flat -O csv >balances
	jq -r '.sum | ["income:sales", .gross, -1], ["income:refunds", .refunds, 1]
		| @tsv' sales.json >wanted
	shop admin report payments --period "$period" --json |
		jq -r '["assets:payments:manual", .sum.net, 1] | @tsv' >>wanted
	work balances balances wanted >difference ||
		fail 'the journal does not sum up to the reports' difference
fi

# What there is to say.
work explain rejected moved left_out
jq -r '.sum | "\(.orders) orders of \(.gross), \(.credits) credits of \(.refunds)," +
	" \(.total) in all"' sales.json
echo "credits: $named of $named_worth by their number, $unnamed of $unnamed_worth" \
	'by their quantities alone'
cut -f 1 report.sums | uniq -c |
	while read -r count kind; do
		echo "by $kind: $count as in the file, less what was left out"
	done
if [ -s compared ]; then
	cat compared
fi
