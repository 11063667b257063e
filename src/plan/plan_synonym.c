#include <string.h>

#include "plan/plan_ways.h"

/* What stands for a synonym that tells more than what was typed is lowered to it. */
static uint32_t
synonym_factor(uint64_t typed, uint64_t instead)
{
	if (typed == 0 || instead <= typed)
		return PLAN_SYNONYM_FACTOR;
	return (uint32_t)(PLAN_SYNONYM_FACTOR * typed / instead);
}

static enum status
add_text(const struct plan_reader *reader, struct plan_word *word, const char *text,
	uint64_t typed, struct err *err)
{
	struct token folded;
	struct ways ways;

	TRY(tokens_fold(reader->arena, text, &folded, err));
	TRY(ways_of_text(reader, folded, &ways, err));
	for (size_t i = 0; i < ways.count; i++) {
		struct ways one = { &ways.items[i], 1 };
		uint32_t factor = synonym_factor(typed, way_tells(reader, one.items));

		TRY(word_add_ways(reader, word, &one, factor, err));
	}
	return ST_OK;
}

/* How telling a word is as it was typed: 0 where it is in no document. */
static uint64_t
word_tells(const struct plan_reader *reader, const struct plan_word *word)
{
	uint64_t most = 0;

	for (size_t i = 0; i < word->count; i++) {
		uint64_t tells = way_tells(reader, &word->ways[i]);

		if (way_is_known(&word->ways[i]) && tells > most)
			most = tells;
	}
	return most;
}

static enum status
ask(const struct plan_reader *reader, const char *key, struct texts *instead,
	struct err *err)
{
	const struct index_query *query = reader->query;

	*instead = (struct texts){ NULL, 0 };
	return query->synonyms ? query->synonyms(query->arg, key, instead, err)
			       : ST_OK;
}

static enum status
add_texts(const struct plan_reader *reader, struct plan_word *word,
	const struct texts *instead, struct err *err)
{
	uint64_t typed = word_tells(reader, word);

	for (size_t i = 0; i < instead->count; i++)
		TRY(add_text(reader, word, instead->items[i], typed, err));
	return ST_OK;
}

/* As index_phrase_key. */
static enum status
key_of(const struct plan_reader *reader, struct token folded, const char **key,
	struct err *err)
{
	struct buffer made = { .arena = reader->arena };
	const char *at = folded.at;
	struct chain chain;

	while (chain_next(&at, folded.at + folded.size, &chain)) {
		const char *stem;
		size_t size;

		TRY(stemmer_stem(reader->stemmer, chain.whole.at, chain.whole.size,
			&stem, &size, err));
		TRY(buffer_append_text(&made, made.size > 0 ? " " : "", err));
		TRY(buffer_append(&made, stem, size, err));
	}
	TRY(buffer_append(&made, "", 1, err));
	*key = (const char *)made.data;
	return ST_OK;
}

enum status
word_add_synonyms(const struct plan_reader *reader, struct plan_word *word,
	struct token folded, struct err *err)
{
	struct texts instead;
	const char *key;

	TRY(key_of(reader, folded, &key, err));
	TRY(ask(reader, key, &instead, err));
	return add_texts(reader, word, &instead, err);
}

static enum status
join_keys(const struct plan_reader *reader, const char *const *keys, size_t count,
	const char **key, struct err *err)
{
	struct buffer joined = { .arena = reader->arena };

	for (size_t i = 0; i < count; i++) {
		TRY(buffer_append_text(&joined, i > 0 ? " " : "", err));
		TRY(buffer_append_text(&joined, keys[i], err));
	}
	TRY(buffer_append(&joined, "", 1, err));
	*key = (const char *)joined.data;
	return ST_OK;
}

enum status
word_join(const struct plan_reader *reader, const struct plan_word *a,
	const struct plan_word *b, struct plan_word *joined, struct err *err)
{
	struct ways before = { a->ways, a->count };
	struct ways behind = { b->ways, b->count };
	struct plan_word made = { 0 };
	struct ways ways;

	TRY(ways_join(reader, &before, &behind, &ways, err));
	TRY(arena_format(reader->arena, &made.text, err, "%s %s", a->text, b->text));
	made.ways = ways.items;
	made.count = ways.count;
	*joined = made;
	return ST_OK;
}

/* Words of a piece on their way to be merged: those that are done have no key. */
struct run {
	const struct plan_reader *reader;
	struct plan_piece *piece;
	const char **keys;
};

static bool
is_open(const struct run *run, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++)
		if (!run->keys[i])
			return false;
	return true;
}

static enum status
try_run(struct run *run, size_t at, size_t count, struct err *err)
{
	struct plan_piece *piece = run->piece;
	struct plan_word merged = piece->words[at];
	struct texts instead;
	const char *key;
	size_t behind = piece->count - at - count;

	TRY(join_keys(run->reader, &run->keys[at], count, &key, err));
	TRY(ask(run->reader, key, &instead, err));
	if (instead.count == 0)
		return ST_OK;
	for (size_t i = 1; i < count; i++)
		TRY(word_join(
			run->reader, &merged, &piece->words[at + i], &merged, err));
	TRY(add_texts(run->reader, &merged, &instead, err));
	piece->words[at] = merged;
	run->keys[at] = NULL;
	memmove(&piece->words[at + 1], &piece->words[at + count],
		behind * sizeof(*piece->words));
	memmove(&run->keys[at + 1], &run->keys[at + count],
		behind * sizeof(*run->keys));
	piece->count -= count - 1;
	return ST_OK;
}

enum status
plan_synonyms(const struct plan_reader *reader, struct plan_piece *piece,
	const char **keys, struct err *err)
{
	struct run run = { reader, piece, keys };

	if (!reader->query->synonyms)
		return ST_OK;
	for (size_t count = INDEX_PHRASE_WORDS_MAX; count > 0; count--)
		for (size_t at = 0; at + count <= piece->count; at++)
			if (is_open(&run, at, count))
				TRY(try_run(&run, at, count, err));
	return ST_OK;
}
