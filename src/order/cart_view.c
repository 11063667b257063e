#include <inttypes.h>
#include <string.h>

#include "base/money.h"
#include "catalog/level.h"
#include "order/cart_store.h"
#include "store/setting.h"

static const struct field cart_view_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct cart_view_line, sku) },
	{ FIELD(2, FIELD_TEXT, struct cart_view_line, name) },
	{ FIELD(3, FIELD_COUNT, struct cart_view_line, quantity) },
	{ FIELD(4, FIELD_MONEY, struct cart_view_line, unit_price) },
	{ FIELD(5, FIELD_MONEY, struct cart_view_line, line_total) },
	{ FIELD(6, FIELD_MONEY, struct cart_view_line, discount),
		.flags = FIELD_WIDE },
	{ FIELD(7, FIELD_MONEY, struct cart_view_line, tax_added),
		.flags = FIELD_WIDE },
	{ FIELD(8, FIELD_MONEY, struct cart_view_line, tax_included),
		.flags = FIELD_WIDE },
	{ FIELD(9, FIELD_OPTIONAL, struct cart_view_line, available) },
};

static const struct record_type cart_view_line_record = { .name = "cart line",
	RECORD_FIELDS(struct cart_view_line, cart_view_line_fields) };

static const struct field cart_change_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct cart_change, sku) },
	{ FIELD(2, FIELD_TEXT, struct cart_change, kind) },
	{ FIELD(3, FIELD_TEXT, struct cart_change, old) },
	{ FIELD(4, FIELD_TEXT, struct cart_change, new) },
};

static const struct record_type cart_change_record = { .name = "change of the cart",
	RECORD_FIELDS(struct cart_change, cart_change_fields) };

static const struct field cart_view_fields[] = {
	{ FIELD(1, FIELD_RECORDS, struct cart_view, items),
		.record = &cart_view_line_record },
	{ FIELD(2, FIELD_MONEY, struct cart_view, goods_total) },
	{ FIELD(3, FIELD_MONEY, struct cart_view, discount_total) },
	{ FIELD(4, FIELD_MONEY, struct cart_view, shipping_total) },
	{ FIELD(5, FIELD_MONEY, struct cart_view, tax_added) },
	{ FIELD(6, FIELD_MONEY, struct cart_view, tax_included) },
	{ FIELD(7, FIELD_MONEY, struct cart_view, total) },
	{ FIELD(8, FIELD_TEXT, struct cart_view, currency) },
	{ FIELD(9, FIELD_TEXT, struct cart_view, coupon), .flags = FIELD_NULLABLE },
	/* People are told them in words. */
	{ FIELD(10, FIELD_RECORDS, struct cart_view, changes),
		.record = &cart_change_record, .flags = FIELD_WIDE },
};

const struct record_type cart_view_record = { .name = "cart",
	RECORD_FIELDS(struct cart_view, cart_view_fields) };

/* A view under construction; room for all lines and changes was taken before. */
struct viewing {
	struct txn *txn;
	unsigned decimals;
	struct quote_line *quoted;
	int64_t *available; /* of each quoted line */
	size_t quoted_count;
	struct cart_change *changes;
	size_t change_count;
};

static enum status
add_change(struct viewing *viewing, const struct cart_line *line, const char *kind,
	const char *old, const char *now, struct err *err)
{
	struct arena *arena = txn_arena(viewing->txn);
	struct cart_change *change = &viewing->changes[viewing->change_count++];

	change->sku = line->sku;
	change->kind = kind;
	TRY(arena_text(arena, old, &change->old, err));
	return arena_text(arena, now, &change->new, err);
}

static enum status
note_price(struct viewing *viewing, const struct cart_line *line, int64_t price,
	struct err *err)
{
	char old[MONEY_TEXT_MAX];
	char now[MONEY_TEXT_MAX];

	if (line->shown_unit_price == price)
		return ST_OK;
	money_format(line->shown_unit_price, viewing->decimals, old);
	money_format(price, viewing->decimals, now);
	return add_change(viewing, line, "price", old, now, err);
}

/* A change of stock that still covers the line is no change; one that was shown
 * before is none any more. */
static enum status
note_available(struct viewing *viewing, const struct cart_line *line,
	int64_t available, struct err *err)
{
	const char *old;
	const char *now;

	if (available >= line->quantity || available == line->shown_available)
		return ST_OK;
	TRY(arena_format(txn_arena(viewing->txn), &old, err, "%" PRId64,
		line->shown_available));
	TRY(arena_format(txn_arena(viewing->txn), &now, err, "%" PRId64, available));
	return add_change(viewing, line, "available", old, now, err);
}

static enum status
quote_ware(struct viewing *viewing, const struct cart_line *line,
	const struct product *product, size_t variant, const struct details *details,
	struct err *err)
{
	struct quote_line *quoted = &viewing->quoted[viewing->quoted_count];
	struct level level;
	int64_t available;

	TRY(level_get(viewing->txn, line->sku, &level, err));
	available = level_available(&level, details);
	*quoted = (struct quote_line){ .sku = line->sku,
		.quantity = line->quantity,
		.unit_price = details->price };
	TRY(product_line_name(
		product, variant, txn_arena(viewing->txn), &quoted->name, err));
	viewing->available[viewing->quoted_count++] = available;
	TRY(note_price(viewing, line, details->price, err));
	return note_available(viewing, line, available, err);
}

