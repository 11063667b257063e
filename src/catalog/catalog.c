#include "catalog/catalog.h"

#include "base/clock.h"
#include "base/money.h"
#include "catalog/price.h"
#include "catalog/staged.h"
#include "store/load.h"
#include "store/setting.h"

const enum table staged_tables[STAGED_TABLES] = { TABLE_PRODUCT, TABLE_SKU,
	TABLE_HANDLE, TABLE_CODE, TABLE_CATEGORY, TABLE_COUNTED, TABLE_PRICE_DUE,
	TABLE_PAST_PRICE };

static enum status
read_currency(struct catalog *catalog, struct err *err)
{
	struct currency currency;

	TRY(setting_get(catalog->txn, "shop.currency", &catalog->currency, err));
	if (!currency_find(catalog->currency, &currency))
		return fail(err, ST_CONFIG, "shop.currency '%s' is no currency",
			catalog->currency);
	catalog->decimals = currency.decimals;
	return ST_OK;
}

enum status
catalog_open(struct txn *txn, struct catalog **out, struct err *err)
{
	struct catalog *catalog;

	TRY(ARENA_NEW(txn_arena(txn), 1, &catalog, err));
	catalog->txn = txn;
	TRY(read_currency(catalog, err));
	TRY(document_rules(txn, &catalog->rules, err));
	TRY(category_keep(catalog, CATEGORIES_FEW, err));
	*out = catalog;
	return ST_OK;
}

enum status
catalog_open_records(
	struct txn *txn, struct load *load, struct catalog **out, struct err *err)
{
	struct catalog *catalog;

	TRY(catalog_open(txn, &catalog, err));
	catalog->records = true;
	catalog->load = load;
	TRY(category_keep(catalog, CATEGORIES_MANY, err));
	*out = catalog;
	return ST_OK;
}

enum status
catalog_next_id(struct catalog *catalog, uint64_t *id, struct err *err)
{
	if (!catalog->records)
		return sequence_next(catalog->txn, "product", id, err);
	if (catalog->last_id == 0)
		TRY(sequence_last(catalog->txn, "product", &catalog->last_id, err));
	*id = ++catalog->last_id;
	return ST_OK;
}

int64_t
catalog_moment(const struct catalog *catalog)
{
	int64_t now = txn_now(catalog->txn);

	return catalog->records ? now - now % SECOND : now;
}

enum status
catalog_add_row(struct catalog *catalog, enum table table, struct bytes key,
	struct bytes value, struct err *err)
{
	if (catalog->load)
		return load_add(catalog->load, table, key, value, err);
	return txn_put(catalog->txn, table, key, value, err);
}

enum status
catalog_writer(struct catalog *catalog, struct index_writer **writer, struct err *err)
{
	invariant(!catalog->records);
	if (!catalog->writer)
		TRY(index_writer_open(
			catalog->txn, &catalog->rules.schema, &catalog->writer, err));
	*writer = catalog->writer;
	return ST_OK;
}

enum status
catalog_close(struct catalog *catalog, struct err *err)
{
	enum status status = ST_OK;

	if (catalog->writer)
		status = index_flush(catalog->writer, err);
	else if (catalog->last_id != 0)
		status =
			sequence_take(catalog->txn, "product", catalog->last_id, err);
	catalog_abandon(catalog);
	return status;
}

void
catalog_abandon(struct catalog *catalog)
{
	if (!catalog)
		return;
	index_writer_close(catalog->writer);
	catalog->writer = NULL;
	price_forget_sales(catalog);
}

struct txn *
catalog_txn(const struct catalog *catalog)
{
	return catalog->txn;
}

unsigned
catalog_decimals(const struct catalog *catalog)
{
	return catalog->decimals;
}

const char *
catalog_currency(const struct catalog *catalog)
{
	return catalog->currency;
}
