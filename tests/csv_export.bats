#!/usr/bin/env bats
# admin export --format csv: what it writes is read again with 0 changes.

load helper

setup()
{
	isolate
	new_shop
}

catalog()
{
	cat <<'YAML'
products:
  - sku: S-1
    name: "=1+1"
    brand: "null"
    category: Home/Kitchen
    description: "  two, \"quoted\"\n\n lines\t\n"
    price: "1.50"
    sale_price: 1
    sale_from: 2026-12-20T08:30:00.25Z
    sale_until: 2026-12-31
    min_price: "0.50"
    cost: 0
    stock: 12
    low_stock_at: 0
    weight_g: 0
    position: 3
    barcode: "-5"
    tax_class: "@x"
    needs_shipping: no
    track_stock: yes
    backorder: no
    images: ["a|b\\c.jpg", "http://x/?a=b", " blank "]
    synonyms: ["'null", "+1"]
    attributes: { "a=b|c": "- x", "no": "x=y", "c\\": ["|", "\\", "\\|"], d: " e " }
  - { sku: "'=S", name: "''null", brand: "'tis", status: archived }
  - product: "@P"
    name: "Ünï ☃ \u0085 \u2028 end"
    status: draft
    price: 3
    options: [size, "co=l|or"]
    attributes: { shared: "yes" }
    variants:
      - { sku: P-2, size: "007", "co=l|or": "a|b=c", stock: 0, status: archived, attributes: { cut: [slim, wide] } }
      - { sku: P-1, size: "8", "co=l|or": " ", price: 0, images: [v.jpg] }
YAML
}

# An export as CSV changes nothing here, and makes the same catalogue in an empty shop.
round_trip()
{
	local csv=$BATS_TEST_TMPDIR/export.csv yaml=$BATS_TEST_TMPDIR/export.yaml

	shop admin export "$yaml"
	shop --format csv admin export "$csv"
	shop -q --json admin import "$csv"
	assert_json '[.new, .changed, .rejected] | join(" ")' '0 0 0'
	export SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop -q admin import "$csv"
	shop admin export
	cmp "$output_file" "$yaml"
	shop --format csv admin export
	cmp "$output_file" "$csv"
}

@test "every value comes back as it was, here and in an empty shop" {
	import_yaml < <(catalog)
	round_trip
	grep -q "^,''=S,'''null,'tis,,,archived," "$BATS_TEST_TMPDIR/export.csv"
}

@test "a row for each simple product, one for each product with variants, one for each of these" {
	import_yaml <<'YAML'
products:
  - { sku: B, name: Bee, price: 2, stock: 3, attributes: { color: [red, blue] } }
  - product: a
    name: Tee
    price: "12.50"
    options: [size]
    variants: [{ sku: A-S, size: S, stock: 1 }, { sku: A-M, size: M, price: 13 }]
YAML
	shop admin export --format csv
	same "$output" "$(cat <<'CSV'
product,sku,name,brand,category,description,status,options,stock,barcode,price,sale_price,sale_from,sale_until,min_price,cost,weight_g,position,low_stock_at,needs_shipping,track_stock,backorder,tax_class,images,synonyms,attributes
,B,Bee,,,,,,3,,2.00,,,,,,,,,,,,,,,color=red|color=blue
a,,Tee,,,,,size,,,12.50,,,,,,,,,,,,,,,
a,A-S,,,,,,size=S,1,,,,,,,,,,,,,,,,,
a,A-M,,,,,,size=M,,,13.00,,,,,,,,,,,,,,,
CSV
)"
}

@test "an empty shop has the header alone, and other formats are refused" {
	shop admin export --format csv
	assert_output -p 'product,sku,name,'
	shop -2 admin export --format json
	assert_error -p 'an export is written as yaml or csv'
}

@test "the demos go out and in through CSV with 0 changes" {
	test_data demo/demo_saleor.yaml
	shop -q admin import "$data"
	test_data demo/demo_spree.yaml
	shop -q admin import "$data"
	round_trip
}

@test "the retail products go out and in through CSV with 0 changes" {
	test_data retail/products.yaml
	shop -q admin import "$data"
	round_trip
}

@test "products with many attributes go out and in through CSV with 0 changes" {
	test_data icecat/icecat_1k.yaml
	shop -q admin import "$data"
	round_trip
}
