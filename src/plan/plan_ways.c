#include "plan/plan_ways.h"

#include <string.h>

#include "words/rarity.h"

enum status
plan_stem(const struct plan_reader *reader, struct token word, struct term_key *key,
	struct err *err)
{
	const char *stem;
	size_t size;

	TRY(stemmer_stem(reader->stemmer, word.at, word.size, &stem, &size, err));
	*key = term_key_text(CLASS_WORD, stem, size);
	return ST_OK;
}

enum status
plan_find(const struct plan_reader *reader, const struct term_key *key,
	struct plan_term *term, struct err *err)
{
	struct plan_term made = { .key = *key, .factor = 100 };
	struct bytes bytes = term_key_bytes(key);
	bool found;

	TRY(term_get(reader->txn, bytes, &made.term, &found, err));
	if (found)
		TRY(parts_count(reader->parts, bytes, &made.term, &made.count, err));
	*term = made;
	return ST_OK;
}

enum status
plan_form(const struct plan_reader *reader, struct bytes key, struct bytes value,
	struct form *form, struct err *err)
{
	struct form read;

	TRY(form_read(value, &read, err));
	TRY(delta_form(reader->parts->delta, key, &read, err));
	*form = read;
	return ST_OK;
}

static enum status
read_token(const struct plan_reader *reader, struct token word, bool prefix,
	struct plan_token *token, struct err *err)
{
	struct term_key key;

	if (prefix)
		return plan_prefix(reader, word, token, err);
	TRY(plan_stem(reader, word, &key, err));
	token->count = 1;
	TRY(ARENA_NEW(reader->arena, 1, &token->terms, err));
	return plan_find(reader, &key, token->terms, err);
}

/* The way of words that must all be there, of which the last may be a beginning. */
static enum status
read_way(const struct plan_reader *reader, const struct token *words, size_t count,
	bool prefix, struct plan_way *way, struct err *err)
{
	TRY(ARENA_NEW(reader->arena, count, &way->tokens, err));
	way->count = count;
	for (size_t i = 0; i < count; i++)
		TRY(read_token(reader, words[i], prefix && i + 1 == count,
			&way->tokens[i], err));
	return ST_OK;
}

enum status
ways_of_chain(const struct plan_reader *reader, const struct chain *chain,
	bool prefix, struct ways *ways, struct err *err)
{
	size_t count = chain->instead_count > 0 ? 2 : 1;
	struct plan_way *items;

	TRY(ARENA_NEW(reader->arena, count, &items, err));
	TRY(read_way(reader, &chain->whole, 1, prefix, &items[0], err));
	if (count > 1)
		TRY(read_way(reader, chain->instead, chain->instead_count, prefix,
			&items[1], err));
	*ways = (struct ways){ items, count };
	return ST_OK;
}

static enum status
join_two(const struct plan_reader *reader, const struct plan_way *a,
	const struct plan_way *b, struct plan_way *joined, struct err *err)
{
	joined->count = a->count + b->count;
	TRY(ARENA_NEW(reader->arena, joined->count, &joined->tokens, err));
	memcpy(joined->tokens, a->tokens, a->count * sizeof(*a->tokens));
	memcpy(joined->tokens + a->count, b->tokens, b->count * sizeof(*b->tokens));
	return ST_OK;
}

enum status
ways_join(const struct plan_reader *reader, const struct ways *a,
	const struct ways *b, struct ways *joined, struct err *err)
{
	size_t each = a->count * b->count <= PLAN_WAYS_MAX ? b->count : 1;
	struct ways made = { NULL, a->count * each };

	TRY(ARENA_NEW(reader->arena, made.count, &made.items, err));
	for (size_t i = 0; i < made.count; i++)
		TRY(join_two(reader, &a->items[i / each], &b->items[i % each],
			&made.items[i], err));
	*joined = made;
	return ST_OK;
}

