#!/usr/bin/env bats
# Imports of rules: what is taken, what is refused, and what is proved of it.

load helper
load rules_shop

@test "keep-going takes the good rules, and rejects are a file to mend" {
	local rejects=$BATS_TEST_TMPDIR/rejects.yaml

	import_yaml -3 --keep-going --rejects "$rejects" <<'YAML'
tax:
  - { class: s, zone: DE, rate: 19 }
  - { class: s, zone: UK, rate: 20 }
promotions:
  - promotion: good
    do: [{ off: 1 }]
  - promotion: bad
    do:
      - { off: 1e3 }
YAML
	assert_output -p $'2\t0\t0\t2'
	same "$(cat "$rejects")" "$(cat <<'YAML'
tax:
# line 3: zone 'UK' is neither a country (ISO 3166-1, such as DE) nor * for all others
  - { class: s, zone: UK, rate: 20 }
---
promotions:
# line 9: bad: off '1e3' is not an amount: an exponent is not taken
  - promotion: bad
    do:
      - { off: 1e3 }
YAML
)"
	sed -e 's/UK/GB/' -e 's/1e3/1/' -i "$rejects"
	shop admin import "$rejects"
	assert_output -p $'2\t0\t0\t0'
}

@test "a row that cannot be read is named by its rule" {
	import_refused '2:30: parcel: ' <<'YAML'
shipping:
  - { method: parcel, price: &a 1 }
YAML
}

@test "one wrong rule leaves everything as it was" {
	shop admin export
	cp "$output_file" "$BATS_TEST_TMPDIR/before"
	import_refused "3:21: b: off '1,5' is not an amount" <<'YAML'
sales:
  - { sale: a, off: 1 }
  - { sale: b, off: "1,5" }
YAML
	shop admin export
	cmp "$output_file" "$BATS_TEST_TMPDIR/before"
}

@test "a sale or a promotion that takes nothing off is refused" {
	import_refused '2:5: a: off is 0, and a sale must take something off' <<'YAML'
sales:
  - { sale: a, off: 0% }
YAML
	import_refused '2:5: a: off is 0, and an action must take something off' <<'YAML'
promotions:
  - { promotion: a, do: [ { off: "0.00", from: shipping } ] }
YAML
}

@test "a sale that is imported is in force at once" {
	import_yaml <<'YAML'
products:
  - { sku: A-1, name: Mug, category: Home/Kitchen, price: 10 }
sales:
  - { sale: home, off: 25%, category: Home }
YAML
	shop search mug --json
	assert_json '.items[0].price' 7.50
	import_yaml <<'YAML'
sales:
  - { sale: home, off: 4 }
YAML
	shop search mug --json
	assert_json '.items[0].price' 6.00
	shop admin check
}

@test "a sale in a file holds for the products of the file, wherever they stand" {
	import_yaml <<'YAML'
sales:
  - { sale: all, off: 50% }
products:
  - { sku: A-1, name: Mug, price: 10 }
---
sales:
  - { sale: more, off: 1 }
products:
  - { sku: A-2, name: Cup, price: 10 }
YAML
	shop search mug --json
	assert_json '.items[0].price' 4.00
	shop search cup --json
	assert_json '.items[0].price' 4.00
	shop admin check
}

@test "an import of rules is one event, with what changed kept beside it" {
	import_yaml < <(all_kinds)
	shop admin log --json
	assert_json '[.items[] | select(.command == "admin import")] | length' 1
	same "$("$stored" "$SHOP_HOME" get import "$("$stored" "$SHOP_HOME" keys import)" |
		xxd -r -p | grep -P '^summer\tnew\tcoupon.code\t\t')" $'summer\tnew\tcoupon.code\t\tSUMMER'
}

@test "admin check finds a coupon that leads nowhere, and repairs it" {
	local key

	import_yaml < <(all_kinds)
	shop admin check --json
	assert_json .rules 4
	key=$("$stored" "$SHOP_HOME" keys coupon)
	"$stored" "$SHOP_HOME" delete coupon "$key"
	shop -65 admin check
	assert_error -p 'promotion: summer: is not found by its coupon'
	assert_error -p 'promotion: coupon: has 0 rows for 1 coupons'
	shop admin check --repair
	"$stored" "$SHOP_HOME" put coupon "$key" 77
	"$stored" "$SHOP_HOME" put coupon 78 79
	shop -65 admin check
	assert_error -p 'promotion: summer: is not found by its coupon'
	assert_error -p 'promotion: coupon: has 2 rows for 1 coupons'
	shop admin reindex
	shop admin check
}

@test "admin check finds a rule that is not whole, or not under its name" {
	local key value

	import_yaml < <(all_kinds)
	key=$("$stored" "$SHOP_HOME" keys rule | sed -n 3p)
	value=$("$stored" "$SHOP_HOME" get rule "$key")
	"$stored" "$SHOP_HOME" put rule "${key}31" "$value"
	"$stored" "$SHOP_HOME" put rule "${key/02/07}" "$value"
	"$stored" "$SHOP_HOME" put rule 0230 01
	shop -65 admin check
	assert_error -p 'sale: winter: is not kept under its name'
	assert_error -p 'rule: is of no known kind'
	assert_error -p "sale: a sale needs its sale ('sale:')"
}
