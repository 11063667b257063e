#include <string.h>

#include "plan/plan_ways.h"
#include "plan/typo.h"

struct correcting {
	const struct plan_reader *reader;
	struct change *changes;
	size_t count;
	size_t looked; /* at words that cannot be found */
};

/* The folded word of one chain; nothing where there are more, as in a run that has
 * synonyms. */
struct single {
	bool found;
	struct chain chain;
};

static enum status
read_single(const struct plan_reader *reader, const struct plan_word *word,
	struct single *single, struct err *err)
{
	struct token folded;
	struct chain next;
	const char *at;

	TRY(tokens_fold(reader->arena, word->text, &folded, err));
	at = folded.at;
	single->found = chain_next(&at, folded.at + folded.size, &single->chain) &&
			!chain_next(&at, folded.at + folded.size, &next);
	return ST_OK;
}

/* The documents of a word that has no digit. */
static enum status
count_documents(const struct plan_reader *reader, struct token word, uint64_t *count,
	struct err *err)
{
	struct plan_term term;
	struct term_key key;

	*count = 0;
	for (size_t i = 0; i < word.size; i++)
		if (word.at[i] >= '0' && word.at[i] <= '9')
			return ST_OK;
	TRY(plan_stem(reader, word, &key, err));
	TRY(plan_find(reader, &key, &term, err));
	*count = term.count;
	return ST_OK;
}

/* Finds a word by a text, too, and says so. */
static enum status
read_instead(struct correcting *correcting, struct plan_word *word, const char *text,
	struct err *err)
{
	const struct plan_reader *reader = correcting->reader;
	struct token folded = { text, strlen(text) };
	struct plan_word read = { .text = text };
	struct ways ways;

	TRY(ways_of_text(reader, folded, &ways, err));
	TRY(word_add_ways(reader, &read, &ways, 100, err));
	TRY(word_add_synonyms(reader, &read, folded, err));
	ways = (struct ways){ read.ways, read.count };
	TRY(word_add_ways(reader, word, &ways, PLAN_CORRECTED_FACTOR, err));
	correcting->changes[correcting->count++] =
		(struct change){ word->text, "", text };
	return ST_OK;
}

/* Reads a word and the one behind it as one, if they are one together. */
static enum status
join(struct correcting *correcting, struct plan_piece *piece, size_t at, bool *done,
	struct err *err)
{
	const struct plan_reader *reader = correcting->reader;
	struct plan_word *words = &piece->words[at];
	struct plan_word joined;
	struct single a;
	struct single b;
	const char *text;
	uint64_t count;

	TRY(read_single(reader, &words[0], &a, err));
	TRY(read_single(reader, &words[1], &b, err));
	if (!a.found || !b.found)
		return ST_OK;
	TRY(arena_format(reader->arena, &text, err, "%.*s%.*s",
		(int)a.chain.whole.size, a.chain.whole.at, (int)b.chain.whole.size,
		b.chain.whole.at));
	TRY(count_documents(
		reader, (struct token){ text, strlen(text) }, &count, err));
	if (count == 0)
		return ST_OK;
	TRY(word_join(reader, &words[0], &words[1], &joined, err));
	if (!word_is_known(&joined))
		joined.count = 0;
	TRY(read_instead(correcting, &joined, text, err));
	words[0] = joined;
	piece->count--;
	memmove(&words[1], &words[2], (piece->count - at - 1) * sizeof(*words));
	*done = true;
	return ST_OK;
}

/* The best place to split a word at; 0: none. */
static enum status
find_split(const struct plan_reader *reader, struct token word, size_t *place,
	struct err *err)
{
	struct letters letters;
	uint64_t most = 0;

	*place = 0;
	if (!letters_read(word, &letters) || letters.count < 2 * SPLIT_LETTERS_MIN)
		return ST_OK;
	for (size_t i = 0, size = 0; i + SPLIT_LETTERS_MIN <= letters.count; i++) {
		struct token head = { word.at, size };
		struct token tail = { word.at + size, word.size - size };
		uint64_t heads = 0;
		uint64_t tails = 0;

		size += letter_size(tail);
		if (i < SPLIT_LETTERS_MIN)
			continue;
		TRY(count_documents(reader, head, &heads, err));
		if (heads > most)
			TRY(count_documents(reader, tail, &tails, err));
		if (heads <= most || tails <= most)
			continue;
		most = heads < tails ? heads : tails;
		*place = head.size;
	}
	return ST_OK;
}

