#!/usr/bin/env bats
# Customers and orders of the past come in: what is made of them, and what is refused.

load helper
load order_shop
load people

setup()
{
	isolate
	cd "$BATS_TEST_TMPDIR" || return
}

pounds_shop()
{
	new_shop --name Shop --currency GBP --time-zone Europe/London
}

# refused MESSAGE <<YAML: the file is refused for that reason, and nothing is changed
refused()
{
	import_yaml -65
	assert_error -p "$1"
}

# order_of KEYS: a row of an order with one line, and more keys
order_of()
{
	printf 'orders: [ { order: 7, placed_at: 2020-05-01, %s } ]\n' \
		"${1}${1:+, }lines: [ { sku: A, quantity: 1, unit_price: \"2.50\" } ]"
}

@test "an order of the past needs its lines only, and is paid, shipped and delivered" {
	pounds_shop
	import_yaml --json <<'YAML'
orders:
  - order: 536365
    placed_at: 2010-12-01T08:26
    customer: 17850
    country: gb
    reference: INV-1
    lines:
      - { sku: "85123A", name: White heart, quantity: 6, unit_price: "2.55" }
      - { sku: "85123A", quantity: 2, unit_price: "2.00" }
  - { order: 3, placed_at: 2010-12-31T23:59:59, country: GB, lines: [ { sku: FREE, quantity: 1, unit_price: 0 } ] }
YAML
	assert_json '"\(.new) \(.rejected)"' '2 0'
	shop admin order show 536365 --json
	assert_json '[.state, .payment_state, .shipping_state, .customer, .country, .total, .captured, .reference] | join(" ")' \
		'closed paid delivered C17850 GB 19.30 19.30 INV-1'
	assert_json .placed_at 2010-12-01T08:26:00+00:00
	assert_json '[.timeline[].what] | join("; ")' \
		'placed; payment 19.30 GBP by manual; captured 19.30 GBP by manual; shipped 6 of 85123A, 2 of 85123A; delivered; closed'
	shop -1 admin order return 3
	assert_error "shop: 'FREE' is not in the catalogue, and cannot be sold again (--no-restock)"
	shop -1 admin order note 3 'whose?'
	assert_error -p "order 3 is nobody's: it takes no note"
	shop admin order invoice 3
	assert_output -p 'INVOICE 1'
	shop admin order show 3 --json
	assert_json '[.state, .customer, .total, .payment_state] | join(" ")' \
		'closed  0.00 paid'
	shop admin report sales --period 2010-12 --json
	assert_json '[.items[] | select(.units > 0) | "\(.day) \(.orders) \(.units) \(.net)"] | join("; ")' \
		'2010-12-01 1 8 19.30; 2010-12-31 1 1 0.00'
	shop admin customers show C17850 --json
	assert_json '.name + .phone + .email' ''
	assert_sound
}

@test "an order of the past that is there already may be said again, and never changes" {
	pounds_shop
	order_of 'customer: 5, country: GB' >again.yaml
	shop admin import again.yaml
	shop admin import again.yaml --json
	assert_json '"\(.new) \(.changed) \(.unchanged)"' '0 0 1'
	refused 'order 7 is there already, and its '"'country'"' differs' < <(
		order_of 'customer: 5, country: DE')
	refused 'order 7 is there already, and its '"'customer'"' differs' < <(order_of 'customer: 6')
	refused 'order 7 is there already, and its '"'lines'"' differs' <<'YAML'
orders: [ { order: 7, lines: [ { sku: A, quantity: 2, unit_price: "2.50" } ] } ]
YAML
	refused 'order 7 is there already, and its '"'state'"' differs' < <(order_of 'state: placed')
	assert_sound
}

