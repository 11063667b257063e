#include "unit.h"

#include <string.h>

#include "base/clock.h"
#include "base/json.h"

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
	const char *note;
	struct bytes bytes;
	struct texts texts;
	struct part part;
	struct list parts;
	struct list map;
	const char *hidden;
	int64_t sparse;
};

static const char *const choices[] = { "draft", "active", NULL };

static const struct field part_fields[] = {
	{ 1, FIELD_TEXT, "name", offsetof(struct part, name), .flags = 0 },
	{ 2, FIELD_MONEY, "amount", offsetof(struct part, amount), .flags = 0 },
};
static const struct record_type part_record = { .name = "part",
	RECORD_FIELDS(struct part, part_fields) };

static const struct field whole_fields[] = {
	{ FIELD(1, FIELD_BOOL, struct whole, flag), .flags = 0 },
	{ FIELD(2, FIELD_COUNT, struct whole, count), .flags = 0 },
	{ FIELD(3, FIELD_OPTIONAL, struct whole, optional), .flags = 0 },
	{ FIELD(4, FIELD_ID, struct whole, id), .flags = 0 },
	{ FIELD(5, FIELD_MONEY, struct whole, money), .flags = 0 },
	{ FIELD(6, FIELD_TIME, struct whole, time), .flags = 0 },
	{ FIELD(7, FIELD_CHOICE, struct whole, choice), .choices = choices },
	{ FIELD(8, FIELD_TEXT, struct whole, text), .flags = 0 },
	{ FIELD(9, FIELD_TEXT, struct whole, note), .flags = FIELD_NULLABLE },
	{ FIELD(10, FIELD_BYTES, struct whole, bytes), .flags = 0 },
	{ FIELD(11, FIELD_TEXTS, struct whole, texts), .flags = 0 },
	{ FIELD(12, FIELD_RECORD, struct whole, part), .record = &part_record },
	{ FIELD(13, FIELD_RECORDS, struct whole, parts), .record = &part_record },
	{ FIELD(14, FIELD_MAP, struct whole, map), .record = &part_record },
	{ FIELD(15, FIELD_TEXT, struct whole, hidden), .flags = FIELD_HIDDEN },
	{ FIELD(16, FIELD_COUNT, struct whole, sparse), .flags = FIELD_SPARSE },
};
static const struct record_type whole_record = { .name = "whole",
	RECORD_FIELDS(struct whole, whole_fields) };

static const struct record_style cents = { .money_decimals = 2 };

static void
expect_record(
	const struct whole *whole, const char *const *only, const char *expected)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct err err = { 0 };

	assert_int_equal(
		json_append_record(&buffer, &whole_record, whole, cents, only, &err),
		ST_OK);
	assert_int_equal(buffer_append(&buffer, "", 1, &err), ST_OK);
	assert_string_equal((const char *)buffer.data, expected);
	arena_free(&arena);
}

static void
expect_text(const char *text, const char *expected)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct err err = { 0 };

	assert_int_equal(json_append_text(&buffer, text, &err), ST_OK);
	assert_int_equal(buffer_append(&buffer, "", 1, &err), ST_OK);
	assert_string_equal((const char *)buffer.data, expected);
	arena_free(&arena);
}

static void
a_record_of_defaults_says_what_is_none(void **state)
{
	struct whole whole;

	(void)state;
	record_init(&whole_record, &whole);
	expect_record(&whole, NULL,
		"{\"flag\":false,\"count\":0,\"optional\":null,\"id\":0,"
		"\"money\":null,\"time\":null,\"choice\":\"draft\",\"text\":\"\","
		"\"note\":null,\"bytes\":\"\",\"texts\":[],"
		"\"part\":{\"name\":\"\",\"amount\":null},\"parts\":[],"
		"\"map\":{}}");
}

static void
each_type_of_field_has_its_form(void **state)
{
	static const char *texts[] = { "red", "blue" };
	struct part parts[] = { { "one", 100 }, { "two", -5 } };
	struct whole whole = {
		.flag = true,
		.count = -3,
		.optional = 0,
		.id = 9007199254740993,
		.money = 1250,
		.time = 1780000000 * SECOND,
		.choice = 1,
		.text = "Tür \"A\"\n",
		.note = "seen",
		.bytes = { (const uint8_t *)"\x00\xFF", 2 },
		.texts = { texts, 2 },
		.part = { "half", 50 },
		.parts = { parts, 2 },
		.map = { parts, 2 },
		.hidden = "never",
		.sparse = 7,
	};

	(void)state;
	expect_record(&whole, NULL,
		"{\"flag\":true,\"count\":-3,\"optional\":0,"
		"\"id\":9007199254740993,\"money\":\"12.50\","
		"\"time\":\"2026-05-28T20:26:40+00:00\",\"choice\":\"active\","
		"\"text\":\"Tür \\\"A\\\"\\n\",\"note\":\"seen\","
		"\"bytes\":\"00ff\",\"texts\":[\"red\",\"blue\"],"
		"\"part\":{\"name\":\"half\",\"amount\":\"0.50\"},"
		"\"parts\":[{\"name\":\"one\",\"amount\":\"1.00\"},"
		"{\"name\":\"two\",\"amount\":\"-0.05\"}],"
		"\"map\":{\"one\":\"1.00\",\"two\":\"-0.05\"},\"sparse\":7}");
}

