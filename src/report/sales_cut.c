#include <stdlib.h>
#include <string.h>

#include "report/lines.h"

static const enum cut_by cuts[] = {
	[BY_PRODUCT] = CUT_PRODUCT,
	[BY_SKU] = CUT_SKU,
	[BY_CATEGORY] = CUT_CATEGORY,
	[BY_BRAND] = CUT_BRAND,
	[BY_COUNTRY] = CUT_COUNTRY,
	[BY_CUSTOMER] = CUT_CUSTOMER,
	[BY_PAYMENT_METHOD] = CUT_METHOD,
};

static const char OTHERS[] = "others";
static const char SHIPPING[] = "shipping";

static bool
names_any(const char *filter)
{
	return filter && filter[0];
}

bool
sales_is_filtered(const struct report_request *request)
{
	return names_any(request->sku) || names_any(request->product) ||
	       names_any(request->category) || names_any(request->brand) ||
	       names_any(request->country) || names_any(request->payment_method) ||
	       request->customer != 0;
}

struct cut
sales_cut_of(
	const struct sales *sales, const struct report_days *days, enum cut_by by)
{
	const struct report_request *request = sales->request;

	return (struct cut){
		.from = days->from,
		.until = days->until,
		.by = by,
		.sku = request->sku,
		.product = request->product,
		.category = request->category,
		.brand = request->brand,
		.country = request->country,
		.method = request->payment_method,
		.customer = request->customer,
	};
}

enum status
sales_add(struct figures *sum, const struct figures *more, struct err *err)
{
	if (!figures_add(sum, more))
		return fail(err, ST_BAD_DATA, "the sum of the sales is too large");
	return ST_OK;
}

/* As books_cut orders groups. */
static int
compare_groups(const struct cut_group *a, const struct cut_group *b)
{
	if (a->is_shipping || b->is_shipping)
		return (int)a->is_shipping - (int)b->is_shipping;
	if (a->name && b->name)
		return strcmp(a->name, b->name);
	return (a->customer > b->customer) - (a->customer < b->customer);
}

/* Both times' groups, side by side. */
struct merge {
	struct sales *sales;
	const struct cut_group *now;
	const struct cut_group *now_end;
	const struct cut_group *before;
	const struct cut_group *before_end;
};

static int
compare_heads(const struct merge *merge)
{
	if (merge->now == merge->now_end)
		return 1;
	if (merge->before == merge->before_end)
		return -1;
	return compare_groups(merge->now, merge->before);
}

static const struct figures nothing;

/* Groups stay where they are: of customers there may be very many. */
static void
merge_next(struct merge *merge)
{
	struct sales_line *line = &merge->sales->lines[merge->sales->count++];
	int order = compare_heads(merge);
	const struct cut_group *now = order <= 0 ? merge->now++ : NULL;
	const struct cut_group *before = order >= 0 ? merge->before++ : NULL;
	const struct cut_group *group = now ? now : before;

	*line = (struct sales_line){
		.label = group->is_shipping ? SHIPPING : group->name,
		.name = group->title ? group->title : "",
		.figures = now ? &now->figures : &nothing,
		.before = before ? &before->figures : &nothing,
		.customer = group->customer,
		.first_order = INT32_MIN,
		.last_order = INT32_MIN,
	};
	line->total = figures_total(line->figures);
	if (line->figures->orders > 0) {
		line->first_order = now->first;
		line->last_order = now->last;
	}
	merge->sales->extra = group->is_shipping ? 1 : 0;
}

static enum status
cut_days(struct txn *txn, struct sales *sales, const struct report_days *days,
	struct list *groups, struct figures *sum, struct err *err)
{
	struct cut cut = sales_cut_of(sales, days, cuts[sales->request->by]);

	return books_cut(txn, &cut, groups, sum, err);
}

static enum status
gather(struct txn *txn, struct sales *sales, struct err *err)
{
	struct list now;
	struct list before = { NULL, 0 };
	struct merge merge = { .sales = sales };

	TRY(cut_days(txn, sales, &sales->days, &now, &sales->sum.figures, err));
	if (sales->request->compare != COMPARE_NONE)
		TRY(cut_days(txn, sales, &sales->before, &before, &sales->sum.before,
			err));
	merge.now = now.items;
	merge.now_end = merge.now + now.count;
	merge.before = before.items;
	merge.before_end = merge.before + before.count;
	TRY(ARENA_NEW(
		txn_arena(txn), now.count + before.count + 1, &sales->lines, err));
	while (merge.now < merge.now_end || merge.before < merge.before_end)
		merge_next(&merge);
	sales->found = sales->count - sales->extra;
	return ST_OK;
}

/* The largest first; those of one customer after the other by their numbers. */
static int
compare_lines(const void *left, const void *right)
{
	const struct sales_line *a = left;
	const struct sales_line *b = right;

	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	if (a->customer != b->customer)
		return a->customer < b->customer ? -1 : 1;
	if (!a->label || !b->label)
		return 0;
	return strcmp(a->label, b->label);
}

/* What lies behind the limit becomes one line, before shipping. */
static enum status
limit_lines(struct sales *sales, struct arena *arena, struct err *err)
{
	size_t limit = (size_t)sales->request->limit;
	struct sales_line *others = sales->lines + limit;
	struct sales_sum *sum;

	if (limit == 0 || limit >= sales->found)
		return ST_OK;
	TRY(ARENA_NEW(arena, 1, &sum, err));
	for (size_t i = limit; i < sales->found; i++) {
		TRY(sales_add(&sum->figures, sales->lines[i].figures, err));
		TRY(sales_add(&sum->before, sales->lines[i].before, err));
	}
	*others = (struct sales_line){
		.label = OTHERS,
		.name = "",
		.figures = &sum->figures,
		.before = &sum->before,
		.first_order = INT32_MIN,
		.last_order = INT32_MIN,
	};
	if (sales->extra > 0)
		sales->lines[limit + 1] = sales->lines[sales->found];
	sales->extra++;
	sales->count = limit + sales->extra;
	return ST_OK;
}

enum status
sales_gather_cut(struct txn *txn, struct sales *sales, struct err *err)
{
	TRY(gather(txn, sales, err));
	if (sales->request->by == BY_CUSTOMER)
		TRY(sales_find_newcomers(txn, sales, err));
	if (sales->found > 0)
		qsort(sales->lines, sales->found, sizeof(*sales->lines),
			compare_lines);
	TRY(limit_lines(sales, txn_arena(txn), err));
	TRY(sales_make_rows(sales, txn_arena(txn), err));
	for (size_t i = 0; i < sales->count; i++)
		TRY(sales_put_row(sales, &sales->lines[i], i, txn_arena(txn), err));
	return ST_OK;
}
