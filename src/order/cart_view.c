#include <inttypes.h>
#include <string.h>

#include "base/money.h"
#include "catalog/level.h"
#include "order/cart_store.h"

static const struct field cart_view_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct cart_view_line, sku) },
	{ FIELD(2, FIELD_TEXT, struct cart_view_line, name) },
	{ FIELD(3, FIELD_COUNT, struct cart_view_line, quantity) },
	{ FIELD(4, FIELD_MONEY, struct cart_view_line, unit_price) },
	{ FIELD(5, FIELD_MONEY, struct cart_view_line, line_total) },
	{ FIELD(6, FIELD_MONEY, struct cart_view_line, discount),
		.flags = FIELD_QUIET },
	{ FIELD(7, FIELD_MONEY, struct cart_view_line, tax_added),
		.flags = FIELD_QUIET },
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
	{ FIELD(2, FIELD_MONEY, struct cart_view, goods_total),
		.flags = FIELD_QUIET },
	{ FIELD(3, FIELD_MONEY, struct cart_view, discount_total),
		.flags = FIELD_QUIET },
	{ FIELD(4, FIELD_MONEY, struct cart_view, shipping_total),
		.flags = FIELD_QUIET },
	{ FIELD(5, FIELD_MONEY, struct cart_view, tax_added), .flags = FIELD_QUIET },
	{ FIELD(6, FIELD_MONEY, struct cart_view, tax_included),
		.flags = FIELD_QUIET },
	{ FIELD(7, FIELD_MONEY, struct cart_view, total) },
	{ FIELD(8, FIELD_TEXT, struct cart_view, currency) },
	{ FIELD(9, FIELD_TEXT, struct cart_view, coupon),
		.flags = FIELD_NULLABLE | FIELD_QUIET },
	/* People are told them in words. */
	{ FIELD(10, FIELD_RECORDS, struct cart_view, changes),
		.record = &cart_change_record, .flags = FIELD_WIDE },
	{ FIELD(11, FIELD_TEXT, struct cart_view, coupon_fault),
		.flags = FIELD_NULLABLE | FIELD_WIDE },
	{ FIELD(12, FIELD_TEXT, struct cart_view, shipping_method),
		.flags = FIELD_NULLABLE | FIELD_QUIET },
	{ FIELD(13, FIELD_TEXT, struct cart_view, unshippable),
		.flags = FIELD_NULLABLE | FIELD_WIDE },
	{ FIELD(14, FIELD_RECORDS, struct cart_view, promotions),
		.record = &quote_promotion_record },
	{ FIELD(15, FIELD_RECORDS, struct cart_view, taxes),
		.record = &shown_tax_record },
};

const struct record_type cart_view_record = { .name = "cart",
	RECORD_FIELDS(struct cart_view, cart_view_fields) };

/* Each line may have another price, fewer pieces and another discount. */
#define CHANGES_PER_LINE 3

/* A view under construction; room for all lines and changes was taken before. */
struct viewing {
	struct txn *txn;
	const struct cart *cart;
	struct terms *terms;
	struct quote_line *quoted;
	const struct cart_line **lines; /* that each was quoted from */
	int64_t *available;             /* of each quoted line */
	size_t quoted_count;
	struct cart_change *changes;
	size_t change_count;
};

static enum status
add_change(struct viewing *viewing, const char *sku, const char *kind,
	const char *old, const char *now, struct err *err)
{
	struct arena *arena = txn_arena(viewing->txn);
	struct cart_change *change = &viewing->changes[viewing->change_count++];

	change->sku = sku;
	change->kind = kind;
	TRY(arena_text(arena, old, &change->old, err));
	return arena_text(arena, now, &change->new, err);
}

/* What was not shown since the customer's own change is no change. */
static enum status
note_money(struct viewing *viewing, const char *sku, const char *kind, int64_t shown,
	int64_t amount, struct err *err)
{
	unsigned decimals = viewing->terms->quote.decimals;
	char old[MONEY_TEXT_MAX];
	char now[MONEY_TEXT_MAX];

	if (shown == NUMBER_NONE || shown == amount)
		return ST_OK;
	money_format(shown, decimals, old);
	money_format(amount, decimals, now);
	return add_change(viewing, sku, kind, old, now, err);
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
	return add_change(viewing, line->sku, "available", old, now, err);
}

static enum status
quote_ware(struct viewing *viewing, const struct cart_line *line,
	const struct terms_ware *ware, struct err *err)
{
	size_t place = viewing->quoted_count++;
	struct quote_line *quoted = &viewing->quoted[place];
	struct level level;
	int64_t available;

	TRY(level_get(viewing->txn, line->sku, &level, err));
	available = level_available(&level, ware->details);
	TRY(terms_line(viewing->terms, ware, quoted, err));
	viewing->lines[place] = line;
	viewing->available[place] = available;
	TRY(note_money(viewing, line->sku, "price", line->shown_unit_price,
		quoted->unit_price, err));
	return note_available(viewing, line, available, err);
}

