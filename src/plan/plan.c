#include "plan/plan.h"

#include <string.h>

#include "plan/plan_ways.h"

static const char blanks[] = " \t\n\r\f\v";

/* A query being read. Its words lie in one array, those of a piece in a row. */
struct reading {
	const struct plan_reader *reader;
	struct plan *plan;
	struct plan_word *words;
	const char **keys; /* of the words: their stems */
	size_t count;
	size_t words_read;       /* however many of them were put together */
	struct plan_piece *open; /* to which words are added that follow */
};

/* What stands between blanks or quotes. */
struct typed {
	const char *at;
	size_t size;
	bool excluded;
	bool quoted;
	bool prefix; /* its last word may be the beginning of one */
};

static bool
next_typed(const char **at, struct typed *typed)
{
	const char *from = *at + strspn(*at, blanks);

	typed->prefix = false;
	typed->excluded = from[0] == '-' && from[1] && !strchr(blanks, from[1]);
	from += typed->excluded;
	typed->quoted = from[0] == '"';
	from += typed->quoted;
	typed->at = from;
	typed->size = strcspn(from, typed->quoted ? "\"" : " \t\n\r\f\v\"");
	*at = from + typed->size;
	if (typed->quoted && **at == '"')
		*at += 1;
	return typed->size > 0 || **at != '\0';
}

/* A word that is not wanted may have blanks in it without quotes. */
static struct typed
typed_unwanted(const char *text)
{
	struct typed typed = { .at = text + strspn(text, blanks), .excluded = true };

	typed.quoted = *typed.at == '"';
	typed.at += typed.quoted;
	typed.size = typed.quoted ? strcspn(typed.at, "\"") : strlen(typed.at);
	return typed;
}

static bool
is_apart(const struct plan_piece *piece)
{
	return piece->quoted || piece->excluded;
}

/* Words that follow are of another piece. */
static enum status
close_piece(struct reading *reading, struct err *err)
{
	struct plan_piece *piece = reading->open;
	size_t first;

	reading->open = NULL;
	if (!piece || is_apart(piece))
		return ST_OK;
	first = (size_t)(piece->words - reading->words);
	TRY(plan_synonyms(reading->reader, piece, &reading->keys[first], err));
	reading->count = first + piece->count;
	return ST_OK;
}

/* Words that are only wanted go on with the piece of those before them. */
static enum status
open_piece(struct reading *reading, const struct typed *typed, const char *text,
	struct err *err)
{
	const struct plan_reader *reader = reading->reader;
	struct plan_piece *piece = reading->open;

	if (piece && !is_apart(piece) && !typed->quoted && !typed->excluded)
		return ST_OK;
	TRY(close_piece(reading, err));
	piece = &reading->plan->pieces[reading->plan->count++];
	piece->words = &reading->words[reading->count];
	piece->excluded = typed->excluded;
	piece->quoted = typed->quoted;
	reading->open = piece;
	if (!typed->quoted)
		return ST_OK;
	return phrase_read(reader->arena, reader->stemmer, text, &piece->phrase, err);
}

static bool
is_mark(char c)
{
	return (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') ||
	       (c > 'z' && c <= '~');
}

/* A word alone as it was typed, without the marks around it. */
static struct token
trimmed(struct token text)
{
	while (text.size > 0 && is_mark(text.at[text.size - 1]))
		text.size--;
	while (text.size > 0 && is_mark(*text.at)) {
		text.at++;
		text.size--;
	}
	return text;
}

/* A chain as it stands in the folded text. */
static struct token
chain_text(const struct chain *chain, const char *behind)
{
	const char *from = chain->whole.at == chain->joined ? chain->parts[0].at
							    : chain->whole.at;

	return (struct token){ from, (size_t)(behind - from) };
}

static enum status
add_word(struct reading *reading, const struct chain *chain, struct token text,
	bool prefix, struct err *err)
{
	const struct plan_reader *reader = reading->reader;
	struct plan_word *word = &reading->words[reading->count];
	struct ways ways;
	const char *stem;
	size_t size;

	if (reading->words_read++ == PLAN_WORDS_MAX)
		return fail(err, ST_USAGE, "a search has at most %d words",
			PLAN_WORDS_MAX);
	TRY(ways_of_chain(reader, chain, prefix, &ways, err));
	TRY(arena_copy(reader->arena, text.at, text.size, &word->text, err));
	word->ways = ways.items;
	word->count = ways.count;
	word->beginning = prefix;
	TRY(stemmer_stem(reader->stemmer, chain->whole.at, chain->whole.size, &stem,
		&size, err));
	TRY(arena_copy(
		reader->arena, stem, size, &reading->keys[reading->count], err));
	reading->count++;
	reading->open->count++;
	return ST_OK;
}

/* Whether a text has no words from a place on. */
static bool
is_last(const char *at, const char *end)
{
	struct chain chain;

	return !chain_next(&at, end, &chain);
}

static enum status
read_typed(struct reading *reading, const struct typed *typed, struct err *err)
{
	struct arena *arena = reading->reader->arena;
	struct token text = { NULL, typed->size };
	struct token folded;
	struct chain chain;
	const char *at;
	const char *end;

	TRY(arena_copy(arena, typed->at, typed->size, &text.at, err));
	TRY(tokens_fold(arena, text.at, &folded, err));
	at = folded.at;
	end = folded.at + folded.size;
	if (is_last(at, end))
		return ST_OK;
	TRY(open_piece(reading, typed, text.at, err));
	for (bool first = true; chain_next(&at, end, &chain); first = false) {
		bool last = is_last(at, end);
		struct token word =
			first && last ? trimmed(text) : chain_text(&chain, at);

		TRY(add_word(reading, &chain, word, typed->prefix && last, err));
	}
	return ST_OK;
}

static enum status
check_size(const struct index_query *query, struct err *err)
{
	size_t size = strlen(query->words);

	for (size_t i = 0; i < query->not_words.count && size <= PLAN_TEXT_MAX; i++)
		size += strlen(query->not_words.items[i]);
	if (size > PLAN_TEXT_MAX)
		return fail(err, ST_USAGE, "a search has at most %d bytes",
			PLAN_TEXT_MAX);
	return ST_OK;
}

static enum status
read_query(struct reading *reading, struct err *err)
{
	const struct index_query *query = reading->reader->query;
	const char *at = query->words;
	struct typed typed;

	while (next_typed(&at, &typed)) {
		bool last = at[strspn(at, blanks)] == '\0';

		typed.prefix =
			query->prefix && last && !typed.quoted && !typed.excluded;
		reading->plan->wanted |= typed.size > 0 && !typed.excluded;
		TRY(read_typed(reading, &typed, err));
	}
	for (size_t i = 0; i < query->not_words.count; i++) {
		typed = typed_unwanted(query->not_words.items[i]);
		TRY(read_typed(reading, &typed, err));
	}
	return close_piece(reading, err);
}

enum status
plan_read(const struct plan_reader *reader, struct plan *plan, struct err *err)
{
	struct plan made = { 0 };
	struct reading reading = { .reader = reader, .plan = &made };

	TRY(check_size(reader->query, err));
	TRY(ARENA_NEW(reader->arena, PLAN_WORDS_MAX, &made.pieces, err));
	TRY(ARENA_NEW(reader->arena, PLAN_WORDS_MAX, &reading.words, err));
	TRY(ARENA_NEW(reader->arena, PLAN_WORDS_MAX, &reading.keys, err));
	TRY(read_query(&reading, err));
	*plan = made;
	return ST_OK;
}
