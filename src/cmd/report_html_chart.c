#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cmd/report_html_parts.h"
#include "html/number.h"

struct unit {
	const struct report_page *page;
	int unit; /* enum report_unit */
	struct arena *arena;
};

static enum status
value_text(void *arg, int64_t value, bool on_axis, const char **text, struct err *err)
{
	const struct unit *unit = arg;
	const struct report_page *page = unit->page;
	unsigned decimals = unit->unit == UNIT_MONEY ? page->decimals : 0;
	char number[NUMBER_TEXT_MAX];

	if (on_axis) {
		number_format_short(value, decimals, number);
		return arena_text(unit->arena, number, text, err);
	}
	number_format(value, decimals, number);
	if (unit->unit != UNIT_MONEY)
		return arena_text(unit->arena, number, text, err);
	return arena_format(unit->arena, text, err, "%s %s", number, page->currency);
}

/* A day, week, month or quarter in few characters: "2026-11-23" is "23 Nov"; what is
 * none of these as it is. */
static enum status
short_label(
	const char *label, struct arena *arena, const char **text, struct err *err)
{
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const char *at = label;
	int year;
	int month;
	int day;

	*text = label;
	if (!text_read_digits(&at, 4, &year) || *at++ != '-')
		return ST_OK;
	if (*at == 'W')
		return arena_text(arena, at, text, err);
	if (*at == 'Q')
		return arena_format(arena, text, err, "%s %d", at, year);
	if (!text_read_digits(&at, 2, &month) || month < 1 || month > 12)
		return ST_OK;
	if (*at == '\0')
		return arena_format(
			arena, text, err, "%s %d", months[month - 1], year);
	at++;
	if (!text_read_digits(&at, 2, &day))
		return ST_OK;
	return arena_format(arena, text, err, "%d %s", day, months[month - 1]);
}

/* The first chart without the rows at the end that are no things of their own:
 * "others" would be larger than all. */
static size_t
bar_count(const struct report *report, const struct report_chart *chart)
{
	bool is_first = chart == report->charts.items;

	return is_first ? chart->bars.count - report->extra : chart->bars.count;
}

static enum status
make_bars(const struct report_chart *chart, struct arena *arena,
	struct chart_bar **made, bool *has_before, struct err *err)
{
	const struct report_bar *from = chart->bars.items;
	struct chart_bar *bars;

	*has_before = false;
	TRY(ARENA_NEW(arena, chart->bars.count, &bars, err));
	for (size_t i = 0; i < chart->bars.count; i++) {
		bars[i] = (struct chart_bar){ from[i].label, from[i].label,
			from[i].value, from[i].before };
		*has_before |= from[i].before != NUMBER_NONE;
		if (chart->kind == CHART_TIME)
			TRY(short_label(from[i].label, arena, &bars[i].label, err));
	}
	*made = bars;
	return ST_OK;
}

static enum status
append_chart(const struct report_page *page, const struct report_chart *chart,
	struct buffer *out, struct err *err)
{
	struct unit unit = { page, chart->unit, out->arena };
	struct chart_bar *bars;
	struct chart drawn = {
		.title = chart->title,
		.now = page->report->period[0] ? page->report->period : "now",
		.before = page->report->before,
		.count = bar_count(page->report, chart),
		.text = value_text,
		.arg = &unit,
	};

	TRY(make_bars(chart, out->arena, &bars, &drawn.has_before, err));
	drawn.bars = bars;
	return chart->kind == CHART_TIME ? chart_time(out, &drawn, err)
					 : chart_rank(out, &drawn, err);
}

enum status
report_append_charts(
	const struct report_page *page, struct buffer *out, struct err *err)
{
	const struct report_chart *charts = page->report->charts.items;

	for (size_t i = 0; i < page->report->charts.count; i++)
		TRY(append_chart(page, &charts[i], out, err));
	return ST_OK;
}
