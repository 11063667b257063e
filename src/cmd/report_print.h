#ifndef SHOP_CMD_REPORT_PRINT_H
#define SHOP_CMD_REPORT_PRINT_H

#include "cmd/context.h"
#include "report/report.h"

/* A report in the format asked for: rows as any list, the sum last in tables, where a
 * bar stands beside each row and, by time, a sparkline above them; or as a page. */
enum status report_print(
	struct context *context, const struct report *report, struct err *err);

/* As a page of its own (html/page.h). */
enum status report_print_html(
	struct context *context, const struct report *report, struct err *err);

#endif
