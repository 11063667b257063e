#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "base/clock.h"
#include "store/event.h"
#include "store_bench.h"

/* The event log: what it tells, and what of its chain's damage shows. */
static enum status
append(struct txn *txn, const char *kind, const char *subject, struct err *err)
{
	struct change change = { "price", "10.00", "12.00" };
	struct event event = {
		.subject_kind = kind,
		.subject = subject,
		.kind = "changed",
		.changes = { &change, 1 },
	};

	return event_append(txn, &event, err);
}

/* The arg is "product:A order:1 ...". */
static enum status
append_all(struct txn *txn, void *arg, struct err *err)
{
	char line[400];
	char *rest;
	char *one;

	snprintf(line, sizeof(line), "%s", (const char *)arg);
	for (one = strtok_r(line, " ", &rest); one;
		one = strtok_r(NULL, " ", &rest)) {
		char *subject = strchr(one, ':');

		*subject++ = '\0';
		TRY(append(txn, one, subject, err));
	}
	return ST_OK;
}

static void
append_text(struct bench *bench, const char *text)
{
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", text);
	bench_write(bench, append_all, copy);
}

static char five[] = "product:A order:1 product:AB order:2 product:A";

struct answer {
	struct event_filter filter;
	char line[1000];
	struct event last;
};

/* "1 product:A, 3 product:AB" */
static enum status
ask(struct txn *txn, void *arg, struct err *err)
{
	struct answer *answer = arg;
	struct event_scan *scan;
	struct event event;
	bool found;

	answer->line[0] = '\0';
	TRY(event_scan_open(txn, &answer->filter, &scan, err));
	for (;;) {
		size_t used = strlen(answer->line);

		TRY(event_next(scan, &event, &found, err));
		if (!found)
			return ST_OK;
		answer->last = event;
		snprintf(answer->line + used, sizeof(answer->line) - used,
			"%s%llu %s:%s", used ? ", " : "",
			(unsigned long long)event.number, event.subject_kind,
			event.subject);
	}
}

static void
expect(struct bench *bench, struct event_filter filter, const char *line)
{
	struct answer answer = { .filter = filter };

	bench_read(bench, ask, &answer);
	assert_string_equal(answer.line, line);
}

static void
an_event_says_who_did_what_to_what_when(void **state)
{
	struct bench *bench = *state;
	struct answer answer = { .filter = { .newest_first = true } };
	const struct change *change;
	int64_t before = clock_now();

	append_text(bench, "product:A");
	bench_read(bench, ask, &answer);
	assert_string_equal(answer.line, "1 product:A");
	assert_int_equal(answer.last.number, 1);
	assert_string_equal(answer.last.actor_kind, "staff");
	assert_int_equal(answer.last.actor_id, 1000);
	assert_string_equal(answer.last.command, "test");
	assert_string_equal(answer.last.kind, "changed");
	assert_string_equal(answer.last.note, "");
	assert_true(answer.last.at >= before && answer.last.at <= clock_now());
	assert_int_equal(answer.last.changes.count, 1);
	change = answer.last.changes.items;
	assert_string_equal(change->field, "price");
	assert_string_equal(change->old, "10.00");
	assert_string_equal(change->new, "12.00");
}

static void
events_are_found_by_subject_actor_and_number(void **state)
{
	struct bench *bench = *state;
	struct actor other = { "customer", 7, "checkout" };

	bench_write(bench, append_all, five);
	store_set_actor(bench->store, other);
	append_text(bench, "order:3 product:A");
	expect(bench, (struct event_filter){ .after = 0 },
		"1 product:A, 2 order:1, 3 product:AB, 4 order:2, 5 product:A, "
		"6 order:3, 7 product:A");
	expect(bench,
		(struct event_filter){ .subject_kind = "product", .subject = "A" },
		"1 product:A, 5 product:A, 7 product:A");
	expect(bench,
		(struct event_filter){ .subject_kind = "product",
			.subject = "A",
			.newest_first = true,
			.after = 1 },
		"7 product:A, 5 product:A");
	expect(bench,
		(struct event_filter){
			.subject_kind = "order", .newest_first = true },
		"6 order:3, 4 order:2, 2 order:1");
	expect(bench, (struct event_filter){ .subject = "AB" }, "3 product:AB");
	expect(bench,
		(struct event_filter){ .actor_kind = "customer", .actor_id = 7 },
		"6 order:3, 7 product:A");
	expect(bench, (struct event_filter){ .after = 6 }, "7 product:A");
	expect(bench, (struct event_filter){ .after = 7 }, "");
	expect(bench,
		(struct event_filter){ .subject_kind = "order", .subject = "9" }, "");
}

