#include <stdlib.h>

#include "unit.h"

#include "base/record.h"
#include "cli/bar.h"

static struct arena arena;

static const char *
text_of(struct buffer *out)
{
	struct err err;

	assert_int_equal(buffer_append(out, "", 1, &err), ST_OK);
	return (const char *)out->data;
}

/* The bar of the last of some numbers, on a scale of all of them. */
static const char *
bar_of(const int64_t *values, size_t count, size_t width, bool blocks)
{
	struct bar_scale scale = bar_scale(values, count);
	struct buffer out = { .arena = &arena };
	struct err err;

	scale.width = width;
	scale.blocks = blocks;
	assert_int_equal(bar_append(&out, &scale, values[count - 1], &err), ST_OK);
	return text_of(&out);
}

static const char *
spark_of(const int64_t *values, size_t count, size_t columns)
{
	struct buffer out = { .arena = &arena };
	struct err err;

	assert_int_equal(bar_append_spark(&out, values, count, columns, &err), ST_OK);
	return text_of(&out);
}

static void
the_largest_fills_the_width_and_others_their_share(void **state)
{
	(void)state;
	assert_string_equal(
		bar_of((const int64_t[]){ 50, 100 }, 2, 8, true), "████████");
	assert_string_equal(bar_of((const int64_t[]){ 100, 50 }, 2, 8, true), "████");
	assert_string_equal(bar_of((const int64_t[]){ 64, 33 }, 2, 8, true), "████▏");
	assert_string_equal(bar_of((const int64_t[]){ 64, 39 }, 2, 8, true), "████▉");
	assert_string_equal(
		bar_of((const int64_t[]){ 100, 50 }, 2, 8, false), "####");
}

static void
what_is_there_is_seen_and_nothing_is_not(void **state)
{
	(void)state;
	assert_string_equal(bar_of((const int64_t[]){ 1000000, 1 }, 2, 8, true), "▏");
	assert_string_equal(
		bar_of((const int64_t[]){ 1000000, 1 }, 2, 8, false), "#");
	assert_string_equal(bar_of((const int64_t[]){ 100, 0 }, 2, 8, true), "");
	assert_string_equal(bar_of((const int64_t[]){ 0, 0 }, 2, 8, true), "");
	assert_string_equal(
		bar_of((const int64_t[]){ 7, NUMBER_NONE }, 2, 8, true), "");
}

static void
what_is_below_0_ends_where_the_others_begin(void **state)
{
	(void)state;
	assert_string_equal(
		bar_of((const int64_t[]){ 100, -100 }, 2, 8, true), "████");
	assert_string_equal(
		bar_of((const int64_t[]){ -100, 100 }, 2, 8, true), "    ████");
	assert_string_equal(
		bar_of((const int64_t[]){ 100, -100, -25 }, 3, 8, true), "   █");
	assert_string_equal(
		bar_of((const int64_t[]){ 100, -100, -10 }, 3, 8, true), "   ▐");
	assert_string_equal(
		bar_of((const int64_t[]){ 100, -100, -10 }, 3, 8, false), "   #");
	assert_string_equal(
		bar_of((const int64_t[]){ -3, -6 }, 2, 8, true), "████████");
}

static void
the_largest_numbers_there_are_have_bars(void **state)
{
	(void)state;
	assert_string_equal(
		bar_of((const int64_t[]){ INT64_MAX }, 1, 4, true), "████");
	/* Too far apart to be told; nothing breaks. */
	bar_of((const int64_t[]){ INT64_MAX, -INT64_MAX }, 2, 4, true);
	spark_of((const int64_t[]){ INT64_MAX, -INT64_MAX }, 2, 4);
}

static void
a_row_of_small_bars_goes_up_and_down(void **state)
{
	(void)state;
	assert_string_equal(
		spark_of((const int64_t[]){ 0, 1, 50, 100 }, 4, 10), "▁▂▅█");
	assert_string_equal(spark_of((const int64_t[]){ -10, 0, 10 }, 3, 10), "▁▅█");
	assert_string_equal(spark_of((const int64_t[]){ 0, 0 }, 2, 10), "▁▁");
}

static void
what_does_not_fit_is_added_up(void **state)
{
	(void)state;
	assert_string_equal(
		spark_of((const int64_t[]){ 50, 50, 0, 0, 25, 25, 100 }, 7, 4),
		"█▁▅█");
	assert_string_equal(spark_of((const int64_t[]){ 1, 2, 3 }, 3, 1), "█");
}

static void
blocks_need_utf_8_and_a_terminal_that_has_them(void **state)
{
	(void)state;
	unsetenv("LC_ALL");
	unsetenv("LC_CTYPE");
	unsetenv("LANG");
	setenv("TERM", "xterm", 1);
	assert_false(bar_has_blocks(true));
	setenv("LANG", "en_GB.UTF-8", 1);
	assert_true(bar_has_blocks(true));
	setenv("LC_CTYPE", "de_DE.utf8", 1);
	assert_true(bar_has_blocks(true));
	setenv("LC_ALL", "de_DE.ISO-8859-1", 1);
	assert_false(bar_has_blocks(true));
	setenv("LC_ALL", "", 1);
	setenv("TERM", "linux", 1);
	assert_false(bar_has_blocks(true));
	assert_true(bar_has_blocks(false));
	setenv("TERM", "dumb", 1);
	assert_false(bar_has_blocks(true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_largest_fills_the_width_and_others_their_share),
		cmocka_unit_test(what_is_there_is_seen_and_nothing_is_not),
		cmocka_unit_test(what_is_below_0_ends_where_the_others_begin),
		cmocka_unit_test(the_largest_numbers_there_are_have_bars),
		cmocka_unit_test(a_row_of_small_bars_goes_up_and_down),
		cmocka_unit_test(what_does_not_fit_is_added_up),
		cmocka_unit_test(blocks_need_utf_8_and_a_terminal_that_has_them),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_free(&arena);
	return failed;
}
