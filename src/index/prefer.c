#include "index/prefer.h"

#include <string.h>

#include "index/pack.h"

/* Before what a keyword is called, in keys of forms: no word begins with it. */
#define NAME_MARK "\x01"
#define IMPACT_MAX 255

enum status
prefer_stems(struct arena *arena, struct stemmer *stemmer, const char *text,
	struct token *stems, struct err *err)
{
	struct buffer joined = { .arena = arena };
	struct token folded;
	struct chain chain;
	const char *at;

	TRY(tokens_fold(arena, text, &folded, err));
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain)) {
		const char *stem;
		size_t size;

		TRY(stemmer_stem(stemmer, chain.whole.at, chain.whole.size, &stem,
			&size, err));
		if (joined.size > 0)
			TRY(buffer_append_text(&joined, " ", err));
		TRY(buffer_append(&joined, stem, size, err));
	}
	*stems = (struct token){ (const char *)joined.data, joined.size };
	return ST_OK;
}

static enum status
append_name(struct buffer *name, struct token stems, struct err *err)
{
	TRY(buffer_append_text(name, NAME_MARK, err));
	if (stems.size > 0)
		TRY(buffer_append(name, stems.at, stems.size, err));
	return buffer_append(name, "", 1, err);
}

enum status
prefer_name_key(struct arena *arena, struct token stems, unsigned field,
	struct token keyword, struct term_key *key, struct err *err)
{
	struct buffer name = { .arena = arena };
	uint8_t number = (uint8_t)field;

	TRY(append_name(&name, stems, err));
	TRY(buffer_append(&name, &number, 1, err));
	TRY(buffer_append(&name, keyword.at, keyword.size, err));
	*key = term_key_text(CLASS_FORM, name.data, name.size);
	return ST_OK;
}

/* What the index has under the name of a run of words. */
struct run {
	struct txn *txn;
	const struct index_schema *schema;
	struct token stems;
};

static bool
is_there(const struct preferences *preferences, const struct term_key *key)
{
	for (size_t i = 0; i < preferences->count; i++)
		if (bytes_equal(term_key_bytes(&preferences->items[i].key),
			    term_key_bytes(key)))
			return true;
	return false;
}

static enum status
add_keyword(const struct run *run, unsigned field, struct bytes keyword,
	struct preferences *preferences, struct err *err)
{
	struct term_key key =
		term_key_field(CLASS_KEYWORD, field, keyword.data, keyword.size);
	struct preference *added = &preferences->items[preferences->count];

	if (field >= run->schema->field_count)
		return fail_index(err);
	if (run->schema->fields[field].weight == 0 || is_there(preferences, &key))
		return ST_OK;
	added->key = key;
	added->weight = run->schema->fields[field].weight * IMPACT_MAX;
	TRY(arena_copy(preferences->arena, run->stems.at, run->stems.size,
		&added->what, err));
	preferences->count++;
	return ST_OK;
}

static enum status
add_run(const struct run *run, struct preferences *preferences, struct err *err)
{
	struct buffer name = { .arena = preferences->arena };
	struct pack_scan scan;
	struct term_key prefix;

	TRY(append_name(&name, run->stems, err));
	if (run->stems.size == 0 || name.size > KEY_TEXT_MAX)
		return ST_OK;
	prefix = term_key_text(CLASS_FORM, name.data, name.size);
	TRY(pack_scan_open_prefix(
		run->txn, TABLE_TERM, term_key_bytes(&prefix), &scan, err));
	while (preferences->count < PREFERENCES_MAX) {
		struct bytes key;
		struct bytes value;
		struct form form;
		bool found;

		TRY(pack_scan_next(&scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(form_read(value, &form, err));
		TRY(delta_form(preferences->delta, key, &form, err));
		if (key.size <= prefix.size)
			return fail_index(err);
		if (form.count == 0)
			continue;
		TRY(add_keyword(
			run, key.data[prefix.size], form.stem, preferences, err));
	}
	pack_scan_close(&scan);
	return ST_OK;
}

static enum status
join_run(struct preferences *preferences, const struct token *words, size_t count,
	struct token *run, struct err *err)
{
	struct buffer joined = { .arena = preferences->arena };

	for (size_t i = 0; i < count; i++) {
		if (words[i].size == 0)
			continue;
		if (joined.size > 0)
			TRY(buffer_append_text(&joined, " ", err));
		TRY(buffer_append(&joined, words[i].at, words[i].size, err));
	}
	*run = (struct token){ (const char *)joined.data, joined.size };
	return ST_OK;
}

enum status
prefer_read(struct txn *txn, const struct index_schema *schema,
	struct stemmer *stemmer, const struct texts *words,
	struct preferences *preferences, struct err *err)
{
	struct token stems[PREFER_WORDS_MAX];
	struct run run = { .txn = txn, .schema = schema };
	size_t count =
		words->count < PREFER_WORDS_MAX ? words->count : PREFER_WORDS_MAX;

	for (size_t i = 0; i < count; i++)
		TRY(prefer_stems(preferences->arena, stemmer, words->items[i],
			&stems[i], err));
	for (size_t size = PREFER_RUN_MAX; size > 0; size--) {
		for (size_t i = 0; i + size <= count; i++) {
			TRY(join_run(preferences, stems + i, size, &run.stems, err));
			TRY(add_run(&run, preferences, err));
		}
	}
	return ST_OK;
}
