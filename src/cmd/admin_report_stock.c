#include "base/clock.h"
#include "cmd/report_job.h"
#include "report/lists.h"

/* Up to today. */
#define SOLD_DAYS 30

static const struct param params[] = {
	OPTION(struct report_input, const char *, period, "period", KIND_PERIOD,
		"the days whose sales to go by (default: the last 30)"),
	REPORT_OUTPUT,
	REPORT_LIMIT,
	REPORT_FILTER(sku, "sku", KIND_SKU, "SKU"),
	REPORT_FILTER(product, "product", KIND_TEXT, "product"),
	REPORT_FILTER(
		category, "category", KIND_CATEGORY, "category and those below it"),
	REPORT_FILTER(brand, "brand", KIND_BRAND, "brand"),
};

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct report_input input = *(const struct report_input *)arg;
	int32_t today = day_of(clock_now());
	char from[16];
	char until[16];

	if (!input.period) {
		day_format(today - SOLD_DAYS + 1, from);
		day_format(today, until);
		TRY(arena_format(
			context->arena, &input.period, err, "%s..%s", from, until));
	}
	return report_run(context, &input, report_stock, err);
}

static const char *const examples[] = { "shop admin report stock",
	"shop admin report stock --category Shoes --limit 20",
	"shop admin report stock --period 'last quarter' --format csv -o stock.csv",
	NULL };

const struct command command_admin_report_stock = {
	.path = "admin report stock",
	.summary = "report what is on hand, what it is worth, and how long it lasts",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct report_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &stock_row_record,
};
