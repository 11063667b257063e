#include "search/find.h"

/* What postings cannot tell, because they have no places: that words stand next to
 * each other. It is looked up in the documents themselves. */

static enum status
stands_in_document(struct search *search, const struct phrase *phrase,
	const struct index_document *document, bool *stands, struct err *err)
{
	*stands = false;
	for (size_t i = 0; i < document->value_count && !*stands; i++) {
		const struct index_value *value = &document->values[i];

		if (search->schema->fields[value->field].kind == INDEX_TEXT &&
			value->text)
			TRY(phrase_stands_in(phrase, search->arena, search->stemmer,
				value->text, stands, err));
	}
	return ST_OK;
}

/* The group that was looked at last. */
struct looked_at {
	struct arena_mark mark; /* what it takes is given back to here */
	uint64_t id;            /* 0: none */
	uint32_t first;
	struct index_group group;
};

static enum status
look_at(struct search *search, uint32_t document, struct looked_at *looked,
	struct err *err)
{
	uint64_t id;
	uint32_t count;
	bool found;

	TRY(search_group_of(search, document, &id, err));
	if (id == looked->id)
		return ST_OK;
	arena_rewind(txn_arena(search->txn), looked->mark);
	TRY(group_find(search->txn, id, &looked->first, &count, &found, err));
	TRY(search->query->source(search->query->arg, id, &looked->group, err));
	if (!found || looked->group.document_count != count)
		return fail_index(err);
	looked->id = id;
	return ST_OK;
}

static enum status
keep_documents(struct search *search, const struct phrase *phrase,
	const struct set *set, struct set_builder *kept, struct err *err)
{
	struct arena *arena = txn_arena(search->txn);
	struct looked_at looked = { .mark = arena_mark(arena) };

	TRY(set_load(set, err));
	for (size_t i = 0; i < set->count; i++) {
		struct set_walk walk =
			set_walk(&set->parts[i], 0, CONTAINER_DOCUMENTS);
		uint32_t low;

		while (set_walk_next(&walk, &low)) {
			uint32_t document =
				set->parts[i].high * CONTAINER_DOCUMENTS + low;
			bool stands;

			TRY(look_at(search, document, &looked, err));
			if (document - looked.first >= looked.group.document_count)
				return fail_index(err);
			TRY(stands_in_document(search, phrase,
				&looked.group.documents[document - looked.first],
				&stands, err));
			if (stands)
				TRY(set_builder_add(kept, document, err));
		}
	}
	arena_rewind(arena, looked.mark);
	return ST_OK;
}

enum status
search_keep_phrase(struct search *search, const struct plan_piece *piece,
	struct set *set, struct err *err)
{
	struct set_builder kept = { .arena = search->arena };

	if (!search->query->source)
		return ST_OK;
	TRY(keep_documents(search, piece->phrase, set, &kept, err));
	return set_builder_finish(&kept, set, err);
}
