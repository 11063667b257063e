#include "search_naive.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "search/rarity.h"
#include "search/stem.h"
#include "search/tokens.h"
#include "unit.h"

#define SCALE (2 * 16 * (8 + 2))
#define TERMS_MAX 200 /* of one document */
#define WORDS_MAX 500 /* of all */

struct naive_term {
	size_t stem;
	unsigned weight;
};

struct naive_document {
	uint64_t group;
	size_t member;
	const struct index_document *values;
	struct naive_term terms[TERMS_MAX];
	size_t term_count;
	bool has_words;
	bool matches;
	uint64_t score;
};

/* Every word of the shop. */
struct naive_form {
	const char *text;
	size_t stem;
};

struct naive {
	struct arena *arena;
	struct stemmer *stemmer;
	struct naive_document *documents;
	size_t count;
	const char *stems[WORDS_MAX];
	double with[WORDS_MAX]; /* documents that have the stem */
	size_t stem_count;
	struct naive_form forms[WORDS_MAX];
	size_t form_count;
};

static void
expect_ok(enum status status)
{
	assert_int_equal(status, ST_OK);
}

static const char *
copy(struct naive *naive, const char *text, size_t size)
{
	const char *out;
	struct err err;

	expect_ok(arena_copy(naive->arena, text, size, &out, &err));
	return out;
}

static const char *
fold(struct naive *naive, const char *text)
{
	const char *out;
	struct err err;

	expect_ok(text_fold(naive->arena, text, strlen(text), &out, &err));
	return out;
}

static const char *
stem_of(struct naive *naive, struct token token)
{
	const char *stem;
	size_t size;
	struct err err;

	expect_ok(stemmer_stem(
		naive->stemmer, token.at, token.size, &stem, &size, &err));
	return copy(naive, stem, size);
}

static size_t
find_stem(struct naive *naive, const char *stem)
{
	for (size_t i = 0; i < naive->stem_count; i++)
		if (strcmp(naive->stems[i], stem) == 0)
			return i;
	assert_true(naive->stem_count < WORDS_MAX);
	naive->stems[naive->stem_count] = stem;
	return naive->stem_count++;
}

static void
note_form(struct naive *naive, struct token token, size_t stem)
{
	const char *text = copy(naive, token.at, token.size);

	for (size_t i = 0; i < naive->form_count; i++)
		if (strcmp(naive->forms[i].text, text) == 0)
			return;
	assert_true(naive->form_count < WORDS_MAX);
	naive->forms[naive->form_count++] = (struct naive_form){ text, stem };
}

/* What the next word of each stem adds: half as much for each further one. */
struct halving {
	unsigned steps[WORDS_MAX];
};

static void
add_token(struct naive *naive, struct naive_document *document, struct token token,
	struct halving *halving)
{
	size_t stem = find_stem(naive, stem_of(naive, token));
	size_t i;

	note_form(naive, token, stem);
	for (i = 0; i < document->term_count; i++)
		if (document->terms[i].stem == stem)
			break;
	if (i == document->term_count) {
		assert_true(i < TERMS_MAX);
		document->terms[document->term_count++] =
			(struct naive_term){ stem, 0 };
		naive->with[stem]++;
	}
	document->terms[i].weight += halving->steps[stem];
	halving->steps[stem] /= 2;
}

static void
add_words(struct naive *naive, struct naive_document *document, unsigned field)
{
	struct halving halving;

	for (size_t i = 0; i < WORDS_MAX; i++)
		halving.steps[i] = 16 * shop_schema.fields[field].weight;
	for (size_t i = 0; i < document->values->value_count; i++) {
		const struct index_value *value = &document->values->values[i];
		struct chain chain;
		const char *at;
		const char *end;

		if (value->field != field)
			continue;
		at = fold(naive, value->text);
		end = at + strlen(at);
		while (chain_next(&at, end, &chain)) {
			add_token(naive, document, chain.whole, &halving);
			for (size_t j = 0; j < chain.part_count; j++)
				add_token(naive, document, chain.parts[j], &halving);
		}
	}
}