static void
set_clock(const char *now)
{
	assert_int_equal(setenv("SHOP_TEST_NOW", now, 1), 0);
}

static void
events_are_found_since_a_time(void **state)
{
	struct bench *bench = *state;
	int64_t noon;

	assert_true(time_parse("2026-11-02T12:00:00Z", &noon));
	set_clock("2026-11-01T12:00:00Z");
	append_text(bench, "product:A order:1");
	set_clock("2026-11-02T12:00:00Z");
	append_text(bench, "product:A");
	set_clock("2026-11-03T12:00:00Z");
	append_text(bench, "product:A");
	expect(bench, (struct event_filter){ .since = noon },
		"3 product:A, 4 product:A");
	expect(bench,
		(struct event_filter){ .since = noon + 1,
			.subject_kind = "product",
			.subject = "A" },
		"4 product:A");
	expect(bench, (struct event_filter){ .since = noon + 48 * HOUR }, "");
	expect(bench, (struct event_filter){ .since = 1, .newest_first = true },
		"4 product:A, 3 product:A, 2 order:1, 1 product:A");
	unsetenv("SHOP_TEST_NOW");
}

static void
a_clock_that_goes_back_does_not_take_the_log_with_it(void **state)
{
	struct bench *bench = *state;
	struct answer answer = { .filter = { .newest_first = false } };
	int64_t first;

	set_clock("2026-11-02T12:00:00Z");
	append_text(bench, "product:A");
	set_clock("2025-01-01T00:00:00Z");
	append_text(bench, "product:A");
	assert_true(time_parse("2026-11-02T12:00:00Z", &first));
	bench_read(bench, ask, &answer);
	assert_int_equal(answer.last.number, 2);
	assert_int_equal(answer.last.at, first);
	unsetenv("SHOP_TEST_NOW");
}

static void
long_subjects_are_found_too(void **state)
{
	struct bench *bench = *state;
	char line[400] = "product:";
	char subject[380];
	struct answer answer = { .filter = { .subject_kind = "product" } };

	memset(subject, 'x', sizeof(subject) - 1);
	subject[sizeof(subject) - 1] = '\0';
	strncat(line, subject, sizeof(line) - strlen(line) - 1);
	bench_write(bench, append_all, line);
	answer.filter.subject = subject;
	bench_read(bench, ask, &answer);
	assert_int_equal(answer.last.number, 1);
	assert_string_equal(answer.last.subject, subject);
}

/* The proof of the chain. */
struct proof {
	const char *head;
	const char *fault;
	uint64_t count;
	char kept[200];
	char text[500];
};

static enum status
prove(struct txn *txn, void *arg, struct err *err)
{
	struct proof *proof = arg;
	const char *head;

	TRY(event_head(txn, &head, err));
	snprintf(proof->kept, sizeof(proof->kept), "%s", head);
	TRY(event_verify(txn, proof->head, &proof->fault, &proof->count, err));
	snprintf(proof->text, sizeof(proof->text), "%s",
		proof->fault ? proof->fault : "");
	return ST_OK;
}

static void
expect_fault(struct bench *bench, const char *head, const char *fault)
{
	struct proof proof = { .head = head };

	bench_read(bench, prove, &proof);
	if (!strstr(proof.text, fault))
		print_error("fault: %s\n", proof.text);
	assert_non_null(proof.fault);
	assert_non_null(strstr(proof.text, fault));
}

static void
expect_sound(struct bench *bench, const char *head, uint64_t count)
{
	struct proof proof = { .head = head };

	bench_read(bench, prove, &proof);
	if (proof.fault)
		print_error("fault: %s\n", proof.text);
	assert_null(proof.fault);
	assert_int_equal(proof.count, count);
}

