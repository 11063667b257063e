#include <string.h>

#include "unit.h"

#include "base/record.h"

struct part {
	const char *name;
	int64_t amount;
};

struct whole {
	bool flag;
	int64_t count;
	int64_t optional;
	uint64_t id;
	int64_t money;
	int64_t time;
	int choice;
	const char *text;
	struct bytes bytes;
	struct texts texts;
	struct part part;
	struct list parts;
	struct list map;
};

static const char *const choices[] = { "draft", "active", NULL };

static const struct field part_fields[] = {
	{ .number = 1,
		.type = FIELD_TEXT,
		.name = "name",
		.offset = offsetof(struct part, name) },
	{ .number = 2,
		.type = FIELD_MONEY,
		.name = "amount",
		.offset = offsetof(struct part, amount) },
};
static const struct record_type part_record = { .name = "part",
	RECORD_FIELDS(struct part, part_fields) };

#define WHOLE(number_, type_, member) \
	.number = (number_), .type = (type_), .name = #member, \
	.offset = offsetof(struct whole, member)

static const struct field whole_fields[] = {
	{ WHOLE(1, FIELD_BOOL, flag) },
	{ WHOLE(2, FIELD_COUNT, count) },
	{ WHOLE(3, FIELD_OPTIONAL, optional) },
	{ WHOLE(4, FIELD_ID, id) },
	{ WHOLE(5, FIELD_MONEY, money) },
	{ WHOLE(6, FIELD_TIME, time) },
	{ WHOLE(7, FIELD_CHOICE, choice), .choices = choices },
	{ WHOLE(8, FIELD_TEXT, text) },
	{ WHOLE(9, FIELD_BYTES, bytes) },
	{ WHOLE(10, FIELD_TEXTS, texts) },
	{ WHOLE(11, FIELD_RECORD, part), .record = &part_record },
	{ WHOLE(12, FIELD_RECORDS, parts), .record = &part_record },
	{ WHOLE(13, FIELD_MAP, map), .record = &part_record },
};
static const struct record_type whole_record = { .name = "whole",
	RECORD_FIELDS(struct whole, whole_fields) };
/* The same record as an older shop knew it. */
static const struct record_type older_record = { .name = "whole",
	.size = sizeof(struct whole),
	.fields = whole_fields,
	.field_count = 4,
	.schema = 1 };

static struct part parts[] = { { "first", 100 }, { "second", NUMBER_NONE } };
static const char *words[] = { "red", "blue" };

static struct whole
example(void)
{
	return (struct whole){ true, -5, 0, UINT64_MAX, -1250, 1600000000000000, 1,
		"hello", { (const uint8_t *)"\0\1", 2 }, { words, 2 }, { "in", 7 },
		{ parts, 2 }, { parts, 1 } };
}

static void
encode(struct arena *arena, const struct whole *whole, struct buffer *buffer)
{
	struct err err;

	*buffer = (struct buffer){ .arena = arena };
	assert_int_equal(record_encode(&whole_record, whole, buffer, &err), ST_OK);
}

static void
what_is_stored_reads_back_the_same(void **state)
{
	struct arena arena = { NULL };
	struct whole from = example();
	struct whole to;
	struct buffer buffer;
	struct err err;
	size_t i;

	(void)state;
	encode(&arena, &from, &buffer);
	assert_int_equal(record_decode(&whole_record, buffer_bytes(&buffer), &arena,
				 &to, &err),
		ST_OK);
	for (i = 0; i < whole_record.field_count; i++)
		assert_true(field_equal(&whole_record.fields[i], &from, &to));
	assert_int_equal(to.optional, 0);
	assert_int_equal(((struct part *)to.parts.items)[1].amount, NUMBER_NONE);
	arena_free(&arena);
}

static void
an_older_reader_skips_newer_fields(void **state)
{
	struct arena arena = { NULL };
	struct whole from = example();
	struct whole to;
	struct buffer buffer;
	struct err err;

	(void)state;
	encode(&arena, &from, &buffer);
	assert_int_equal(record_decode(&older_record, buffer_bytes(&buffer), &arena,
				 &to, &err),
		ST_OK);
	assert_int_equal(to.count, -5);
	arena_free(&arena);
}

