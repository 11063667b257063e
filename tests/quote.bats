#!/usr/bin/env bats
# Carts, checkouts and orders by the shop's rules: what is shown of discounts, shipping
# and taxes, what is refused, what is written down for good, and how it is explained.

load helper
load order_shop

setup()
{
	isolate
	order_shop
	import_yaml <<-'YAML'
	products:
	  - { sku: MUG, category: Home, tax_class: standard, weight_g: 400 }
	  - { product: tee, tax_class: standard }
	  - { sku: BOOK, category: Books, tax_class: reduced }
	  - { sku: VOUCHER, needs_shipping: false }
	tax:
	  - { class: standard, zone: DE, rate: "19", included: true }
	  - { class: reduced, zone: DE, rate: "7", included: true }
	  - { class: standard, zone: CH, rate: "8.1", included: false }
	shipping:
	  - { method: parcel, countries: [DE, CH], price: "4.90", tax_class: standard }
	  - { method: express, countries: [DE], price: "9.90", tax_class: standard }
	sales:
	  - { sale: autumn, off: "10%", category: Home }
	promotions:
	  - promotion: big
	    when: { goods: "20.." }
	    do: [ { off: "10%", from: order }, { off: "50%", from: shipping } ]
	YAML
}

@test "a cart shows discounts, shipping and taxes" {
	ada cart add TEE-S -n 2
	ada cart add MUG --json
	assert_json '.items[] | "\(.sku) \(.unit_price) \(.line_total) \(.discount) \(.tax_included)"' \
		$'TEE-S 12.50 25.00 2.50 3.59\nMUG 4.50 4.50 0.45 0.65'
	assert_json '"\(.goods_total) \(.discount_total) \(.shipping_total) \(.total)"' \
		'29.50 2.95 2.45 29.00'
	assert_json '"\(.tax_added) \(.tax_included) \(.shipping_method)"' '0.00 4.63 parcel'
	assert_json '.promotions | @json' \
		'[{"promotion":"big","coupon":"","goods":"2.95","shipping":"2.45"}]'
	assert_json '.taxes | @json' \
		'[{"rate":"19","included":true,"base":"29.00","tax":"4.63"}]'
}

@test "for people a cart has a line for each sum that is not zero" {
	ada cart add TEE-S -n 2 --format table
	assert_output - <<-'TEXT'
	sku    name               quantity  unit price  line total  discount  available
	TEE-S  Basic T-shirt (S)         2       12.50       25.00      2.50         10

	goods total      25.00
	discount total   2.50
	shipping total   2.45
	tax included     3.98
	total            24.95
	currency         EUR
	shipping method  parcel
	promotions
	  promotion  coupon  goods  shipping
	  big                 2.50      2.45
	taxes
	  rate  included   base   tax
	  19    yes       24.95  3.98
	TEXT
}

@test "a cart that no rule touches says nothing of them" {
	shop admin promotion remove big
	ada cart add VOUCHER --format table
	refute_output -p 'shipping'
	refute_output -p 'tax'
	refute_output -p 'discount'
	refute_output -p 'coupon'
}

@test "where and how it goes changes shipping and taxes, and no discount" {
	ada cart add TEE-S -n 2
	ada checkout --country CH --dry-run --json
	assert_json '"\(.country) \(.discount_total) \(.shipping_total) \(.tax_added) \(.total)"' \
		'CH 2.50 2.45 2.02 26.97'
	ada checkout --ship express --dry-run --json
	assert_json '"\(.shipping_method) \(.shipping_total) \(.total)"' 'express 4.95 27.45'
}

@test "tax.address says whose country's taxes are due" {
	shop admin config set tax.address billing
	ada cart add TEE-S
	ada checkout --country CH --dry-run --json
	assert_json '"\(.country) \(.tax_added) \(.tax_included)"' 'CH 0.00 2.78'
}

@test "a shipping method that there is not, or that does not go there, is refused" {
	ada cart add TEE-S
	ada -1 checkout --ship pigeon
	assert_error -p "'pigeon'"
	assert_error -p 'express, parcel'
	ada -1 checkout --ship express --country CH
	assert_error -p "'express'"
	assert_error -p "'CH'"
	ada orders --json
	assert_json .count 0
}

@test "what nothing ships is refused with the reason and the methods there are" {
	ada cart add TEE-S
	ada -1 checkout --country FR
	assert_error "shop: nothing is shipped to 'FR' (there are: express, parcel)"
	ada -1 checkout --country FR --json
	assert_json '"\(.total) \(.unshippable)"' "12.50 nothing is shipped to 'FR'"
	ada cart --json
	assert_json .unshippable null
	bob cart add TEE-S --format table
	assert_line 'where it goes is not known, no country is given'
	bob cart --json
	[ "$(json .unshippable)" != null ]
	bob -1 checkout
}

@test "what needs no shipping needs no method" {
	bob cart add VOUCHER
	bob checkout --json
	assert_json '"\(.shipping_method) \(.shipping_total)"' 'null 0.00'
}

