#!/usr/bin/env bats
# What customers see and change of themselves.

load helper
load people

setup()
{
	isolate
	export SHOP_TEST_NOW=2026-11-23T12:00:00Z
	new_shop
	register_ada --address $'1 High Street\nOxford' \
		--country GB
}

# unchanged: Ada is as she was.
unchanged()
{
	shop account --json=name,phone,email,address,country
	assert_output '{"schema":1,"name":"Ada King","phone":"+441632960001","email":"ada@example.org","address":"1 High Street\nOxford","country":"GB"}'
}

@test "account shows one's account" {
	shop account --json
	assert_output '{"schema":1,"customer":"C1001","name":"Ada King","phone":"+441632960001","email":"ada@example.org","address":"1 High Street\nOxford","country":"GB","payment":"","registered_at":"2026-11-23T13:00:00+01:00"}'
	shop account show --format table
	assert_output - <<'END'
customer       C1001
name           Ada King
phone          +441632960001
email          ada@example.org
address        1 High Street
               Oxford
country        GB
payment        -
registered at  2026-11-23 13:00
END
}

@test "account is for who is logged in" {
	shop logout
	shop -77 account
	assert_error "shop: 'account show' is for customers (login or register first, or give --for)"
	shop -77 account edit --name Eve
	assert_error "shop: 'account edit' is for customers (login or register first, or give --for)"
}

@test "each field can be changed, and what was is said" {
	shop account edit --name 'Ada Lovelace' --json
	assert_json '.name' 'Ada Lovelace'
	assert_json '.changes[] | [.field, .old, .new] | join("|")' \
		'name|Ada King|Ada Lovelace'
	shop account edit --phone 01632/960009 --email ADA@example.com \
		--address 'elsewhere' --country fr
	shop account --json=name,phone,email,address,country
	assert_output '{"schema":1,"name":"Ada Lovelace","phone":"01632960009","email":"ada@example.com","address":"elsewhere","country":"FR"}'
}

@test "an empty text takes away what may be missing" {
	shop account edit --email '' --address '' --country ''
	shop account --json=email,address,country
	assert_output '{"schema":1,"email":"","address":"","country":""}'
}

@test "a name cannot be taken away" {
	shop -2 account edit --name ''
	assert_error 'shop: a customer needs a name'
	unchanged
}

@test "phone number and e-mail address cannot both be taken away" {
	shop -2 account edit --phone '' --email ''
	assert_error 'shop: a customer needs a phone number or an e-mail address'
	unchanged
}

@test "nothing to change is wrong use" {
	shop -2 account edit
	assert_error "shop: nothing to change: give --name, --phone, --email, --address or --country (see 'shop account edit --help')"
}

@test "what is so already is said" {
	shop -1 account edit --name 'Ada King' --phone '0044 1632 960001'
	assert_error "shop: customer 'C1001' is so already"
}

@test "another's phone number is refused" {
	elsewhere register_bob
	shop -1 account edit --phone '+44 1632 960002'
	assert_error "shop: a customer with the phone number '+441632960002' is there already (login +441632960002)"
	unchanged
}

@test "a phone number that one gave up is free for others, and logs nobody in" {
	shop account edit --phone +441632960009
	elsewhere shop register --name Eve --phone +441632960001 --password-file - \
		<<<'battery staple'
	log_in -77 +441632960001 "$ADA_PASSWORD"
	log_in +441632960009 "$ADA_PASSWORD"
}

@test "what register refuses is refused" {
	shop -2 account edit --phone 123
	assert_error "shop: the phone number '123' has 3 digits; 5 to 20 are right"
	shop -2 account edit --email ada
	assert_error "shop: 'ada' is no e-mail address: it needs one @"
	shop -2 account edit --country XX
	assert_error "shop: 'XX' is no country's code (ISO 3166-1, two letters: DE, GB, US)"
	shop -2 account edit --address '4111-1111-1111-1111'
	assert_error "shop: the address holds a payment card's number, which is never kept"
	unchanged
}

@test "of several changes that cannot all be made none is" {
	shop -2 account edit --name Eve --phone 123
	unchanged
}

@test "--dry-run shows what would change" {
	shop account edit --name Eve --dry-run --json
	assert_json .name Eve
	assert_json '.changes[0].new' Eve
	unchanged
}

@test "changes of the account leave one logged in" {
	shop account edit --email ada@example.com
	shop account
}

@test "a clerk acts for a customer, by phone number, e-mail address or id" {
	shop logout
	local who

	for who in '+44 1632 960001' ADA@example.org C1001 c1001; do
		shop --for "$who" account --json
		assert_json .customer C1001
	done
	shop account edit --for C1001 --name 'Ada Lovelace'
	shop --for C1001 account --json
	assert_json .name 'Ada Lovelace'
}

@test "--for goes before who is logged in" {
	elsewhere register_bob
	shop --for C1002 account --json
	assert_json .customer C1002
}

@test "--for somebody who is not there says so" {
	shop -1 --for C9999 account
	assert_error "shop: no customer 'C9999' (a phone number, an e-mail address or an id like C1001; see admin customers list)"
}

@test "--for is refused where it means nothing" {
	shop -2 --for C1001 whoami
	assert_error -p '--for'
}
