#!/usr/bin/env bats
# What staff does with an order: pay, ship, deliver, cancel, note, slip.

load helper
load order_shop

setup()
{
	isolate
	order_shop
}

@test "an order that is not there is named, with where to look" {
	local command

	for command in show pay ship deliver cancel slip; do
		shop -1 admin order "$command" 4711
		assert_error "shop: no order 4711 (see them with 'shop admin orders')"
	done
	shop -1 admin order note 4711 text
	assert_error "shop: no order 4711 (see them with 'shop admin orders')"
}

@test "what is left to pay is paid unless an amount is given" {
	place MUG=2
	shop admin order pay 1001 --amount 4.00 --json
	assert_json .payment_state part_paid
	assert_json .captured 4.00
	shop admin order pay 1001 --reference 'transfer 4711' --json
	assert_json .payment_state paid
	assert_json .captured 10.00
	assert_json '.payments[-1] | "\(.kind) \(.amount) \(.reference)"' 'captured 6.00 transfer 4711'
	assert_sound
}

@test "more than is left to pay is refused" {
	place MUG=2
	shop admin order pay 1001 --amount 4.00
	shop -1 admin order pay 1001 --amount 6.01
	assert_error 'shop: order 1001 has only 6.00 EUR left to pay'
	shop -2 admin order pay 1001 --amount 0
	assert_error 'shop: an amount must be above zero'
	shop -2 admin order pay 1001 --amount -1
	shop -2 admin order pay 1001 --amount 1.001
	assert_error -p '--amount'
	shop admin order show 1001 --json
	assert_json .captured 4.00
}

@test "what is paid is not paid again" {
	place MUG=1
	shop admin order pay 1001
	shop -1 admin order pay 1001
	assert_error 'shop: order 1001 is paid: it cannot be paid'
}

@test "an order may ship unpaid, and be paid after that" {
	place MUG=1
	shop admin order ship 1001 --json
	assert_json .payment_state unpaid
	shop admin order pay 1001 --json
	assert_json .payment_state paid
}

@test "shipping takes from what is on hand and frees what was held" {
	place TEE-M=2 MUG=1
	shop admin order ship 1001 --carrier DHL --tracking 0034 --json
	assert_json .shipping_state shipped
	assert_json '.shipments[0] | "\(.carrier) \(.tracking)"' 'DHL 0034'
	assert_stock TEE-M 1/0/1
	assert_stock MUG 49/0/49
	shop admin stock log TEE-M --json
	assert_json '.items[0] | "\(.change) \(.on_hand) \(.reason) \(.order)"' '-2 1 shipped 1001'
	assert_sound
}

@test "parts are shipped line by line" {
	place MUG=3 TEE-S=2
	shop admin order ship 1001 --line MUG=2 --json
	assert_json .shipping_state part_shipped
	assert_json '[.lines[].shipped] | @json' '[2,0]'
	assert_stock MUG 48/1/47
	shop admin order ship 1001 --line MUG=1 --line TEE-S=1 --tracking B --json
	assert_json .shipping_state part_shipped
	shop admin order ship 1001 --json
	assert_json .shipping_state shipped
	assert_json '[.shipments[].lines[] | "\(.sku)=\(.quantity)"] | join(" ")' \
		'MUG=2 MUG=1 TEE-S=1 TEE-S=1'
	assert_stock MUG 47/0/47
	assert_stock TEE-S 8/0/8
	assert_sound
}

@test "no more is shipped than was ordered" {
	place MUG=3
	shop -1 admin order ship 1001 --line MUG=4
	assert_error "shop: order 1001 has 3 of 'MUG' left to ship"
	shop admin order ship 1001 --line MUG=2
	shop -1 admin order ship 1001 --line MUG=2
	assert_error "shop: order 1001 has 1 of 'MUG' left to ship"
	shop -1 admin order ship 1001 --line TEE-S=1
	assert_error "shop: order 1001 has no 'TEE-S'"
	shop admin order show 1001 --json
	assert_json '.lines[0].shipped' 2
}

