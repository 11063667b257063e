#!/bin/bash
# Makes random lives of orders, imports them, and compares every report by everything
# with what a naive model says of the same lives, in three time zones; then the balances
# of the journal, as hledger adds them up, where it is there.
#
#     tests/report_lives.sh [ORDERS [SEED]]        300 orders, a seed by chance
#
# SHOP_BIN is the program. A difference is shown with the seed, and ends it with 1; the
# lives and both sides of each report are kept where TMPDIR is then.
set -u
export LC_ALL=C.UTF-8

tests=$(cd "$(dirname "$0")" && pwd)
orders=${1:-300}
seed=${2:-$RANDOM}
zones=(Pacific/Kiritimati Pacific/Pago_Pago Australia/Lord_Howe)
work=$(mktemp -d)
failed=0
compared=0
names='^(name|first_order|last_order)$'
period=(--period 2019-01-01..2022-12-31)
query=jq
! command -v gojq >/dev/null || query=gojq
export SHOP_HOME=$work/shop
unset XDG_STATE_HOME

shop()
{
	"$SHOP_BIN" "$@" || {
		echo "shop ${*@Q} ended with $? (seed $seed, see $work)" >&2
		exit 1
	}
}

# The seconds of midnights around which clocks, months, years and weeks change.
midnights()
{
	local zone

	for zone in "${zones[@]}"; do
		printf '%s\n' 2019-12-31 2020-01-01 2020-02-01 2020-02-29 2020-03-01 \
			2020-03-29 2020-04-05 2020-04-06 2020-04-30 2020-07-01 \
			2020-10-01 2020-10-04 2020-10-05 2020-12-28 2020-12-31 \
			2021-01-01 2021-01-04 2021-02-28 2021-03-01 |
			TZ=$zone date -f - +%s
	done
}

# days ZONE: each second in which something happened, with its day and week there
days()
{
	paste "$work/seconds" <(sed 's/^/@/' "$work/seconds" |
		TZ=$1 date -f - $'+%F\t%G-W%V')
}

# compare NAME FILE [SKIP]: what was printed with the rows that should be there, in any
# order. With SKIP it is a report: the columns of these names are left out, and rows in
# which everything is nothing.
compare()
{
	compared=$((compared + 1))
	awk -F '\t' -v OFS='\t' -v skip="${3-}" '
		wanted { want[$0] = 1; next }
		skip != "" && FNR == 1 {
			for (i = 1; i <= NF; i++)
				if ($i !~ skip)
					columns[++n] = i
			next
		}
		{
			row = skip != "" ? $columns[1] : $0
			some = skip != "" ? "" : 1
			for (i = 2; i <= n; i++) {
				row = row OFS $columns[i]
				some = some $columns[i]
			}
			if (row in want)
				delete want[row]
			else if (some ~ /[1-9]/)
				print "> " row
		}
		END { for (row in want) print "< " row }
	' wanted=1 "$2" wanted=0 "$work/printed" >"$work/differs"
	[ -s "$work/differs" ] || return
	failed=$((failed + 1))
	echo "differs in $zone: $1 (< model, > shop)"
	sort -k 2 "$work/differs" | head -n 12
}

compare_reports()
{
	local file command options whole words

	while IFS=$'\t' read -r file command options whole; do
		read -r -a words <<<"$options"
		[[ $options == *--period* ]] || words+=("${period[@]}")
		shop admin report "$command" "${words[@]}" --format tsv >"$work/printed"
		compare "$command $options" "$work/model/$file" "$names"
		[ -z "$whole" ] || compare_sum
	done <"$work/model/list"
}

# Whatever its rows are by, what a report comes to is the same.
compare_sum()
{
	[ "$zone" = "${zones[0]}" ] || return
	shop admin report "$command" "${words[@]}" --json |
		"$query" -r '.sum | ["all", .orders, .cancelled, .credits, .units,
			.returned, .gross, .discounts, .refunds, .net, .shipping, .tax,
			.total, .average_order // ""] | @tsv' >"$work/printed"
	compare "sum of $command $options" "$work/model/$whole"
}

# Products, categories, brands and customers have reports of their own, too.
compare_kinds()
{
	local kind file

	for kind in products:product categories:category brands:brand customers:customer; do
		file=$(awk -F '\t' -v by="--by ${kind#*:}" '$3 == by { print $1 }' \
			"$work/model/list")
		shop admin report "${kind%:*}" "${period[@]}" --format tsv >"$work/printed"
		compare "${kind%:*}" "$work/model/$file" "$names"
	done
	awk -F '\t' -v OFS='\t' '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$column["orders"] > 0 && $1 != "" {
			print $1, $column["first_order"], $column["last_order"]
		}' "$work/printed" >"$work/is"
	mv "$work/is" "$work/printed"
	compare 'first and last orders of customers' "$work/model/customers"
}

# The accounts of the journal, added up here, and by hledger.
compare_journal()
{
	shop admin report journal "${period[@]}" >"$work/journal"
	awk '/^    (assets|income|liabilities):/ { sum[$1] += sprintf("%.0f", $2 * 100) }
		END {
			for (name in sum)
				if (sum[name] != 0)
					printf "%s %.2f EUR\n", name, sum[name] / 100
		}' "$work/journal" >"$work/printed"
	compare 'balances of the journal' "$work/model/balances"
	command -v hledger >/dev/null && [ "$zone" = "${zones[0]}" ] || return
	hledger -f "$work/journal" check --strict ordereddates || failed=$((failed + 1))
	hledger -f "$work/journal" balance -N --flat --format '%(account) %(total)' \
		>"$work/printed"
	compare "hledger's balances" "$work/model/balances"
}

# What is owed for all orders is what the books say that customers owe.
compare_owed()
{
	shop admin report orders "${period[@]}" --json |
		"$query" -r '"assets:receivable \(.sum.owed) EUR"' >"$work/printed"
	grep '^assets:receivable ' "$work/model/balances" >"$work/receivable"
	compare 'what is owed for orders' "$work/receivable"
}

# The first zone is that in which they come in.
make_lives()
{
	midnights >"$work/midnights"
	awk -v seed="$seed" -v count="$orders" -v yaml="$work/lives.yaml" \
		-v plain="$work/lives" -f "$tests/report_lives_make.awk" "$work/midnights"
	awk -F '\t' '$1 == "O" { print int($3 / 1000000) }
		$1 == "F" { print int($2 / 1000000) }' "$work/lives" |
		sort -un >"$work/seconds"
	shop init --name Lives --currency EUR --time-zone "${zones[0]}" >"$work/log"
	shop admin import "$work/lives.yaml" >"$work/log"
}

make_lives
for zone in "${zones[@]}"; do
	[ "$zone" = "${zones[0]}" ] ||
		shop admin config set shop.time-zone "$zone" >"$work/log"
	rm -rf "$work/model"
	mkdir "$work/model"
	awk -v out="$work/model" -f "$tests/report_lives_model.awk" \
		-f "$tests/report_lives_write.awk" <(days "$zone") "$work/lives"
	compare_reports
	compare_kinds
	compare_journal
	compare_owed
	shop admin check >"$work/log"
done
if [ "$failed" -gt 0 ]; then
	echo "$failed of $compared reports of $orders lives differ (seed $seed, see $work)"
	exit 1
fi
rm -rf "$work"
echo "$compared reports of $orders lives are as they should be (seed $seed)"
