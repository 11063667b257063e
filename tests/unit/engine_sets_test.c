#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "engine_bench.h"

/* What staging asks of every engine. */
static enum status
append(struct seam *seam, const char *key, const char *value)
{
	uint8_t *room;

	TRY(seam->type->append(seam->txn, TABLE_SKU, seam_text(key), strlen(value),
		&room, &seam->err));
	memcpy(room, value, strlen(value));
	return ST_OK;
}

static void
append_three(struct seam *seam, void *arg)
{
	(void)arg;
	assert_int_equal(append(seam, "a", "1"), ST_OK);
	assert_int_equal(append(seam, "b", "2"), ST_OK);
	assert_int_equal(append(seam, "b", "two"), ST_DEFECT);
	assert_int_equal(append(seam, "aa", "two"), ST_DEFECT);
	assert_int_equal(append(seam, "c", "3"), ST_OK);
}

static void
what_is_appended_comes_behind_all_that_is_there(void **state)
{
	struct seam *seam = *state;

	seam_write(seam, append_three, NULL);
	seam_expect_list(seam, "a=1 b=2 c=3", "c=3 b=2 a=1");
	seam_begin(seam, true);
	assert_int_equal(append(seam, "d", "4"), ST_OK);
	assert_int_equal(append(seam, "c", "4"), ST_DEFECT);
	seam_end(seam);
	seam_expect_list(seam, "a=1 b=2 c=3", "c=3 b=2 a=1");
}

static void
put_in_both(struct seam *seam, void *arg)
{
	unsigned second = TABLE_SKU + ENGINE_SECOND;

	(void)arg;
	seam_put_bytes(seam, TABLE_SKU, seam_text("a"), seam_text("first"));
	seam_put_bytes(seam, second, seam_text("a"), seam_text("second"));
}

static void
the_two_of_a_table_are_apart(void **state)
{
	struct seam *seam = *state;
	struct bytes value;
	bool found;

	seam_write(seam, put_in_both, NULL);
	seam_begin(seam, false);
	seam_expect(seam, "a", "first");
	assert_int_equal(seam->type->get(seam->txn, TABLE_SKU + ENGINE_SECOND,
				 seam_text("a"), &value, &found, &seam->err),
		ST_OK);
	assert_true(found && bytes_equal(value, seam_text("second")));
	seam_end(seam);
	assert_string_equal(engine_table_name(TABLE_SKU), "sku");
	assert_string_equal(engine_table_name(TABLE_SKU + ENGINE_SECOND), "sku.2");
	assert_null(engine_table_name(TABLE_ORDER + ENGINE_SECOND));
}

/* Clears in steps of three, and says in how many. */
static unsigned
clear_all(struct seam *seam)
{
	unsigned steps = 0;
	bool empty;

	do {
		assert_int_equal(seam->type->clear(
					 seam->txn, TABLE_SKU, 3, &empty, &seam->err),
			ST_OK);
		steps++;
	} while (!empty);
	return steps;
}

static void
put_ten(struct seam *seam, void *arg)
{
	static uint8_t large[10000];
	const bool *some_large = arg;
	char key[10];
	int i;

	for (i = 0; i < 10; i++) {
		snprintf(key, sizeof(key), "%d", i);
		seam_put_bytes(seam, TABLE_SKU, seam_text(key),
			(struct bytes){
				large, *some_large && i % 2 == 0 ? 10000 : 1 });
	}
}

static void
clear_in_a_write(struct seam *seam, void *arg)
{
	(void)arg;
	assert_in_range(clear_all(seam), 1, 4);
	assert_int_equal(clear_all(seam), 1);
	seam_expect(seam, "0", NULL);
	seam_put(seam, "b", "again");
}

static void
a_table_is_cleared_in_steps_and_can_be_used_again(void **state)
{
	struct seam *seam = *state;
	bool some_large = false;
	int i;

	for (i = 0; i < 2; i++) {
		seam_write(seam, clear_in_a_write, NULL);
		seam_write(seam, put_ten, &some_large);
		seam_begin(seam, true);
		clear_all(seam);
		seam_end(seam);
		seam_begin(seam, false);
		seam_expect(seam, "b", "again");
		seam_end(seam);
		seam_write(seam, clear_in_a_write, NULL);
		seam_expect_list(seam, "b=again", "b=again");
		some_large = true;
	}
}

int
main(void)
{
	const struct seam_test tests[] = {
		EACH(what_is_appended_comes_behind_all_that_is_there),
		EACH(the_two_of_a_table_are_apart),
		EACH(a_table_is_cleared_in_steps_and_can_be_used_again),
	};

	return seam_run(tests, sizeof(tests) / sizeof(tests[0]));
}
