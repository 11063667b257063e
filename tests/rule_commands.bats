#!/usr/bin/env bats
# Tax rates, shipping methods, sales and promotions by command: how they are added,
# shown, changed and taken away.

load helper

setup()
{
	isolate
	export SHOP_TEST_NOW=2026-11-25T12:00:00Z
	new_shop
}

# changed KIND NAME TEXT...: the changes of the newest event of a rule, oldest value
# first, one a line
changed()
{
	shop admin log --subject "$1=$2" --limit 1 --json
	same "$(json '.items[0] | .kind, (.changes[] | "\(.field): \(.old) > \(.new)")')" \
		"$(printf '%s\n' "${@:3}")"
}

# nothing_of WORD: there is none of a kind
nothing_of()
{
	shop admin "$1" list --json
	assert_json .count 0
}

@test "a tax rate is of a class and a zone, and goes by both" {
	shop admin tax add standard de 19 --included --json
	assert_output '{"schema":1,"tax":"standard/DE","class":"standard","zone":"DE","rate":"19%","included":true,"from":""}'
	shop admin tax add standard '*' 8.875 --quiet
	shop admin tax add standard DE 16 --included --from 2027-01-01 --format table
	assert_output - <<'END'
tax       standard/DE/2027-01-01
rate      16%
included  yes
from      2027-01-01
END
	shop admin tax --format table
	assert_output - <<'END'
tax                     rate    included  from
standard/*              8.875%  no
standard/DE             19%     yes
standard/DE/2027-01-01  16%     yes       2027-01-01
3 tax rates
END
	shop admin tax show standard/DE/2027-01-01 --json
	assert_json .rate 16%
	shop admin tax --format ids
	assert_output $'standard/*\nstandard/DE\nstandard/DE/2027-01-01'
	changed tax standard/DE/2027-01-01 added 'class:  > standard' 'zone:  > DE' \
		'rate:  > 16' 'included:  > true' 'from:  > 2027-01-01'
}

@test "a tax rate is changed, in what is no part of its name" {
	shop admin tax add standard DE 19 --included
	shop admin tax edit standard/DE --rate 16 --no-included --json
	assert_json '"\(.rate) \(.included) \(.changes | length)"' '16% false 2'
	changed tax standard/DE changed 'rate: 19 > 16' 'included: true > false'
	shop admin tax edit standard/DE --included --json
	assert_json .included true
	shop -1 admin tax edit standard/DE --included
	assert_error "shop: nothing changed: 'standard/DE' is so already"
	shop -2 admin tax edit standard/DE
	assert_error "shop: nothing to change: give an option (see 'shop admin tax edit --help')"
	shop -2 admin tax edit standard/DE --included --no-included
	assert_error 'shop: either --included or --no-included'
	shop -2 admin tax edit standard/DE --zone FR
}

@test "a shipping method has a price, and where and for what it is" {
	shop admin shipping add parcel 4.90 --country DE --country at \
		--goods ..49.99 --weight-g ..31500 --tax-class standard --json
	assert_output '{"schema":1,"method":"parcel","price":"4.90","currency":"EUR","countries":["AT","DE"],"goods":"..49.99","weight_g":"..31500","tax_class":"standard"}'
	shop admin shipping add freight 39
	shop admin shipping --format table
	assert_output - <<'END'
method   price  countries  goods    weight g  tax class
freight  39.00
parcel    4.90  AT, DE     ..49.99  ..31500   standard
2 shipping methods
END
	shop admin shipping edit parcel --price 5.20 --country FR --goods '' --json
	assert_json '"\(.price) \(.countries | join(",")) \(.goods)"' '5.20 FR '
	changed shipping parcel changed 'countries: AT, DE > FR' 'price: 4.90 > 5.20' \
		'goods: ..49.99 > '
	shop admin shipping edit parcel --country '' --json
	assert_json '.countries | length' 0
	shop -2 admin shipping edit parcel --price ''
	assert_error 'shop: a shipping method needs a price'
}

@test "a sale takes a percentage or an amount off what it covers" {
	shop admin sale add winter --off 30% --category Clothing --brand Acme \
		--from 2026-12-20 --until 2026-12-30 --json
	assert_output '{"schema":1,"sale":"winter","state":"scheduled","off":"30%","currency":"EUR","category":"Clothing","brand":"Acme","product":[],"from":"2026-12-20","until":"2026-12-30","priority":0,"exclusive":false}'
	shop admin sale add rummage --off 5 --product TS-S-RED --product MUG-RED \
		--exclusive --priority -5 --until 2026-11-25
	shop admin sale add old --off 1.50 --product MUG-RED --until 2026-11-24
	shop admin sale --format table
	assert_output - <<'END'
sale     state      off   covers          from        until       priority  exclusive
old      ended      1.50  MUG-RED                     2026-11-24         0  no
rummage  running    5.00  2 products                  2026-11-25        -5  yes
winter   scheduled  30%   Clothing, Acme  2026-12-20  2026-12-30         0  no
3 sales
END
	shop admin sale edit winter --off 40% --until '' --priority 3 --exclusive --json
	changed sale winter changed 'off: 30% > 40%' 'until: 2026-12-30 > ' \
		'priority:  > 3' 'exclusive:  > true'
	shop admin sale edit winter --no-exclusive --brand '' --json
	assert_json '"\(.exclusive) \(.brand)"' 'false '
	shop admin sale add all --off 1%
	shop admin sale --format table
	assert_output -p 'everything'
}

@test "a promotion with every condition" {
	shop admin promotion add bulk --off 10% --goods 50.. --quantity 2..9 \
		--category-total Clothing=20.. --category-total Books=..5 --has A \
		--has B --nth-order 3 --group club --from 2026-11-01 --priority 7 \
		--exclusive --json
	assert_json .when \
		"$(jq . <<<'{"goods":"50.00..","quantity":"2..9","category_total":{"Books":"..5.00","Clothing":"20.00.."},"has":["A","B"],"nth_order":3,"group":"club"}')"
	assert_json .do "$(jq . <<<'[{"off":"10%","from":"order"}]')"
	assert_json '"\(.state) \(.priority) \(.exclusive) \(.from) \(.until)"' \
		'running 7 true 2026-11-01 '
	shop admin promotion show bulk --format table
	assert_output - <<'END'
promotion  bulk
state      running
priority   7
exclusive  yes
from       2026-11-01
until      -
coupon     -
when
  goods: 50.00..
  quantity: 2..9
  has: A, B
  nth_order: 3
  group: club
  goods of Books: ..5.00
  goods of Clothing: 20.00..
do
  off  from
  10%  order
END
}

@test "a coupon is a promotion with a code, and limits" {
	shop admin promotion add summer --off 5 --coupon SUMMER --limit 100 \
		--limit-per-customer 1 --until 2026-11-24 --json
	assert_json .coupon "$(jq . <<<'{"code":"SUMMER","limit":100,"limit_per_customer":1,"used":0}')"
	assert_json .state ended
	shop -1 admin promotion add again --off 1 --coupon summer
	assert_error "shop: coupon 'summer' is the code of promotion 'summer' already"
	shop -2 admin promotion add limited --off 1 --limit 3
	assert_error 'shop: a coupon needs a code'
	shop admin promotion edit summer --limit '' --json
	assert_json .coupon.limit null
}

@test "a promotion does one thing, or several" {
	shop admin promotion add one --off 2 --off-from unit --off-category Clothing \
		--off-product B --off-product A --off-price 10..50 --skip-on-sale --json
	assert_json '.do | tojson' \
		'[{"off":"2.00","from":"unit","category":"Clothing","product":["A","B"],"price":"10.00..50.00","skip_on_sale":true}]'
	shop admin promotion edit one --off 25% --no-skip-on-sale --off-product '' \
		--json
	assert_json '.do | tojson' \
		'[{"off":"25%","from":"unit","category":"Clothing","price":"10.00..50.00"}]'
	shop admin promotion add two --do 'off=10%,from=unit,product=A,product=B' \
		--do 'off=100%,from=shipping' --json
	assert_json '.do | tojson' \
		'[{"off":"10%","from":"unit","product":["A","B"]},{"off":"100%","from":"shipping"}]'
	shop admin promotion --format table
	assert_line 'two        running  10% unit, 100% shipping'
	shop -2 admin promotion edit two --off 3
	assert_error "shop: promotion 'two' does 2 things: say them all anew with --do"
	shop admin promotion edit two --do 'off=3,category=Cups\, mugs,skip_on_sale' --json
	assert_json '.do | tojson' \
		'[{"off":"3.00","from":"order","category":"Cups, mugs","skip_on_sale":true}]'
	shop -2 admin promotion edit two --do off=3 --off 4
	assert_error -p '--do says all that is done'
	shop -2 admin promotion edit two --do off=3,form=unit
	assert_error "shop: unknown key 'form' (did you mean 'from'?)"
	shop -2 admin promotion edit two --do off=3,from=unit,from=order
	assert_error 'shop: from takes one value'
}

@test "an edit changes what it says, and clears what is empty" {
	shop admin promotion add bulk --off 10% --goods 50.. --has A \
		--category-total Clothing=20.. --category-total Books=..5 --group club
	shop admin promotion edit bulk --off-from unit --category-total Books= \
		--category-total Clothing=30.. --has '' --quantity 3..
	changed promotion bulk changed 'when.quantity:  > 3..' \
		'when.category_total.Books: ..5.00 > ' \
		'when.category_total.Clothing: 20.00.. > 30.00..' 'when.has: A > ' \
		'do: off=10% from=order > off=10% from=unit'
	shop -1 admin promotion edit bulk --quantity 3.. --has ''
	assert_error "shop: nothing changed: 'bulk' is so already"
	shop -2 admin promotion edit bulk --off ''
	assert_error -p 'needs what it takes off'
}

@test "what is there already is not added again" {
	shop admin tax add standard DE 19
	shop -1 admin tax add standard DE 20
	assert_error "shop: tax rate 'standard/DE' is there already (change it with 'shop admin tax edit standard/DE')"
	shop admin shipping add parcel 4.90
	shop -1 admin shipping add parcel 5
	assert_error -p "shipping method 'parcel' is there already"
	shop admin sale add winter --off 1%
	shop -1 admin sale add winter --off 2%
	assert_error -p "sale 'winter' is there already"
	shop admin promotion add bulk --off 1%
	shop -1 admin promotion add bulk --off 2%
	assert_error -p "promotion 'bulk' is there already"
}

@test "a name that is not there is refused with the nearest" {
	local word

	shop admin tax add standard DE 19
	shop admin shipping add parcel 4.90
	shop admin sale add winter --off 1%
	shop admin promotion add bulk --off 1%
	shop -1 admin tax show standrd/DE
	assert_error "shop: no tax rate 'standrd/DE' (did you mean 'standard/DE'?)"
	shop -1 admin shipping edit parsel --price 3
	assert_error "shop: no shipping method 'parsel' (did you mean 'parcel'?)"
	shop -1 admin sale remove wynter
	assert_error "shop: no sale 'wynter' (did you mean 'winter'?)"
	shop -1 admin promotion remove bulg
	assert_error "shop: no promotion 'bulg' (did you mean 'bulk'?)"
	for word in tax shipping sale promotion; do
		shop -1 admin "$word" show something-else
		assert_error -p "(admin $word list shows them all)"
		shop -2 admin "$word" remove
	done
}

@test "what is removed is shown, and in the log" {
	shop admin tax add standard DE 19 --included
	shop admin tax remove standard/DE --format table
	assert_line "tax rate 'standard/DE' removed"
	changed tax standard/DE removed 'class: standard > ' 'zone: DE > ' \
		'rate: 19 > ' 'included: true > '
	shop admin shipping add parcel 4.90
	shop admin shipping remove parcel --json
	assert_json .price 4.90
	shop admin sale add winter --off 30%
	shop admin sale remove winter
	changed sale winter removed 'sale: winter > ' 'off: 30% > '
	shop admin promotion add bulk --off 1% --coupon BULK
	shop admin promotion remove bulk
	shop admin promotion add other --off 1% --coupon BULK
	nothing_of tax
	nothing_of shipping
	nothing_of sale
	shop admin check
}

@test "--dry-run shows what would be and changes nothing" {
	shop admin tax add standard DE 19 --dry-run --format table
	assert_line 'tax       standard/DE'
	assert_line 'a dry run: nothing was changed'
	nothing_of tax
	shop admin sale add winter --off 30%
	shop admin sale edit winter --off 40% --dry-run --json
	assert_json .off 40%
	shop admin sale remove winter --dry-run --format table
	assert_line 'a dry run: nothing was changed'
	refute_output -p removed
	shop admin sale show winter --json
	assert_json .off 30%
	shop admin log --subject sale=winter --json
	assert_json .count 1
}

@test "wrong amounts, percentages, ranges, dates and numbers are wrong use" {
	local value

	for value in 1e3 1,234 -1 1.234 .5 9999999999999999 '' x; do
		shop -2 admin shipping add parcel "$value"
	done
	shop -2 admin shipping add parcel 1e3
	assert_error "shop: price '1e3' is not an amount: an exponent is not taken"
	for value in 101% -5% 1e1% 5%% 1.2345678% % -1 1.234 ''; do
		shop -2 admin sale add winter --off "$value"
	done
	shop -2 admin sale add winter --off 101%
	assert_error "shop: off '101%' is above 100%: no more can be taken off"
	shop -2 admin sale add winter --off 0%
	assert_error 'shop: off is 0, and a sale must take something off'
	shop -2 admin promotion add bulk --off 0
	assert_error 'shop: off is 0, and an action must take something off'
	shop -2 admin promotion add bulk --do off=0%,from=shipping
	assert_error 'shop: off is 0, and an action must take something off'
	for value in 50 .. 5..4 a.. 1.234..; do
		shop -2 admin promotion add bulk --off 1 --goods "$value"
	done
	for value in 1.5.. -1.. 3 x; do
		shop -2 admin promotion add bulk --off 1 --quantity "$value"
	done
	for value in Clothing =5.. Clothing=x; do
		shop -2 admin promotion add bulk --off 1 --category-total "$value"
	done
	assert_error "shop: when.category_total.Clothing 'x' is not a range (50.., ..50 or 10..50)"
	for value in 2026-02-30 tomorrow 1; do
		shop -2 admin sale add winter --off 1 --from "$value"
		shop -2 admin tax add standard DE 19 --from "$value"
	done
	shop -2 admin sale add winter --off 1 --from 2026-12-30 --until 2026-12-20
	assert_error 'shop: until is before from'
	for value in 1.5 x 1000000; do
		shop -2 admin sale add winter --off 1 --priority "$value"
	done
	for value in 0 -1 1.5 x; do
		shop -2 admin promotion add bulk --off 1 --nth-order "$value"
	done
	for value in -1 x 1.5; do
		shop -2 admin promotion add bulk --off 1 --coupon A --limit "$value"
	done
	for value in -1 1001 19%% x 1.2345678; do
		shop -2 admin tax add standard DE -- "$value"
	done
	nothing_of tax
	nothing_of shipping
	nothing_of sale
	nothing_of promotion
}

@test "wrong names, zones and places are wrong use" {
	shop -2 admin tax add standard XX 19
	assert_error -p "zone 'XX' is neither a country"
	shop -2 admin tax add a/b DE 19
	assert_error -p "holds a '/'"
	shop -2 admin tax add '' DE 19
	shop -2 admin tax add standard DE
	shop -2 admin shipping add parcel 1 --country XX
	shop -2 admin sale add "$(printf 'x%.0s' {1..65})" --off 1
	assert_error 'shop: sale is longer than 64 bytes (65)'
	shop -2 admin sale add winter
	assert_error -p "missing option '--off'"
	shop -2 admin promotion add bulk
	assert_error -p 'what does it take off? give --off'
	shop -2 admin promotion add bulk --off 1 --off-from everything
	assert_error "shop: from 'everything' is not one of order, unit, shipping"
	shop -2 admin promotion add bulk --off 1 --off-from shipping --off-category Cups
	assert_error -p 'what is taken off shipping is not of certain goods'
	nothing_of promotion
}

@test "amounts have the decimals of the shop's currency" {
	shop --home "$BATS_TEST_TMPDIR/yen" init --name Y --currency JPY
	shop --home "$BATS_TEST_TMPDIR/yen" admin shipping add parcel 500 --json
	assert_json '"\(.price) \(.currency)"' '500 JPY'
	shop -2 --home "$BATS_TEST_TMPDIR/yen" admin sale add winter --off 1.5
	assert_error -p 'decimals'
}

@test "what is named and not there is warned of" {
	import_yaml <<-'YAML'
		products:
		  - { sku: A, name: Shirt, category: Clothing, price: "20.00" }
		  - { product: cup, name: Cup, category: Cups, variants: [ { sku: C, price: "2.00" } ] }
	YAML
	shop admin sale add good --off 1% --category Clothing --product A --product cup \
		--product C
	refute_error
	shop admin sale add winter --off 1% --category Clohting --product B
	assert_error $'shop: there is no category \'Clohting\' yet\nshop: there is no product \'B\' yet'
	shop admin promotion add bulk --has B --do off=1%,product=D,category=X \
		--category-total Y=1..
	assert_error "$(printf "shop: there is no %s yet\n" "product 'B'" "category 'Y'" \
		"category 'X'" "product 'D'")"
	shop admin shipping add parcel 1 --tax-class standard
	assert_error "shop: there is no tax rate of class 'standard' yet"
	shop admin tax add standard DE 19
	shop admin shipping edit parcel --price 2
	refute_error
	shop admin sale edit winter --product A --category ''
	refute_error
}

@test "the lists of people fit a hundred columns" {
	shop admin promotion add 'a long promotion' --coupon LONG-COUPON --from 2026-11-01 \
		--until 2026-12-31 --priority 10 --exclusive \
		--do off=10%,from=unit --do off=100%,from=shipping
	shop admin promotion --format table
	[ "$(wc -L <"$output_file")" -le 100 ]
	shop admin sale add 'a long sale name' --off 12.5% --category Clothing/T-shirts \
		--brand Acme --from 2026-11-01 --until 2026-12-31 --exclusive
	shop admin sale --format table
	[ "$(wc -L <"$output_file")" -le 100 ]
}

@test "every format has them, and fields can be chosen" {
	shop admin promotion add bulk --off 10% --coupon BULK --goods 50..
	shop admin promotion --json=promotion,coupon
	assert_json '.items[0] | tojson' \
		'{"promotion":"bulk","coupon":{"code":"BULK","limit":null,"limit_per_customer":null,"used":0}}'
	shop admin promotion --format ids
	assert_output bulk
	shop admin sale --format csv
	assert_output -e '^sale,state,off,'
	shop -2 admin promotion --json=cupon
	assert_error -p "did you mean 'coupon'?"
}

@test "completion offers the names that there are" {
	shop admin tax add standard DE 19
	shop admin shipping add parcel 4.90
	shop admin sale add winter --off 1%
	shop admin promotion add bulk --off 1%
	shop completion candidates -- admin tax edit s
	assert_output -p 'standard/DE'
	shop completion candidates -- admin shipping show p
	assert_output -p parcel
	shop completion candidates -- admin sale remove w
	assert_output -p winter
	shop completion candidates -- admin promotion edit b
	assert_output -p bulk
	shop completion candidates -- admin promotion add x --off-from s
	assert_output -p shipping
}

@test "what changed is exported and imported as it is" {
	shop admin tax add standard DE 19 --included --from 2026-01-01
	shop admin shipping add parcel 4.90 --country DE --goods ..49.99
	shop admin sale add winter --off 30% --category Clothing
	shop admin promotion add bulk --off 10% --goods 50.. --coupon BULK --limit 3
	shop admin export
	cp "$output_file" "$BATS_TEST_TMPDIR/shop.yaml"
	shop admin import "$BATS_TEST_TMPDIR/shop.yaml" --json
	assert_json '"\(.new) \(.changed) \(.rejected)"' '0 0 0'
}
