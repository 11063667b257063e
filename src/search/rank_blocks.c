#include "search/rank.h"

/* Blocks come in so many steps of what they can score. */
#define STEPS 64

/* The score that a candidate must reach to be looked at. */
static uint64_t
floor_of(const struct ranking *ranking)
{
	const struct candidate *worst = ranking->best.items;

	if (!candidates_are_full(&ranking->best) || worst->tier < ranking->tier)
		return 0;
	return worst->tier > ranking->tier ? UINT64_MAX : worst->score;
}

static enum status
read_score(struct ranking *ranking, uint32_t high, uint32_t low,
	struct candidate *candidate, struct err *err)
{
	struct search *search = ranking->search;
	uint64_t floor = floor_of(ranking);
	uint64_t score = scorer_score(&search->scorer, low, floor);
	int64_t preferred;

	if (score > candidate->score && score >= floor && ranking->lowered) {
		TRY(column_get(&ranking->preferred, high * CONTAINER_DOCUMENTS + low,
			&preferred, err));
		if (preferred <= 0)
			score = score * search->query->other_percent / 100;
	}
	if (score > candidate->score) {
		candidate->score = score;
		candidate->scored = high * CONTAINER_DOCUMENTS + low;
	}
	return ST_OK;
}

static enum status
read_number(struct ranking *ranking, uint32_t high, uint32_t low,
	struct candidate *candidate, struct err *err)
{
	int64_t number;

	TRY(column_get(
		&ranking->numbers, high * CONTAINER_DOCUMENTS + low, &number, err));
	if (number != COLUMN_NONE &&
		(candidate->number == COLUMN_NONE || number < candidate->number))
		candidate->number = number;
	return ST_OK;
}

/* The documents of a part in one block; where a term is needed with some impact, of
 * the others as few as can be. */
struct lows {
	const struct set_part *part;
	struct set_walk walk;
	bool is_scan;
	struct part_scan scan;
};

static struct lows
lows_of(const struct ranking *ranking, const struct set_part *part, uint32_t block)
{
	struct lows lows = { .part = part };
	const struct score_term *needed = NULL;
	uint64_t floor = floor_of(ranking);
	uint8_t least;

	if (ranking->best.order == ORDER_RELEVANCE && floor > 0)
		needed = scorer_needs(&ranking->search->scorer, block, floor, &least);
	lows.is_scan = needed != NULL;
	if (needed)
		lows.scan = part_scan(needed->walk.part, block, least);
	else
		lows.walk = set_walk(
			part, block * BLOCK_DOCUMENTS, (block + 1) * BLOCK_DOCUMENTS);
	return lows;
}

static bool
lows_next(struct lows *lows, uint32_t *low)
{
	if (!lows->is_scan)
		return set_walk_next(&lows->walk, low);
	while (part_scan_next(&lows->scan, low))
		if (set_part_has(lows->part, *low))
			return true;
	return false;
}

/* A candidate for the group of a document, by the first of its documents in the
 * part. */
static struct candidate
open_candidate(const struct ranking *ranking, const struct lows *lows,
	const struct group_walk *groups, uint32_t low)
{
	uint32_t from = lows->part->high * CONTAINER_DOCUMENTS;
	uint32_t first = low;
	struct set_walk walk;

	if (lows->is_scan && groups->last) {
		walk = set_walk(lows->part, group_start(groups, low), low + 1);
		set_walk_next(&walk, &first);
	}
	return (struct candidate){ .document = from + first,
		.scored = from + first,
		.tier = ranking->tier,
		.number = COLUMN_NONE };
}

/* Ranks the groups of a part that lie in one block. */
static enum status
rank_block(struct ranking *ranking, const struct set_part *part, uint32_t block,
	struct err *err)
{
	struct group_walk groups = group_walk(&ranking->search->groups, part->high);
	struct lows lows = lows_of(ranking, part, block);
	struct candidate current = { 0 };
	uint32_t end = 0;
	bool any = false;
	uint32_t low;

	while (lows_next(&lows, &low)) {
		if (!any || low > end) {
			if (any)
				TRY(ranking_add(ranking, &current, err));
			current = open_candidate(ranking, &lows, &groups, low);
			end = group_end(&groups, low);
			any = true;
		}
		if (ranking->best.order == ORDER_RELEVANCE)
			TRY(read_score(ranking, part->high, low, &current, err));
		else
			TRY(read_number(ranking, part->high, low, &current, err));
	}
	return any ? ranking_add(ranking, &current, err) : ST_OK;
}

static bool
has_documents(const struct set_part *part, uint32_t block)
{
	struct set_walk walk = set_walk(
		part, block * BLOCK_DOCUMENTS, (block + 1) * BLOCK_DOCUMENTS);
	uint32_t low;

	return set_walk_next(&walk, &low);
}

/* A container or a block of one, and the most that a document in it can score. */
struct bounded {
	struct set_part *part;
	uint32_t block; /* or SCORE_CONTAINER */
	uint64_t bound;
};

struct bounded_list {
	struct bounded *items;
	size_t count;
	uint64_t most;
};

