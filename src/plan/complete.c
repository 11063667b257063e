#include <stdlib.h>
#include <string.h>

#include "index/index.h"
#include "index/meta.h"
#include "index/pack.h"
#include "index/terms.h"
#include "words/tokens.h"

/* Stems, and forms, that are looked at: what is beyond them in the order of letters
 * is not offered. All of 60,000 words that begin with one letter are within it. */
#define COMPLETE_LOOK_MAX 50000

/* A beginning is shortened for forms only as long as so many bytes are left of it. */
#define COMPLETE_SHORTENED_MIN 3

/* A stem that begins so. It is a word itself where it is in more documents than all
 * forms that differ from it. */
struct stem {
	struct bytes text;
	uint64_t count;
	uint64_t of_forms;
	bool is_form; /* of another stem */
};

struct candidate {
	struct bytes word;
	uint64_t count;
};

struct completing {
	struct txn *txn;
	struct arena *arena; /* what goes in the end */
	struct bytes beginning;
	struct stem *stems; /* in order */
	size_t stem_count;
	struct candidate *candidates;
	size_t candidate_count;
};

static enum status
copy_bytes(struct arena *arena, struct bytes from, struct bytes *to, struct err *err)
{
	uint8_t *copy;

	TRY(arena_take_raw(arena, from.size, &copy, err));
	memcpy(copy, from.data, from.size);
	*to = (struct bytes){ copy, from.size };
	return ST_OK;
}

/* There is room for 1, 2, 4 and so on: a list is full when its count is one of
 * these. */
static enum status
grow(struct arena *arena, void *items, size_t count, size_t size, struct err *err)
{
	void *old;
	void *grown;

	if ((count & (count - 1)) != 0)
		return ST_OK;
	TRY(arena_take(arena, count > 0 ? 2 * count : 1, size, &grown, err));
	memcpy(&old, items, sizeof(old));
	if (count > 0)
		memcpy(grown, old, count * size);
	memcpy(items, &grown, sizeof(grown));
	return ST_OK;
}

static enum status
add_stem(struct completing *completing, struct bytes text, uint64_t count,
	struct err *err)
{
	struct stem *stem;

	TRY(grow(completing->arena, &completing->stems, completing->stem_count,
		sizeof(*stem), err));
	stem = &completing->stems[completing->stem_count++];
	*stem = (struct stem){ .count = count };
	return copy_bytes(completing->arena, text, &stem->text, err);
}

/* What is longer was cut in the index. */
static enum status
add_candidate(struct completing *completing, struct bytes word, uint64_t count,
	struct err *err)
{
	if (word.size > KEY_TEXT_MAX)
		return ST_OK;
	TRY(grow(completing->arena, &completing->candidates,
		completing->candidate_count, sizeof(*completing->candidates), err));
	completing->candidates[completing->candidate_count++] =
		(struct candidate){ word, count };
	return ST_OK;
}

/* A term's text behind its class. */
static struct bytes
text_of(struct bytes key)
{
	return (struct bytes){ key.data + 1, key.size - 1 };
}

