#ifndef SHOP_WORDS_PHRASE_H
#define SHOP_WORDS_PHRASE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"
#include "words/stem.h"

/*
 * Words that stand one behind the other. Each chain of a text (tokens.h) is one step,
 * its whole, or the steps of what may be said instead, and words are compared by
 * their stems: "mx-5150 case" stands in "the MX 5150 cases", "t-shirt" in "tshirt".
 */
struct phrase;

/* *phrase is NULL where there is but one word that can be said in one way. */
enum status phrase_read(struct arena *arena, struct stemmer *stemmer,
	const char *text, const struct phrase **phrase, struct err *err);

/* Whether a phrase stands in a text: one value of one field of a document. What it
 * takes of the arena is given back. */
enum status phrase_stands_in(const struct phrase *phrase, struct arena *arena,
	struct stemmer *stemmer, const char *text, bool *stands, struct err *err);

#endif
