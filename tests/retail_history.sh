#!/bin/bash
# Imports orders of the past by the recipe of shop-catalog(5), "Moving in", taken from
# the manual, and compares what the shop has then with the file that they came from:
# lines, orders, pieces and worth by month, country, SKU and customer must be the same
# to the last penny, less the rows that were rejected.
#
#     tests/retail_history.sh [LINES]     the first LINES of the file, else all of it,
#                                         and then also against the totals beside it
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

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/home"
ln -s "$SHOP_BIN" "$folder/bin/shop"
cd "$folder" || exit 2
export PATH=$folder/bin:$PATH HOME=$folder/home SHOP_HOME=$folder/shop

# The literal part of the section.
awk '/^\.Ss / { on = /Moving in/ } on && /^\.Ed/ { exit }
	show { print } on && /^\.Bd/ { show = 1 }' "$manual" >recipe.sh
head -n "${1:-1000000000}" "$data/orders.tsv" >orders.tsv

shop init --name Retail --currency GBP --time-zone Europe/London --quiet || exit
# shellcheck source=/dev/null
. ./recipe.sh >imported 2>errors
status=$?
if [ "$status" -ne 0 ] && [ "$status" -ne 3 ]; then
	cat errors
	exit 1
fi
shop admin check --json >checked || {
	cat checked
	exit 1
}
shop admin export --with orders whole.yaml || exit

# Rows of kind, what, lines, orders, pieces and thousandths, from rows of order, month,
# country, SKU, customer, pieces and thousandths of a price.
sums()
{
	awk -F '\t' '
	function add(kind, what)
	{
		what = kind "\t" what
		lines[what]++
		pieces[what] += $6
		worth[what] += $6 * $7
		if (!((what, $1) in seen)) {
			seen[what, $1] = 1
			orders[what]++
		}
	}
	{
		add("month", $2)
		add("country", $3)
		add("sku", $4)
		add("customer", $5)
	}
	END {
		for (what in lines)
			printf "%s\t%d\t%d\t%d\t%.0f\n", what, lines[what],
				orders[what], pieces[what], worth[what]
	}' | sort
}

# What the shop says.
awk '
function text(value)
{
	gsub(/^"|"$/, "", value)
	return value
}
function tell(  i)
{
	for (i = 1; i <= count; i++)
		print order "\t" month "\t" country "\t" lines[i]
	count = 0
	customer = country = ""
}
/^  - order: / { tell(); order = $3 }
/^    customer: / { customer = substr(text($2), 2) }
/^    placed_at: / { month = substr(text($2), 1, 7) }
/^    country: / { country = text($2) }
/^      - [{] sku: / {
	match($0, /sku: ("[^"]*"|[^,]*)/)
	sku = text(substr($0, RSTART + 5, RLENGTH - 5))
	match($0, /quantity: [-0-9]+, unit_price: "[0-9.]+"/)
	split(substr($0, RSTART, RLENGTH), words, /[ ,"]+/)
	sub(/[.]/, "", words[4])
	lines[++count] = sku "\t" customer "\t" words[2] "\t" words[4] * 10
}
END { tell() }' whole.yaml | sums >shop.sums

# What the file says, less the orders that were rejected.
touch rejects.csv
grep -o '^[0-9]\+' rejects.csv | sort -u >rejected
codes='GB United Kingdom,DE Germany,FR France,IE EIRE,ES Spain,NL Netherlands'
codes+=',BE Belgium,CH Switzerland,PT Portugal,AU Australia,CY Cyprus,IT Italy'
codes+=',FI Finland,JE Channel Islands,JP Japan,NO Norway,HK Hong Kong,PL Poland'
codes+=',SE Sweden,AT Austria,SG Singapore,GR Greece,IS Iceland,DK Denmark,LB Lebanon'
codes+=',IL Israel,LT Lithuania,BR Brazil,AE United Arab Emirates,US USA,BH Bahrain'
codes+=',CZ Czech Republic,CA Canada,SA Saudi Arabia'

# file_rows WANTED: rows of the file's orders of which it is 1 or 0 that they were
# rejected
file_rows()
{
	awk -F '\t' -v codes="$codes" -v wanted="$1" '
	function thousandths(price,  parts)
	{
		split(price, parts, ".")
		return parts[1] * 1000 + substr(parts[2] "000", 1, 3)
	}
	BEGIN {
		count = split(codes, list, ",")
		for (i = 1; i <= count; i++)
			code[substr(list[i], 4)] = substr(list[i], 1, 2)
	}
	FILENAME == "rejected" { rejected[$1] = 1; next }
	FNR == 1 { next }
	{
		number = $1
		sub(/C/, "", number)
		if ((number in rejected) == wanted)
			print number "\t" substr($2, 1, 7) "\t" code[$8] "\t" $3 \
				"\t" $7 "\t" $5 "\t" thousandths($6)
	}' rejected orders.tsv
}
file_rows 0 | sums >file.sums
diff file.sums shop.sums >difference || {
	echo 'the shop does not sum up to the file:'
	head -20 difference
	exit 1
}

# And what others counted of the whole file, less what was rejected.
if [ $# -eq 0 ]; then
	file_rows 1 | sums >rejected.sums
	awk -F '\t' -v codes="$codes" '
	BEGIN {
		count = split(codes, list, ",")
		for (i = 1; i <= count; i++)
			code[substr(list[i], 4)] = substr(list[i], 1, 2)
	}
	FILENAME == "rejected.sums" { left[$1, $2] = $6; next }
	FILENAME == "shop.sums" { is[$1, $2] = $6; next }
	/^# by / { kind = substr($1, 6); next }
	kind && NF == 5 {
		what = $1
		if (kind == "country")
			what = code[what]
		if (what == "(none)")
			what = ""
		split($5, parts, ".")
		worth = parts[1] * 1000 + substr(parts[2] "000", 1, 3)
		expected[kind, what] += worth
	}
	END {
		for (key in expected) {
			compared++
			if (expected[key] - left[key] != is[key] + 0) {
				split(key, names, SUBSEP)
				printf "%s %s: %.0f where %.0f less %.0f is expected\n",
					names[1], names[2], is[key], expected[key],
					left[key]
				wrong = 1
			}
		}
		print compared " totals of others compared"
		exit wrong
	}' rejected.sums shop.sums "$data/orders.expected.txt" || exit 1
fi
echo "$(grep -c '^  - order:' whole.yaml) orders are as in the file," \
	"$(wc -l <rejected) were rejected"
