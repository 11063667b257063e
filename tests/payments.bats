# Payments by a provider: checkouts, and what becomes of those that are in doubt. The
# sandbox's own ledger is the witness.

load helper
load order_shop
load payment_shop

@test "a checkout is paid by the method that is named" {
	payment_shop
	buy --pay test
	assert_json '.payment_state + " " + .payment_method' 'paid test'
	assert_ledger 'charge approved 1000'
	same "$(stat -c %a "$SHOP_HOME/payment")" 700
	assert_settled
}

@test "a checkout is paid by the first method that is kept, else by invoice" {
	payment_shop
	buy
	assert_json '.payment_state + " " + .payment_method' 'unpaid manual'
	card ok
	buy
	assert_json '.payment_state + " " + .payment_method' 'paid test'
	buy --pay manual
	assert_json '.payment_state + " " + .payment_method' 'unpaid manual'
	assert_ledger 'charge approved 1000'
	assert_settled
}

@test "a missing program is told before anything is placed" {
	payment_shop
	ada cart add MUG
	ada -69 checkout --pay nobody
	assert_error -e "^shop: no payment method 'nobody': there is no program 'shop-payment-nobody' in .*/payment, "
	ada -2 checkout --pay 'No body'
	assert_error -p "is no payment method's name"
	shop admin orders --json
	assert_json .count 0
	ada cart --json
	assert_json '.items | length' 1
}

@test "a rehearsal asks no provider" {
	payment_shop ok
	ada cart add MUG
	ada checkout --dry-run
	ada checkout --dry-run --pay test
	assert_ledger ''
}

@test "what costs nothing is not paid" {
	payment_shop ok
	set_price MUG 0.00
	ada cart add MUG
	ada checkout --json
	assert_json .payment_state paid
	assert_ledger ''
	assert_sound
}

@test "a declined payment leaves the order placed, and orders pay tries again" {
	payment_shop decline
	buy -1
	assert_error -p "the payment of order 1001 was declined by 'test': insufficient funds"
	assert_order placed unpaid
	ada -1 checkout
	assert_error -p 'was declined'
	ada -1 orders pay 1001
	assert_error -p 'was declined'
	card ok
	ada orders pay 1001 --pay 2 --json
	assert_json .payment_state paid
	ada -1 orders pay 1001 --pay 2
	assert_error 'shop: order 1001 is paid: it cannot be paid'
	assert_ledger 'charge declined 1000' 'charge declined 1000' 'charge approved 1000'
	assert_settled
}

@test "a declined order may be paid by invoice, and then ships unpaid" {
	payment_shop decline
	buy -1
	ada orders pay 1001 --pay manual --json
	assert_json '.payment_state + " " + .payment_method' 'unpaid manual'
	shop admin order ship 1001
	assert_settled
}

@test "another customer's order cannot be paid" {
	payment_shop decline
	buy -1
	bob -1 orders pay 1001 --pay test
	assert_error "shop: no order 1001 (see them with 'shop orders')"
	assert_ledger 'charge declined 1000'
}

# in_doubt TOKEN: a checkout whose answer is none, which reconcile settles as paid.
in_doubt()
{
	payment_shop "$1"
	buy -75
	assert_error -p "the payment of order 1001 by 'test' is in doubt: "
	assert_error -p '(run the same again)'
	assert_order placed unpaid
	shop admin payments list --state unknown --json
	assert_json .count 1
	shop admin payments reconcile --json
	assert_json '.items[0] | .operation + " " + .state' 'authorize approved'
	assert_order placed paid
	shop admin payments reconcile
	refute_output
	assert_ledger 'charge approved 1000'
	assert_settled
}

@test "a provider that hangs leaves a payment in doubt, and reconcile settles it" {
	in_doubt hang
}

@test "a provider that dies before it charges is asked again with the same key" {
	in_doubt die-before
}

@test "a provider that dies after it charged has charged once" {
	in_doubt die-after
}

@test "an answer that is garbage is no answer" {
	in_doubt garbage
}

@test "an answer that the key was used before is no answer" {
	in_doubt duplicate
}

@test "an answer for another amount is no answer" {
	in_doubt wrong-amount
}

@test "a checkout that is run again finishes the payment that is in doubt" {
	for token in die-after die-before garbage; do
		SHOP_HOME=$BATS_TEST_TMPDIR/$token
		payment_shop "$token"
		buy -75
		ada checkout --json
		assert_json '.order + " " + .payment_state' '1001 paid'
		assert_ledger 'charge approved 1000'
		ada checkout
		assert_ledger 'charge approved 1000'
		assert_settled
	done
}

@test "orders pay finishes a payment that is in doubt and begins no second one" {
	payment_shop die-after
	buy -75
	ada orders pay 1001 --json
	assert_json .payment_state paid
	assert_ledger 'charge approved 1000'
	assert_settled
}

