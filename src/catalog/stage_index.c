#include "catalog/stage_index.h"

#include <pthread.h>

#include "catalog/levels.h"
#include "catalog/price.h"
#include "catalog/staged.h"
#include "index/build.h"

/* Rows of what people may type that are held in memory. */
#define LOAD_SIZE ((size_t)24 * 1024 * 1024)
/* Products that one slice prices. */
#define PRICED_MAX 200

/* A product that has a date to come, or another price than its record says. */
struct noted {
	uint64_t id;
	int64_t at; /* INT64_MAX: none */
	bool priced;
};
struct noted_list {
	struct arena arena;
	struct noted *items;
	size_t count;
	size_t capacity;
};

struct indexing {
	struct stage *stage;
	const struct stage_indexing *request;
	struct levels levels;
	uint64_t skus;
	enum table coming; /* of the request's load */
	int64_t now;
	struct arena sales_arena;
	struct list sales;
	pthread_mutex_t lock; /* of load */
	struct load *load;
	struct noted_list noted[INDEX_WORKERS];
	size_t next; /* of them, to be written */
};

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

enum status
document_rules_keep(
	struct document_rules *rules, struct arena *arena, struct err *err)
{
	TRY(arena_text(arena, rules->schema.language, &rules->schema.language, err));
	TRY(keep_texts(arena, &rules->size_names, err));
	return keep_texts(arena, &rules->color_names, err);
}

static enum status
keep_sales(struct txn *txn, struct indexing *indexing, struct err *err)
{
	struct sale *items;
	struct list read;

	arena_free(&indexing->sales_arena);
	TRY(sales_read(txn, &read, err));
	TRY(ARENA_NEW(&indexing->sales_arena, read.count, &items, err));
	for (size_t i = 0; i < read.count; i++)
		TRY(record_copy(&sale_record, (const struct sale *)read.items + i,
			&indexing->sales_arena, &items[i], err));
	indexing->sales = (struct list){ items, read.count };
	return ST_OK;
}

static enum status
prepare(struct txn *txn, void *arg, struct err *err)
{
	struct indexing *indexing = arg;
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_SKU, &stat, err));
	indexing->skus = stat.entries;
	if (indexing->request->load)
		indexing->skus += load_count_of(indexing->request->load, TABLE_SKU);
	indexing->now = txn_now(txn);
	return keep_sales(txn, indexing, err);
}

static enum status
note(struct noted_list *list, const struct noted *noted, struct err *err)
{
	size_t capacity = list->capacity ? 2 * list->capacity : 64;
	struct arena arena = { NULL };
	struct noted *items;

	if (list->count == list->capacity) {
		TRY(ARENA_NEW(&arena, capacity, &items, err));
		for (size_t i = 0; i < list->count; i++)
			items[i] = list->items[i];
		arena_free(&list->arena);
		list->arena = arena;
		list->items = items;
		list->capacity = capacity;
	}
	list->items[list->count++] = *noted;
	return ST_OK;
}

/* Prices as of now, unless it was stored after that. */
static enum status
price(const struct indexing *indexing, struct product *product, struct arena *arena,
	bool *changed, struct err *err)
{
	int64_t *before;

	*changed = false;
	if (indexing->now < product->changed_at)
		return ST_OK;
	TRY(ARENA_NEW(arena, product->variants.count, &before, err));
	for (size_t i = 0; i < product->variants.count; i++)
		before[i] = product_variant(product, i)->current_price;
	TRY(price_by_sales(&indexing->sales, product, indexing->now, err));
	for (size_t i = 0; i < product->variants.count; i++)
		*changed |= product_variant(product, i)->current_price != before[i];
	return ST_OK;
}

static enum status
add_codes(struct indexing *indexing, const struct product *product, size_t variant,
	struct arena *arena, struct err *err)
{
	const struct variant *of = product_variant(product, variant);
	enum status status = ST_OK;
	struct key keys[2];
	size_t count;

	TRY(code_keys(arena, of->sku, barcode_of(product, of), keys, &count, err));
	pthread_mutex_lock(&indexing->lock);
	for (size_t i = 0; i < count && status == ST_OK; i++)
		status = load_add(indexing->load, TABLE_CODE, key_bytes(&keys[i]),
			(struct bytes){ NULL, 0 }, err);
	pthread_mutex_unlock(&indexing->lock);
	return status;
}

/* What follows from a product's record besides its documents. */
static enum status
follow(struct indexing *indexing, unsigned worker, struct product *product,
	struct arena *arena, struct err *err)
{
	struct noted noted = { .id = product->id };

	TRY(price(indexing, product, arena, &noted.priced, err));
	for (size_t i = 0; i < product->variants.count; i++)
		TRY(add_codes(indexing, product, i, arena, err));
	noted.at = price_next_date(product, indexing->now);
	if (!noted.priced && noted.at == INT64_MAX)
		return ST_OK;
	return note(&indexing->noted[worker], &noted, err);
}

static enum status
make_group(void *arg, unsigned worker, const struct index_entry *entry,
	struct arena *arena, struct index_group *group, struct err *err)
{
	struct indexing *indexing = arg;
	struct product product;

	TRY(product_decode(entry->id, entry->value, arena, &product, err));
	if (indexing->request->anew)
		TRY(follow(indexing, worker, &product, arena, err));
	return document_group_at(indexing->request->rules, &indexing->levels,
		&product, arena, group, err);
}