@test "a line to ship is a SKU and a count" {
	place MUG=3
	shop -2 admin order ship 1001 --line MUG=0
	assert_error "shop: --line MUG=0: '0' is not a number from 1 to 9999"
	shop -2 admin order ship 1001 --line MUG=1x
	shop -2 admin order ship 1001 --line MUG
	shop -2 admin order ship 1001 --line MUG=1 --line MUG=1
	assert_error "shop: 'MUG' is named twice"
}

@test "a SKU with an equals sign is shipped, too" {
	import_yaml <<<'products: [ { sku: "A=B", name: Equal, price: "1.00", stock: 5 } ]'
	ada cart add A=B -n 3
	ada checkout
	shop admin order ship 1001 --line A=B=2 --json
	assert_json '.lines[0].shipped' 2
}

@test "nothing ships that is not on hand" {
	place TEE-M=3
	shop admin stock set TEE-M 2
	shop -1 admin order ship 1001
	assert_error "shop: only 2 of 'TEE-M' are on hand"
	shop admin order ship 1001 --line TEE-M=2
	assert_stock TEE-M 0/1/0
	assert_sound
}

@test "what is ordered beyond stock ships with what there is" {
	place BOOK=5
	shop admin stock set BOOK 2
	shop admin order ship 1001 --json
	assert_json .shipping_state shipped
	assert_stock BOOK 0/0/null
	assert_sound
}

@test "what is not counted ships and stays uncounted" {
	place VOUCHER=5
	shop admin order ship 1001
	assert_stock VOUCHER 0/0/null
	assert_sound
}

@test "an archived product of an order ships" {
	place MUG=1
	import_yaml <<<'products: [ { sku: MUG, status: archived } ]'
	shop admin order ship 1001
	assert_stock MUG 49/0/49
	assert_sound
}

@test "only what has shipped whole is delivered, once" {
	place MUG=2
	shop -1 admin order deliver 1001
	assert_error 'shop: order 1001 is unshipped: it cannot be delivered'
	shop admin order ship 1001 --line MUG=1
	shop -1 admin order deliver 1001
	assert_error 'shop: order 1001 is part shipped: it cannot be delivered'
	shop admin order ship 1001
	shop admin order deliver 1001 --json
	assert_json .shipping_state delivered
	shop -1 admin order deliver 1001
	assert_error 'shop: order 1001 is delivered: it cannot be delivered'
	shop -1 admin order ship 1001
	assert_error 'shop: order 1001 is delivered: it cannot be shipped'
	assert_sound
}

@test "cancelling frees what was held and says what is to be given back" {
	place MUG=2
	shop admin order pay 1001
	shop admin order cancel 1001 --reason 'ordered twice' --json
	assert_json .state cancelled
	assert_json .payment_state refunded
	assert_json .refunded 10.00
	assert_json '[.timeline[].what] | .[-2:] | join("; ")' \
		'cancelled: ordered twice; refunded 10.00 EUR by manual'
	assert_stock MUG 50/0/50
	assert_sound
}

@test "a part of the money that came is given back, too" {
	place MUG=2
	shop admin order pay 1001 --amount 3.00
	shop admin order cancel 1001 --json
	assert_json .payment_state refunded
	assert_json .refunded 3.00
	assert_sound
}

@test "what is cancelled stays so" {
	place MUG=2
	shop admin order cancel 1001
	local what

	for what in pay:paid ship:shipped deliver:delivered cancel:cancelled slip:shipped; do
		shop -1 admin order "${what%:*}" 1001
		assert_error "shop: order 1001 is cancelled: it cannot be ${what#*:}"
	done
	assert_stock MUG 50/0/50
	shop admin order note 1001 'called again'
}

@test "what has shipped is not cancelled" {
	place MUG=2
	shop admin order ship 1001
	shop -1 admin order cancel 1001
	assert_error 'shop: order 1001 is shipped: it cannot be cancelled'
	shop -1 admin order ship 1001
	assert_error 'shop: order 1001 is shipped: it cannot be shipped'
}

