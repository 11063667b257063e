#include "pricing/split.h"

#include <stdbool.h>

#include "unit.h"

#define PARTS_MAX 4

/* One split: weights, rooms where they are said, and what comes of it. */
struct split_case {
	int64_t amount;
	size_t count;
	int64_t weights[PARTS_MAX];
	int64_t rooms[PARTS_MAX]; /* all 0: enough */
	int64_t shares[PARTS_MAX];
	int64_t rest;
};

static bool
has_rooms(const struct split_case *wanted)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (wanted->rooms[i] > 0)
			return true;
	return false;
}

static void
check(const struct split_case *wanted)
{
	static const char *const names[PARTS_MAX] = { "A", "B", "C", "D" };
	struct split_part parts[PARTS_MAX] = { 0 };
	struct arena arena = { NULL };
	bool rooms = has_rooms(wanted);
	struct err err = { 0 };
	int64_t rest;

	for (size_t i = 0; i < wanted->count; i++)
		parts[i] = (struct split_part){ .weight = wanted->weights[i],
			.room = rooms ? wanted->rooms[i] : INT64_MAX,
			.name = names[i] };
	assert_int_equal(
		split(wanted->amount, parts, wanted->count, &arena, &rest, &err),
		ST_OK);
	for (size_t i = 0; i < wanted->count; i++)
		assert_int_equal(parts[i].share, wanted->shares[i]);
	assert_int_equal(rest, wanted->rest);
	arena_free(&arena);
}

static void
an_amount_is_split_in_proportion(void **state)
{
	static const struct split_case cases[] = {
		{ 1000, 4, { 1, 1, 1, 1 }, { 0 }, { 250, 250, 250, 250 }, 0 },
		{ 300, 3, { 4000, 2000, 2000 }, { 0 }, { 150, 75, 75 }, 0 },
		{ 0, 2, { 1, 2 }, { 0 }, { 0, 0 }, 0 },
		{ 7, 2, { 0, 5 }, { 0 }, { 0, 7 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
the_remainder_goes_to_the_heaviest_then_by_name(void **state)
{
	static const struct split_case cases[] = {
		{ 1000, 3, { 1, 1, 1 }, { 0 }, { 334, 333, 333 }, 0 },
		{ 2, 3, { 1, 1, 1 }, { 0 }, { 1, 1, 0 }, 0 },
		{ 300, 3, { 4300, 1400, 2300 }, { 0 }, { 162, 52, 86 }, 0 },
		{ 1, 3, { 5, 6, 7 }, { 0 }, { 0, 0, 1 }, 0 },
		{ 2, 3, { 5, 6, 7 }, { 0 }, { 0, 1, 1 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
what_a_part_has_no_room_for_goes_to_the_others(void **state)
{
	static const struct split_case cases[] = {
		{ 2500, 2, { 5000, 6000 }, { 500, 6000 }, { 500, 2000 }, 0 },
		{ 2700, 3, { 10000, 4000, 4000 }, { 1000, 4000, 4000 },
			{ 1000, 850, 850 }, 0 },
		{ 1200, 4, { 1000, 2000, 5000, 3000 }, { 1000, 100, 0, 100 },
			{ 1000, 100, 0, 100 }, 0 },
		/* The heaviest has no room for the only unit that there is. */
		{ 1, 2, { 2, 1 }, { 0, 1 }, { 0, 1 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
what_nobody_can_take_is_left(void **state)
{
	static const struct split_case cases[] = {
		{ 2000, 4, { 1000, 2000, 5000, 3000 }, { 1000, 100, 0, 400 },
			{ 1000, 100, 0, 400 }, 500 },
		{ 299, 1, { 0 }, { 0 }, { 0 }, 299 },
		{ 5, 0, { 0 }, { 0 }, { 0 }, 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i]);
}

static void
a_split_is_exact_beyond_64_bits(void **state)
{
	static const struct split_case wanted = { INT64_MAX, 3,
		{ INT64_MAX, INT64_MAX, INT64_MAX }, { 0 },
		{ INT64_MAX / 3 + 1, INT64_MAX / 3, INT64_MAX / 3 }, 0 };

	(void)state;
	check(&wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_amount_is_split_in_proportion),
		cmocka_unit_test(the_remainder_goes_to_the_heaviest_then_by_name),
		cmocka_unit_test(what_a_part_has_no_room_for_goes_to_the_others),
		cmocka_unit_test(what_nobody_can_take_is_left),
		cmocka_unit_test(a_split_is_exact_beyond_64_bits),
	};

	return cmocka_run_group_tests_name("split", tests, NULL, NULL);
}