@test "pieces that came back are a credit, which counts below zero on its own day" {
	pounds_shop
	import_yaml <<'YAML'
orders:
  - order: 536379
    reference: C536379
    placed_at: 2010-12-02
    lines: [ { sku: A, quantity: -3, unit_price: "2.50" }, { sku: B, quantity: -1, unit_price: "1" } ]
  - { order: 536378, placed_at: 2010-12-01, lines: [ { sku: A, quantity: 4, unit_price: "2.50" } ] }
YAML
	shop admin order show 536379 --json
	assert_json '[.state, .payment_state, .shipping_state, .total, .refunded, .quantity] | join(" ")' \
		'closed refunded returned -8.50 8.50 -4'
	shop admin report sales --period 2010-12 --json
	assert_json '[.items[:2][] | "\(.day) \(.credits) \(.units) \(.returned) \(.net)"] | join("; ")' \
		'2010-12-01 0 4 0 10.00; 2010-12-02 1 0 4 -8.50'
	for move in ship deliver cancel return refund invoice pay; do
		shop -1 admin order "$move" 536379
		assert_error -p 'order 536379 is returned: it cannot be'
	done
	assert_sound
	refused "some pieces were sold and others, such as 'B', came back (make two orders of it)" <<'YAML'
orders: [ { order: 8, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 }, { sku: B, quantity: -1, unit_price: 1 } ] } ]
YAML
	refused 'what came back is no open order' <<'YAML'
orders: [ { order: 8, placed_at: 2020-01-01, state: placed, lines: [ { sku: A, quantity: -1, unit_price: 1 } ] } ]
YAML
}

@test "what was bought before the shop moved in comes back, too, line by line" {
	pounds_shop
	import_yaml <<'YAML'
orders:
  - order: 7
    placed_at: 2020-05-01
    customer: 5
    lines: [ { sku: A, quantity: 2, unit_price: "3" }, { sku: A, quantity: 1, unit_price: "2" } ]
YAML
	shop admin order invoice 7
	shop admin order return 7 --line A=2 --no-restock --refund
	shop admin order show 7 --json
	assert_json '[.payment_state, .shipping_state, .refunded] | join(" ")' \
		'part_refunded part_returned 6.00'
	shop -1 admin order return 7 --line A=2 --no-restock
	assert_error -p "order 7 has 1 of 'A' left to return"
	shop admin order return 7 --no-restock --refund
	shop admin order show 7 --json
	assert_json '.shipping_state + " " + .refunded' 'returned 8.00'
	assert_sound
}

@test "cancelled orders of the past count on both days" {
	pounds_shop
	import_yaml <<'YAML'
orders:
  - { order: 7, placed_at: 2020-05-01, state: cancelled, lines: [ { sku: A, quantity: 1, unit_price: "3" } ] }
  - order: 8
    placed_at: 2020-05-01
    lines: [ { sku: A, quantity: 1, unit_price: "3" } ]
    facts: [ { at: 2020-05-01, kind: payment, amount: "3" }, { at: 2020-05-03, kind: cancelled } ]
YAML
	shop admin report sales --period 2020-05 --json
	assert_json '[.items[:3][] | "\(.day) \(.orders) \(.gross) \(.cancelled) \(.refunds)"] | join("; ")' \
		'2020-05-01 2 6.00 1 3.00; 2020-05-02 0 0.00 0 0.00; 2020-05-03 0 0.00 1 3.00'
	assert_sound
}

@test "an open order holds what it waits for, whatever there is, and goes on" {
	order_shop
	import_yaml --json <<'YAML'
orders:
  - { order: 40, placed_at: 2026-01-01, customer: C1001, state: placed, lines: [ { sku: TEE-M, quantity: 5, unit_price: "12.50" } ] }
YAML
	assert_json '[.warnings[].message] | join("")' \
		"holds more of 'TEE-M' than there is (5 held, 3 on hand)"
	assert_stock TEE-M 3/5/0
	ada -1 cart add TEE-M
	shop admin stock add TEE-M 4 --reason delivery
	shop admin order ship 40
	shop admin order pay 40
	assert_stock TEE-M 2/0/2
	shop admin order show 40 --json
	assert_json .state closed
	place MUG=1
	same "$order" 1001
	assert_sound
	refused "an open order waits for 'NONE', which the catalogue does not have" <<'YAML'
orders: [ { order: 41, placed_at: 2026-01-01, state: placed, lines: [ { sku: NONE, quantity: 1, unit_price: "1" } ] } ]
YAML
	refused "an open order has 'MUG' in two lines" <<'YAML'
orders: [ { order: 41, placed_at: 2026-01-01, state: placed, lines: [ { sku: MUG, quantity: 1, unit_price: "1" }, { sku: MUG, quantity: 1, unit_price: "1" } ] } ]
YAML
}

