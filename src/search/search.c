#include <string.h>

#include "analysis/analysis.h"
#include "index/pack.h"
#include "search/find.h"

/* Fewer groups than this with all words are too few: those with fewer words follow.
 */
#define FEW 5

static enum status
open_reader(struct search *search, struct err *err)
{
	TRY(meta_get(search->txn, search->schema, &search->meta, err));
	TRY(delta_open(
		search->txn, &search->meta, search->arena, &search->delta, err));
	search->reader =
		(struct part_reader){ search->txn, search->arena, &search->delta,
			search->meta.next_document / CONTAINER_DOCUMENTS + 1 };
	TRY(groups_open(&search->reader, &search->groups, err));
	search->documents = set_size(&search->groups.all);
	return stemmer_open(
		search->schema->language, search->arena, &search->stemmer, err);
}

/* Lots that lack ever more words follow until there are enough. */
static enum status
match_more(struct search *search, struct set *matching, struct err *err)
{
	bool any = true;

	while (any) {
		uint64_t count;

		TRY(groups_count(
			&search->groups, matching, search->arena, &count, err));
		if (count >= FEW)
			return ST_OK;
		TRY(search_relax(search, &any, err));
		if (any)
			TRY(search_match(search, NULL, matching, err));
	}
	return ST_OK;
}

/* Opens what a query needs; the caller closes its stemmer and frees its arena. */
static enum status
search_begin(struct search *search, struct set *matching, struct err *err)
{
	TRY(open_reader(search, err));
	TRY(search_read_words(search, err));
	TRY(search_read_filters(search, err));
	TRY(search_read_sorted(search, matching, err));
	if (search->has_valued)
		return ST_OK;
	TRY(search_match(search, NULL, matching, err));
	return match_more(search, matching, err);
}

static enum status
copy_corrected(struct search *search, struct arena *arena, struct list *corrected,
	struct err *err)
{
	const struct change *from = search->plan.corrected.items;
	size_t count = search->plan.corrected.count;
	struct change *to;

	TRY(ARENA_NEW(arena, count, &to, err));
	for (size_t i = 0; i < count; i++) {
		to[i] = from[i];
		TRY(arena_text(arena, from[i].field, &to[i].field, err));
		TRY(arena_text(arena, from[i].new, &to[i].new, err));
	}
	*corrected = (struct list){ to, count };
	return ST_OK;
}

static enum status
answer(struct search *search, struct index_result *result, struct err *err)
{
	struct arena *arena = txn_arena(search->txn);
	struct index_result made = { 0 };
	struct set matching;

	TRY(search_begin(search, &matching, err));
	TRY(search_rank(search, &matching, arena, &made, err));
	TRY(search_facets(search, &matching, arena, &made, err));
	TRY(copy_corrected(search, arena, &made.corrected, err));
	made.fewer_words = search->lot_count > 1;
	*result = made;
	return ST_OK;
}

enum status
index_search(struct txn *txn, const struct index_schema *schema,
	const struct index_query *query, struct index_result *result, struct err *err)
{
	struct arena arena = { NULL };
	struct search search = {
		.txn = txn, .arena = &arena, .schema = schema, .query = query
	};
	enum status status = answer(&search, result, err);

	stemmer_close(search.stemmer);
	arena_free(&arena);
	return status;
}

static enum status
answer_names(
	struct search *search, size_t limit, struct texts *names, struct err *err)
{
	struct set matching;

	TRY(search_begin(search, &matching, err));
	return search_names(
		search, &matching, limit, txn_arena(search->txn), names, err);
}

enum status
index_common_names(struct txn *txn, const struct index_schema *schema,
	const struct index_query *query, size_t limit, struct texts *names,
	struct err *err)
{
	struct arena arena = { NULL };
	struct search search = {
		.txn = txn, .arena = &arena, .schema = schema, .query = query
	};
	enum status status = answer_names(&search, limit, names, err);

	stemmer_close(search.stemmer);
	arena_free(&arena);
	return status;
}

/* Room for one text more: there is for 1, 3, 7 and so on. */
static enum status
make_room(struct arena *arena, struct texts *texts, struct err *err)
{
	const char **items;

	if ((texts->count & (texts->count + 1)) != 0)
		return ST_OK;
	TRY(ARENA_NEW(arena, 2 * texts->count + 1, &items, err));
	if (texts->count > 0)
		memcpy(items, texts->items, texts->count * sizeof(*items));
	texts->items = items;
	return ST_OK;
}

/* Adds the texts of the terms whose keys begin so, up to limit in all. */
static enum status
list_values(struct txn *txn, const struct term_key *prefix, size_t limit,
	struct texts *values, struct err *err)
{
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(
		txn, TABLE_TERM, term_key_bytes(prefix), &scan, err));
	while (values->count < limit) {
		struct bytes key;
		struct bytes value;
		struct term term;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(term_read(key, value, &term, err));
		TRY(make_room(txn_arena(txn), values, err));
		TRY(arena_copy(txn_arena(txn), (const char *)term.display.data,
			term.display.size, &values->items[values->count++], err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

enum status
index_values(struct txn *txn, const struct index_filter *field, const char *prefix,
	size_t limit, struct texts *values, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct texts found = { NULL, 0 };
	struct token folded;
	struct token name;
	struct term_key key;
	struct term term;
	bool there = true;

	TRY(tokens_fold(arena, prefix, &folded, err));
	if (folded.size > KEY_TEXT_MAX)
		folded.size = KEY_TEXT_MAX;
	if (field->name) {
		TRY(analysis_fold(arena, field->name, &name, err));
		key = term_key_field(CLASS_NAME, field->field, name.at, name.size);
		TRY(term_get(txn, term_key_bytes(&key), &term, &there, err));
		if (there)
			key = term_key_value(
				field->field, term.number, folded.at, folded.size);
		if (there)
			TRY(list_values(txn, &key, limit, &found, err));
	} else {
		/* A field has keywords or names, never both. */
		key = term_key_field(
			CLASS_KEYWORD, field->field, folded.at, folded.size);
		TRY(list_values(txn, &key, limit, &found, err));
		key.data[0] = CLASS_NAME;
		TRY(list_values(txn, &key, limit, &found, err));
	}
	*values = found;
	return ST_OK;
}
