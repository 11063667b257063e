#!/usr/bin/env bats
# Tax rates, shipping methods, sales and promotions in the catalogue's file.

load helper
load rules_shop

@test "every kind of rule comes in, and goes out as it came" {
	imports 4 0 0 < <(all_kinds)
	shop admin export
	assert_output - <<'YAML'
products: []
tax:
  - { class: standard, zone: DE, rate: "19", included: true, from: 2021-01-01 }
shipping:
  - { method: parcel, countries: [DE], price: "4.90", goods: "..49.99", weight_g: "..31500", tax_class: standard }
sales:
  - { sale: winter, "off": "30%", category: Clothing, from: 2026-12-20, until: 2026-12-30 }
promotions:
  - promotion: summer
    priority: 10
    from: 2026-06-01
    until: 2026-08-31
    coupon: { code: SUMMER, limit: 100, limit_per_customer: 1 }
    when: { goods: "50.00..", quantity: "2..", category_total: { Clothing: "20.00.." }, has: [TS-S-RED], nth_order: 5, group: club }
    do:
      - { "off": "10%", from: unit, category: Clothing, price: "10.00..50.00", skip_on_sale: true }
      - { "off": "5.00", from: order }
      - { "off": "100%", from: shipping }
YAML
	imports 0 0 4 < <(all_kinds)
}

@test "import, export, import is byte-stable" {
	local first

	import_yaml < <(all_kinds)
	import_yaml <<'YAML'
tax:
  - { class: standard, zone: "*", rate: 8.875 }
  - { class: standard, zone: DE, rate: 16%, included: true, from: 2020-07-01T06:30 }
  - { class: books, zone: "no", rate: 0, included: yes }
shipping:
  - { method: "no", price: 0 }
  - { method: "10: by hand", countries: [se, "no", DE, SE], price: 1, tax_class: "007" }
sales:
  - { sale: "50%", off: 0.000001%, product: [B, A, B], brand: "Ac: me", exclusive: true, priority: -7 }
  - { sale: end, off: 1, until: 2026-12-24T18:00:00.25+02:00 }
promotions:
  - { promotion: free, do: [{ off: 100%, from: shipping }], when: { goods: ..5, category_total: { "A: b": 1..2, A/B: ..3 } } }
YAML
	shop admin export
	first=$output
	cp "$output_file" "$BATS_TEST_TMPDIR/first.yaml"
	shop admin import "$BATS_TEST_TMPDIR/first.yaml"
	assert_output -p $'0\t0\t12\t0'
	SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop admin import "$BATS_TEST_TMPDIR/first.yaml"
	assert_output -p $'12\t0\t0\t0'
	shop admin export
	assert_output "$first"
	shop admin check
}

@test "rules are sorted by name, tax rates by class, zone and day" {
	import_yaml <<'YAML'
promotions:
  - { promotion: b, do: [{ off: 1 }], coupon: { code: X } }
  - { promotion: c, do: [{ off: 1 }] }
  - { promotion: a, do: [{ off: 1 }], coupon: { code: Y } }
tax:
  - { class: s, zone: DE, rate: 3, from: 2026-01-02 }
  - { class: s, zone: "*", rate: 2 }
  - { class: s, zone: DE, rate: 4 }
  - { class: s, zone: DE, rate: 5, from: 1969-07-20 }
  - { class: b, zone: FR, rate: 1 }
YAML
	shop admin export
	same "$(sed -n 's/.*rate: "\([0-9]\).*/\1/p; s/.*promotion: //p' <<<"$output" | tr '\n' ' ')" \
		'1 2 4 5 3 a b c '
}

@test "sections may come in any order and in many documents" {
	imports 6 0 0 <<'YAML'
promotions:
  - { promotion: one, do: [{ off: 1, from: order }] }
tax:
  - { class: a, zone: DE, rate: 7 }
products:
  - { sku: A-1, name: Mug, price: 2 }
---
sales:
  - { sale: one, off: 1 }
promotions:
  - { promotion: two, do: [{ off: 1, from: order }] }
shipping:
  - { method: one, price: 1 }
YAML
}