static void
add_bounded(struct bounded_list *list, struct scorer *scorer, struct set_part *part,
	uint32_t block)
{
	struct bounded *item = &list->items[list->count++];

	*item = (struct bounded){ part, block,
		scorer_bound(scorer, part->high, block) };
	if (item->bound > list->most)
		list->most = item->bound;
}

static size_t
step_of(const struct bounded_list *list, const struct bounded *item)
{
	return list->most > 0 ? (size_t)((list->most - item->bound) * (STEPS - 1) /
					 list->most)
			      : 0;
}

/* By falling steps of their bounds, each step in order of documents, so that good
 * ones are found early and later ones passed over. */
static enum status
order_bounded(struct bounded_list *list, struct arena *arena, struct err *err)
{
	size_t places[STEPS + 1] = { 0 };
	struct bounded *ordered;

	TRY(ARENA_NEW(arena, list->count, &ordered, err));
	for (size_t i = 0; i < list->count; i++)
		places[step_of(list, &list->items[i]) + 1]++;
	for (size_t i = 1; i < STEPS; i++)
		places[i] += places[i - 1];
	for (size_t i = 0; i < list->count; i++)
		ordered[places[step_of(list, &list->items[i])]++] = list->items[i];
	list->items = ordered;
	return ST_OK;
}

/* True where no document there can come before the worst one kept. */
static bool
is_passed_over(const struct ranking *ranking, const struct bounded *item)
{
	const struct candidate *worst = ranking->best.items;
	uint32_t first = item->part->high * CONTAINER_DOCUMENTS;

	if (item->block != SCORE_CONTAINER)
		first += item->block * BLOCK_DOCUMENTS;
	if (!candidates_are_full(&ranking->best) || worst->tier < ranking->tier)
		return false;
	return worst->tier > ranking->tier || item->bound < worst->score ||
	       (item->bound == worst->score && first > worst->document);
}

/* Ranks a container's blocks. Bounds of blocks are known once all that may be scored
 * there was read. */
static enum status
rank_container(struct ranking *ranking, struct set_part *part, struct err *err)
{
	struct scorer *scorer = &ranking->search->scorer;
	struct arena *arena = ranking->search->arena;
	struct bounded_list list = { NULL, 0, 0 };

	TRY(set_part_load(part, err));
	TRY(scorer_load(scorer, part->high, err));
	TRY(ARENA_NEW(arena, CONTAINER_BLOCKS, &list.items, err));
	for (uint32_t block = 0; block < CONTAINER_BLOCKS; block++)
		if (has_documents(part, block))
			add_bounded(&list, scorer, part, block);
	TRY(order_bounded(&list, arena, err));
	for (size_t i = 0; i < list.count; i++) {
		if (is_passed_over(ranking, &list.items[i]))
			continue;
		scorer_enter(scorer, part->high, list.items[i].block);
		TRY(rank_block(ranking, part, list.items[i].block, err));
	}
	return ST_OK;
}

enum status
rank_by_score(struct ranking *ranking, const struct set *set, struct err *err)
{
	struct arena *arena = ranking->search->arena;
	struct bounded_list list = { NULL, 0, 0 };

	TRY(ARENA_NEW(arena, set->count, &list.items, err));
	for (size_t i = 0; i < set->count; i++)
		add_bounded(&list, &ranking->search->scorer, &set->parts[i],
			SCORE_CONTAINER);
	TRY(order_bounded(&list, arena, err));
	for (size_t i = 0; i < list.count; i++)
		if (!is_passed_over(ranking, &list.items[i]))
			TRY(rank_container(ranking, list.items[i].part, err));
	return ST_OK;
}

/* True where no number of the block that is loaded can come before the worst one
 * kept. */
static bool
has_no_better(const struct ranking *ranking)
{
	int64_t worst = candidates_are_full(&ranking->best)
				? ranking->best.items->number
				: COLUMN_NONE;
	int64_t least;
	int64_t most;

	if (worst == COLUMN_NONE)
		return false;
	if (!column_bounds(&ranking->numbers, &least, &most))
		return true;
	return ranking->best.descending ? most < worst : least > worst;
}

static enum status
rank_numbers(struct ranking *ranking, struct set_part *part, uint32_t block,
	struct err *err)
{
	if (!has_documents(part, block))
		return ST_OK;
	TRY(column_block(
		&ranking->numbers, part->high * CONTAINER_BLOCKS + block, err));
	return has_no_better(ranking) ? ST_OK : rank_block(ranking, part, block, err);
}

/* The newest are at the end. */
enum status
rank_by_number(struct ranking *ranking, const struct set *set, struct err *err)
{
	bool backward = ranking->search->query->sort_field == INDEX_SORT_NEWEST;

	TRY(set_load(set, err));
	for (size_t i = 0; i < set->count; i++) {
		size_t at = backward ? set->count - 1 - i : i;

		for (uint32_t block = 0; block < CONTAINER_BLOCKS; block++)
			TRY(rank_numbers(ranking, &set->parts[at],
				backward ? CONTAINER_BLOCKS - 1 - block : block,
				err));
	}
	return ST_OK;
}
