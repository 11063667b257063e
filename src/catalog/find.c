#include "catalog/find.h"

#include <string.h>

#include "base/money.h"
#include "catalog/catalog.h"
#include "catalog/document.h"
#include "catalog/find_query.h"
#include "catalog/level.h"

static enum status
fill_reasons(struct txn *txn, const struct index_hit *hit, struct list *list,
	struct err *err)
{
	struct find_reason *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), hit->reason_count, &items, err));
	for (i = 0; i < hit->reason_count; i++) {
		const struct index_reason *reason = &hit->reasons[i];

		items[i] = (struct find_reason){ reason->word, reason->term,
			reason->fields, reason->impact, reason->rarity,
			reason->score };
	}
	*list = (struct list){ items, hit->reason_count };
	return ST_OK;
}

/* What a hit says of its shown variant: the first matching one in stock, or the
 * first. */
static enum status
fill_item(struct catalog *catalog, const struct index_hit *hit,
	struct find_item *item, struct err *err)
{
	struct txn *txn = catalog->txn;
	struct product product;
	size_t variant;
	bool found;

	TRY(product_by_id(txn, hit->group, &product, &found, err));
	if (!found || !document_variant(&product, hit->member, &variant))
		return fail(err, ST_CORRUPT,
			"the index names a product that is not there (mend it with "
			"'shop "
			"admin reindex')");
	item->sku = product_variant(&product, variant)->sku;
	item->product = product_subject(&product);
	item->name = product.name;
	item->brand = product.brand;
	item->category = product.category;
	item->price = product_current_price(&product, variant);
	item->currency = catalog->currency;
	item->available = hit->preferred;
	item->in_stock = item->available > 0;
	if (item->available == LEVEL_UNLIMITED)
		item->available = NUMBER_NONE;
	item->variants = (int64_t)hit->matching_count;
	item->score = hit->score;
	return fill_reasons(txn, hit, &item->explain, err);
}

static enum status
fill_items(struct catalog *catalog, const struct index_result *found,
	struct list *list, struct err *err)
{
	struct find_item *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(catalog->txn), found->hit_count, &items, err));
	for (i = 0; i < found->hit_count; i++)
		TRY(fill_item(catalog, &found->hits[i], &items[i], err));
	*list = (struct list){ items, found->hit_count };
	return ST_OK;
}

static enum status
fill_corrections(struct txn *txn, const struct list *corrected, struct list *out,
	struct err *err)
{
	const struct change *changes = corrected->items;
	struct find_correction *items;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), corrected->count, &items, err));
	for (i = 0; i < corrected->count; i++)
		items[i] =
			(struct find_correction){ changes[i].field, changes[i].new };
	*out = (struct list){ items, corrected->count };
	return ST_OK;
}

static enum status
answer(struct catalog *catalog, const struct find_request *request,
	struct find_query *query, struct find_result *result, struct err *err)
{
	struct txn *txn = catalog->txn;
	struct index_result found;

	TRY(find_query_make(catalog, request, query, err));
	TRY(index_search(txn, &catalog->rules.schema, &query->index, &found, err));
	result->count = (int64_t)found.count;
	result->fewer_words = found.fewer_words;
	result->sold_out_percent = query->index.other_percent;
	TRY(fill_items(catalog, &found, &result->items, err));
	TRY(find_query_facets(catalog, query, &found, &result->facets, err));
	return fill_corrections(txn, &found.corrected, &result->corrected, err);
}

enum status
find_products(struct txn *txn, const struct find_request *request,
	struct find_result *result, struct err *err)
{
	struct find_query query = { .catalog = NULL };
	struct catalog *catalog;
	enum status status;

	TRY(catalog_open(txn, &catalog, err));
	status = answer(catalog, request, &query, result, err);
	find_query_end(&query);
	return status;
}

static enum status
sku_values(struct txn *txn, const char *prefix, size_t limit, struct texts *values,
	struct err *err)
{
	struct key start = key_text(prefix);
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found = true;

	TRY(ARENA_NEW(txn_arena(txn), limit, &values->items, err));
	values->count = 0;
	TRY(scan_open_prefix(txn, TABLE_SKU, key_bytes(&start), false, &scan, err));
	while (values->count < limit) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(arena_copy(txn_arena(txn), (const char *)key.data, key.size,
			&values->items[values->count++], err));
	}
	scan_close(scan);
	return ST_OK;
}

enum status
find_values(struct txn *txn, const char *what, const char *prefix, size_t limit,
	struct texts *values, struct err *err)
{
	struct index_filter field = { .field = DOCUMENT_ATTRIBUTE, .name = what };

	if (strcmp(what, "sku") == 0)
		return sku_values(txn, prefix, limit, values, err);
	if (strcmp(what, "brand") == 0)
		field = (struct index_filter){ .field = DOCUMENT_BRAND };
	else if (strcmp(what, "category") == 0)
		field = (struct index_filter){ .field = DOCUMENT_CATEGORY };
	else if (strcmp(what, "size") == 0)
		field = (struct index_filter){ .field = DOCUMENT_SIZE };
	else if (strcmp(what, "color") == 0)
		field = (struct index_filter){ .field = DOCUMENT_COLOR };
	else if (strcmp(what, "attribute") == 0)
		field.name = NULL;
	return index_values(txn, &field, prefix, limit, values, err);
}

enum status
find_complete(struct txn *txn, const char *words, size_t limit, struct texts *texts,
	struct err *err)
{
	struct document_rules rules;

	TRY(document_rules(txn, &rules, err));
	return index_complete(txn, &rules.schema, words, limit, texts, err);
}
