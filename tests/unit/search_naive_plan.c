#include <stdlib.h>
#include <string.h>

#include "plan/plan.h"
#include "search_naive_parts.h"
#include "unit.h"

static const char blanks[] = " \t\n\r\f\v";

/* What stands between blanks, or in quotes. */
struct typed {
	const char *text;
	bool excluded;
	bool quoted;
	bool prefix;
};

static const char *
text_of(struct naive_asked *asked, const char *from, size_t size)
{
	return (const char *)naive_copy(asked->arena, from, size).data;
}

/* The next of a query's; false at its end. */
static bool
next_typed(struct naive_asked *asked, const char **at, struct typed *typed)
{
	const char *from = *at + strspn(*at, blanks);
	size_t size;

	if (!*from)
		return false;
	typed->excluded = *from == '-' && from[1] && !strchr(blanks, from[1]);
	from += typed->excluded;
	typed->quoted = *from == '"';
	from += typed->quoted;
	size = typed->quoted ? strcspn(from, "\"") : strcspn(from, " \t\n\r\f\v\"");
	typed->text = text_of(asked, from, size);
	*at = from + size;
	*at += typed->quoted && **at;
	return true;
}

static struct typed
unwanted(struct naive_asked *asked, const char *text)
{
	struct typed typed = { .excluded = true };

	text += strspn(text, blanks);
	typed.quoted = *text == '"';
	text += typed.quoted;
	typed.text = text_of(
		asked, text, typed.quoted ? strcspn(text, "\"") : strlen(text));
	return typed;
}

/* Stems that a beginning stands for. */
struct found {
	struct naive *naive;
	uint32_t *stems;
	size_t count;
	bool *is_there; /* by number */
};

static void
add_found(struct found *found, uint32_t stem)
{
	if (!found->is_there[stem])
		found->stems[found->count++] = stem;
	found->is_there[stem] = true;
}

static int
compare_frequency(const void *a, const void *b, void *arg)
{
	struct naive *naive = arg;
	uint32_t x = *(const uint32_t *)a;
	uint32_t y = *(const uint32_t *)b;

	if (naive->known[x].with_stem != naive->known[y].with_stem)
		return naive->known[x].with_stem < naive->known[y].with_stem ? 1 : -1;
	return strcmp(naive_word(naive, x), naive_word(naive, y));
}

