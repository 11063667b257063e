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

	for command in show pay ship deliver cancel return refund slip invoice; do
		shop -1 admin order "$command" 4711
		assert_error "shop: no order 4711 (see them with 'shop admin orders')"
	done
	shop -1 admin order address 4711 'Am Tor 2'
	assert_error "shop: no order 4711 (see them with 'shop admin orders')"
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
	assert_error 'shop: order 1001 has only 6.00 EUR left to pay (--overpay records more)'
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

@test "an order is overpaid only where that is said, and by no more than there can be" {
	place MUG=2
	shop admin order pay 1001 --amount 12 --overpay --json
	assert_json '"\(.payment_state) \(.captured)"' 'overpaid 12.00'
	shop admin order refund 1001 --json
	assert_json '"\(.payment_state) \(.refunded)"' 'paid 2.00'
	place MUG=1
	shop admin order pay 1002 --amount 3
	shop -2 admin order pay 1002 --amount 9999999999999.99 --overpay
	assert_error 'shop: the amount is too large'
	assert_sound
}

@test "an amount is written as amounts are" {
	local amount

	place MUG=2
	for amount in 1e3 1,234 1.001 -1 +1 0x10 99999999999999999999 '1 000' ''; do
		shop -2 admin order pay 1001 --amount "$amount"
		shop -2 admin order refund 1001 --amount "$amount"
	done
	shop admin order show 1001 --json
	assert_json .captured 0.00
	assert_json '.timeline | length' 2
}

@test "parcels are delivered one by one, or all that are on their way" {
	place MUG=4
	shop -1 admin order deliver 1001
	assert_error 'shop: order 1001 is unshipped: it cannot be delivered'
	shop admin order ship 1001 --line MUG=1 --carrier DHL --tracking A
	shop admin order ship 1001 --line MUG=2 --carrier UPS --tracking B
	shop admin order deliver 1001 --parcel 2 --json
	assert_json .shipping_state part_shipped
	assert_json '[.shipments[] | "\(.parcel) \(.tracking) \(.delivered_at != null)"] | join("; ")' \
		'1 A false; 2 B true'
	shop -1 admin order deliver 1001 --parcel 2
	assert_error 'shop: parcel 2 of order 1001 is delivered already'
	shop -1 admin order deliver 1001 --parcel 3
	assert_error 'shop: order 1001 has no parcel 3 (it has 2)'
	shop admin order deliver 1001
	shop -1 admin order deliver 1001
	assert_error 'shop: every parcel of order 1001 is delivered already'
	shop admin order ship 1001
	shop admin order deliver 1001 --json
	assert_json .shipping_state delivered
	assert_json '[.timeline[].what | select(startswith("delivered"))] | join("; ")' \
		'delivered parcel 2; delivered; delivered'
	shop -1 admin order deliver 1001
	assert_error 'shop: order 1001 is delivered: it cannot be delivered'
	shop -1 admin order ship 1001
	assert_error 'shop: order 1001 is delivered: it cannot be shipped'
	assert_sound
}

@test "customers see each parcel with its tracking" {
	place MUG=2
	shop admin order ship 1001 --line MUG=1 --carrier DHL --tracking A1
	shop admin order ship 1001 --carrier UPS --tracking B2
	ada orders 1001 --format table
	assert_output -e ' 1  [0-9-]+ [0-9:]+  DHL +A1'
	assert_output -e ' 2  [0-9-]+ [0-9:]+  UPS +B2'
}

@test "an order is closed by what makes it shipped whole and paid in full" {
	place MUG=2
	shop admin order ship 1001 --line MUG=1
	shop admin order pay 1001 --json
	assert_json .state placed
	shop admin order ship 1001 --json
	assert_json .state closed
	assert_json '.timeline[-1].what' closed
	shop admin log --json
	assert_json '.items[0] | "\(.kind) \([.changes[] | "\(.field) \(.old) \(.new)"] | join(", "))"' \
		'shipped shipped 1 2, state placed closed'
	place MUG=2
	shop admin order ship 1002
	shop admin order pay 1002 --amount 9.99 --json
	assert_json .state placed
	shop admin order pay 1002 --json
	assert_json .state closed
	assert_sound
}

@test "what is closed can only be delivered, returned, refunded, noted and invoiced" {
	place MUG=2
	shop admin order pay 1001
	shop admin order ship 1001
	local what

	for what in pay:paid ship:shipped cancel:cancelled slip:shipped; do
		shop -1 admin order "${what%:*}" 1001
		assert_error "shop: order 1001 is closed: it cannot be ${what#*:}"
	done
	shop -1 admin order address 1001 'Am Tor 2'
	assert_error 'shop: order 1001 is closed: it cannot be sent elsewhere'
	shop admin order deliver 1001
	shop admin order note 1001 'well done'
	shop admin order invoice 1001
	shop admin order return 1001 --line MUG=1
	shop admin order refund 1001
	assert_sound
}

no_parcel()
{
	import_yaml <<'YAML'
products:
  - { sku: PDF, name: Pattern, price: "9.00", track_stock: false, needs_shipping: false }
  - { sku: CARD, name: Gift card, price: "25.00", stock: 2, needs_shipping: false }
YAML
}

