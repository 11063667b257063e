#include "base/process.h"
#include "catalog/catalog.h"
#include "catalog/find.h"
#include "catalog/price.h"
#include "catalog/synonym.h"

#define PROGRESS_PRODUCTS 64

static enum status
show_progress(const struct find_rebuild *rebuild, uint64_t done, uint64_t total,
	struct err *err)
{
	if (done % PROGRESS_PRODUCTS != 0)
		return ST_OK;
	if (rebuild->on_progress)
		rebuild->on_progress(rebuild->arg, done, total);
	return signal_check(err);
}

static enum status
index_product(struct catalog *catalog, struct index_writer *writer,
	struct product *product, uint64_t *count, struct err *err)
{
	int64_t now = txn_now(catalog->txn);
	struct index_group group;
	bool changed;

	TRY(reprice_record(catalog, product, now, &changed, err));
	TRY(price_note_due(catalog, product, now, err));
	TRY(document_group(catalog->txn, &catalog->rules, product, &group, err));
	if (group.document_count == 0)
		return ST_OK;
	*count += 1;
	return index_change(writer, NULL, &group, err);
}

static enum status
index_all(struct catalog *catalog, struct find_rebuild *rebuild, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct index_writer *writer;
	struct product_scan *scan;
	struct table_stat stat;
	struct arena_mark mark;
	struct product product;
	uint64_t done;
	bool found;

	TRY(catalog_writer(catalog, &writer, err));
	TRY(txn_table_stat(catalog->txn, TABLE_PRODUCT, &stat, err));
	TRY(product_scan_open(catalog->txn, &scan, err));
	mark = arena_mark(arena);
	for (done = 0;; done++) {
		TRY(show_progress(rebuild, done, stat.entries, err));
		arena_rewind(arena, mark);
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return ST_OK;
		TRY(index_product(
			catalog, writer, &product, &rebuild->products, err));
	}
}

/* The transaction may still be given up when the last has been written. */
static enum status
finish(struct catalog *catalog, struct err *err)
{
	TRY(catalog_close(catalog, err));
	return signal_check(err);
}

enum status
find_rebuild(struct txn *txn, struct find_rebuild *rebuild, struct err *err)
{
	struct catalog *catalog;
	enum status status;
	uint64_t synonyms;

	rebuild->products = 0;
	TRY(catalog_open(txn, &catalog, err));
	TRY(synonym_rebuild(catalog, &synonyms, err));
	TRY(catalog_rebuild_due(catalog, err));
	TRY(index_clear(txn, err));
	status = index_all(catalog, rebuild, err);
	if (status == ST_OK)
		return finish(catalog, err);
	catalog_abandon(catalog);
	return status;
}