static enum status
view_line(struct viewing *viewing, const struct cart_line *line, struct err *err)
{
	struct product product;
	struct details details;
	size_t variant;
	bool found;

	TRY(product_by_sku(viewing->txn, line->sku, &product, &variant, &found, err));
	if (!found)
		return add_change(viewing, line, "gone", line->shown_name, "", err);
	TRY(product_details(
		&product, variant, txn_arena(viewing->txn), &details, err));
	if (!product_is_sold(&product, variant, &details))
		return add_change(viewing, line, "gone", line->shown_name, "", err);
	return quote_ware(viewing, line, &product, variant, &details, err);
}

static enum status
view_lines(struct viewing *viewing, const struct cart *cart, struct err *err)
{
	struct arena *arena = txn_arena(viewing->txn);
	const struct cart_line *lines = cart->lines.items;
	size_t i;

	TRY(ARENA_NEW(arena, cart->lines.count, &viewing->quoted, err));
	TRY(ARENA_NEW(arena, cart->lines.count, &viewing->available, err));
	TRY(ARENA_NEW(arena, 2 * cart->lines.count, &viewing->changes, err));
	for (i = 0; i < cart->lines.count; i++)
		TRY(view_line(viewing, &lines[i], err));
	return ST_OK;
}

static enum status
fill_items(const struct viewing *viewing, struct list *list, struct err *err)
{
	struct cart_view_line *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(viewing->txn), viewing->quoted_count, &items, err));
	for (i = 0; i < viewing->quoted_count; i++) {
		const struct quote_line *line = &viewing->quoted[i];

		items[i] = (struct cart_view_line){ line->sku, line->name,
			line->quantity, line->unit_price, line->line_total,
			line->discount, line->tax_added, line->tax_included,
			viewing->available[i] == LEVEL_UNLIMITED
				? NUMBER_NONE
				: viewing->available[i] };
	}
	*list = (struct list){ items, viewing->quoted_count };
	return ST_OK;
}

static enum status
fill_view(const struct viewing *viewing, const struct quote *quote,
	const char *coupon, struct cart_view *view, struct err *err)
{
	*view = (struct cart_view){ .goods_total = quote->goods_total,
		.discount_total = quote->discount_total,
		.shipping_total = quote->shipping_total,
		.tax_added = quote->tax_added,
		.tax_included = quote->tax_included,
		.total = quote->total,
		.currency = quote->currency,
		.coupon = coupon,
		.changes = { viewing->changes, viewing->change_count } };
	return fill_items(viewing, &view->items, err);
}

static enum status
make_terms(struct txn *txn, struct quote_terms *terms, unsigned *decimals,
	struct err *err)
{
	struct currency currency;

	TRY(setting_get(txn, "shop.currency", &terms->currency, err));
	if (!currency_find(terms->currency, &currency))
		return fail(err, ST_CONFIG,
			"the setting shop.currency '%s' is no currency",
			terms->currency);
	*decimals = currency.decimals;
	terms->arena = txn_arena(txn);
	terms->country = terms->method = terms->coupon = terms->group = "";
	terms->now = txn_now(txn);
	return ST_OK;
}

enum status
cart_price(struct txn *txn, const struct cart *cart, struct cart_pricing *pricing,
	struct err *err)
{
	struct viewing viewing = { .txn = txn };
	struct quote_terms terms = { 0 };
	struct list lines;

	TRY(make_terms(txn, &terms, &viewing.decimals, err));
	TRY(view_lines(&viewing, cart, err));
	lines = (struct list){ viewing.quoted, viewing.quoted_count };
	TRY(quote_make(&terms, lines, &pricing->quote, err));
	return fill_view(
		&viewing, &pricing->quote, cart->coupon, &pricing->view, err);
}

enum status
cart_view(struct txn *txn, uint64_t customer, struct cart_view *view, struct err *err)
{
	struct cart_pricing pricing;
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	TRY(cart_price(txn, &cart, &pricing, err));
	*view = pricing.view;
	return ST_OK;
}

static const struct cart_view_line *
shown_line(const struct cart_view *view, const char *sku)
{
	const struct cart_view_line *items = view->items.items;
	size_t i;

	for (i = 0; i < view->items.count; i++)
		if (strcmp(items[i].sku, sku) == 0)
			return &items[i];
	return NULL;
}

static bool
shown_gone(const struct cart_view *view, const char *sku)
{
	const struct cart_change *changes = view->changes.items;
	size_t i;

	for (i = 0; i < view->changes.count; i++)
		if (strcmp(changes[i].kind, "gone") == 0 &&
			strcmp(changes[i].sku, sku) == 0)
			return true;
	return false;
}

/* Brings a line up to what was shown of it; false where nothing is new. */
static bool
note_line(struct cart_line *line, const struct cart_view_line *shown)
{
	int64_t available =
		shown->available == NUMBER_NONE ? LEVEL_UNLIMITED : shown->available;

	if (line->shown_unit_price == shown->unit_price &&
		line->shown_available == available)
		return false;
	line->shown_unit_price = shown->unit_price;
	line->shown_available = available;
	line->shown_name = shown->name;
	return true;
}

enum status
cart_note_shown(struct txn *txn, uint64_t customer, const struct cart_view *view,
	struct err *err)
{
	struct cart_line *lines;
	struct cart cart;
	size_t kept = 0;
	bool changed = false;
	size_t i;

	TRY(cart_get(txn, customer, &cart, err));
	lines = cart.lines.items;
	for (i = 0; i < cart.lines.count; i++) {
		const struct cart_view_line *shown = shown_line(view, lines[i].sku);

		if (shown)
			changed |= note_line(&lines[i], shown);
		if (shown || !shown_gone(view, lines[i].sku))
			lines[kept++] = lines[i];
	}
	if (kept == cart.lines.count && !changed)
		return ST_OK;
	if (kept != cart.lines.count)
		cart.version++;
	cart.lines.count = kept;
	return cart_put(txn, &cart, err);
}
