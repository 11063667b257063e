#!/usr/bin/env bats
# The rows of pricing/pricing_cases.tsv that tell what happens, each by its id: dates,
# countries, coupons, checkouts, stock, states, lists and shipping methods.

load helper
load pricing_cases

@test "SY129, SY131: a sale holds from its first day to its last" {
	export SHOP_TEST_NOW=2021-12-01T12:00:00Z
	wares 'sku: A, name: A, price: "20.00"'
	rules 'sales: [ { sale: winter, off: "30%", from: 2021-12-20, until: 2021-12-30 } ]'
	SHOP_TEST_NOW=2021-12-19T23:59:59Z ann cart add A
	SHOP_TEST_NOW=2021-12-20T00:00:00Z ann cart --json
	assert_json .total 14.00
	SHOP_TEST_NOW=2021-12-25T12:00:00Z quoted price=14.00
	SHOP_TEST_NOW=2021-12-30T23:59:59Z ann cart --json
	assert_json .total 14.00
	SHOP_TEST_NOW=2022-01-01T12:00:00Z ann cart --json
	assert_json '.items[0].unit_price' 20.00
	SHOP_TEST_NOW=2022-01-01T12:00:00Z quoted price=20.00
}

@test "SY133: an exclusive sale is the only one" {
	wares 'sku: A, name: A, price: "100.00"'
	rules 'sales:
  - { sale: first, off: "70%" }
  - { sale: second, off: "70%", priority: 1000, exclusive: true }'
	ann cart add A
	quoted price=30.00
}

@test "SY134: the tax of the day" {
	export SHOP_TEST_NOW=2022-11-01T12:00:00Z
	wares 'sku: A, name: A, price: "100.00", tax_class: dated'
	rules 'tax:
  - { class: dated, zone: "*", rate: "23", included: false }
  - { class: dated, zone: "*", rate: "15", included: false, from: 2023-01-01 }'
	ann cart add A
	quoted grand=123.00 tax_added=23.00
	SHOP_TEST_NOW=2022-12-31T23:59:59Z quoted tax_added=23.00
	SHOP_TEST_NOW=2023-01-01T00:00:00Z quoted tax_added=15.00
}

@test "SY136: the tax of where the customer lives" {
	wares 'sku: A, name: A, price: "100.00", tax_class: t'
	rules 'tax:
  - { class: t, zone: DE, rate: "23", included: false }
  - { class: t, zone: "*", rate: "10", included: false }'
	shop --for C1001 account edit --country US
	ann cart add A
	quoted grand=110.00 tax_added=10.00
}

@test "SY138: the tax of the shop's country where no address is known" {
	wares 'sku: A, name: A, price: "100.00", tax_class: a' \
		'sku: B, name: B, price: "50.00", tax_class: b'
	rules 'tax:
  - { class: a, zone: DE, rate: "0", included: false }
  - { class: b, zone: DE, rate: "5", included: false }
  - { class: a, zone: "*", rate: "23", included: false }'
	ann cart add A
	ann cart add B -n 2
	quoted grand=205.00 tax_added=5.00
	ann checkout --country FR --dry-run --json
	assert_json '"\(.total) \(.tax_added)"' '223.00 23.00'
}

@test "SY140: a placed order keeps its numbers, whatever rate and address become" {
	wares 'sku: A, name: A, price: "400.00", tax_class: t'
	rules 'tax: [ { class: t, zone: "*", rate: "20", included: false } ]'
	order A=1
	rules 'tax: [ { class: t, zone: "*", rate: "10", included: false } ]'
	shop admin order address "$order" 'Elsewhere 1' --country US
	shop admin order show "$order" --json
	assert_json '"\(.total) \(.tax_added)"' '480.00 80.00'
	shop admin check
}