static enum status
split(const struct plan_reader *reader, struct token word, const char **text,
	struct err *err)
{
	size_t place;

	TRY(find_split(reader, word, &place, err));
	if (place == 0)
		return ST_OK;
	return arena_format(reader->arena, text, err, "%.*s %.*s", (int)place,
		word.at, (int)(word.size - place), word.at + place);
}

/* The parts of a chain, those that are in no document corrected. */
static enum status
correct_parts(const struct plan_reader *reader, const struct chain *chain,
	const char **text, struct err *err)
{
	const char *all = "";

	for (size_t i = 0; i < chain->instead_count; i++) {
		struct token part = chain->instead[i];
		struct plan_term term;
		struct term_key key;
		struct typo typo = { NULL, 0 };

		TRY(arena_copy(reader->arena, part.at, part.size, &typo.word, err));
		TRY(plan_stem(reader, part, &key, err));
		TRY(plan_find(reader, &key, &term, err));
		if (term.count == 0)
			TRY(typo_nearest(reader, part, false, &typo, err));
		if (!typo.word)
			return ST_OK;
		TRY(arena_format(reader->arena, &all, err, "%s%s%s", all,
			i > 0 ? " " : "", typo.word));
	}
	if (chain->instead_count > 0)
		*text = all;
	return ST_OK;
}

/* What to read instead of a word by itself; NULL: nothing. */
static enum status
find_text(const struct plan_reader *reader, const struct plan_word *word,
	const char **text, struct err *err)
{
	struct single single;
	struct token whole;
	struct typo typo;

	*text = NULL;
	TRY(read_single(reader, word, &single, err));
	if (!single.found)
		return ST_OK;
	whole = single.chain.whole;
	TRY(typo_nearest(reader, whole, false, &typo, err));
	if (!typo.word || typo.edits > 1)
		TRY(split(reader, whole, text, err));
	if (!*text)
		*text = typo.word;
	if (!*text)
		TRY(correct_parts(reader, &single.chain, text, err));
	if (*text || !word->beginning)
		return ST_OK;
	TRY(typo_nearest(reader, whole, true, &typo, err));
	*text = typo.word;
	return ST_OK;
}

/* Corrects the word at a place of a piece, which cannot be found. *at is where it
 * is then. */
static enum status
correct_word(struct correcting *correcting, struct plan_piece *piece, size_t *at,
	struct err *err)
{
	struct plan_word *word = &piece->words[*at];
	bool done = false;
	const char *text;

	if (*at + 1 < piece->count)
		TRY(join(correcting, piece, *at, &done, err));
	if (!done && *at > 0) {
		TRY(join(correcting, piece, *at - 1, &done, err));
		*at -= done;
	}
	if (done)
		return ST_OK;
	TRY(find_text(correcting->reader, word, &text, err));
	if (!text)
		return ST_OK;
	word->count = 0;
	return read_instead(correcting, word, text, err);
}

static bool
may_be_corrected(const struct plan_piece *piece)
{
	return !piece->quoted && !piece->excluded;
}

static enum status
correct_piece(
	struct correcting *correcting, struct plan_piece *piece, struct err *err)
{
	for (size_t i = 0; i < piece->count; i++) {
		if (word_is_known(&piece->words[i]))
			continue;
		if (correcting->looked++ == PLAN_CORRECTED_MAX)
			break;
		TRY(correct_word(correcting, piece, &i, err));
	}
	return ST_OK;
}

static enum status
join_known(struct correcting *correcting, struct plan_piece *piece, struct err *err)
{
	for (size_t i = 0; i + 1 < piece->count; i++) {
		bool done;

		if (correcting->count < PLAN_CORRECTED_MAX)
			TRY(join(correcting, piece, i, &done, err));
	}
	return ST_OK;
}

enum status
plan_correct(const struct plan_reader *reader, struct plan *plan, bool *any,
	struct err *err)
{
	struct correcting correcting = { .reader = reader };

	TRY(ARENA_NEW(reader->arena, PLAN_CORRECTED_MAX, &correcting.changes, err));
	for (size_t i = 0; i < plan->count; i++)
		if (may_be_corrected(&plan->pieces[i]))
			TRY(correct_piece(&correcting, &plan->pieces[i], err));
	for (size_t i = 0; i < plan->count && correcting.looked == 0; i++)
		if (may_be_corrected(&plan->pieces[i]))
			TRY(join_known(&correcting, &plan->pieces[i], err));
	plan->corrected = (struct list){ correcting.changes, correcting.count };
	*any = correcting.count > 0;
	return ST_OK;
}
