#ifndef SHOP_ANALYSIS_ANALYSIS_PARTS_H
#define SHOP_ANALYSIS_ANALYSIS_PARTS_H

#include "analysis/analysis.h"
#include "analysis/values.h"
#include "words/lookup.h"

/* What the files of analysis share. */

#define TERMS_BLOCK 256

/* Words wait until there are some, for each costs a look at memory far away: all are
 * asked for before the first is looked at. */
#define WAITING_MAX 64
struct waiting_word {
	struct token word;
	uint64_t hash;
	uint8_t share;
};
/* Terms by their numbers; twice the space whenever it is full. */
struct numbers {
	uint32_t *items;
	size_t count;
	size_t capacity;
};

struct analysis {
	struct arena *arena;
	struct arena scratch;
	struct analysis_options options;
	struct stemmer *stemmer;
	struct met **blocks;
	size_t block_count;
	uint32_t count;
	uint32_t all;
	uint32_t last;
	struct lookup sources;
	struct lookup keys;
	uint32_t stamp;
	struct numbers terms; /* of the document */
	struct numbers said;  /* words of the field being read */
	uint32_t place;       /* of that field, met.place */
	uint32_t chain_count; /* in it */
	enum side side;       /* of what waits */
	struct waiting_word words[WAITING_MAX];
	size_t word_count;
	struct values *values;
};

enum status analysis_copy(struct analysis *analysis, struct bytes from,
	struct bytes *to, struct err *err);
enum status analysis_keep(struct analysis *analysis, struct numbers *numbers,
	uint32_t index, struct err *err);
/* A term of the document, with nothing said of it yet where it was not touched. */
enum status analysis_meet(
	struct analysis *analysis, uint32_t index, struct met **met, struct err *err);
/* What a look-up will read, as far as the slots tell by now. */
void analysis_ask_for(const struct analysis *analysis, uint64_t hash);
/* Adds the words of a document's texts. */
enum status analysis_add_words(struct analysis *analysis,
	const struct index_document *document, struct err *err);

#endif
