#include "books_maker.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "base/period.h"

static const char *const skus[] = { "A", "B", "C-1", "C-2", "D", "\xc3\xa4" };
static const char *const names[] = { "Apple", "Boot", "Cup, red", "" };
static const char *const products[] = { "a", "b", "c", "" };
static const char *const categories[] = { "", "Food", "Food/Fruit", "Foodstuff",
	"Shoes/Boots" };
static const char *const brands[] = { "", "Acme", "Zeta" };
static const char *const countries[] = { "", "DE", "FR", "US" };
static const char *const methods[] = { "", "manual", "test" };
static const int64_t rates[] = { NUMBER_NONE, 0, 19000000, 7000000 };

static int64_t
amount(struct chance *chance, const struct books_wish *wish)
{
	if (draw(chance, 4) == 0)
		return 0;
	if (wish->wide)
		return (int64_t)draw(chance, (size_t)1 << (1 + draw(chance, 30)))
		       << draw(chance, 12);
	return (int64_t)draw(chance, 20000);
}

static void
make_lines(struct books_made *made, struct posting *posting, struct chance *chance,
	const struct books_wish *wish)
{
	size_t count = draw(chance, wish->lines_max + 1);
	struct posting_line *lines;
	struct err err;

	assert_int_equal(ARENA_NEW(&made->arena, count, &lines, &err), ST_OK);
	for (size_t i = 0; i < count; i++)
		lines[i] = (struct posting_line){ .sku = PICK(chance, skus),
			.name = PICK(chance, names),
			.product = PICK(chance, products),
			.category = PICK(chance, categories),
			.brand = PICK(chance, brands),
			.tax_rate = PICK(chance, rates),
			.units = (int64_t)draw(chance, 5),
			.goods = amount(chance, wish),
			.discount = posting->kind == POSTING_SALE
					    ? amount(chance, wish)
					    : 0,
			.tax = amount(chance, wish) };
	posting->lines = (struct list){ lines, count };
	posting->shipping = amount(chance, wish);
	posting->shipping_tax = posting->shipping ? amount(chance, wish) : 0;
}

static int64_t
moment(struct chance *chance, const struct books_wish *wish, size_t place)
{
	if (wish->sorted)
		return wish->from +
		       wish->time / (int64_t)wish->count * (int64_t)place;
	return wish->from + wish->time / (1 << 20) * (int64_t)draw(chance, 1 << 20);
}

void
books_make(
	struct books_made *made, struct chance *chance, const struct books_wish *wish)
{
	struct err err;

	assert_int_equal(
		ARENA_NEW(&made->arena, wish->count, &made->items, &err), ST_OK);
	made->count = wish->count;
	for (size_t i = 0; i < wish->count; i++) {
		struct posting *posting = &made->items[i];

		*posting = (struct posting){ .kind = (int)draw(chance, 7),
			.at = moment(chance, wish, i),
			.order = 1 + draw(chance, 1000),
			.fact = draw(chance, 4),
			.customer = draw(chance, 20),
			.country = PICK(chance, countries),
			.method = PICK(chance, methods),
			.shipping_tax_rate = PICK(chance, rates) };
		if (posting->customer % 5 == 4)
			posting->customer <<= 40;
		if (draw(chance, 2) == 0)
			posting->kind = POSTING_SALE;
		if (posting_is_money(posting))
			posting->amount = amount(chance, wish);
		else
			make_lines(made, posting, chance, wish);
	}
}

static bool
line_is_equal(const struct posting_line *a, const struct posting_line *b)
{
	return strcmp(a->sku, b->sku) == 0 && strcmp(a->name, b->name) == 0 &&
	       strcmp(a->product, b->product) == 0 &&
	       strcmp(a->category, b->category) == 0 &&
	       strcmp(a->brand, b->brand) == 0 && a->tax_rate == b->tax_rate &&
	       a->units == b->units && a->goods == b->goods &&
	       a->discount == b->discount && a->tax == b->tax;
}

bool
books_posting_is_equal(const struct posting *a, const struct posting *b)
{
	const struct posting_line *a_lines = a->lines.items;
	const struct posting_line *b_lines = b->lines.items;

	if (a->kind != b->kind || a->at != b->at || a->order != b->order ||
		a->fact != b->fact || a->customer != b->customer ||
		strcmp(a->country, b->country) != 0 ||
		strcmp(a->method, b->method) != 0 || a->shipping != b->shipping ||
		a->shipping_tax != b->shipping_tax ||
		a->shipping_tax_rate != b->shipping_tax_rate ||
		a->lines.count != b->lines.count)
		return false;
	for (size_t i = 0; i < a->lines.count; i++)
		if (!line_is_equal(&a_lines[i], &b_lines[i]))
			return false;
	return true;
}

/* A filter is there one time in four. */
static const char *
perhaps(struct chance *chance, const char *filter)
{
	if (draw(chance, 4) == 0)
		return filter;
	return draw(chance, 2) ? "" : NULL;
}

struct cut
books_any_cut(struct chance *chance, const struct books_made *made)
{
	int32_t a = day_of(made->items[draw(chance, made->count)].at);
	int32_t b = day_of(made->items[draw(chance, made->count)].at);
	struct cut cut = { .from = a < b ? a : b,
		.until = (a < b ? b : a) + 1,
		.by = (enum cut_by)draw(chance, CUT_METHOD + 1),
		.sku = perhaps(chance, PICK(chance, skus)),
		.product = perhaps(chance, PICK(chance, products)),
		.category = perhaps(chance, PICK(chance, categories)),
		.brand = perhaps(chance, PICK(chance, brands)),
		.country = perhaps(chance, PICK(chance, countries)),
		.method = perhaps(chance, PICK(chance, methods)) };

	if (draw(chance, 3) == 0)
		cut.sku = cut.product = cut.category = cut.brand = NULL;
	if (draw(chance, 3) == 0)
		cut.from = INT32_MIN;
	if (draw(chance, 3) == 0)
		cut.until = INT32_MAX;
	if (draw(chance, 6) == 0)
		cut.customer = draw(chance, 25);
	if (draw(chance, 12) == 0)
		cut.country = "none";
	return cut;
}
