#include "catalog/rebuild.h"

#include "catalog/catalog.h"
#include "catalog/staged.h"
#include "catalog/synonym.h"

/* Notes that one slice carries; where there are no more, the last transaction does
 * it. */
#define NOTES_MAX 20

struct rebuilding {
	struct catalog_rebuild *request;
	struct stage *stage;
	struct arena arena;
	struct document_rules rules;
	struct staged_sales sales;
	size_t carried; /* by the last slice */
};

/* What is copied: all records; the rest is made anew. */
static const enum table copied[] = { TABLE_PRODUCT, TABLE_SKU, TABLE_HANDLE,
	TABLE_CATEGORY, TABLE_COUNTED, TABLE_PAST_PRICE };

static enum status
read_rules(struct txn *txn, void *arg, struct err *err)
{
	struct rebuilding *rebuilding = arg;
	const struct catalog_rebuild *request = rebuilding->request;

	arena_free(&rebuilding->arena);
	TRY(staged_sales_begin(txn, &rebuilding->sales, err));
	TRY(document_rules_if(
		txn, request->setting, request->value, &rebuilding->rules, err));
	return document_rules_keep(&rebuilding->rules, &rebuilding->arena, err);
}

/* In a transaction that is in the staged set. */
static enum status
carry_some(struct catalog *catalog, size_t limit, size_t *carried, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	uint64_t ids[NOTES_MAX];

	TRY(stage_take_notes(catalog->txn, ids, limit, carried, err));
	for (size_t i = 0; i < *carried; i++) {
		TRY(catalog_carry(catalog, ids[i], NULL, err));
		arena_rewind(arena, mark);
	}
	return ST_OK;
}

static enum status
open_catalog(struct txn *txn, const struct rebuilding *rebuilding,
	struct catalog **catalog, struct err *err)
{
	TRY(catalog_open(txn, catalog, err));
	(*catalog)->rules = rebuilding->rules;
	return ST_OK;
}

static enum status
end_catalog(struct catalog *catalog, enum status status, struct err *err)
{
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

static enum status
carry_slice(struct txn *txn, void *arg, struct err *err)
{
	struct rebuilding *rebuilding = arg;
	struct catalog *catalog;
	enum status status;

	TRY(open_catalog(txn, rebuilding, &catalog, err));
	status = carry_some(catalog, NOTES_MAX, &rebuilding->carried, err);
	return end_catalog(catalog, status, err);
}

static enum status
carry_rest(struct catalog *catalog, const struct staged_sales *sales, struct err *err)
{
	uint64_t synonyms;
	size_t carried;

	do
		TRY(carry_some(catalog, NOTES_MAX, &carried, err));
	while (carried > 0);
	TRY(catalog_carry_categories(catalog, err));
	TRY(staged_sales_settle(catalog, sales, err));
	return synonym_rebuild(catalog, &synonyms, err);
}

static enum status
settle(struct txn *txn, void *arg, struct err *err)
{
	struct rebuilding *rebuilding = arg;
	const struct catalog_rebuild *request = rebuilding->request;
	struct catalog *catalog;
	enum status status;

	if (request->also)
		TRY(request->also(txn, request->arg, err));
	txn_use_set(txn, SET_STAGED);
	TRY(open_catalog(txn, rebuilding, &catalog, err));
	status = carry_rest(catalog, &rebuilding->sales, err);
	TRY(end_catalog(catalog, status, err));
	txn_use_set(txn, SET_IN_USE);
	return stage_name(txn, err);
}

static enum status
build(struct rebuilding *rebuilding, struct err *err)
{
	struct stage *stage = rebuilding->stage;
	struct catalog_rebuild *request = rebuilding->request;
	struct stage_indexing indexing = { .rules = &rebuilding->rules,
		.progress = request->progress,
		.anew = true };

	TRY(stage_read(stage, read_rules, rebuilding, err));
	TRY(stage_copy(stage, copied, sizeof(copied) / sizeof(copied[0]), err));
	TRY(catalog_stage_index_by(stage, &indexing, err));
	request->products = indexing.products;
	if (request->rehearse)
		return ST_OK;
	stage_wait(GATE_NOTES);
	do
		TRY(stage_write(stage, carry_slice, rebuilding, err));
	while (rebuilding->carried == NOTES_MAX);
	return stage_settle(stage, settle, rebuilding, err);
}

enum status
catalog_rebuild(struct store *store, struct arena *arena,
	struct catalog_rebuild *request, struct err *err)
{
	struct rebuilding rebuilding = { .request = request };
	enum status status;

	TRY(stage_open(store, arena, &rebuilding.stage, err));
	status = build(&rebuilding, err);
	stage_close(rebuilding.stage);
	arena_free(&rebuilding.arena);
	return status;
}
