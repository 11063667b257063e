#ifndef SHOP_CMD_REPORT_HTML_H
#define SHOP_CMD_REPORT_HTML_H

#include "base/bytes.h"
#include "report/report.h"

/* A report as a page of its own: its title, the numbers that stand out and what they
 * were before, its charts, its rows as a table, and when it was made. The same report
 * made at the same time gives the same bytes. */
struct report_page {
	const struct report *report;
	const char *shop;
	const char *zone;
	const char *currency;
	unsigned decimals;
	int64_t made_at;
};
enum status report_page_html(
	const struct report_page *page, struct buffer *out, struct err *err);

#endif
