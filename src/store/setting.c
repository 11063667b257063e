#include "store/setting.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/money.h"
#include "base/text.h"
#include "store/event.h"
#include "store/setting_check.h"

/* Those of libstemmer, and none. */
static const char *const languages[] = { "arabic", "armenian", "basque", "catalan",
	"danish", "dutch", "english", "finnish", "french", "german", "greek", "hindi",
	"hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali",
	"norwegian", "porter", "portuguese", "romanian", "russian", "serbian",
	"spanish", "swedish", "tamil", "turkish", "yiddish", "none", NULL };

static const char *const tax_rounds[] = { "line", "unit", "order", NULL };
static const char *const tax_addresses[] = { "shipping", "billing", NULL };
static const char *const payment_captures[] = { "checkout", "ship", NULL };

const struct setting settings[] = {
	{ "shop.name", SETTING_TEXT, "", "the shop's name, as customers see it",
		NULL },
	{ "shop.currency", SETTING_CURRENCY, "EUR",
		"the currency of every price (ISO 4217); fixed once there are "
		"prices",
		NULL },
	{ "shop.country", SETTING_COUNTRY, "",
		"the shop's own country (ISO 3166-1), or nothing", NULL },
	{ "shop.time-zone", SETTING_ZONE, "UTC",
		"the time zone in which days and periods begin", NULL },
	{ "search.language", SETTING_CHOICE, "english",
		"the language of the catalogue, by which words are stemmed",
		languages },
	{ "shop.calling-code", SETTING_TEXT, "",
		"what replaces the leading 0 of a phone number, such as +49", NULL },
	{ "search.size", SETTING_TEXTS, "size",
		"the options and attributes that --size looks at", NULL },
	{ "search.color", SETTING_TEXTS, "color,colour,product_colour",
		"the options and attributes that --color looks at", NULL },
	{ "search.sold-out", SETTING_PERCENT, "90",
		"how much of its relevance in a search what is sold out keeps, in "
		"percent",
		NULL },
	{ "stock.low-at", SETTING_COUNT, "0",
		"stock at which 'admin stock low' lists what has no mark of its own; "
		"0 is never",
		NULL },
	{ "tax.round", SETTING_CHOICE, "line",
		"where taxes are rounded: once per line, per unit, or once per rate "
		"over the whole order",
		tax_rounds },
	{ "tax.address", SETTING_CHOICE, "shipping",
		"whose country's taxes are due: where an order goes, or where the "
		"customer lives",
		tax_addresses },
	{ "checkout.hold", SETTING_DURATION, "60",
		"minutes for which stock is held for an order that a payment "
		"provider has not paid",
		NULL },
	{ "order.cancel-unpaid-after", SETTING_DURATION, "0",
		"minutes after which an unpaid order is cancelled, if it is paid by "
		"invoice or on delivery; 0 is never",
		NULL },
	{ "payment.capture", SETTING_CHOICE, "checkout",
		"when money is taken: at checkout, or when everything is shipped",
		payment_captures },
	{ "payment.methods", SETTING_TEXTS, "",
		"the payment methods customers may choose, such as manual,test; "
		"nothing is all whose programs are there",
		NULL },
	{ "payment.timeout", SETTING_SECONDS, "30",
		"seconds that a payment provider's program has to answer", NULL },
	{ "hooks.timeout", SETTING_SECONDS, "30",
		"seconds that a hook has for an event, before it is ended", NULL },
	{ "shop.address", SETTING_TEXT, "",
		"the seller's address, as it stands on invoices", NULL },
	{ "shop.tax-id", SETTING_TEXT, "",
		"the seller's tax number, as it stands on invoices", NULL },
	{ "session.idle", SETTING_DURATION, "30",
		"minutes after which an unused login ends", NULL },
	{ "session.absolute", SETTING_DURATION, "720",
		"minutes after which every login ends", NULL },
};

const size_t setting_count = sizeof(settings) / sizeof(settings[0]);

const struct setting *
setting_find(const char *name)
{
	size_t i;

	for (i = 0; i < setting_count; i++)
		if (strcmp(settings[i].name, name) == 0)
			return &settings[i];
	return NULL;
}

enum status
setting_get(struct txn *txn, const char *name, const char **value, struct err *err)
{
	const struct setting *setting = setting_find(name);
	struct bytes stored;
	bool found;

	invariant(setting);
	TRY(txn_get(txn, TABLE_SETTING, bytes_of_text(name), &stored, &found, err));
	if (!found)
		return arena_text(txn_arena(txn), setting->initial, value, err);
	return arena_copy(
		txn_arena(txn), (const char *)stored.data, stored.size, value, err);
}

enum status
setting_get_count(struct txn *txn, const char *name, int64_t *value, struct err *err)
{
	struct arena_mark mark = arena_mark(txn_arena(txn));
	const char *text;

	TRY(setting_get(txn, name, &text, err));
	if (!setting_parse_count(text, value))
		return fail(err, ST_CORRUPT,
			"the setting '%s' holds '%s', which is no number (admin "
			"config set %s NUMBER)",
			name, text, name);
	arena_rewind(txn_arena(txn), mark);
	return ST_OK;
}

enum status
setting_require(const char *name, const struct setting **setting, struct err *err)
{
	const char *names[sizeof(settings) / sizeof(settings[0]) + 1] = { NULL };
	const char *nearest;
	size_t i;

	*setting = setting_find(name);
	if (*setting)
		return ST_OK;
	for (i = 0; i < setting_count; i++)
		names[i] = settings[i].name;
	nearest = text_nearest(name, names);
	if (nearest)
		return fail(err, ST_NOT_FOUND, "no setting '%s' (did you mean '%s'?)",
			name, nearest);
	return fail(err, ST_NOT_FOUND,
		"no setting '%s' (admin config list shows them all)", name);
}

/* Prices are stored in minor units, which another currency would give another
 * meaning. */
static enum status
expect_no_prices(struct txn *txn, struct err *err)
{
	static const enum table priced[] = { TABLE_PRODUCT, TABLE_RULE, TABLE_ORDER };
	struct table_stat stat;
	size_t i;

	for (i = 0; i < sizeof(priced) / sizeof(priced[0]); i++) {
		TRY(txn_table_stat(txn, priced[i], &stat, err));
		if (stat.entries > 0)
			return fail(err, ST_REFUSED,
				"'shop.currency' cannot change once there are prices "
				"in it (make a new shop, and import there)");
	}
	return ST_OK;
}

static enum status
store_value(struct txn *txn, const struct setting *setting, const char *value,
	struct err *err)
{
	struct bytes name = bytes_of_text(setting->name);
	bool found;

	if (strcmp(value, setting->initial) == 0)
		return txn_delete(txn, TABLE_SETTING, name, &found, err);
	return txn_put(txn, TABLE_SETTING, name, bytes_of_text(value), err);
}

enum status
setting_set(struct txn *txn, const char *name, const char *value, struct err *err)
{
	const struct setting *setting;
	struct change change = { .field = "value" };
	struct event event = { .subject_kind = "setting", .kind = "changed" };

	TRY(setting_require(name, &setting, err));
	TRY(setting_check(setting, value, txn_arena(txn), &change.new, err));
	TRY(setting_get(txn, name, &change.old, err));
	if (strcmp(change.old, change.new) == 0)
		return ST_OK;
	if (setting->type == SETTING_CURRENCY)
		TRY(expect_no_prices(txn, err));
	TRY(store_value(txn, setting, change.new, err));
	event.subject = setting->name;
	event.changes = (struct list){ &change, 1 };
	return event_append(txn, &event, err);
}
