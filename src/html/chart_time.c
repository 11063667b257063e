#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "base/record.h"
#include "base/text.h"
#include "html/chart_parts.h"
#include "html/html.h"

/* What a character of a label takes, and the air between two labels, in CSS pixels.
 */
#define LETTER 7
#define AIR 14
#define NARROW_MARGIN 12

/* Of its slot: where the bar, or the two side by side, begin and end. */
#define SLOT_MARGIN 12

struct drawing {
	struct buffer *out;
	struct chart chart; /* with the bars as they are drawn */
	struct chart_axis axis;
	size_t together; /* how many of the bars that were given are one */
	/* Every how many of the labels are written on screens of some widths; each
	 * one divides the next. */
	size_t every[3];
};

/* What there is for labels on them, in CSS pixels. */
static const size_t rooms[3] = { 930, 570, 290 };

/* How many bars have to be added up so that there are no more than fit. Seven days
 * are a week. */
static size_t
together_for(size_t count)
{
	static const size_t sizes[] = { 1, 2, 3, 4, 7, 14, 21, 28 };
	size_t least = (count + CHART_TIME_MAX - 1) / CHART_TIME_MAX;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (sizes[i] >= least)
			return sizes[i];
	return least;
}

static enum status
add(int64_t *sum, int64_t value, struct err *err)
{
	if (value == NUMBER_NONE)
		return ST_OK;
	if (*sum == NUMBER_NONE)
		*sum = 0;
	if (!money_add(*sum, value, sum))
		return fail(
			err, ST_BAD_DATA, "the numbers are too large for a chart");
	return ST_OK;
}

static enum status
add_up(const struct chart *chart, size_t first, size_t count, struct buffer *out,
	struct chart_bar *sum, struct err *err)
{
	const struct chart_bar *bars = &chart->bars[first];

	*sum = bars[0];
	for (size_t i = 1; i < count; i++) {
		TRY(add(&sum->value, bars[i].value, err));
		TRY(add(&sum->before, bars[i].before, err));
	}
	if (count == 1)
		return ST_OK;
	return arena_format(out->arena, &sum->name, err, "%s to %s", bars[0].name,
		bars[count - 1].name);
}

static enum status
gather(struct drawing *drawing, const struct chart *chart, struct err *err)
{
	size_t together = together_for(chart->count);
	struct chart_bar *bars;
	size_t count = 0;

	TRY(ARENA_NEW(drawing->out->arena, chart->count / together + 1, &bars, err));
	for (size_t i = 0; i < chart->count; i += together) {
		size_t left = chart->count - i;

		TRY(add_up(chart, i, left < together ? left : together, drawing->out,
			&bars[count++], err));
	}
	drawing->chart = *chart;
	drawing->chart.bars = bars;
	drawing->chart.count = count;
	drawing->together = together;
	return chart_find_axis(&drawing->chart, &drawing->axis, err);
}

static void
choose_labels(struct drawing *drawing)
{
	const struct chart *chart = &drawing->chart;
	size_t widest = 1;

	for (size_t i = 0; i < chart->count; i++) {
		const char *label = chart->bars[i].label;
		size_t width = text_width(label, strlen(label));

		widest = width > widest ? width : widest;
	}
	for (size_t i = 0; i < 3; i++) {
		size_t step = i > 0 ? drawing->every[i - 1] : 1;
		size_t fit = rooms[i] / (widest * LETTER + AIR) + 1;

		drawing->every[i] = step;
		while (drawing->every[i] * fit < chart->count)
			drawing->every[i] += step;
	}
}

/* Whether a label stays on the narrowest screen, whose margin it may reach into. */
static bool
fits_narrow(const struct drawing *drawing, size_t index)
{
	const struct chart *chart = &drawing->chart;
	const char *label = chart->bars[index].label;
	size_t half = text_width(label, strlen(label)) * LETTER / 2;
	size_t slots = 2 * (chart->count - index) - 1; /* halves, up to the end */

	return slots * rooms[2] / (2 * chart->count) + NARROW_MARGIN >= half;
}

/* The narrowest screens on which a label is written. */
static const char *
label_class(const struct drawing *drawing, size_t index)
{
	if (index % drawing->every[2] == 0 && fits_narrow(drawing, index))
		return "";
	return index % drawing->every[1] == 0 ? " wide" : " widest";
}

static enum status
append_labels(const struct drawing *drawing, struct err *err)
{
	const struct chart *chart = &drawing->chart;
	struct buffer *out = drawing->out;

	for (size_t i = 0; i < chart->count; i += drawing->every[0]) {
		int64_t x = (2 * (int64_t)i + 1) * 5000 / (int64_t)chart->count;

		TRY(html_append(out, err,
			"<text class=\"x%s\" x=\"" PLACE
			"\" y=\"100%%\" dy=\"1.5em\">",
			label_class(drawing, i), PLACE_OF(x)));
		TRY(html_append_plain(out, chart->bars[i].label, err));
		TRY(html_append(out, err, "</text>"));
	}
	return html_append(out, err, "\n");
}