static enum status
view_line(struct viewing *viewing, const struct cart_line *line, struct err *err)
{
	struct product product;
	struct details details;
	struct terms_ware ware = { &product, 0, &details, line->quantity };
	bool found;

	TRY(product_by_sku(
		viewing->txn, line->sku, &product, &ware.variant, &found, err));
	if (!found)
		return add_change(
			viewing, line->sku, "gone", line->shown_name, "", err);
	TRY(product_details(
		&product, ware.variant, txn_arena(viewing->txn), &details, err));
	if (!product_is_sold(&product, ware.variant, &details))
		return add_change(
			viewing, line->sku, "gone", line->shown_name, "", err);
	return quote_ware(viewing, line, &ware, err);
}

static enum status
view_lines(struct viewing *viewing, struct err *err)
{
	struct arena *arena = txn_arena(viewing->txn);
	const struct cart_line *lines = viewing->cart->lines.items;
	size_t count = viewing->cart->lines.count;
	size_t i;

	TRY(ARENA_NEW(arena, count, &viewing->quoted, err));
	TRY(ARENA_NEW(arena, count, &viewing->lines, err));
	TRY(ARENA_NEW(arena, count, &viewing->available, err));
	TRY(ARENA_NEW(arena, CHANGES_PER_LINE * count + 1, &viewing->changes, err));
	for (i = 0; i < count; i++)
		TRY(view_line(viewing, &lines[i], err));
	return ST_OK;
}

/* A coupon that holds is told apart from one that does not; why it does not may
 * change as it likes. */
static enum status
note_coupon(struct viewing *viewing, const struct quote *quote, struct err *err)
{
	const struct cart *cart = viewing->cart;
	bool held = cart->shown_coupon_fault[0] == '\0';
	bool holds = !quote->coupon_fault;

	if (!cart->coupon_shown || cart->coupon[0] == '\0' || held == holds)
		return ST_OK;
	return add_change(viewing, "", "coupon", held ? cart->coupon : "",
		holds ? cart->coupon : "", err);
}

static enum status
note_discounts(struct viewing *viewing, const struct quote *quote, struct err *err)
{
	const struct quote_line *quoted = quote->lines.items;
	size_t i;

	TRY(note_coupon(viewing, quote, err));
	for (i = 0; i < viewing->quoted_count; i++)
		TRY(note_money(viewing, quoted[i].sku, "discount",
			viewing->lines[i]->shown_discount, quoted[i].discount, err));
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
	struct cart_view *view, struct err *err)
{
	*view = (struct cart_view){ .goods_total = quote->goods_total,
		.discount_total = quote->discount_total,
		.shipping_total = quote->shipping_total,
		.tax_added = quote->tax_added,
		.tax_included = quote->tax_included,
		.total = quote->total,
		.currency = quote->currency,
		.coupon = viewing->cart->coupon,
		.coupon_fault = quote->coupon_fault ? quote->coupon_fault : "",
		.shipping_method = quote->shipping.method,
		.unshippable = quote->unshippable ? quote->unshippable : "",
		.promotions = quote->promotions,
		.changes = { viewing->changes, viewing->change_count } };
	TRY(quote_view_taxes(
		&quote->taxes, txn_arena(viewing->txn), &view->taxes, err));
	return fill_items(viewing, &view->items, err);
}

enum status
cart_price(struct txn *txn, const struct cart *cart, const struct cart_way *way,
	struct cart_pricing *pricing, struct err *err)
{
	struct terms_request request = { .customer = cart->customer,
		.country = way->country,
		.method = way->method,
		.coupon = cart->coupon };
	struct viewing viewing = {
		.txn = txn, .cart = cart, .terms = &pricing->terms
	};
	struct list lines;

	TRY(terms_read(txn, &request, &pricing->terms, err));
	TRY(view_lines(&viewing, err));
	lines = (struct list){ viewing.quoted, viewing.quoted_count };
	TRY(terms_make(&pricing->terms, lines, &pricing->quote, err));
	TRY(note_discounts(&viewing, &pricing->quote, err));
	return fill_view(&viewing, &pricing->quote, &pricing->view, err);
}

enum status
cart_view(struct txn *txn, uint64_t customer, struct cart_view *view, struct err *err)
{
	struct cart_way way = { "", "" };
	struct cart_pricing pricing;
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	TRY(cart_price(txn, &cart, &way, &pricing, err));
	*view = pricing.view;
	return ST_OK;
}
