# A shop for rules of prices, and files of them. Loaded behind helper.
# shellcheck shell=bash

setup()
{
	isolate
	stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored
	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
	new_shop
}

# The messages of what is refused: import_refused MESSAGE... <<YAML. Each is looked for
# behind the file's name.
import_refused()
{
	local message

	import_yaml -65
	for message; do
		assert_error -p "$yaml:$message"
	done
	assert_error -p 'nothing was imported'
}

# An import of what is on standard input that counts: imports NEW CHANGED UNCHANGED
imports()
{
	import_yaml
	assert_output -p "$1	$2	$3	0"
}

# What the shop exports, without its products.
exported()
{
	shop admin export
	output=$(sed '/^products: *\[*\]*$/,/^[a-z]*:$/{/^products/d}' <<<"$output")
}

# The example of the manual.
all_kinds()
{
	cat <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "19", included: true, from: 2021-01-01 }
shipping:
  - { method: parcel, countries: [DE], price: "4.90", goods: "..49.99", weight_g: "..31500", tax_class: standard }
sales:
  - { sale: winter, off: "30%", category: Clothing, from: 2026-12-20, until: 2026-12-30, priority: 0, exclusive: false }
promotions:
  - promotion: summer
    priority: 10
    exclusive: false
    from: 2026-06-01
    until: 2026-08-31
    coupon: { code: SUMMER, limit: 100, limit_per_customer: 1 }
    when: { goods: "50..", quantity: "2..", category_total: { Clothing: "20.." }, has: [TS-S-RED], nth_order: 5, group: club }
    do:
      - { off: "10%", from: unit, category: Clothing, price: "10..50", skip_on_sale: true }
      - { off: "5.00", from: order }
      - { off: "100%", from: shipping }
YAML
}
