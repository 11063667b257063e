#!/usr/bin/env bats
# Who the staff are.

load helper

setup()
{
	isolate
	new_shop
}

@test "who makes the shop is its owner" {
	shop admin staff --json
	assert_json '.items[] | [.uid, .role, .disabled] | map(tostring) | join(" ")' \
		"$(id -u) owner false"
}

@test "a user of the system is made staff by name" {
	shop admin staff add --os-user nobody --role clerk --json
	assert_json '[.uid, .name, .role] | map(tostring) | join(" ")' \
		"$(id -u nobody) nobody clerk"
	shop admin staff list --json
	assert_json .count 2
}

@test "or by number, with or without an entry of its own" {
	shop admin staff add --os-user 4321 --role reporter --json
	assert_json '[.uid, .name] | map(tostring) | join(" ")' '4321 4321'
}

@test "adding again changes the role, and says when it is so already" {
	shop admin staff add --os-user 4321 --role reporter
	shop -1 admin staff add --os-user 4321 --role reporter
	assert_error "shop: '4321' is reporter already"
	shop admin staff add --os-user 4321 --role manager --json
	assert_json .role manager
	shop admin staff --json
	assert_json .count 2
}

@test "a user who is not there is named" {
	shop -1 admin staff add --os-user no-such-user --role clerk
	assert_error "shop: no operating-system user 'no-such-user' in /etc/passwd (its number will do, too)"
}

@test "user and role must be given, and the role be one" {
	shop -2 admin staff add --role clerk
	assert_error "shop: missing option '--os-user' (see 'shop admin staff add --help')"
	shop -2 admin staff add --os-user 4321
	assert_error "shop: missing option '--role' (see 'shop admin staff add --help')"
	shop -2 admin staff add --os-user 4321 --role customer
	assert_error -p "'customer'"
	assert_error -p 'reporter'
}

@test "who is disabled is staff no more, until added again" {
	shop admin staff add --os-user 4321 --role clerk
	shop admin staff disable --os-user 4321 --json
	assert_json .disabled true
	shop -1 admin staff disable --os-user 4321
	assert_error "shop: '4321' is disabled already"
	shop admin staff add --os-user 4321 --role clerk --json
	assert_json .disabled false
}

@test "who is not staff cannot be disabled" {
	shop -1 admin staff disable --os-user 4321
	assert_error "shop: the user with the number 4321 is not staff (admin staff list)"
}

@test "the last owner stays" {
	local refusal="shop: the shop would have no owner left (add another first: admin staff add --os-user NAME --role owner)"

	shop -1 admin staff disable --os-user "$(id -u)"
	assert_error "$refusal"
	shop -1 admin staff add --os-user "$(id -u)" --role clerk
	assert_error "$refusal"
	shop admin staff add --os-user 4321 --role owner
	shop admin staff add --os-user "$(id -u)" --role clerk
	shop -77 admin staff
	assert_error "shop: 'admin staff list' is for owners; you are a clerk (an owner may change that: admin staff add)"
}

@test "--dry-run makes nobody staff" {
	shop admin staff add --os-user 4321 --role clerk --dry-run --json
	assert_json .role clerk
	shop admin staff --json
	assert_json .count 1
}
