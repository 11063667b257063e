#include "catalog/stage_index.h"

#include "catalog/catalog.h"
#include "catalog/levels.h"
#include "index/build.h"

struct indexing {
	struct arena arena; /* of the rules */
	struct document_rules rules;
	struct levels levels;
	uint64_t skus;
};

/* The transaction's arena does not live long enough. */
static enum status
keep_texts(struct arena *arena, struct texts *texts, struct err *err)
{
	const char **items;

	TRY(ARENA_NEW(arena, texts->count, &items, err));
	for (size_t i = 0; i < texts->count; i++)
		TRY(arena_text(arena, texts->items[i], &items[i], err));
	texts->items = items;
	return ST_OK;
}

static enum status
prepare(struct txn *txn, void *arg, struct err *err)
{
	struct indexing *indexing = arg;
	struct document_rules *rules = &indexing->rules;
	struct arena *arena = &indexing->arena;
	struct table_stat stat;

	arena_free(arena);
	TRY(document_rules(txn, rules, err));
	TRY(arena_text(arena, rules->schema.language, &rules->schema.language, err));
	TRY(keep_texts(arena, &rules->size_names, err));
	TRY(keep_texts(arena, &rules->color_names, err));
	TRY(txn_table_stat(txn, TABLE_SKU, &stat, err));
	indexing->skus = stat.entries;
	return ST_OK;
}

static enum status
make_group(void *arg, unsigned worker, struct bytes value, struct arena *arena,
	struct index_group *group, struct err *err)
{
	struct indexing *indexing = arg;
	struct product product;

	(void)worker;
	TRY(record_decode(&product_record, value, arena, &product, err));
	return document_group_at(
		&indexing->rules, &indexing->levels, &product, arena, group, err);
}

static enum status
build(struct indexing *indexing, struct stage *stage,
	const struct index_progress *progress, uint64_t *products, struct err *err)
{
	struct index_build_request request = { .schema = &indexing->rules.schema,
		.source = { TABLE_PRODUCT, make_group, indexing } };

	TRY(stage_read(stage, prepare, indexing, err));
	TRY(levels_read(stage, &indexing->levels, err));
	request.documents = indexing->skus;
	if (progress) {
		request.on_progress = progress->step;
		request.progress_arg = progress->arg;
	}
	return index_build(stage, &request, products, err);
}

enum status
catalog_stage_index(struct stage *stage, const struct index_progress *progress,
	uint64_t *products, struct err *err)
{
	struct indexing indexing = { .skus = 0 };
	enum status status = build(&indexing, stage, progress, products, err);

	levels_free(&indexing.levels);
	arena_free(&indexing.arena);
	return status;
}