@test "an order may stand before the product that it waits for" {
	pounds_shop
	import_yaml --json <<'YAML'
orders: [ { order: 7, placed_at: 2020-05-01, state: placed, lines: [ { sku: A, quantity: 2, unit_price: 1 } ] } ]
products: [ { sku: A, name: Cup, price: 1, stock: 5 } ]
YAML
	assert_json '"\(.new)"' 2
	shop admin stock A --json
	assert_json '.items[0].held' 2
	import_yaml -65 <<'YAML'
orders: [ { order: x } ]
products: [ { sku: A, price: x } ]
YAML
	same "$(grep -o 'yaml:[12]' <<<"$errors")" $'yaml:1\nyaml:2'
	assert_sound
}

@test "a file too large for one transaction brings products and their open orders" {
	new_shop
	{
		echo products:
		for i in {1..400}; do
			echo "  - { sku: P-$i, name: Product $i, price: 1, stock: 9 }"
		done
		echo customers:
		for i in {1..50}; do
			echo "  - { customer: $i, name: Person $i, email: p$i@example.org }"
		done
		echo orders:
		for i in {1..200}; do
			echo "  - { order: $i, placed_at: 2026-01-01, customer: p$((i % 50 + 1))@example.org, state: placed, lines: [ { sku: P-$i, quantity: 2, unit_price: 1 } ] }"
		done
	} >large.yaml
	shop admin import large.yaml --json
	assert_json '"\(.new) \(.rejected)"' '650 0'
	shop admin stock P-200 --json
	assert_json '.items[0].held' 2
	assert_sound
	shop admin import large.yaml --json
	assert_json '"\(.unchanged)"' 650
	sed 's/order: 77,.*/order: 77, placed_at: 2026-01-02 }/' large.yaml >bad.yaml
	shop -65 admin import bad.yaml
	assert_error -p 'order 77 is there already, and its '"'placed_at'"' differs'
}

@test "what is numbered on from an imported number can move to another shop" {
	pounds_shop
	import_yaml <<'YAML'
customers: [ { customer: 899999999999 }, { customer: C900000999999, phone: "+441632960001" }, { phone: "+441632960002" } ]
orders:
  - { order: 899999999999, placed_at: 2020-01-01, customer: C900000999998, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] }
  - { order: 900000999999, placed_at: 2020-01-01, customer: C900001000000, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] }
YAML
	shop admin export --with customers,orders moving.yaml
	export SHOP_HOME=$BATS_TEST_TMPDIR/elsewhere
	pounds_shop
	shop admin import moving.yaml
	shop admin order show 900000999999 --json
	assert_json .customer C900001000000
}

