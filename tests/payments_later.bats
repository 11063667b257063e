# Money that is promised at the checkout and taken later, and money that goes back.

load helper
load order_shop
load payment_shop

# promised [TOKEN]: a shop that takes money when everything is shipped, and an order
promised()
{
	payment_shop "${1-ok}"
	shop admin config set payment.capture ship
	buy
	assert_json .payment_state authorised
}

@test "money is promised at the checkout and taken when everything is shipped" {
	promised
	assert_ledger 'authorize approved 1000'
	shop admin order ship 1001 --line MUG=1
	assert_ledger 'authorize approved 1000'
	shop admin order ship 1001 --json
	assert_json '.payment_state + " " + .state' 'paid closed'
	assert_ledger 'authorize approved 1000' 'capture approved 1000'
	assert_settled
}

# vouchers [TOKEN]: a shop that takes money when everything is shipped, and sells
# what needs no shipping
vouchers()
{
	payment_shop "${1-ok}"
	shop admin config set payment.capture ship
	import_yaml <<'YAML'
products:
  - { sku: PDF, name: Pattern, price: "9.00", track_stock: false, needs_shipping: false }
  - { sku: CARD, name: Gift card, price: "25.00", stock: 1, needs_shipping: false }
YAML
}

@test "an order that needs no shipping is paid and closed once its money is promised" {
	vouchers
	ada cart add PDF
	ada checkout --json
	assert_json '"\(.state) \(.payment_state)"' 'closed paid'
	assert_ledger 'authorize approved 900' 'capture approved 900'
	assert_settled
}

@test "a promise for what needs no shipping is taken in the same reconcile" {
	vouchers die-after
	ada cart add PDF
	ada -75 checkout
	shop admin payments reconcile --json
	assert_json '[.items[] | "\(.operation) \(.state)"] | join(" ")' \
		'authorize approved capture approved'
	order=1001
	assert_order closed paid
	assert_settled
}

@test "a promise is taken when all is shipped that needs it" {
	vouchers
	ada cart add PDF
	buy
	assert_json .payment_state authorised
	assert_ledger 'authorize approved 1900'
	shop admin order ship 1001 --line MUG=1
	assert_order placed authorised
	shop admin order ship 1001 --line MUG=1
	assert_order closed paid
	assert_ledger 'authorize approved 1900' 'capture approved 1900'
	assert_settled
}

@test "what needs no shipping but is not there is not taken until somebody ships it" {
	vouchers die-after
	ada cart add CARD
	ada -75 checkout
	shop admin stock set CARD 0
	shop admin payments reconcile
	order=1001
	assert_order placed authorised
	shop admin stock set CARD 1
	shop admin order ship 1001
	assert_order closed paid
	assert_settled
}

@test "an order whose promise cannot be taken stays promised, and says so" {
	vouchers ok,capture:decline
	ada cart add PDF
	ada -1 checkout
	assert_error "shop: the capture of order 1001 was declined by 'test': insufficient funds"
	order=1001
	assert_order placed authorised
	assert_settled
}

@test "what was promised is captured in parts, and never more than that" {
	promised
	shop admin payments capture 1001 --amount 4.00 --json
	assert_json '.payment_state + " " + .captured' 'part_paid 4.00'
	shop -1 admin payments capture 1001 --amount 6.01
	assert_error 'shop: only 6.00 EUR of what was promised for order 1001 is left to capture'
	shop -2 admin payments capture 1001 --amount 0.00
	assert_error 'shop: an amount must be above zero'
	shop -2 admin payments capture 1001 --amount 1.001
	assert_error 'shop: --amount has more decimals than EUR has (2)'
	for amount in -1 1e3 1,234; do
		shop -2 admin payments capture 1001 --amount "$amount"
	done
	shop admin payments capture 1001
	assert_order placed paid
	shop -1 admin payments capture 1001
	assert_error 'shop: order 1001 is paid: it cannot be captured'
	assert_ledger 'authorize approved 1000' 'capture approved 400' 'capture approved 600'
	assert_settled
}

@test "an order that is part paid and promised for the rest ships, or is voided" {
	promised
	shop admin payments capture 1001 --amount 3.00
	shop admin order ship 1001 --json
	assert_json '.payment_state + " " + .state' 'paid closed'
	assert_ledger 'authorize approved 1000' 'capture approved 300' 'capture approved 700'
	buy
	shop admin payments capture 1002 --amount 3.00
	shop admin payments void 1002 --json
	assert_json .payment_state part_paid
	shop -1 admin order ship 1002
	assert_error 'shop: order 1002 is part paid: it cannot be shipped'
	assert_settled
}

@test "parallel captures never take more than was promised" {
	promised ok,capture:slow
	for _ in 1 2 3 4 5; do
		"$SHOP_BIN" admin payments capture 1001 --amount 6.00 &>/dev/null &
	done
	wait
	assert_ledger 'authorize approved 1000' 'capture approved 600'
	assert_settled
}