static void
only_the_fields_asked_for_are_there_and_hidden_ones_never(void **state)
{
	static const char *const only[] = { "text", "count", "hidden", NULL };
	static const char *const none[] = { NULL };
	struct whole whole;

	(void)state;
	record_init(&whole_record, &whole);
	whole.hidden = "never";
	expect_record(&whole, only, "{\"count\":0,\"text\":\"\"}");
	expect_record(&whole, none, "{}");
}

static void
numbers_beyond_signed_ones_are_texts(void **state)
{
	static const char *const only[] = { "id", NULL };
	struct whole whole;

	(void)state;
	record_init(&whole_record, &whole);
	whole.id = UINT64_MAX;
	expect_record(&whole, only, "{\"id\":\"18446744073709551615\"}");
}

static void
one_field_can_stand_alone(void **state)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct whole whole;
	struct err err = { 0 };

	(void)state;
	record_init(&whole_record, &whole);
	whole.money = 5;
	assert_int_equal(json_append_field(&buffer, &whole_fields[4], &whole,
				 (struct record_style){ 0 }, &err),
		ST_OK);
	assert_int_equal(buffer_append(&buffer, "", 1, &err), ST_OK);
	assert_string_equal((const char *)buffer.data, "\"5\"");
	arena_free(&arena);
}

static void
what_is_not_utf8_becomes_replacement_characters(void **state)
{
	(void)state;
	expect_text("", "\"\"");
	expect_text("a\xFF"
		    "b",
		"\"a\xEF\xBF\xBD"
		"b\"");
	expect_text("\xC3", "\"\xEF\xBF\xBD\"");
	expect_text("\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
	expect_text("\xED\xA0\x80\xE2\x82\xAC",
		"\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xE2\x82\xAC\"");
}

static void
map_keys_that_are_not_utf8_are_repaired(void **state)
{
	static const char *const only[] = { "map", NULL };
	struct part parts[] = { { "k\xFF", 1 } };
	struct whole whole;

	(void)state;
	record_init(&whole_record, &whole);
	whole.map = (struct list){ parts, 1 };
	expect_record(&whole, only, "{\"map\":{\"k\xEF\xBF\xBD\":\"0.01\"}}");
}

static void
nothing_that_moves_or_colours_a_terminal_is_left_raw(void **state)
{
	(void)state;
	expect_text("\x1B[31m\x7F", "\"\\u001B[31m\\u007f\"");
	expect_text("\xC2\x9B"
		    "31m\xC2\xA0",
		"\"\\u009b31m\xC2\xA0\"");
	expect_text("\xD8\x9C\xE2\x80\x8E\xE2\x80\x8F", "\"\\u061c\\u200e\\u200f\"");
	expect_text("\xE2\x80\xA8\xE2\x80\xAE\xE2\x81\xA6\xE2\x81\xA9",
		"\"\\u2028\\u202e\\u2066\\u2069\"");
	expect_text("\xE2\x80\x8D\xE2\x80\xAF\xE2\x82\xAC\xF0\x9F\x98\x80",
		"\"\xE2\x80\x8D\xE2\x80\xAF\xE2\x82\xAC\xF0\x9F\x98\x80\"");
}

int
main(void)
{
	const struct CMUnitTest rules[] = {
		cmocka_unit_test(a_record_of_defaults_says_what_is_none),
		cmocka_unit_test(each_type_of_field_has_its_form),
		cmocka_unit_test(
			only_the_fields_asked_for_are_there_and_hidden_ones_never),
		cmocka_unit_test(numbers_beyond_signed_ones_are_texts),
		cmocka_unit_test(one_field_can_stand_alone),
		cmocka_unit_test(what_is_not_utf8_becomes_replacement_characters),
		cmocka_unit_test(map_keys_that_are_not_utf8_are_repaired),
		cmocka_unit_test(
			nothing_that_moves_or_colours_a_terminal_is_left_raw),
	};

	return cmocka_run_group_tests(rules, NULL, NULL);
}
