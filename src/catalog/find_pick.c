#include <string.h>

#include "base/text.h"
#include "catalog/find_query.h"
#include "catalog/synonym.h"

/* A longer text is nobody's code, however its letters are folded. */
#define CODE_SIZE_MAX 200

static const char blanks[] = " \t\n\r\f\v";

struct picking {
	struct find_query *query;
	struct index_pick *picks;
	size_t count;
};

/* There is room. */
static void
add_pick(struct picking *picking, uint64_t group, size_t member)
{
	size_t i;

	for (i = 0; i < picking->count; i++)
		if (picking->picks[i].group == group &&
			picking->picks[i].member == member)
			return;
	picking->picks[picking->count++] = (struct index_pick){ group, member };
}

static enum status
pick_skus(struct picking *picking, const struct texts *skus, struct err *err)
{
	struct txn *txn = picking->query->catalog->txn;
	size_t i;

	for (i = 0; i < skus->count; i++) {
		struct product product;
		size_t variant;
		size_t member;
		bool found;

		TRY(product_by_sku(
			txn, skus->items[i], &product, &variant, &found, err));
		if (found && document_member(&product, variant, &member))
			add_pick(picking, product.id, member);
	}
	return ST_OK;
}

static enum status
pick_handle(struct picking *picking, const char *handle, struct err *err)
{
	struct product product;
	size_t variant;
	bool found;

	TRY(product_by_handle(
		picking->query->catalog->txn, handle, &product, &found, err));
	if (found && document_variant(&product, 0, &variant))
		add_pick(picking, product.id, INDEX_ALL_MEMBERS);
	return ST_OK;
}

enum status
find_query_pick(struct find_query *query, struct err *err)
{
	struct arena *arena = txn_arena(query->catalog->txn);
	const char *words = query->index.words + strspn(query->index.words, blanks);
	struct picking picking = { .query = query };
	size_t size = strlen(words);
	struct texts skus;
	const char *folded;
	const char *code;

	while (size > 0 && strchr(blanks, words[size - 1]))
		size--;
	if (size == 0 || size > CODE_SIZE_MAX)
		return ST_OK;
	TRY(arena_copy(arena, words, size, &code, err));
	TRY(text_fold_case(arena, code, size, &folded, err));
	TRY(code_find_skus(
		query->catalog->txn, code, FIND_PICKS_MAX - 2, &skus, err));
	TRY(ARENA_NEW(arena, skus.count + 2, &picking.picks, err));
	TRY(pick_skus(&picking, &skus, err));
	TRY(pick_handle(&picking, code, err));
	if (strcmp(code, folded) != 0)
		TRY(pick_handle(&picking, folded, err));
	query->index.picks = picking.picks;
	query->index.pick_count = picking.count;
	return ST_OK;
}

enum status
find_query_synonyms(
	void *arg, const char *key, struct texts *instead, struct err *err)
{
	const struct find_query *query = arg;

	return synonym_instead(query->catalog, key, instead, err);
}

/* The index may ask for many groups, one after the other. */
static enum status
begin_documents(struct find_query *query, struct err *err)
{
	void *first;

	if (query->documents.newest) {
		arena_rewind(&query->documents, query->documents_mark);
		return ST_OK;
	}
	TRY(arena_take(&query->documents, 1, 1, &first, err));
	query->documents_mark = arena_mark(&query->documents);
	return ST_OK;
}

enum status
find_query_source(void *arg, uint64_t id, struct index_group *group, struct err *err)
{
	struct find_query *query = arg;
	struct catalog *catalog = query->catalog;
	struct product product;
	bool found;

	TRY(begin_documents(query, err));
	TRY(product_by_id_in(
		catalog->txn, id, &query->documents, &product, &found, err));
	if (!found)
		return fail(err, ST_CORRUPT,
			"the index names a product that is not there (mend it with "
			"'shop admin reindex')");
	return document_group_in(catalog->txn, &catalog->rules, &product,
		&query->documents, group, err);
}

void
find_query_end(struct find_query *query)
{
	arena_free(&query->documents);
}
