#!/usr/bin/env bats
# Where days, weeks, months and years of reports begin and end, in zones of all kinds.
# Each time is looked at twice: by the sums of days, and by going through all postings.

load helper

setup()
{
	isolate
	export SHOP_TEST_NOW=2031-01-01T00:00:00Z
	number=1001
}

# orders_at MOMENT...: an order of one piece at each
orders_at()
{
	local moment rows='orders:'

	for moment; do
		rows+=$'\n'"  - { order: $((number++)), placed_at: \"$moment\", country: DE,"
		rows+=' lines: [ { sku: A, quantity: 1, unit_price: "1.00" } ] }'
	done
	import_yaml <<<"$rows"
}

# placed EXPECTED WORD...: in which rows of a report there are orders, and how many
placed()
{
	local expected=$1 filter

	shift
	for filter in '' '--country=DE'; do
		shop admin report sales "$@" ${filter:+"$filter"} --json
		same "$(json '[.items[] | select(.orders > 0) | "\(to_entries[0].value) \(.orders)"]
			| join("; ")')" "$expected" "$* $filter"
	done
}

in_zone()
{
	shop -q admin config set shop.time-zone "$1"
}

@test "a day ends with its last microsecond, and so do its month, quarter and year" {
	new_shop
	orders_at 2026-12-31T23:59:59.999999+01:00 2027-01-01T00:00:00+01:00 \
		2027-01-31T23:59:59.999999+01:00 2027-02-01T00:00:00+01:00
	placed '2026-12-31 1; 2027-01-01 1; 2027-01-31 1; 2027-02-01 1' --period ..
	placed '2026-12 1; 2027-01 2; 2027-02 1' --period .. --by month
	placed '2026-Q4 1; 2027-Q1 3' --period .. --by quarter
	placed '2026 1; 2027 3' --period .. --by year
	placed '2026-12-31 1' --period 2026
	placed '2027-01-01 1; 2027-01-31 1' --period 2027-01
	SHOP_TEST_NOW=2027-01-01T00:00:00+01:00 placed '2027-01-01 1' --period today
	SHOP_TEST_NOW=2026-12-31T23:59:59.999999+01:00 placed '2026-12-31 1' --period today
}

@test "days on which the clocks change are whole days" {
	new_shop
	orders_at 2027-03-27T23:30:00+01:00 2027-03-28T00:30:00+01:00 \
		2027-03-28T23:30:00+02:00 2027-03-29T00:30:00+02:00 \
		2027-10-31T00:10:00+02:00 2027-10-31T02:30:00+02:00 \
		2027-10-31T02:30:00+01:00 2027-10-31T23:50:00+01:00 2027-11-01T00:00:00+01:00
	placed '2027-03-27 1; 2027-03-28 2; 2027-03-29 1; 2027-10-31 4; 2027-11-01 1' \
		--period 2027
	placed '2027-10-31 4' --period 2027-10-31
	shop admin report sales --period 2027 --json=day
	assert_json .count 365
}

@test "a leap day is a day of its month, and a year later there is none" {
	new_shop
	orders_at 2028-02-28T23:59:59+01:00 2028-02-29T00:00:00+01:00 \
		2028-02-29T23:59:59+01:00 2028-03-01T00:00:00+01:00
	placed '2028-02-28 1; 2028-02-29 2; 2028-03-01 1' --period 2028-02-28..2028-03-01
	placed '2028-02 3; 2028-03 1' --period 2028 --by month
	shop admin report sales --period 2028 --json=day
	assert_json .count 366
	shop admin report sales --period 2029-02..2029-03 --compare year --json
	assert_json '[.items[] | select(.orders_before > 0) | "\(.day) \(.orders_before)"]
		| join("; ")' '2029-02-28 3; 2029-03-01 1'
	shop admin report sales --period 2028-02-29 --compare year --json
	assert_json '"\(.before_from) \(.before_until)"' '2027-02-28 2027-02-28'
}

