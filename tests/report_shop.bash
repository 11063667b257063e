# A shop of one article for 9.50, that nothing is added to, and orders at any time.

setup()
{
	isolate
	# No event is older than the one before.
	export SHOP_TEST_NOW=2026-10-01T12:00:00+02:00
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.50", stock: 500 }
	YAML
	shop admin customers add --name Ada --phone +441632960001 \
		--address 'Mill Lane' --country GB
}

# order_at TIME COUNT: places an order of so many; it is now then.
order_at()
{
	export SHOP_TEST_NOW=$1

	shop --for C1001 cart add TS -n "$2"
	shop --for C1001 checkout --json=order
	order=$(json .order)
}

# assert_orders PERIOD COUNT: so many were placed in it
assert_orders()
{
	shop admin report sales --period "$1" --json
	assert_json .sum.orders "$2"
}
