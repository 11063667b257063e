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

/* Texts that must lie nowhere in what is stored. */
static const char *const personal[] = { "Ann Example", "ann example", "Example",
	"1711234567", "171 1234567", "ann@example", "Ann@Example", "Long Street",
	"Berlin", "prefers", "Nobody knows", "Bob", "998877" };

static void
search_bytes(struct bytes bytes, const char *where)
{
	size_t i;

	for (i = 0; i < sizeof(personal) / sizeof(personal[0]); i++)
		if (bytes.size > 0 && memmem(bytes.data, bytes.size, personal[i],
					      strlen(personal[i])))
			fail_msg("'%s' lies in %s", personal[i], where);
}

static void
search_tables(struct step *step, struct err *err)
{
	uint64_t rows = 0;
	int table;

	for (table = 0; table < TABLE_COUNT; table++) {
		struct scan *scan;
		struct bytes key;
		struct bytes value;
		bool found;

		CHECK(scan_open(step->people.txn, (enum table)table,
			(struct scan_range){ 0 }, &scan, err));
		CHECK(scan_next(scan, &key, &value, &found, err));
		while (found) {
			rows++;
			search_bytes(key, table_infos[table].name);
			search_bytes(value, table_infos[table].name);
			CHECK(scan_next(scan, &key, &value, &found, err));
		}
		scan_close(scan);
	}
	assert_true(rows > 10);
}

static void
search_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t size;

	if (!file)
		return;
	data = malloc(16 * 1024 * 1024);
	assert_non_null(data);
	size = fread(data, 1, 16 * 1024 * 1024, file);
	assert_true(size > 0);
	search_bytes((struct bytes){ data, size }, path);
	free(data);
	fclose(file);
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

static void
a_stolen_store_gives_no_personal_data(void **state)
{
	struct shop *shop = *state;
	char path[128];

	in_shop(state, add_ann, NULL);
	in_shop(state, add_bob, NULL);
	in_shop(state, change_note, NULL);
	in_shop(state, try_login, NULL);
	in_shop(state, search_tables, NULL);
	snprintf(path, sizeof(path), "%s/data.mdb", shop->folder);
	search_file(path);
}

static void
move_texts(struct step *step, struct err *err)
{
	struct customer_stored mine;
	struct customer_stored swapped;
	struct customer_stored theirs;
	struct customer customer;
	bool found;

	CHECK(customer_stored_get(step->people.txn, 1001, &mine, &found, err));
	CHECK(customer_stored_get(step->people.txn, 1002, &theirs, &found, err));
	swapped = mine;
	swapped.name = mine.address;
	CHECK(customer_stored_put(step->people.txn, 1001, &swapped, err));
	expect_status(customer_get(&step->people, 1001, &customer, &found, err),
		ST_CORRUPT, NULL, err);
	CHECK(customer_stored_put(step->people.txn, 1001, &mine, err));
	theirs.name = mine.name;
	CHECK(customer_stored_put(step->people.txn, 1002, &theirs, err));
	expect_status(customer_get(&step->people, 1002, &customer, &found, err),
		ST_CORRUPT, NULL, err);
}

static void
a_sealed_text_opens_in_its_own_field_and_record_only(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, add_bob, NULL);
	in_shop(state, move_texts, NULL);
}

static void
move_place(struct step *step, struct err *err)
{
	struct arena *arena = txn_arena(step->people.txn);
	const struct privacy_place place = { TABLE_ORDER, 7, 3 };
	const struct privacy_place others[] = { { TABLE_FACT, 7, 3 },
		{ TABLE_ORDER, 8, 3 }, { TABLE_ORDER, 7, 4 } };
	struct privacy privacy;
	struct bytes sealed;
	const char *text;
	size_t i;

	CHECK(privacy_open(
		step->people.txn, step->people.shop_key, 1001, &privacy, err));
	CHECK(privacy_seal(&privacy, place, "hello", arena, &sealed, err));
	CHECK(privacy_unseal(&privacy, place, sealed, arena, &text, err));
	assert_string_equal(text, "hello");
	for (i = 0; i < 3; i++)
		expect_status(privacy_unseal(
				      &privacy, others[i], sealed, arena, &text, err),
			ST_CORRUPT, NULL, err);
	CHECK(privacy_seal(&privacy, place, "", arena, &sealed, err));
	assert_int_equal(sealed.size, 0);
	privacy_close(&privacy);
	privacy_close(&privacy);
}

static void
a_sealed_text_is_bound_to_table_record_and_field(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, move_place, NULL);
}

