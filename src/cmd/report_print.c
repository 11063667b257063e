#include "cmd/report_print.h"

static enum status
print_heading(struct context *context, const struct report *report, struct err *err)
{
	struct output *output = context->output;

	if (!output_is_table(output))
		return ST_OK;
	TRY(output_say(output, err, "%s%s%s%s%s", report->title,
		report->period[0] ? ", " : "", report->period,
		report->before[0] ? ", and before: " : "", report->before));
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

	if (output_format(output) == FORMAT_HTML)
		return report_print_html(context, report, err);
	TRY(print_heading(context, report, err));
	TRY(output_list_begin(output, report->row, err));
	TRY(print_rows(context, report, err));
	if (report->sum && output_is_table(output))
		TRY(output_row(output, report->sum, err));
	return output_list_end(output, report->envelope, report->enveloped, err);
}
