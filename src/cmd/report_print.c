#include "cmd/report_print.h"

struct values {
	const int64_t *items;
	size_t count;
};

/* The first chart's numbers, one for each row but those at the end that are no things
 * of their own: "others" would be larger than all. NULL where there is none. */
static enum status
chart_values(const struct report *report, struct arena *arena, struct values *values,
	struct err *err)
{
	const struct report_chart *chart = report->charts.items;
	const struct report_bar *bars;
	int64_t *made;

	*values = (struct values){ NULL, 0 };
	if (report->charts.count == 0 || chart->bars.count <= report->extra)
		return ST_OK;
	bars = chart->bars.items;
	values->count = chart->bars.count - report->extra;
	TRY(ARENA_NEW(arena, values->count, &made, err));
	for (size_t i = 0; i < values->count; i++)
		made[i] = bars[i].value;
	values->items = made;
	return ST_OK;
}

static enum status
print_heading(struct context *context, const struct report *report,
	const struct values *values, struct err *err)
{
	const struct report_chart *chart = report->charts.items;
	struct output *output = context->output;

	if (!output_is_table(output))
		return ST_OK;
	TRY(output_say(output, err, "%s%s%s%s%s", report->title,
		report->period[0] ? ", " : "", report->period,
		report->before[0] ? ", compared with " : "", report->before));
	if (values->count > 0 && chart->kind == CHART_TIME)
		TRY(output_spark(
			output, chart->title, values->items, values->count, err));
	return output_say(output, err, "%s", "");
}

static enum status
print_rows(struct context *context, const struct report *report, struct err *err)
{
	size_t count = report->rows.count;
	const char *row = report->rows.items;

	/* What is no thing of its own has no id. */
	if (output_format(context->output) == FORMAT_IDS)
		count -= report->extra;
	for (size_t i = 0; i < count; i++)
		TRY(output_row(context->output, row + i * report->row->size, err));
	return ST_OK;
}

enum status
report_print(struct context *context, const struct report *report, struct err *err)
{
	struct output *output = context->output;
	struct values values;

	if (output_format(output) == FORMAT_HTML)
		return report_print_html(context, report, err);
	TRY(chart_values(report, context->arena, &values, err));
	TRY(print_heading(context, report, &values, err));
	TRY(output_list_begin(output, report->row, err));
	if (values.count > 0)
		output_list_bars(output, values.items, values.count);
	TRY(print_rows(context, report, err));
	if (report->sum && output_is_table(output))
		TRY(output_row(output, report->sum, err));
	return output_list_end(output, report->envelope, report->enveloped, err);
}