struct naive *
naive_open(struct shop *shop, struct arena *arena)
{
	struct naive *naive;
	struct err err;

	expect_ok(ARENA_NEW(arena, 1, &naive, &err));
	naive->arena = arena;
	expect_ok(ARENA_NEW(
		arena, SHOP_GROUP_MAX * SHOP_MEMBER_MAX, &naive->documents, &err));
	expect_ok(stemmer_open(shop_schema.language, arena, &naive->stemmer, &err));
	for (uint64_t id = 1; id < SHOP_GROUP_MAX; id++) {
		struct index_group group = shop_group(shop, arena, id);

		for (size_t i = 0; i < group.document_count; i++) {
			struct naive_document *document =
				&naive->documents[naive->count++];

			document->group = id;
			document->member = i;
			document->values = &group.documents[i];
			add_words(naive, document, SHOP_NAME);
			add_words(naive, document, SHOP_INFO);
		}
	}
	return naive;
}

void
naive_close(struct naive *naive)
{
	stemmer_close(naive->stemmer);
}

/* Which stems a token finds: its own, and where it is the beginning of a word those
 * of all words that begin so. */
struct found {
	bool stems[WORDS_MAX];
};

static struct found
find_token(struct naive *naive, struct token token, bool prefix)
{
	struct found found = { { false } };

	found.stems[find_stem(naive, stem_of(naive, token))] = true;
	for (size_t i = 0; prefix && i < naive->form_count; i++)
		if (strncmp(naive->forms[i].text, token.at, token.size) == 0)
			found.stems[naive->forms[i].stem] = true;
	for (size_t i = 0; prefix && i < naive->stem_count; i++)
		if (naive->with[i] > 0 &&
			strncmp(naive->stems[i], token.at, token.size) == 0)
			found.stems[i] = true;
	return found;
}

static uint64_t
score_of(const struct naive *naive, struct naive_term term)
{
	unsigned impact = term.weight * 255 / SCALE;

	return (uint64_t)(impact ? impact : 1) *
	       rarity((uint64_t)naive->count, (uint64_t)naive->with[term.stem]);
}

/* Whether a document has a token; *best is the most that any of its terms counts. */
static bool
has_token(const struct naive *naive, const struct naive_document *document,
	const struct found *found, uint64_t *best)
{
	bool has = false;

	for (size_t i = 0; i < document->term_count; i++) {
		uint64_t score;

		if (!found->stems[document->terms[i].stem])
			continue;
		has = true;
		score = score_of(naive, document->terms[i]);
		*best = score > *best ? score : *best;
	}
	return has;
}

/* Takes the documents that lack a word, or have one that is excluded, away. */
static void
match_word(struct naive *naive, const struct naive_word *word)
{
	struct found parts[CHAIN_PARTS_MAX];
	struct found whole;
	struct chain chain;
	const char *at = fold(naive, word->text);

	assert_true(chain_next(&at, at + strlen(at), &chain));
	whole = find_token(naive, chain.whole, word->prefix);
	for (size_t i = 0; i < chain.instead_count; i++)
		parts[i] = find_token(naive, chain.instead[i],
			word->prefix && i + 1 == chain.instead_count);
	for (size_t i = 0; i < naive->count; i++) {
		struct naive_document *document = &naive->documents[i];
		bool all = chain.instead_count > 0;
		uint64_t best = 0;

		for (size_t j = 0; j < chain.instead_count; j++)
			all &= has_token(naive, document, &parts[j], &best);
		all |= has_token(naive, document, &whole, &best);
		document->has_words &= all != word->excluded;
		document->score += word->excluded ? 0 : best;
	}
}

static void
match_words(struct naive *naive, const struct naive_query *query)
{
	for (size_t i = 0; i < naive->count; i++) {
		naive->documents[i].has_words = true;
		naive->documents[i].score = 0;
	}
	for (size_t i = 0; i < query->word_count; i++)
		match_word(naive, &query->words[i]);
}

