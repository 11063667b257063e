#!/usr/bin/env bats
# What tax rates, shipping methods, sales and promotions do to a cart: tried, and by
# what the catalogue then costs.

load helper

setup()
{
	isolate
	export SHOP_TEST_NOW=2026-11-25T12:00:00Z
	shop init --name 'Test shop' --currency EUR --time-zone Europe/Berlin --country DE
	import_yaml <<'YAML'
products:
  - { sku: A, name: Shirt, category: Clothing, brand: Acme, price: "20.00", stock: 50, tax_class: standard, weight_g: 300 }
  - { sku: B, name: Book, category: Books, price: "10.00", stock: 50, tax_class: reduced, weight_g: 800 }
  - { sku: G, name: Gift card, category: Cards, price: "25.00", stock: 50, needs_shipping: no }
YAML
}

taxes()
{
	shop admin tax add standard DE 19 --included
	shop admin tax add standard AT 20
	shop admin tax add reduced DE 7 --included
	shop admin tax add reduced DE 5 --included --from 2027-01-01
}

methods()
{
	shop admin shipping add parcel 4.90 --country DE --weight-g ..2000 \
		--tax-class standard
	shop admin shipping add freight 39 --country DE --weight-g 1000..
}

# tested FILTER TEXT WORD...: what a test with these words says in JSON
tested()
{
	shop admin "${@:3}" --json
	assert_json "$1" "$2"
}

@test "a promotion's test shows the cart with what was taken off" {
	shop admin promotion add bulk --off 10% --goods 50..
	shop admin promotion add club --off 1 --group club
	shop admin promotion test --line A=3 --line B --format table
	assert_output - <<'END'
sku  name   quantity  unit price  line total  discount
A    Shirt         3       20.00       60.00      6.00
B    Book          1       10.00       10.00      1.00

goods total     70.00
discount total  7.00
total           63.00
currency        EUR
country         DE
at              2026-11-25 13:00
promotions
  promotion  applies  goods  reason
  bulk       yes       7.00
  club       no        0.00  is for the group 'club'
END
	tested '.promotions | map(.promotion + ":" + .goods) | join(" ")' \
		'bulk:7.00 club:1.00' promotion test --line A=3 --line B --group club
	tested '.steps | map(select(.rule == "bulk"))[0].what' '10% off 70.00' \
		promotion test --line A=3 --line B
}

@test "a promotion that does not apply says why, and the answer is no" {
	shop admin promotion add bulk --off 10% --goods 50..
	shop -1 admin promotion test bulk --line A=2 --json
	assert_error -p "promotion 'bulk' needs goods for 50.00 EUR or more"
	assert_json '.promotions[0] | "\(.applies) \(.reason)"' \
		'false needs goods for 50.00 EUR or more'
	assert_json .total 40.00
	shop admin promotion test bulk --line A=3
	shop admin promotion add pair --off 1 --quantity 9..
	shop -1 admin promotion test pair --line A=3
	assert_error "shop: promotion 'pair' needs 9 pieces or more"
	shop -1 admin promotion test pairs --line A=3
	assert_error "shop: no promotion 'pairs' (did you mean 'pair'?)"
	shop admin promotion add later --off 1 --from 2026-12-01
	shop -1 admin promotion test later --line A
	assert_error "shop: promotion 'later' begins on 2026-12-01"
	shop admin promotion test later --line A --at 2026-12-01
	shop admin promotion add vip --off 50% --exclusive
	shop -1 admin promotion test bulk --line A=3
	assert_error "shop: promotion 'bulk' gives way to 'vip', which is exclusive"
}

@test "a coupon is tried with its code" {
	shop admin promotion add summer --off 5.00 --coupon SUMMER --until 2026-12-31
	shop -1 admin promotion test summer --line A
	assert_error "shop: promotion 'summer' needs its coupon 'SUMMER'"
	tested '"\(.coupon) \(.total)"' 'SUMMER 15.00' promotion test summer --line A \
		--coupon summer
	shop -1 admin promotion test --line A --coupon summr
	assert_error "shop: coupon 'summr' is unknown"
	shop -1 admin promotion test summer --line A --coupon SUMMER --at 2027-01-01
	assert_error "shop: promotion 'summer' ended on 2026-12-31"
}

@test "a coupon whose uses are up is refused with the reason" {
	shop admin customers add --name Ada --phone +441632960001
	shop admin promotion add once --off 5.00 --coupon ONCE --limit 1
	shop --for +441632960001 cart add A
	shop --for +441632960001 cart coupon ONCE
	shop --for +441632960001 checkout
	shop admin promotion show once --json
	assert_json .coupon.used 1
	shop admin promotion list --format table
	assert_line 'once       running  5.00 order  ONCE       1'
	shop -1 admin promotion test once --line A --coupon ONCE
	assert_error -e "^shop: promotion 'once' "
	assert_output -p 'Shirt'
	shop --for +441632960001 orders cancel 1001
	shop admin promotion test once --line A --coupon ONCE
	shop admin promotion show once --json
	assert_json .coupon.used 0
}

@test "a customer's cart, group and orders are taken with --for" {
	shop admin customers add --name Ada --phone +441632960001
	shop admin promotion add club --off 1 --group club
	shop admin promotion add second --off 2 --nth-order 2
	shop -1 --for +441632960001 admin promotion test
	assert_error -p "the cart of '+441632960001' is empty"
	shop --for +441632960001 cart add A -n 2
	shop -1 --for +441632960001 admin promotion test club
	shop admin customers group C1001 club
	shop --for +441632960001 admin promotion test club --json
	assert_json '"\(.items[0].quantity) \(.total)"' '2 39.00'
	shop -1 --for +441632960001 admin promotion test second
	shop --for +441632960001 cart show
	shop --for +441632960001 checkout
	shop --for +441632960001 admin promotion test second --line B
	shop -1 admin promotion test second --line B
	shop --for +441632960001 cart show --json
	assert_json '.items | length' 0
}

