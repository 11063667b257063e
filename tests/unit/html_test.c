#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "base/money.h"
#include "base/record.h"
#include "html/chart.h"
#include "html/html.h"
#include "html/number.h"

static struct arena arena;

static const char *
text_of(struct buffer *out)
{
	struct err err;

	assert_int_equal(buffer_append(out, "", 1, &err), ST_OK);
	return (const char *)out->data;
}

static const char *
as_content(const char *text)
{
	struct buffer out = { .arena = &arena };
	struct err err;

	assert_int_equal(html_append_text(&out, text, &err), ST_OK);
	return text_of(&out);
}

static const char *
as_plain(const char *text)
{
	struct buffer out = { .arena = &arena };
	struct err err;

	assert_int_equal(html_append_plain(&out, text, &err), ST_OK);
	return text_of(&out);
}

static void
no_text_is_markup(void **state)
{
	(void)state;
	assert_string_equal(as_content("<b>\"a\" & 'b'</b>"),
		"&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;");
	assert_string_equal(as_content("a\nb\tc"), "a<br>b c");
	assert_string_equal(as_plain("a\nb\tc<"), "a b c&lt;");
}

static void
what_no_page_may_hold_is_dropped(void **state)
{
	(void)state;
	assert_string_equal(as_content("a\x1b[31m\x7f"
				       "b"),
		"a[31mb");
	assert_string_equal(as_plain("a\x01"
				     "b"),
		"ab");
	assert_string_equal(as_content("\xc2\x85"
				       "a\xc2\x9f"),
		"<bdi>a</bdi>");
}

static void
the_direction_of_a_text_stays_its_own(void **state)
{
	(void)state;
	assert_string_equal(as_content("Größe"), "<bdi>Größe</bdi>");
	assert_string_equal(as_plain("Größe"), "\xe2\x81\xa8"
					       "Größe\xe2\x81\xa9");
	/* Neither an override nor an end of what keeps it apart comes through. */
	assert_string_equal(as_content("\xe2\x80\xae"
				       "exe\xe2\x80\xac"),
		"<bdi>exe</bdi>");
	assert_string_equal(as_plain("a\xe2\x81\xa9\xe2\x80\xae"
				     "b\xe2\x81\xa6"),
		"\xe2\x81\xa8"
		"ab\xe2\x81\xa9");
	/* Half a character at the end is no reason to read on. */
	assert_string_equal(as_content("\xe2"), "<bdi>\xe2</bdi>");
	assert_string_equal(as_content("\xe2\x80"), "<bdi>\xe2\x80</bdi>");
	assert_string_equal(as_content("\xc2"), "<bdi>\xc2</bdi>");
}

static void
assert_number(int64_t value, unsigned decimals, const char *whole, const char *brief)
{
	char text[NUMBER_TEXT_MAX];

	number_format(value, decimals, text);
	assert_string_equal(text, whole);
	number_format_short(value, decimals, text);
	assert_string_equal(text, brief);
}

static void
numbers_read_as_people_write_them(void **state)
{
	(void)state;
	assert_number(0, 2, "0.00", "0");
	assert_number(50, 2, "0.50", "0.50");
	assert_number(-5, 2, "-0.05", "-0.05");
	assert_number(99900, 2, "999.00", "999");
	assert_number(100000, 2, "1,000.00", "1k");
	assert_number(-150000, 2, "-1,500.00", "-1.5k");
	assert_number(123456789, 2, "1,234,567.89", "1.2M");
	assert_number(1000000, 0, "1,000,000", "1M");
	assert_number(123, 3, "0.123", "0.123");
	assert_number(250000000000, 2, "2,500,000,000.00", "2.5bn");
	assert_number(INT64_MAX, 0, "9,223,372,036,854,775,807", "9223372tn");
}

static void
assert_change(int64_t value, int64_t before, const char *expected, bool expected_less)
{
	char text[NUMBER_TEXT_MAX] = "";
	bool less = false;

	if (number_format_change(value, before, text, &less))
		assert_int_equal(less, expected_less);
	assert_string_equal(text, expected);
}

static void
a_change_is_percent_of_what_was_before(void **state)
{
	(void)state;
	assert_change(150, 100, "50.0", false);
	assert_change(100, 150, "33.3", true);
	assert_change(-50, 100, "150.0", true);
	assert_change(100000, 10, "999,900.0", false);
	assert_change(10, 0, "", false);
	assert_change(10, -10, "", false);
	assert_change(10, NUMBER_NONE, "", false);
	assert_change(NUMBER_NONE, 10, "", false);
	assert_change(INT64_MAX, 1, "", false);
}

