#include "account_shop.h"

#include "account/identity.h"
#include "account/login.h"
#include "account/staff.h"

static struct staff
person(uint64_t uid, const char *name, enum role role)
{
	struct staff staff;

	record_init(&staff_record, &staff);
	staff.uid = uid;
	staff.name = name;
	staff.role = (int)role;
	return staff;
}

static void
add_staff(struct step *step, struct err *err)
{
	const struct staff owner = person(1000, "olga", ROLE_OWNER);
	const struct staff clerk = person(1001, "carl", ROLE_CLERK);

	CHECK(staff_add(step->people.txn, &owner, err));
	CHECK(staff_add(step->people.txn, &clerk, err));
}

static void
change_staff(struct step *step, struct err *err)
{
	const struct staff clerk = person(1001, "carl", ROLE_CLERK);
	const struct staff manager = person(1001, "carl", ROLE_MANAGER);
	struct txn *txn = step->people.txn;
	struct staff staff;
	bool found;

	expect_status(staff_add(txn, &clerk, err), ST_EXISTS, "'carl' is clerk", err);
	CHECK(staff_add(txn, &manager, err));
	CHECK(staff_get(txn, 1001, &staff, &found, err));
	assert_true(found);
	assert_int_equal(staff.role, ROLE_MANAGER);
	CHECK(staff_disable(txn, 1001, err));
	expect_status(staff_disable(txn, 1001, err), ST_UNCHANGED, "'carl'", err);
	CHECK(staff_add(txn, &manager, err));
	CHECK(staff_get(txn, 1001, &staff, &found, err));
	assert_false(staff.disabled);
	expect_status(staff_disable(txn, 77, err), ST_NOT_FOUND, "77", err);
}

static void
a_staff_account_is_added_changed_disabled_and_brought_back(void **state)
{
	in_shop(state, add_staff, NULL);
	in_shop(state, change_staff, NULL);
}

static void
drop_owner(struct step *step, struct err *err)
{
	const struct staff demoted = person(1000, "olga", ROLE_CLERK);
	const struct staff second = person(1001, "carl", ROLE_OWNER);
	struct txn *txn = step->people.txn;

	expect_status(staff_disable(txn, 1000, err), ST_REFUSED, "no owner", err);
	expect_status(staff_add(txn, &demoted, err), ST_REFUSED, "no owner", err);
	CHECK(staff_add(txn, &second, err));
	CHECK(staff_add(txn, &demoted, err));
	expect_status(staff_disable(txn, 1001, err), ST_REFUSED, "no owner", err);
}

static void
a_shop_keeps_an_owner(void **state)
{
	in_shop(state, add_staff, NULL);
	in_shop(state, drop_owner, NULL);
}

static void
add_wrong(struct step *step, struct err *err)
{
	const struct staff customer = person(5, "x", ROLE_CUSTOMER);
	const struct staff nobody = person(UINT32_MAX, "x", ROLE_OWNER);
	bool found = true;
	struct staff staff;

	expect_status(staff_add(step->people.txn, &customer, err), ST_BAD_DATA,
		"reporter, clerk, manager or owner", err);
	expect_status(staff_add(step->people.txn, &nobody, err), ST_BAD_DATA,
		"4294967295", err);
	CHECK(staff_get(
		step->people.txn, UINT64_C(1) << 32 | 1000, &staff, &found, err));
	assert_false(found);
}

static void
only_staff_roles_and_users_are_staff(void **state)
{
	in_shop(state, add_staff, NULL);
	in_shop(state, add_wrong, NULL);
}

static void
list_staff(struct step *step, struct err *err)
{
	const struct staff *staff;
	struct list all;

	CHECK(staff_list(step->people.txn, &all, err));
	assert_int_equal(all.count, 2);
	staff = all.items;
	assert_string_equal(staff[0].name, "olga");
	assert_string_equal(staff[1].name, "carl");
	assert_int_equal(staff[1].added_at, 1800000000 * SECOND);
}

static void
staff_are_listed_by_uid(void **state)
{
	in_shop(state, add_staff, NULL);
	in_shop(state, list_staff, NULL);
}

static void
find_identities(struct step *step, struct err *err)
{
	struct txn *txn = step->people.txn;
	struct secret none = { NULL, 0 };
	struct secret token = { NULL, 0 };
	struct identity identity;

	CHECK(identity_find(txn, &none, 1001, &identity, err));
	assert_int_equal(identity.role, ROLE_CLERK);
	assert_string_equal(identity.staff_name, "carl");
	assert_int_equal(identity.customer, 0);
	CHECK(identity_find(txn, &none, 4711, &identity, err));
	assert_int_equal(identity.role, ROLE_ANY);
	CHECK(secret_take(&token, TOKEN_SIZE, err));
	CHECK(session_open(txn, 1001, &token, err));
	CHECK(identity_find(txn, &token, 1000, &identity, err));
	assert_int_equal(identity.role, ROLE_OWNER);
	assert_int_equal(identity.customer, 1001);
	assert_false(identity.session_stale);
	CHECK(staff_disable(txn, 1001, err));
	CHECK(identity_find(txn, &none, 1001, &identity, err));
	assert_int_equal(identity.role, ROLE_ANY);
	secret_free(&token);
}