@test "rows of orders that cannot be are refused with their reason" {
	pounds_shop
	refused "an order needs its number ('order:')" <<<'orders: [ { placed_at: 2020-01-01 } ]'
	refused "an order's number is a whole number with up to 12 digits, not 'C5'" <<<'orders: [ { order: C5 } ]'
	refused "an order's number is from 1 to 899999999999, or at most 1000000 above the last one of the shop" <<<'orders: [ { order: 999999999999, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] } ]'
	refused '1:11: 7: placed_at 2027-05-01T00:00:00+01:00 is in the future' <<<'orders: [ { order: 7, placed_at: 2027-05-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] } ]'
	refused 'an order is a map such as' <<<'orders: [ 5 ]'
	refused "an order needs the time it was placed at ('placed_at:')" <<<'orders: [ { order: 5, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] } ]'
	refused "an order needs lines ('lines:')" <<<'orders: [ { order: 5, placed_at: 2020-01-01 } ]'
	refused "order 5 is there twice, first on line 1" <<<'orders: [ { order: 5, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] }, { order: 5 } ]'
	refused "unknown key 'palced_at' (did you mean 'placed_at'?)" < <(order_of 'palced_at: 2020-01-01')
	refused "unknown key 'frobnicate' of an order" < <(order_of 'frobnicate: 1')
	refused "state 'open' is none of placed, cancelled and closed" < <(order_of 'state: open')
	refused "'XX' is no country's code" < <(order_of 'country: XX')
	refused "its origin's country 'gb' is no country's code (two capitals)" < <(order_of 'origin: [ { country: gb, payment_method: card } ]')
	refused 'an order has one origin' < <(order_of 'origin: [ { country: GB }, { country: DE } ]')
	refused "its currency is 'EUR', and the shop's is GBP" < <(order_of 'currency: EUR')
	refused "the total is not what it comes to (2.50 GBP)" < <(order_of 'total: "2.49"')
	refused 'an order without a customer has no name, phone, address or note' < <(order_of 'name: Ada')
	refused "it holds a payment card's number, which is never kept" < <(order_of 'customer: 5, address: "4111 1111 1111 1111"')
	refused "it waits for its money until a time ('due_at'), and is not open" < <(order_of 'due_at: 2020-06-01')
	refused "no customer 'eve@example.org'" < <(order_of 'customer: eve@example.org')
	refused 'lines is a text where a list of maps is meant' <<<'orders: [ { order: 5, placed_at: 2020-01-01, lines: A } ]'
	for line in '{ sku: A, quantity: 0, unit_price: 1 }|the quantity of '"'A'"' is not from 1 to 999999999' \
		'{ sku: A, quantity: 1 }|'"'A'"' needs a unit_price' \
		'{ sku: A, quantity: 1, unit_price: -1 }|the unit_price of '"'A'"' is below zero' \
		'{ quantity: 1, unit_price: 1 }|the SKU '"''" \
		'{ sku: A, quantity: 1, unit_price: "0.001" }|unit_price '"'0.001'"' has more decimals than the shop'"'s"' currency has (2)' \
		'{ sku: A, quantity: 1.5, unit_price: 1 }|quantity '"'1.5'"' is not a whole number' \
		'{ sku: A, quantity: 1, unit_price: 1, discount: 2 }|it has a line whose discount is not between nothing and its total' \
		'{ sku: A, quantity: 1, unit_price: 1, tax_rate: 9, tax_added: -1 }|it has a line with a tax below nothing, or above what it costs' \
		'{ sku: A, quantity: 1, unit_price: 1, tax_rate: 9, tax_is_included: true, tax_included: 2 }|it has a line with a tax below nothing' \
		'{ sku: A, quantity: 1, unit_price: 1, tax_rate: x }|tax_rate '"'x'"' is not a percentage'; do
		refused "${line#*|}" <<<"orders: [ { order: 5, placed_at: 2020-01-01, lines: [ ${line%%|*} ] } ]"
	done
	shop admin orders --all --json
	assert_json .count 0
	assert_sound
}

@test "facts that do not add up are refused" {
	pounds_shop
	for facts in 'kind: captured|the fact '"'captured'"' needs its time' \
		'at: 2020-01-01, kind: captured|the fact '"'captured'"' needs an amount' \
		'at: 2020-01-01, kind: refunded, amount: 1|it was refunded more than was paid' \
		'at: 2020-01-01, kind: shipped, lines: [ { sku: A, quantity: 2 } ]|it shipped more than was ordered' \
		'at: 2020-01-01, kind: returned, amount: 1, lines: [ { sku: A, quantity: 1 } ]|it had more given back than was shipped' \
		'at: 2020-01-01, kind: closed|it is closed and not shipped whole' \
		'at: 2020-01-01, kind: delivered, parcel: 9|names parcel 9, which is not there' \
		'at: 2020-01-01, kind: stolen|kind '"'stolen'"' is none of those there are'; do
		refused "${facts#*|}" < <(order_of "facts: [ { ${facts%%|*} } ]")
	done
	refused "pieces that came back have no fact 'shipped'" <<'YAML'
orders: [ { order: 7, placed_at: 2020-01-01, lines: [ { sku: A, quantity: -1, unit_price: 1 } ], facts: [ { at: 2020-01-01, kind: shipped } ] } ]
YAML
	refused 'pieces that came back have no shipping' <<'YAML'
orders: [ { order: 7, placed_at: 2020-01-01, shipping: { price: 1 }, lines: [ { sku: A, quantity: -1, unit_price: 1 } ] } ]
YAML
	refused 'shipping costs less than nothing' < <(order_of 'shipping: { price: -1 }')
	refused 'the goods_total is too large' <<'YAML'
orders: [ { order: 7, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: "9999999999999.99" }, { sku: B, quantity: 1, unit_price: "9999999999999" } ] } ]
YAML
	refused "its state is 'closed', and its facts say 'placed'" < <(
		order_of 'state: closed, facts: [ { at: 2020-01-01, kind: payment, amount: 1 } ]')
}