@test "a tax test shows each line's rate and its tax" {
	taxes
	shop admin tax test --line A=3 --line B=2 --line G --format table
	assert_output - <<'END'
sku  quantity  line total  tax class  rate  tax included
A           3       60.00  standard   19%           9.58
B           2       20.00  reduced    7%            1.31
G           1       25.00                           0.00

goods total   105.00
tax included  10.89
total         105.00
currency      EUR
country       DE
at            2026-11-25 13:00
taxes
  rate  included   base   tax
  7     yes       20.00  1.31
  19    yes       60.00  9.58
END
	tested '.items[0] | "\(.rate) \(.included) \(.tax_added)"' '20% false 12.00' \
		tax test --line A=3 --country AT
	tested '.items[0].rate' 5% tax test --line B --at 2027-01-01
	tested '.items[0].rate' 7% tax test --line B --at 2026-12-31T23:59
}

@test "a tax test says what shipping is taxed" {
	taxes
	methods
	tested '"\(.shipping_method) \(.shipping_tax_rate) \(.shipping_tax_included)"' \
		'parcel 19% 0.78' tax test --line A
	tested .shipping_tax_rate null tax test --line A=9
}

@test "a shipping test shows every method, and why not" {
	methods
	shop admin shipping test --line A=2 --format table
	assert_line '  method   offered  chosen  price  reason'
	assert_line '  parcel   yes      yes      4.90'
	assert_output -e 'freight +no +no +39.00  takes 1000 g or more, these weigh 600 g'
	tested '.methods | map("\(.method):\(.offered):\(.chosen)") | join(" ")' \
		'freight:true:false parcel:true:true' shipping test --line A=5
	tested '"\(.shipping_method) \(.total)"' 'freight 139.00' shipping test freight \
		--line A=5
	shop -1 admin shipping test freight --line A
	assert_error -p "shipping method 'freight' takes 1000 g or more, these weigh 300 g"
	shop -1 admin shipping test --line A --country FR --json
	assert_error -p "nothing is shipped to 'FR'"
	assert_json '.methods[0].reason' "does not ship to 'FR'"
	shop -1 admin shipping test parsel --line A
	assert_error "shop: no shipping method 'parsel' (did you mean 'parcel'?)"
	tested '.methods[0] | "\(.offered) \(.reason)"' \
		'false is not needed: nothing of it is shipped' shipping test --line G
}

@test "what a test cannot take is wrong use, or not there" {
	shop -2 admin promotion test
	assert_error "shop: which cart? --line SKU=2 says what is in it, --for CUSTOMER takes a customer's"
	shop -2 admin tax test --line A=0
	assert_error "shop: of 'A' there can be 1 to 9999"
	shop -2 admin tax test --line A=10000
	shop -2 admin tax test --line A=99999999999
	shop -1 admin tax test --line Z
	assert_error -p "'Z'"
	shop -2 admin shipping test --line A --at someday
	assert_error "shop: --at 'someday' is not a date (2026-12-31 or 2026-12-31T18:00)"
	shop -2 admin shipping test --line A --country XX
	tested '.items | map("\(.sku)=\(.quantity)") | join(" ")' 'A=3 B=1' \
		tax test --line A --line B --line A=2
}

@test "a test changes nothing" {
	taxes
	methods
	shop admin promotion add bulk --off 10%
	shop admin log --head
	cp "$output_file" "$BATS_TEST_TMPDIR/head"
	shop admin promotion test bulk --line A
	shop admin tax test --line A
	shop admin shipping test --line A
	shop admin log --head
	same "$output" "$(cat "$BATS_TEST_TMPDIR/head")"
}

@test "a sale lowers what is shown, found and put into carts, and gives it back" {
	shop admin sale add now --off 30% --category Clothing
	shop show A --json
	assert_output -p '14.00'
	shop search --price 13..15 --format ids
	assert_output A
	tested '.items[0].unit_price' 14.00 promotion test --line A
	shop admin sale edit now --off 5
	shop search --price 15 --format ids
	assert_output A
	shop admin sale edit now --category Books
	shop search --price 5 --format ids
	assert_output B
	shop search --price 20 --format ids
	assert_output A
	shop admin sale remove now
	shop search --price 10 --format ids
	assert_output B
	shop admin check
}

@test "a rehearsed sale reprices nothing" {
	shop admin sale add now --off 30% --dry-run
	shop search --price 20 --format ids
	assert_output A
	shop admin check
}

@test "a sale that begins later lowers prices when it does" {
	shop admin sale add xmas --off 50% --product A --from 2026-12-24 --until 2026-12-24
	shop search --price 20 --format ids
	assert_output A
	SHOP_TEST_NOW=2026-12-24T12:00:00Z shop search --price 10 --format ids --sort name
	assert_line A
	SHOP_TEST_NOW=2026-12-25T12:00:00Z shop search --price 20 --format ids
	assert_output A
	tested '.items[0].unit_price' 10.00 promotion test --line A --at 2026-12-24T12:00
}

@test "a promotion that orders used may be removed: orders keep what it took" {
	shop admin customers add --name Ada --phone +441632960001
	shop admin promotion add bulk --off 10%
	shop --for +441632960001 cart add A
	shop --for +441632960001 checkout
	shop admin promotion remove bulk
	shop admin order show 1001 --json
	assert_json .total 18.00
	shop admin check
}
