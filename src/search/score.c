#include "search/score.h"

#include "words/rarity.h"

#define FACTOR_WHOLE 100

static enum status
read_term(const struct part_reader *reader, uint64_t documents,
	const struct plan_term *from, struct score_term *term, struct err *err)
{
	TRY(parts_read(
		reader, term_key_bytes(&from->key), &from->term, &term->parts, err));
	term->from = from;
	term->weight = (uint64_t)rarity(documents, term->parts.count) * from->factor /
		       FACTOR_WHOLE;
	if (term->weight == 0)
		term->weight = 1;
	return ST_OK;
}

static enum status
read_token(const struct part_reader *reader, uint64_t documents,
	const struct plan_token *from, struct score_token *token, struct set *set,
	struct err *err)
{
	struct set_builder found = { .arena = reader->arena };
	struct set one = { NULL, 0 };

	TRY(ARENA_NEW(reader->arena, from->count, &token->terms, err));
	TRY(ARENA_NEW(reader->arena, from->count, &token->active, err));
	for (size_t i = 0; i < from->count; i++) {
		struct score_term *term = &token->terms[token->count];

		TRY(read_term(reader, documents, &from->terms[i], term, err));
		if (term->parts.count == 0)
			continue;
		token->count++;
		TRY(parts_set(reader, &term->parts, &one, err));
		if (from->count > 1)
			TRY(set_builder_add_set(&found, &one, err));
	}
	if (from->count > 1)
		return set_builder_finish(&found, set, err);
	*set = token->count > 0 ? one : (struct set){ NULL, 0 };
	return ST_OK;
}

static enum status
read_way(const struct part_reader *reader, uint64_t documents,
	const struct plan_way *from, struct score_way *way, struct set *set,
	struct err *err)
{
	struct set made = { NULL, 0 };

	TRY(ARENA_NEW(reader->arena, from->count, &way->tokens, err));
	way->count = from->count;
	for (size_t i = 0; i < from->count; i++) {
		struct set one;

		TRY(read_token(reader, documents, &from->tokens[i], &way->tokens[i],
			&one, err));
		if (i == 0)
			made = one;
		else
			TRY(set_and(&made, &one, reader->arena, &made, err));
	}
	*set = made;
	return ST_OK;
}

enum status
score_word_read(const struct part_reader *reader, uint64_t documents,
	const struct plan_word *from, struct score_word *word, struct err *err)
{
	struct score_word made = { .from = from, .count = from->count };

	TRY(ARENA_NEW(reader->arena, from->count, &made.ways, err));
	for (size_t i = 0; i < from->count; i++) {
		struct set one;

		TRY(read_way(
			reader, documents, &from->ways[i], &made.ways[i], &one, err));
		if (i == 0)
			made.set = one;
		else
			TRY(set_or(&made.set, &one, reader->arena, &made.set, err));
	}
	*word = made;
	return ST_OK;
}

enum status
score_prefer(const struct part_reader *reader, const struct preferences *preferences,
	struct scorer *scorer, struct err *err)
{
	TRY(ARENA_NEW(reader->arena, preferences->count, &scorer->preferences, err));
	scorer->preference_count = preferences->count;
	for (size_t i = 0; i < preferences->count; i++) {
		struct score_preference *preference = &scorer->preferences[i];

		preference->from = preferences->items[i];
		preference->term.weight = preference->from.weight;
		TRY(parts_find(reader, term_key_bytes(&preference->from.key),
			&preference->term.parts, err));
	}
	return ST_OK;
}

static uint64_t
term_bound(const struct score_term *term, uint32_t high, uint32_t block)
{
	const struct part *part = parts_at(&term->parts, high);

	if (!part)
		return 0;
	return term->weight *
	       (block == SCORE_CONTAINER ? part->most : part_bound(part, block));
}

static uint64_t
token_bound(const struct score_token *token, uint32_t high, uint32_t block)
{
	uint64_t most = 0;

	for (size_t i = 0; i < token->count; i++) {
		uint64_t bound = term_bound(&token->terms[i], high, block);

		most = bound > most ? bound : most;
	}
	return most;
}

static uint64_t
word_bound(const struct score_word *word, uint32_t high, uint32_t block)
{
	uint64_t most = 0;

	for (size_t i = 0; i < word->count; i++) {
		const struct score_way *way = &word->ways[i];
		uint64_t sum = 0;

		for (size_t j = 0; j < way->count; j++)
			sum += token_bound(&way->tokens[j], high, block);
		most = sum > most ? sum : most;
	}
	return most;
}

uint64_t
scorer_bound(struct scorer *scorer, uint32_t high, uint32_t block)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < scorer->count; i++)
		sum += word_bound(&scorer->words[i], high, block);
	for (size_t i = 0; i < scorer->preference_count; i++)
		sum += term_bound(&scorer->preferences[i].term, high, block);
	return sum;
}

static enum status
load_term(struct score_term *term, uint32_t high, struct err *err)
{
	struct part *part = parts_at(&term->parts, high);

	return part ? part_load(part, err) : ST_OK;
}

static enum status
load_word(struct score_word *word, uint32_t high, struct err *err)
{
	for (size_t i = 0; i < word->count; i++) {
		struct score_way *way = &word->ways[i];

		for (size_t j = 0; j < way->count; j++)
			for (size_t k = 0; k < way->tokens[j].count; k++)
				TRY(load_term(&way->tokens[j].terms[k], high, err));
	}
	return ST_OK;
}

