#include "report/sales.h"

#include <stdbool.h>

#include "report/lines.h"

/* How many of what sold best a page of times shows. */
#define BEST_MAX 10

const char *const report_products_by[] = { "product", "sku", NULL };

const char *
sales_by_word(int by)
{
	if (by == BY_SKU)
		return "SKU";
	return by == BY_PAYMENT_METHOD ? "payment method" : report_by_names[by];
}

struct filter {
	const char *name;
	const char *value;
};

/* "Sales by day: brand Acme, country DE". */
static enum status
append_filters(
	struct buffer *title, const struct report_request *request, struct err *err)
{
	const struct filter filters[] = {
		{ "SKU", request->sku },
		{ "product", request->product },
		{ "category", request->category },
		{ "brand", request->brand },
		{ "country", request->country },
		{ "payment method", request->payment_method },
	};
	const char *before = ": ";

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		if (!filters[i].value || !filters[i].value[0])
			continue;
		TRY(buffer_append_text(title, before, err));
		TRY(buffer_append_text(title, filters[i].name, err));
		TRY(buffer_append_text(title, " ", err));
		TRY(buffer_append_text(title, filters[i].value, err));
		before = ", ";
	}
	if (request->customer == 0)
		return ST_OK;
	TRY(buffer_append_text(title, before, err));
	return buffer_append_text(title, "one customer", err);
}

static enum status
make_title(const struct report_request *request, struct arena *arena,
	struct report *report, struct err *err)
{
	struct buffer title = { .arena = arena };

	TRY(buffer_append_text(&title, "Sales by ", err));
	TRY(buffer_append_text(&title, sales_by_word(request->by), err));
	TRY(append_filters(&title, request, err));
	return arena_copy(
		arena, (const char *)title.data, title.size, &report->title, err);
}

static enum status
make_sales(
	struct txn *txn, struct sales *sales, struct report *report, struct err *err)
{
	*report = (struct report){ .name = "sales" };
	TRY(make_title(sales->request, txn_arena(txn), report, err));
	TRY(sales_find_days(txn, sales, err));
	if (sales_by_time(sales->request->by))
		TRY(sales_gather_times(txn, sales, err));
	else
		TRY(sales_gather_cut(txn, sales, err));
	return sales_show(sales, txn_arena(txn), report, err);
}

/* Few enough bars to be told apart. */
static enum report_by
time_of(const struct report_days *days)
{
	int32_t count = days->until - days->from;

	if (count <= 31)
		return BY_DAY;
	if (count <= 26 * 7)
		return BY_WEEK;
	return count <= 3 * 366 ? BY_MONTH : BY_YEAR;
}

/* A page of times also shows what sold best then, and one of anything else when it
 * was sold: the same sales by another side. */
static enum status
add_other_side(struct txn *txn, const struct sales *sales, struct report *report,
	struct err *err)
{
	struct report_request asked = *sales->request;
	struct sales other = { .request = &asked };
	struct report_chart *charts;
	struct report side;

	asked.limit = 0;
	asked.by = (int)time_of(&sales->days);
	if (sales_by_time(sales->request->by)) {
		asked.limit = BEST_MAX;
		asked.by = BY_PRODUCT;
	}
	TRY(make_sales(txn, &other, &side, err));
	TRY(ARENA_NEW(txn_arena(txn), 2, &charts, err));
	charts[0] = *(const struct report_chart *)report->charts.items;
	charts[1] = *(const struct report_chart *)side.charts.items;
	charts[1].bars.count -= side.extra;
	report->charts = (struct list){ charts, charts[1].bars.count > 1 ? 2 : 1 };
	return ST_OK;
}

enum status
report_sales(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct sales sales = { .request = request };

	TRY(make_sales(txn, &sales, report, err));
	if (!request->is_page)
		return ST_OK;
	return add_other_side(txn, &sales, report, err);
}

static enum status
make_by(struct txn *txn, const struct report_request *request, enum report_by by,
	const char *name, struct report *report, struct err *err)
{
	struct report_request asked = *request;

	asked.by = (int)by;
	TRY(report_sales(txn, &asked, report, err));
	report->name = name;
	return ST_OK;
}

enum status
report_products(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	return make_by(txn, request, request->by == 0 ? BY_PRODUCT : BY_SKU,
		"products", report, err);
}

enum status
report_categories(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	return make_by(txn, request, BY_CATEGORY, "categories", report, err);
}

enum status
report_brands(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	return make_by(txn, request, BY_BRAND, "brands", report, err);
}

enum status
report_customers(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	return make_by(txn, request, BY_CUSTOMER, "customers", report, err);
}
