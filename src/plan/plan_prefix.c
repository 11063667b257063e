#include <stdlib.h>
#include <string.h>

#include "index/pack.h"
#include "plan/plan_ways.h"

/* Stems met under a beginning, the most frequent ones: whenever there are twice as
 * many as are kept, the rarer half goes. */
#define ROOM (2 * PLAN_PREFIX_TERMS_MAX)

struct stem {
	struct term_key key;
	uint64_t count; /* of documents */
};

struct stems {
	struct stem *items;
	size_t count;
	uint64_t least; /* what is rarer is not among the most frequent */
};

static bool
same_key(const struct term_key *a, const struct term_key *b)
{
	return bytes_equal(term_key_bytes(a), term_key_bytes(b));
}

static int
compare_keys(const void *a, const void *b)
{
	const struct stem *x = a;
	const struct stem *y = b;

	return bytes_compare(term_key_bytes(&x->key), term_key_bytes(&y->key));
}

static int
compare_counts(const void *a, const void *b)
{
	const struct stem *x = a;
	const struct stem *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return compare_keys(a, b);
}

static void
keep_most_frequent(struct stems *stems)
{
	size_t kept = 0;

	qsort(stems->items, stems->count, sizeof(*stems->items), compare_counts);
	for (size_t i = 0; i < stems->count && kept < PLAN_PREFIX_TERMS_MAX; i++)
		if (kept == 0 ||
			!same_key(&stems->items[kept - 1].key, &stems->items[i].key))
			stems->items[kept++] = stems->items[i];
	stems->count = kept;
	if (kept == PLAN_PREFIX_TERMS_MAX)
		stems->least = stems->items[kept - 1].count;
}

static void
add_stem(struct stems *stems, struct bytes key, uint64_t count)
{
	struct stem *stem;

	if (count < stems->least || key.size > TERM_KEY_MAX)
		return;
	if (stems->count == ROOM)
		keep_most_frequent(stems);
	stem = &stems->items[stems->count++];
	stem->key.size = key.size;
	memcpy(stem->key.data, key.data, key.size);
	stem->count = count;
}

/* Stems that begin so are met among the words; only others need their forms. */
static enum status
add_form(const struct plan_reader *reader, struct stems *stems,
	struct token beginning, struct bytes key, struct bytes value, struct err *err)
{
	struct bytes prefix = { (const uint8_t *)beginning.at, beginning.size };
	struct term_key stem;
	struct plan_term term;
	struct form form;

	TRY(plan_form(reader, key, value, &form, err));
	if (form.count == 0 || bytes_begin_with(form.stem, prefix))
		return ST_OK;
	stem = term_key_text(CLASS_WORD, form.stem.data, form.stem.size);
	TRY(plan_find(reader, &stem, &term, err));
	add_stem(stems, term_key_bytes(&stem), term.count);
	return ST_OK;
}

static enum status
scan(const struct plan_reader *reader, struct stems *stems, uint8_t class,
	struct token beginning, struct err *err)
{
	struct term_key prefix = term_key_text(class, beginning.at, beginning.size);
	struct pack_scan words;

	TRY(pack_scan_open_prefix(
		reader->txn, TABLE_TERM, term_key_bytes(&prefix), &words, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		struct term term;
		uint64_t count;
		bool found;

		TRY(pack_scan_next(&words, &key, &value, &found, err));
		if (!found)
			break;
		if (class == CLASS_FORM) {
			TRY(add_form(reader, stems, beginning, key, value, err));
			continue;
		}
		TRY(term_read(key, value, &term, err));
		TRY(parts_count(reader->parts, key, &term, &count, err));
		add_stem(stems, key, count);
	}
	pack_scan_close(&words);
	return ST_OK;
}

/* How telling the terms are together. That they share documents is not seen, so half
 * of all is as many as they can have, or what the typed word has alone. */
static uint32_t
rarity_together(const struct plan_reader *reader, const struct plan_token *token,
	const struct term_key *typed)
{
	uint64_t least = 0;
	uint64_t sum = 0;

	for (size_t i = 0; i < token->count; i++) {
		const struct plan_term *term = &token->terms[i];

		sum += term->count;
		if (same_key(&term->key, typed))
			least = term->count;
	}
	if (sum > reader->documents / 2)
		sum = reader->documents / 2;
	return plan_rarity(reader, sum > least ? sum : least);
}

/* Terms other than the typed one count as no rarer than all of them together. */
static void
set_factors(const struct plan_reader *reader, struct plan_token *token,
	const struct term_key *typed)
{
	uint32_t together = rarity_together(reader, token, typed);

	for (size_t i = 0; i < token->count; i++) {
		struct plan_term *term = &token->terms[i];
		uint32_t alone = plan_rarity(reader, term->count);

		if (alone <= together || same_key(&term->key, typed))
			continue;
		term->factor = 100 * together / alone;
		if (term->factor == 0)
			term->factor = 1;
	}
}

/* The typed word's stem is always among the terms, be it as rare as it may. */
static void
add_typed(struct stems *stems, const struct term_key *typed)
{
	size_t i = 0;

	while (i < stems->count && !same_key(&stems->items[i].key, typed))
		i++;
	if (i < stems->count)
		return;
	if (stems->count == PLAN_PREFIX_TERMS_MAX)
		stems->count--;
	stems->items[stems->count++] = (struct stem){ *typed, 0 };
}

/* Words that no document has any more are left out. */
static enum status
find_terms(const struct plan_reader *reader, const struct stems *stems,
	const struct term_key *typed, struct plan_token *token, struct err *err)
{
	token->count = 0;
	TRY(ARENA_NEW(reader->arena, stems->count, &token->terms, err));
	for (size_t i = 0; i < stems->count; i++) {
		const struct term_key *key = &stems->items[i].key;
		struct plan_term *term = &token->terms[token->count];

		TRY(plan_find(reader, key, term, err));
		if (term->count > 0 || same_key(key, typed))
			token->count++;
	}
	return ST_OK;
}

enum status
plan_prefix(const struct plan_reader *reader, struct token beginning,
	struct plan_token *token, struct err *err)
{
	struct stems stems = { NULL, 0, 0 };
	struct term_key typed;

	TRY(plan_stem(reader, beginning, &typed, err));
	TRY(ARENA_NEW(reader->arena, ROOM, &stems.items, err));
	TRY(scan(reader, &stems, CLASS_WORD, beginning, err));
	TRY(scan(reader, &stems, CLASS_FORM, beginning, err));
	keep_most_frequent(&stems);
	add_typed(&stems, &typed);
	qsort(stems.items, stems.count, sizeof(*stems.items), compare_keys);
	TRY(find_terms(reader, &stems, &typed, token, err));
	set_factors(reader, token, &typed);
	return ST_OK;
}
