#!/usr/bin/env bats
# Who changed what.

load helper

setup()
{
	isolate
	export SHOP_TEST_NOW=2026-11-20T12:00:00+01:00
	new_shop
}

add_ada()
{
	shop admin customers add --name 'Ada King' --phone +441632960001 \
		--address '12 Mill Lane' --country GB
}

@test "a change has a number, a time, who, by which command, what, and old and new" {
	SHOP_TEST_NOW=2026-11-23T14:05:00+01:00 shop admin config set stock.low-at 5
	shop admin log --limit 1 --json
	assert_json '.items[0] | del(.number) | tojson' \
		'{"at":"2026-11-23T14:05:00+01:00","actor":"staff '"$(id -u)"'","command":"admin config set","subject":"setting stock.low-at","kind":"changed","changes":[{"field":"value","old":"0","new":"5"}],"note":""}'
	shop admin log --limit 1 --format table
	assert_output -p 'value: 0 -> 5'
}

@test "events are numbered without gaps, newest first" {
	shop admin config set stock.low-at 5
	shop admin config set stock.low-at 6
	shop admin log --limit 0 --json
	assert_json '[.items[].number] == [range(.count; 0; -1)]' true
}

@test "--subject finds an order's, a product's, a customer's, a setting's own" {
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.50", stock: 5 }
	YAML
	add_ada
	shop --for C1001 cart add TS
	shop --for C1001 checkout
	shop admin order pay 1001
	shop admin stock add TS 10 --reason delivery
	shop admin config set stock.low-at 5
	shop admin log --subject order=1001 --json
	assert_json '[.items[].kind] | join(" ")' 'paid placed'
	shop admin log --subject product=TS --json
	assert_json '.items[0].command' 'admin stock add'
	shop admin log --subject customer=C1001 --json
	assert_json '.items[-1].kind' added
	shop admin log --subject setting=stock.low-at --json
	assert_json .count 1
	shop admin log --subject order=1002 --json
	assert_json .count 0
}

@test "--actor tells staff from customers" {
	add_ada
	shop admin config set stock.low-at 5
	shop admin log --actor "staff=$(id -u)" --limit 0 --json
	assert_json '[.items[].actor] | unique | join(" ")' "staff $(id -u)"
	shop admin log --actor customer=C1001 --json
	assert_json .count 0
	shop -2 admin log --actor customer=ada
	assert_error -p 'names nobody'
}

@test "--since begins with a period" {
	SHOP_TEST_NOW=2026-11-22T12:00:00+01:00 shop admin config set stock.low-at 5
	SHOP_TEST_NOW=2026-11-23T00:00:00+01:00 shop admin config set stock.low-at 6
	SHOP_TEST_NOW=2026-11-23T12:00:00+01:00 shop admin log --since today --json
	assert_json .count 1
	assert_json '.items[0].changes[0].new' 6
	shop admin log --since 2026-11-22 --json
	assert_json .count 2
	shop -2 admin log --since whenever
}

@test "what is personal is shown to managers, and sealed on disk" {
	add_ada
	shop admin log --subject customer=C1001 --json
	assert_json '.items[-1].changes[] | select(.field == "name").new' 'Ada King'
	assert_json '.items[-1].changes[] | select(.field == "phone").new' +441632960001
	! grep -qa -e 'Ada King' -e '1632960001' -e 'Mill Lane' "$SHOP_HOME/data.mdb"
}

@test "an order's address and notes are sealed on disk, too" {
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.50", stock: 5 }
	YAML
	add_ada
	shop --for C1001 cart add TS
	shop --for C1001 checkout --address 'Quarry House'
	shop admin order note 1001 'ring the bell twice'
	shop admin customers note C1001 'prefers mornings'
	! grep -qa -e 'Quarry House' -e 'bell twice' -e 'prefers mornings' \
		"$SHOP_HOME/data.mdb"
}

@test "an import is one event with its counts" {
	import_yaml <<-'YAML'
		products:
		  - { sku: TS, name: T-shirt, price: "9.50", stock: 5 }
		  - { sku: TR, name: Trousers, price: "19.50", stock: 5 }
	YAML
	shop admin log --json
	assert_json '[.items[] | select(.command == "admin import")] | length' 1
}

@test "what a --dry-run would change is not in the log" {
	shop admin log --head
	local head=$output

	shop admin config set stock.low-at 5 --dry-run
	shop admin customers add --name Ada --phone +441632960001 --dry-run
	shop admin log --head
	assert_output "$head"
}

@test "reading writes no event" {
	local head

	shop admin log --head
	head=$output
	shop admin config
	shop admin orders
	shop admin report sales
	shop admin check
	shop admin log --head
	assert_output "$head"
}

@test "the head is one line, number and hash" {
	shop admin log --head
	assert_output -e '^[0-9]+:[0-9a-f]{64}$'
	shop admin check --since "$output"
}

@test "a folder that was put back to an older state shows against a head kept elsewhere" {
	local head

	cp "$SHOP_HOME/data.mdb" "$TMPDIR/old.mdb"
	shop admin config set stock.low-at 5
	shop admin log --head
	head=$output
	shop admin config set stock.low-at 6
	shop admin check --since "$head"
	cp "$TMPDIR/old.mdb" "$SHOP_HOME/data.mdb"
	shop admin check
	shop -65 admin check --since "$head" --json
	assert_json .ok false
	assert_json '.faults[0].kind' event
	# The same length again, but another story.
	shop admin config set stock.low-at 7
	shop -65 admin check --since "$head"
}

@test "what is no head is wrong use" {
	shop -2 admin check --since yesterday
	assert_error -p "'yesterday'"
	assert_error -p 'admin log --head'
}

@test "the log is for managers" {
	SHOP_HOME=$BATS_TEST_TMPDIR/shared
	[ "$(id -u)" -eq 0 ] || skip "takes root"
	new_shop --group nogroup
	shop admin staff add --os-user nobody --role clerk
	as_user 65534 -77 --home "$SHOP_HOME" admin log
	assert_error -p manager
	shop admin staff add --os-user nobody --role manager
	as_user 65534 --home "$SHOP_HOME" admin log
}
