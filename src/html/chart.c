#include "html/chart.h"

#include <inttypes.h>
#include <string.h>

#include "base/record.h"
#include "html/chart_parts.h"
#include "html/html.h"

void
chart_find_range(const struct chart *chart, int64_t *lowest, int64_t *highest)
{
	*lowest = 0;
	*highest = 0;
	for (size_t i = 0; i < chart->count; i++) {
		int64_t value = chart->bars[i].value;
		int64_t before = chart->has_before ? chart->bars[i].before : 0;

		if (before == NUMBER_NONE)
			before = 0;
		*lowest = value < *lowest ? value : *lowest;
		*lowest = before < *lowest ? before : *lowest;
		*highest = value > *highest ? value : *highest;
		*highest = before > *highest ? before : *highest;
	}
}

enum status
chart_find_axis(const struct chart *chart, struct chart_axis *axis, struct err *err)
{
	int64_t lowest;
	int64_t highest;

	chart_find_range(chart, &lowest, &highest);
	if (!chart_axis(lowest, highest, axis))
		return fail(
			err, ST_BAD_DATA, "the numbers are too large for a chart");
	return ST_OK;
}

void
chart_span(const struct chart_axis *axis, int64_t value, struct chart_span *span)
{
	int64_t zero = chart_place(axis, 0);
	int64_t end = chart_place(axis, value);

	span->from = end < zero ? end : zero;
	span->size = (end < zero ? zero : end) - span->from;
	/* What is there is seen. */
	if (span->size < 40 && value != 0)
		span->size = 40;
}

static enum status
append_key(struct buffer *out, const char *kind, const char *text, struct err *err)
{
	TRY(html_append(out, err, "<span class=\"key %s\">", kind));
	TRY(html_append_text(out, text, err));
	return html_append(out, err, "</span>");
}

enum status
chart_begin(struct buffer *out, const struct chart *chart, const char *note,
	struct err *err)
{
	TRY(html_append(out, err, "<figure class=\"chart\">\n<figcaption><strong>"));
	TRY(html_append_text(out, chart->title, err));
	TRY(html_append(out, err, "</strong>%s", note));
	if (chart->has_before) {
		TRY(append_key(out, "now", chart->now, err));
		TRY(append_key(out, "before", chart->before, err));
	}
	return html_append(out, err, "</figcaption>\n");
}

/* A bar's value in full and, where there is one, the one before it. */
enum status
chart_append_values(struct buffer *out, const struct chart *chart,
	const struct chart_bar *bar, struct err *err)
{
	const char *text;

	TRY(chart->text(chart->arg, bar->value, false, &text, err));
	TRY(html_append_plain(out, text, err));
	if (!chart->has_before || bar->before == NUMBER_NONE)
		return ST_OK;
	TRY(chart->text(chart->arg, bar->before, false, &text, err));
	TRY(html_append(out, err, " (before: "));
	TRY(html_append_plain(out, text, err));
	return html_append(out, err, ")");
}
