#include "pricing/quote.h"

#include "base/money.h"

static const struct field quote_promotion_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct quote_promotion, promotion) },
	{ FIELD(2, FIELD_TEXT, struct quote_promotion, coupon) },
	{ FIELD(3, FIELD_MONEY, struct quote_promotion, goods) },
	{ FIELD(4, FIELD_MONEY, struct quote_promotion, shipping) },
};

const struct record_type quote_promotion_record = { .name = "promotion of an order",
	RECORD_FIELDS(struct quote_promotion, quote_promotion_fields) };

static const struct field quote_tax_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct quote_tax, rate) },
	{ FIELD(2, FIELD_BOOL, struct quote_tax, included) },
	{ FIELD(3, FIELD_MONEY, struct quote_tax, base) },
	{ FIELD(4, FIELD_MONEY, struct quote_tax, tax) },
};

const struct record_type quote_tax_record = { .name = "tax of an order",
	RECORD_FIELDS(struct quote_tax, quote_tax_fields) };

static enum status
quote_line(struct quote_line *line, struct err *err)
{
	invariant(line->quantity > 0 && line->quantity <= QUANTITY_MAX);
	if (!money_multiply(line->unit_price, line->quantity, &line->line_total) ||
		line->line_total > MONEY_MAX)
		return fail(err, ST_BAD_DATA, "the total of '%s' is too large",
			line->sku);
	line->discount = 0;
	line->tax_rate = NUMBER_NONE;
	line->tax_added = 0;
	line->tax_included = 0;
	return ST_OK;
}

static bool
add_line(const struct quote_line *line, struct quote *quote)
{
	quote->quantity += line->quantity;
	return money_add(quote->goods_total, line->line_total, &quote->goods_total) &&
	       money_add(quote->discount_total, line->discount,
		       &quote->discount_total) &&
	       money_add(quote->tax_added, line->tax_added, &quote->tax_added) &&
	       money_add(
		       quote->tax_included, line->tax_included, &quote->tax_included);
}

static bool
add_totals(struct quote *quote)
{
	return money_subtract(
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
	struct quote_line *items = lines.items;
	size_t i;

	for (i = 0; i < lines.count; i++) {
		TRY(quote_line(&items[i], err));
		if (!add_line(&items[i], &made))
			return fail(err, ST_BAD_DATA,
				"the total of the cart is too large");
	}
	if (!add_totals(&made))
		return fail(err, ST_BAD_DATA, "the total of the cart is too large");
	*quote = made;
	return ST_OK;
}
