# Payments by the sandbox, for the tests. Load helper and order_shop before it.

# card TOKEN: Ada keeps a method of the sandbox that behaves so; a word alone is for
# the authorisation, VERB:WORD for another verb (shop-payment(7)).
card()
{
	ada account payment add test --token-file - <<<"$1"
}

# payment_shop [TOKEN]: a shop whose providers have a second to answer; Ada keeps the
# method that behaves as TOKEN says.
payment_shop()
{
	order_shop
	shop admin config set payment.timeout 1
	[ $# -eq 0 ] || card "$1"
}

# buy [-N] [OPTION...]: Ada buys two mugs, 10.00; the order's number is in $order
buy()
{
	local expected=-0

	if [[ ${1-} =~ ^-[0-9]+$ ]]; then
		expected=$1
		shift
	fi
	ada cart add MUG -n 2
	ada "$expected" checkout --json "$@"
	order=$(json .order)
}

# What the sandbox stands at: "OPERATION STATUS AMOUNT" of each key, in order.
ledger()
{
	[ -e "$SHOP_HOME/payment/test.ledger" ] || return 0
	awk '{ if (!($4 in last)) order[++n] = $4; last[$4] = $2 " " $3 " " $5 }
		END { for (i = 1; i <= n; i++) print last[order[i]] }' \
		"$SHOP_HOME/payment/test.ledger"
}

# assert_ledger LINE...: that is all of it
assert_ledger()
{
	same "$(ledger)" "$(printf '%s\n' "$@")" ledger
}

# assert_order STATE PAYMENT-STATE: of $order
assert_order()
{
	shop admin order show "$order" --json
	assert_json '.state + " " + .payment_state' "$1 $2"
}

# Everything is settled, and the shop says what the sandbox says.
assert_settled()
{
	local charged refunded

	shop admin payments list --all --json
	assert_json '[.items[] | select(.state == "unknown")] | length' 0
	charged=$(ledger | awk '/^(charge|capture) approved/ { s += $3 } END { print s + 0 }')
	refunded=$(ledger | awk '/^refund approved/ { s += $3 } END { print s + 0 }')
	shop admin orders --all --json
	for number in $(json '.items[].order'); do
		shop admin order show "$number" --json=captured,refunded
		charged=$((charged - $(json '.captured | gsub("[.]"; "") | tonumber')))
		refunded=$((refunded - $(json '.refunded | gsub("[.]"; "") | tonumber')))
	done
	same "$charged $refunded" '0 0' 'ledger less the shop'
	assert_sound
}

# helper_program NAME <<SH: a payment program of the shop's own
helper_program()
{
	mkdir -p "$SHOP_HOME/payment"
	{
		echo '#!/bin/sh'
		cat
	} >"$SHOP_HOME/payment/shop-payment-$1"
	chmod 755 "$SHOP_HOME/payment/shop-payment-$1"
}