@test "absent keys leave what is stored, null and nothing clear" {
	import_yaml < <(all_kinds)
	imports 0 4 0 <<'YAML'
tax:
  - { class: standard, zone: DE, from: 2021-01-01, rate: 20, included: null }
shipping:
  - { method: parcel, goods: null, countries: [] }
sales:
  - { sale: winter, until: null, category: "" }
promotions:
  - { promotion: summer, from: null, coupon: { limit: null }, when: { goods: null, has: null, category_total: { Clothing: null, Home: 5.. } } }
YAML
	exported
	assert_output - <<'YAML'
tax:
  - { class: standard, zone: DE, rate: "20", included: false, from: 2021-01-01 }
shipping:
  - { method: parcel, price: "4.90", weight_g: "..31500", tax_class: standard }
sales:
  - { sale: winter, "off": "30%", from: 2026-12-20 }
promotions:
  - promotion: summer
    priority: 10
    until: 2026-08-31
    coupon: { code: SUMMER, limit_per_customer: 1 }
    when: { quantity: "2..", category_total: { Home: "5.00.." }, nth_order: 5, group: club }
    do:
      - { "off": "10%", from: unit, category: Clothing, price: "10.00..50.00", skip_on_sale: true }
      - { "off": "5.00", from: order }
      - { "off": "100%", from: shipping }
YAML
	imports 0 1 0 <<'YAML'
promotions:
  - { promotion: summer, coupon: null, when: { category_total: null } }
YAML
	imports 0 1 0 <<'YAML'
promotions:
  - { promotion: summer, when: null }
YAML
	exported
	refute_output -p coupon
	refute_output -p when
	shop admin check
}

@test "what a promotion does is replaced whole" {
	import_yaml < <(all_kinds)
	imports 0 1 0 <<'YAML'
promotions:
  - { promotion: summer, do: [{ off: 7.50 }] }
YAML
	exported
	same "$(sed -n '/do:/,$p' <<<"$output")" '    do:
      - { "off": "7.50", from: order }'
}

@test "a dry run tells each change from old to new, and changes nothing" {
	import_yaml < <(all_kinds)
	shop admin export
	cp "$output_file" "$BATS_TEST_TMPDIR/before"
	import_yaml --dry-run <<'YAML'
tax:
  - { class: standard, zone: DE, from: 2021-01-01, rate: 19.5 }
shipping:
  - { method: parcel, price: 5, countries: [AT, DE] }
sales:
  - { sale: winter, off: "2", until: 2026-12-31 }
  - { sale: spring, off: "5%" }
promotions:
  - promotion: summer
    coupon: { limit: null }
    when: { category_total: { Home: 1.. } }
    do: [{ off: 10%, from: order, product: [A, B] }]
YAML
	assert_output - <<'TSV'
sku	kind	field	old	new
standard/DE/2021-01-01	changed	rate	19	19.5
parcel	changed	countries	DE	AT, DE
parcel	changed	price	4.90	5.00
winter	changed	off	30%	2.00
winter	changed	until	2026-12-30	2026-12-31
spring	new	sale		spring
spring	new	off		5%
summer	changed	coupon.limit	100	
summer	changed	when.category_total.Home		1.00..
summer	changed	do	off=10% from=unit category=Clothing price=10.00..50.00 skip_on_sale=true; off=5.00 from=order; off=100% from=shipping	off=10% from=order product=A, B
TSV
	shop admin export
	cmp "$output_file" "$BATS_TEST_TMPDIR/before"
}

@test "days are the shop's: until is inclusive of its last day" {
	import_yaml <<'YAML'
sales:
  - { sale: day, off: 1, from: 2026-03-29, until: 2026-03-29 }
  - { sale: hour, off: 1, from: 2026-03-29T00:00+01:00, until: 2026-03-30T00:00+02:00 }
  - { sale: moment, off: 1, from: 2026-03-29T00:00:01, until: 2026-03-29T12:00 }
YAML
	exported
	assert_line '  - { sale: day, "off": "1.00", from: 2026-03-29, until: 2026-03-29 }'
	assert_line '  - { sale: hour, "off": "1.00", from: 2026-03-29, until: 2026-03-29 }'
	assert_line '  - { sale: moment, "off": "1.00", from: 2026-03-29T00:00:01+01:00, until: 2026-03-29T12:00:00+02:00 }'
}

@test "amounts have the currency's decimals" {
	SHOP_HOME=$BATS_TEST_TMPDIR/yen
	new_shop --name Yen --currency JPY
	import_refused "2:27: a: price '4.5' has more decimals than the shop's currency has (0)" <<'YAML'
shipping:
  - { method: a, price:   4.5 }
YAML
	imports 1 0 0 <<'YAML'
shipping:
  - { method: a, price: 500, goods: 1000..2000 }
YAML
	exported
	assert_line '  - { method: a, price: "500", goods: "1000..2000" }'
	SHOP_HOME=$BATS_TEST_TMPDIR/dinar
	new_shop --name Dinar --currency KWD
	imports 1 0 0 <<'YAML'
shipping:
  - { method: a, price: 0.125 }
YAML
	exported
	assert_line '  - { method: a, price: "0.125" }'
}

