#include <string.h>

#include "base/text.h"
#include "catalog/synonym_row.h"

_Static_assert(SYNONYM_WORDS_MAX == INDEX_PHRASE_WORDS_MAX,
	"what is longer than a phrase of the index is never looked for");

static size_t
count_words(const char *key)
{
	size_t count = key[0] != '\0';

	for (; *key; key++)
		count += *key == ' ';
	return count;
}

enum status
synonym_check_text(struct catalog *catalog, const char *text, struct err *err)
{
	size_t size = strlen(text);
	const char *reason;
	const char *key;
	size_t offset;
	size_t words;

	if (size > SYNONYM_TEXT_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"'%.40s...' is longer than %d bytes (%zu)", text,
			SYNONYM_TEXT_SIZE_MAX, size);
	if (text_find_forbidden(text, size, "", &offset, &reason))
		return fail(err, ST_BAD_DATA,
			"a synonym holds a forbidden character at byte %zu: %s",
			offset + 1, reason);
	TRY(index_phrase_key(
		txn_arena(catalog->txn), &catalog->rules.schema, text, &key, err));
	words = count_words(key);
	if (words == 0)
		return fail(err, ST_BAD_DATA, "'%s' has no word in it", text);
	if (words > SYNONYM_WORDS_MAX)
		return fail(err, ST_BAD_DATA,
			"'%s' has %zu words, of which %d are allowed", text, words,
			SYNONYM_WORDS_MAX);
	if (strlen(key) > SYNONYM_KEY_SIZE_MAX)
		return fail(err, ST_BAD_DATA,
			"'%s' is too long once its letters are folded", text);
	return ST_OK;
}

/* Finds the pair to blame: there are as many keys as texts where there is none. */
static enum status
check_distinct(struct catalog *catalog, const struct texts *texts, struct err *err)
{
	struct texts keys;
	size_t i;
	size_t j;

	TRY(synonym_keys(catalog, texts, &keys, err));
	for (i = 0; keys.count < texts->count && i < texts->count; i++) {
		for (j = 0; j < i; j++) {
			const char *items[] = { texts->items[j], texts->items[i] };
			struct texts pair = { items, 2 };

			TRY(synonym_keys(catalog, &pair, &keys, err));
			if (keys.count == 1)
				return fail(err, ST_BAD_DATA,
					"'%s' and '%s' are the same to a search "
					"already",
					items[0], items[1]);
		}
	}
	return ST_OK;
}

/* A rule's texts, whatever its shape. */
static enum status
all_texts(struct arena *arena, const struct synonym *rule, struct texts *all,
	struct err *err)
{
	const struct texts *texts = rule->from[0] ? &rule->to : &rule->both;

	TRY(ARENA_NEW(arena, texts->count + 1, &all->items, err));
	all->count = 0;
	if (rule->from[0])
		all->items[all->count++] = rule->from;
	for (size_t i = 0; i < texts->count; i++)
		all->items[all->count++] = texts->items[i];
	return ST_OK;
}

static enum status
check_shape(const struct synonym *rule, struct err *err)
{
	const struct texts *texts = rule->from[0] ? &rule->to : &rule->both;

	if ((rule->from[0] || rule->to.count > 0) && rule->both.count > 0)
		return fail(err, ST_BAD_DATA,
			"a synonym has either both, or from and to");
	if (!rule->from[0] && rule->to.count > 0)
		return fail(err, ST_BAD_DATA, "to needs a from");
	if (rule->from[0] && rule->to.count == 0)
		return fail(err, ST_BAD_DATA, "from '%s' needs a to", rule->from);
	if (!rule->from[0] && rule->both.count < 2)
		return fail(err, ST_BAD_DATA,
			"both needs two texts or more, such as [laptop, notebook]");
	if (texts->count > SYNONYM_TEXTS_MAX)
		return fail(err, ST_BAD_DATA,
			"a synonym has %zu texts, of which %d are allowed",
			texts->count, SYNONYM_TEXTS_MAX);
	return ST_OK;
}

enum status
synonym_check(struct catalog *catalog, const struct synonym *rule, struct err *err)
{
	struct texts all;
	size_t i;

	TRY(check_shape(rule, err));
	TRY(all_texts(txn_arena(catalog->txn), rule, &all, err));
	for (i = 0; i < all.count; i++)
		TRY(synonym_check_text(catalog, all.items[i], err));
	return check_distinct(catalog, &all, err);
}
