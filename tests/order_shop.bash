# A small shop for the tests of carts, orders and stock: four products, Ada who buys
# and Bob who may not see what she bought. Load helper before it.

ada=+4930123456
bob=+4930654321

# ada [-N] WORD...: as shop, for Ada; and for Bob
ada()
{
	run_for "$ada" "$@"
}

bob()
{
	run_for "$bob" "$@"
}

run_for()
{
	local who=$1 expected=-0

	shift
	if [[ ${1-} =~ ^-[0-9]+$ ]]; then
		expected=$1
		shift
	fi
	shop "$expected" --for "$who" "$@"
}

# The first test of a run that needs one makes it, the others copy it; but where the
# time is another one.
order_shop()
{
	local made=$BATS_RUN_TMPDIR/order_shop

	if [ -d "$made" ] && [ -z "${SHOP_TEST_NOW-}" ]; then
		cp -a "$made" "$SHOP_HOME"
		return
	fi
	make_order_shop
	if [ -z "${SHOP_TEST_NOW-}" ]; then
		cp -a "$SHOP_HOME" "$made.$BASHPID"
		mv -T "$made.$BASHPID" "$made" 2>/dev/null || rm -r "$made.$BASHPID"
	fi
}

make_order_shop()
{
	new_shop
	import_yaml <<'YAML'
products:
  - product: tee
    name: Basic T-shirt
    price: "12.50"
    options: [size]
    variants:
      - { sku: TEE-S, size: S, stock: 10, barcode: "4006381333931" }
      - { sku: TEE-M, size: M, stock: 3 }
  - { sku: MUG, name: Mug, price: "5.00", stock: 50, low_stock_at: 5 }
  - { sku: BOOK, name: Printed to order, price: "20.00", backorder: true }
  - { sku: VOUCHER, name: Voucher, price: "25.00", track_stock: false }
YAML
	shop admin customers add --name 'Ada King' --phone "$ada" \
		--address $'Am Tor 1\n10115 Berlin' --country DE
	shop admin customers add --name 'Bob Ray' --phone "$bob"
}

# place SKU=COUNT...: an order of Ada's; its number is in $order.
place()
{
	local line

	for line; do
		ada cart add "${line%=*}" -n "${line#*=}"
	done
	ada checkout --json
	order=$(json .order)
}

# set_price SKU PRICE
set_price()
{
	import_yaml <<<"products: [ { sku: $1, price: \"$2\" } ]"
}

# stock_of SKU: "on hand/held/available"
assert_stock()
{
	shop admin stock "$1" --json
	assert_json '.items[0] | "\(.on_hand)/\(.held)/\(.available)"' "$2"
}

# The whole proof holds.
assert_sound()
{
	shop admin check --json
	assert_json .ok true
}
