#!/usr/bin/env bats
# Passwords and sessions.

load helper
load people
load terminal

WRONG='shop: wrong password, or no such customer (register, or ask the shop for a one-time password)'

setup()
{
	isolate
	new_shop
	register_ada --no-login
}

# A session as it was, put back where it lay.
keep_session()
{
	cp -r "$XDG_STATE_HOME/shop" "$TMPDIR/kept"
}

put_session_back()
{
	rm -rf "$XDG_STATE_HOME/shop"
	cp -r "$TMPDIR/kept" "$XDG_STATE_HOME/shop"
}

@test "one logs in by the phone number" {
	log_in +441632960001 "$ADA_PASSWORD"
	shop account --json
	assert_json .customer C1001
}

@test "one logs in by the phone number however it is written" {
	log_in '0044 1632/960001' "$ADA_PASSWORD"
}

@test "one logs in by the e-mail address, in capitals or not" {
	log_in ADA@EXAMPLE.ORG "$ADA_PASSWORD" --json
	assert_output '{"schema":1,"customer":"C1001","name":"Ada King","phone":"+441632960001","email":"ada@example.org","role":"customer"}'
}

@test "a wrong password is refused" {
	log_in -77 ada@example.org 'correct house'
	assert_error "$WRONG"
	[ ! -e "$XDG_STATE_HOME/shop" ]
}

@test "an unknown account is refused in the same words" {
	log_in -77 nobody@example.org "$ADA_PASSWORD"
	assert_error "$WRONG"
	log_in -77 +441632999999 "$ADA_PASSWORD"
	assert_error "$WRONG"
	log_in -77 'neither of the two' "$ADA_PASSWORD"
	assert_error "$WRONG"
}

@test "a customer without a password is refused in the same words" {
	shop admin customers add --name Eve --phone 0163212345
	log_in -77 0163212345 "$ADA_PASSWORD"
	assert_error "$WRONG"
}

@test "a disabled customer is refused in the same words" {
	shop admin customers disable C1001
	log_in -77 ada@example.org "$ADA_PASSWORD"
	assert_error "$WRONG"
}

@test "a part of the password is not the password, nor is more than it" {
	log_in -77 ada@example.org 'correct hors'
	log_in -77 ada@example.org 'correct horse '
}

@test "off a terminal the missing is named" {
	shop -2 login
	assert_error "shop: missing operand WHO (see 'shop login --help')"
	shop -2 login ada@example.org
	assert_error "shop: missing option '--password-file' ('-' is standard input; see 'shop login --help')"
}

@test "from the fourth failure on one waits, twice as long each time" {
	local now=1800000000 wait

	for _ in 1 2 3; do
		at $now log_in -77 ada@example.org wrong-horse
	done
	for wait in 2 4 8; do
		at $now log_in -77 ada@example.org wrong-horse
		at $now log_in -1 ada@example.org wrong-horse
		assert_error "shop: too many failed logins; try again in $wait seconds"
		now=$((now + wait))
	done
}

@test "while one waits the right password is refused, too, and after it taken" {
	for _ in 1 2 3 4; do
		at 1800000000 log_in -77 ada@example.org wrong-horse
	done
	at 1800000001 log_in -1 ada@example.org "$ADA_PASSWORD"
	assert_error 'shop: too many failed logins; try again in 1 second'
	at 1800000002 log_in ada@example.org "$ADA_PASSWORD"
}

@test "phone number and e-mail address count together" {
	for _ in 1 2; do
		at 1800000000 log_in -77 ada@example.org wrong-horse
		at 1800000000 log_in -77 +441632960001 wrong-horse
	done
	at 1800000000 log_in -1 ada@example.org "$ADA_PASSWORD"
}

@test "an unknown account lets one wait, too" {
	for _ in 1 2 3 4; do
		at 1800000000 log_in -77 nobody@example.org wrong-horse
	done
	at 1800000000 log_in -1 nobody@example.org wrong-horse
	assert_error 'shop: too many failed logins; try again in 2 seconds'
}

@test "a login makes failures forgotten" {
	for _ in 1 2 3; do
		at 1800000000 log_in -77 ada@example.org wrong-horse
	done
	at 1800000000 log_in ada@example.org "$ADA_PASSWORD"
	for _ in 1 2 3 4; do
		at 1800000000 log_in -77 ada@example.org wrong-horse
	done
}

@test "many tries at once are all counted" {
	local i

	for i in 1 2 3 4 5 6; do
		SHOP_TEST_NOW=1800000000 "$SHOP_BIN" login ada@example.org \
			--password-file - <<<wrong-horse >"$TMPDIR/$i" 2>&1 &
	done
	wait
	[ "$(cat "$TMPDIR"/[1-6] | grep -c 'wrong password')" -eq 4 ]
	[ "$(cat "$TMPDIR"/[1-6] | grep -c 'too many')" -eq 2 ]
}