static void
one_is_staff_by_uid_and_customer_by_session(void **state)
{
	in_shop(state, add_staff, NULL);
	in_shop(state, find_identities, NULL);
}

static enum status
require(enum role mine, enum role wanted, struct err *err)
{
	const struct identity identity = { .uid = 42, .role = (int)mine };

	return identity_require(&identity, wanted, "admin import", false, err);
}

static void
each_role_may_what_those_before_it_may(void **state)
{
	struct err err = { 0 };
	int mine;
	int wanted;

	(void)state;
	for (mine = ROLE_REPORTER; mine <= ROLE_OWNER; mine++)
		for (wanted = ROLE_REPORTER; wanted <= ROLE_OWNER; wanted++)
			assert_int_equal(
				require((enum role)mine, (enum role)wanted, &err),
				mine >= wanted ? ST_OK : ST_NOT_ALLOWED);
	assert_int_equal(require(ROLE_ANY, ROLE_ANY, &err), ST_OK);
}

static void
a_refusal_names_the_role_and_the_way_out(void **state)
{
	const struct identity clerk = { .uid = 42, .role = ROLE_CLERK };
	const struct identity stranger = { .uid = 42, .role = ROLE_ANY };
	const struct identity buyer = { .uid = 42, .role = ROLE_ANY, .customer = 1 };
	struct err err = { 0 };

	(void)state;
	expect_status(
		identity_require(&clerk, ROLE_MANAGER, "admin import", false, &err),
		ST_NOT_ALLOWED,
		"'admin import' is for managers and above; you are a clerk", &err);
	expect_status(
		identity_require(&clerk, ROLE_OWNER, "admin config", false, &err),
		ST_NOT_ALLOWED, "'admin config' is for owners; you are a clerk",
		&err);
	expect_status(
		identity_require(&stranger, ROLE_CLERK, "admin stock", false, &err),
		ST_NOT_ALLOWED, "42 is not staff", &err);
	expect_status(
		identity_require(&stranger, ROLE_CUSTOMER, "cart add", false, &err),
		ST_NOT_LOGGED_IN, "'cart add' is for customers (login or register",
		&err);
	expect_status(
		identity_require(&clerk, ROLE_CUSTOMER, "cart add", false, &err),
		ST_NOT_LOGGED_IN, "--for", &err);
	expect_status(
		identity_require(&buyer, ROLE_CUSTOMER, "cart add", false, &err),
		ST_OK, NULL, &err);
	expect_status(identity_require(&clerk, ROLE_CUSTOMER, "cart add", true, &err),
		ST_OK, NULL, &err);
	expect_status(identity_require(&buyer, ROLE_CUSTOMER, "cart add", true, &err),
		ST_NOT_ALLOWED, "'--for' is for clerks and above", &err);
}

static void
users_are_found_without_the_name_service(void **state)
{
	struct arena arena = { NULL };
	struct err error = { 0 };
	struct err *err = &error;
	const char *name;
	uint64_t id;

	(void)state;
	CHECK(os_user_find("root", &id, err));
	assert_int_equal(id, 0);
	CHECK(os_user_find("4242424", &id, err));
	assert_int_equal(id, 4242424);
	CHECK(os_group_find("root", &id, err));
	assert_int_equal(id, 0);
	CHECK(os_user_name(0, &arena, &name, err));
	assert_string_equal(name, "root");
	CHECK(os_user_name(4242424, &arena, &name, err));
	assert_string_equal(name, "4242424");
	expect_status(os_user_find("no such user", &id, err), ST_NOT_FOUND,
		"'no such user'", err);
	expect_status(os_user_find("4294967295", &id, err), ST_NOT_FOUND, NULL, err);
	expect_status(os_user_find("", &id, err), ST_NOT_FOUND, NULL, err);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(a_staff_account_is_added_changed_disabled_and_brought_back),
		OVER_BOTH(a_shop_keeps_an_owner),
		OVER_BOTH(only_staff_roles_and_users_are_staff),
		OVER_BOTH(staff_are_listed_by_uid),
		OVER_BOTH(one_is_staff_by_uid_and_customer_by_session),
		cmocka_unit_test(each_role_may_what_those_before_it_may),
		cmocka_unit_test(a_refusal_names_the_role_and_the_way_out),
		cmocka_unit_test(users_are_found_without_the_name_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
