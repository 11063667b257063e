#include "account_shop.h"

#include "account/contact.h"
#include "account/customer_store.h"
#include "account/login.h"

static void
add_ann(struct step *step, struct err *err)
{
	struct customer customer = ann();

	CHECK(customer_add(&step->people, &customer, err));
	assert_int_equal(customer.id, 1001);
	assert_string_equal(customer.customer, "C1001");
	assert_int_equal(customer.registered_at, 1800000000 * SECOND);
}

static void
add_bob(struct step *step, struct err *err)
{
	struct customer customer = bob();

	CHECK(customer_add(&step->people, &customer, err));
}

static struct customer
get(struct step *step, uint64_t id, struct err *err)
{
	struct customer customer = { 0 };
	bool found = false;

	CHECK(customer_get(&step->people, id, &customer, &found, err));
	assert_true(found);
	return customer;
}

static void
check_ann(struct step *step, struct err *err)
{
	struct customer customer = get(step, 1001, err);

	assert_string_equal(customer.customer, "C1001");
	assert_string_equal(customer.name, "Ann Example");
	assert_string_equal(customer.phone, "+491711234567");
	assert_string_equal(customer.email, "ann@example.com");
	assert_string_equal(customer.address, "Long Street 1\n10115 Berlin");
	assert_string_equal(customer.country, "DE");
	assert_string_equal(customer.group, "wholesale");
	assert_string_equal(customer.note, "prefers mornings");
	assert_false(customer.disabled);
}

static void
a_customer_reads_back_in_canonical_forms(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, check_ann, NULL);
}

static void
find_ann(struct step *step, struct err *err)
{
	static const char *const ways[] = { "C1001", "c1001", "+491711234567",
		"0049 171-1234567", "ANN@example.COM", " ann@example.com " };
	static const char *const others[] = { "C1002", "C999", "", "ann", "0171 1",
		"bob@example.com", "+491711234568", "a@b@c", "1001" };
	struct customer customer;
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		CHECK(customer_find(&step->people, ways[i], &customer, err));
		assert_int_equal(customer.id, 1001);
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		expect_status(customer_find(&step->people, others[i], &customer, err),
			ST_NOT_FOUND, others[i], err);
}

static void
a_customer_is_found_by_phone_email_or_id(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, find_ann, NULL);
}

static void
find_bob(struct step *step, struct err *err)
{
	struct customer customer;

	CHECK(customer_find(&step->people, "030 998877", &customer, err));
	CHECK(setting_set(step->people.txn, "shop.calling-code", "+49", err));
	CHECK(customer_find(&step->people, "030 998877", &customer, err));
	assert_int_equal(customer.id, 1001);
}

static void
a_phone_stored_before_the_calling_code_was_set_is_found(void **state)
{
	in_shop(state, add_bob, NULL);
	in_shop(state, find_bob, NULL);
}

static void
add_doubles(struct step *step, struct err *err)
{
	struct customer customer = bob();

	customer.phone = "0049171/1234567";
	expect_status(customer_add(&step->people, &customer, err), ST_EXISTS,
		"'+491711234567'", err);
	assert_int_equal(customer.id, 0);
	customer = bob();
	customer.email = "ANN@EXAMPLE.COM";
	expect_status(customer_add(&step->people, &customer, err), ST_EXISTS,
		"'ann@example.com'", err);
}

static void
phone_and_email_belong_to_one_customer(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, add_doubles, NULL);
}

/* A customer with one field that no customer may have. */
struct bad {
	size_t offset;
	const char *text;
	const char *message;
};

static void
add_bad(struct step *step, struct err *err)
{
	static char long_name[CUSTOMER_NAME_SIZE_MAX + 2];
	static char long_address[ADDRESS_SIZE_MAX + 2];
	const struct bad bads[] = {
		{ offsetof(struct customer, name), "", "needs a name" },
		{ offsetof(struct customer, name), "  ", "needs a name" },
		{ offsetof(struct customer, name), "Ann\nExample", "name holds" },
		{ offsetof(struct customer, name), "Ann\xff", "name holds" },
		{ offsetof(struct customer, name), long_name, "200 bytes" },
		{ offsetof(struct customer, name), "4111 1111 1111 1111",
			"card's number" },
		{ offsetof(struct customer, address), "Way 1\n4111111111111111",
			"address holds a payment card's number" },
		{ offsetof(struct customer, address), long_address, "2000 bytes" },
		{ offsetof(struct customer, address), "Way\x1b[1m", "address holds" },
		{ offsetof(struct customer, note), "pays with 5555-5555-5555-4444",
			"note holds a payment card's number" },
		{ offsetof(struct customer, country), "XX", "'XX'" },
		{ offsetof(struct customer, country), "Germany", "'Germany'" },
		{ offsetof(struct customer, phone), "call me", "'call me'" },
		{ offsetof(struct customer, phone), "", "a phone number or" },
		{ offsetof(struct customer, email), "ann", "'ann'" },
		{ offsetof(struct customer, group), "a\tb", "group holds" },
	};
	size_t i;

	memset(long_name, 'n', sizeof(long_name) - 1);
	memset(long_address, 'a', sizeof(long_address) - 1);
	for (i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct customer customer = bob();

		memcpy((char *)&customer + bads[i].offset, &bads[i].text,
			sizeof(const char *));
		expect_status(customer_add(&step->people, &customer, err),
			ST_BAD_DATA, bads[i].message, err);
	}
}

