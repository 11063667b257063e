#include <string.h>

#include "base/money.h"
#include "books/books.h"

/* What one posting adds to the row of its day. */

/* A copy of a list with room for one more at a place; the new one is zero. */
static enum status
insert(struct list *list, size_t size, size_t place, struct arena *arena,
	struct err *err)
{
	char *items;

	TRY(arena_take(arena, list->count + 1, size, &items, err));
	if (place > 0)
		memcpy(items, list->items, place * size);
	if (place < list->count)
		memcpy(items + (place + 1) * size,
			(const char *)list->items + place * size,
			(list->count - place) * size);
	*list = (struct list){ items, list->count + 1 };
	return ST_OK;
}

static int
compare_tax(const struct book_tax *tax, const char *country, int64_t rate)
{
	int order = strcmp(tax->country, country);

	if (order != 0)
		return order;
	return tax->rate < rate ? -1 : tax->rate > rate;
}

static enum status
tax_of(struct book_day *row, const char *country, int64_t rate, struct arena *arena,
	struct book_tax **tax, struct err *err)
{
	struct book_tax *items = row->taxes.items;
	size_t place = 0;

	while (place < row->taxes.count &&
		compare_tax(&items[place], country, rate) < 0)
		place++;
	if (place == row->taxes.count ||
		compare_tax(&items[place], country, rate) != 0) {
		TRY(insert(&row->taxes, sizeof(*items), place, arena, err));
		items = row->taxes.items;
		TRY(arena_text(arena, country, &items[place].country, err));
		items[place].rate = rate;
	}
	*tax = &items[place];
	return ST_OK;
}

static enum status
too_much(const struct posting *posting, struct err *err)
{
	return fail(err, ST_BAD_DATA,
		"the sums of a day do not fit with order %llu in them",
		(unsigned long long)posting->order);
}

struct taxed {
	int64_t rate;
	int64_t base;
	int64_t tax;
};

static enum status
add_tax(struct book_day *row, const struct posting *posting,
	const struct taxed *taxed, struct arena *arena, struct err *err)
{
	bool is_sale = posting->kind == POSTING_SALE;
	struct book_tax *tax;
	int64_t *base_sum;
	int64_t *tax_sum;

	if (taxed->base == 0 && taxed->tax == 0)
		return ST_OK;
	TRY(tax_of(row, posting->country, taxed->rate, arena, &tax, err));
	base_sum = is_sale ? &tax->base : &tax->base_refunded;
	tax_sum = is_sale ? &tax->tax : &tax->tax_refunded;
	if (!money_add(*base_sum, taxed->base, base_sum) ||
		!money_add(*tax_sum, taxed->tax, tax_sum))
		return too_much(posting, err);
	return ST_OK;
}

static enum status
add_taxes(struct book_day *row, const struct posting *posting, struct arena *arena,
	struct err *err)
{
	const struct posting_line *lines = posting->lines.items;
	struct taxed taxed;

	for (size_t i = 0; i < posting->lines.count; i++) {
		taxed = (struct taxed){ .rate = lines[i].tax_rate,
			.tax = lines[i].tax };
		if (!money_subtract(lines[i].goods, lines[i].discount, &taxed.base))
			return too_much(posting, err);
		TRY(add_tax(row, posting, &taxed, arena, err));
	}
	taxed = (struct taxed){ posting->shipping_tax_rate, posting->shipping,
		posting->shipping_tax };
	return add_tax(row, posting, &taxed, arena, err);
}

static enum status
add_money(struct book_day *row, const struct posting *posting, struct arena *arena,
	struct err *err)
{
	struct book_payment *items = row->payments.items;
	struct book_payment *payment;
	size_t place = 0;
	int64_t *count;
	int64_t *sum;

	while (place < row->payments.count &&
		strcmp(items[place].method, posting->method) < 0)
		place++;
	if (place == row->payments.count ||
		strcmp(items[place].method, posting->method) != 0) {
		TRY(insert(&row->payments, sizeof(*items), place, arena, err));
		items = row->payments.items;
		TRY(arena_text(arena, posting->method, &items[place].method, err));
	}
	payment = &items[place];
	count = posting->kind == POSTING_PAYMENT ? &payment->payments
						 : &payment->repayments;
	sum = posting->kind == POSTING_PAYMENT ? &payment->received
					       : &payment->repaid;
	if (!money_add(*sum, posting->amount, sum))
		return too_much(posting, err);
	++*count;
	return ST_OK;
}

enum status
book_day_add(struct book_day *row, const struct posting *posting, struct arena *arena,
	struct err *err)
{
	struct figures figures;

	if (!posting_figures(posting, &figures) ||
		!figures_add(&row->figures, &figures))
		return too_much(posting, err);
	if (posting_is_money(posting))
		return add_money(row, posting, arena, err);
	return add_taxes(row, posting, arena, err);
}
