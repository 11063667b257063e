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

# columns NAMES: what was printed, without the columns of these names and without rows
# in which everything is nothing
columns()
{
	awk -F '\t' -v OFS='\t' -v names="$1" '
		NR == 1 {
			for (i = 1; i <= NF; i++)
				if ($i !~ names)
					columns[++n] = i
			next
		}
		{
			row = $columns[1]
			some = ""
			for (i = 2; i <= n; i++) {
				row = row OFS $columns[i]
				some = some $columns[i]
			}
			if (some ~ /[1-9]/)
				print row
		}' "$work/printed" | sort >"$work/is"
}

# compare NAME FILE: what is with what should be
compare()
{
	compared=$((compared + 1))
	diff <(sort "$2") "$work/is" >"$work/differs" && return
	failed=$((failed + 1))
	echo "differs in $zone: $1 (< model, > shop)"
	head -n 12 "$work/differs"
}

compare_reports()
{
	local file command options whole words

	while IFS=$'\t' read -r file command options whole; do
		read -r -a words <<<"$options"
		[[ $options == *--period* ]] || words+=("${period[@]}")
		shop admin report "$command" "${words[@]}" --format tsv >"$work/printed"
		columns '^(name|first_order|last_order)$'
		compare "$command $options" "$work/model/$file"
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
			.total, .average_order // ""] | @tsv' >"$work/is"
	compare "sum of $command $options" "$work/model/$whole"
}

# What products, categories, brands and customers say is what sales says by them.
compare_kinds()
{
	local kind

	for kind in products:product categories:category brands:brand customers:customer; do
		shop admin report sales --by "${kind#*:}" "${period[@]}" --format tsv \
			>"$work/printed"
		columns '^(name|first_order|last_order)$'
		mv "$work/is" "$work/should"
		shop admin report "${kind%:*}" "${period[@]}" --format tsv >"$work/printed"
		columns '^(name|first_order|last_order)$'
		compare "${kind%:*}" "$work/should"
	done
	awk -F '\t' '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$column["orders"] > 0 && $1 != "" {
			print $1 "\t" $column["first_order"] "\t" $column["last_order"]
		}' "$work/printed" | sort >"$work/is"
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
		}' "$work/journal" | sort >"$work/is"
	compare 'balances of the journal' "$work/model/balances"
	command -v hledger >/dev/null && [ "$zone" = "${zones[0]}" ] || return
	hledger -f "$work/journal" check --strict ordereddates || failed=$((failed + 1))
	hledger -f "$work/journal" balance -N --flat --format '%(account) %(total)' |
		sort >"$work/is"
	compare "hledger's balances" "$work/model/balances"
}

for zone in "${zones[@]}"; do
	if [ ! -d "$SHOP_HOME" ]; then
		midnights >"$work/midnights"
		awk -v seed="$seed" -v count="$orders" -v yaml="$work/lives.yaml" \
			-v plain="$work/lives" -f "$tests/report_lives_make.awk" \
			"$work/midnights"
		awk -F '\t' '$1 == "O" { print int($3 / 1000000) }
			$1 == "F" { print int($2 / 1000000) }' "$work/lives" |
			sort -un >"$work/seconds"
		shop init --name Lives --currency EUR --time-zone "$zone" >"$work/log"
		shop admin import "$work/lives.yaml" >"$work/log"
	else
		shop admin config set shop.time-zone "$zone" >"$work/log"
	fi
	rm -rf "$work/model"
	mkdir "$work/model"
	awk -v out="$work/model" -f "$tests/report_lives_model.awk" \
		<(days "$zone") "$work/lives"
	compare_reports
	compare_kinds
	compare_journal
	shop admin check >"$work/log"
done
if [ "$failed" -gt 0 ]; then
	echo "$failed of $compared reports of $orders lives differ (seed $seed, see $work)"
	exit 1
fi
rm -rf "$work"
echo "$compared reports of $orders lives are as they should be (seed $seed)"