@test "a week begins on Monday, and at a year's end is of the year of its Thursday" {
	new_shop
	orders_at 2026-12-27T23:59:59+01:00 2026-12-28T00:00:00+01:00 \
		2026-12-31T12:00:00+01:00 2027-01-01T00:00:00+01:00 \
		2027-01-03T23:59:59.999999+01:00 2027-01-04T00:00:00+01:00 \
		2030-12-29T12:00:00+01:00 2030-12-30T00:00:00+01:00
	placed '2026-W52 1; 2026-W53 4; 2027-W01 1' --period 2026-12..2027-01 --by week
	placed '2030-W52 1; 2031-W01 1' --period 2030-12 --by week
	# A period that cuts a week has the part that is in it.
	placed '2026-W52 1; 2026-W53 2' --period 2026 --by week
	placed '2026-W53 2; 2027-W01 1' --period 2027 --by week
	placed '2026-12-28 1; 2026-12-31 1; 2027-01-01 1; 2027-01-03 1' --period 2026-W53
	shop admin report sales --period 2027-01-01..2027-01-04 --by week --json=week
	assert_json '[.items[].week] | join(" ")' '2026-W53 2027-W01'
}

@test "a moment is of another day in each zone, from 14 hours east to 11 west" {
	new_shop
	orders_at 2026-12-31T09:59:59.999999Z 2026-12-31T10:00:00Z \
		2027-01-01T10:59:59.999999Z 2027-01-01T11:00:00Z
	placed '2026-12-31 2; 2027-01-01 2' --period ..
	in_zone Pacific/Kiritimati
	placed '2026-12-31 1; 2027-01-01 1; 2027-01-02 2' --period ..
	placed '2026 1; 2027 3' --period .. --by year
	in_zone Pacific/Pago_Pago
	placed '2026-12-30 2; 2026-12-31 1; 2027-01-01 1' --period ..
	placed '2026 3; 2027 1' --period .. --by year
	SHOP_TEST_NOW=2027-01-01T11:00:00Z placed '2027-01-01 1' --period today
	SHOP_TEST_NOW=2027-01-01T10:59:59Z placed '2026-12-31 1' --period today
	in_zone Europe/Berlin
	placed '2026-12-31 2; 2027-01-01 2' --period ..
	shop admin check --json=ok
	assert_json .ok true
}

@test "clocks that change by half an hour, at midnight, or leave out a day, lose nothing" {
	new_shop --name Shop --currency AUD --time-zone Australia/Lord_Howe
	# 10:30 in winter, 11:00 in summer, changed at two o'clock.
	orders_at 2026-04-04T12:59:59Z 2026-04-04T13:00:00Z 2026-04-05T13:29:59Z \
		2026-04-05T13:30:00Z 2026-10-03T13:29:59Z 2026-10-03T13:30:00Z \
		2026-10-04T12:59:59Z 2026-10-04T13:00:00Z
	placed '2026-04-04 1; 2026-04-05 2; 2026-04-06 1; 2026-10-03 1; 2026-10-04 2; 2026-10-05 1' \
		--period 2026
	# Clocks in Sao Paulo went from midnight to one o'clock.
	in_zone America/Sao_Paulo
	orders_at 2018-11-04T02:59:59.999999Z 2018-11-04T03:00:00Z 2018-11-05T01:59:59Z \
		2018-11-05T02:00:00Z
	placed '2018-11-03 1; 2018-11-04 2; 2018-11-05 1' --period 2018
	# Samoa went from 29 December to the 31st.
	in_zone Pacific/Apia
	orders_at 2011-12-30T09:59:59.999999Z 2011-12-30T10:00:00Z
	placed '2011-12-29 1; 2011-12-31 1' --period 2011-12
	placed '' --period 2011-12-30
	placed '2011-12-29 1' --period 2011-12-29..2011-12-30
	placed '2011-12-31 1' --period 2011-12-30..2011-12-31
	placed '2011-W52 2' --period 2011-12 --by week
	shop admin check --json=ok
	assert_json .ok true
}