@test "a promise is voided once" {
	promised
	shop admin payments void 1001 --json
	assert_json .payment_state unpaid
	shop -1 admin payments void 1001
	assert_error 'shop: order 1001 is unpaid: it cannot be voided'
	shop -1 admin payments capture 1001
	assert_error 'shop: order 1001 is unpaid: it cannot be captured'
	assert_ledger 'authorize approved 1000' 'void approved 1000'
	assert_settled
}

@test "a promise that cannot be taken once all is shipped may be voided, and paid by hand" {
	promised ok,capture:decline
	shop -1 admin order ship 1001
	shop -1 admin order pay 1001
	shop admin payments void 1001 --json
	assert_json '.payment_state + " " + (.pay_by | type)' 'unpaid null'
	shop admin order pay 1001 --json
	assert_json '.state + " " + .payment_state' 'closed paid'
	assert_sound
}

@test "an order whose promise was voided is cancelled when nobody pays it in time" {
	promised
	shop admin payments void 1001 --json
	assert_json '.payment_state + " " + (.pay_by | type)' 'unpaid string'
	at_later '2 hours' shop admin order show 1001 --json
	assert_json .state cancelled
	assert_stock MUG 50/0/50
	assert_sound
}

@test "a rehearsed capture, void or refund asks nobody" {
	promised
	shop admin payments capture 1001 --dry-run
	shop admin payments void 1001 --dry-run
	shop admin payments capture 1001
	shop admin order refund 1001 --amount 1.00 --dry-run
	assert_ledger 'authorize approved 1000' 'capture approved 1000'
	assert_settled
}

@test "a capture in doubt is settled by reconcile" {
	for token in die-before die-after hang garbage duplicate wrong-amount; do
		SHOP_HOME=$BATS_TEST_TMPDIR/$token
		promised "ok,capture:$token"
		shop -75 admin payments capture 1001
		assert_error -p "the capture of order 1001 by 'test' is in doubt: "
		assert_error -p '(shop admin payments reconcile)'
		shop -1 admin payments void 1001
		assert_error 'shop: nothing that was promised for order 1001 is left to void'
		shop admin payments reconcile
		assert_order placed paid
		assert_ledger 'authorize approved 1000' 'capture approved 1000'
		assert_settled
	done
}

@test "a declined capture leaves the promise" {
	promised ok,capture:decline
	shop -1 admin payments capture 1001
	assert_error "shop: the capture of order 1001 was declined by 'test': insufficient funds"
	assert_order placed authorised
	shop admin payments void 1001
	assert_settled
}

@test "a refund goes back through its provider, and never above what was paid" {
	payment_shop ok
	buy
	shop admin order refund 1001 --amount 4.00 --json
	assert_json '.payment_state + " " + .refunded' 'part_refunded 4.00'
	shop -1 admin order refund 1001 --amount 6.01
	assert_error -p 'has only 6.00 EUR left to refund'
	assert_ledger 'charge approved 1000' 'refund approved 400'
	assert_settled
}

@test "parallel refunds never give back more than was paid" {
	payment_shop ok,refund:slow
	buy
	for _ in 1 2 3 4 5; do
		"$SHOP_BIN" admin order refund 1001 --amount 6.00 &>/dev/null &
	done
	wait
	assert_ledger 'charge approved 1000' 'refund approved 600'
	assert_settled
}

@test "a refund in doubt is settled by reconcile" {
	for token in die-before die-after hang garbage duplicate wrong-amount pending; do
		SHOP_HOME=$BATS_TEST_TMPDIR/$token
		payment_shop "ok,refund:$token"
		buy
		if [ "$token" = pending ]; then
			shop admin order refund 1001 --amount 4.00
		else
			shop -75 admin order refund 1001 --amount 4.00
		fi
		assert_order placed paid
		shop -1 admin order refund 1001 --amount 7.00
		shop admin payments reconcile
		assert_order placed part_refunded
		assert_ledger 'charge approved 1000' 'refund approved 400'
		assert_settled
	done
}

@test "a declined refund may be tried again" {
	payment_shop ok,refund:decline
	buy
	shop -1 admin order refund 1001 --amount 4.00
	assert_error "shop: the refund of order 1001 was declined by 'test': insufficient funds"
	assert_order placed paid
	shop -1 admin order refund 1001 --amount 10.00
	assert_ledger 'charge approved 1000' 'refund declined 400' 'refund declined 1000'
	assert_settled
}

@test "cancelling voids what was promised" {
	promised
	shop admin order cancel 1001 --json
	assert_json '.state + " " + .payment_state' 'cancelled voided'
	assert_ledger 'authorize approved 1000' 'void approved 1000'
	assert_settled
}

@test "cancelling with a provider that does not answer is finished by reconcile" {
	payment_shop ok,refund:die-before
	buy
	shop -75 admin order cancel 1001
	assert_error -p "the refund of order 1001 by 'test' is in doubt"
	assert_order cancelled paid
	shop admin payments reconcile
	assert_order cancelled refunded
	assert_ledger 'charge approved 1000' 'refund approved 1000'
	assert_settled
}

