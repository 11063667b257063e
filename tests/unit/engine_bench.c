#include "engine_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "store/tables.h"

void
seam_open(struct seam *seam, enum engine_mode mode)
{
	struct engine_location location = {
		.folder = seam->folder.path, .mode = mode, .file_mode = 0600
	};

	assert_int_equal(
		seam->type->open(&location, &seam->engine, &seam->err), ST_OK);
}

int
seam_setup(void **state)
{
	struct seam *seam = calloc(1, sizeof(*seam));

	seam->type = *state;
	test_folder_make(&seam->folder);
	seam_open(seam, ENGINE_CREATE);
	*state = seam;
	return 0;
}

int
seam_teardown(void **state)
{
	struct seam *seam = *state;

	seam->type->close(seam->engine);
	test_folder_remove(&seam->folder);
	free(seam);
	return 0;
}

struct bytes
seam_text(const char *string)
{
	return bytes_of_text(string);
}

void
seam_begin(struct seam *seam, bool write)
{
	assert_int_equal(
		seam->type->begin(seam->engine, write, &seam->txn, &seam->err),
		ST_OK);
}

void
seam_end(struct seam *seam)
{
	seam->type->abort(seam->txn);
}

void
seam_put_bytes(
	struct seam *seam, unsigned table, struct bytes key, struct bytes value)
{
	uint8_t *room;

	assert_int_equal(seam->type->reserve(seam->txn, table, key, value.size, &room,
				 &seam->err),
		ST_OK);
	if (value.size > 0)
		memcpy(room, value.data, value.size);
}

void
seam_put(struct seam *seam, const char *key, const char *value)
{
	seam_put_bytes(seam, TABLE_SKU, seam_text(key), seam_text(value));
}

bool
seam_remove(struct seam *seam, const char *key)
{
	bool found;

	assert_int_equal(seam->type->delete (seam->txn, TABLE_SKU, seam_text(key),
				 &found, &seam->err),
		ST_OK);
	return found;
}

void
seam_expect(struct seam *seam, const char *key, const char *value)
{
	struct bytes got;
	bool found;

	assert_int_equal(seam->type->get(seam->txn, TABLE_SKU, seam_text(key), &got,
				 &found, &seam->err),
		ST_OK);
	assert_int_equal(found, value != NULL);
	if (value)
		assert_true(bytes_equal(got, seam_text(value)));
}

void
seam_write(struct seam *seam, void (*fn)(struct seam *seam, void *arg), void *arg)
{
	enum status status;
	bool retry;

	do {
		seam_begin(seam, true);
		fn(seam, arg);
		status = seam->type->commit(seam->txn, &retry, &seam->err);
	} while (status != ST_OK && retry);
	assert_int_equal(status, ST_OK);
}

void
seam_list(struct seam *seam, bool backward, char *line, size_t size)
{
	const struct engine_type *type = seam->type;
	struct bytes none = { NULL, 0 };
	struct engine_cursor *cursor;
	struct bytes key;
	struct bytes value;
	bool found;

	line[0] = '\0';
	assert_int_equal(
		type->cursor_open(seam->txn, TABLE_SKU, &cursor, &seam->err), ST_OK);
	assert_int_equal((backward ? type->cursor_seek_before : type->cursor_seek)(
				 cursor, none, &found, &seam->err),
		ST_OK);
	while (found) {
		size_t used = strlen(line);

		type->cursor_entry(cursor, &key, &value);
		snprintf(line + used, size - used, "%s%.*s=%.*s", used ? " " : "",
			(int)key.size, (const char *)key.data, (int)value.size,
			(const char *)value.data);
		assert_int_equal(
			type->cursor_step(cursor, backward, &found, &seam->err),
			ST_OK);
	}
	type->cursor_close(cursor);
}

void
seam_expect_list(struct seam *seam, const char *forward, const char *backward)
{
	char line[1000];

	seam_begin(seam, false);
	seam_list(seam, false, line, sizeof(line));
	assert_string_equal(line, forward);
	seam_list(seam, true, line, sizeof(line));
	assert_string_equal(line, backward);
	seam_end(seam);
}

#define TESTS_MAX 100

int
seam_run(const struct seam_test *tests, size_t count)
{
	/* cmocka's state is not const; the type is only read. */
	union {
		const struct engine_type *in;
		void *out;
	} state;
	struct CMUnitTest table[TESTS_MAX] = { 0 };
	size_t i;

	assert_true(count <= TESTS_MAX);
	for (i = 0; i < count; i++) {
		state.in = tests[i].type;
		table[i] = (struct CMUnitTest){ tests[i].name, tests[i].test,
			seam_setup, seam_teardown, state.out };
	}
	return _cmocka_run_group_tests("engines", table, count, NULL, NULL);
}
