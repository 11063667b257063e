#include <string.h>

#include "index/prefer.h"
#include "search/find.h"

static enum status
read_piece(struct search *search, const struct plan_piece *piece, struct set *set,
	struct err *err)
{
	struct set made = { NULL, 0 };

	for (size_t i = 0; i < piece->count; i++) {
		struct score_word word;

		TRY(score_word_read(&search->reader, search->documents,
			&piece->words[i], &word, err));
		if (i == 0)
			made = word.set;
		else
			TRY(set_and(&made, &word.set, search->arena, &made, err));
		if (!piece->excluded)
			search->scorer.words[search->scorer.count++] = word;
	}
	*set = made;
	return ST_OK;
}

static size_t
count_words(const struct plan *plan)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++)
		count += plan->pieces[i].count;
	return count;
}

/* Takes an excluded piece's documents to those that are gone. */
static enum status
exclude(struct search *search, const struct plan_piece *piece, struct set *set,
	struct err *err)
{
	if (piece->phrase)
		TRY(search_keep_phrase(search, piece, set, err));
	return set_or(&search->gone, set, search->arena, &search->gone, err);
}

/* Phrases are looked for in what has all words, for that means reading documents. */
static enum status
keep_phrases(struct search *search, struct set *wanted, struct err *err)
{
	const struct plan *plan = &search->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->pieces[i].phrase && !plan->pieces[i].excluded)
			TRY(search_keep_phrase(
				search, &plan->pieces[i], wanted, err));
	return ST_OK;
}

/* What has every wanted piece, and what has any excluded one. */
static enum status
read_pieces(struct search *search, struct set *wanted, struct err *err)
{
	const struct plan *plan = &search->plan;
	bool first = true;

	search->scorer = (struct scorer){ 0 };
	search->gone = (struct set){ NULL, 0 };
	*wanted = (struct set){ NULL, 0 };
	TRY(ARENA_NEW(search->arena, count_words(plan), &search->scorer.words, err));
	for (size_t i = 0; i < plan->count; i++) {
		struct set set;

		TRY(read_piece(search, &plan->pieces[i], &set, err));
		if (plan->pieces[i].excluded) {
			TRY(exclude(search, &plan->pieces[i], &set, err));
			continue;
		}
		if (first)
			*wanted = set;
		else
			TRY(set_and(wanted, &set, search->arena, wanted, err));
		first = false;
	}
	if (first && !plan->wanted)
		*wanted = search->groups.all;
	return keep_phrases(search, wanted, err);
}

/* The numbers of the documents that were picked. */
static enum status
add_pick(struct search *search, const struct index_pick *pick,
	struct set_builder *builder, struct err *err)
{
	uint32_t first;
	uint32_t count;
	bool found;

	TRY(group_find(search->txn, pick->group, &first, &count, &found, err));
	for (uint32_t i = 0; found && i < count; i++)
		if (pick->member == INDEX_ALL_MEMBERS || pick->member == i)
			TRY(set_builder_add(builder, first + i, err));
	return ST_OK;
}

static enum status
read_picks(struct search *search, struct err *err)
{
	struct set_builder builder = { .arena = search->arena };

	for (size_t i = 0; i < search->query->pick_count; i++)
		TRY(add_pick(search, &search->query->picks[i], &builder, err));
	return set_builder_finish(&builder, &search->picks, err);
}

/* Takes what was picked to what has the words, and what is excluded from both. */
static enum status
finish_set(struct search *search, struct set *set, struct err *err)
{
	TRY(set_or(set, &search->picks, search->arena, set, err));
	if (search->gone.count == 0)
		return ST_OK;
	return set_minus(set, &search->gone, search->arena, set, err);
}

/* What the wanted words prefer, in their order. */
static enum status
read_preferences(struct search *search, struct err *err)
{
	struct preferences preferences = { .arena = search->arena,
		.delta = &search->delta };
	struct scorer *scorer = &search->scorer;
	struct texts words = { NULL, 0 };

	TRY(ARENA_NEW(search->arena, scorer->count, &words.items, err));
	for (size_t i = 0; i < scorer->count; i++)
		words.items[words.count++] = scorer->words[i].from->text;
	TRY(prefer_read(search->txn, search->schema, search->stemmer, &words,
		&preferences, err));
	return score_prefer(&search->reader, &preferences, scorer, err);
}

static bool
may_correct(const struct search *search, const struct set *wanted)
{
	return wanted->count == 0 && search->picks.count == 0 &&
	       !search->query->exact && search->plan.count > 0;
}

enum status
search_read_words(struct search *search, struct err *err)
{
	struct plan_reader reader = { search->txn, search->arena, search->schema,
		search->query, search->stemmer, search->documents, &search->reader };
	struct set wanted;
	bool corrected = false;

	TRY(plan_read(&reader, &search->plan, err));
	TRY(read_picks(search, err));
	TRY(read_pieces(search, &wanted, err));
	if (may_correct(search, &wanted))
		TRY(plan_correct(&reader, &search->plan, &corrected, err));
	if (corrected)
		TRY(read_pieces(search, &wanted, err));
	TRY(read_preferences(search, err));
	search->has_text = search->plan.wanted || search->plan.count > 0;
	TRY(finish_set(search, &wanted, err));
	TRY(ARENA_NEW(search->arena, search->scorer.count + 1, &search->lots, err));
	search->lots[search->lot_count++] = wanted;
	return ST_OK;
}

static bool
has_phrase(const struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->pieces[i].quoted && !plan->pieces[i].excluded)
			return true;
	return false;
}

enum status
search_relax(struct search *search, bool *any, struct err *err)
{
	const struct scorer *scorer = &search->scorer;
	size_t count = scorer->count;
	struct set *sets;
	struct set most;

	*any = false;
	if (search->query->exact || search->lot_count >= count ||
		has_phrase(&search->plan))
		return ST_OK;
	TRY(ARENA_NEW(search->arena, count, &sets, err));
	for (size_t i = 0; i < count; i++)
		sets[i] = scorer->words[i].set;
	TRY(set_of_most(
		sets, count, count - search->lot_count, search->arena, &most, err));
	TRY(finish_set(search, &most, err));
	search->lots[search->lot_count++] = most;
	*any = true;
	return ST_OK;
}