@test "a sale that begins or ends is a changed price" {
	ada cart add MUG
	shop admin sale remove autumn
	ada cart --json
	assert_json '.changes[0] | "\(.sku) \(.kind) \(.old) \(.new)"' 'MUG price 4.50 5.00'
	ada cart --json
	assert_json '.changes | length' 0
}

@test "a discount that changes by itself is told once, each line's" {
	ada cart add TEE-S -n 2
	ada cart add MUG
	shop admin promotion remove big
	ada cart --json
	assert_json '[.changes[] | "\(.sku) \(.kind) \(.old) \(.new)"] | join(", ")' \
		'TEE-S discount 2.50 0.00, MUG discount 0.45 0.00'
	ada cart --json
	assert_json '.changes | length' 0
}

@test "a discount that changes by itself is told to people in words" {
	ada cart add TEE-S -n 2
	shop admin promotion remove big
	ada cart --format table
	assert_line 'the discount on TEE-S changed from 2.50 to 0.00'
}

@test "a discount that changes because the cart does is no change" {
	ada cart add TEE-S
	ada cart add TEE-S --json
	assert_json '"\(.discount_total) \(.changes | length)"' '2.50 0'
	ada cart update TEE-S 1 --json
	assert_json '"\(.discount_total) \(.changes | length)"' '0.00 0'
	ada checkout
}

@test "a checkout is refused once where a discount changed, and shows the cart" {
	ada cart add TEE-S -n 2
	shop admin promotion remove big
	ada -1 checkout --json
	assert_json '"\(.total) \(.changes[0].kind)"' '29.90 discount'
	assert_error -p '"code":"changed"'
	ada checkout --json
	assert_json .total 29.90
}

@test "a checkout that is only rehearsed does not count as shown" {
	ada cart add TEE-S -n 2
	shop admin promotion remove big
	ada -1 checkout --dry-run
	ada -1 checkout
	ada checkout
}

@test "a new tax or dearer shipping is for --expect-total to find" {
	ada cart add TEE-S -n 2
	ada -1 checkout --expect-total 24.95 --ship express
	assert_error 'shop: the total is 27.45 EUR, not what was expected'
	ada checkout --expect-total 24.95
}

@test "an order keeps every number and name, whatever the rules become" {
	ada cart add TEE-S -n 2
	ada cart add MUG
	ada checkout
	shop admin order explain 1001 --json
	cp "$output_file" "$TMPDIR/before"
	import_yaml <<-'YAML'
	products:
	  - { sku: MUG, name: Cup, category: Books, price: "99.00", tax_class: reduced }
	tax: [ { class: standard, zone: DE, rate: "25", included: true } ]
	YAML
	shop admin promotion remove big
	shop admin sale remove autumn
	shop admin shipping remove parcel
	shop admin order explain 1001 --json
	cmp "$output_file" "$TMPDIR/before"
	assert_sound
}

@test "a rehearsed checkout shows every step and the shares of each piece" {
	ada cart add TEE-S -n 3
	ada checkout --dry-run --json
	assert_json '[.steps[] | .stage] | unique | join(" ")' 'price promotion shipping tax'
	assert_json '[.steps[] | select(.rule == "big" and .sku == "") | .amount] | join(" ")' \
		'3.75 2.45'
	assert_json '[.shares[] | "\(.pieces)x\(.discount)/\(.tax_included)"] | join(" ")' \
		'2x1.25/1.80 1x1.25/1.79'
	assert_json .order null
}

@test "explain has each step of an order for people" {
	ada cart add MUG -n 6
	ada checkout
	shop admin order explain 1001 --format table
	assert_output -e 'price +autumn +MUG +10% off 5\.00 +0\.50 +4\.50'
	assert_output -e 'promotion +big +10% off 27\.00 +2\.70 +24\.30'
	assert_output -e 'tax +standard +MUG +19% included in 24\.30 +3\.88 +24\.30'
	assert_line 'goods total            27.00'
	assert_line 'total                  26.75'
}

@test "the shares of an order's pieces sum up to its lines" {
	import_yaml <<<'promotions: [ { promotion: odd, do: [ { off: "1.00", from: order } ] } ]'
	ada cart add TEE-S -n 7
	ada cart add MUG -n 3
	ada checkout --country CH
	shop admin order explain 1001 --json
	jq -e 'def minor: sub("\\."; "") | tonumber;
		([.shares[] | (.discount | minor) * .pieces] | add) ==
			(.discount_total | minor) and
		([.shares[] | (.tax_added | minor) * .pieces] | add) ==
			(.tax_added | minor) - (.shipping_tax_added | minor) and
		([.shares[].pieces] | add) == 10' "$output_file"
	assert_sound
}

@test "explain is the staff's, and of an order that there is" {
	shop -1 admin order explain 1001
	assert_error "shop: no order 1001 (see them with 'shop admin orders')"
	shop -2 admin order explain
}

@test "an unknown shipping method is wrong before any order is numbered" {
	ada cart add TEE-S
	ada -1 checkout --ship pigeon
	ada checkout --format ids
	assert_output 1001
}
