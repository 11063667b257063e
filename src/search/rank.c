#include "search/rank.h"

static const char *
text_of(const struct index_group *group, unsigned field)
{
	for (size_t i = 0; i < group->document_count; i++) {
		const struct index_document *document = &group->documents[i];

		for (size_t j = 0; j < document->value_count; j++)
			if (document->values[j].field == field &&
				document->values[j].text)
				return document->values[j].text;
	}
	return "";
}

/* The text by which a candidate is sorted, from who keeps it. */
static enum status
read_text(struct ranking *ranking, struct candidate *candidate, struct err *err)
{
	struct search *search = ranking->search;
	const struct index_query *query = search->query;
	struct arena_mark mark = arena_mark(txn_arena(search->txn));
	struct index_group group;
	struct token folded;
	uint64_t id;

	if (!query->source)
		return ST_OK;
	TRY(search_group_of(search, candidate->document, &id, err));
	TRY(query->source(query->arg, id, &group, err));
	TRY(tokens_fold(
		search->arena, text_of(&group, ranking->field), &folded, err));
	candidate->text = (struct bytes){ (const uint8_t *)folded.at, folded.size };
	arena_rewind(txn_arena(search->txn), mark);
	return ST_OK;
}

enum status
ranking_add(struct ranking *ranking, struct candidate *candidate, struct err *err)
{
	if (candidates_hopeless(&ranking->best, candidate))
		return ST_OK;
	if (ranking->best.order == ORDER_TEXT)
		TRY(read_text(ranking, candidate, err));
	return candidates_add(&ranking->best, candidate, err);
}

/* What was found in order of documents with its numbers. */
static enum status
rank_valued(struct ranking *ranking, struct err *err)
{
	struct search *search = ranking->search;
	const struct valued *items = search->valued;
	size_t i = 0;

	while (i < search->valued_count) {
		uint32_t high = items[i].document / CONTAINER_DOCUMENTS;
		struct group_walk groups = group_walk(&search->groups, high);
		struct candidate current = { .document = items[i].document,
			.scored = items[i].document,
			.number = items[i].number };
		uint32_t end =
			high * CONTAINER_DOCUMENTS +
			group_end(&groups, items[i].document % CONTAINER_DOCUMENTS);

		for (; i < search->valued_count && items[i].document <= end; i++)
			if (items[i].number < current.number)
				current.number = items[i].number;
		TRY(ranking_add(ranking, &current, err));
	}
	return ST_OK;
}

/* Ranks what is in a lot among what is left, and leaves the rest. */
static enum status
rank_lot(struct ranking *ranking, const struct set *lot, struct set *left,
	struct err *err)
{
	struct search *search = ranking->search;
	struct set set;
	struct set whole;

	if (lot->count == 0 || candidates_are_full(&ranking->best))
		return ST_OK;
	TRY(set_and(lot, left, search->arena, &set, err));
	TRY(rank_by_score(ranking, &set, err));
	TRY(groups_whole(&search->groups, &set, search->arena, &whole, err));
	return set_minus(left, &whole, search->arena, left, err);
}

/* What was picked comes first, then what has all words, then what lacks one, and so
 * on. */
static enum status
rank_in_tiers(struct ranking *ranking, const struct set *matching, struct err *err)
{
	struct search *search = ranking->search;
	struct set left = *matching;

	ranking->tier = (uint32_t)search->lot_count + 1;
	TRY(rank_lot(ranking, &search->picks, &left, err));
	for (size_t i = 0; i + 1 < search->lot_count; i++) {
		ranking->tier--;
		TRY(rank_lot(ranking, &search->lots[i], &left, err));
	}
	ranking->tier = 0;
	return rank_by_score(ranking, &left, err);
}

enum status
search_group_of(
	struct search *search, uint32_t document, uint64_t *group, struct err *err)
{
	struct column groups = column_of(search->txn, COLUMN_GROUP);
	int64_t number;

	TRY(column_get(&groups, document, &number, err));
	if (number == COLUMN_NONE || order_of(number) == 0)
		return fail_index(err);
	*group = order_of(number);
	return ST_OK;
}

/* The numbers of a group's documents: those of its block with its id. */
static enum status
find_members(struct search *search, uint32_t document, uint32_t *first,
	uint32_t *until, struct err *err)
{
	struct column groups = column_of(search->txn, COLUMN_GROUP);
	uint32_t block = document / BLOCK_DOCUMENTS;
	int64_t group;
	int64_t other;

	TRY(column_get(&groups, document, &group, err));
	*first = document;
	*until = document + 1;
	while (*first % BLOCK_DOCUMENTS > 0) {
		TRY(column_get(&groups, *first - 1, &other, err));
		if (other != group)
			break;
		--*first;
	}
	while (*until / BLOCK_DOCUMENTS == block) {
		TRY(column_get(&groups, *until, &other, err));
		if (other != group)
			break;
		++*until;
	}
	return ST_OK;
}

