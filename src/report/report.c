#include "report/report.h"

const char *const report_by_names[] = { "day", "week", "month", "quarter", "year",
	"product", "sku", "category", "brand", "country", "customer",
	"payment-method", NULL };

const char *const report_compare_names[] = { "none", "previous", "year", NULL };
