#include <string.h>

#include "base/clock.h"
#include "base/money.h"
#include "catalog/price.h"
#include "store/event.h"

/* It may be applied long after its moment, which the note keeps. */
static enum status
append(struct catalog *catalog, struct event *event, int64_t at, struct err *err)
{
	char text[TIME_TEXT_MAX];

	time_format(at, text);
	TRY(arena_format(
		txn_arena(catalog->txn), &event->note, err, "as of %s", text));
	return event_append(catalog->txn, event, err);
}

static enum status
price_text(struct catalog *catalog, int64_t price, const char **text, struct err *err)
{
	char digits[MONEY_TEXT_MAX];

	*text = "";
	if (price == NUMBER_NONE)
		return ST_OK;
	money_format(price, catalog->decimals, digits);
	return arena_text(txn_arena(catalog->txn), digits, text, err);
}

static enum status
add_change(struct catalog *catalog, const char *prefix, const struct sku_price *old,
	const struct sku_price *now, struct change *change, struct err *err)
{
	TRY(arena_format(txn_arena(catalog->txn), &change->field, err,
		"%s%scurrent_price", prefix, prefix[0] ? "." : ""));
	TRY(price_text(catalog, old->price, &change->old, err));
	return price_text(catalog, now->price, &change->new, err);
}

/* A product that was only priced has the SKUs that it had. */
enum status
price_tell(struct catalog *catalog, const struct product *product,
	const struct prices *old, int64_t at, struct err *err)
{
	struct event event = { .subject_kind = "product",
		.subject = product_subject(product),
		.kind = "repriced" };
	bool simple = product_is_simple(product);
	struct change *changes;
	struct prices now;
	size_t i;

	TRY(prices_read(catalog, product, &now, err));
	invariant(now.count == old->count);
	TRY(ARENA_NEW(txn_arena(catalog->txn), now.count, &changes, err));
	for (i = 0; i < now.count; i++)
		if (now.items[i].price != old->items[i].price)
			TRY(add_change(catalog, simple ? "" : now.items[i].sku,
				&old->items[i], &now.items[i],
				&changes[event.changes.count++], err));
	event.changes.items = changes;
	return event.changes.count > 0 ? append(catalog, &event, at, err) : ST_OK;
}

enum status
price_tell_sale(
	struct catalog *catalog, const char *name, int64_t at, struct err *err)
{
	struct event event = { .subject_kind = "sale", .subject = name };
	const struct sale *items;
	const struct list *sales;
	size_t i;

	TRY(price_sales(catalog, &sales, err));
	items = sales->items;
	for (i = 0; i < sales->count; i++) {
		if (strcmp(items[i].sale, name) != 0)
			continue;
		event.kind = items[i].from == at    ? "began"
			     : items[i].until == at ? "ended"
						    : NULL;
		return event.kind ? append(catalog, &event, at, err) : ST_OK;
	}
	return ST_OK;
}
