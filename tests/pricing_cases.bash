# The worked cases of pricing/pricing_cases.tsv: an empty shop with a customer, Ann, that
# each test has a copy of, and what a checkout of hers would come to. Load helper before
# it.

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
	# Older than every moment in the rows: a shop's time does not run backwards.
	export SHOP_TEST_NOW=2016-01-01T00:00:00Z
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

# wares LINE...: products of the flow mappings given, whose stock is not counted.
wares()
{
	local line

	{
		echo products:
		for line; do
			echo "  - { track_stock: false, $line }"
		done
	} >"$TMPDIR/wares.yaml"
	shop admin import "$TMPDIR/wares.yaml"
}

# rules TEXT: other sections of the catalogue.
rules()
{
	shop admin import - <<<"$1"
}

# order SKU=COUNT...: an order of Ann's, its number in $order.
order()
{
	local line

	for line; do
		ann cart add "${line%=*}" -n "${line#*=}"
	done
	ann checkout --json
	order=$(json .order)
}