@test "invoices go on without gaps, or the file is refused" {
	pounds_shop
	invoiced()
	{
		printf '  - { order: %s, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ], facts: [ { at: 2020-01-01, kind: payment, amount: 1 }, { at: 2020-01-01, kind: invoiced, document: %s, amount: 1 }, { at: 2020-01-01, kind: captured, amount: 1 }, { at: 2020-01-01, kind: shipped, lines: [ { sku: A, quantity: 1 } ] }, { at: 2020-01-01, kind: closed } ] }\n' "$@"
	}
	{ echo orders: && invoiced 1 1 2 3; } >gap.yaml
	shop -65 admin import gap.yaml
	assert_error -p 'the invoices have gaps: up to 3, 2 of 3 are there'
	{ echo orders: && invoiced 1 1 2 1; } >twice.yaml
	shop -65 admin import twice.yaml
	assert_error -p 'invoice 1 is there twice, first in the order on line 2'
	{ echo orders: && invoiced 1 2 2 1; } >good.yaml
	shop admin import good.yaml
	assert_sound
	{ echo orders: && invoiced 3 2; } >again.yaml
	shop -65 admin import again.yaml
	assert_error -p 'invoice 2 is there already'
}

@test "with --keep-going an order is left out whole, and the others come in" {
	pounds_shop
	import_yaml -3 --keep-going --rejects rejects.yaml --json <<'YAML'
orders:
  - { order: 1, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 }, { sku: B, quantity: 1, unit_price: "0.001" } ] }
  - { order: 2, placed_at: 2020-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] }
YAML
	assert_json '"\(.new) \(.rejected) \(.errors[0].sku)"' '1 1 1'
	grep -q 'order: 1' rejects.yaml
	shop admin orders --all --json
	assert_json '[.items[].order] | join(",")' 2
	assert_sound
}

@test "lists of orders find those that came in whatever their numbers" {
	order_shop
	place MUG=1
	import_yaml <<'YAML'
orders:
  - { order: 5000, placed_at: 2001-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] }
  - { order: 5, placed_at: 2002-01-01, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] }
YAML
	shop admin orders --all --since 2001-06-01 --json
	assert_json '[.items[].order] | join(",")' 1001,5
	shop admin orders --all --since yesterday --json
	assert_json '[.items[].order] | join(",")' 1001
	shop admin orders --all --until 2001-12-31 --json
	assert_json '[.items[].order] | join(",")' 5000
	place MUG=1
	same "$order" 5001
}

@test "customers come in by id, e-mail address or phone number, or are new" {
	order_shop
	import_yaml --json <<YAML
customers:
  - { phone: "$ada", group: club }
  - { email: eve@Example.org, name: Eve, country: gb, registered_at: 2019-01-01 }
  - { customer: C2000, name: Zoe }
YAML
	assert_json '"\(.new) \(.changed)"' '2 1'
	shop admin customers find eve@example.org --json
	shop admin customers list --json
	assert_json '[.items[] | .customer + .name + .group + .country] | join(",")' \
		C1001Ada\ KingclubDE,C1002Bob\ Ray,C1003EveGB,C2000Zoe
	shop admin log --json
	no_match -e Eve -e 'example.org' "$output_file"
	shop admin customers add --name New --email new@example.org --json
	assert_json .customer C2001
	assert_sound
}

