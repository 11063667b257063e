# The payment methods that customers keep.

load helper
load order_shop
load people
load payment_shop

@test "a method is set up with its provider, kept, listed and forgotten" {
	payment_shop
	ada account payment add test --label 'the blue card' --token-file - --json <<<ok
	assert_json '"\(.number) \(.method) \(.label) \(.expires)"' '1 test the blue card 2099-12'
	ada account payment add test --json
	assert_json '"\(.number) \(.label)"' '2 sandbox'
	ada account payment --json=number,label
	assert_json '[.items[] | "\(.number) \(.label)"] | join(", ")' '1 the blue card, 2 sandbox'
	ada account show --json
	assert_json .payment test
	ada account payment remove 1
	ada -1 account payment remove 1
	assert_error 'shop: no payment method 1 is kept (shop account payment list)'
	ada account payment list --json
	assert_json '[.items[].number] | join(" ")' 2
	bob account payment list --json
	assert_json .count 0
	assert_sound
}

@test "a number is never given twice" {
	payment_shop ok
	ada account payment remove 1
	ada account payment add test --json
	assert_json .number 2
}

@test "a token is on no disk in clear, nor in the log" {
	payment_shop ok,status:ok,void:ok,capture:ok
	buy
	shop admin log --json
	refute_output -p capture:ok
	no_match -rq 'void:ok,capture:ok' "$SHOP_HOME/data.mdb"
	ada account payment list --json
	refute_output -p capture:ok
}

@test "a token that the provider declines is not kept" {
	payment_shop
	ada -1 account payment add test --token-file - <<<setup:decline
	assert_error "shop: 'test' declined to be set up: no"
	ada -1 account payment add test --token-file - <<<nonsense
	assert_error "shop: 'test' declined to be set up: the sandbox knows no such token"
	ada account payment list --json
	assert_json .count 0
}

@test "a provider that does not answer keeps nothing" {
	payment_shop
	for token in setup:die-after setup:hang setup:garbage setup:unsent; do
		ada -75 account payment add test --token-file - <<<$token
		assert_error -e "^shop: 'test' could not be set up: .* \(run the same again\)$"
	done
	ada account payment list --json
	assert_json .count 0
}

@test "card numbers are neither kept nor sent" {
	payment_shop
	ada -2 account payment add test --label 'Visa 4111 1111 1111 1111'
	assert_error "shop: the label holds a payment card's number, which is never kept"
	ada -65 account payment add test --token-file - <<<4111111111111111
	assert_error -p "the token holds a payment card's number, which is never kept"
	helper_program echo <<'SH'
cat >asked
echo status=approved
echo token=5555-5555-5555-4444
SH
	ada -65 account payment add echo --token-file - <<<4111111111111111
	[ ! -e "$SHOP_HOME/payment/asked" ]
	ada -65 account payment add echo --token-file - <<<fine
	assert_error -p "the token holds a payment card's number"
	ada account payment list --json
	assert_json .count 0
}

@test "what is too long, or no method, is refused with the reason" {
	payment_shop
	ada -2 account payment add test --label "$(printf 'x%.0s' {1..101})"
	assert_error 'shop: the label is longer than 100 bytes'
	ada -2 account payment add manual
	assert_error "shop: there is nothing to keep of 'manual': it needs no setup"
	ada -69 account payment add nobody
	assert_error -p "no payment method 'nobody'"
	ada -66 account payment add test --token-file "$BATS_TEST_TMPDIR/none"
	ada -65 account payment add test --token-file - </dev/null
	assert_error "shop: the first line of 'standard input' holds no token"
	ada -1 account payment remove 7
}

@test "no more than 20 are kept" {
	payment_shop
	for _ in {1..20}; do
		ada account payment add test
	done
	ada -1 account payment add test
	assert_error 'shop: 20 payment methods are kept, which is as many as may be (shop account payment remove)'
	ada account payment remove 3
	ada account payment add test --json
	assert_json .number 21
}

@test "a method that is expired is refused with the way out" {
	payment_shop ok,expires:2020-01
	ada cart add MUG
	ada -1 checkout
	assert_error "shop: payment method 1 ('test') expired at the end of 2020-01 (shop account payment remove 1, or --pay another)"
	ada -1 checkout --pay 1
	ada -1 checkout --pay test
	ada account payment add test --token-file - <<<ok
	ada checkout --json
	assert_json .payment_state paid
	ada -1 checkout --pay 9
	assert_error 'shop: no payment method 9 is kept (shop account payment list)'
}

@test "a method is good until its month has ended in the shop's zone" {
	local -x SHOP_TEST_NOW=2028-09-30T21:59:59Z

	payment_shop ok,expires:2028-09
	ada cart add MUG
	ada checkout --dry-run --pay 1
	SHOP_TEST_NOW=2028-09-30T22:00:00Z
	ada -1 checkout --dry-run --pay 1
}

@test "register sets up a method and keeps it" {
	new_shop
	register_ada --payment test --payment-token-file <(echo decline)
	shop account payment list --json
	assert_json '.items[0] | "\(.number) \(.method)"' '1 test'
	shop -2 register --name B --phone 123456 --password-file - \
		--payment-token-file x <<<'battery staple'
	assert_error 'shop: --payment-token-file is of no use without --payment'
}

@test "nobody is registered whose method cannot be set up" {
	new_shop
	shop -1 register --name B --phone 123456 --password-file - --payment test \
		--payment-token-file <(echo setup:decline) <<<'battery staple'
	assert_error "shop: 'test' declined to be set up: no"
	shop -69 register --name B --phone 123456 --password-file - --payment nobody \
		<<<'battery staple'
	shop admin customers list --json
	assert_json .count 0
	register_ada --payment manual
	shop account show --json
	assert_json .payment manual
}

@test "what is in doubt is asked about although its method is forgotten" {
	payment_shop die-after
	buy -75
	ada account payment remove 1
	shop admin payments reconcile
	assert_order placed paid
	assert_settled
}

@test "what was never sent is not sent once its method is forgotten" {
	payment_shop die-before
	buy -75
	ada account payment remove 1
	sleep 1
	shop admin payments reconcile --json
	assert_json '.items[0].state' unsent
	assert_order placed unpaid
	assert_settled
}

@test "a rehearsed method is not set up" {
	payment_shop
	ada account payment add test --dry-run
	ada account payment list --json
	assert_json .count 0
	card ok
	ada account payment remove 1 --dry-run
	ada account payment list --json
	assert_json .count 1
}