static enum status
write_noted(struct catalog *catalog, const struct indexing *indexing,
	const struct noted *noted, struct err *err)
{
	struct arena *arena = txn_arena(catalog->txn);
	struct arena_mark mark = arena_mark(arena);
	struct product product;
	bool found;

	TRY(product_by_id(catalog->txn, noted->id, &product, &found, err));
	if (found && noted->priced)
		TRY(reprice_record(catalog, &product, indexing->now, &found, err));
	TRY(price_note_due(catalog, &product, indexing->now, err));
	arena_rewind(arena, mark);
	return ST_OK;
}

/* The next of all that were noted; NULL behind the last. */
static const struct noted *
find_noted(const struct indexing *indexing, size_t place)
{
	for (size_t i = 0; i < INDEX_WORKERS; i++) {
		const struct noted_list *list = &indexing->noted[i];

		if (place < list->count)
			return &list->items[place];
		place -= list->count;
	}
	return NULL;
}

static enum status
write_slice(struct txn *txn, void *arg, struct err *err)
{
	const struct indexing *indexing = arg;
	const struct noted *noted;
	struct catalog *catalog;
	enum status status = ST_OK;

	TRY(catalog_open_records(txn, NULL, &catalog, err));
	for (size_t i = 0; i < PRICED_MAX && status == ST_OK; i++) {
		noted = find_noted(indexing, indexing->next + i);
		if (!noted)
			break;
		status = write_noted(catalog, indexing, noted, err);
	}
	catalog_abandon(catalog);
	return status;
}

static enum status
write_anew(struct indexing *indexing, struct err *err)
{
	TRY(load_finish(indexing->load, indexing->stage, err));
	for (; find_noted(indexing, indexing->next); indexing->next += PRICED_MAX)
		TRY(stage_write(indexing->stage, write_slice, indexing, err));
	return ST_OK;
}

/* Documents tell what is in stock: that must be there first. */
static enum status
write_counts(struct indexing *indexing, struct err *err)
{
	struct load *load = indexing->request->load;

	TRY(load_begin(load, &indexing->coming, err));
	while (indexing->coming == TABLE_COUNTED)
		TRY(load_step(load, indexing->stage, &indexing->coming, err));
	return ST_OK;
}

static enum status
write_beside(struct stage *stage, void *arg, bool *more, struct err *err)
{
	struct indexing *indexing = arg;

	if (indexing->coming != TABLE_COUNT)
		TRY(load_step(
			indexing->request->load, stage, &indexing->coming, err));
	*more = indexing->coming != TABLE_COUNT;
	return ST_OK;
}

static enum status
write_rest(struct indexing *indexing, struct err *err)
{
	bool more = true;

	while (more)
		TRY(write_beside(indexing->stage, indexing, &more, err));
	return ST_OK;
}

static enum status
build(struct indexing *indexing, uint64_t *products, struct err *err)
{
	const struct stage_indexing *request = indexing->request;
	struct index_build_request build = { .schema = &request->rules->schema,
		.source = { TABLE_PRODUCT, make_group, indexing } };

	if (request->anew)
		TRY(load_open(LOAD_SIZE, &indexing->load, err));
	TRY(stage_read(indexing->stage, prepare, indexing, err));
	if (request->load) {
		TRY(write_counts(indexing, err));
		build.beside = write_beside;
		build.beside_arg = indexing;
	}
	TRY(levels_read(indexing->stage, &indexing->levels, err));
	build.documents = indexing->skus;
	if (request->progress) {
		build.on_progress = request->progress->step;
		build.progress_arg = request->progress->arg;
	}
	TRY(index_build(indexing->stage, &build, products, err));
	TRY(write_rest(indexing, err));
	return request->anew ? write_anew(indexing, err) : ST_OK;
}

enum status
catalog_stage_index_by(
	struct stage *stage, struct stage_indexing *request, struct err *err)
{
	struct indexing indexing = {
		.stage = stage, .request = request, .coming = TABLE_COUNT
	};
	enum status status;

	pthread_mutex_init(&indexing.lock, NULL);
	status = build(&indexing, &request->products, err);
	pthread_mutex_destroy(&indexing.lock);
	for (size_t i = 0; i < INDEX_WORKERS; i++)
		arena_free(&indexing.noted[i].arena);
	load_close(indexing.load);
	levels_free(&indexing.levels);
	arena_free(&indexing.sales_arena);
	return status;
}

struct keeping {
	struct arena arena;
	struct document_rules rules;
};

static enum status
read_rules(struct txn *txn, void *arg, struct err *err)
{
	struct keeping *keeping = arg;

	arena_free(&keeping->arena);
	TRY(document_rules(txn, &keeping->rules, err));
	return document_rules_keep(&keeping->rules, &keeping->arena, err);
}

enum status
catalog_stage_index(struct stage *stage, struct load *load,
	const struct index_progress *progress, uint64_t *products, struct err *err)
{
	struct keeping keeping = { .arena = { NULL } };
	struct stage_indexing indexing = {
		.rules = &keeping.rules, .progress = progress, .load = load
	};
	enum status status = stage_read(stage, read_rules, &keeping, err);

	if (status == ST_OK)
		status = catalog_stage_index_by(stage, &indexing, err);
	*products = indexing.products;
	arena_free(&keeping.arena);
	return status;
}