@test "a pending payment is settled when the provider has decided" {
	payment_shop pending
	buy
	assert_json .payment_state unpaid
	assert_ledger 'charge pending 1000'
	shop admin payments list --state pending --json
	assert_json .count 1
	shop admin payments reconcile
	assert_order placed paid
	assert_settled
	SHOP_HOME=$BATS_TEST_TMPDIR/declined
	payment_shop pending,status:decline
	buy
	shop admin payments reconcile
	assert_order placed unpaid
	shop admin payments list --state declined --json
	assert_json .count 1
	assert_settled
}

@test "a payment that is pending for longer keeps cron quiet" {
	payment_shop pending,status:pending
	buy
	shop admin payments reconcile
	refute_output
	refute_error
	shop admin payments list --json
	assert_json '.items[0].state' pending
}

@test "a slow provider is waited for" {
	payment_shop slow
	buy
	assert_json .payment_state paid
	assert_settled
}

@test "a payment that was surely not sent is begun anew by running the same again" {
	payment_shop unsent
	buy -75
	assert_error -p "was not sent: the provider could not be reached (run the same again)"
	assert_ledger ''
	shop admin payments list --state unsent --json
	assert_json .count 1
	ada -75 checkout
	shop admin payments list --state unsent --json
	assert_json .count 2
	assert_settled
}

@test "what could not be reached after a doubt stays in doubt" {
	payment_shop die-after,status:unsent
	buy -75
	shop -75 admin payments reconcile
	refute_output
	assert_error 'shop: 1 payment is still in doubt (shop admin payments list --state unknown)'
	assert_order placed unpaid
	assert_sound
}

@test "reconcile names a program that is gone and settles the others" {
	payment_shop die-after
	buy -75
	helper_program other <<'SH'
exit 1
SH
	buy -75 --pay other
	rm "$SHOP_HOME/payment/shop-payment-other"
	shop -69 admin payments reconcile
	assert_error -p "no payment method 'other'"
	assert_output -p approved
	shop admin payments list --state unknown --json
	assert_json '.items[0].order' 1002
}

@test "money that comes for a cancelled order goes back in the same reconcile" {
	payment_shop die-after
	buy -75
	ada orders cancel 1001
	assert_order cancelled voided
	shop admin payments reconcile
	assert_order cancelled refunded
	assert_ledger 'charge approved 1000' 'refund approved 1000'
	assert_settled
}

@test "a promise for a cancelled order is voided in the same reconcile" {
	payment_shop die-after
	shop admin config set payment.capture ship
	buy -75
	ada orders cancel 1001
	shop admin payments reconcile
	assert_order cancelled voided
	assert_ledger 'authorize approved 1000' 'void approved 1000'
	assert_settled
}

@test "what was never sent for a cancelled order is settled as unsent" {
	payment_shop die-before
	buy -75
	ada orders cancel 1001
	sleep 1
	shop admin payments reconcile --json
	assert_json '.items[0].state' unsent
	assert_ledger 'charge tried 1000'
	assert_order cancelled voided
	assert_settled
}

@test "a cancelled order is refunded by its provider" {
	payment_shop ok
	buy
	shop admin order cancel 1001 --json
	assert_json .payment_state refunded
	assert_ledger 'charge approved 1000' 'refund approved 1000'
	assert_settled
}

@test "two reconciles at once settle a payment once" {
	payment_shop die-after
	buy -75
	ada orders cancel 1001
	shop admin payments reconcile >/dev/null &
	shop admin payments reconcile
	wait
	assert_ledger 'charge approved 1000' 'refund approved 1000'
	assert_settled
}

@test "a rehearsed reconcile lists what is in doubt, and asks nobody" {
	payment_shop die-after
	buy -75
	shop admin payments reconcile --dry-run --json
	assert_json '.items[] | "\(.order) \(.operation) \(.state)"' '1001 authorize unknown'
	assert_order placed unpaid
	shop admin payments reconcile --order 1001
	shop admin payments reconcile --dry-run
	refute_output
	shop -1 admin payments reconcile --order 7
	assert_error "shop: no order 7 (see them with 'shop admin orders')"
	assert_settled
}

@test "payment.methods says which methods customers may choose" {
	payment_shop ok
	shop admin config set payment.methods manual,other
	ada cart add MUG
	ada -1 checkout --pay test
	assert_error "shop: this shop takes no payment by 'test' (it takes: manual,other)"
	ada -1 account payment add test
	assert_error -p 'takes no payment'
	ada checkout --pay manual
}

@test "a group's shop shares what payments leave behind with the group" {
	[ "$(id -u)" -eq 0 ] || skip "a group of another takes root"
	umask 077
	new_shop --name T --group 4321
	import_yaml <<<'products: [ { sku: MUG, name: Mug, price: "5.00", stock: 5 } ]'
	shop admin customers add --name Ada --phone "$ada"
	ada cart add MUG
	ada checkout --pay test
	same "$(stat -c '%a %g' "$SHOP_HOME/payment")" '2770 4321'
	same "$(cd "$SHOP_HOME/payment" && stat -c '%n %a %g' ./*)" \
		"$(printf '%s\n' './test.ledger 660 4321' './turns.lock 660 4321')"
}
