#include <inttypes.h>
#include <string.h>

#include "pricing/quote_parts.h"
#include "pricing/split.h"

/* What is taxed: each line, and shipping. */
struct taxed {
	const char *sku; /* "" of shipping */
	const char *tax_class;
	int64_t rate; /* NUMBER_NONE: no tax */
	bool included;
	int64_t quantity;
	int64_t price; /* of one, before discounts */
	int64_t discount;
	int64_t base; /* of all, after discounts */
	int64_t tax;
};

/* One rate, added or included. */
struct rating {
	struct quoting *quoting;
	struct taxed *items;
	size_t count;
	struct quote_tax *taxes; /* by rate */
	size_t tax_count;
};

/* NULL: no tax. */
static const struct tax_rate *
rate_of(const struct quote_terms *terms, const char *tax_class)
{
	const struct tax_rate *rates = terms->tax_rates.items;

	for (size_t i = 0; i < terms->tax_rates.count; i++)
		if (strcmp(rates[i].tax_class, tax_class) == 0)
			return &rates[i];
	return NULL;
}

static bool
is_same_rate(const struct tax_rate *one, const struct tax_rate *other)
{
	if (!one || !other)
		return one == other;
	return one->rate == other->rate && one->included == other->included;
}

bool
quote_taxed_alike(const struct quoting *quoting)
{
	const struct quote_terms *terms = quoting->terms;

	for (size_t i = 1; i < quoting->count; i++)
		if (!is_same_rate(rate_of(terms, quoting->lines[0].tax_class),
			    rate_of(terms, quoting->lines[i].tax_class)))
			return false;
	return true;
}

static void
find_rate(const struct quote_terms *terms, struct taxed *taxed)
{
	const struct tax_rate *rate = rate_of(terms, taxed->tax_class);

	taxed->rate = rate ? rate->rate : NUMBER_NONE;
	taxed->included = rate && rate->included;
}

static void
list_taxed(struct rating *rating)
{
	const struct quoting *quoting = rating->quoting;
	const struct quote_shipping *shipping = &quoting->quote->shipping;

	for (size_t i = 0; i < quoting->count; i++) {
		const struct quote_line *line = &quoting->lines[i];

		rating->items[i] = (struct taxed){ .sku = line->sku,
			.tax_class = line->tax_class,
			.quantity = line->quantity,
			.price = line->unit_price,
			.discount = line->discount };
	}
	rating->count = quoting->count;
	if (quoting->method)
		rating->items[rating->count++] = (struct taxed){ .sku = "",
			.tax_class = quoting->method->tax_class,
			.quantity = 1,
			.price = shipping->price,
			.discount = shipping->discount };
	for (size_t i = 0; i < rating->count; i++) {
		struct taxed *taxed = &rating->items[i];

		find_rate(quoting->terms, taxed);
		taxed->base = taxed->price * taxed->quantity - taxed->discount;
	}
}

static bool
is_taxed(const struct taxed *taxed, const struct quote_tax *tax)
{
	return taxed->rate == tax->rate && taxed->included == tax->included;
}

/* Keeps the row of each rate in its place: by rate, added before included. */
static struct quote_tax *
find_tax(struct rating *rating, const struct taxed *taxed)
{
	struct quote_tax *tax = rating->taxes;
	struct quote_tax *end = tax + rating->tax_count;

	while (tax < end &&
		(tax->rate < taxed->rate || (tax->rate == taxed->rate &&
						    tax->included < taxed->included)))
		tax++;
	if (tax < end && is_taxed(taxed, tax))
		return tax;
	memmove(tax + 1, tax, (size_t)(end - tax) * sizeof(*tax));
	rating->tax_count++;
	*tax = (struct quote_tax){ taxed->rate, taxed->included, 0, 0 };
	return tax;
}

/* The tax of a base, rounded once. */
static bool
tax_of(const struct quote_tax *tax, int64_t base, int64_t *part)
{
	return tax->included ? percent_included(base, tax->rate, part)
			     : percent_of(base, tax->rate, part);
}

/* What each of the two kinds of units costs, rounded by itself. */
static bool
tax_of_units(const struct quote_tax *tax, const struct taxed *taxed, int64_t *part)
{
	int64_t larger = taxed->discount % taxed->quantity;
	int64_t net = taxed->price - taxed->discount / taxed->quantity;
	int64_t one;
	int64_t cheaper = 0;

	if (!tax_of(tax, net, &one) ||
		(larger > 0 && !tax_of(tax, net - 1, &cheaper)))
		return false;
	return money_multiply(one, taxed->quantity - larger, &one) &&
	       money_multiply(cheaper, larger, &cheaper) &&
	       money_add(one, cheaper, part);
}

static enum status
too_large(const struct taxed *taxed, struct err *err)
{
	return fail(err, ST_BAD_DATA, "the tax of %s%s%s is too large",
		*taxed->sku ? "'" : "shipping", taxed->sku, *taxed->sku ? "'" : "");
}

static enum status
add_step(const struct rating *rating, const struct taxed *taxed, const char *what,
	struct err *err)
{
	const struct quote_step step = { "tax", taxed->tax_class, taxed->sku, what,
		taxed->tax, taxed->base + (taxed->included ? 0 : taxed->tax) };

	return quote_add_step(rating->quoting, &step, err);
}

static enum status
note_tax(const struct rating *rating, const struct taxed *taxed, bool by_unit,
	struct err *err)
{
	const struct quote_terms *terms = rating->quoting->terms;
	char percent[PERCENT_TEXT_MAX];
	char base[MONEY_TEXT_MAX];
	const char *units = "";
	const char *what;

