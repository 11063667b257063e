#include "report/day_sort.h"

#include <stdio.h>
#include <string.h>

#include "chance.h"
#include "unit.h"

#define LINE_SIZE 200

/* Lines as they come out: each begins with its day and with what number it came in.
 */
struct seen {
	char rest[LINE_SIZE]; /* of a line whose end did not come yet */
	size_t rest_size;
	int day;
	int number;
	size_t lines;
};

static void
see_line(struct seen *seen)
{
	int day;
	int number;

	assert_int_equal(sscanf(seen->rest, "%d %d", &day, &number), 2);
	assert_true(day >= seen->day);
	assert_true(day > seen->day || number > seen->number);
	seen->day = day;
	seen->number = number;
	seen->lines++;
	seen->rest_size = 0;
}

static enum status
take_lines(void *arg, const void *data, size_t size, struct err *err)
{
	struct seen *seen = arg;
	const char *text = data;

	(void)err;
	for (size_t i = 0; i < size; i++) {
		assert_true(seen->rest_size < LINE_SIZE);
		seen->rest[seen->rest_size++] = text[i];
		if (text[i] == '\n')
			see_line(seen);
	}
	return ST_OK;
}

/* So many lines of days that chance draws, most of them near the one before. */
static void
sort_lines(size_t count)
{
	struct chance chance = { seed_of(41) };
	struct day_sort sort = { .fd = -1 };
	struct seen seen = { .day = -1000000 };
	struct err err;
	size_t day = 0;

	for (size_t i = 0; i < count; i++) {
		char line[LINE_SIZE];
		int size;

		day = draw(&chance, 20) ? day + draw(&chance, 2) : draw(&chance, 900);
		size = snprintf(line, sizeof(line), "%d %zu %*d\n", (int)day - 400, i,
			(int)draw(&chance, 150), 0);
		assert_int_equal(day_sort_add(&sort, (int32_t)day - 400, line,
					 (size_t)size, &err),
			ST_OK);
	}
	assert_int_equal(day_sort_give(&sort, take_lines, &seen, &err), ST_OK);
	assert_int_equal(seen.lines, count);
	assert_int_equal(seen.rest_size, 0);
	day_sort_close(&sort);
}

static void
texts_go_by_day_and_as_they_came(void **state)
{
	(void)state;
	sort_lines(0);
	sort_lines(1);
	sort_lines(5000);
}

static void
more_than_memory_takes_goes_through_a_file(void **state)
{
	(void)state;
	sort_lines(150000);
}

static enum status
take_size(void *arg, const void *data, size_t size, struct err *err)
{
	size_t *sum = arg;

	(void)data;
	(void)err;
	*sum += size;
	return ST_OK;
}

static void
a_text_may_fill_the_memory(void **state)
{
	static char text[DAY_SORT_MEMORY_MAX];
	struct day_sort sort = { .fd = -1 };
	struct err err;
	size_t sum = 0;

	(void)state;
	memset(text, 'x', sizeof(text));
	assert_int_equal(day_sort_add(&sort, 2, text, sizeof(text), &err), ST_OK);
	assert_int_equal(day_sort_add(&sort, 1, "1", 1, &err), ST_OK);
	assert_int_equal(day_sort_add(&sort, 1, text, sizeof(text), &err), ST_OK);
	assert_int_equal(day_sort_give(&sort, take_size, &sum, &err), ST_OK);
	assert_int_equal(sum, 2 * sizeof(text) + 1);
	day_sort_close(&sort);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_go_by_day_and_as_they_came),
		cmocka_unit_test(more_than_memory_takes_goes_through_a_file),
		cmocka_unit_test(a_text_may_fill_the_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
