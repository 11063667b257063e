#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "order/stock_list.h"
#include "staged_shop.h"

/* Stock that staged imports found. */

static enum status
list_movement(void *arg, const struct movement *movement, struct err *err)
{
	char *line = arg;
	size_t used = strlen(line);

	(void)err;
	snprintf(line + used, 400 - used, "%s%llu:%+lld=%lld %s", used ? ", " : "",
		(unsigned long long)movement->number, (long long)movement->change,
		(long long)movement->on_hand, movement->reason);
	return ST_OK;
}

static enum status
list_movements(struct txn *txn, void *arg, struct err *err)
{
	struct movement_walk walk = { .each = list_movement, .arg = arg };
	struct level level;

	((char *)arg)[0] = '\0';
	TRY(level_get(txn, "A", &level, err));
	snprintf(arg, 400, "%lld on hand, %lld held, %llu", (long long)level.on_hand,
		(long long)level.held, (unsigned long long)level.movements);
	return stock_movements(txn, "A", &walk, err);
}

static void
expect_movements(struct bench *bench, const char *expected)
{
	char line[400];

	bench_read(bench, list_movements, line);
	assert_string_equal(line, expected);
}

static enum status
name_it(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return stage_name(txn, err);
}

/* A staged import that counts. */
static void
count_in_a_stage(struct bench *bench, const char *counts)
{
	struct stage *stage = staged_copy(bench);

	staged_run(bench, stage, staged_count, counts);
	staged_index(bench, stage);
	if (stage_settle(stage, name_it, NULL, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	stage_close(stage);
	bench_read(bench, staged_prove, NULL);
}

static void
counts_are_movements_before_they_are_stored(void **state)
{
	staged_begin(*state, "name:A=Red stock:A=5 hold:A=2");
	count_in_a_stage(*state, "A=9");
	expect_movements(*state, "9 on hand, 2 held, 2, 2:+4=9 import, 1:+5=5 set");
	count_in_a_stage(*state, "A=7@2");
	expect_movements(*state,
		"7 on hand, 2 held, 3, 3:-2=7 import, 2:+4=9 import, 1:+5=5 set");
}

static enum status
count_rows(struct txn *txn, void *arg, struct err *err)
{
	return txn_table_stat(txn, TABLE_MOVEMENT, arg, err);
}

static void
the_next_write_of_a_level_stores_its_counts(void **state)
{
	struct bench *bench = *state;
	struct table_stat stat;

	staged_begin(bench, "name:A=Red");
	count_in_a_stage(bench, "A=9");
	count_in_a_stage(bench, "A=7@2");
	bench_read(bench, count_rows, &stat);
	assert_int_equal(stat.entries, 0);
	bench_write(bench, staged_change_used, (char[]){ "hold:A=1" });
	expect_movements(bench, "7 on hand, 1 held, 2, 2:-2=7 import, 1:+9=9 import");
	bench_read(bench, count_rows, &stat);
	assert_int_equal(stat.entries, 2);
	bench_write(bench, staged_change_used, (char[]){ "stock:A=6" });
	expect_movements(bench, "6 on hand, 1 held, 3, 3:-1=6 set, 2:-2=7 import, "
				"1:+9=9 import");
}

static void
a_count_of_what_is_known_already_is_none(void **state)
{
	staged_begin(*state, "name:A=Red stock:A=5");
	count_in_a_stage(*state, "A=5");
	expect_movements(*state, "5 on hand, 0 held, 1, 1:+5=5 set");
}

static void
counts_of_before_are_carried_as_they_are(void **state)
{
	struct bench *bench = *state;
	struct stage *stage;

	staged_begin(bench, "name:A=Red");
	count_in_a_stage(bench, "A=9");
	stage = staged_copy(bench);
	staged_run(bench, stage, staged_count, "A=3@2");
	staged_index(bench, stage);
	bench_write(bench, staged_change_used, (char[]){ "stock:A=8" });
	if (stage_settle(stage, staged_carry, NULL, &bench->err) != ST_OK)
		fail_msg("%s", bench->err.message);
	stage_close(stage);
	bench_read(bench, staged_prove, NULL);
	expect_movements(bench, "8 on hand, 0 held, 2, 2:-1=8 set, 1:+9=9 import");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(counts_are_movements_before_they_are_stored),
		EACH(the_next_write_of_a_level_stores_its_counts),
		EACH(a_count_of_what_is_known_already_is_none),
		EACH(counts_of_before_are_carried_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