enum status
ways_of_text(const struct plan_reader *reader, struct token folded, struct ways *ways,
	struct err *err)
{
	struct ways made = { NULL, 0 };
	const char *at = folded.at;
	struct chain chain;

	while (chain_next(&at, folded.at + folded.size, &chain)) {
		struct ways next;

		TRY(ways_of_chain(reader, &chain, false, &next, err));
		if (made.count == 0)
			made = next;
		else
			TRY(ways_join(reader, &made, &next, &made, err));
	}
	*ways = made;
	return ST_OK;
}

bool
way_is_known(const struct plan_way *way)
{
	for (size_t i = 0; i < way->count; i++) {
		const struct plan_token *token = &way->tokens[i];
		size_t j = 0;

		while (j < token->count && token->terms[j].count == 0)
			j++;
		if (j == token->count)
			return false;
	}
	return true;
}

bool
word_is_known(const struct plan_word *word)
{
	for (size_t i = 0; i < word->count; i++)
		if (way_is_known(&word->ways[i]))
			return true;
	return false;
}

static bool
same_terms(const struct plan_token *a, const struct plan_token *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!bytes_equal(term_key_bytes(&a->terms[i].key),
			    term_key_bytes(&b->terms[i].key)))
			return false;
	return true;
}

static bool
has_way(const struct plan_word *word, const struct plan_way *way)
{
	for (size_t i = 0; i < word->count; i++) {
		const struct plan_way *other = &word->ways[i];
		size_t j = 0;

		if (other->count != way->count)
			continue;
		while (j < way->count &&
			same_terms(&other->tokens[j], &way->tokens[j]))
			j++;
		if (j == way->count)
			return true;
	}
	return false;
}

static enum status
copy_way(const struct plan_reader *reader, const struct plan_way *from,
	uint32_t factor, struct plan_way *to, struct err *err)
{
	to->count = from->count;
	TRY(ARENA_NEW(reader->arena, to->count, &to->tokens, err));
	for (size_t i = 0; i < to->count; i++) {
		const struct plan_token *token = &from->tokens[i];
		struct plan_term *terms;

		TRY(ARENA_NEW(reader->arena, token->count, &terms, err));
		for (size_t j = 0; j < token->count; j++) {
			terms[j] = token->terms[j];
			terms[j].factor = terms[j].factor * factor / 100;
			if (terms[j].factor == 0)
				terms[j].factor = 1;
		}
		to->tokens[i] = (struct plan_token){ terms, token->count };
	}
	return ST_OK;
}

enum status
word_add_ways(const struct plan_reader *reader, struct plan_word *word,
	const struct ways *ways, uint32_t factor, struct err *err)
{
	struct plan_way *all;

	TRY(ARENA_NEW(reader->arena, word->count + ways->count, &all, err));
	if (word->count > 0)
		memcpy(all, word->ways, word->count * sizeof(*all));
	word->ways = all;
	for (size_t i = 0; i < ways->count; i++) {
		if (has_way(word, &ways->items[i]))
			continue;
		TRY(copy_way(
			reader, &ways->items[i], factor, &all[word->count], err));
		word->count++;
	}
	return ST_OK;
}

/* The most that one of a token's terms tells, in 1,024ths. */
static uint64_t
token_tells(const struct plan_reader *reader, const struct plan_token *token)
{
	uint64_t most = 0;

	for (size_t i = 0; i < token->count; i++) {
		const struct plan_term *term = &token->terms[i];
		uint64_t tells = (uint64_t)plan_rarity(reader, term->count) *
				 term->factor / 100;

		if (term->count > 0 && tells > most)
			most = tells;
	}
	return most;
}

uint64_t
way_tells(const struct plan_reader *reader, const struct plan_way *way)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < way->count; i++)
		sum += token_tells(reader, &way->tokens[i]);
	return sum;
}

uint32_t
plan_rarity(const struct plan_reader *reader, uint64_t with)
{
	return rarity(reader->documents,
		with < reader->documents ? with : reader->documents);
}