static void
a_customer_with_a_bad_field_is_refused(void **state)
{
	in_shop(state, add_bad, NULL);
}

static void
add_numbered(struct step *step, struct err *err)
{
	struct customer customer = bob();
	char id[CUSTOMER_ID_TEXT_MAX];
	char phone[32];
	int i;

	for (i = 1; i <= 3; i++) {
		snprintf(phone, sizeof(phone), "555000%d", i);
		customer.phone = phone;
		CHECK(customer_add(&step->people, &customer, err));
		customer_id_format(1000 + (uint64_t)i, id);
		assert_string_equal(customer.customer, id);
	}
}

static void
list_all(struct step *step, struct err *err)
{
	struct customer customer = { 0 };
	uint64_t count = 0;
	bool found;

	CHECK(customer_next(&step->people, 0, &customer, &found, err));
	while (found) {
		count++;
		assert_int_equal(customer.id, 1000 + count);
		assert_string_equal(customer.name, "Bob Sample");
		CHECK(customer_next(
			&step->people, customer.id, &customer, &found, err));
	}
	assert_int_equal(count, 3);
}

static void
customers_are_numbered_from_C1001_and_listed_in_order(void **state)
{
	in_shop(state, add_numbered, NULL);
	in_shop(state, list_all, NULL);
}

static void
change_ann(struct step *step, struct err *err)
{
	struct customer now = get(step, 1001, err);
	const struct change *change;
	struct list changes;
	struct customer other;

	now.phone = "+49 30 555123";
	now.country = "at";
	CHECK(customer_change(&step->people, &now, &changes, err));
	assert_int_equal(changes.count, 2);
	change = changes.items;
	assert_string_equal(change[0].field, "phone");
	assert_string_equal(change[0].old, "+491711234567");
	assert_string_equal(change[0].new, "+4930555123");
	assert_string_equal(change[1].new, "AT");
	expect_status(customer_find(&step->people, "+491711234567", &other, err),
		ST_NOT_FOUND, NULL, err);
	CHECK(customer_find(&step->people, "+4930555123", &other, err));
	assert_string_equal(other.country, "AT");
}

static void
a_changed_phone_moves_in_the_index(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, change_ann, NULL);
}

static void
count_events(struct step *step, struct err *err)
{
	struct event_filter filter = { .subject_kind = "customer",
		.subject = "C1001" };
	size_t *count = step->arg;
	struct event_scan *scan;
	struct event event;
	bool found;

	*count = 0;
	CHECK(event_scan_open(step->people.txn, &filter, &scan, err));
	CHECK(event_next(scan, &event, &found, err));
	while (found) {
		++*count;
		CHECK(event_next(scan, &event, &found, err));
	}
}

static void
change_nothing(struct step *step, struct err *err)
{
	struct customer now = get(step, 1001, err);
	struct list changes;

	CHECK(customer_change(&step->people, &now, &changes, err));
	assert_int_equal(changes.count, 0);
	now.phone = "0049 (171) 1234567";
	now.email = "ANN@example.com";
	now.country = "de";
	CHECK(customer_change(&step->people, &now, &changes, err));
	assert_int_equal(changes.count, 0);
}

static void
an_unchanged_customer_writes_no_event(void **state)
{
	size_t count;

	in_shop(state, add_ann, NULL);
	in_shop(state, change_nothing, NULL);
	in_shop(state, count_events, &count);
	assert_int_equal(count, 1);
}

static void
take_anns_phone(struct step *step, struct err *err)
{
	struct customer now = get(step, 1002, err);
	struct list changes;

	now.phone = "+491711234567";
	expect_status(customer_change(&step->people, &now, &changes, err), ST_EXISTS,
		"'+491711234567'", err);
}

