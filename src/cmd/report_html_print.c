#include "base/clock.h"
#include "cmd/report_html.h"
#include "cmd/report_print.h"
#include "store/setting.h"

static enum status
read_name(struct txn *txn, void *arg, struct err *err)
{
	return setting_get(txn, "shop.name", arg, err);
}

enum status
report_print_html(
	struct context *context, const struct report *report, struct err *err)
{
	struct buffer out = { .arena = context->arena };
	struct report_page page = {
		.report = report,
		.shop = "",
		.zone = context->zone,
		.currency = context->currency,
		.decimals = context->decimals,
		.made_at = clock_now(),
	};

	TRY(context_read(context, read_name, &page.shop, err));
	TRY(report_page_html(&page, &out, err));
	return output_text(
		context->output, (const char *)out.data, out.size, true, err);
}