@test "a cancelled order counts as a return on the day it is cancelled" {
	export SHOP_TEST_NOW=2030-11-23T12:00:00Z
	place MUG=2
	SHOP_TEST_NOW=2030-11-25T12:00:00Z
	shop admin order cancel 1001
	shop admin report sales --json
	assert_json '[.items[] | "\(.day) \(.sales) \(.cancelled_sales)"] | join("; ")' \
		'2030-11-23 10.00 0.00; 2030-11-25 0.00 10.00'
	assert_sound
}

@test "a note is the order's, has lines and is kept sealed" {
	place MUG=1
	shop admin order note 1001 $'ring twice\nthen wait' --json
	assert_json '.timeline[-1].what' $'note: ring twice\nthen wait'
	run grep -c 'ring twice' "$SHOP_HOME/data.mdb"
	[ "$status" -eq 1 ]
	shop admin log --json
	refute_output -p 'ring twice'
}

@test "a note says something, is not longer than 4,000 bytes and holds no card number" {
	place MUG=1
	shop -2 admin order note 1001 ' '
	assert_error 'shop: the note is empty'
	shop -65 admin order note 1001 "$(printf 'x%.0s' {1..4001})"
	assert_error 'shop: the note is longer than 4000 bytes'
	shop -65 admin order note 1001 'card 4111 1111 1111 1111'
	assert_error "shop: the note holds a payment card's number, which is never kept"
	shop -65 admin order pay 1001 --reference 4111111111111111
	assert_error "shop: the reference holds a payment card's number, which is never kept"
	shop -65 admin order cancel 1001 --reason 'card 4111111111111111'
	shop admin order ship 1001 --tracking 4111111111111111
}

@test "a packing slip has what is left to ship, and no price" {
	export SHOP_TEST_NOW=2030-11-23T12:00:00Z
	place MUG=2 TEE-S=1 VOUCHER=1
	shop admin order ship 1001 --line MUG=1 --line VOUCHER=1
	shop admin order slip 1001
	assert_output - <<-'SLIP'
	Test shop
	Packing slip for order 1001 of 2030-11-23 13:00

	To:
	Ada King
	Am Tor 1
	10115 Berlin
	DE
	+4930123456

	[ ]     1  MUG    Mug
	[ ]     1  TEE-S  Basic T-shirt (S)
	SLIP
	refute_output -p 5.00
	refute_output -p EUR
}

@test "a slip for whom little is known has no empty lines" {
	bob cart add MUG
	bob checkout
	shop admin order slip 1001
	assert_output -p $'To:\nBob Ray\n+4930654321\n\n'
}

@test "what has shipped needs no slip" {
	place MUG=1
	shop admin order ship 1001
	shop -1 admin order slip 1001
	assert_error 'shop: order 1001 is shipped: it cannot be shipped'
}

@test "a rehearsed move changes nothing" {
	place MUG=2
	shop admin order pay 1001 --dry-run --json
	assert_json .payment_state paid
	shop admin order ship 1001 --dry-run --json
	assert_json .shipping_state shipped
	shop admin order cancel 1001 --dry-run --json
	assert_json .state cancelled
	shop admin order note 1001 x --dry-run
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.shipping_state)"' 'placed unpaid unshipped'
	assert_json '.timeline | length' 2
	assert_stock MUG 50/2/48
}

@test "each move is in the log with who did it" {
	place MUG=1
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin log --json
	assert_json '[.items[] | select(.subject == "order 1001") | .kind] | join(" ")' \
		'shipped paid placed'
}

@test "an order's whole story is told in its order" {
	place MUG=1
	shop admin order pay 1001
	shop admin order ship 1001 --carrier DHL
	shop admin order deliver 1001
	shop admin order show 1001 --json
	assert_json '[.timeline[].what] | join("; ")' \
		'placed; payment 5.00 EUR by manual; captured 5.00 EUR by manual; shipped 1 of MUG by DHL; delivered'
}
