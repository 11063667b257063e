#include "catalog/stage_index.h"

#include "base/process.h"
#include "catalog/catalog.h"

#define PROGRESS_PRODUCTS 64

struct indexing {
	const struct index_progress *progress;
	uint64_t total;
	uint64_t products;
};

static enum status
show_progress(const struct indexing *indexing, uint64_t done, struct err *err)
{
	if (done % PROGRESS_PRODUCTS != 0)
		return ST_OK;
	if (indexing->progress && indexing->progress->step)
		indexing->progress->step(
			indexing->progress->arg, done, indexing->total);
	return signal_check(err);
}

static enum status
index_products(struct catalog *catalog, struct indexing *indexing, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct index_writer *writer;
	struct index_group group;
	struct product_scan *scan;
	struct product product;
	struct arena_mark mark;
	uint64_t done;
	bool found;

	TRY(catalog_writer(catalog, &writer, err));
	TRY(product_scan_open(catalog->txn, &scan, err));
	mark = arena_mark(arena);
	for (done = 0;; done++) {
		TRY(show_progress(indexing, done, err));
		arena_rewind(arena, mark);
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return ST_OK;
		TRY(document_group(
			catalog->txn, &catalog->rules, &product, &group, err));
		if (group.document_count == 0)
			continue;
		indexing->products++;
		TRY(index_change(writer, NULL, &group, err));
	}
}

static enum status
index_all(struct txn *txn, void *arg, struct err *err)
{
	struct indexing *indexing = arg;
	struct catalog *catalog;
	struct table_stat stat;
	enum status status;

	indexing->products = 0;
	TRY(txn_table_stat(txn, TABLE_PRODUCT, &stat, err));
	indexing->total = stat.entries;
	TRY(catalog_open(txn, &catalog, err));
	status = index_products(catalog, indexing, err);
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

enum status
catalog_stage_index(struct stage *stage, const struct index_progress *progress,
	uint64_t *products, struct err *err)
{
	struct indexing indexing = { .progress = progress };

	TRY(stage_write(stage, index_all, &indexing, err));
	*products = indexing.products;
	return ST_OK;
}