@test "the currency is fixed once a rule names an amount" {
	shop admin config set shop.currency GBP
	imports 1 0 0 <<'YAML'
shipping:
  - { method: a, price: 4.90 }
YAML
	shop -1 admin config set shop.currency JPY
	assert_error -p "'shop.currency' cannot change once there are prices in it"
}

@test "every error of a tax rate has its line and column" {
	import_refused \
		'2:5: a tax rate is a map such as { class: standard, zone: DE, rate: "19" }, not a text' \
		"3:5: a tax rate needs its class ('class:')" \
		"4:5: a tax rate needs its zone ('zone:')" \
		"5:23: zone 'Germany' is neither a country (ISO 3166-1, such as DE) nor * for all others" \
		"6:23: zone 'UK' is neither a country" \
		"7:14: class 'a/b' holds a '/', which stands between a class and its zone" \
		'8:5: s/FR: a tax rate needs a rate, a percentage such as 19 or 8.875' \
		"9:33: s/BE: rate '1e3' is not a percentage: an exponent is not taken" \
		"10:33: s/BG: rate '-1' is not a percentage: it is below zero" \
		"11:33: s/HR: rate '1000.1' is not a percentage: it is above 1000" \
		"12:33: s/DK: rate '1.1234567' is not a percentage: it has more than 6 decimals" \
		"13:33: s/NO: rate '8,5' is not a percentage: thousands separators and decimal commas are not taken, write 1234.50" \
		"14:44: from 'tomorrow' is not a date (2026-12-31 or 2026-12-31T18:00)" \
		"15:48: s/IS: included 'maybe' is not one of yes, no" \
		"16:38: s/IE: unknown key 'inclded' (did you mean 'included'?)" \
		"17:38: s/IT: unknown key 'until' (known are class, zone, rate, included and from)" \
		"18:14: a tax rate needs its class ('class:')" \
		'18:25: zone is a list where one value is meant' \
		'18:37: rate is a map where one value is meant' <<'YAML'
tax:
  - standard
  - { zone: DE, rate: 19 }
  - { class: s, rate: 19 }
  - { class: s, zone: Germany, rate: 19 }
  - { class: s, zone: UK, rate: 19 }
  - { class: a/b, zone: DE, rate: 19 }
  - { class: s, zone: FR }
  - { class: s, zone: BE, rate: 1e3 }
  - { class: s, zone: BG, rate: "-1" }
  - { class: s, zone: HR, rate: 1000.1 }
  - { class: s, zone: DK, rate: "1.1234567" }
  - { class: s, zone: NO, rate: "8,5" }
  - { class: s, zone: CZ, rate: 1, from:   tomorrow }
  - { class: s, zone: IS, rate: 1, included:   maybe }
  - { class: s, zone: IE, rate: 1,   inclded: true }
  - { class: s, zone: IT, rate: 1,   until: 2026-12-31 }
  - { class: "", zone:  [DE], rate: { a: b } }
YAML
}

@test "every error of a shipping method has its line and column" {
	local long=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm

	import_refused \
		'2:5: a shipping method is a map such as { method: parcel, price: "4.90" }, not a list' \
		"3:5: a shipping method needs its method ('method:')" \
		"3:7: unknown key 'methd' (did you mean 'method'?)" \
		'4:5: a: a shipping method needs a price' \
		"5:25: b: price '1,234' is not an amount: thousands separators and decimal commas are not taken, write 1234.50" \
		"6:25: c: price '1.999' has more decimals than the shop's currency has (2)" \
		"7:25: d: price '-1' is below zero" \
		"8:25: e: price '99999999999999' is too large" \
		"9:39: f: countries has 'UK', which is no country (ISO 3166-1, such as DE)" \
		'10:39: g: countries is a map where a text or a list of texts is meant' \
		"11:39: h: goods '50' is not a range (50.., ..50 or 10..50)" \
		"12:39: i: goods '50..10' ends below its beginning" \
		"13:39: j: goods '..' is not a range (50.., ..50 or 10..50)" \
		"14:39: k: goods '.5' is not an amount: a digit is missing before the point" \
		"15:39: l: weight_g '1.5' is not a whole number from 0 to 999999999" \
		"16:15: method ' m' begins or ends with a blank" \
		'17:15: method is longer than 64 bytes (65)' \
		"18:40: n: tax_class 'a/b' holds a '/'" <<YAML
shipping:
  - [parcel]
  - { methd: a, price: 1 }
  - { method: a }
  - { method: b, price: "1,234" }
  - { method: c, price: 1.999 }
  - { method: d, price: -1 }
  - { method: e, price: 99999999999999 }
  - { method: f, price: 1, countries: [DE, UK] }
  - { method: g, price: 1, countries: { DE: 1 } }
  - { method: h, price: 1, goods:     50 }
  - { method: i, price: 1, goods:     50..10 }
  - { method: j, price: 1, goods:     .. }
  - { method: k, price: 1, goods:     ...5 }
  - { method: l, price: 1, weight_g:  1.5.. }
  - { method: " m", price: 1 }
  - { method: $long, price: 1 }
  - { method: n, price: 1, tax_class:  a/b }
YAML
}

