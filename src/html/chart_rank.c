#include <inttypes.h>
#include <stdio.h>

#include "base/record.h"
#include "html/chart_parts.h"
#include "html/html.h"

/* A bar's kind, and what it has of the height that there is for both. */
struct lane {
	const char *kind;
	const char *attributes;
};
static const struct lane alone = { "now", " height=\"100%\"" };
static const struct lane upper = { "now", " height=\"62%\"" };
static const struct lane lower = { "before", " y=\"66%\" height=\"34%\"" };

static enum status
append_rect(struct buffer *out, const struct chart_axis *axis,
	const struct lane *lane, int64_t value, struct err *err)
{
	struct chart_span span;

	if (value == NUMBER_NONE || value == 0)
		return ST_OK;
	chart_span(axis, value, &span);
	return html_append(out, err,
		"<rect class=\"%s\" x=\"" PLACE "\" width=\"" PLACE "\"%s/>",
		lane->kind, PLACE_OF(span.from), PLACE_OF(span.size),
		lane->attributes);
}

static enum status
append_bar(struct buffer *out, const struct chart *chart,
	const struct chart_axis *axis, const struct chart_bar *bar, struct err *err)
{
	const char *text;

	TRY(chart->text(chart->arg, bar->value, false, &text, err));
	TRY(html_append(out, err, "<li><span class=\"what\">"));
	TRY(html_append_text(out, bar->name, err));
	TRY(html_append(out, err, "</span> <span class=\"much\">"));
	TRY(html_append_text(out, text, err));
	TRY(html_append(out, err, "</span>\n<svg%s aria-hidden=\"true\"><title>",
		chart->has_before ? " class=\"two\"" : ""));
	TRY(html_append_plain(out, bar->name, err));
	TRY(html_append(out, err, ": "));
	TRY(chart_append_values(out, chart, bar, err));
	TRY(html_append(out, err, "</title>"));
	if (!chart->has_before) {
		TRY(append_rect(out, axis, &alone, bar->value, err));
	} else {
		TRY(append_rect(out, axis, &upper, bar->value, err));
		TRY(append_rect(out, axis, &lower, bar->before, err));
	}
	return html_append(out, err, "</svg></li>\n");
}

enum status
chart_rank(struct buffer *out, const struct chart *chart, struct err *err)
{
	struct chart shown = *chart;
	struct chart_axis axis;
	char note[80] = "";

	if (chart->count == 0)
		return ST_OK;
	if (shown.count > CHART_RANK_MAX)
		shown.count = CHART_RANK_MAX;
	TRY(chart_find_axis(&shown, &axis, err));
	/* Without lines of its own, all the room there is. */
	chart_find_range(&shown, &axis.low, &axis.high);
	if (axis.low == axis.high)
		axis.high = 1;
	if (chart->count > shown.count)
		snprintf(note, sizeof(note), " <span>the first %zu of %zu</span>",
			shown.count, chart->count);
	TRY(chart_begin(out, &shown, note, err));
	TRY(html_append(out, err, "<ol class=\"rank\">\n"));
	for (size_t i = 0; i < shown.count; i++)
		TRY(append_bar(out, &shown, &axis, &shown.bars[i], err));
	return html_append(out, err, "</ol>\n</figure>\n");
}