@test "an order paid in two ways is refunded in both" {
	promised
	shop admin payments capture 1001 --amount 4.00
	shop admin payments list --json
	shop admin order pay 1001 --amount 6.00
	shop admin order refund 1001 --amount 9.00
	assert_ledger 'authorize approved 1000' 'capture approved 400' 'refund approved 400'
	shop admin order show 1001 --json
	assert_json .refunded 9.00
	assert_sound
}

@test "what was paid by hand is not taken from a promise, too" {
	promised
	shop admin payments capture 1001 --amount 4.00
	shop admin order pay 1001 --amount 5.00
	shop -1 admin payments capture 1001 --amount 1.01
	assert_error 'shop: only 1.00 EUR of what was promised for order 1001 is left to capture'
	shop admin order pay 1001 --amount 1.00
	shop admin order ship 1001 --json
	assert_json '.payment_state + " " + .captured' 'paid 10.00'
	assert_ledger 'authorize approved 1000' 'capture approved 400' 'void approved 600'
	assert_order closed paid
	assert_sound
}

@test "what came back before all was shipped is not taken from a promise" {
	promised
	shop admin order ship 1001 --line MUG=1
	shop admin order return 1001
	shop admin order ship 1001 --json
	assert_json .captured 5.00
	assert_ledger 'authorize approved 1000' 'capture approved 500' 'void approved 500'
	assert_settled
}

# A provider that gives up nothing until the file given_up is there.
stingy()
{
	helper_program stingy <<'SH'
asked=$(cat)
say()
{
	echo "status=$1"
	echo "$asked" | grep -E '^(key|amount|currency)='
}
case $1 in
capabilities) echo status=approved; echo 'verbs=authorize capture void status' ;;
void) if [ -e given_up ]; then say approved; else say declined; fi ;;
*) say approved ;;
esac
SH
}

@test "a provider that does not give up the rest does not fail the shipment" {
	payment_shop
	shop admin config set payment.capture ship
	stingy
	buy --pay stingy
	shop admin payments capture 1001 --amount 4.00
	shop admin order pay 1001 --amount 5.00
	shop --format table admin order ship 1001
	assert_error 'shop: what order 1001 did not need of its promise was not given up: the void was declined (shop admin payments void 1001)'
	shop admin order show 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.captured) \(.authorised)"' 'closed paid 10.00 5.00'
	shop -1 admin payments void 1001
	assert_error "shop: the void of order 1001 was declined by 'stingy'"
	touch "$SHOP_HOME/payment/given_up"
	shop admin payments void 1001 --json
	assert_json '"\(.state) \(.payment_state) \(.authorised)"' 'closed paid 0.00'
	shop -1 admin payments void 1001
	assert_error 'shop: order 1001 is paid: it cannot be voided'
	assert_sound
}

@test "a promise is voided where its capture is declined for an order cancelled since" {
	payment_shop
	shop admin config set payment.capture ship
	helper_program moody <<'SH'
asked=$(cat)
say()
{
	echo "status=$1"
	echo "$asked" | grep -E '^(key|amount|currency)='
}
case $1 in
capabilities) echo status=approved; echo 'verbs=authorize capture void status' ;;
capture) exit 1 ;;
status)
	case $asked in
	*operation=capture*) say declined ;;
	*) say none ;;
	esac
	;;
*) say approved ;;
esac
SH
	buy --pay moody
	shop -75 admin payments capture 1001
	shop admin order cancel 1001
	assert_order cancelled authorised
	shop admin payments reconcile
	assert_order cancelled voided
	assert_sound
}

@test "a hold does not end while a payment is in doubt" {
	payment_shop die-after
	buy -75
	at_later '2 hours' shop admin order show 1001 --json
	assert_json .state placed
	at_later '2 hours' shop admin payments reconcile
	assert_order placed paid
	assert_settled
}

@test "an order whose payment was declined is cancelled when its hold ends" {
	payment_shop decline
	buy -1
	at_later '2 hours' shop admin order show 1001 --json
	assert_json .state cancelled
	assert_sound
}

at_later()
{
	local -x SHOP_TEST_NOW

	SHOP_TEST_NOW=$(date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ)
	shift
	"$@"
}

@test "a program that cannot take money later is refused where that is asked for" {
	payment_shop
	helper_program now <<'SH'
echo status=approved
echo verbs=authorize status
SH
	shop admin config set payment.capture ship
	ada cart add MUG
	ada -69 checkout --pay now
	assert_error "shop: 'now' cannot take money later (admin config set payment.capture checkout)"
	shop admin orders --json
	assert_json .count 0
}

@test "a refund by a provider after an invoice makes a credit note once it is made" {
	payment_shop ok,refund:die-after
	buy
	shop admin order invoice 1001
	shop -75 admin order refund 1001 --amount 4.00
	shop admin order show 1001 --json
	assert_json '[.timeline[] | select(.what | test("credit"))] | length' 0
	shop admin payments reconcile
	shop admin order show 1001 --json
	assert_json '[.timeline[] | select(.what | test("credit"))] | length' 1
	assert_settled
}