@test "a session ends when it was not used for half an hour" {
	at 1800000000 log_in ada@example.org "$ADA_PASSWORD"
	at 1800001799 shop account
	at 1800003599 shop -77 account
	assert_error "shop: 'account show' is for customers (login or register first, or give --for)"
}

@test "a session that is used lives on" {
	local minute

	at 1800000000 log_in ada@example.org "$ADA_PASSWORD"
	for minute in 20 40 60 80; do
		at $((1800000000 + minute * 60)) shop account
	done
}

@test "a session ends twelve hours after the login, however much it is used" {
	local minute

	at 1800000000 log_in ada@example.org "$ADA_PASSWORD"
	for ((minute = 25; minute < 720; minute += 25)); do
		at $((1800000000 + minute * 60)) shop account
	done
	at $((1800000000 + 719 * 60)) shop account
	at $((1800000000 + 720 * 60)) shop -77 account
}

@test "how long sessions live is a setting" {
	shop admin config set session.idle 5
	at 1800000000 log_in ada@example.org "$ADA_PASSWORD"
	at 1800000299 shop account
	at 1800000600 shop -77 account
}

@test "logout ends the session and removes its file" {
	log_in ada@example.org "$ADA_PASSWORD"
	keep_session
	shop logout --json
	assert_json .customer C1001
	[ -z "$(ls "$XDG_STATE_HOME/shop")" ]
	put_session_back
	shop -77 account
}

@test "logout says when nobody is logged in" {
	shop -1 logout
	assert_error 'shop: you are not logged in'
	shop -77 logout --all
	assert_error "shop: you are not logged in, so whose sessions is not known (login first)"
}

@test "logout leaves the sessions on other machines" {
	log_in ada@example.org "$ADA_PASSWORD"
	elsewhere log_in ada@example.org "$ADA_PASSWORD"
	shop logout
	elsewhere shop account
}

@test "logout --all ends the sessions on other machines, and nobody else's" {
	log_in ada@example.org "$ADA_PASSWORD"
	elsewhere log_in ada@example.org "$ADA_PASSWORD"
	XDG_STATE_HOME=$BATS_TEST_TMPDIR/bob register_bob
	shop logout --all
	elsewhere shop -77 account
	XDG_STATE_HOME=$BATS_TEST_TMPDIR/bob shop account
}

@test "who logs in as another ends the session before" {
	log_in ada@example.org "$ADA_PASSWORD"
	keep_session
	register_bob --no-login
	log_in +441632960002 'battery staple'
	put_session_back
	shop -77 account
}

@test "each shop has a session of its own" {
	log_in ada@example.org "$ADA_PASSWORD"
	shop --home "$BATS_TEST_TMPDIR/other" init
	shop -77 --home "$BATS_TEST_TMPDIR/other" account
	shop account
}

