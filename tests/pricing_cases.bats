#!/usr/bin/env bats
# The worked cases of pricing/pricing_cases.tsv, each by its id. Those that are told by
# their cart are made from the file (pricing_cases.awk) and run area by area here; those
# that tell what happens are in pricing_rows.bats. The last tests hold both to the data:
# no row is left out.

load helper
load pricing_cases

# Rows that do not apply, and why.
not_applicable()
{
	cat <<-'ROWS'
	SY020 unit/d: unrounded taxes that are rounded by the line are no tax.round of ours
	SY042 unit/d: unrounded taxes that are rounded by the line are no tax.round of ours
	SY055 two shipments with different methods in one order: an order has one method
	SY169 a second currency: a shop has one
	SY171 a guest's cart: there are none, carts are customers'
	SY173 a guest's cart: there are none, carts are customers'
	SY186 paying takes no stock, and what came in is recorded whatever the stock is
	SY209 a fee per unit: a method has one price for the whole order
	SY211 lifetime value of a customer: no report of this kind has been asked for
	ROWS
}

# run_case ID: the cart of a row, and each number that the row expects.
run_case()
{
	local name value step is

	fresh_shop
	shop admin import "$cases/$1/catalogue.yaml" || return
	if [ "$(cat "$cases/$1/round")" != line ]; then
		shop admin config set tax.round "$(cat "$cases/$1/round")" || return
	fi
	while read -ra step; do
		ann cart "${step[@]}" || return
	done <"$cases/$1/steps"
	ann checkout --dry-run --json || return
	jq -r -f "$BATS_TEST_DIRNAME/pricing_cases.jq" "$output_file" >"$TMPDIR/is"
	while read -r name value; do
		is=$(awk -v name="$name" '$1 == name { print $2 }' "$TMPDIR/is")
		same "$name $is" "$name $value" "$1" || return
	done <"$cases/$1/expected"
}

# run_area PATTERN: all rows of the areas that match; every one that fails is named.
run_area()
{
	local id area failed='' ran=0

	while read -r id area; do
		[[ $area =~ ^($1)$ ]] || continue
		ran=$((ran + 1))
		run_case "$id" || failed+=" $id"
	done <"$cases/cases"
	[ "$ran" -gt 0 ]
	[ -z "$failed" ] || {
		echo "failed:$failed" >&2
		return 1
	}
}

@test "cases of taxes" {
	run_area 'tax-(added|included|rounding)'
}

@test "cases of taxes after discounts" {
	run_area 'tax(incl)?\+(unit|order)-discount'
}

@test "cases of taxes on shipping" {
	run_area 'shipping-tax(\+discount)?'
}

@test "cases of fixed, relative and stacked promotions" {
	run_area 'promo-(fixed|pct|priority|exclusive|multi-action|stacked)|zero-price'
}

@test "cases of promotions that look at units" {
	run_area 'promo-(unit-filter|category|not-on-sale)'
}

@test "cases of floor prices" {
	run_area 'promo-min-price'
}

@test "cases of promotions of shipping and of conditions" {
	run_area 'promo-(shipping|rule|complex|split)'
}

@test "cases of sales of the catalogue" {
	run_area 'catalogue-sale'
}

@test "cases of splitting amounts" {
	run_area 'split-(even|prop)'
}

@test "no row of the data is left out" {
	local rows here

	rows=$(awk -F '\t' 'NR > 1 { print $1 }' "$cases_tsv" | sort)
	here=$({
		not_applicable | cut -d ' ' -f 1
		cut -d ' ' -f 1 "$cases/cases"
		grep -h '^@test' "$BATS_TEST_DIRNAME/pricing_rows.bats" |
			grep -oE 'SY[0-9]+'
	} | sort)
	same "$here" "$rows"
}

@test "every area of the rows that are made from the file is run" {
	local area areas

	areas=$(grep -oE "^	run_area '[^']*'" "$BATS_TEST_FILENAME" | cut -d "'" -f 2 |
		paste -s -d '|')
	while read -r _ area; do
		[[ $area =~ ^($areas)$ ]] || {
			echo "not run: $area" >&2
			return 1
		}
	done <"$cases/cases"
}
