#include "pricing/quote.h"

#include <inttypes.h>

#include "pricing/quote_parts.h"

static const struct field quote_promotion_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct quote_promotion, promotion) },
	{ FIELD(2, FIELD_TEXT, struct quote_promotion, coupon) },
	{ FIELD(3, FIELD_MONEY, struct quote_promotion, goods), .flags = FIELD_ZERO },
	{ FIELD(4, FIELD_MONEY, struct quote_promotion, shipping),
		.flags = FIELD_ZERO },
};

const struct record_type quote_promotion_record = { .name = "promotion of an order",
	RECORD_FIELDS(struct quote_promotion, quote_promotion_fields) };

static const struct field quote_tax_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct quote_tax, rate), .flags = FIELD_PERCENT },
	{ FIELD(2, FIELD_BOOL, struct quote_tax, included) },
	{ FIELD(3, FIELD_MONEY, struct quote_tax, base) },
	{ FIELD(4, FIELD_MONEY, struct quote_tax, tax) },
};

const struct record_type quote_tax_record = { .name = "tax of an order",
	RECORD_FIELDS(struct quote_tax, quote_tax_fields) };

int64_t
quote_unit_share(int64_t amount, int64_t quantity, int64_t index)
{
	invariant(amount >= 0 && index >= 0 && index < quantity);
	return amount / quantity + (index < amount % quantity ? 1 : 0);
}

int64_t
quote_units_share(int64_t amount, int64_t quantity, int64_t count)
{
	int64_t larger = amount % quantity;

	invariant(amount >= 0 && count >= 0 && count <= quantity);
	return amount / quantity * count + (count < larger ? count : larger);
}

int64_t
quote_line_net(const struct quote_line *line)
{
	return line->line_total - line->discount;
}

int64_t
quote_lines_net(const struct quote_line *lines, size_t count)
{
	int64_t net = 0;

	for (size_t i = 0; i < count; i++)
		net += quote_line_net(&lines[i]);
	return net;
}

static enum status
note_line(struct quoting *quoting, const struct quote_line *line, struct err *err)
{
	const struct quote_terms *terms = quoting->terms;
	struct quote_step step = { "price", "", line->sku, NULL, line->line_total,
		line->line_total };
	const struct quote_step *steps = line->steps.items;
	char price[MONEY_TEXT_MAX];

	for (size_t i = 0; i < line->steps.count; i++)
		TRY(quote_add_step(quoting, &steps[i], err));
	money_format(line->unit_price, terms->decimals, price);
	TRY(arena_format(terms->arena, &step.what, err, "%" PRId64 " at %s",
		line->quantity, price));
	return quote_add_step(quoting, &step, err);
}

static enum status
begin_line(struct quoting *quoting, struct quote_line *line, struct err *err)
{
	struct quote *quote = quoting->quote;

	invariant(line->quantity > 0 && line->quantity <= QUANTITY_MAX);
	if (line->unit_price < 0)
		return fail(err, ST_BAD_DATA, "the price of '%s' is below zero",
			line->sku);
	if (!money_multiply(line->unit_price, line->quantity, &line->line_total) ||
		line->line_total > MONEY_MAX)
		return fail(err, ST_BAD_DATA, "the total of '%s' is too large",
			line->sku);
	line->discount = 0;
	quote->quantity += line->quantity;
	if (!money_add(quote->goods_total, line->line_total, &quote->goods_total) ||
		quote->goods_total > MONEY_MAX)
		return fail(err, ST_BAD_DATA, "the total of the cart is too large");
	return note_line(quoting, line, err);
}

static bool
add_line(const struct quote_line *line, struct quote *quote)
{
	return money_add(quote->discount_total, line->discount,
		       &quote->discount_total) &&
	       money_add(quote->tax_added, line->tax_added, &quote->tax_added) &&
	       money_add(
		       quote->tax_included, line->tax_included, &quote->tax_included);
}

static bool
add_totals(struct quote *quote)
{
	const struct quote_shipping *shipping = &quote->shipping;
	const struct quote_line *lines = quote->lines.items;

	for (size_t i = 0; i < quote->lines.count; i++)
		if (!add_line(&lines[i], quote))
			return false;
	return money_add(quote->tax_added, shipping->tax_added, &quote->tax_added) &&
	       money_add(quote->tax_included, shipping->tax_included,
		       &quote->tax_included) &&
	       money_subtract(
		       quote->goods_total, quote->discount_total, &quote->total) &&
	       money_add(quote->total, quote->shipping_total, &quote->total) &&
	       money_add(quote->total, quote->tax_added, &quote->total) &&
	       quote->total <= MONEY_MAX;
}

enum status
quote_make(const struct quote_terms *terms, struct list lines, struct quote *quote,
	struct err *err)
{
	struct quote made = { .lines = lines,
		.currency = terms->currency,
		.shipping = { .method = "", .tax_rate = NUMBER_NONE } };
	struct quoting quoting = { .terms = terms,
		.quote = &made,
		.lines = lines.items,
		.count = lines.count,
		.steps = { .arena = terms->arena } };

	for (size_t i = 0; i < quoting.count; i++)
		TRY(begin_line(&quoting, &quoting.lines[i], err));
	quoting.taxed_alike = quote_taxed_alike(&quoting);
	TRY(ARENA_NEW(terms->arena, quoting.count, &quoting.given, err));
	TRY(quote_take_promotions(&quoting, err));
	quote_show_given(&quoting);
	TRY(quote_choose_shipping(&quoting, err));
	TRY(quote_list_promotions(&quoting, err));
	TRY(quote_count_taxes(&quoting, err));
	if (!add_totals(&made))
		return fail(err, ST_BAD_DATA, "the total of the cart is too large");
	made.steps = (struct list){ quoting.steps.data,
		quoting.steps.size / sizeof(struct quote_step) };
	*quote = made;
	return ST_OK;
}
