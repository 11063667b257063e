#include <string.h>

#include "analysis/analysis.h"
#include "index/index.h"

static enum status
append_stem(struct stemmer *stemmer, struct token word, struct buffer *key,
	struct err *err)
{
	const char *stem;
	size_t size;

	TRY(stemmer_stem(stemmer, word.at, word.size, &stem, &size, err));
	if (key->size > 0)
		TRY(buffer_append_text(key, " ", err));
	return buffer_append(key, stem, size, err);
}

static enum status
append_stems(struct arena *arena, struct stemmer *stemmer, const char *text,
	struct buffer *key, struct err *err)
{
	struct token folded;
	struct chain chain;
	const char *at;

	TRY(tokens_fold(arena, text, &folded, err));
	at = folded.at;
	while (chain_next(&at, folded.at + folded.size, &chain))
		TRY(append_stem(stemmer, chain.whole, key, err));
	return buffer_append(key, "", 1, err);
}

enum status
index_phrase_key(struct arena *arena, const struct index_schema *schema,
	const char *text, const char **key, struct err *err)
{
	struct buffer made = { .arena = arena };
	struct stemmer *stemmer;
	enum status status;

	TRY(stemmer_open(schema->language, arena, &stemmer, err));
	status = append_stems(arena, stemmer, text, &made, err);
	stemmer_close(stemmer);
	if (status == ST_OK)
		*key = (const char *)made.data;
	return status;
}