static enum status
read_stems(struct completing *completing, struct err *err)
{
	struct term_key prefix = term_key_text(
		CLASS_WORD, completing->beginning.data, completing->beginning.size);
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(
		completing->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	while (completing->stem_count < COMPLETE_LOOK_MAX) {
		struct bytes key;
		struct bytes value;
		struct term term;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(term_read(key, value, &term, err));
		TRY(add_stem(completing, text_of(key), term.count, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

static int
compare_stem(const void *text, const void *stem)
{
	return bytes_compare(
		*(const struct bytes *)text, ((const struct stem *)stem)->text);
}

static struct stem *
find_stem(const struct completing *completing, struct bytes text)
{
	if (completing->stem_count == 0)
		return NULL;
	return bsearch(&text, completing->stems, completing->stem_count,
		sizeof(*completing->stems), compare_stem);
}

static enum status
take_form(struct completing *completing, struct bytes word, const struct form *form,
	struct err *err)
{
	struct stem *stem = find_stem(completing, form->stem);

	if (stem)
		stem->of_forms += form->count;
	if (!bytes_begin_with(word, completing->beginning))
		return ST_OK;
	stem = find_stem(completing, word);
	if (stem)
		stem->is_form = true;
	TRY(copy_bytes(completing->arena, word, &word, err));
	return add_candidate(completing, word, form->count, err);
}

/* "happy" does not begin as its stem "happi" does: a stem that is the beginning typed
 * has forms that begin with one letter less. */
static struct bytes
shortened(struct bytes beginning)
{
	size_t size = beginning.size;

	do
		size--;
	while (size > 0 && (beginning.data[size] & 0xC0) == 0x80);
	return size < COMPLETE_SHORTENED_MIN ? beginning
					     : (struct bytes){ beginning.data, size };
}

static enum status
read_forms(struct completing *completing, struct err *err)
{
	struct bytes beginning = shortened(completing->beginning);
	struct term_key prefix =
		term_key_text(CLASS_FORM, beginning.data, beginning.size);
	struct pack_scan scan;

	TRY(pack_scan_open_prefix(
		completing->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	for (size_t i = 0; i < COMPLETE_LOOK_MAX; i++) {
		struct bytes key;
		struct bytes value;
		struct form form;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(form_read(value, &form, err));
		TRY(take_form(completing, text_of(key), &form, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

static enum status
take_stems(struct completing *completing, struct err *err)
{
	for (size_t i = 0; i < completing->stem_count; i++) {
		const struct stem *stem = &completing->stems[i];

		if (!stem->is_form && stem->count > stem->of_forms)
			TRY(add_candidate(completing, stem->text,
				stem->count - stem->of_forms, err));
	}
	return ST_OK;
}

static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *x = a;
	const struct candidate *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return bytes_compare(x->word, y->word);
}

/* The text with what is left of each word behind it. */
static enum status
give(const struct completing *completing, const char *text, size_t limit,
	struct texts *texts, struct err *err)
{
	struct arena *arena = txn_arena(completing->txn);
	size_t count = completing->candidate_count < limit
			       ? completing->candidate_count
			       : limit;
	struct texts made = { NULL, count };

	TRY(ARENA_NEW(arena, count, &made.items, err));
	for (size_t i = 0; i < count; i++) {
		struct bytes word = completing->candidates[i].word;
		size_t known = completing->beginning.size;

		TRY(arena_format(arena, &made.items[i], err, "%s%.*s", text,
			(int)(word.size - known), (const char *)word.data + known));
	}
	*texts = made;
	return ST_OK;
}

/* The last word, where nothing stands behind it. */
static enum status
find_beginning(
	struct completing *completing, const char *text, bool *found, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *end;
	const char *at;

	*found = false;
	TRY(tokens_fold(completing->arena, text, &folded, err));
	at = folded.at;
	end = folded.at + folded.size;
	while (chain_next(&at, end, &chain))
		*found = at == end && chain.whole.size <= KEY_TEXT_MAX;
	if (!*found)
		return ST_OK;
	return copy_bytes(completing->arena,
		(struct bytes){ (const uint8_t *)chain.whole.at, chain.whole.size },
		&completing->beginning, err);
}

static enum status
complete(struct completing *completing, const char *text, size_t limit,
	struct texts *texts, struct err *err)
{
	bool found;

	TRY(find_beginning(completing, text, &found, err));
	if (!found) {
		*texts = (struct texts){ NULL, 0 };
		return ST_OK;
	}
	TRY(read_stems(completing, err));
	TRY(read_forms(completing, err));
	TRY(take_stems(completing, err));
	if (completing->candidate_count > 0)
		qsort(completing->candidates, completing->candidate_count,
			sizeof(*completing->candidates), compare_candidates);
	return give(completing, text, limit, texts, err);
}

enum status
index_complete(struct txn *txn, const struct index_schema *schema, const char *text,
	size_t limit, struct texts *texts, struct err *err)
{
	struct arena arena = { NULL };
	struct completing completing = { .txn = txn, .arena = &arena };
	enum status status;
	struct meta meta;

	TRY(meta_get(txn, schema, &meta, err));
	status = complete(&completing, text, limit, texts, err);
	arena_free(&arena);
	return status;
}