/* Which member is shown, and how many match. */
static enum status
fill_hit(struct search *search, const struct set *matching,
	const struct candidate *candidate, struct index_hit *hit, struct err *err)
{
	int preferred_field = search->query->preferred_field;
	struct column preferred = column_of(
		search->txn, preferred_field < 0 ? 0 : (unsigned)preferred_field);
	bool is_preferred = false;
	struct set_part *part;
	uint32_t first;
	uint32_t until;

	*hit = (struct index_hit){ .score = candidate->score,
		.preferred = COLUMN_NONE };
	TRY(search_group_of(search, candidate->document, &hit->group, err));
	TRY(find_members(search, candidate->document, &first, &until, err));
	part = set_find(matching, first / CONTAINER_DOCUMENTS);
	if (!part)
		return fail_index(err);
	TRY(set_part_load(part, err));
	for (uint32_t i = first; i < until; i++) {
		int64_t number = COLUMN_NONE;

		if (!set_part_has(part, i % CONTAINER_DOCUMENTS))
			continue;
		if (preferred_field >= 0 && !is_preferred)
			TRY(column_get(&preferred, i, &number, err));
		if (hit->matching_count++ == 0 || (number > 0 && !is_preferred)) {
			hit->member = i - first;
			hit->preferred = number;
		}
		is_preferred |= number > 0;
	}
	return ST_OK;
}

static enum status
fill_hits(struct ranking *ranking, const struct set *matching, struct arena *arena,
	struct index_result *result, struct err *err)
{
	struct search *search = ranking->search;
	size_t from = search->query->offset;
	size_t count = from < ranking->best.count ? ranking->best.count - from : 0;

	candidates_sort(&ranking->best);
	TRY(ARENA_NEW(arena, count, &result->hits, err));
	for (size_t i = 0; i < count; i++) {
		const struct candidate *item = &ranking->best.items[from + i];

		TRY(fill_hit(search, matching, item, &result->hits[i], err));
		if (search->query->explain)
			TRY(search_explain(
				search, item->scored, arena, &result->hits[i], err));
	}
	result->hit_count = count;
	return groups_count(
		&search->groups, matching, search->arena, &result->count, err);
}

static void
choose_order(struct ranking *ranking)
{
	const struct index_query *query = ranking->search->query;
	const struct index_schema *schema = ranking->search->schema;

	ranking->best.order = ORDER_RELEVANCE;
	if (query->sort_field == INDEX_SORT_RELEVANCE)
		return;
	ranking->best.order = ORDER_NUMBER;
	if (query->sort_field == INDEX_SORT_NEWEST) {
		ranking->best.descending = true;
		ranking->numbers = column_of(ranking->search->txn, COLUMN_GROUP);
		return;
	}
	invariant(query->sort_field >= 0);
	ranking->field = (unsigned)query->sort_field;
	invariant(ranking->field < schema->field_count);
	ranking->numbers = column_of(ranking->search->txn, ranking->field);
	if (schema->fields[ranking->field].kind == INDEX_SORT_TEXT)
		ranking->best.order = ORDER_TEXT;
	else
		invariant(schema->fields[ranking->field].kind == INDEX_NUMBER);
}

static void
open_ranking(struct ranking *ranking)
{
	const struct index_query *query = ranking->search->query;

	ranking->best.descending = query->sort_descending;
	if (query->limit > 0 && query->limit < SIZE_MAX / 4 &&
		query->offset < SIZE_MAX / 4)
		ranking->best.wanted = query->offset + query->limit;
	ranking->lowered = query->preferred_field >= 0 && query->other_percent < 100;
	if (ranking->lowered)
		ranking->preferred = column_of(
			ranking->search->txn, (unsigned)query->preferred_field);
	choose_order(ranking);
}

enum status
search_rank(struct search *search, const struct set *matching, struct arena *arena,
	struct index_result *result, struct err *err)
{
	struct ranking ranking = { .search = search,
		.best = { .arena = search->arena } };

	open_ranking(&ranking);
	if (ranking.best.order == ORDER_RELEVANCE)
		TRY(rank_in_tiers(&ranking, matching, err));
	else if (search->has_valued)
		TRY(rank_valued(&ranking, err));
	else
		TRY(rank_by_number(&ranking, matching, err));
	return fill_hits(&ranking, matching, arena, result, err);
}