enum status
scorer_load(struct scorer *scorer, uint32_t high, struct err *err)
{
	for (size_t i = 0; i < scorer->count; i++)
		TRY(load_word(&scorer->words[i], high, err));
	for (size_t i = 0; i < scorer->preference_count; i++)
		TRY(load_term(&scorer->preferences[i].term, high, err));
	return ST_OK;
}

static void
enter_term(struct score_term *term, uint32_t high, uint32_t block)
{
	const struct part *part = parts_at(&term->parts, high);

	term->bound = part ? term->weight * part_bound(part, block) : 0;
	if (term->bound > 0)
		term->walk = part_walk(part, block);
}

static void
enter_token(struct score_token *token, uint32_t high, uint32_t block)
{
	token->active_count = 0;
	token->bound = 0;
	for (size_t i = 0; i < token->count; i++) {
		struct score_term *term = &token->terms[i];

		enter_term(term, high, block);
		if (term->bound == 0)
			continue;
		token->active[token->active_count++] = term;
		if (term->bound > token->bound)
			token->bound = term->bound;
	}
}

static void
enter_word(struct score_word *word, uint32_t high, uint32_t block)
{
	word->bound = 0;
	for (size_t i = 0; i < word->count; i++) {
		struct score_way *way = &word->ways[i];
		uint64_t sum = 0;

		for (size_t j = 0; j < way->count; j++) {
			enter_token(&way->tokens[j], high, block);
			sum += way->tokens[j].bound;
		}
		if (sum > word->bound)
			word->bound = sum;
	}
}

void
scorer_enter(struct scorer *scorer, uint32_t high, uint32_t block)
{
	for (size_t i = 0; i < scorer->count; i++)
		enter_word(&scorer->words[i], high, block);
	for (size_t i = 0; i < scorer->preference_count; i++)
		enter_term(&scorer->preferences[i].term, high, block);
}

static uint64_t
token_score(struct score_token *token, uint32_t low)
{
	uint64_t most = 0;

	for (size_t i = 0; i < token->active_count; i++) {
		struct score_term *term = token->active[i];
		uint64_t score = term->weight * part_impact(&term->walk, low);

		most = score > most ? score : most;
	}
	return most;
}

/* A way counts only as a whole. */
static uint64_t
way_score(struct score_way *way, uint32_t low)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < way->count; i++) {
		uint64_t score = token_score(&way->tokens[i], low);

		if (score == 0)
			return 0;
		sum += score;
	}
	return sum;
}

static uint64_t
word_score(struct score_word *word, uint32_t low)
{
	uint64_t most = 0;

	for (size_t i = 0; i < word->count; i++) {
		uint64_t score = way_score(&word->ways[i], low);

		most = score > most ? score : most;
	}
	return most;
}

uint64_t
scorer_score(struct scorer *scorer, uint32_t low, uint64_t floor)
{
	uint64_t open = 0; /* what is not yet looked at can add */
	uint64_t sum = 0;

	for (size_t i = 0; i < scorer->count; i++)
		open += scorer->words[i].bound;
	for (size_t i = 0; i < scorer->preference_count; i++) {
		struct score_term *term = &scorer->preferences[i].term;

		if (term->bound > 0)
			sum += term->weight * part_impact(&term->walk, low);
	}
	for (size_t i = 0; i < scorer->count && sum + open >= floor; i++) {
		open -= scorer->words[i].bound;
		sum += word_score(&scorer->words[i], low);
	}
	return sum;
}

/* What all but one word may add in the block. */
static uint64_t
bound_without(const struct scorer *scorer, const struct score_word *without)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < scorer->count; i++)
		if (&scorer->words[i] != without)
			sum += scorer->words[i].bound;
	for (size_t i = 0; i < scorer->preference_count; i++)
		sum += scorer->preferences[i].term.bound;
	return sum;
}

/* The one term by which a word is found in the block, if its impacts can be looked
 * through. */
static const struct score_term *
only_term(const struct score_word *word, uint32_t block)
{
	const struct score_token *token = word->ways[0].tokens;
	const struct score_term *term;

	if (word->count != 1 || word->ways[0].count != 1 || token->active_count != 1)
		return NULL;
	term = token->active[0];
	if (!term->walk.part->impacts || part_is_patched(term->walk.part, block))
		return NULL;
	return term;
}

const struct score_term *
scorer_needs(
	const struct scorer *scorer, uint32_t block, uint64_t floor, uint8_t *least)
{
	const struct score_word *word = NULL;
	const struct score_term *term;
	uint64_t others;
	uint64_t needed;

	for (size_t i = 0; i < scorer->count; i++)
		if (!word || scorer->words[i].bound > word->bound)
			word = &scorer->words[i];
	term = word && word->bound > 0 ? only_term(word, block) : NULL;
	if (!term)
		return NULL;
	others = bound_without(scorer, word);
	if (floor <= others)
		return NULL;
	needed = (floor - others + term->weight - 1) / term->weight;
	if (needed < 2 || needed > UINT8_MAX)
		return NULL;
	*least = (uint8_t)needed;
	return term;
}
