#include "words/stem.h"

#include <libstemmer.h>
#include <stdbool.h>
#include <string.h>

#define STEM_SIZE_MIN 3
#define STEM_SIZE_MAX 60

struct stemmer {
	struct sb_stemmer *snowball; /* NULL: none */
};

enum status
stemmer_open(const char *language, struct arena *arena, struct stemmer **stemmer,
	struct err *err)
{
	struct stemmer *opened;

	TRY(ARENA_NEW(arena, 1, &opened, err));
	if (strcmp(language, "none") != 0) {
		opened->snowball = sb_stemmer_new(language, "UTF_8");
		if (!opened->snowball)
			return fail(err, ST_CONFIG,
				"no stems are known for the language '%s'", language);
	}
	*stemmer = opened;
	return ST_OK;
}

void
stemmer_close(struct stemmer *stemmer)
{
	if (stemmer && stemmer->snowball)
		sb_stemmer_delete(stemmer->snowball);
}

static bool
has_digit(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (word[i] >= '0' && word[i] <= '9')
			return true;
	return false;
}

enum status
stemmer_stem(struct stemmer *stemmer, const char *word, size_t size,
	const char **stem, size_t *stem_size, struct err *err)
{
	const sb_symbol *found;

	*stem = word;
	*stem_size = size;
	if (!stemmer->snowball || size < STEM_SIZE_MIN || size > STEM_SIZE_MAX ||
		has_digit(word, size))
		return ST_OK;
	found = sb_stemmer_stem(
		stemmer->snowball, (const sb_symbol *)word, (int)size);
	if (!found)
		return fail_memory(err);
	if (sb_stemmer_length(stemmer->snowball) == 0)
		return ST_OK;
	*stem = (const char *)found;
	*stem_size = (size_t)sb_stemmer_length(stemmer->snowball);
	return ST_OK;
}
