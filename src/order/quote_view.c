#include "order/quote_view.h"

#include "pricing/percent.h"

static const struct field shown_tax_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_tax, rate) },
	{ FIELD(2, FIELD_BOOL, struct shown_tax, included) },
	{ FIELD(3, FIELD_MONEY, struct shown_tax, base) },
	{ FIELD(4, FIELD_MONEY, struct shown_tax, tax) },
};

const struct record_type shown_tax_record = { .name = "tax",
	RECORD_FIELDS(struct shown_tax, shown_tax_fields) };

static const struct field unit_share_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct unit_share, sku) },
	{ FIELD(2, FIELD_COUNT, struct unit_share, pieces) },
	{ FIELD(3, FIELD_MONEY, struct unit_share, unit_price) },
	{ FIELD(4, FIELD_MONEY, struct unit_share, discount) },
	{ FIELD(5, FIELD_MONEY, struct unit_share, tax_added) },
	{ FIELD(6, FIELD_MONEY, struct unit_share, tax_included) },
};

const struct record_type unit_share_record = { .name = "share",
	RECORD_FIELDS(struct unit_share, unit_share_fields) };

enum status
quote_view_taxes(const struct list *taxes, struct arena *arena, struct list *shown,
	struct err *err)
{
	const struct quote_tax *items = taxes->items;
	struct shown_tax *made;
	char rate[PERCENT_TEXT_MAX];
	size_t i;

	TRY(ARENA_NEW(arena, taxes->count, &made, err));
	for (i = 0; i < taxes->count; i++) {
		percent_format(items[i].rate, rate);
		made[i].included = items[i].included;
		made[i].base = items[i].base;
		made[i].tax = items[i].tax;
		TRY(arena_text(arena, rate, &made[i].rate, err));
	}
	*shown = (struct list){ made, taxes->count };
	return ST_OK;
}

static struct unit_share
share_of(const struct shared_line *line, int64_t index)
{
	return (struct unit_share){ line->sku, 1, line->unit_price,
		quote_unit_share(line->discount, line->quantity, index),
		quote_unit_share(line->tax_added, line->quantity, index),
		quote_unit_share(line->tax_included, line->quantity, index) };
}

static bool
is_same(const struct unit_share *a, const struct unit_share *b)
{
	return a->discount == b->discount && a->tax_added == b->tax_added &&
	       a->tax_included == b->tax_included;
}

void
quote_view_shares(const struct shared_line *line, struct list *shares)
{
	struct unit_share *items = shares->items;
	size_t first = shares->count;
	int64_t i;

	for (i = 0; i < line->quantity; i++) {
		struct unit_share share = share_of(line, i);

		if (shares->count > first &&
			is_same(&items[shares->count - 1], &share))
			items[shares->count - 1].pieces++;
		else
			items[shares->count++] = share;
	}
}
