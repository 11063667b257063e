#ifndef SHOP_WORDS_STEM_H
#define SHOP_WORDS_STEM_H

#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/* Stems of words. Owner of libstemmer. */
struct stemmer;

/* A stemmer of a language as libstemmer names it ("english", "german"); "none"
 * leaves words as they are. ST_CONFIG for a language it does not know. */
enum status stemmer_open(const char *language, struct arena *arena,
	struct stemmer **stemmer, struct err *err);
/* Harmless on NULL. */
void stemmer_close(struct stemmer *stemmer);

/* The stem of a folded word; words with digits and very short or long ones are
 * their own. It lies in the stemmer until the next call. */
enum status stemmer_stem(struct stemmer *stemmer, const char *word, size_t size,
	const char **stem, size_t *stem_size, struct err *err);

#endif
