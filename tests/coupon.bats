#!/usr/bin/env bats
# Coupons in carts: who may use them, how often, and what is said when they do not hold.

load helper
load order_shop

setup()
{
	isolate
	order_shop
	rules <<'YAML'
promotions:
  - promotion: welcome
    coupon: { code: Welcome5 }
    do: [ { off: "5.00", from: order } ]
  - promotion: once
    coupon: { code: ONCE, limit: 1 }
    do: [ { off: "1.00", from: order } ]
  - promotion: each
    coupon: { code: EACH, limit_per_customer: 1 }
    do: [ { off: "1.00", from: order } ]
  - promotion: pair
    coupon: { code: PAIR }
    when: { quantity: "2..", goods: "10.00.." }
    do: [ { off: "10%", from: order } ]
  - promotion: gift
    coupon: { code: GIFT, limit: 1 }
    do: [ { off: "100%", from: shipping } ]
YAML
}

# rules <<YAML: other sections of the catalogue.
rules()
{
	shop admin import - <<<"$(cat)"
}

# cart_is TOTAL/DISCOUNT/COUPON
cart_is()
{
	"$1" cart --json
	assert_json '"\(.total)/\(.discount_total)/\(.coupon)"' "$2"
}

# damage TABLE KEY VALUE: what lies below the shop.
damage()
{
	local stored=$BATS_TEST_DIRNAME/../${BUILD:-build}/test/tools/stored

	[ -x "$stored" ] || stored=$(dirname "$SHOP_BIN")/tools/stored
	"$stored" "$SHOP_HOME" put "$@"
}

@test "a coupon is put in by its code in any case, and shown as it is written" {
	ada cart add MUG -n 2
	ada cart coupon wELCOME5 --json
	assert_json .coupon Welcome5
	assert_json '"\(.discount_total) \(.total)"' '5.00 5.00'
	assert_json '.promotions | @json' \
		'[{"promotion":"welcome","coupon":"Welcome5","goods":"5.00","shipping":"0.00"}]'
}

@test "for people a cart shows what a coupon took, by line and in all" {
	ada cart add MUG -n 2
	ada cart coupon WELCOME5 --format table
	assert_line 'sku  name  quantity  unit price  line total  discount  available'
	assert_line 'MUG  Mug          2        5.00       10.00      5.00         50'
	assert_line 'goods total     10.00'
	assert_line 'discount total  5.00'
	assert_line 'total           5.00'
	assert_line 'coupon          Welcome5'
	refute_output -p 'tax'
	refute_output -p 'shipping total'
}

@test "another coupon takes the place of the one before" {
	ada cart add MUG -n 2
	ada cart coupon WELCOME5
	ada cart coupon PAIR
	cart_is ada 9.00/1.00/PAIR
}

@test "a coupon is taken out again, once" {
	ada cart add MUG -n 2
	ada cart coupon WELCOME5
	ada cart coupon --remove
	cart_is ada 10.00/0.00/null
	ada -1 cart coupon --remove
	assert_error 'shop: there is no coupon in the cart'
}

@test "an emptied cart has no coupon" {
	ada cart add MUG
	ada cart coupon WELCOME5
	ada cart clear
	cart_is ada 0.00/0.00/null
	ada -1 cart coupon WELCOME5
	assert_error "shop: coupon 'Welcome5' covers nothing in the cart"
}

@test "an order takes the coupon out of the cart" {
	ada cart add MUG
	ada cart coupon WELCOME5
	ada checkout --json
	assert_json '"\(.coupon) \(.total)"' 'Welcome5 0.00'
	ada cart add MUG
	cart_is ada 5.00/0.00/null
}

@test "one gives a code or takes the coupon out, not both, not neither" {
	ada -2 cart coupon
	assert_error 'shop: give either a CODE or --remove'
	ada -2 cart coupon WELCOME5 --remove
	assert_error 'shop: give either a CODE or --remove'
	ada -2 cart coupon ''
	assert_error -p 'CODE: an empty text is not allowed'
}

@test "an unknown coupon is refused and changes nothing" {
	ada cart add MUG
	ada cart coupon WELCOME5
	ada -1 cart coupon NOPE
	assert_error "shop: no coupon 'NOPE'"
	ada -1 cart coupon "$(printf 'x%.0s' {1..1000})"
	assert_error -p 'no coupon'
	cart_is ada 0.00/5.00/Welcome5
}

@test "a coupon whose conditions do not hold is refused with the first that does not" {
	ada cart add MUG
	ada -1 cart coupon PAIR
	assert_error "shop: coupon 'PAIR' needs 2 pieces or more"
	cart_is ada 5.00/0.00/null
}

@test "a coupon before its first day and after its last is refused" {
	export SHOP_TEST_NOW=2030-05-31T12:00:00Z
	rules <<-'YAML'
	promotions:
	  - promotion: summer
	    from: 2030-06-01
	    until: 2030-06-30
	    coupon: { code: SUMMER }
	    do: [ { off: "1.00", from: order } ]
	YAML
	ada cart add MUG
	ada -1 cart coupon SUMMER
	assert_error -p "coupon 'SUMMER' "
	SHOP_TEST_NOW=2030-06-30T21:59:59Z ada cart coupon SUMMER --json
	assert_json .total 4.00
	SHOP_TEST_NOW=2030-06-30T22:00:00Z ada -1 cart coupon SUMMER
	assert_error -p "coupon 'SUMMER' "
}

