#!/usr/bin/env bats
# Settings.

load helper

setup()
{
	isolate
	new_shop
}

@test "a setting has a value, a default, a type and a meaning" {
	shop admin config get shop.time-zone --json
	assert_output '{"schema":1,"name":"shop.time-zone","value":"Europe/Berlin","default":"UTC","type":"time zone","meaning":"the time zone in which days and periods begin"}'
}

@test "config alone lists all, each with a meaning" {
	shop admin config --json
	assert_json '.items | length' "$(json .count)"
	assert_json '[.items[] | select(.meaning == "" or .type == "")] | length' 0
}

@test "what is set is read back, and an empty value is the default again" {
	shop admin config set stock.low-at 5 --json=value
	assert_json .value 5
	shop admin config get stock.low-at --json
	assert_json .value 5
	shop admin config set stock.low-at ''
	shop admin config get stock.low-at --json
	assert_json .value 0
}

@test "a value that is not of the type is refused and changes nothing" {
	shop -2 admin config set stock.low-at many
	assert_error "shop: 'many' is not a value of 'stock.low-at': a whole number, 0 or more"
	shop -2 admin config set stock.low-at -- -1
	shop -2 admin config set shop.currency EURO
	shop -2 admin config set shop.country Germany
	shop -2 admin config set search.language klingon
	shop -78 admin config set shop.time-zone Mars/Olympus
	assert_error -p "'Mars/Olympus'"
	shop admin log --subject setting=stock.low-at --json
	assert_json .count 0
}

@test "an unknown setting names the nearest" {
	shop -1 admin config set stock.low 5
	assert_error "shop: no setting 'stock.low' (did you mean 'stock.low-at'?)"
	shop -1 admin config get colour
	assert_error -p 'admin config list'
}

@test "--dry-run shows it and changes nothing" {
	shop admin config set stock.low-at 5 --dry-run --json
	assert_json .value 5
	shop admin config get stock.low-at --json
	assert_json .value 0
	shop admin log --subject setting=stock.low-at --json
	assert_json .count 0
}

@test "setting what is set writes no event" {
	shop admin config set stock.low-at 5
	shop admin config set stock.low-at 5
	shop admin log --subject setting=stock.low-at --json
	assert_json .count 1
	assert_json '.items[0].changes[0] | "\(.old) \(.new)"' '0 5'
}

@test "the currency is fixed once there are prices" {
	shop admin config set shop.currency GBP
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: Shirt, price: "2.00" }
	YAML
	shop -1 admin config set shop.currency USD
	assert_error -p "'shop.currency'"
	shop admin config get shop.currency --json
	assert_json .value GBP
}

@test "the currency is fixed once there are amounts in rules" {
	shop admin shipping add parcel 4.90
	shop -1 admin config set shop.currency JPY
	assert_error -p "'shop.currency'"
	shop admin shipping remove parcel
	shop admin config set shop.currency JPY
}

@test "another language stems what is there anew" {
	import_yaml <<-'YAML'
		products:
		  - { sku: H, name: Häuser, price: "2.00" }
	YAML
	shop -1 search --exact hauses
	shop admin config set search.language german
	shop search --exact hauses --format ids
	assert_output H
	shop admin check --json=ok
	assert_json .ok true
}

@test "the index is built anew with what it follows from, and it is said" {
	import_yaml <<-'YAML'
		products:
		  - { sku: A, name: Pot, price: "2.00" }
		  - { sku: B, name: Pan, price: "2.00" }
	YAML
	shop admin config set search.language german --format table
	assert_line 'the index was built anew: 2 products'
	shop -v admin config set search.size size,width
	assert_error 'the index was built anew: 2 products'
	shop admin config set search.color glaze --json=value
	assert_output '{"schema":1,"value":"glaze"}'
	refute_error
	shop admin config set search.color '' --format table --dry-run
	assert_line 'the index would be built anew: 2 products'
	shop admin config get search.color --json
	assert_json .value glaze
	shop admin check
}

@test "the index stays where it follows from nothing that was changed" {
	shop -v admin config set search.sold-out 50
	refute_error
	shop -v admin config set search.language english
	refute_error
	shop -v admin config set shop.name Other
	refute_error
}

@test "a percentage is from 0 to 100" {
	shop admin config get search.sold-out --json
	assert_json '"\(.value) \(.type)"' '90 percent'
	shop admin config set search.sold-out 0
	shop admin config set search.sold-out 100
	shop -2 admin config set search.sold-out 101
	assert_error "shop: '101' is not a value of 'search.sold-out': a whole number from 0 to 100"
	shop -2 admin config set search.sold-out 7.5
}

@test "what --color looks at can be set" {
	import_yaml <<-'YAML'
		products:
		  - { sku: A, name: Pot, price: "2.00", attributes: { glaze: red } }
	YAML
	shop -1 search --color red
	shop admin config set search.color color,glaze
	shop search --color red --format ids
	assert_output A
}

@test "settings are the owner's" {
	as_user 4321 -77 --home "$SHOP_HOME" admin config
	SHOP_HOME=$BATS_TEST_TMPDIR/shared
	new_shop --group nogroup
	shop admin staff add --os-user nobody --role manager
	as_user 65534 -77 --home "$SHOP_HOME" admin config set stock.low-at 5
	assert_error -p 'owner'
}
