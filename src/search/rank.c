#include <stdlib.h>
#include <string.h>

#include "search/columns.h"
#include "search/find.h"
#include "search/meta.h"

#define CANDIDATES_MIN 256

/* A group that matches, and what it is sorted by. */
struct candidate {
	uint64_t group;
	int64_t number;    /* COLUMN_NONE: none; a text's beginning */
	struct bytes text; /* where texts are sorted */
	uint64_t score;
	bool is_code;
};

enum order {
	ORDER_RELEVANCE,
	ORDER_NEWEST,
	ORDER_NUMBER,
	ORDER_TEXT,
};

/* Candidates gather until there are twice as many as wanted; then the better half
 * is kept. */
struct ranking {
	struct search *search;
	enum order order;
	bool descending;
	size_t text_place;
	size_t wanted; /* 0: all */
	struct candidate *items;
	size_t count;
	size_t capacity;
	bool full; /* items[wanted - 1] is the worst that still counts */
	uint64_t total;
	struct candidate current; /* the group whose documents are being read */
	struct column groups;
	struct column numbers;
	uint64_t *scores; /* of one part's documents */
	uint32_t *best;   /* of a word in them */
};

static int
compare_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_relevance(const struct candidate *a, const struct candidate *b)
{
	if (a->is_code != b->is_code)
		return a->is_code ? -1 : 1;
	return compare_u64(b->score, a->score);
}

/* What has no value is last in both directions. */
static int
compare_values(const struct ranking *ranking, const struct candidate *a,
	const struct candidate *b)
{
	int order;

	if (a->number == COLUMN_NONE || b->number == COLUMN_NONE)
		return (a->number == COLUMN_NONE) - (b->number == COLUMN_NONE);
	order = compare_u64(order_of(a->number), order_of(b->number));
	if (order == 0 && ranking->order == ORDER_TEXT)
		order = bytes_compare(a->text, b->text);
	return ranking->descending ? -order : order;
}

static int
compare(const struct ranking *ranking, const struct candidate *a,
	const struct candidate *b)
{
	int order = 0;

	if (ranking->order == ORDER_NEWEST)
		return compare_u64(b->group, a->group);
	if (ranking->order == ORDER_RELEVANCE)
		order = compare_relevance(a, b);
	else
		order = compare_values(ranking, a, b);
	return order != 0 ? order : compare_u64(a->group, b->group);
}

static int
compare_items(const void *a, const void *b, void *ranking)
{
	return compare(ranking, a, b);
}

static void
sort_candidates(struct ranking *ranking)
{
	if (ranking->count == 0)
		return;
	qsort_r(ranking->items, ranking->count, sizeof(*ranking->items),
		compare_items, ranking);
	if (ranking->wanted > 0 && ranking->count >= ranking->wanted) {
		ranking->count = ranking->wanted;
		ranking->full = true;
	}
}

static enum status
reserve(struct ranking *ranking, struct err *err)
{
	struct candidate *items;
	size_t capacity;

	if (ranking->count < ranking->capacity)
		return ST_OK;
	if (ranking->wanted > 0 && ranking->capacity >= 2 * ranking->wanted) {
		sort_candidates(ranking);
		return ST_OK;
	}
	capacity = ranking->capacity ? 2 * ranking->capacity : CANDIDATES_MIN;
	TRY(ARENA_NEW(ranking->search->arena, capacity, &items, err));
	if (ranking->count > 0)
		memcpy(items, ranking->items, ranking->count * sizeof(*items));
	ranking->items = items;
	ranking->capacity = capacity;
	return ST_OK;
}

/* True where a candidate cannot be among the wanted, whatever its text. */
static bool
is_hopeless(const struct ranking *ranking, const struct candidate *candidate)
{
	const struct candidate *worst;
	int order;

	if (!ranking->full)
		return false;
	worst = &ranking->items[ranking->wanted - 1];
	if (ranking->order != ORDER_TEXT)
		return compare(ranking, candidate, worst) > 0;
	if (candidate->number == COLUMN_NONE || worst->number == COLUMN_NONE)
		return candidate->number == COLUMN_NONE &&
		       worst->number != COLUMN_NONE;
	order = compare_u64(order_of(candidate->number), order_of(worst->number));
	return ranking->descending ? order < 0 : order > 0;
}

static enum status
get_group(struct search *search, uint64_t id, struct group *group, struct err *err)
{
	bool found;

	TRY(group_get(search->txn, id, group, &found, err));
	return found ? ST_OK : fail_index(err);
}

/* Takes the current group, whose documents have all been read, among the
 * candidates. */