# coupon MORE: a promotion of 10.00 off with the code SAVE.
coupon()
{
	wares 'sku: A, name: A, price: "100.00"'
	rules "promotions:
  - promotion: save
    do: [ { off: \"10.00\", from: order } ]
    $1"
}

@test "SY142: a coupon with uses left" {
	coupon 'coupon: { code: SAVE, limit: 5 }'
	ann cart add A
	ann cart coupon SAVE
	quoted grand=90.00 disc=-10.00
}

@test "SY144: a cancelled order gives the coupon's use back" {
	coupon 'coupon: { code: SAVE, limit: 1 }'
	ann cart add A
	ann cart coupon SAVE
	ann checkout
	ann cart add A
	ann -1 cart coupon SAVE
	shop admin order cancel 1001
	ann cart coupon SAVE
	quoted grand=90.00
	shop admin check
}

@test "SY146: a coupon that the customer may use once more" {
	coupon 'coupon: { code: SAVE, limit_per_customer: 2 }'
	ann cart add A
	ann cart coupon SAVE
	ann checkout
	ann cart add A
	ann cart coupon SAVE
	quoted grand=90.00 disc=-10.00
	ann checkout
	ann cart add A
	ann -1 cart coupon SAVE
}

@test "SY148: a coupon that is over" {
	export SHOP_TEST_NOW=2026-11-23T12:00:00Z
	coupon 'coupon: { code: SAVE }
    until: 2026-11-22'
	ann cart add A
	ann -1 cart coupon SAVE
	assert_error -p "coupon 'SAVE' "
	quoted grand=100.00 disc=0.00
}

@test "SY150: a coupon whose conditions do not hold" {
	coupon 'coupon: { code: SAVE }
    when: { quantity: "2.." }'
	ann cart add A
	ann -1 cart coupon SAVE
	assert_error -p "coupon 'SAVE' "
	quoted grand=100.00 disc=0.00
}

@test "SY153: cancelled orders do not count towards the nth" {
	local i

	wares 'sku: A, name: A, price: "100.00"'
	rules 'promotions: [ { promotion: fifth, when: { nth_order: 5 }, do: [ { off: "20.00", from: order } ] } ]'
	for i in 1 2 3 4 5; do
		order A=1
	done
	assert_json .total 80.00
	ann cart add A
	quoted grand=100.00
	shop admin order cancel "$order"
	ann cart
	quoted grand=80.00
}

@test "SY155: what a group gets, others do not" {
	wares 'sku: A, name: A, price: "80.00"'
	rules 'promotions: [ { promotion: club, when: { group: club }, do: [ { off: "10.00", from: order } ] } ]'
	ann cart add A
	quoted grand=80.00 disc=0.00
	shop admin customers group C1001 club
	ann cart
	quoted grand=70.00 disc=-10.00
}

@test "SY156: a promotion that ends before the order is placed" {
	export SHOP_TEST_NOW=2026-11-23T12:00:00Z
	wares 'sku: A, name: A, price: "100.00"'
	rules 'promotions: [ { promotion: p, until: 2026-11-23, do: [ { off: "10.00", from: order } ] } ]'
	SHOP_TEST_NOW=2026-11-23T23:59:00Z ann cart add A --json
	assert_json .total 90.00
	export SHOP_TEST_NOW=2026-11-24T00:01:00Z
	ann -1 checkout
	assert_error "shop: the discount on 'A' changed from 10.00 to 0.00 (check out again to accept that)"
	ann orders --json
	assert_json .count 0
	ann checkout --json
	assert_json .total 100.00
}

@test "SY158: a product that is sold no more before the order is placed" {
	wares 'sku: A, name: A, price: "100.00"'
	ann cart add A
	wares 'sku: A, status: archived'
	ann -1 checkout
	assert_error "shop: 'A' is not sold any more (check out again to accept that)"
	ann orders --json
	assert_json .count 0
}

@test "SY160: what was ordered is in no cart that could be changed" {
	wares 'sku: A, name: A, price: "100.00"' 'sku: B, name: B, price: "1.00"'
	order A=1
	ann -1 cart rm A
	ann -1 cart update A 2
	assert_error -p "'A' is not in the cart"
	ann cart add B
	ann orders "$order" --json
	assert_json '[.total, (.lines[] | .sku, .quantity)] | @json' '["100.00","A",1]'
}

@test "SY162, SY164, SY166: the quantities and lines of a cart" {
	shop admin import - <<-'YAML'
	products:
	  - { sku: A, name: A, price: "12.54", stock: 100000 }
	  - { sku: B, name: B, price: "17.22", stock: 9 }
	YAML
	ann -1 cart add A -n 20000
	assert_error "shop: at most 9999 of 'A' in a cart"
	ann cart add A
	ann -1 cart update A 20000
	assert_error "shop: at most 9999 of 'A' in a cart"
	ann cart --json
	assert_json .goods_total 12.54
	ann cart add B
	ann cart rm A
	quoted grand=17.22
}

@test "SY167: what needs no shipping costs none" {
	wares 'sku: E, name: E, price: "12.55", needs_shipping: false'
	rules 'shipping: [ { method: parcel, price: "5.00" } ]'
	ann cart add E --json
	assert_json '"\(.total) \(.shipping_total) \(.shipping_method)"' '12.55 0.00 null'
}

@test "SY174, SY176: no more than there are" {
	shop admin import - <<<'products: [ { sku: A, name: A, price: "1.00", stock: 5 } ]'
	ann -1 cart add A -n 6
	assert_error "shop: only 5 of 'A' in stock (cart add A -n 5)"
	ann cart add A -n 4
}

@test "SY178: who is short is named, and nobody else" {
	shop admin import - <<-'YAML'
	products:
	  - { sku: A, name: A, price: "1.00", stock: 5 }
	  - { sku: B, name: B, price: "1.00", stock: 10 }
	YAML
	shop admin customers add --name Ben --phone +4930654321
	ann cart add A -n 5
	ann cart add B -n 5
	shop --for C1002 cart add B -n 7
	shop --for C1002 checkout
	ann -1 checkout
	assert_error "shop: only 3 of 'B' in stock (cart update B 3)"
}

# five: A with 5 on hand, 3 of them ordered.
five()
{
	shop admin import - <<<'products: [ { sku: A, name: A, price: "1.00", stock: 5 } ]'
	order A=3
}

# stock_is ON_HAND/HELD
stock_is()
{
	shop admin stock A --json
	assert_json '.items[0] | "\(.on_hand)/\(.held)"' "$1"
}

# Payment takes nothing from the shelf here, shipping does.
@test "SY180: what is paid and shipped is neither on hand nor held" {
	five
	shop admin order pay "$order"
	stock_is 5/3
	shop admin order ship "$order"
	stock_is 2/0
}

@test "SY182: stock may be set to what a cancelled order had held" {
	five
	shop admin order cancel "$order"
	shop admin stock set A 2
	stock_is 2/0
}

@test "SY184: a cancelled order holds nothing" {
	five
	shop admin order cancel "$order"
	stock_is 5/0
}

# one: an order of one A, unpaid.
one()
{
	wares 'sku: A, name: A, price: "10.00"'
	order A=1
}

# states_are TEXT: its state, payment and shipping.
states_are()
{
	shop admin order show "$order" --json
	assert_json '"\(.state) \(.payment_state) \(.shipping_state)"' "$1"
}

@test "SY187, SY191: what is paid and shipped is closed, and cannot be cancelled" {
	one
	shop admin order pay "$order"
	shop admin order ship "$order"
	states_are 'closed paid shipped'
	shop -1 admin order cancel "$order"
	states_are 'closed paid shipped'
}

@test "SY189: what is only paid stays placed" {
	one
	shop admin order pay "$order"
	states_are 'placed paid unshipped'
}

@test "SY193: what is cancelled cannot be cancelled again" {
	one
	shop admin order cancel "$order"
	shop -1 admin order cancel "$order"
	states_are 'cancelled voided unshipped'
}

@test "SY195: what is shipped cannot be shipped again" {
	one
	shop admin order ship "$order"
	shop -1 admin order ship "$order"
	states_are 'placed unpaid shipped'
}

@test "SY197: what is paid cannot be paid again" {
	one
	shop admin order pay "$order"
	shop -1 admin order pay "$order"
	states_are 'placed paid unshipped'
}

@test "SY198, SY200: only what is unpaid for too long is cancelled" {
	export SHOP_TEST_NOW=2026-11-01T12:00:00Z
	shop admin config set order.cancel-unpaid-after 7200
	one
	order A=1
	shop admin order pay 1002
	order A=1
	shop admin order pay 1003
	shop admin order refund 1003 --amount 10.00
	export SHOP_TEST_NOW=2026-11-07T12:00:00Z
	shop admin order cancel-unpaid
	shop admin orders --json
	assert_json '[.items[] | "\(.order) \(.state)"] | sort | join(", ")' \
		'1001 cancelled, 1002 placed, 1003 placed'
}

# The first row begins at half past eight; periods begin with a day here.
@test "SY201, SY203: orders of a time, its first moment in it and its last not" {
	local at

	export SHOP_TEST_NOW=2016-12-01T12:00:00Z
	wares 'sku: A, name: A, price: "1.00"'
	for at in 2016-12-04T08:00 2016-12-05T09:00 2016-12-06T10:00 \
		2016-12-10T00:00 2016-12-11T23:59 2016-12-12T00:00; do
		SHOP_TEST_NOW=${at}:00Z order A=1
	done
	shop admin orders --since 2016-12-05 --until 2016-12-06 --json
	assert_json '[.items[].order] | sort | join(" ")' '1002 1003'
	shop admin orders --since 2016-12-10 --until 2016-12-11 --json
	assert_json '[.items[].order] | sort | join(" ")' '1004 1005'
}

# offered METHOD...: whether each ships the cart: "any yes, small no".
offered()
{
	local method is=''

	for method; do
		if "$SHOP_BIN" --for C1001 checkout --ship "$method" --dry-run \
			>"$TMPDIR/ship" 2>&1; then
			is+=", $method yes"
		else
			is+=", $method no"
		fi
	done
	echo "${is#, }"
}

@test "SY204, SY206: methods by what is to be paid for the goods" {
	wares 'sku: A, name: A, price: "50.00"' 'sku: B, name: B, price: "40.00"'
	rules 'shipping:
  - { method: any, price: "20.00" }
  - { method: large, price: "1.00", goods: "50.00.." }
  - { method: small, price: "10.00", goods: "..29.99" }'
	ann cart add A
	same "$(offered any large small)" 'any yes, large yes, small no'
	ann cart rm A
	ann cart add B
	same "$(offered any large small)" 'any yes, large no, small no'
}

@test "SY208: methods by weight" {
	wares 'sku: A, name: A, price: "1.00", weight_g: 100'
	rules 'shipping:
  - { method: any, price: "20.00" }
  - { method: heavy, price: "1.00", weight_g: "100000.." }
  - { method: light, price: "1.00", weight_g: "..1000" }'
	ann cart add A -n 1
	ann cart add A -n 11
	same "$(offered any heavy light)" 'any yes, heavy no, light no'
}

# It says "deleted: refused"; what was ordered is archived here, which destroys nothing.
@test "SY213: a product that was bought is not deleted" {
	one
	shop admin remove-product A --json
	assert_json .result archived
	shop admin order show "$order" --json
	assert_json '.lines[0].name' A
}
