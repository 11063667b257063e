#include <string.h>

#include "analysis/analysis.h"
#include "search/find.h"

/* A hit that is explained: its document, and its reasons so far. */
struct explanation {
	struct search *search;
	struct arena *arena;
	uint32_t low;
	const struct index_document *document; /* NULL: nobody keeps it */
	struct index_reason *reasons;
	size_t count;
};

static bool
is_term(const struct score_term *term, const char *stem, size_t size)
{
	struct term_key key = term_key_text(CLASS_WORD, stem, size);

	return bytes_equal(term_key_bytes(&key), term_key_bytes(&term->from->key));
}

static enum status
is_token(struct search *search, const struct score_term *term, struct token token,
	bool *is, struct err *err)
{
	const char *stem;
	size_t size;

	TRY(stemmer_stem(search->stemmer, token.at, token.size, &stem, &size, err));
	*is = is_term(term, stem, size);
	return ST_OK;
}

/* Whether a text has a term, in any way in which it was taken into the index. */
static enum status
has_term(struct search *search, const struct score_term *term, const char *text,
	bool *has, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;

	*has = false;
	TRY(tokens_fold(search->arena, text, &folded, err));
	at = folded.at;
	while (!*has && chain_next(&at, folded.at + folded.size, &chain)) {
		TRY(is_token(search, term, chain.whole, has, err));
		for (size_t i = 0; i < chain.part_count && !*has; i++)
			TRY(is_token(search, term, chain.parts[i], has, err));
	}
	return ST_OK;
}

/* The names of the fields in which a term stands, each once. */
static enum status
list_fields(struct explanation *explanation, const struct score_term *term,
	const char **fields, struct err *err)
{
	const struct index_schema *schema = explanation->search->schema;
	const struct index_document *document = explanation->document;
	struct buffer list = { .arena = explanation->arena };

	for (unsigned field = 0; document && field < schema->field_count; field++) {
		bool has = false;

		if (schema->fields[field].kind != INDEX_TEXT)
			continue;
		for (size_t i = 0; i < document->value_count && !has; i++)
			if (document->values[i].field == field &&
				document->values[i].text)
				TRY(has_term(explanation->search, term,
					document->values[i].text, &has, err));
		if (!has)
			continue;
		if (list.size > 0)
			TRY(buffer_append_text(&list, ", ", err));
		TRY(buffer_append_text(&list, schema->fields[field].name, err));
	}
	TRY(buffer_append(&list, "", 1, err));
	*fields = (const char *)list.data;
	return ST_OK;
}

static enum status
add_reason(struct explanation *explanation, const char *word, struct score_term *term,
	uint8_t impact, struct err *err)
{
	struct index_reason *reason = &explanation->reasons[explanation->count++];
	const struct term_key *key = &term->from->key;

	*reason = (struct index_reason){ .impact = impact,
		.rarity = (uint32_t)term->weight,
		.score = term->weight * impact };
	TRY(arena_text(explanation->arena, word, &reason->word, err));
	TRY(arena_copy(explanation->arena, (const char *)key->data + 1, key->size - 1,
		&reason->term, err));
	return list_fields(explanation, term, &reason->fields, err);
}

/* A preference's reason names the keyword, and its field. */
static enum status
add_preferred(struct explanation *explanation, const struct preference *preference,
	uint64_t score, struct err *err)
{
	struct index_reason *reason = &explanation->reasons[explanation->count++];
	const struct term_key *key = &preference->key;

	*reason = (struct index_reason){ .impact = 1,
		.rarity = preference->weight,
		.fields = explanation->search->schema->fields[key->data[1]].name,
		.score = score };
	TRY(arena_text(explanation->arena, preference->what, &reason->word, err));
	return arena_copy(explanation->arena, (const char *)key->data + 2,
		key->size - 2, &reason->term, err);
}

