#ifndef SHOP_REPORT_SALES_H
#define SHOP_REPORT_SALES_H

#include "report/report.h"

/* More rows of time than anybody reads: 270 years by day. */
#define REPORT_TIMES_MAX 100000

/*
 * What was sold. By time it reads a row a day, whatever the shop sells, as long as
 * nothing is filtered; by anything else it goes through the postings.
 *
 * ST_USAGE for more than REPORT_TIMES_MAX rows of time, for a limit on rows of time,
 * and for what has no beginning and is compared with what came before.
 */
report_make_fn report_sales;

/* The same by one of their sides. Products by is an index of report_products_by; the
 * others know one only. Of customers it is told how many are new. */
extern const char *const report_products_by[]; /* "product", "sku" */
report_make_fn report_products;
report_make_fn report_categories;
report_make_fn report_brands;
report_make_fn report_customers;

#endif