static void
a_change_cannot_take_anothers_phone(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, add_bob, NULL);
	in_shop(state, take_anns_phone, NULL);
}

static enum status
refuse_once(void *arg, bool *retry, struct err *err)
{
	int *refusals = arg;

	if ((*refusals)-- <= 0)
		return ST_OK;
	*retry = true;
	return fail(err, ST_BUSY, "once more");
}

static enum status
add_given(struct txn *txn, void *arg, struct err *err)
{
	struct step_call *call = arg;
	const struct people people = { txn, &call->shop->key };

	return customer_add(&people, call->arg, err);
}

static void
a_commit_tried_again_adds_the_same_customer(void **state)
{
	struct shop *shop = *state;
	struct customer customer = ann();
	struct step_call call = { shop, NULL, &customer };
	struct err error = { 0 };
	struct err *err = &error;
	int refusals = 1;

	store_set_commit_hook(shop->store, refuse_once, &refusals);
	CHECK(store_write(shop->store, &shop->arena, add_given, &call, err));
	store_set_commit_hook(shop->store, NULL, NULL);
	assert_int_equal(refusals, -1);
	assert_string_equal(customer.customer, "C1001");
	in_shop(state, check_ann, NULL);
}

static void
change_note(struct step *step, struct err *err)
{
	struct customer now = get(step, 1001, err);
	struct list changes;

	now.note = "Nobody knows";
	CHECK(customer_change(&step->people, &now, &changes, err));
	CHECK(credential_set(step->people.txn, 1001, "$argon2id$x", false, err));
}

static void
try_login(struct step *step, struct err *err)
{
	struct login_try attempt;

	CHECK(login_begin(&step->people, "ann@example.com", &attempt, err));
	CHECK(login_begin(&step->people, "bob@example.com", &attempt, err));
}

struct faults {
	size_t count;
	char kinds[256];
};

static void
note_fault(void *arg, const char *kind, const char *subject, const char *message)
{
	struct faults *faults = arg;
	size_t used = strlen(faults->kinds);

	(void)message;
	faults->count++;
	snprintf(faults->kinds + used, sizeof(faults->kinds) - used, "%s %s;", kind,
		subject);
}

static struct faults
prove(struct step *step, struct err *err)
{
	struct faults faults = { 0 };
	uint64_t count;

	CHECK(customer_prove(&step->people, note_fault, &faults, &count, err));
	return faults;
}

static void
prove_whole(struct step *step, struct err *err)
{
	struct faults faults = prove(step, err);

	if (faults.count > 0)
		fail_msg("%s", faults.kinds);
}

static void
prove_broken(struct step *step, struct err *err)
{
	struct contact phone = { CONTACT_PHONE, "+491711234567" };
	struct contact stray = { CONTACT_EMAIL, "stray@example.com" };
	struct faults faults;

	CHECK(contact_release(&step->people, phone, err));
	faults = prove(step, err);
	assert_string_equal(faults.kinds, "contact C1001;contact ;");
	CHECK(contact_claim(&step->people, phone, 1001, err));
	CHECK(contact_claim(&step->people, stray, 4711, err));
	faults = prove(step, err);
	assert_string_equal(faults.kinds, "contact C4711;contact ;");
	CHECK(contact_release(&step->people, stray, err));
	CHECK(credential_set(step->people.txn, 4712, "x", false, err));
	faults = prove(step, err);
	assert_string_equal(faults.kinds, "credential C4712;");
}

static void
the_proof_names_rows_without_customers(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, add_bob, NULL);
	in_shop(state, change_note, NULL);
	in_shop(state, try_login, NULL);
	in_shop(state, prove_whole, NULL);
	in_shop(state, prove_broken, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(a_customer_reads_back_in_canonical_forms),
		OVER_BOTH(a_customer_is_found_by_phone_email_or_id),
		OVER_BOTH(a_phone_stored_before_the_calling_code_was_set_is_found),
		OVER_BOTH(phone_and_email_belong_to_one_customer),
		OVER_BOTH(a_customer_with_a_bad_field_is_refused),
		OVER_BOTH(customers_are_numbered_from_C1001_and_listed_in_order),
		OVER_BOTH(a_changed_phone_moves_in_the_index),
		OVER_BOTH(an_unchanged_customer_writes_no_event),
		OVER_BOTH(a_change_cannot_take_anothers_phone),
		OVER_BOTH(a_commit_tried_again_adds_the_same_customer),
		OVER_BOTH(the_proof_names_rows_without_customers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