static void
a_chain_that_nobody_touched_is_sound(void **state)
{
	struct bench *bench = *state;
	struct proof proof = { .head = NULL };

	expect_sound(bench, NULL, 0);
	expect_sound(bench, "0:", 0);
	bench_write(bench, append_all, five);
	expect_sound(bench, NULL, 5);
	bench_read(bench, prove, &proof);
	expect_sound(bench, proof.kept, 5);
	bench_write(bench, append_all, five);
	expect_sound(bench, proof.kept, 10);
	expect_sound(bench, "0:", 10);
}

/* What somebody who can write the store, sums and all, but has not the key, does. */
static struct key
key_of(uint64_t number)
{
	struct key key = { .size = 0 };

	key_add_u16(&key, 0);
	key_add_u64(&key, number);
	return key;
}

static enum status
copy_event(struct txn *txn, uint64_t number, uint8_t data[1000], struct bytes *value,
	struct err *err)
{
	struct key key = key_of(number);
	bool found;

	TRY(txn_get(txn, TABLE_EVENT, key_bytes(&key), value, &found, err));
	assert_true(found && value->size <= 1000);
	memcpy(data, value->data, value->size);
	value->data = data;
	return ST_OK;
}

static enum status
put_event(struct txn *txn, uint64_t number, struct bytes value, struct err *err)
{
	struct key key = key_of(number);

	return txn_put(txn, TABLE_EVENT, key_bytes(&key), value, err);
}

static enum status
delete_event(struct txn *txn, uint64_t number, struct err *err)
{
	struct key key = key_of(number);
	bool found;

	return txn_delete(txn, TABLE_EVENT, key_bytes(&key), &found, err);
}

static enum status
edit(struct txn *txn, void *arg, struct err *err)
{
	const uint64_t *number = arg;
	uint8_t data[1000];
	struct bytes value;
	uint8_t *price;

	TRY(copy_event(txn, *number, data, &value, err));
	price = memmem(data, value.size, "12.00", 5);
	assert_non_null(price);
	memcpy(price, "11.00", 5);
	return put_event(txn, *number, value, err);
}

static enum status
delete_one(struct txn *txn, void *arg, struct err *err)
{
	const uint64_t *number = arg;

	return delete_event(txn, *number, err);
}

static enum status
swap(struct txn *txn, void *arg, struct err *err)
{
	uint8_t data[2][1000];
	struct bytes second;
	struct bytes third;

	(void)arg;
	TRY(copy_event(txn, 2, data[0], &second, err));
	TRY(copy_event(txn, 3, data[1], &third, err));
	TRY(put_event(txn, 2, third, err));
	return put_event(txn, 3, second, err);
}

/* Moves those from the third on one up, and doubles the second. */
static enum status
insert(struct txn *txn, void *arg, struct err *err)
{
	uint8_t data[1000];
	struct bytes value;
	uint64_t number;

	(void)arg;
	for (number = 5; number >= 2; number--) {
		TRY(copy_event(txn, number, data, &value, err));
		TRY(put_event(txn, number + 1, value, err));
	}
	return ST_OK;
}

static enum status
renumber(struct txn *txn, void *arg, struct err *err)
{
	struct stored stored = { TABLE_EVENT, &event_record };
	struct key second = key_of(2);
	struct key third = key_of(3);
	struct event event;
	bool found;

	(void)arg;
	TRY(txn_get_record(txn, &stored, key_bytes(&third), &event, &found, err));
	event.number = 2;
	TRY(txn_put_record(txn, &stored, key_bytes(&second), &event, err));
	TRY(txn_get_record(txn, &stored, key_bytes(&second), &event, &found, err));
	return ST_OK;
}

static void
an_edit_shows(void **state)
{
	struct bench *bench = *state;
	uint64_t number;

	bench_write(bench, append_all, five);
	for (number = 1; number < 5; number++) {
		char fault[100];

		snprintf(fault, sizeof(fault),
			"event %d does not follow from the one before",
			(int)number + 1);
		bench_write(bench, edit, &number);
		expect_fault(bench, NULL, fault);
		store_close(bench->store);
		test_folder_remove(&bench->folder);
		test_folder_make(&bench->folder);
		assert_int_equal(bench_open(bench, STORE_CREATE, 0), ST_OK);
		bench_write(bench, append_all, five);
	}
	bench_write(bench, edit, &number);
	expect_fault(bench, NULL, "event 5 was changed");
}

