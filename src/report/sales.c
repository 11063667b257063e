#include "report/sales.h"

#include <stdbool.h>

#include "report/lines.h"

const char *const report_products_by[] = { "product", "sku", NULL };

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
	TRY(buffer_append_text(&title, report_by_names[request->by], err));
	TRY(append_filters(&title, request, err));
	return arena_copy(
		arena, (const char *)title.data, title.size, &report->title, err);
}

enum status
report_sales(struct txn *txn, const struct report_request *request,
	struct report *report, struct err *err)
{
	struct sales sales = { .request = request };

	*report = (struct report){ .name = "sales" };
	TRY(make_title(request, txn_arena(txn), report, err));
	TRY(sales_find_days(txn, &sales, err));
	if (sales_by_time(request->by))
		TRY(sales_gather_times(txn, &sales, err));
	else
		TRY(sales_gather_cut(txn, &sales, err));
	return sales_show(&sales, txn_arena(txn), report, err);
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
