#ifndef SHOP_ANALYSIS_ANALYSIS_PARTS_H
#define SHOP_ANALYSIS_ANALYSIS_PARTS_H

#include "analysis/analysis.h"
#include "analysis/values.h"
#include "analysis/word_table.h"
#include "words/lookup.h"

/* What the files of analysis share. */

#define TERMS_BLOCK 256

/* Words wait until there are some, for each costs a look at memory far away: all are
 * asked for before the first is looked at. */
#define WAITING_MAX 64
struct waiting_word {
	struct token word;
	struct word_key key;
	uint32_t term;
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
	struct word_table words;
	struct lookup keys;
	uint32_t stamp;
	struct numbers terms; /* of the document */
	struct numbers said;  /* words of the field being read */
	uint16_t place;       /* of that field, met.place */
	uint32_t chain_count; /* in it */
	enum side side;       /* of what waits */
	struct waiting_word waiting[WAITING_MAX];
	size_t waiting_count;
	struct values *values;
};

enum status analysis_copy(struct analysis *analysis, struct bytes from,
	struct bytes *to, struct err *err);
/* Room for more numbers. */
enum status analysis_reserve(struct analysis *analysis, struct numbers *numbers,
	size_t extra, struct err *err);

static inline struct met *
analysis_met(struct analysis *analysis, uint32_t index)
{
	return &analysis->blocks[index / TERMS_BLOCK][index % TERMS_BLOCK];
}

/* A term of the document, with nothing said of it yet where it was not touched; there
 * is room for it in terms. */
#define PLACE_NONE UINT16_MAX
static inline struct met *
analysis_meet(struct analysis *analysis, uint32_t index)
{
	struct met *met = analysis_met(analysis, index);

	if (met->stamp == analysis->stamp)
		return met;
	analysis->terms.items[analysis->terms.count++] = index;
	met->stamp = analysis->stamp;
	met->place = PLACE_NONE;
	met->weight[SIDE_OLD] = 0;
	met->weight[SIDE_NOW] = 0;
	return met;
}

/* Adds the words of a document's texts. */
enum status analysis_add_words(struct analysis *analysis,
	const struct index_document *document, struct err *err);

#endif