static bool
is_value(struct naive *naive, unsigned field, const char *text, const char *wanted)
{
	struct arena_mark mark = arena_mark(naive->arena);
	const char *a = fold(naive, text);
	const char *b = fold(naive, wanted);
	size_t size = strlen(b);
	bool below = shop_schema.fields[field].kind == INDEX_PATH && a[0] &&
		     strncmp(a, b, size) == 0 && a[size] == '/';
	bool same = strcmp(a, b) == 0;

	arena_rewind(naive->arena, mark);
	return same || below;
}

static bool
is_wanted(struct naive *naive, const struct index_filter *filter,
	const struct index_value *value)
{
	bool is_number = shop_schema.fields[filter->field].kind == INDEX_NUMBER;
	int64_t number = value->number;
	char *end = NULL;

	for (size_t i = 0; i < filter->values.count; i++)
		if (is_value(naive, filter->field, value->text,
			    filter->values.items[i]))
			return true;
	if (!is_number) {
		number = llround(strtod(value->text, &end) * 1000000);
		if (*end)
			return false;
	}
	for (size_t i = 0; i < filter->range_count; i++)
		if (number >= filter->ranges[i].min &&
			number <= filter->ranges[i].max)
			return true;
	return false;
}

static bool
is_named(struct naive *naive, const struct index_value *value, unsigned field,
	const char *name)
{
	return value->field == field &&
	       (!name || is_value(naive, SHOP_BRAND, value->name, name));
}

static bool
passes(struct naive *naive, const struct naive_document *document,
	const struct index_filter *filter)
{
	for (size_t i = 0; i < document->values->value_count; i++) {
		const struct index_value *value = &document->values->values[i];

		if (is_named(naive, value, filter->field, filter->name) &&
			is_wanted(naive, filter, value))
			return true;
	}
	return false;
}

/* The documents that match, without the filters on one field. */
static void
match(struct naive *naive, const struct naive_query *query,
	const struct index_facet_request *lifted)
{
	for (size_t i = 0; i < naive->count; i++) {
		struct naive_document *document = &naive->documents[i];

		document->matches = document->has_words;
		for (size_t j = 0; j < query->query->filter_count; j++) {
			const struct index_filter *filter = &query->query->filters[j];

			if (!document->matches)
				break;
			if (lifted && lifted->field == filter->field &&
				(!lifted->name ||
					is_value(naive, SHOP_BRAND, filter->name,
						lifted->name)))
				continue;
			document->matches &= passes(naive, document, filter);
		}
	}
}

static int64_t
document_number(const struct naive_document *document, unsigned field)
{
	for (size_t i = 0; i < document->values->value_count; i++)
		if (document->values->values[i].field == field)
			return document->values->values[i].number;
	return NUMBER_NONE;
}

/* A group and what it is sorted by. */
struct naive_hit {
	struct index_hit hit;
	const struct index_query *query;
	int64_t number;
	const char *text;
	bool preferred;
};

static int
compare_hits(const void *a, const void *b)
{
	const struct naive_hit *x = a;
	const struct naive_hit *y = b;
	int order = 0;
	int field = x->query->sort_field;

	if (field == INDEX_SORT_NEWEST)
		return x->hit.group < y->hit.group ? 1 : -1;
	if (field == INDEX_SORT_RELEVANCE)
		order = (x->hit.score < y->hit.score) - (x->hit.score > y->hit.score);
	else if (field == SHOP_ORDER)
		order = strcmp(x->text, y->text);
	else if (x->number == NUMBER_NONE || y->number == NUMBER_NONE)
		order = ((x->number == NUMBER_NONE) - (y->number == NUMBER_NONE)) *
			(x->query->sort_descending ? -1 : 1);
	else
		order = (x->number > y->number) - (x->number < y->number);
	if (field >= 0 && x->query->sort_descending)
		order = -order;
	return order ? order : x->hit.group < y->hit.group ? -1 : 1;
}