@test "a coupon that is used up is refused, and holds again once the order is cancelled" {
	ada cart add MUG
	ada cart coupon ONCE
	ada checkout
	bob cart add MUG
	bob -1 cart coupon once
	assert_error "shop: coupon 'ONCE' is used up"
	ada orders cancel 1001
	bob cart coupon once
	cart_is bob 4.00/1.00/ONCE
	assert_sound
}

@test "a coupon that a customer used up is another's to use" {
	ada cart add MUG
	ada cart coupon EACH
	ada checkout
	ada cart add MUG
	ada -1 cart coupon EACH
	assert_error "shop: coupon 'EACH' was used as often as a customer may"
	bob cart add MUG
	bob cart coupon EACH
	bob checkout
	assert_sound
}

@test "a cart is no use of a coupon: the first order takes the last" {
	ada cart add MUG
	ada cart coupon ONCE
	bob cart add MUG
	bob cart coupon ONCE
	bob checkout
	ada -1 checkout
	assert_error "shop: coupon 'ONCE' is used up; the discount on 'MUG' changed from 1.00 to 0.00 (check out again to accept that)"
	ada checkout --json
	assert_json '"\(.total) \(.coupon)"' '5.00 null'
	assert_sound
}

@test "a repeated checkout uses a coupon once" {
	ada cart add MUG
	ada cart coupon ONCE
	ada checkout --key k
	ada checkout --key k
	ada checkout
	ada orders cancel 1001
	ada cart add MUG
	ada cart coupon ONCE
	assert_sound
}

@test "a rehearsed checkout uses no coupon" {
	ada cart add MUG
	ada cart coupon ONCE
	ada checkout --dry-run
	ada checkout
	assert_sound
}

@test "a coupon that would take nothing off is refused" {
	ada cart add VOUCHER
	ada -1 cart coupon GIFT
	assert_error "shop: coupon 'GIFT' gives nothing here"
}

@test "a coupon that takes nothing off any more is not used" {
	rules <<<'shipping: [ { method: parcel, price: "4.00" } ]'
	ada cart add MUG
	ada cart coupon GIFT --json
	assert_json '"\(.total) \(.shipping_total) \(.promotions[0].shipping)"' '5.00 0.00 4.00'
	shop admin shipping remove parcel
	ada cart
	ada checkout --json
	assert_json .coupon null
	rules <<<'shipping: [ { method: parcel, price: "4.00" } ]'
	bob cart add MUG
	bob cart coupon GIFT
	assert_sound
}

@test "a coupon that the cart outgrew stays in it, takes nothing, and says why each time" {
	ada cart add MUG -n 2
	ada cart coupon PAIR
	ada cart update MUG 1 --json
	assert_json '"\(.coupon): \(.coupon_fault)"' 'PAIR: needs 2 pieces or more'
	assert_json '.changes | length' 0
	ada cart --format table
	assert_line "coupon 'PAIR' needs 2 pieces or more"
	ada cart --format table
	assert_line "coupon 'PAIR' needs 2 pieces or more"
	ada cart update MUG 2 --json
	assert_json '"\(.total) \(.coupon_fault)"' '9.00 null'
}

@test "a coupon that ends by itself is told once as a change" {
	ada cart add MUG
	ada cart coupon WELCOME5
	shop admin promotion remove welcome
	ada cart --json
	assert_json '[.changes[] | "\(.kind) \(.sku) \(.old) \(.new)"] | join(", ")' \
		'coupon  Welcome5 , discount MUG 5.00 0.00'
	assert_json .coupon_fault 'is unknown'
	ada cart --json
	assert_json '.changes | length' 0
}

@test "the same lines with another coupon are another cart to a key" {
	ada cart add MUG
	ada cart coupon WELCOME5
	ada checkout --key k
	ada cart add MUG
	ada -1 checkout --key k
	assert_error -p "the key 'k' was used for order 1001 with another cart"
}

@test "--dry-run puts no coupon in" {
	ada cart add MUG
	ada cart coupon WELCOME5 --dry-run --json
	assert_json .total 0.00
	cart_is ada 5.00/0.00/null
}

@test "admin check finds uses that no order has, and orders whose use is not counted" {
	local row

	ada cart add MUG
	ada cart coupon ONCE
	ada checkout
	assert_sound
	row=$(printf 'once' | xxd -p)00
	damage coupon-use "${row}0000000000000000" 0000000000000002
	shop -65 admin check --json
	assert_json '.faults[0] | "\(.kind) \(.subject) \(.message)"' \
		'coupon once was used 2 times, but by customers 1 times'
	damage coupon-use "${row}0000000000000000" 0000000000000001
	damage coupon-use "${row}00000000000003ea" 0000000000000001
	shop -65 admin check --json
	assert_json '[.faults[].message] | join("; ")' \
		'was used 1 times by customer 1002, whose orders have it 0 times; was used 1 times, but by customers 2 times; counts 2 uses where orders have 1'
	shop admin check --repair --json
	assert_json .ok true
	bob cart add MUG
	bob -1 cart coupon ONCE
	assert_error "shop: coupon 'ONCE' is used up"
	damage order-steps 0000000000002710 00
	shop -65 admin check --json
}
