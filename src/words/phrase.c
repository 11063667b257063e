#include "words/phrase.h"

#include <string.h>

#include "base/bytes.h"
#include "words/tokens.h"

/* The steps of a phrase lead from node 0 to the last one. */
struct step {
	size_t from;
	size_t to;
	struct bytes stem;
};

/* Words met in texts, by their hash, of which each place has room for one: to stem a
 * word takes far longer than to look it up. */
#define MET_SIZE 1024
#define NO_STEP SIZE_MAX
struct met_word {
	uint64_t hash;
	size_t step; /* the first with its stem, or NO_STEP */
};

struct phrase {
	struct step *steps;
	size_t count;
	size_t nodes;
	struct met_word *met;
};

static enum status
add_step(struct arena *arena, struct stemmer *stemmer, struct phrase *phrase,
	struct token word, struct err *err)
{
	struct step *step = &phrase->steps[phrase->count];
	const char *stem;

	TRY(stemmer_stem(stemmer, word.at, word.size, &stem, &step->stem.size, err));
	TRY(arena_copy(arena, stem, step->stem.size, &stem, err));
	step->stem.data = (const uint8_t *)stem;
	phrase->count++;
	return ST_OK;
}

/* Adds the steps of a chain: from the last node to a new one by its whole, and there
 * by what may be said instead over new ones between them. */
static enum status
add_chain(struct arena *arena, struct stemmer *stemmer, struct phrase *phrase,
	const struct chain *chain, struct err *err)
{
	size_t first = phrase->nodes - 1;
	size_t last = phrase->nodes;
	size_t count = chain->instead_count;

	if (count > 0)
		last += count - 1;
	phrase->steps[phrase->count].from = first;
	phrase->steps[phrase->count].to = last;
	TRY(add_step(arena, stemmer, phrase, chain->whole, err));
	for (size_t i = 0; i < count; i++) {
		phrase->steps[phrase->count].from = first + i;
		phrase->steps[phrase->count].to = first + i + 1;
		TRY(add_step(arena, stemmer, phrase, chain->instead[i], err));
	}
	phrase->nodes = last + 1;
	return ST_OK;
}

static size_t
count_steps(struct token folded)
{
	const char *at = folded.at;
	struct chain chain;
	size_t count = 0;

	while (chain_next(&at, folded.at + folded.size, &chain))
		count += 1 + chain.instead_count;
	return count;
}

enum status
phrase_read(struct arena *arena, struct stemmer *stemmer, const char *text,
	const struct phrase **phrase, struct err *err)
{
	struct token folded;
	struct chain chain;
	struct phrase *made;
	const char *at;
	size_t count;

	TRY(tokens_fold(arena, text, &folded, err));
	count = count_steps(folded);
	if (count < 2) {
		*phrase = NULL;
		return ST_OK;
	}
	TRY(ARENA_NEW(arena, 1, &made, err));
	TRY(ARENA_NEW(arena, count, &made->steps, err));
	TRY(ARENA_NEW(arena, MET_SIZE, &made->met, err));
	for (size_t i = 0; i < MET_SIZE; i++)
		made->met[i].step = NO_STEP;
	made->nodes = 1;
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain))
		TRY(add_chain(arena, stemmer, made, &chain, err));
	*phrase = made;
	return ST_OK;
}

/* Which nodes of a phrase have been come to, at a place of a text. The first one is
 * everywhere. */
struct walk {
	const struct phrase *phrase;
	struct stemmer *stemmer;
	bool *before; /* at the beginning of a chain */
	bool *behind; /* at its end */
	bool *inside; /* between two of its words */
	bool *next;
	bool done;
};

/* The first step of a phrase that a word takes. */
static enum status
find_step(const struct walk *walk, struct token word, size_t *step, struct err *err)
{
	const struct phrase *phrase = walk->phrase;
	struct bytes stem = { (const uint8_t *)word.at, word.size };
	uint64_t hash = checksum(stem, 0);
	struct met_word *met = &phrase->met[hash % MET_SIZE];
	const char *found;
	size_t i = 0;

	if (met->hash != hash) {
		TRY(stemmer_stem(
			walk->stemmer, word.at, word.size, &found, &stem.size, err));
		stem.data = (const uint8_t *)found;
		while (i < phrase->count && !bytes_equal(phrase->steps[i].stem, stem))
			i++;
		*met = (struct met_word){ hash, i < phrase->count ? i : NO_STEP };
	}
	*step = met->step;
	return ST_OK;
}

static enum status
take_step(struct walk *walk, const bool *from, struct token word, bool *to,
	struct err *err)
{
	const struct phrase *phrase = walk->phrase;
	size_t first;

	TRY(find_step(walk, word, &first, err));
	for (size_t i = first; i < phrase->count; i++)
		if (from[phrase->steps[i].from] &&
			bytes_equal(phrase->steps[i].stem, phrase->steps[first].stem))
			to[phrase->steps[i].to] = true;
	walk->done |= to[phrase->nodes - 1];
	return ST_OK;
}

static void
begin(const struct walk *walk, bool *nodes)
{
	memset(nodes, 0, walk->phrase->nodes * sizeof(*nodes));
	nodes[0] = true;
}

static void
swap(bool **a, bool **b)
{
	bool *kept = *a;

	*a = *b;
	*b = kept;
}

static enum status
walk_chain(struct walk *walk, const struct chain *chain, struct err *err)
{
	begin(walk, walk->behind);
	TRY(take_step(walk, walk->before, chain->whole, walk->behind, err));
	if (chain->instead_count > 0)
		memcpy(walk->inside, walk->before,
			walk->phrase->nodes * sizeof(*walk->inside));
	for (size_t i = 0; i < chain->instead_count; i++) {
		begin(walk, walk->next);
		TRY(take_step(
			walk, walk->inside, chain->instead[i], walk->next, err));
		swap(&walk->inside, &walk->next);
	}
	for (size_t i = 0; chain->instead_count > 0 && i < walk->phrase->nodes; i++)
		walk->behind[i] |= walk->inside[i];
	swap(&walk->before, &walk->behind);
	return ST_OK;
}

static enum status
walk_text(struct walk *walk, struct arena *arena, const char *text, struct err *err)
{
	size_t nodes = walk->phrase->nodes;
	struct token folded;
	struct chain chain;
	const char *at;

	TRY(ARENA_NEW(arena, nodes, &walk->before, err));
	TRY(ARENA_NEW(arena, nodes, &walk->behind, err));
	TRY(ARENA_NEW(arena, nodes, &walk->inside, err));
	TRY(ARENA_NEW(arena, nodes, &walk->next, err));
	TRY(tokens_fold(arena, text, &folded, err));
	begin(walk, walk->before);
	at = folded.at;
	while (!walk->done && chain_next(&at, folded.at + folded.size, &chain))
		TRY(walk_chain(walk, &chain, err));
	return ST_OK;
}

enum status
phrase_stands_in(const struct phrase *phrase, struct arena *arena,
	struct stemmer *stemmer, const char *text, bool *stands, struct err *err)
{
	struct arena_mark mark = arena_mark(arena);
	struct walk walk = { .phrase = phrase, .stemmer = stemmer };
	enum status status = walk_text(&walk, arena, text, err);

	arena_rewind(arena, mark);
	if (status == ST_OK)
		*stands = walk.done;
	return status;
}
