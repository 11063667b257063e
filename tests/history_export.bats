#!/usr/bin/env bats
# Customers and orders move out of a shop, and whole into another one.

load helper
load order_shop
load payment_shop
load people

setup()
{
	isolate
	cd "$BATS_TEST_TMPDIR" || return
}

# elsewhere_shop: from here on shop is another one, which is new
elsewhere_shop()
{
	export SHOP_HOME=$BATS_TEST_TMPDIR/elsewhere
	new_shop
}

# whole FILE: everything of the shop
whole()
{
	shop admin export --with customers,orders "$1"
}

# moved: the shop is taken out and put into another one, in which all is as it was
moved()
{
	whole one.yaml
	assert_sound
	elsewhere_shop
	shop admin import one.yaml
	whole two.yaml
	cmp one.yaml two.yaml
	shop admin import one.yaml --json
	assert_json '"\(.new) \(.changed) \(.rejected)"' '0 0 0'
	assert_sound
}

# ordered [LINE...]: an order of Ada's, its number in $order
ordered()
{
	local line

	for line in "${@:-MUG=2}"; do
		ada cart add "${line%=*}" -n "${line#*=}"
	done
	[ -z "${coupon-}" ] || ada cart coupon "$coupon"
	ada checkout --pay manual --json
	order=$(json .order)
}

@test "an export has customers and orders only where it is asked for them" {
	order_shop
	ordered
	shop admin export plain.yaml
	no_match -e customers: -e orders: -e Ada plain.yaml
	same "$(stat -c %a plain.yaml)" 644
	shop admin export --with customers people.yaml
	grep -q 'name: Ada King' people.yaml
	no_match orders: people.yaml
	same "$(stat -c %a people.yaml)" 600
	whole whole.yaml
	grep -q '^orders:' whole.yaml
	same "$(stat -c %a whole.yaml)" 600
	shop -2 admin export --with stock
	assert_error -p 'stock'
	shop -2 admin export --with orders --format csv
	assert_error -p 'written as yaml only'
}

@test "only the owner takes customers and orders out, or in" {
	[ "$(id -u)" -eq 0 ] || skip "running as another user takes root"
	new_shop --group 4321
	shop admin customers add --name Ada --phone "$ada"
	whole whole.yaml
	shop admin staff add --os-user 4321 --role manager
	as_user 4321 -77 admin export --with customers
	assert_error -p "'admin export --with' is for owners"
	as_user 4321 admin export
	chmod 644 whole.yaml
	as_user 4321 -77 admin import "$PWD/whole.yaml"
	assert_error -p 'customers and orders are imported by the owner only'
}

@test "orders alone say nothing personal, and come in for customers who are bare numbers" {
	order_shop
	ordered
	shop admin order note 1001 'rings twice'
	shop admin export --with orders orders.yaml
	no_match -e Ada -e 'Am Tor' -e 'rings twice' -e "$ada" orders.yaml
	shop admin import orders.yaml --json
	assert_json .unchanged 5
	elsewhere_shop
	shop admin import orders.yaml
	shop admin customers show C1001 --json
	assert_json '.customer + .name' C1001
	shop admin order show 1001 --json
	assert_json '.customer + .name + .total' C100110.00
	assert_sound
}

@test "customers keep their id, their password, their note and what they pay with" {
	payment_shop ok
	card decline
	ada account payment remove 1
	shop admin customers note "$ada" 'likes blue'
	shop admin customers group "$ada" club
	shop admin customers disable "$bob"
	register_ada --no-login --country GB
	moved
	shop --for "$ada" account payment list --json
	assert_json '[.items[].number] | join(",")' 2
	log_in ada@example.org "$ADA_PASSWORD"
	shop whoami --json
	assert_json .customer C1003
	shop admin customers add --name Eve --email eve@example.org --json
	assert_json .customer C1004
	card ok
	shop --for "$ada" account payment list --json
	assert_json '[.items[].number] | join(",")' 2,3
	assert_sound
}

# A shop with an order in every state.
eventful()
{
	payment_shop ok
	card 'pending'
	card 'decline'
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "19", included: true }
shipping:
  - { method: parcel, price: "4.90", tax_class: standard }
promotions:
  - promotion: welcome
    coupon: { code: HELLO, limit: 5 }
    do: [ { off: "10%" } ]
products:
  - { sku: MUG, tax_class: standard }
YAML
	ordered TEE-S=2 MUG=1 # 1001 waits
	ordered MUG=3         # 1002 is shipped in part, and paid in part
	shop admin order pay 1002 --amount 5
	shop admin order ship 1002 --line MUG=1 --carrier DHL --tracking 1Z9
	ordered MUG=2 # 1003 is long over
	shop admin order pay 1003 --reference 'bank 7'
	shop admin order ship 1003
	shop admin order deliver 1003
	shop admin order invoice 1003
	coupon=HELLO ordered MUG=4 # 1004 came back in part
	shop admin order invoice 1004
	shop admin order pay 1004
	shop admin order ship 1004
	shop admin order return 1004 --line MUG=1 --refund
	ordered MUG=1 # 1005 is cancelled
	shop admin order cancel 1005 --reason 'no need'
	coupon=HELLO ordered BOOK=1 VOUCHER=1 # 1006 goes elsewhere
	shop admin order note 1006 'rings twice'
	shop admin order address 1006 $'Weg 2\n10115 Berlin'
	buy --pay test # 1007 is paid by card
	shop admin order refund 1007 --amount 1
	ada cart add MUG
	ada checkout --pay 2 # 1008 waits for the provider
	ada cart add MUG
	ada -1 checkout --pay 3 # 1009 was declined
}

@test "orders in every state come out, go in elsewhere, and come out the same" {
	eventful
	shop admin stock MUG --json
	stock=$(json '.items[0] | "\(.on_hand)/\(.held)/\(.available)"')
	shop admin report sales --json
	report=$(json .items)
	moved
	assert_stock MUG "$stock"
	shop admin report sales --json
	same "$(json .items)" "$report"
	for number in {1001..1009}; do
		shop admin order show "$number" --json
		cp "$output_file" "two.$number"
		SHOP_HOME=$BATS_TEST_TMPDIR/shop shop admin order show "$number" --json
		same "$(<"two.$number")" "$output" "$number"
	done
	shop admin order explain 1004 --json
	assert_json '.steps | length > 0' true
}

@test "orders go on where they came to" {
	eventful
	moved
	shop admin order pay 1001
	shop admin order ship 1001
	shop admin order ship 1002
	assert_stock MUG 41/4/37
	shop admin order return 1003 --line MUG=1
	assert_stock MUG 42/4/38
	shop admin order invoice 1001 --json
	assert_json .number 3
	shop admin order cancel 1006
	shop admin payments reconcile
	ordered MUG=1
	same "$order" 1010
	assert_sound
}
