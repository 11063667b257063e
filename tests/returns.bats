#!/usr/bin/env bats
# What customers give back: asked for, received, refunded.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

# sent SKU=COUNT...: an order of Ada's, paid and shipped
sent()
{
	place "$@"
	shop admin order pay "$order"
	shop admin order ship "$order"
}

@test "what came back goes on hand again, with its order and who took it" {
	sent MUG=3
	shop admin order return 1001 --line MUG=2 --reason 'too many' --json
	assert_json '"\(.state) \(.payment_state) \(.shipping_state)"' 'closed paid part_returned'
	assert_json '.returns[0] | "\(.kind) \(.worth) \(.restocked) \(.reason) \(.lines[0].sku)=\(.lines[0].quantity)"' \
		'returned 10.00 true too many MUG=2'
	assert_json '.lines[0].returned' 2
	assert_stock MUG 49/0/49
	shop admin stock log MUG --json
	assert_json '.items[0] | "\(.change) \(.on_hand) \(.reason) \(.order) \(.actor)"' \
		"2 49 returned 1001 staff $(id -u)"
	shop admin order return 1001 --json
	assert_json .shipping_state returned
	assert_stock MUG 50/0/50
	assert_sound
}

@test "what is not restocked stays away" {
	sent MUG=3
	shop admin order return 1001 --line MUG=1 --no-restock --json
	assert_json '.returns[0].restocked' false
	assert_json '.timeline[-1].what' 'returned 1 of MUG, worth 5.00 EUR, not restocked'
	assert_stock MUG 47/0/47
	shop admin stock log MUG --json
	assert_json '.items[0].reason' shipped
	assert_sound
}

@test "never more comes back than was shipped" {
	place MUG=3 TEE-S=1
	shop -1 admin order return 1001
	assert_error 'shop: order 1001 is unshipped: it cannot be returned'
	shop admin order ship 1001 --line MUG=2
	shop -1 admin order return 1001 --line MUG=3
	assert_error "shop: order 1001 has 2 of 'MUG' left to return"
	shop -1 admin order return 1001 --line TEE-S=1
	assert_error "shop: order 1001 has 0 of 'TEE-S' left to return"
	shop -1 admin order return 1001 --line BOOK=1
	assert_error "shop: order 1001 has no 'BOOK'"
	shop -2 admin order return 1001 --line MUG=1 --line MUG=1
	assert_error "shop: 'MUG' is named twice"
	shop -2 admin order return 1001 --line MUG=0
	assert_error "shop: --line MUG=0: '0' is not a number from 1 to 9999"
	shop admin order return 1001 --line MUG=2
	shop -1 admin order return 1001 --line MUG=1
	assert_error "shop: order 1001 has 0 of 'MUG' left to return"
	shop -1 admin order return 1001
	assert_error 'shop: order 1001 has nothing left to return'
	shop admin order ship 1001 --json
	assert_json .shipping_state part_returned
	assert_stock MUG 49/0/49
	assert_sound
}

@test "what came back whole does not come back again" {
	sent MUG=1
	shop admin order return 1001
	shop -1 admin order return 1001
	assert_error 'shop: order 1001 is returned: it cannot be returned'
	place MUG=1
	shop admin order cancel 1002
	shop -1 admin order return 1002
	assert_error 'shop: order 1002 is cancelled: it cannot be returned'
}

@test "a customer asks to give back, and a clerk receives what was asked for" {
	sent MUG=3 TEE-S=1
	ada orders return 1001 --line MUG=2 --reason 'too small' --json
	assert_json '.shipping_state' shipped
	assert_json '.returns[0] | "\(.kind) \(.worth) \(.reason)"' 'return_requested null too small'
	assert_json '.timeline[-1].what' 'asked to return 2 of MUG: too small'
	ada -1 orders return 1001 --line MUG=2
	assert_error "shop: order 1001 has 1 of 'MUG' left to return"
	bob -1 orders return 1001
	assert_error -p 'no order 1001'
	shop admin order return 1001 --json
	assert_json '[.lines[].returned] | @json' '[2,0]'
	assert_sound
}

