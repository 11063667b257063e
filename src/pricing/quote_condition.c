#include <inttypes.h>
#include <string.h>

#include "base/period.h"
#include "base/text.h"
#include "pricing/cover.h"
#include "pricing/quote_parts.h"

/* A promotion before lines that have been discounted so far. */
struct judging {
	const struct quote_terms *terms;
	const struct promotion *promotion;
	const struct quote_line *lines;
	size_t count;
};

/* Leaves *fault alone where its condition holds. */
typedef enum status fault_fn(
	const struct judging *judging, const char **fault, struct err *err);

enum status
quote_coupon_is_given(const struct quote_terms *terms,
	const struct promotion *promotion, bool *given, struct err *err)
{
	const char *code = promotion->coupon_code;
	const char *folded_code;
	const char *folded;

	*given = false;
	if (*code == '\0' || *terms->coupon == '\0')
		return ST_OK;
	TRY(text_fold_case(terms->arena, code, strlen(code), &folded_code, err));
	TRY(text_fold_case(
		terms->arena, terms->coupon, strlen(terms->coupon), &folded, err));
	*given = strcmp(folded_code, folded) == 0;
	return ST_OK;
}

static enum status
judge_coupon(const struct judging *judging, const char **fault, struct err *err)
{
	const struct quote_terms *terms = judging->terms;
	const char *code = judging->promotion->coupon_code;
	bool given;

	TRY(quote_coupon_is_given(terms, judging->promotion, &given, err));
	if (given && terms->coupon_fault)
		*fault = terms->coupon_fault;
	if (given || *code == '\0')
		return ST_OK;
	return arena_format(terms->arena, fault, err, "needs its coupon '%s'", code);
}

static enum status
judge_dates(const struct judging *judging, const char **fault, struct err *err)
{
	const struct promotion *promotion = judging->promotion;
	const struct quote_terms *terms = judging->terms;
	char day[16];

	if (promotion->from != 0 && terms->now < promotion->from) {
		day_format(day_of(promotion->from), day);
		return arena_format(terms->arena, fault, err, "begins on %s", day);
	}
	if (promotion->until == 0 || terms->now < promotion->until)
		return ST_OK;
	day_format(day_of(promotion->until - 1), day);
	return arena_format(terms->arena, fault, err, "ended on %s", day);
}

static enum status
judge_customer(const struct judging *judging, const char **fault, struct err *err)
{
	const struct promotion *promotion = judging->promotion;
	const struct quote_terms *terms = judging->terms;
	int64_t order = terms->orders_before + 1;

	if (*promotion->group && strcmp(promotion->group, terms->group) != 0)
		return arena_format(terms->arena, fault, err, "is for the group '%s'",
			promotion->group);
	if (promotion->nth_order == NUMBER_NONE || promotion->nth_order == order)
		return ST_OK;
	return arena_format(terms->arena, fault, err,
		"is for a customer's order number %" PRId64
		", this is number %" PRId64,
		promotion->nth_order, order);
}

static bool
has_product(const struct judging *judging, const char *wanted)
{
	const struct texts one = { &wanted, 1 };

	for (size_t i = 0; i < judging->count; i++)
		if (products_cover(
			    &one, judging->lines[i].sku, judging->lines[i].product))
			return true;
	return false;
}

static enum status
judge_products(const struct judging *judging, const char **fault, struct err *err)
{
	const struct texts *has = &judging->promotion->has;

	for (size_t i = 0; i < has->count; i++)
		if (!has_product(judging, has->items[i]))
			return arena_format(judging->terms->arena, fault, err,
				"needs '%s' in the cart", has->items[i]);
	return ST_OK;
}

static enum status
judge_quantity(const struct judging *judging, const char **fault, struct err *err)
{
	const struct promotion *promotion = judging->promotion;
	struct arena *arena = judging->terms->arena;
	int64_t min = promotion->quantity_min;
	int64_t max = promotion->quantity_max;
	int64_t quantity = 0;

	for (size_t i = 0; i < judging->count; i++)
		quantity += judging->lines[i].quantity;
	if (min != NUMBER_NONE && quantity < min)
		return arena_format(arena, fault, err,
			"needs %" PRId64 " piece%s or more", min,
			min == 1 ? "" : "s");
	if (max != NUMBER_NONE && quantity > max)
		return arena_format(arena, fault, err,
			"is for %" PRId64 " piece%s at most", max,
			max == 1 ? "" : "s");
	return ST_OK;
}

/* Goods of a category, of all where it is "", that must cost from min to max. */
static enum status
judge_total(const struct judging *judging, const struct category_total *wanted,
	const char **fault, struct err *err)
{
	const struct quote_terms *terms = judging->terms;
	const char *category = wanted->category;
	char bound[MONEY_TEXT_MAX];
	bool below;
	int64_t total = 0;

	for (size_t i = 0; i < judging->count; i++)
		if (category_covers(category, judging->lines[i].category))
			total += quote_line_net(&judging->lines[i]);
	below = wanted->min != NUMBER_NONE && total < wanted->min;
	if (!below && (wanted->max == NUMBER_NONE || total <= wanted->max))
		return ST_OK;
	money_format(below ? wanted->min : wanted->max, terms->decimals, bound);
	return arena_format(terms->arena, fault, err, "%s goods%s%s%s for %s %s %s",
		below ? "needs" : "is for", *category ? " of '" : "", category,
		*category ? "'" : "", bound, terms->currency,
		below ? "or more" : "at most");
}

static enum status
judge_totals(const struct judging *judging, const char **fault, struct err *err)
{
	const struct promotion *promotion = judging->promotion;
	const struct category_total *totals = promotion->category_totals.items;
	const struct category_total goods = { "", promotion->goods_min,
		promotion->goods_max };

	TRY(judge_total(judging, &goods, fault, err));
	for (size_t i = 0; i < promotion->category_totals.count && !*fault; i++)
		TRY(judge_total(judging, &totals[i], fault, err));
	return ST_OK;
}

enum status
promotion_fault(const struct quote_terms *terms, const struct promotion *promotion,
	const struct list *lines, const char **fault, struct err *err)
{
	static fault_fn *const judges[] = { judge_coupon, judge_dates, judge_customer,
		judge_products, judge_quantity, judge_totals };
	const struct judging judging = { terms, promotion, lines->items,
		lines->count };
	const char *found = NULL;

	for (size_t i = 0; i < sizeof(judges) / sizeof(judges[0]) && !found; i++)
		TRY(judges[i](&judging, &found, err));
	*fault = found;
	return ST_OK;
}