@test "every error of a sale has its line and column" {
	import_refused \
		'2:4: a sale is a map such as { sale: winter, off: 30% }, not null' \
		"3:5: a: a sale needs what it takes off ('off:', an amount or such as 30%)" \
		"4:21: b: off '110%' is above 100%: no more can be taken off" \
		"5:21: c: off '-5' is below zero" \
		"6:21: d: off '30 %' is not a percentage: only digits and a point are taken" \
		'7:21: e: off is a list where one value is meant' \
		'8:5: f: until is before from' \
		"9:36: g: priority 'high' is not a whole number from -999999 to 999999" \
		"10:36: h: priority '1000000' is not a whole number" \
		"11:36: i: category 'A//B' has an empty part" \
		'12:36: j: product has a map in its list where a text is meant' \
		"13:36: k: until '2026-13-01' is not a date" \
		"14:36: l: product is longer than 64 bytes (70)" \
		"15:26: m: unknown key 'when' (known are sale, off, category, brand, product, from, until, priority and exclusive)" <<'YAML'
sales:
  -
  - { sale: a }
  - { sale: b, off: 110% }
  - { sale: c, off: "-5" }
  - { sale: d, off: "30 %" }
  - { sale: e, off: [1, 2] }
  - { sale: f, off: 30%, from: 2026-12-10, until: 2026-12-09 }
  - { sale: g, off: 30%, priority: high }
  - { sale: h, off: 30%, priority: 1000000 }
  - { sale: i, off: 30%, category: A//B }
  - { sale: j, off: 30%, product: [{ a: b }] }
  - { sale: k, off: 30%, until:    2026-13-01 }
  - { sale: l, off: 30%, product:  1234567890123456789012345678901234567890123456789012345678901234567890 }
  - { sale: m, off: 30%, when: { goods: 5.. } }
YAML
}

@test "every error of a promotion has its line and column" {
	import_refused \
		"2:5: a: a promotion needs what it does ('do:', such as { off: 10%, from: order })" \
		"3:5: b: a promotion needs what it does" \
		"4:5: c: an action needs what it takes off ('off:', an amount or such as 30%)" \
		"5:44: d: from 'everything' is not one of order, unit, shipping" \
		'6:5: e: what is taken off shipping is not of certain goods: it has no category, product, price or skip_on_sale' \
		'7:25: f: do is a map where a list of maps is meant' \
		'8:26: g: do has a text in its list where a map is meant, such as { off: 10%, from: order }' \
		"9:38: h: unknown key 'form' (did you mean 'from'?)" \
		'10:47: i: coupon is a text where a map is meant' \
		'11:5: j: a coupon needs a code' \
		"12:49: k: unknown key 'cod' (did you mean 'code'?)" \
		"13:54: l: when.goods '50' is not a range (50.., ..50 or 10..50)" \
		"13:68: l: when.quantity '1.5' is not a whole number from 0 to 999999999" \
		"14:58: m: when.nth_order '0' does not count from 1" \
		'14:68: m: group is a list where one value is meant' \
		"14:76: m: unknown key 'hsa' (did you mean 'has'?)" \
		"15:68: n: when.category_total.A '5' is not a range (50.., ..50 or 10..50)" \
		"15:79: n: category 'B//C' has an empty part" \
		'16:65: o: category_total is a text where a map is meant' \
		"17:39: p: unknown key 'coupon.code' (what stands before the point is a map)" \
		'18:25: q: do is a text where a list of maps is meant' \
		'18:36: q: when is a list where a map is meant' \
		"19:45: r: price '5' is not a range (50.., ..50 or 10..50)" \
		"19:51: r: unknown key 'wehn' (did you mean 'when'?)" \
		"20:5: s: coupon.code '\u{00ad}' has no letters" \
		"21:5: a promotion needs its promotion ('promotion:')" <<'YAML'
promotions:
  - promotion: a
  - { promotion: b, do: [] }
  - { promotion: c, do: [{ from: order }] }
  - { promotion: d, do: [{ off: 10%, from: everything }] }
  - { promotion: e, do: [{ off: 10%, from: shipping, category: X }] }
  - { promotion: f, do: { off: 10% } }
  - { promotion: g, do: [10%] }
  - { promotion: h, do: [{ off: 10%, form: order }] }
  - { promotion: i, do: [{ off: 1 }], coupon: SUMMER }
  - { promotion: j, do: [{ off: 1 }], coupon: { limit: 3 } }
  - { promotion: k, do: [{ off: 1 }], coupon: { cod: X } }
  - { promotion: l, do: [{ off: 1 }], when: { goods: 50, quantity: 1.5.. } }
  - { promotion: m, do: [{ off: 1 }], when: { nth_order: 0, group: [a, b], hsa: X } }
  - { promotion: n, do: [{ off: 1 }], when: { category_total: { A: 5, "B//C": "5.." } } }
  - { promotion: o, do: [{ off: 1 }], when: { category_total:   5 } }
  - { promotion: p, do: [{ off: 1 }], "coupon.code": X }
  - { promotion: q, do: 10%, when: [] }
  - { promotion: r, do: [{ off: 10%, price: 5 }], wehn: { goods: "5.." } }
  - { promotion: s, do: [{ off: 10% }], coupon: { code: "­" } }
  - { do: [{ off: 10% }] }
YAML
}

@test "what is too much of a promotion is refused" {
	local i many='' totals='' products

	products=$(seq -s, 1001)
	for i in {1..21}; do
		many+="{ off: 1 }, "
		totals+="c$i: 1.., "
	done
	import_refused \
		'2:266: a: a promotion does more than 20 things' \
		'3:5: b: category_total has 21 categories, of which 20 are allowed' \
		'5:33: c: product has more than 1000 values' <<YAML
promotions:
  - { promotion: a, do: [$many] }
  - { promotion: b, do: [{ off: 1 }], when: { category_total: { $totals } } }
sales:
  - { sale: c, off: 1, product: [$products] }
YAML
}

@test "the same rule twice in one file names both lines" {
	import_refused \
		"3:14: s/DE: tax rate 's/DE' is there twice, first on line 2" \
		"6:15: parcel: shipping method 'parcel' is there twice, first on line 5" \
		"9:13: winter: sale 'winter' is there twice, first on line 8" \
		"12:18: winter: promotion 'winter' is there twice, first on line 11" <<'YAML'
tax:
  - { class: s, zone: DE, rate: 1 }
  - { class: s, zone: de, rate: 2 }
shipping:
  - { method: parcel, price: 1 }
  - { method: parcel, price: 1 }
sales:
  - { sale: winter, off: 1 }
  - { sale: winter, off: 2 }
promotions:
  - { promotion: winter, do: [{ off: 1 }] }
  - { promotion: winter, do: [{ off: 2 }] }
YAML
}

@test "a coupon's code is one promotion's, in any case" {
	import_refused "3:5: b: coupon 'Summer' is the code of promotion 'a' already" <<'YAML'
promotions:
  - { promotion: a, do: [{ off: 1 }], coupon: { code: SUMMER } }
  - { promotion: b, do: [{ off: 1 }], coupon: { code: Summer } }
YAML
	import_yaml <<'YAML'
promotions:
  - { promotion: a, do: [{ off: 1 }], coupon: { code: STRASSE } }
YAML
	import_refused "2:5: b: coupon 'straße' is the code of promotion 'a' already" <<'YAML'
promotions:
  - { promotion: b, do: [{ off: 1 }], coupon: { code: straße } }
YAML
}

@test "a promotion that loses its coupon, or changes it, gives the code back" {
	import_yaml <<'YAML'
promotions:
  - { promotion: a, do: [{ off: 1 }], coupon: { code: ONE } }
  - { promotion: b, do: [{ off: 1 }], coupon: { code: TWO } }
YAML
	imports 1 2 0 <<'YAML'
promotions:
  - { promotion: a, coupon: null }
  - { promotion: b, coupon: { code: one } }
  - { promotion: c, do: [{ off: 1 }], coupon: { code: two } }
YAML
	imports 0 1 0 <<'YAML'
promotions:
  - { promotion: a, coupon: { code: THREE } }
YAML
	shop admin check
	same "$("$stored" "$SHOP_HOME" keys coupon | sort | xxd -r -p)" onethreetwo
	same "$("$stored" "$SHOP_HOME" keys rule | wc -l)" 3
}