static int
compare_numbers(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a;
	uint32_t y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Words that begin so, by their stems; and stems that begin so. */
static void
find_beginning(struct found *found, const char *beginning)
{
	struct naive *naive = found->naive;
	size_t size = strlen(beginning);

	for (uint32_t i = 0; i < naive->words.count; i++) {
		if (strncmp(naive_word(naive, i), beginning, size) != 0)
			continue;
		if (naive->known[i].with_stem > 0)
			add_found(found, i);
		if (naive->known[i].with_form > 0)
			add_found(found, naive->known[i].stem);
	}
}

static void
set_factors(struct naive *naive, struct naive_token *token, uint32_t typed)
{
	uint64_t sum = 0;
	uint32_t together;

	for (size_t i = 0; i < token->count; i++)
		sum += naive->known[token->stems[i]].with_stem;
	if (sum > naive->count / 2)
		sum = naive->count / 2;
	if (sum < naive->known[typed].with_stem)
		sum = naive->known[typed].with_stem;
	together = naive_rarity(naive, sum);
	for (size_t i = 0; i < token->count; i++) {
		uint32_t alone =
			naive_rarity(naive, naive->known[token->stems[i]].with_stem);

		if (token->stems[i] == typed || alone <= together)
			continue;
		token->factors[i] = 100 * together / alone;
		if (token->factors[i] == 0)
			token->factors[i] = 1;
	}
}

static struct naive_token
new_token(struct naive_asked *asked, const uint32_t *stems, size_t count)
{
	struct naive_token token = { .count = count };

	token.stems = naive_take(asked->arena, count, sizeof(*token.stems));
	token.factors = naive_take(asked->arena, count, sizeof(*token.factors));
	memcpy(token.stems, stems, count * sizeof(*stems));
	qsort(token.stems, count, sizeof(*stems), compare_numbers);
	for (size_t i = 0; i < count; i++)
		token.factors[i] = 100;
	return token;
}

static struct naive_token
beginning(struct naive_asked *asked, struct token word, uint32_t typed)
{
	struct naive *naive = asked->naive;
	struct found found = { .naive = naive };
	struct naive_token token;

	found.stems = naive_take(
		asked->arena, naive->words.count + 1, sizeof(*found.stems));
	found.is_there = naive_take(asked->arena, naive->words.count, sizeof(bool));
	find_beginning(&found, text_of(asked, word.at, word.size));
	qsort_r(found.stems, found.count, sizeof(*found.stems), compare_frequency,
		naive);
	if (found.count > PLAN_PREFIX_TERMS_MAX)
		found.count = PLAN_PREFIX_TERMS_MAX;
	for (size_t i = 0; i < found.count; i++)
		if (found.stems[i] == typed) {
			token = new_token(asked, found.stems, found.count);
			set_factors(naive, &token, typed);
			return token;
		}
	found.count -= found.count == PLAN_PREFIX_TERMS_MAX;
	found.stems[found.count++] = typed;
	token = new_token(asked, found.stems, found.count);
	set_factors(naive, &token, typed);
	return token;
}

static struct naive_token
token_of(struct naive_asked *asked, struct token word, bool prefix)
{
	uint32_t stem = naive_stem(asked->naive, word);

	return prefix ? beginning(asked, word, stem) : new_token(asked, &stem, 1);
}

static void
read_way(struct naive_asked *asked, const struct token *words, size_t count,
	bool prefix, struct naive_way *way)
{
	way->tokens = naive_take(asked->arena, count, sizeof(*way->tokens));
	way->count = count;
	for (size_t i = 0; i < count; i++)
		way->tokens[i] = token_of(asked, words[i], prefix && i + 1 == count);
}

void
naive_ways_of(struct naive_asked *asked, const struct chain *chain, bool prefix,
	struct naive_said *word)
{
	word->count = chain->instead_count > 0 ? 2 : 1;
	word->ways = naive_take(asked->arena, word->count, sizeof(*word->ways));
	read_way(asked, &chain->whole, 1, prefix, &word->ways[0]);
	if (word->count == 2)
		read_way(asked, chain->instead, chain->instead_count, prefix,
			&word->ways[1]);
}

/* What is only wanted goes on with the piece of what was before it. */
static struct naive_piece *
piece_for(struct naive_asked *asked, const struct typed *typed)
{
	struct naive_plan *plan = &asked->plan;
	struct naive_piece *piece = &plan->pieces[plan->count];

	if (plan->count > 0 && !piece[-1].quoted && !piece[-1].excluded &&
		!typed->quoted && !typed->excluded)
		return &piece[-1];
	assert_true(plan->count < NAIVE_PIECES_MAX);
	plan->count++;
	piece->excluded = typed->excluded;
	piece->quoted = typed->quoted;
	piece->words =
		naive_take(asked->arena, PLAN_WORDS_MAX, sizeof(*piece->words));
	if (typed->quoted && naive_is_phrase(asked, typed->text))
		piece->phrase = typed->text;
	return piece;
}

static void
read_typed(struct naive_asked *asked, const struct typed *typed)
{
	struct bytes folded = naive_fold(asked->arena, typed->text, false);
	const char *at = (const char *)folded.data;
	const char *end = at + folded.size;
	struct naive_piece *piece = NULL;
	struct chain chain;

	while (chain_next(&at, end, &chain)) {
		struct naive_said *word;
		const char *rest = at;
		struct chain next;

		piece = piece ? piece : piece_for(asked, typed);
		assert_true(piece->count < PLAN_WORDS_MAX);
		word = &piece->words[piece->count++];
		word->key = naive_word(
			asked->naive, naive_stem(asked->naive, chain.whole));
		naive_ways_of(asked, &chain,
			typed->prefix && !chain_next(&rest, end, &next), word);
	}
}

static void
set_weights(struct naive_asked *asked, struct naive_token *token)
{
	struct naive *naive = asked->naive;

	token->weights =
		naive_take(asked->arena, token->count, sizeof(*token->weights));
	for (size_t i = 0; i < token->count; i++) {
		uint64_t rarity =
			naive_rarity(naive, naive->known[token->stems[i]].with_stem);

		token->weights[i] = rarity * token->factors[i] / 100;
		if (token->weights[i] == 0)
			token->weights[i] = 1;
	}
}

static void
set_all_weights(struct naive_asked *asked, struct naive_piece *piece)
{
	for (size_t i = 0; i < piece->count; i++)
		for (size_t j = 0; j < piece->words[i].count; j++)
			for (size_t k = 0; k < piece->words[i].ways[j].count; k++)
				set_weights(
					asked, &piece->words[i].ways[j].tokens[k]);
}

static void
read_query(struct naive_asked *asked)
{
	const struct index_query *query = asked->query;
	struct typed typed[NAIVE_PIECES_MAX];
	const char *at = query->words;
	size_t count = 0;

	while (next_typed(asked, &at, &typed[count])) {
		typed[count++].prefix = false;
		assert_true(count < NAIVE_PIECES_MAX);
	}
	if (count > 0)
		typed[count - 1].prefix = query->prefix && !typed[count - 1].quoted &&
					  !typed[count - 1].excluded;
	for (size_t i = 0; i < count; i++) {
		asked->plan.wanted |= *typed[i].text && !typed[i].excluded;
		read_typed(asked, &typed[i]);
	}
	for (size_t i = 0; i < query->not_words.count; i++) {
		typed[0] = unwanted(asked, query->not_words.items[i]);
		typed[0].prefix = false;
		read_typed(asked, &typed[0]);
	}
}

void
naive_plan(struct naive_asked *asked)
{
	struct naive_plan *plan = &asked->plan;

	read_query(asked);
	for (size_t i = 0; i < plan->count; i++) {
		if (!plan->pieces[i].quoted && !plan->pieces[i].excluded)
			naive_synonyms(asked, &plan->pieces[i]);
		set_all_weights(asked, &plan->pieces[i]);
	}
	naive_prefer(asked);
}
