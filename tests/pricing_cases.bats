#!/usr/bin/env bats
# The worked cases of pricing/pricing_cases.tsv, each by its id. Those that are told by
# their cart are made from the file (pricing_cases.awk) and run area by area; those that
# tell what happens stand here. The last test holds this file to the data: no row is
# left out.

load helper

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

setup_file()
{
	local data=${SHOP_TEST_DATA:-$BATS_TEST_DIRNAME/../../shared/data}

	export cases=$BATS_FILE_TMPDIR/cases.d
	export cases_tsv=$data/pricing/pricing_cases.tsv
	mkdir -p "$cases"
	[ -e "$cases_tsv" ] || return 0
	awk -v to="$cases" -f "$BATS_TEST_DIRNAME/pricing_cases.awk" "$cases_tsv"
	isolate
	SHOP_HOME=$BATS_FILE_TMPDIR/shop
	new_shop --name Cases --currency EUR --time-zone UTC --country DE
	shop admin customers add --name Ann --phone +4930123456
}

# Each test has a copy of an empty shop with a customer.
setup()
{
	isolate
	test_data pricing/pricing_cases.tsv
	fresh_shop
}

fresh_shop()
{
	rm -rf "$SHOP_HOME"
	cp -r "$BATS_FILE_TMPDIR/shop" "$SHOP_HOME"
}

ann()
{
	if [[ $1 =~ ^-[0-9]+$ ]]; then
		shop "$1" --for C1001 "${@:2}"
	else
		shop --for C1001 "$@"
	fi
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

# quoted NAME=VALUE...: what a checkout of Ann's cart would come to.
quoted()
{
	local wanted

	ann checkout --dry-run --json
	jq -r -f "$BATS_TEST_DIRNAME/pricing_cases.jq" "$output_file" >"$TMPDIR/is"
	for wanted; do
		grep -qxF "${wanted%%=*} ${wanted#*=}" "$TMPDIR/is" || {
			printf 'not so: %s\nin:\n' "$wanted" >&2
			cat "$TMPDIR/is" >&2
			return 1
		}
	done
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