static enum status
append_lines(const struct drawing *drawing, struct err *err)
{
	const struct chart *chart = &drawing->chart;
	const struct chart_axis *axis = &drawing->axis;

	TRY(html_append(drawing->out, err, "<g aria-hidden=\"true\">\n"));
	for (int64_t at = axis->low; at <= axis->high; at += axis->step) {
		int64_t y = 10000 - chart_place(axis, at);
		const char *text;

		TRY(chart->text(chart->arg, at, true, &text, err));
		TRY(html_append(drawing->out, err,
			"<line%s x2=\"100%%\" y1=\"" PLACE "\" y2=\"" PLACE "\"/>"
			"<text class=\"y\" x=\"-8\" y=\"" PLACE
			"\" dy=\".32em\">%s</text>\n",
			at == 0 ? " class=\"zero\"" : "", PLACE_OF(y), PLACE_OF(y),
			PLACE_OF(y), text));
	}
	TRY(append_labels(drawing, err));
	return html_append(drawing->out, err, "</g>\n<g role=\"list\">\n");
}

static enum status
append_rect(const struct drawing *drawing, const char *kind, int64_t x, int64_t width,
	int64_t value, struct err *err)
{
	struct chart_span span;

	if (value == NUMBER_NONE || value == 0)
		return ST_OK;
	chart_span(&drawing->axis, value, &span);
	return html_append(drawing->out, err,
		"<rect class=\"%s\" x=\"" PLACE "\" y=\"" PLACE "\" width=\"" PLACE
		"\" height=\"" PLACE "\"/>",
		kind, PLACE_OF(x), PLACE_OF(10000 - span.from - span.size),
		PLACE_OF(width), PLACE_OF(span.size));
}

static enum status
append_rects(const struct drawing *drawing, size_t index, struct err *err)
{
	const struct chart *chart = &drawing->chart;
	const struct chart_bar *bar = &chart->bars[index];
	int64_t count = (int64_t)chart->count;
	int64_t slot = 10000 / count;
	int64_t x = (int64_t)index * 10000 / count;
	int64_t margin = slot * SLOT_MARGIN / 100;
	int64_t width = slot - 2 * margin;

	TRY(html_append(drawing->out, err,
		"<rect class=\"slot\" x=\"" PLACE "\" width=\"" PLACE
		"\" height=\"100%%\"/>",
		PLACE_OF(x), PLACE_OF(slot)));
	if (!chart->has_before)
		return append_rect(
			drawing, "now", x + margin, width, bar->value, err);
	TRY(append_rect(drawing, "before", x + margin, width / 2, bar->before, err));
	return append_rect(
		drawing, "now", x + margin + width / 2, width / 2, bar->value, err);
}

static enum status
append_bar(const struct drawing *drawing, size_t index, struct err *err)
{
	const struct chart *chart = &drawing->chart;
	const struct chart_bar *bar = &chart->bars[index];
	struct buffer *out = drawing->out;

	TRY(html_append(out, err, "<g role=\"listitem\"><title>"));
	TRY(html_append_plain(out, bar->name, err));
	TRY(html_append(out, err, ": "));
	TRY(chart_append_values(out, chart, bar, err));
	TRY(html_append(out, err, "</title>"));
	TRY(append_rects(drawing, index, err));
	return html_append(out, err, "</g>\n");
}

enum status
chart_time(struct buffer *out, const struct chart *chart, struct err *err)
{
	struct drawing drawing = { .out = out };
	char note[80] = "";

	if (chart->count == 0)
		return ST_OK;
	TRY(gather(&drawing, chart, err));
	choose_labels(&drawing);
	if (drawing.together > 1)
		snprintf(note, sizeof(note), " <span>each bar adds up %zu</span>",
			drawing.together);
	TRY(chart_begin(out, chart, note, err));
	TRY(html_append(out, err,
		"<svg class=\"time\" role=\"group\" style=\"max-width:%zurem\" "
		"aria-label=\"",
		drawing.chart.count * 6));
	TRY(html_append_plain(out, chart->title, err));
	TRY(html_append(out, err, "\">\n"));
	TRY(append_lines(&drawing, err));
	for (size_t i = 0; i < drawing.chart.count; i++)
		TRY(append_bar(&drawing, i, err));
	return html_append(out, err, "</g>\n</svg>\n</figure>\n");
}