static enum status
finish_group(struct ranking *ranking, struct err *err)
{
	struct candidate *current = &ranking->current;
	struct group group;

	if (current->group == 0)
		return ST_OK;
	ranking->total++;
	if (is_hopeless(ranking, current))
		return ST_OK;
	if (ranking->order == ORDER_TEXT) {
		TRY(get_group(ranking->search, current->group, &group, err));
		if (ranking->text_place >= group.text_count)
			return fail_index(err);
		current->text = group.texts[ranking->text_place];
	}
	TRY(reserve(ranking, err));
	ranking->items[ranking->count++] = *current;
	return ST_OK;
}

static enum status
read_number(struct ranking *ranking, uint32_t document, struct err *err)
{
	struct candidate *current = &ranking->current;
	int64_t number;

	TRY(column_get(&ranking->numbers, document, &number, err));
	if (number != COLUMN_NONE &&
		(current->number == COLUMN_NONE || number < current->number))
		current->number = number;
	return ST_OK;
}

static enum status
add_document(
	struct ranking *ranking, uint32_t document, uint64_t score, struct err *err)
{
	struct candidate *current = &ranking->current;
	int64_t number;
	uint64_t group;

	TRY(column_get(&ranking->groups, document, &number, err));
	group = order_of(number);
	if (group == 0)
		return fail_index(err);
	if (group != current->group) {
		TRY(finish_group(ranking, err));
		*current =
			(struct candidate){ .group = group, .number = COLUMN_NONE };
	}
	if (ranking->order == ORDER_NUMBER || ranking->order == ORDER_TEXT)
		return read_number(ranking, document, err);
	if (score > current->score)
		current->score = score;
	if (ranking->search->codes.count > 0 && !current->is_code)
		current->is_code = set_has(&ranking->search->codes, document);
	return ST_OK;
}

/* What one posting of a word counts, if it counts most. */
static void
note(uint32_t *best, uint32_t rarity, uint8_t impact)
{
	uint32_t score = rarity * impact;

	if (score > *best)
		*best = score;
}

/* The first place from at on that is not below low: near ones are the rule. */
static size_t
seek(const uint16_t *lows, size_t at, size_t count, uint32_t low)
{
	size_t step = 1;
	size_t until;

	while (at + step < count && lows[at + step] < low)
		step *= 2;
	until = at + step < count ? at + step : count;
	for (at += step / 2; at < until;) {
		size_t middle = at + (until - at) / 2;

		if (lows[middle] < low)
			at = middle + 1;
		else
			until = middle;
	}
	return at;
}

static void
note_inline(const struct word_term *term, uint32_t high, const uint16_t *lows,
	size_t count, uint32_t *best)
{
	const struct postings *postings = &term->postings;
	size_t j = 0;

	for (size_t i = 0; i < postings->count && j < count; i++) {
		uint32_t low = postings->documents[i] & 0xFFFF;

		if (postings->documents[i] >> 16 != high)
			continue;
		j = seek(lows, j, count, low);
		if (j < count && lows[j] == low)
			note(&best[j], term->rarity, postings->impacts[i]);
	}
}

static void
note_list(const struct container *container, uint32_t rarity, const uint16_t *lows,
	size_t count, uint32_t *best)
{
	size_t i = 0;

	for (size_t j = 0; j < count; j++) {
		while (i < container->count &&
			load_u16(container->members + 2 * i) < lows[j])
			i++;
		if (i == container->count)
			return;
		if (load_u16(container->members + 2 * i) == lows[j])
			note(&best[j], rarity, container->impacts[i]);
	}
}

static void
note_bitmap(const struct container *container, uint32_t rarity, const uint16_t *lows,
	size_t count, uint32_t *best)
{
	uint32_t word = 0;
	uint32_t before = 0; /* documents before the word's */

	for (size_t j = 0; j < count; j++) {
		uint64_t bits;
		uint64_t bit = UINT64_C(1) << (lows[j] & 63);
		uint32_t rank;

		for (; word < lows[j] >> 6; word++)
			before += (uint32_t)__builtin_popcountll(
				load_u64(container->members + 8 * word));
		bits = load_u64(container->members + 8 * word);
		if (!(bits & bit))
			continue;
		rank = before + (uint32_t)__builtin_popcountll(bits & (bit - 1));
		if (rank < container->count)
			note(&best[j], rarity, container->impacts[rank]);
	}
}

static enum status
note_term(struct ranking *ranking, const struct word_term *term, uint32_t high,
	const uint16_t *lows, size_t count, struct err *err)
{
	struct container container;
	bool found;

	if (!term->term.contained) {
		note_inline(term, high, lows, count, ranking->best);
		return ST_OK;
	}
	TRY(container_get(ranking->search->txn, term->term.number, high, &container,
		&found, err));
	if (!found)
		return ST_OK;
	if (!container.impacts)
		return fail_index(err);
	if (container.is_bitmap)
		note_bitmap(&container, term->rarity, lows, count, ranking->best);
	else
		note_list(&container, term->rarity, lows, count, ranking->best);
	return ST_OK;
}