/* The same record, with its parts among its own fields, and only one of a list. */
static struct field inside_fields[sizeof(whole_fields) / sizeof(whole_fields[0])];
static const struct record_type inside_record = { .name = "whole",
	.size = sizeof(struct whole),
	.fields = inside_fields,
	.field_count = sizeof(whole_fields) / sizeof(whole_fields[0]),
	.schema = 2 };

static int
put_parts_inside(void **state)
{
	(void)state;
	memcpy(inside_fields, whole_fields, sizeof(whole_fields));
	inside_fields[10].inside = 16;
	inside_fields[11].inside = 24;
	return 0;
}

static void
expect_the_same(const struct record_type *stored, const struct whole *from)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct whole to;
	struct err err;

	assert_int_equal(record_encode(stored, from, &buffer, &err), ST_OK);
	assert_int_equal(record_decode(&inside_record, buffer_bytes(&buffer), &arena,
				 &to, &err),
		ST_OK);
	assert_true(record_equal(&whole_record, from, &to));
	arena_free(&arena);
}

static void
parts_stored_inside_read_back_the_same(void **state)
{
	static struct part silent = { "", NUMBER_NONE };
	struct whole from = example();
	size_t i;

	(void)state;
	for (i = 0; i <= 2; i++) {
		from.parts.count = i;
		expect_the_same(&inside_record, &from);
		expect_the_same(&whole_record, &from);
	}
	from.parts = (struct list){ &silent, 1 };
	from.part = silent;
	expect_the_same(&inside_record, &from);
}

static void
an_older_reader_refuses_what_is_inside(void **state)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct whole from = example();
	struct whole to;
	struct err err;

	(void)state;
	assert_int_equal(record_encode(&inside_record, &from, &buffer, &err), ST_OK);
	assert_int_equal(record_decode(&whole_record, buffer_bytes(&buffer), &arena,
				 &to, &err),
		ST_CORRUPT);
	assert_non_null(strstr(err.message, "of a newer kind (2)"));
	arena_free(&arena);
}

static void
spoil(const struct record_type *type)
{
	struct arena arena = { NULL };
	struct whole from = example();
	struct whole to;
	struct buffer buffer;
	struct err err;
	size_t size;
	size_t bit;

	from.parts.count = 1;
	buffer = (struct buffer){ .arena = &arena };
	assert_int_equal(record_encode(type, &from, &buffer, &err), ST_OK);
	for (size = 0; size < buffer.size; size++)
		(void)record_decode(
			type, (struct bytes){ buffer.data, size }, &arena, &to, &err);
	for (bit = 0; bit < 8 * buffer.size; bit++) {
		buffer.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
		(void)record_decode(type, buffer_bytes(&buffer), &arena, &to, &err);
		buffer.data[bit / 8] ^= (uint8_t)(1U << (bit % 8));
	}
	arena_free(&arena);
}

static void
every_truncation_and_bit_flip_ends_cleanly(void **state)
{
	(void)state;
	spoil(&whole_record);
	spoil(&inside_record);
}

static void
a_difference_names_field_old_and_new(void **state)
{
	struct arena arena = { NULL };
	struct whole from = example();
	struct whole to = example();
	struct record_pair pair = { &whole_record, &from, &to, "v." };
	struct record_style style = { 2 };
	struct list changes;
	struct change *change;
	struct err err;

	(void)state;
	to.money = 99;
	to.texts.count = 1;
	assert_int_equal(record_diff(&pair, style, &arena, &changes, &err), ST_OK);
	assert_int_equal(changes.count, 2);
	change = changes.items;
	assert_string_equal(change[0].field, "v.money");
	assert_string_equal(change[0].old, "-12.50");
	assert_string_equal(change[0].new, "0.99");
	assert_string_equal(change[1].old, "red, blue");
	assert_string_equal(change[1].new, "red");
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_stored_reads_back_the_same),
		cmocka_unit_test(an_older_reader_skips_newer_fields),
		cmocka_unit_test(parts_stored_inside_read_back_the_same),
		cmocka_unit_test(an_older_reader_refuses_what_is_inside),
		cmocka_unit_test(every_truncation_and_bit_flip_ends_cleanly),
		cmocka_unit_test(a_difference_names_field_old_and_new),
	};

	return cmocka_run_group_tests(tests, put_parts_inside, NULL);
}