@test "what customers cannot be is refused with its reason" {
	order_shop
	refused "a customer needs an id ('customer:'), or an e-mail address or a phone number" <<<'customers: [ { name: Eve } ]'
	refused 'a customer is a map such as' <<<'customers: [ Eve ]'
	refused "customer 'C5' is there twice, first on line 1" <<<'customers: [ { customer: 5 }, { customer: C5 } ]'
	refused "customer 'C1001' has the phone number '$ada'" <<<"customers: [ { customer: 5, phone: '$ada' } ]"
	refused 'the password is no hash by Argon2id' <<<'customers: [ { customer: 5, password: secret } ]'
	for cost in m=99999999,t=1 m=8,t=999999999 m=1,t=1; do
		refused 'the password is no hash by Argon2id' <<<"customers: [ { customer: 5, password: '\$argon2id\$v=19\$$cost,p=1\$J2FglZIhHkCqNkMvzPJpfw\$lUtOl5QxH31Ftr6rRmizUgx6druvbwCNfJUkJCgqTLU' } ]"
	done
	refused 'a customer who was erased has nothing personal' <<<'customers: [ { customer: 5, erased: yes, name: Eve } ]'
	refused 'was erased elsewhere, not here' <<<'customers: [ { customer: C1001, erased: yes, name: null, phone: null, address: null } ]'
	refused 'payment methods are not numbered upward' <<<'customers: [ { customer: 5, payment_methods: [ { method: test } ] } ]'
	refused "a payment method holds a payment card's number" <<<'customers: [ { customer: 5, payment_methods: [ { number: 1, method: test, token: "4111111111111111" } ] } ]'
	refused "unknown key 'frobnicate' of a customer" <<<'customers: [ { customer: 5, frobnicate: 1 } ]'
	refused "a customer's number is from 1 to 899999999999, or at most 1000000 above the last one of the shop" <<<'customers: [ { customer: C999999999999 } ]'
	refused "a customer's number is from 1 to 899999999999" <<<'orders: [ { order: 7, placed_at: 2020-01-01, customer: 999999999999, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] } ]'
	refused 'C5: registered_at 2027-05-01T00:00:00+02:00 is in the future' <<<'customers: [ { customer: C5, registered_at: 2027-05-01 } ]'
	refused "no customer 'C9999999999999'" <<<'customers: [ { customer: C9999999999999 } ]'
	assert_sound
}

@test "one who was erased stays so" {
	new_shop
	import_yaml <<'YAML'
customers: [ { customer: 5, erased: yes, country: DE } ]
orders: [ { order: 7, placed_at: 2020-05-01, customer: 5, lines: [ { sku: A, quantity: 1, unit_price: 1 } ] } ]
YAML
	shop admin export --with customers,orders one.yaml
	grep -q 'erased: true' one.yaml
	shop admin import one.yaml --json
	assert_json .unchanged 2
	refused "customer 'C5' was erased and can no longer be changed" <<<'customers: [ { customer: 5, erased: no } ]'
	assert_sound
}

@test "customers and orders come as CSV, too" {
	new_shop
	cat >people.csv <<'CSV'
customer,name,email,country
5,"King, Ada",ada@example.org,DE
,Eve,eve@example.org,
CSV
	shop admin import people.csv --json
	assert_json .new 2
	cat >orders.csv <<'CSV'
order,placed_at,customer,sku,name,quantity,unit_price,shipping_price
7,2020-05-01T12:00,ada@example.org,A,"Cup, blue",2,2.50,4.90
7,2020-05-01T12:00,ada@example.org,B,Bowl,1,3,4.90
8,2020-05-02,,A,,-1,2.50,
CSV
	shop admin import orders.csv --json
	assert_json .new 2
	shop admin order show 7 --json
	assert_json '[.customer, .total, .shipping_total, .lines[0].name] | join(" ")' \
		'C5 12.90 4.90 Cup, blue'
	shop admin order show 8 --json
	assert_json .total -2.50
	printf 'order,placed_at,sku,quantity,unit_price\n,2020-05-01,A,1,2\n' >bad.csv
	shop -65 admin import bad.csv
	assert_error -p "bad.csv:2:13: A: 'sku' needs 'order' in the same row"
	assert_sound
}