static void
add_hit(struct naive *naive, const struct index_query *query,
	const struct naive_document *document, struct naive_hit *hit)
{
	bool preferred = document_number(document, SHOP_STOCK) > 0;
	int64_t number = NUMBER_NONE;

	if (query->sort_field == SHOP_PRICE || query->sort_field == SHOP_STOCK)
		number = document_number(document, (unsigned)query->sort_field);
	if (hit->hit.matching_count++ == 0 || (preferred && !hit->preferred))
		hit->hit.member = document->member;
	hit->preferred |= preferred;
	if (number != NUMBER_NONE &&
		(hit->number == NUMBER_NONE || number < hit->number))
		hit->number = number;
	if (query->sort_field == INDEX_SORT_RELEVANCE &&
		document->score > hit->hit.score)
		hit->hit.score = document->score;
	hit->hit.group = document->group;
	hit->query = query;
	if (!hit->text)
		hit->text = fold(naive, document[-(ptrdiff_t)document->member]
						.values->values[0]
						.text);
}

static void
rank(struct naive *naive, const struct index_query *query,
	struct index_result *result)
{
	struct naive_hit *hits;
	size_t count = 0;
	struct err err;

	expect_ok(ARENA_NEW(naive->arena, SHOP_GROUP_MAX, &hits, &err));
	expect_ok(ARENA_NEW(naive->arena, SHOP_GROUP_MAX, &result->hits, &err));
	for (size_t i = 0; i < naive->count; i++) {
		const struct naive_document *document = &naive->documents[i];

		if (!document->matches)
			continue;
		if (count == 0 || hits[count - 1].hit.group != document->group)
			hits[count++].number = NUMBER_NONE;
		add_hit(naive, query, document, &hits[count - 1]);
	}
	qsort(hits, count, sizeof(*hits), compare_hits);
	result->count = count;
	for (size_t i = query->offset; i < count; i++)
		if (query->limit == 0 || i < query->offset + query->limit)
			result->hits[result->hit_count++] = hits[i].hit;
}

static int
compare_values(const void *a, const void *b)
{
	const struct index_facet_value *x = a;
	const struct index_facet_value *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->text, y->text);
}

/* Counts a value for a group once; number holds the group counted last. */
static void
count_value(struct index_facet *facet, const char *text, uint64_t group)
{
	size_t i;

	for (i = 0; i < facet->value_count; i++)
		if (strcmp(facet->values[i].text, text) == 0)
			break;
	if (i == facet->value_count)
		facet->values[facet->value_count++] =
			(struct index_facet_value){ text, 0, 0 };
	if (facet->values[i].number != (int64_t)group)
		facet->values[i].count++;
	facet->values[i].number = (int64_t)group;
}

static void
count_document(struct naive *naive, const struct naive_document *document,
	const struct index_facet_request *request, struct index_facet *facet)
{
	for (size_t i = 0; i < document->values->value_count; i++) {
		const struct index_value *value = &document->values->values[i];
		const char *text;

		if (!is_named(naive, value, request->field, request->name))
			continue;
		text = fold(naive, value->text);
		count_value(facet, text, document->group);
		for (size_t j = 0;
			shop_schema.fields[request->field].kind == INDEX_PATH &&
			text[j];
			j++)
			if (text[j] == '/')
				count_value(
					facet, copy(naive, text, j), document->group);
	}
}

static void
count_facet(struct naive *naive, const struct naive_query *query,
	const struct index_facet_request *request, struct index_facet *facet)
{
	struct err err;

	expect_ok(ARENA_NEW(naive->arena, 2000, &facet->values, &err));
	match(naive, query, request);
	for (size_t i = 0; i < naive->count; i++)
		if (naive->documents[i].matches)
			count_document(naive, &naive->documents[i], request, facet);
	qsort(facet->values, facet->value_count, sizeof(*facet->values),
		compare_values);
	if (request->limit && facet->value_count > request->limit)
		facet->value_count = request->limit;
}

struct index_result
naive_search(
	struct naive *naive, const struct naive_query *query, struct arena *arena)
{
	struct index_result result = { 0 };
	struct err err;

	expect_ok(ARENA_NEW(arena, query->query->facet_count, &result.facets, &err));
	match_words(naive, query);
	match(naive, query, NULL);
	rank(naive, query->query, &result);
	for (size_t i = 0; i < query->query->facet_count; i++)
		count_facet(
			naive, query, &query->query->facets[i], &result.facets[i]);
	return result;
}