@test "a session that others may read is refused" {
	log_in ada@example.org "$ADA_PASSWORD"
	chmod g+r "$XDG_STATE_HOME"/shop/*
	shop -78 account
	assert_error -p 'is open to others'
}

@test "a file that holds no session is as good as none" {
	log_in ada@example.org "$ADA_PASSWORD"
	echo garbage >"$(echo "$XDG_STATE_HOME"/shop/*)"
	shop -77 account
	log_in ada@example.org "$ADA_PASSWORD"
}

@test "passwd sets another password and ends every session" {
	log_in ada@example.org "$ADA_PASSWORD"
	elsewhere log_in ada@example.org "$ADA_PASSWORD"
	shop passwd --password-file - --new-password-file - \
		<<<"$ADA_PASSWORD"$'\n''battery staple'
	shop -77 account
	elsewhere shop -77 account
	log_in -77 ada@example.org "$ADA_PASSWORD"
	log_in ada@example.org 'battery staple'
}

@test "passwd asks for the password so far" {
	log_in ada@example.org "$ADA_PASSWORD"
	shop -77 passwd --password-file - --new-password-file - \
		<<<$'wrong-horse\nbattery staple'
	assert_error "$WRONG"
	shop account
	log_in ada@example.org "$ADA_PASSWORD"
}

@test "passwd counts failures as login does" {
	at 1800000000 log_in ada@example.org "$ADA_PASSWORD"
	for _ in 1 2 3 4; do
		at 1800000000 shop -77 passwd --password-file - \
			--new-password-file /dev/null <<<wrong-horse
	done
	at 1800000000 log_in -1 ada@example.org "$ADA_PASSWORD"
	assert_error 'shop: too many failed logins; try again in 2 seconds'
}

@test "passwd refuses a password that is short, common or the old one" {
	log_in ada@example.org "$ADA_PASSWORD"
	shop -1 passwd --password-file - --new-password-file - \
		<<<"$ADA_PASSWORD"$'\nshort'
	assert_error 'shop: a password has at least 8 characters'
	shop -1 passwd --password-file - --new-password-file - \
		<<<"$ADA_PASSWORD"$'\npassword1'
	assert_error 'shop: this password is one of the most common ones (choose another)'
	shop -1 passwd --password-file - --new-password-file - \
		<<<"$ADA_PASSWORD"$'\n'"$ADA_PASSWORD"
	assert_error 'shop: the new password is the old one (choose another)'
	log_in ada@example.org "$ADA_PASSWORD"
}

@test "passwd is for who is logged in" {
	shop -77 passwd --password-file /dev/null
	assert_error -p "'passwd' is for customers (login or register first"
}

# one_time: gives Ada a one-time password, in $once.
one_time()
{
	shop admin customers reset-password ada@example.org --json
	once=$(json .one_time_password)
}

@test "a one-time password must be changed at the login" {
	one_time
	log_in -77 ada@example.org "$ADA_PASSWORD"
	log_in -1 ada@example.org "$once"
	assert_error "shop: this password is good once, to choose another (login --new-password-file FILE)"
	shop -77 account
	shop login ada@example.org --password-file - --new-password-file - \
		<<<"$once"$'\nbattery staple'
	shop account
	log_in -77 ada@example.org "$once"
	log_in ada@example.org 'battery staple'
}

@test "a one-time password cannot become the password" {
	one_time
	shop -1 login ada@example.org --password-file - --new-password-file - \
		<<<"$once"$'\n'"$once"
	assert_error 'shop: the new password is the old one (choose another)'
}

@test "whoami knows customers, staff, both and neither" {
	shop whoami --json
	assert_json '[.customer, .role] | join(" ")' " owner"
	log_in ada@example.org "$ADA_PASSWORD"
	shop whoami --json
	assert_json '[.customer, .role, .staff == .name] | map(tostring) | join(" ")' \
		'C1001 owner false'
}

@test "a customer who is no staff may do what customers may" {
	shop --home "$BATS_TEST_TMPDIR/shared" init --group 4321
	export SHOP_HOME=$BATS_TEST_TMPDIR/shared
	as_user 4321 register --name Eve --phone 0163212345 --password-file - \
		<<<"$ADA_PASSWORD"
	as_user 4321 account edit --email eve@example.org
	as_user 4321 account --json
	assert_json .email eve@example.org
	as_user 4321 -77 --for C1001 account
	assert_error "shop: '--for' is for clerks and above; the user with the number 4321 is not staff (an owner may change that: admin staff add)"
}

@test "whoami of a person who is neither says how to become one" {
	shop --home "$BATS_TEST_TMPDIR/shared" init --group 4321
	export SHOP_HOME=$BATS_TEST_TMPDIR/shared
	as_user 4321 -77 whoami
	assert_error 'shop: you are not logged in (login or register)'
	as_user 4321 register --name Eve --phone 0163212345 --password-file - \
		<<<"$ADA_PASSWORD"
	as_user 4321 whoami --json
	assert_output '{"schema":1,"customer":"C1001","name":"Eve","phone":"0163212345","email":"","role":"customer"}'
}

@test "on a terminal login asks, the password unseen" {
	at_terminal login
	await 'phone number or e-mail address: '
	answer ada@example.org
	await 'password: '
	answer "$ADA_PASSWORD"
	leave 0
	[[ $seen != *"$ADA_PASSWORD"* ]]
	shop account
}

@test "on a terminal a one-time password is changed by asking" {
	one_time
	at_terminal login ada@example.org
	await 'password: '
	answer "$once"
	await 'new password: '
	answer 'battery staple'
	await 'the same again: '
	answer 'battery staple'
	leave 0
	log_in ada@example.org 'battery staple'
}

@test "on a terminal passwd asks for both passwords" {
	log_in ada@example.org "$ADA_PASSWORD"
	at_terminal passwd
	await 'password so far: '
	answer "$ADA_PASSWORD"
	await 'new password: '
	answer 'battery staple'
	await 'the same again: '
	answer 'battery staple'
	leave 0
	[[ $seen != *staple* ]]
	log_in ada@example.org 'battery staple'
}

@test "a question that is broken off ends the command" {
	at_terminal login ada@example.org
	await 'password: '
	press $'\003'
	leave 130
}