@test "a clerk notes what a customer asks for, too, and without lines it is all" {
	sent MUG=3 TEE-S=1
	shop admin order return 1001 --request --json
	assert_json '[.returns[0].lines[] | "\(.sku)=\(.quantity)"] | join(" ")' 'MUG=3 TEE-S=1'
	assert_json '.lines[0].returned' 0
	shop -1 admin order return 1001 --request
	assert_error 'shop: order 1001 has nothing left to return'
	shop -2 admin order return 1001 --request --refund
	assert_error 'shop: --request goes with neither --refund nor --no-restock: nothing came back yet'
	shop -2 admin order return 1001 --request --no-restock
	shop admin order return 1001 --line MUG=1
	shop admin order return 1001 --json
	assert_json '[.lines[].returned] | @json' '[3,1]'
	assert_sound
}

@test "a reason is no longer than 4,000 bytes and holds no card number" {
	sent MUG=1
	shop -2 admin order return 1001 --reason 'card 4111 1111 1111 1111'
	assert_error "shop: the reason holds a payment card's number, which is never kept"
	ada -2 orders return 1001 --reason 4111111111111111
	shop -2 admin order refund 1001 --reference 4111111111111111
	assert_error "shop: the reference holds a payment card's number, which is never kept"
	shop admin order show 1001 --json
	assert_json '.returns | length' 0
}

@test "goods that come back are refunded with them, or later" {
	sent MUG=3 TEE-S=2
	shop admin order return 1001 --line MUG=1 --refund --json
	assert_json '"\(.payment_state) \(.refunded)"' 'part_refunded 5.00'
	shop admin order return 1001 --line TEE-S=1 --json
	assert_json .refunded 5.00
	shop admin order refund 1001 --reference 'transfer 9' --json
	assert_json .refunded 17.50
	assert_json '.payments[-1] | "\(.kind) \(.amount) \(.reference)"' 'refunded 12.50 transfer 9'
	shop -1 admin order refund 1001
	assert_error 'shop: nothing of order 1001 is to be refunded (--amount says how much to give back)'
	shop admin order return 1001 --refund --json
	assert_json '"\(.payment_state) \(.shipping_state) \(.refunded)"' 'refunded returned 40.00'
	assert_sound
}

@test "never more is refunded than was paid" {
	place MUG=2
	shop -1 admin order refund 1001 --amount 1.00
	assert_error 'shop: order 1001 is unpaid: it cannot be refunded'
	shop admin order pay 1001
	shop -2 admin order refund 1001 --amount 0
	assert_error 'shop: an amount must be above zero'
	shop -1 admin order refund 1001 --amount 10.01
	assert_error 'shop: order 1001 has only 10.00 EUR left to refund'
	shop admin order refund 1001 --amount 4.00 --json
	assert_json '"\(.payment_state) \(.refunded)"' 'part_refunded 4.00'
	shop -1 admin order refund 1001 --amount 6.01
	assert_error 'shop: order 1001 has only 6.00 EUR left to refund'
	shop admin order refund 1001 --amount 6.00 --json
	assert_json .payment_state refunded
	shop -1 admin order refund 1001 --amount 0.01
	assert_error 'shop: order 1001 is refunded: it cannot be refunded'
	assert_sound
}

@test "a return never refunds more than is left of what was paid" {
	sent MUG=2
	shop admin order refund 1001 --amount 7.00
	shop admin order return 1001 --refund --json
	assert_json .refunded 10.00
	assert_sound
}

@test "what was not paid is not refunded, and is not owed any more" {
	place MUG=4
	shop admin order ship 1001
	shop -1 admin order return 1001 --line MUG=1 --refund
	assert_error 'shop: order 1001 is unpaid: it cannot be refunded'
	assert_stock MUG 46/0/46
	shop admin order return 1001 --line MUG=1
	shop -1 admin order pay 1001 --amount 15.01
	assert_error 'shop: order 1001 has only 15.00 EUR left to pay (--overpay records more)'
	shop admin order pay 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.captured)"' 'closed paid 15.00'
	shop -1 admin order refund 1001
	assert_error -p 'nothing of order 1001 is to be refunded'
	assert_sound
}

@test "of an order that is paid in part only what is too much is refunded" {
	place MUG=4
	shop admin order ship 1001
	shop admin order pay 1001 --amount 12.00
	shop -1 admin order return 1001 --line MUG=1 --refund
	assert_error 'shop: nothing of order 1001 is to be refunded'
	shop admin order return 1001 --line MUG=2 --refund --json
	assert_json '"\(.refunded) \(.state)"' '2.00 closed'
	assert_sound
}