@test "what needs no shipping is handed over once it is paid" {
	no_parcel
	place PDF=1 CARD=1
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.shipping_state)"' 'placed unshipped'
	assert_stock CARD 2/1/1
	shop admin order pay 1001 --json
	assert_json '"\(.state) \(.shipping_state)"' 'closed shipped'
	assert_stock CARD 1/0/1
	shop admin stock log CARD --json
	assert_json '.items[0] | "\(.change) \(.reason) \(.order)"' '-1 shipped 1001'
	assert_sound
}

@test "beside what is shipped, it is handed over when the rest has gone and is paid" {
	no_parcel
	place PDF=1 MUG=1
	shop admin order pay 1001 --json
	assert_json '"\(.state) \(.shipping_state)"' 'placed unshipped'
	shop admin order ship 1001 --line MUG=1 --json
	assert_json '"\(.state) \(.shipping_state)"' 'closed shipped'
	assert_json '[.shipments[].lines[] | "\(.sku)=\(.quantity)"] | join(" ")' 'MUG=1 PDF=1'
	assert_sound
}

@test "what needs no shipping and is not there waits for it, paid as it is" {
	no_parcel
	place CARD=2
	shop admin stock set CARD 1
	shop admin order pay 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.shipping_state)"' 'placed paid unshipped'
	shop admin stock set CARD 2
	shop admin order ship 1001 --json
	assert_json '"\(.state) \(.shipping_state)"' 'closed shipped'
	assert_sound
}

@test "an order that costs nothing and needs no parcel is closed when it is placed" {
	import_yaml <<<'products: [ { sku: FREE, name: Sample, price: "0.00", track_stock: false, needs_shipping: false } ]'
	place FREE=1
	assert_json '"\(.state) \(.payment_state) \(.shipping_state)"' 'closed paid shipped'
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
	shop admin report sales --period 2030-11-23.. --json
	assert_json '[.items[] | "\(.day) \(.gross) \(.refunds)"] | join("; ")' \
		'2030-11-23 10.00 0.00; 2030-11-24 0.00 0.00; 2030-11-25 0.00 10.00'
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
	shop -2 admin order note 1001 "$(printf 'x%.0s' {1..4001})"
	assert_error 'shop: the note is longer than 4000 bytes'
	shop -2 admin order note 1001 'card 4111 1111 1111 1111'
	assert_error "shop: the note holds a payment card's number, which is never kept"
	shop -2 admin order pay 1001 --reference 4111111111111111
	assert_error "shop: the reference holds a payment card's number, which is never kept"
	shop -2 admin order cancel 1001 --reason 'card 4111111111111111'
	shop admin order ship 1001 --tracking 4111111111111111
}

@test "an order is sent elsewhere at the prices it was placed, and only the order says where" {
	place MUG=2
	shop admin order address 1001 $'Am Tor 2\n10115 Berlin' --country AT --json
	assert_json .address $'Am Tor 2\n10115 Berlin'
	assert_json '"\(.country) \(.name) \(.total)"' 'AT Ada King 10.00'
	assert_json '.timeline[-1].what' 'address changed'
	run grep -c 'Am Tor 2' "$SHOP_HOME/data.mdb"
	[ "$status" -eq 1 ]
	shop admin log --json
	refute_output -p 'Am Tor 2'
	assert_json '.items[0] | "\(.kind) \(.changes[0].old) \(.changes[0].new)"' 'address_changed DE AT'
	shop admin order slip 1001
	assert_output -p $'Ada King\nAm Tor 2\n10115 Berlin\nAT\n'
	assert_sound
}

@test "an address says something, is no longer than 2,000 bytes and holds no card number" {
	place MUG=1
	shop -2 admin order address 1001 ' '
	assert_error 'shop: the address is empty'
	shop -2 admin order address 1001 "$(printf 'x%.0s' {1..2001})"
	assert_error 'shop: the address is longer than 2000 bytes'
	shop -2 admin order address 1001 '4111 1111 1111 1111'
	assert_error "shop: the address holds a payment card's number, which is never kept"
	shop -2 admin order address 1001 'Am Tor 2' --country Austria
	shop admin order show 1001 --json
	assert_json .address $'Am Tor 1\n10115 Berlin'
	assert_json '.timeline | length' 2
}

@test "what has shipped whole is not sent elsewhere" {
	place MUG=2
	shop admin order ship 1001 --line MUG=1
	shop admin order address 1001 'Am Tor 2'
	shop admin order ship 1001
	shop -1 admin order address 1001 'Am Tor 3'
	assert_error 'shop: order 1001 is shipped: it cannot be sent elsewhere'
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

@test "what needs no shipping is on no slip" {
	no_parcel
	place PDF=1 MUG=1
	shop admin order slip 1001
	refute_output -p PDF
	assert_output -p '[ ]     1  MUG  Mug'
	shop admin order ship 1001 --line MUG=1
	shop -1 admin order slip 1001
	assert_error 'shop: nothing that is left of order 1001 needs a parcel'
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
		'placed; payment 5.00 EUR by manual; captured 5.00 EUR by manual; shipped 1 of MUG by DHL; closed; delivered'
}
