#!/usr/bin/env bats
# admin export: what it writes is read again with 0 changes.

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
  - { sku: Z-1, name: Last, price: 1, stock: 3 }
  - { sku: B-1, name: "null", brand: "yes", attributes: { "a: b": "- x", "no": "1", "": "" } }
  - product: A-9
    name: "#Shirt"
    options: [size]
    sale_from: 2026-12-20T08:30:00.25Z
    variants:
      - { sku: ZZ, size: "007", stock: 0, status: archived, attributes: { cut: [slim, wide] } }
      - { sku: AA, size: "8", price: 0, weight_g: 0, stock: 7 }
  - { sku: A-10, name: "Ünï ☃ \u00A0 \u2028 end", description: "  two\n\n lines\t\n" }
categories:
  - { category: Home/Kitchen, position: 0, name: { pt-BR: Cozinha, de: Küche } }
YAML
}

again()
{
	cp "$output_file" "$BATS_TEST_TMPDIR/$1.yaml"
	shop --json admin import "$BATS_TEST_TMPDIR/$1.yaml"
	assert_json '[.new, .changed, .rejected] | join(" ")' "${2-0 0 0}"
}

@test "an export is read again with 0 changes, here and in an empty shop" {
	import_yaml < <(catalog | sed 's/, "": ""//')
	shop admin export
	again first
	export SHOP_HOME=$BATS_TEST_TMPDIR/other
	new_shop
	shop admin import "$BATS_TEST_TMPDIR/first.yaml"
	shop admin export
	cmp "$output_file" "$BATS_TEST_TMPDIR/first.yaml"
}

@test "products come by handle or SKU, whatever their order in the file" {
	import_yaml < <(catalog | sed 's/, "": ""//')
	shop admin export
	same "$(grep -E '^  - ' "$output_file")" "$(cat <<'YAML'
  - sku: A-10
  - product: A-9
  - sku: B-1
  - sku: Z-1
  - category: Home/Kitchen
YAML
)"
}

@test "times have their offset and what is below a second" {
	import_yaml < <(catalog | sed 's/, "": ""//')
	shop admin export
	assert_line '    sale_from: 2026-12-20T09:30:00.250000+01:00'
}

@test "an attribute without a name is refused" {
	import_yaml -65 < <(catalog)
	assert_error -p ':3:'
	assert_error -p 'an attribute has no name'
}

@test "a file is written at one stroke, a pipe as it is" {
	local file=$BATS_TEST_TMPDIR/catalog.yaml

	import_yaml < <(catalog | sed 's/, "": ""//')
	echo old >"$file"
	shop admin export "$file"
	refute_output
	refute_error
	shop admin export -
	cmp "$file" "$output_file"
	shop admin export --format yaml
	cmp "$file" "$output_file"
	shop -73 admin export "$BATS_TEST_TMPDIR/no/catalog.yaml"
	shop -74 admin export /dev/full
	shop -2 admin export --json
	assert_error -p 'yaml'
}

@test "an empty shop's export is an import of nothing" {
	shop admin export
	assert_output 'products: []'
	again empty
}
