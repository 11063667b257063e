#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "yaml/yaml_items.h"

#define ITEMS 1000

/* A file of many items; every hundredth has a key twice, which spoils it alone. */
static int
write_file(void)
{
	FILE *file = tmpfile();
	int fd;

	assert_non_null(file);
	fprintf(file, "products:\n");
	for (int i = 0; i < ITEMS; i++)
		fprintf(file, "  - { sku: S-%d, name: %s }\n", i,
			i % 100 == 99 ? "a, name: b" : "a");
	fflush(file);
	fd = dup(fileno(file));
	fclose(file);
	assert_true(fd >= 0 && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

static void
expect_item(const struct item *item, int number)
{
	char sku[16];

	snprintf(sku, sizeof(sku), "S-%d", number);
	assert_string_equal(item->section, "products");
	assert_string_equal(item->node->first->text, sku);
}

static void
items_come_in_order_with_their_refusals(void **state)
{
	struct item_reader *reader;
	struct item item;
	uint8_t hash[HASH_SIZE];
	struct err err;
	bool recoverable;
	bool found;
	int fd = write_file();

	(void)state;
	assert_int_equal(yaml_items_open(fd, "many.yaml", &reader, &err), ST_OK);
	for (int i = 0; i < ITEMS; i++) {
		enum status status =
			item_reader_next(reader, &item, &found, &recoverable, &err);

		assert_int_equal(status, i % 100 == 99 ? ST_BAD_DATA : ST_OK);
		if (status == ST_OK)
			expect_item(&item, i);
		else
			assert_true(recoverable && err.line == (uint64_t)i + 2);
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
			item_reader_next(reader, &item, &found, &recoverable, &err),
			ST_OK);
		assert_false(found);
	}
	assert_int_equal(item_reader_hash(reader, hash, &err), ST_OK);
	item_reader_close(reader);
	close(fd);
}

static void
who_stops_early_ends_the_reading(void **state)
{
	struct item_reader *reader;
	struct item item;
	struct err err;
	bool recoverable;
	bool found;
	int fd = write_file();

	(void)state;
	assert_int_equal(yaml_items_open(fd, "many.yaml", &reader, &err), ST_OK);
	assert_int_equal(
		item_reader_next(reader, &item, &found, &recoverable, &err), ST_OK);
	expect_item(&item, 0);
	item_reader_close(reader);
	assert_int_equal(yaml_items_open(fd, "many.yaml", &reader, &err), ST_OK);
	item_reader_close(reader);
	close(fd);
}

static void
an_item_is_read_once_more_from_its_place(void **state)
{
	struct item_place places[ITEMS];
	struct arena arena = { NULL };
	struct item_reader *reader;
	struct item item;
	struct err err;
	bool recoverable;
	bool found;
	int fd = write_file();

	(void)state;
	assert_int_equal(yaml_items_open(fd, "many.yaml", &reader, &err), ST_OK);
	for (int i = 0; i < ITEMS; i++) {
		(void)item_reader_next(reader, &item, &found, &recoverable, &err);
		places[i] = item.place;
	}
	for (int i = ITEMS - 1; i > 0; i -= 37) {
		enum status status =
			item_reader_again(reader, &places[i], &arena, &item, &err);

		assert_int_equal(status, i % 100 == 99 ? ST_BAD_DATA : ST_OK);
		if (status == ST_OK)
			expect_item(&item, i);
		else
			assert_int_equal(err.line, (uint64_t)i + 2);
		assert_int_equal(item.place.line, (uint64_t)i + 2);
		assert_int_equal(item.node->line, (uint64_t)i + 2);
		assert_int_equal(item.node->column, 5);
	}
	arena_free(&arena);
	item_reader_close(reader);
	close(fd);
}

static void
the_hash_is_the_whole_files(void **state)
{
	static const char text[] = "products: []\n";
	uint8_t expected[HASH_SIZE];
	uint8_t hash[HASH_SIZE];
	struct item_reader *reader;
	struct item item;
	struct err err;
	bool recoverable;
	bool found;
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fputs(text, file);
	rewind(file);
	assert_int_equal(
		yaml_items_open(fileno(file), "none.yaml", &reader, &err), ST_OK);
	assert_int_equal(
		item_reader_next(reader, &item, &found, &recoverable, &err), ST_OK);
	assert_true(found && item.is_section);
	assert_int_equal(
		item_reader_next(reader, &item, &found, &recoverable, &err), ST_OK);
	assert_false(found);
	assert_int_equal(item_reader_hash(reader, hash, &err), ST_OK);
	assert_int_equal(crypto_digest((struct bytes){ NULL, 0 }, bytes_of_text(text),
				 expected, &err),
		ST_OK);
	assert_memory_equal(hash, expected, HASH_SIZE);
	item_reader_close(reader);
	fclose(file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_come_in_order_with_their_refusals),
		cmocka_unit_test(who_stops_early_ends_the_reading),
		cmocka_unit_test(an_item_is_read_once_more_from_its_place),
		cmocka_unit_test(the_hash_is_the_whole_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
