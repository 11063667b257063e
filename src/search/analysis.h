#ifndef SHOP_SEARCH_ANALYSIS_H
#define SHOP_SEARCH_ANALYSIS_H

#include <stdbool.h>
#include <stdint.h>

#include "search/index.h"
#include "search/stem.h"
#include "search/terms.h"
#include "search/tokens.h"

/*
 * What a document is found by: its terms, each once, with an impact. Terms met are
 * kept with what folding and stemming made of them, so that a word met again costs
 * one look-up.
 */

enum side { SIDE_OLD, SIDE_NOW, SIDE_COUNT };

/* A term that was met. */
struct met {
	struct bytes key;
	struct bytes display; /* as first given; the stem of a form */
	uint32_t parent;      /* what a document with this has, too; 0: nothing */
	uint32_t number;      /* of names, 0: none */
	uint32_t stamp;       /* the document in which it was met last */
	uint32_t place;       /* in that document: field and side */
	uint32_t step;
	uint32_t weight[SIDE_COUNT];
	uint32_t change_count; /* the writer's: postings that change */
	int32_t form_change;   /* and documents with this form */
	uint8_t class;
};

/* Gives a name its number; 0 where there is none to give. */
typedef enum status name_number_fn(
	void *arg, struct bytes key, uint32_t *number, struct err *err);

struct analysis;
struct analysis_options {
	const struct index_schema *schema;
	name_number_fn *name_number;
	void *arg;
};

enum status analysis_open(struct arena *arena, const struct analysis_options *options,
	struct analysis **analysis, struct err *err);
void analysis_close(struct analysis *analysis);

/* Begins a document, and adds what it has on one side. */
void analysis_begin(struct analysis *analysis);
enum status analysis_add(struct analysis *analysis,
	const struct index_document *document, enum side side, struct err *err);
/* The terms of the document, by their numbers in the analysis. */
const uint32_t *analysis_terms(const struct analysis *analysis, size_t *count);
struct met *analysis_term(struct analysis *analysis, uint32_t index);
/* How much a term says of the document on one side, 0 to 255. */
uint8_t analysis_impact(
	const struct analysis *analysis, const struct met *met, enum side side);
/* Terms met since it was opened: their numbers are 1 to this. */
uint32_t analysis_count(const struct analysis *analysis);

/* The folded form of a value; the value itself where it folds to nothing. */
enum status analysis_fold(
	struct arena *arena, const char *text, struct token *folded, struct err *err);

#endif