static void
assert_axis(int64_t lowest, int64_t highest, int64_t low, int64_t high, int64_t step)
{
	struct chart_axis axis;

	assert_true(chart_axis(lowest, highest, &axis));
	assert_int_equal(axis.low, low);
	assert_int_equal(axis.high, high);
	assert_int_equal(axis.step, step);
}

static void
an_axis_has_round_steps_and_0(void **state)
{
	struct chart_axis axis;

	(void)state;
	assert_axis(0, 0, 0, 1, 1);
	assert_axis(3, 5, 0, 5, 1);
	assert_axis(0, 6, 0, 6, 2);
	assert_axis(0, 99, 0, 100, 20);
	assert_axis(0, 101, 0, 150, 50);
	assert_axis(-20, 0, -20, 0, 5);
	assert_axis(-289, 2491, -1000, 3000, 1000);
	assert_true(chart_axis(0, INT64_MAX / 4, &axis));
	assert_true(axis.high >= INT64_MAX / 4);
	assert_false(chart_axis(0, INT64_MAX, &axis));
	assert_true(chart_axis(-100, 300, &axis));
	assert_int_equal(chart_place(&axis, -100), 0);
	assert_int_equal(chart_place(&axis, 0), 2500);
	assert_int_equal(chart_place(&axis, 300), 10000);
}

static enum status
plain_number(
	void *arg, int64_t value, bool on_axis, const char **text, struct err *err)
{
	char number[MONEY_TEXT_MAX];

	(void)arg;
	(void)on_axis;
	money_format(value, 0, number);
	return arena_text(&arena, number, text, err);
}

enum { MANY = 400 };

static size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (const char *at = text; (at = strstr(at, part)) != NULL; at++)
		count++;
	return count;
}

static void
bars_of_time_are_added_up_until_they_fit(void **state)
{
	static struct chart_bar bars[MANY];
	static char names[MANY][16];
	struct chart chart = {
		.title = "sold", .bars = bars, .count = MANY, .text = plain_number
	};
	struct buffer out = { .arena = &arena };
	struct err err;
	const char *text;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof(names[i]), "day %zu", i + 1);
		bars[i] = (struct chart_bar){ names[i], names[i], 3, NUMBER_NONE };
	}
	assert_int_equal(chart_time(&out, &chart, &err), ST_OK);
	text = text_of(&out);
	assert_non_null(strstr(text, "each bar adds up 7"));
	assert_non_null(strstr(text, "<title>day 1 to day 7: 21</title>"));
	assert_non_null(strstr(text, "<title>day 400: 3</title>"));
	assert_int_equal(count_of(text, "role=\"listitem\""), 58);
}

static void
a_ranking_leaves_out_its_end(void **state)
{
	struct chart_bar bars[CHART_RANK_MAX + 8];
	struct chart chart = { .title = "sold",
		.bars = bars,
		.count = CHART_RANK_MAX + 8,
		.text = plain_number };
	struct buffer out = { .arena = &arena };
	struct err err;
	const char *text;

	(void)state;
	for (size_t i = 0; i < chart.count; i++)
		bars[i] = (struct chart_bar){ "", "<b>", 100 - (int64_t)i, 0 };
	assert_int_equal(chart_rank(&out, &chart, &err), ST_OK);
	text = text_of(&out);
	assert_non_null(strstr(text, "the first 12 of 20"));
	assert_int_equal(count_of(text, "<li>"), CHART_RANK_MAX);
	assert_null(strstr(text, "<b>"));
}

static void
numbers_too_large_for_a_chart_are_refused(void **state)
{
	struct chart_bar bars[] = { { "a", "a", INT64_MAX, NUMBER_NONE } };
	struct chart chart = {
		.title = "sold", .bars = bars, .count = 1, .text = plain_number
	};
	struct buffer out = { .arena = &arena };
	struct err err;

	(void)state;
	assert_int_equal(chart_time(&out, &chart, &err), ST_BAD_DATA);
	assert_string_equal(err.message, "the numbers are too large for a chart");
	assert_int_equal(chart_rank(&out, &chart, &err), ST_BAD_DATA);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_is_markup),
		cmocka_unit_test(what_no_page_may_hold_is_dropped),
		cmocka_unit_test(the_direction_of_a_text_stays_its_own),
		cmocka_unit_test(numbers_read_as_people_write_them),
		cmocka_unit_test(a_change_is_percent_of_what_was_before),
		cmocka_unit_test(an_axis_has_round_steps_and_0),
		cmocka_unit_test(bars_of_time_are_added_up_until_they_fit),
		cmocka_unit_test(a_ranking_leaves_out_its_end),
		cmocka_unit_test(numbers_too_large_for_a_chart_are_refused),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_free(&arena);
	return failed;
}