	percent_format(taxed->rate, percent);
	money_format(taxed->base, terms->decimals, base);
	if (by_unit && taxed->quantity > 1)
		TRY(arena_format(terms->arena, &units, err,
			", each of %" PRId64 " rounded", taxed->quantity));
	TRY(arena_format(terms->arena, &what, err, "%s%% %s %s%s", percent,
		taxed->included ? "included in" : "added to", base, units));
	return add_step(rating, taxed, what, err);
}

/* Each line and shipping by itself. */
static enum status
tax_each(struct rating *rating, struct err *err)
{
	bool by_unit = rating->quoting->terms->tax_round == TAX_ROUND_UNIT;

	for (size_t i = 0; i < rating->count; i++) {
		struct taxed *taxed = &rating->items[i];
		struct quote_tax *tax;
		bool fits;

		if (taxed->rate == NUMBER_NONE || taxed->base == 0)
			continue;
		tax = find_tax(rating, taxed);
		fits = by_unit ? tax_of_units(tax, taxed, &taxed->tax)
			       : tax_of(tax, taxed->base, &taxed->tax);
		if (!fits || !money_add(tax->base, taxed->base, &tax->base) ||
			!money_add(tax->tax, taxed->tax, &tax->tax))
			return too_large(taxed, err);
		TRY(note_tax(rating, taxed, by_unit, err));
	}
	return ST_OK;
}

static enum status
sum_bases(struct rating *rating, struct err *err)
{
	for (size_t i = 0; i < rating->count; i++) {
		struct taxed *taxed = &rating->items[i];
		struct quote_tax *tax;

		if (taxed->rate == NUMBER_NONE || taxed->base == 0)
			continue;
		tax = find_tax(rating, taxed);
		if (!money_add(tax->base, taxed->base, &tax->base))
			return too_large(taxed, err);
	}
	return ST_OK;
}

static enum status
note_rate(const struct rating *rating, const struct quote_tax *tax, struct err *err)
{
	const struct taxed whole = { .sku = "",
		.tax_class = "",
		.rate = tax->rate,
		.included = tax->included,
		.quantity = 1,
		.base = tax->base,
		.tax = tax->tax };

	return note_tax(rating, &whole, false, err);
}

static enum status
take_share(const struct rating *rating, const struct quote_tax *tax,
	struct taxed *taxed, int64_t share, struct err *err)
{
	const struct quote_terms *terms = rating->quoting->terms;
	char part[MONEY_TEXT_MAX];
	char whole[MONEY_TEXT_MAX];
	const char *what;

	taxed->tax = share;
	money_format(share, terms->decimals, part);
	money_format(tax->tax, terms->decimals, whole);
	TRY(arena_format(terms->arena, &what, err, "split: %s of %s", part, whole));
	return add_step(rating, taxed, what, err);
}

/* Once over all that a rate taxes, then split as a discount is. */
static enum status
tax_rate_once(struct rating *rating, struct quote_tax *tax, struct err *err)
{
	struct arena *arena = rating->quoting->terms->arena;
	struct split_part *parts;
	int64_t rest;

	if (!tax_of(tax, tax->base, &tax->tax))
		return fail(err, ST_BAD_DATA, "the tax of the cart is too large");
	TRY(note_rate(rating, tax, err));
	TRY(ARENA_NEW(arena, rating->count, &parts, err));
	for (size_t i = 0; i < rating->count; i++) {
		const struct taxed *taxed = &rating->items[i];

		parts[i].name = taxed->sku;
		parts[i].weight = is_taxed(taxed, tax) ? taxed->base : 0;
		parts[i].room = INT64_MAX;
	}
	TRY(split(tax->tax, parts, rating->count, arena, &rest, err));
	invariant(rest == 0);
	for (size_t i = 0; i < rating->count; i++)
		if (parts[i].weight > 0)
			TRY(take_share(
				rating, tax, &rating->items[i], parts[i].share, err));
	return ST_OK;
}

static enum status
tax_order(struct rating *rating, struct err *err)
{
	TRY(sum_bases(rating, err));
	for (size_t i = 0; i < rating->tax_count; i++)
		TRY(tax_rate_once(rating, &rating->taxes[i], err));
	return ST_OK;
}

static void
hand_out(const struct rating *rating)
{
	const struct quoting *quoting = rating->quoting;
	struct quote_shipping *shipping = &quoting->quote->shipping;

	for (size_t i = 0; i < rating->count; i++) {
		const struct taxed *taxed = &rating->items[i];
		int64_t added = taxed->included ? 0 : taxed->tax;
		int64_t included = taxed->included ? taxed->tax : 0;

		if (i == quoting->count) {
			shipping->tax_rate = taxed->rate;
			shipping->tax_is_included = taxed->included;
			shipping->tax_added = added;
			shipping->tax_included = included;
			continue;
		}
		quoting->lines[i].tax_rate = taxed->rate;
		quoting->lines[i].tax_is_included = taxed->included;
		quoting->lines[i].tax_added = added;
		quoting->lines[i].tax_included = included;
	}
}

enum status
quote_count_taxes(struct quoting *quoting, struct err *err)
{
	struct arena *arena = quoting->terms->arena;
	struct rating rating = { .quoting = quoting };

	TRY(ARENA_NEW(arena, quoting->count + 1, &rating.items, err));
	TRY(ARENA_NEW(arena, quoting->count + 1, &rating.taxes, err));
	list_taxed(&rating);
	if (quoting->terms->tax_round == TAX_ROUND_ORDER)
		TRY(tax_order(&rating, err));
	else
		TRY(tax_each(&rating, err));
	hand_out(&rating);
	quoting->quote->taxes = (struct list){ rating.taxes, rating.tax_count };
	return ST_OK;
}