/* A document's score is the sum over the words of the most that any term of the
 * word counts in it. */
static enum status
score_part(struct ranking *ranking, uint32_t high, const uint16_t *lows, size_t count,
	struct err *err)
{
	const struct search *search = ranking->search;

	memset(ranking->scores, 0, count * sizeof(*ranking->scores));
	for (size_t i = 0; i < search->word_count; i++) {
		const struct word *word = &search->words[i];

		memset(ranking->best, 0, count * sizeof(*ranking->best));
		for (size_t j = 0; j < word->count; j++)
			TRY(note_term(
				ranking, &word->terms[j], high, lows, count, err));
		for (size_t j = 0; j < count; j++)
			ranking->scores[j] += ranking->best[j];
	}
	return ST_OK;
}

static enum status
read_documents(struct ranking *ranking, const struct set *matching, struct err *err)
{
	bool scored =
		ranking->order == ORDER_RELEVANCE && ranking->search->word_count > 0;
	size_t most = 0;
	uint16_t *lows;

	for (size_t i = 0; i < matching->count; i++)
		if (matching->parts[i].count > most)
			most = matching->parts[i].count;
	TRY(ARENA_NEW(ranking->search->arena, most, &lows, err));
	TRY(ARENA_NEW(ranking->search->arena, most, &ranking->scores, err));
	TRY(ARENA_NEW(ranking->search->arena, most, &ranking->best, err));
	for (size_t i = 0; i < matching->count; i++) {
		const struct set_part *part = &matching->parts[i];

		set_part_list(part, lows);
		if (scored)
			TRY(score_part(ranking, part->high, lows, part->count, err));
		for (size_t j = 0; j < part->count; j++)
			TRY(add_document(ranking, part->high << 16 | lows[j],
				ranking->scores[j], err));
	}
	return finish_group(ranking, err);
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
	struct group group;

	*hit = (struct index_hit){ .group = candidate->group,
		.score = candidate->score };
	TRY(get_group(search, candidate->group, &group, err));
	for (uint32_t i = 0; i < group.count; i++) {
		int64_t number = COLUMN_NONE;

		if (!set_has(matching, group.first + i))
			continue;
		if (preferred_field >= 0 && !is_preferred)
			TRY(column_get(&preferred, group.first + i, &number, err));
		if (hit->matching_count++ == 0 || (number > 0 && !is_preferred))
			hit->member = i;
		is_preferred |= number > 0;
	}
	return ST_OK;
}

static enum status
fill_hits(struct ranking *ranking, const struct set *matching, struct arena *arena,
	struct index_result *result, struct err *err)
{
	size_t from = ranking->search->query->offset;
	size_t count = from < ranking->count ? ranking->count - from : 0;

	TRY(ARENA_NEW(arena, count, &result->hits, err));
	for (size_t i = 0; i < count; i++)
		TRY(fill_hit(ranking->search, matching, &ranking->items[from + i],
			&result->hits[i], err));
	result->hit_count = count;
	result->count = ranking->total;
	return ST_OK;
}

static void
choose_order(struct ranking *ranking)
{
	const struct index_query *query = ranking->search->query;
	const struct index_schema *schema = ranking->search->schema;
	unsigned field;

	if (query->sort_field < 0) {
		invariant(query->sort_field >= INDEX_SORT_NEWEST);
		ranking->order = query->sort_field == INDEX_SORT_NEWEST
					 ? ORDER_NEWEST
					 : ORDER_RELEVANCE;
		return;
	}
	field = (unsigned)query->sort_field;
	invariant(field < schema->field_count);
	ranking->numbers = column_of(ranking->search->txn, field);
	ranking->order = ORDER_NUMBER;
	if (schema->fields[field].kind == INDEX_NUMBER)
		return;
	invariant(schema->fields[field].kind == INDEX_SORT_TEXT);
	ranking->order = ORDER_TEXT;
	ranking->text_place = sort_text_place(schema, field);
}

enum status
search_rank(struct search *search, const struct set *matching, struct arena *arena,
	struct index_result *result, struct err *err)
{
	const struct index_query *query = search->query;
	struct ranking ranking = { .search = search,
		.descending = query->sort_descending,
		.groups = column_of(search->txn, COLUMN_GROUP) };

	if (query->limit > 0 && query->limit < SIZE_MAX / 4 &&
		query->offset < SIZE_MAX / 4)
		ranking.wanted = query->offset + query->limit;
	choose_order(&ranking);
	TRY(read_documents(&ranking, matching, err));
	sort_candidates(&ranking);
	return fill_hits(&ranking, matching, arena, result, err);
}
