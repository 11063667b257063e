#include "yaml_reading.h"

#include "yaml/yaml_plain.h"

/* What is read without the parser, and what is left to it. That both come to the same
 * is yaml_split_test's. */
static const struct yaml_section section = { .name = "products",
	.size = 8,
	.block = true,
	.list_column = 3,
	.map_column = 1 };

struct plain_reading {
	struct yaml_plain plain;
	char window[4096];
	struct arena arena;
	struct item item;
};

/* A part of two items: one, and behind it what the parser has to find. */
static bool
reads(struct plain_reading *reading, const char *first)
{
	static const char second[] = "  - sku: B\n";
	struct yaml_part part = { .line = 7 };
	int fd = memfd_create("yaml", MFD_CLOEXEC);
	bool found;

	part.limit = strlen(first) + sizeof(second) - 1;
	assert_int_equal(write(fd, first, strlen(first)), strlen(first));
	assert_int_equal(write(fd, second, sizeof(second) - 1), sizeof(second) - 1);
	memset(reading, 0, sizeof(*reading));
	reading->plain = (struct yaml_plain){ .fd = fd,
		.name = "f.yaml",
		.capacity = sizeof(reading->window),
		.window = reading->window };
	yaml_plain_begin(&reading->plain, &section, &part);
	found = yaml_plain_next(&reading->plain, &reading->arena, &reading->item);
	assert_int_equal(reading->plain.at, found ? strlen(first) : 0);
	close(fd);
	return found;
}

static void
lines_of_keys_and_values_need_no_parser(void **state)
{
	struct plain_reading reading;
	const struct item_node *node;

	(void)state;
	assert_true(reads(
		&reading, "  - sku: A-1\n    name: 'it: is'\n    url: a:b#c\n"));
	assert_int_equal(reading.item.offset, 4);
	assert_int_equal(reading.item.end_offset, 46);
	assert_int_equal(reading.item.place.line, 7);
	assert_int_equal(reading.item.column, 5);
	assert_int_equal(reading.plain.line, 10);
	node = child(reading.item.node, "name");
	assert_string_equal(node->text, "it: is");
	assert_false(node->plain);
	assert_int_equal(node->line, 8);
	assert_int_equal(node->column, 11);
	assert_string_equal(child(reading.item.node, "url")->text, "a:b#c");
	arena_free(&reading.arena);
}

static void
what_is_not_certain_is_left_to_the_parser(void **state)
{
	static const char *const items[] = {
		"  - sku: a: b\n",
		"  - sku: a #b\n",
		"  - sku: a:\n",
		"  - sku: a \n",
		"  - sku: \"a\\tb\"\n",
		"  - sku: 'it''s'\n",
		"  - sku: \"a\" # b\n",
		"  - sku: \"a\n      b\"\n",
		"  - sku: |\n      a\n",
		"  - sku: a\n      b\n",
		"  - sku: a\n\n",
		"  - sku: a\n    # b\n",
		"  - sku: a\r\n",
		"  - sku: a\tb\n",
		"  - sku: *a\n",
		"  - sku: &a b\n",
		"  - sku: !a b\n",
		"  - sku: [a]\n",
		"  - sku:\n",
		"  - sku:  a\n",
		"  - sku : a\n",
		"  - sku: a\n    sku: b\n",
		"  - sku: a\n   name: b\n",
		"  - <<: a\n",
		"  - sku: a\xE4\n",
		"  - sku: a\x07\n",
		"  - sku: a\xEF\xBB\xBF\n",
		"  -  sku: a\n",
		"  - a\n",
		"  - { sku: a }\n",
		"  - - a\n",
		"  - ? sku\n    : a\n",
	};
	struct plain_reading reading;

	(void)state;
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		if (reads(&reading, items[i]))
			FAIL("read without the parser: %s", items[i]);
		assert_int_equal(reading.plain.line, 7);
		arena_free(&reading.arena);
	}
}

static void
it_goes_on_behind_what_the_parser_has_read(void **state)
{
	struct plain_reading reading;

	(void)state;
	assert_false(reads(&reading, "  - sku: [a,\n      b]\n"));
	assert_false(yaml_plain_resume(&reading.plain, 20));
	assert_true(yaml_plain_resume(&reading.plain, 21));
	assert_int_equal(reading.plain.line, 9);
	assert_true(yaml_plain_next(&reading.plain, &reading.arena, &reading.item));
	assert_int_equal(reading.item.place.line, 9);
	assert_int_equal(reading.plain.at, reading.plain.size);
	arena_free(&reading.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_keys_and_values_need_no_parser),
		cmocka_unit_test(what_is_not_certain_is_left_to_the_parser),
		cmocka_unit_test(it_goes_on_behind_what_the_parser_has_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