static void
remove_key(struct step *step, struct err *err)
{
	struct key key = key_u64(1001);
	struct list changes;
	struct customer now;
	bool found;

	CHECK(txn_delete(
		step->people.txn, TABLE_CUSTOMER_KEY, key_bytes(&key), &found, err));
	assert_true(found);
	now = get(step, 1001, err);
	assert_string_equal(now.name, "");
	assert_string_equal(now.phone, "");
	assert_string_equal(now.address, "");
	assert_string_equal(now.country, "DE");
	now.note = "back again";
	expect_status(customer_change(&step->people, &now, &changes, err), ST_REFUSED,
		"erased", err);
}

static void
without_the_customers_key_texts_read_as_nothing(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, remove_key, NULL);
}

static void
read_without_key(struct step *step, struct err *err)
{
	struct people blind = { step->people.txn, NULL };
	struct customer customer = { 0 };
	bool found;

	CHECK(customer_get(&blind, 1001, &customer, &found, err));
	assert_true(found);
	assert_string_equal(customer.name, "");
	assert_string_equal(customer.group, "wholesale");
	CHECK(customer_find(&blind, "C1001", &customer, err));
	expect_status(customer_find(&blind, "ann@example.com", &customer, err),
		ST_CONFIG, "key", err);
	customer = bob();
	expect_status(customer_add(&blind, &customer, err), ST_CONFIG, "key", err);
}

static void
without_the_shops_key_only_the_books_are_read(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, read_without_key, NULL);
}

static void
read_with_wrong_key(struct step *step, struct err *err)
{
	struct secret wrong = { NULL, 0 };
	struct people people = { step->people.txn, &wrong };
	struct customer customer;
	bool found;

	CHECK(secret_take(&wrong, KEY_SIZE, err));
	expect_status(customer_get(&people, 1001, &customer, &found, err), ST_CORRUPT,
		"shop's key", err);
	secret_free(&wrong);
}

static void
another_shops_key_opens_nothing(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, read_with_wrong_key, NULL);
}

/* The changes of the last event of C1001, in clear as people's key allows. */
static struct list
last_changes(struct step *step, const struct people *people, struct err *err)
{
	struct event_filter filter = {
		.subject_kind = "customer", .subject = "C1001", .newest_first = true
	};
	struct event_scan *scan;
	struct event event;
	bool found;

	CHECK(event_scan_open(step->people.txn, &filter, &scan, err));
	CHECK(event_next(scan, &event, &found, err));
	assert_true(found);
	CHECK(customer_change_clear(people, 1001, &event.changes, err));
	return event.changes;
}

static const struct change *
change_of(struct list changes, const char *field)
{
	const struct change *change = changes.items;
	size_t i;

	for (i = 0; i < changes.count; i++)
		if (strcmp(change[i].field, field) == 0)
			return &change[i];
	fail_msg("'%s' did not change", field);
	return NULL;
}

static void
read_log(struct step *step, struct err *err)
{
	struct people blind = { step->people.txn, NULL };
	struct key key = key_u64(1001);
	const struct change *change;
	bool found;

	change = change_of(last_changes(step, &step->people, err), "phone");
	assert_string_equal(change->old, "+491711234567");
	assert_string_equal(change->new, "+4930555123");
	change = change_of(last_changes(step, &step->people, err), "country");
	assert_string_equal(change->old, "DE");
	assert_string_equal(change->new, "AT");
	change = change_of(last_changes(step, &blind, err), "phone");
	assert_string_equal(change->new, "(sealed)");
	CHECK(txn_delete(
		step->people.txn, TABLE_CUSTOMER_KEY, key_bytes(&key), &found, err));
	change = change_of(last_changes(step, &step->people, err), "phone");
	assert_string_equal(change->new, "(erased)");
}

static void
the_log_is_clear_with_the_keys_only(void **state)
{
	in_shop(state, add_ann, NULL);
	in_shop(state, change_ann, NULL);
	in_shop(state, read_log, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OVER_BOTH(a_stolen_store_gives_no_personal_data),
		OVER_BOTH(a_sealed_text_opens_in_its_own_field_and_record_only),
		OVER_BOTH(a_sealed_text_is_bound_to_table_record_and_field),
		OVER_BOTH(without_the_customers_key_texts_read_as_nothing),
		OVER_BOTH(without_the_shops_key_only_the_books_are_read),
		OVER_BOTH(another_shops_key_opens_nothing),
		OVER_BOTH(the_log_is_clear_with_the_keys_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