@test "an unpaid order that came back whole owes nothing, and is closed" {
	place MUG=1
	shop admin order ship 1001
	shop admin order return 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.shipping_state)"' 'closed voided returned'
	assert_sound
}

# Thirds of a discount and of taxes that do not come out even.
uneven_shop()
{
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "19", included: false }
shipping:
  - { method: parcel, price: "4.90", tax_class: standard }
promotions:
  - promotion: ten
    do: [ { off: "1.00" } ]
products:
  - { sku: CUP, name: Cup, price: "3.33", stock: 20, tax_class: standard }
  - { sku: TEA, name: Tea, price: "0.99", stock: 20, tax_class: standard }
YAML
}

@test "unit by unit exactly what was paid is given back, shipping only where it is said" {
	uneven_shop
	sent CUP=3 TEA=4
	local total sum=0 step line

	shop admin order show 1001 --json
	total=$(json '.captured | tonumber * 100 | round')
	for line in TEA CUP TEA TEA CUP CUP TEA; do
		shop admin order return 1001 --line "$line=1" --refund --json
		step=$(json '.returns[-1].worth | tonumber * 100 | round')
		((sum += step))
	done
	assert_json '.refunded | tonumber * 100 | round' "$sum"
	[ $((total - sum)) -eq 583 ]
	assert_json .payment_state part_refunded
	shop admin order refund 1001 --shipping --json
	assert_json '"\(.payment_state) \(.refunded == .captured)"' 'refunded true'
	assert_sound
}

@test "shipping is given back once" {
	uneven_shop
	sent CUP=3
	shop admin order return 1001 --line CUP=1 --refund --shipping --json
	assert_json '"\(.returns[0].worth) \(.refunded)"' '3.56 9.39'
	shop -1 admin order return 1001 --line CUP=1 --refund --shipping
	assert_error 'shop: the shipping of order 1001 is refunded already'
	shop -1 admin order refund 1001 --shipping
	assert_error 'shop: the shipping of order 1001 is refunded already'
	shop admin order return 1001 --line CUP=1
	shop admin order refund 1001 --json
	assert_json .refunded 12.96
	shop -2 admin order return 1001 --shipping
	assert_error 'shop: --shipping needs --refund'
	shop -2 admin order refund 1001 --shipping --amount 1.00
	assert_error 'shop: --shipping does not go with --amount: say the whole amount'
	assert_sound
}

@test "prices, rates and promotions of today change nothing that comes back" {
	uneven_shop
	sent CUP=3
	set_price CUP 99.00
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "7", included: false }
promotions:
  - promotion: ten
    do: [ { off: "5.00" } ]
YAML
	shop admin order return 1001 --refund --shipping --json
	assert_json '"\(.payment_state) \(.refunded == .captured)"' 'refunded true'
	assert_sound
}

@test "what is not counted comes back and stays uncounted; beyond stock, it is there" {
	sent VOUCHER=2 BOOK=3
	shop admin order return 1001 --json
	assert_json .shipping_state returned
	assert_stock VOUCHER 0/0/null
	assert_stock BOOK 3/0/null
	shop admin stock log BOOK --json
	assert_json '[.items[] | "\(.change) \(.reason)"] | join("; ")' '3 returned; 0 shipped'
	assert_sound
}

@test "an archived product comes back" {
	sent MUG=1
	import_yaml <<<'products: [ { sku: MUG, status: archived } ]'
	shop admin order return 1001
	assert_stock MUG 50/0/50
	assert_sound
}

@test "a rehearsed return or refund changes nothing" {
	sent MUG=2
	shop admin order return 1001 --refund --dry-run --json
	assert_json '"\(.shipping_state) \(.refunded)"' 'returned 10.00'
	shop admin order refund 1001 --amount 1 --dry-run --json
	assert_json .refunded 1.00
	ada orders return 1001 --dry-run
	shop admin order show 1001 --json
	assert_json '"\(.shipping_state) \(.refunded) \(.returns | length)"' 'shipped 0.00 0'
	assert_stock MUG 48/0/48
}

@test "each move is in the log" {
	sent MUG=2
	ada orders return 1001 --line MUG=1
	shop admin order return 1001
	shop admin order refund 1001
	shop admin log --json
	assert_json '[.items[:3][] | "\(.kind) \([.changes[]? | "\(.field) \(.old) \(.new)"] | join(", "))"] | join("; ")' \
		'refunded refunded 0.00 EUR 5.00 EUR; returned returned 0 1; return_requested '
}
