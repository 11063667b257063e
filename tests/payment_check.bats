# What admin check proves of payments, and mends.

load helper
load order_shop
load payment_shop

setup()
{
	isolate
	stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored
	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
}

# stored WHAT WORD...: looks at, or alters, what lies in the shop
stored()
{
	local what=$1

	shift
	"$stored" "$SHOP_HOME" "$what" "$@"
}

# fault MESSAGE: admin check finds it
fault()
{
	shop -65 admin check --json
	assert_json "[.faults[].message] | any(. == \"$1\")" true
}

@test "an open payment that no row leads to is found and mended" {
	payment_shop die-after
	buy -75
	stored delete intent-open "$(stored keys intent-open | head -n 1)"
	fault 'has a payment whose row of open ones is not as it is'
	shop admin check --repair
	shop admin payments reconcile
	assert_order placed paid
	assert_settled
}

@test "a row that leads to no open payment is found and mended" {
	payment_shop ok
	buy
	stored put intent-open "$(stored keys intent | head -n 1)" ''
	fault 'has a payment whose row of open ones is not as it is'
	shop admin check --repair
	assert_settled
}

@test "a payment that is missing, or a fact of one, is found" {
	payment_shop ok
	buy
	stored delete intent "$(stored keys intent | head -n 1)"
	fault 'has not the payments that it says'
	SHOP_HOME=$BATS_TEST_TMPDIR/other
	payment_shop ok
	buy
	stored delete fact "$(stored keys fact | tail -n 1)"
	fault 'has a payment that its facts do not tell'
}

@test "a kept method that lies in another place than its seal says is found" {
	payment_shop ok
	key=$(stored keys wallet)
	stored put wallet "${key%1}2" "$(stored get wallet "$key")"
	shop -65 admin check
	assert_output -p C1001
}
