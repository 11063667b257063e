#ifndef SHOP_CMD_REPORT_HTML_PARTS_H
#define SHOP_CMD_REPORT_HTML_PARTS_H

#include "cmd/report_html.h"
#include "html/chart.h"

/* Private to cmd/report_html*.c. */
enum status report_append_charts(
	const struct report_page *page, struct buffer *out, struct err *err);

#endif
