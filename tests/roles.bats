#!/usr/bin/env bats
# Which command is for whom. The lists of commands.md are written out here once more,
# so that a command cannot come to be for others unseen.

load helper

# What each command must be given is read from its help, once for all tests.
setup_file()
{
	local command words

	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
	isolate
	while read -r command <&3; do
		read_needed "$command"
		printf '%s\t%s\n' "$command" "${words[*]}"
	done 3< <(commands) >"$BATS_FILE_TMPDIR/needed"
}

# Each role may what those before it may.
ROLES=(reporter clerk manager owner)

# role_of COMMAND: sets $role to who may run it at least.
role_of()
{
	case $1 in
	'admin orders' | 'admin order show' | 'admin order explain' | 'admin report '*)
		role=reporter ;;
	'admin stock show' | 'admin stock log' | 'admin stock low' | \
		'admin price-history')
		role=clerk ;;
	'admin order '* | 'admin customers '* | 'admin payments '*)
		role=clerk ;;
	'admin add-product' | 'admin edit-product' | 'admin remove-product' | \
		'admin import' | 'admin export' | 'admin stock '* | \
		'admin promotion '* | 'admin sale '* | 'admin tax '* | \
		'admin shipping '* | \
		'admin synonyms '* | 'admin log')
		role=manager ;;
	'admin staff '* | 'admin config '* | 'admin hooks '* | 'admin key '* | \
		'admin check' | 'admin reindex' | 'admin stats' | 'admin backup')
		role=owner ;;
	'admin restore')
		role=any ;;
	*)
		echo "no role is written down for '$1'" >&2
		return 1
		;;
	esac
}

commands()
{
	shop help --dump
	grep -P '^admin [^\t]*\t\t' <<<"$output" | cut -f 1
}

# needed COMMAND: sets $words to the command and what it must be given.
needed()
{
	local line

	line=$(grep -P "^$1\t" "$BATS_FILE_TMPDIR/needed")
	read -r -a words <<<"${line#*	}"
}

# As its usage says: what is not in brackets.
read_needed()
{
	local usage word

	read -r -a words <<<"$1"
	shop help "${words[@]}"
	usage=$(sed -n '/^usage: shop /,/^$/p' <<<"$output" | tr -s '\n ' ' ')
	usage=${usage#usage: shop "$1"}
	usage=$(sed -E 's/\[[^]]*\](\.\.\.)?//g; s/\.\.\.//g' <<<"$usage")
	for word in $usage; do
		case $word in
		--*) words+=("$word") ;;
		ORDER) words+=(1001) ;;
		COUNT | N) words+=(1) ;;
		SETTING) words+=(shop.name) ;;
		ROLE | *'|'*) words+=("${word%%|*}") ;;
		*) words+=(x) ;;
		esac
	done
}

shared_shop()
{
	[ "$(id -u)" -eq 0 ] || skip "running as another user takes root"
	new_shop --group 4321
}

@test "every admin command has its role" {
	local role command

	while read -r command; do
		role_of "$command"
	done < <(commands)
}

@test "every admin command refuses who is not staff, before anything else" {
	local role words command for

	shared_shop
	while read -r command <&3; do
		role_of "$command"
		[ "$role" != any ] || continue
		needed "$command"
		for=" and above"
		[ "$role" != owner ] || for=
		as_user 4321 -77 "${words[@]}"
		assert_error "shop: '$command' is for ${role}s$for; the user with the number 4321 is not staff (an owner may change that: admin staff add)"
		refute_output
	done 3< <(commands)
}

# refused_below ROLE: what is for those above it refuses it, what is for it does not.
refused_below()
{
	local i role words command own for rank=-1

	shared_shop
	shop admin staff add --os-user 4321 --role "$1"
	for i in 0 1 2 3; do
		[ "${ROLES[i]}" != "$1" ] || own=$i
	done
	while read -r command <&3; do
		role_of "$command"
		needed "$command"
		for i in 0 1 2 3; do
			[ "${ROLES[i]}" != "$role" ] || rank=$i
		done
		if [ "$role" = any ] || [ "$rank" -le "$own" ]; then
			[ "$rank" -eq "$own" ] || continue
			as_user_any 4321 "${words[@]}"
			refute_error -p ' is for '
			continue
		fi
		for=" and above"
		[ "$role" != owner ] || for=
		as_user 4321 -77 "${words[@]}"
		assert_error "shop: '$command' is for ${role}s$for; you are a $1 (an owner may change that: admin staff add)"
	done 3< <(commands)
}

# As as_user, whatever the exit status.
as_user_any()
{
	local status=0

	as_user "$@" 2>/dev/null || status=$?
}

@test "a reporter may what reporters may" {
	refused_below reporter
}

@test "a clerk may what clerks may" {
	refused_below clerk
}

@test "a manager may what managers may" {
	refused_below manager
}

@test "an owner may everything" {
	refused_below owner
}

@test "who was disabled may nothing" {
	shared_shop
	shop admin staff add --os-user 4321 --role owner
	as_user 4321 admin staff
	shop admin staff disable --os-user 4321
	as_user 4321 -77 admin staff
	assert_error -p "the user with the number 4321 is not staff"
}

@test "a reporter does not act for customers" {
	shared_shop
	shop admin customers add --name Ada --phone 0163212345
	shop admin staff add --os-user 4321 --role reporter
	as_user 4321 -77 --for C1001 account
	assert_error "shop: '--for' is for clerks and above; you are a reporter (an owner may change that: admin staff add)"
	shop admin staff add --os-user 4321 --role clerk
	as_user 4321 --for C1001 account
}

@test "customer commands want a customer, whatever the role" {
	shop --home "$BATS_TEST_TMPDIR/own" init
	local command

	for command in account 'account edit --name x' cart orders passwd; do
		# shellcheck disable=SC2086
		shop -77 --home "$BATS_TEST_TMPDIR/own" $command
		assert_error -p 'is for customers (login or register first'
	done
}

@test "who may not open the shop's folder is told so" {
	[ "$(id -u)" -eq 0 ] || skip "running as another user takes root"
	new_shop
	as_user 4321 -77 admin orders
	assert_error -p "$SHOP_HOME"
}
