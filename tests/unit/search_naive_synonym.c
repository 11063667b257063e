#include <string.h>

#include "plan/plan.h"
#include "search_naive_parts.h"
#include "unit.h"

#define WAYS_MAX 16

/* Each way of a with each of b behind it; where these were too many, with the first
 * of b alone. */
static void
join(struct naive_asked *asked, const struct naive_said *a,
	const struct naive_said *b, struct naive_said *joined)
{
	size_t each = a->count * b->count > WAYS_MAX ? 1 : b->count;
	struct naive_way *ways =
		naive_take(asked->arena, a->count * each, sizeof(*ways));

	for (size_t i = 0; i < a->count * each; i++) {
		const struct naive_way *first = &a->ways[i / each];
		const struct naive_way *second = &b->ways[i % each];
		size_t count = first->count + second->count;

		ways[i].tokens =
			naive_take(asked->arena, count, sizeof(*ways[i].tokens));
		ways[i].count = count;
		memcpy(ways[i].tokens, first->tokens,
			first->count * sizeof(*first->tokens));
		memcpy(ways[i].tokens + first->count, second->tokens,
			second->count * sizeof(*second->tokens));
	}
	joined->ways = ways;
	joined->count = a->count * each;
}

/* The most that a term of a token tells; 0: none is in a document. */
static uint64_t
token_tells(const struct naive *naive, const struct naive_token *token, bool *known)
{
	uint64_t most = 0;

	*known = false;
	for (size_t i = 0; i < token->count; i++) {
		uint32_t with = naive->known[token->stems[i]].with_stem;
		uint64_t tells =
			(uint64_t)naive_rarity(naive, with) * token->factors[i] / 100;

		*known |= with > 0;
		if (with > 0 && tells > most)
			most = tells;
	}
	return most;
}

static uint64_t
way_tells(const struct naive *naive, const struct naive_way *way, bool *known)
{
	uint64_t sum = 0;
	bool there;

	*known = true;
	for (size_t i = 0; i < way->count; i++) {
		sum += token_tells(naive, &way->tokens[i], &there);
		*known &= there;
	}
	return sum;
}

static uint64_t
word_tells(const struct naive *naive, const struct naive_said *word)
{
	uint64_t most = 0;
	bool known;

	for (size_t i = 0; i < word->count; i++) {
		uint64_t tells = way_tells(naive, &word->ways[i], &known);

		if (known && tells > most)
			most = tells;
	}
	return most;
}

static bool
is_same(const struct naive_way *a, const struct naive_way *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (a->tokens[i].count != b->tokens[i].count ||
			memcmp(a->tokens[i].stems, b->tokens[i].stems,
				a->tokens[i].count * sizeof(uint32_t)) != 0)
			return false;
	return true;
}

/* A way that the word has already stays as telling as it was. */
static void
add_way(struct naive_asked *asked, struct naive_said *word,
	const struct naive_way *way, uint64_t factor)
{
	struct naive_way *added = &word->ways[word->count];

	for (size_t i = 0; i < word->count; i++)
		if (is_same(&word->ways[i], way))
			return;
	added->count = way->count;
	added->tokens = naive_take(asked->arena, way->count, sizeof(*added->tokens));
	for (size_t i = 0; i < way->count; i++) {
		struct naive_token *token = &added->tokens[i];

		*token = way->tokens[i];
		token->factors = naive_take(asked->arena, 1, sizeof(uint32_t));
		token->factors[0] = factor > 0 ? (uint32_t)factor : 1;
	}
	word->count++;
}

static void
add_text(struct naive_asked *asked, struct naive_said *word, const char *text,
	uint64_t typed)
{
	struct bytes folded = naive_fold(asked->arena, text, false);
	const char *at = (const char *)folded.data;
	const char *end = at + folded.size;
	struct naive_said read = { .count = 0 };
	struct naive_way *ways;
	struct chain chain;

	while (chain_next(&at, end, &chain)) {
		struct naive_said next = { .count = 0 };

		naive_ways_of(asked, &chain, false, &next);
		if (read.count == 0)
			read = next;
		else
			join(asked, &read, &next, &read);
	}
	ways = naive_take(asked->arena, word->count + read.count, sizeof(*ways));
	memcpy(ways, word->ways, word->count * sizeof(*ways));
	word->ways = ways;
	for (size_t i = 0; i < read.count; i++) {
		bool known;
		uint64_t tells = way_tells(asked->naive, &read.ways[i], &known);
		uint64_t factor = PLAN_SYNONYM_FACTOR;

		if (typed > 0 && tells > typed)
			factor = factor * typed / tells;
		add_way(asked, word, &read.ways[i], factor);
	}
}

/* Makes a run of words one, if they have a synonym. */
static void
try_run(struct naive_asked *asked, struct naive_piece *piece, size_t at, size_t count)
{
	const struct index_query *query = asked->query;
	struct naive_said merged = piece->words[at];
	struct texts instead = { NULL, 0 };
	struct err err;
	uint64_t typed;

	for (size_t i = 1; i < count; i++) {
		join(asked, &merged, &piece->words[at + i], &merged);
		naive_must(arena_format(asked->arena, &merged.key, &err, "%s %s",
				   merged.key, piece->words[at + i].key),
			&err);
	}
	naive_must(query->synonyms(query->arg, merged.key, &instead, &err), &err);
	if (instead.count == 0)
		return;
	typed = word_tells(asked->naive, &merged);
	for (size_t i = 0; i < instead.count; i++)
		add_text(asked, &merged, instead.items[i], typed);
	merged.is_run = true;
	piece->words[at] = merged;
	memmove(&piece->words[at + 1], &piece->words[at + count],
		(piece->count - at - count) * sizeof(*piece->words));
	piece->count -= count - 1;
}

void
naive_synonyms(struct naive_asked *asked, struct naive_piece *piece)
{
	if (!asked->query->synonyms)
		return;
	for (size_t count = INDEX_PHRASE_WORDS_MAX; count > 0; count--)
		for (size_t at = 0; at + count <= piece->count; at++) {
			bool open = true;

			for (size_t i = at; i < at + count; i++)
				open &= !piece->words[i].is_run;
			if (open)
				try_run(asked, piece, at, count);
		}
}