static void
a_deletion_shows(void **state)
{
	struct bench *bench = *state;
	uint64_t last = 5;
	uint64_t second = 2;

	bench_write(bench, append_all, five);
	bench_write(bench, delete_one, &last);
	expect_fault(bench, NULL, "event 5 is missing");
	bench_write(bench, delete_one, &second);
	expect_fault(bench, NULL, "event 2 is missing");
}

static void
another_order_shows(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, append_all, five);
	bench_write(bench, swap, NULL);
	expect_fault(bench, NULL, "event 2 has another event's number");
}

static void
an_insertion_shows(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, append_all, five);
	bench_write(bench, insert, NULL);
	expect_fault(bench, NULL, "event 3 has another event's number");
}

static void
an_event_in_anothers_place_shows(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, append_all, five);
	bench_write(bench, renumber, NULL);
	expect_fault(bench, NULL, "event 2 does not follow");
}

static void
another_key_shows(void **state)
{
	struct bench *bench = *state;

	bench_write(bench, append_all, five);
	bench->key_data[0] ^= 1;
	expect_fault(bench, NULL, "event 2 does not follow");
}

/* Takes the last two away and mends the head as the store itself would have left
 * it. */
struct state_before {
	uint8_t head[100];
	size_t size;
};

static enum status
keep_head(struct txn *txn, void *arg, struct err *err)
{
	struct state_before *before = arg;
	struct bytes value;
	bool found;

	TRY(txn_get(
		txn, TABLE_META, bytes_of_text("event-head"), &value, &found, err));
	assert_true(found);
	memcpy(before->head, value.data, value.size);
	before->size = value.size;
	return ST_OK;
}

static enum status
roll_back(struct txn *txn, void *arg, struct err *err)
{
	const struct state_before *before = arg;

	TRY(delete_event(txn, 6, err));
	TRY(delete_event(txn, 7, err));
	return txn_put(txn, TABLE_META, bytes_of_text("event-head"),
		(struct bytes){ before->head, before->size }, err);
}

static void
a_cut_off_tail_shows_against_a_head_kept_elsewhere(void **state)
{
	struct bench *bench = *state;
	struct state_before before;
	struct proof proof = { .head = NULL };

	bench_write(bench, append_all, five);
	bench_read(bench, keep_head, &before);
	append_text(bench, "order:3 order:4");
	bench_read(bench, prove, &proof);
	bench_write(bench, roll_back, &before);
	expect_sound(bench, NULL, 5);
	expect_fault(bench, proof.kept, "event 6 is missing: the log was cut off");
	append_text(bench, "order:9 order:8");
	expect_sound(bench, NULL, 7);
	expect_fault(
		bench, proof.kept, "event 7 or one before it is not what it was");
}

static enum status
verify_only(struct txn *txn, void *arg, struct err *err)
{
	const char *fault;
	uint64_t count;

	return event_verify(txn, arg, &fault, &count, err);
}

static void
what_is_no_head_is_refused(void **state)
{
	static const char *const heads[] = { "", "5", "5:", ":", "x:12", "-1:00",
		"5:zz", "5:00" };
	struct bench *bench = *state;
	size_t i;

	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		char head[20];

		snprintf(head, sizeof(head), "%s", heads[i]);
		assert_int_equal(store_read(bench->store, &bench->arena, verify_only,
					 head, &bench->err),
			ST_USAGE);
		bench_expect_message(bench, "is not a head of the event log");
	}
}

#define RULE(test) BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(an_event_says_who_did_what_to_what_when),
		RULE(events_are_found_by_subject_actor_and_number),
		RULE(events_are_found_since_a_time),
		RULE(a_clock_that_goes_back_does_not_take_the_log_with_it),
		RULE(long_subjects_are_found_too),
		RULE(a_chain_that_nobody_touched_is_sound),
		BENCH_TEST(an_edit_shows, STORE_LMDB),
		RULE(a_deletion_shows),
		RULE(another_order_shows),
		RULE(an_insertion_shows),
		RULE(an_event_in_anothers_place_shows),
		RULE(another_key_shows),
		RULE(a_cut_off_tail_shows_against_a_head_kept_elsewhere),
		RULE(what_is_no_head_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