/* The term of a token that counts most; NULL where none is there. */
static struct score_term *
best_term(struct explanation *explanation, struct score_token *token, uint8_t *impact)
{
	struct score_term *best = NULL;
	uint64_t most = 0;

	for (size_t i = 0; i < token->active_count; i++) {
		struct score_term *term = token->active[i];
		uint8_t found = part_impact(&term->walk, explanation->low);

		if (term->weight * found <= most)
			continue;
		most = term->weight * found;
		best = term;
		*impact = found;
	}
	return best;
}

static uint64_t
way_score(struct explanation *explanation, struct score_way *way)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < way->count; i++) {
		uint8_t impact = 0;
		struct score_term *best =
			best_term(explanation, &way->tokens[i], &impact);

		if (!best)
			return 0;
		sum += best->weight * impact;
	}
	return sum;
}

static enum status
explain_word(
	struct explanation *explanation, struct score_word *word, struct err *err)
{
	struct score_way *best = NULL;
	uint64_t most = 0;

	for (size_t i = 0; i < word->count; i++) {
		uint64_t score = way_score(explanation, &word->ways[i]);

		if (score <= most)
			continue;
		most = score;
		best = &word->ways[i];
	}
	for (size_t i = 0; best && i < best->count; i++) {
		uint8_t impact = 0;
		struct score_term *term =
			best_term(explanation, &best->tokens[i], &impact);

		TRY(add_reason(explanation, word->from->text, term, impact, err));
	}
	return ST_OK;
}

static size_t
count_tokens(const struct scorer *scorer)
{
	size_t count = scorer->preference_count;

	for (size_t i = 0; i < scorer->count; i++)
		for (size_t j = 0; j < scorer->words[i].count; j++)
			count += scorer->words[i].ways[j].count;
	return count;
}

static enum status
explain(struct explanation *explanation, struct err *err)
{
	struct scorer *scorer = &explanation->search->scorer;

	TRY(ARENA_NEW(explanation->arena, count_tokens(scorer), &explanation->reasons,
		err));
	for (size_t i = 0; i < scorer->count; i++)
		TRY(explain_word(explanation, &scorer->words[i], err));
	for (size_t i = 0; i < scorer->preference_count; i++) {
		struct score_preference *preference = &scorer->preferences[i];
		struct score_term *term = &preference->term;
		uint8_t impact = term->bound > 0
					 ? part_impact(&term->walk, explanation->low)
					 : 0;

		if (impact > 0)
			TRY(add_preferred(explanation, &preference->from,
				term->weight * impact, err));
	}
	return ST_OK;
}

/* The document itself, from who keeps it. */
static enum status
fetch(struct explanation *explanation, uint32_t document, struct err *err)
{
	struct search *search = explanation->search;
	struct index_group group;
	uint32_t first;
	uint32_t count;
	uint64_t id;
	bool found;

	if (!search->query->source)
		return ST_OK;
	TRY(search_group_of(search, document, &id, err));
	TRY(group_find(search->txn, id, &first, &count, &found, err));
	TRY(search->query->source(search->query->arg, id, &group, err));
	if (!found || document - first >= group.document_count)
		return fail_index(err);
	explanation->document = &group.documents[document - first];
	return ST_OK;
}

enum status
search_explain(struct search *search, uint32_t document, struct arena *arena,
	struct index_hit *hit, struct err *err)
{
	struct explanation explanation = { .search = search,
		.arena = arena,
		.low = document % CONTAINER_DOCUMENTS };

	TRY(fetch(&explanation, document, err));
	TRY(scorer_load(&search->scorer, document / CONTAINER_DOCUMENTS, err));
	scorer_enter(&search->scorer, document / CONTAINER_DOCUMENTS,
		document % CONTAINER_DOCUMENTS / BLOCK_DOCUMENTS);
	TRY(explain(&explanation, err));
	hit->reasons = explanation.reasons;
	hit->reason_count = explanation.count;
	return ST_OK;
}
