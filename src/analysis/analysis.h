#ifndef SHOP_ANALYSIS_ANALYSIS_H
#define SHOP_ANALYSIS_ANALYSIS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/facet.h"
#include "index/index.h"
#include "index/terms.h"
#include "words/stem.h"
#include "words/tokens.h"

/*
 * What a document is found by: its terms, each once, with an impact. Terms met are
 * kept with what folding and stemming made of them, so that a word met again costs
 * one look-up.
 */

enum side { SIDE_OLD, SIDE_NOW, SIDE_COUNT };

/* A term that was met. What each place where it stands reads lies together, in half
 * of what the processor fetches at once. */
struct met {
	uint32_t stamp; /* the document in which it was met last */
	uint32_t said;  /* there, of words: impact.h */
	uint32_t weight[SIDE_COUNT];
	uint32_t parent; /* what a document with this has, too; 0: nothing */
	uint16_t place;  /* in that document: field and side */
	uint8_t class;
	struct met_text *text;
};
struct met_text {
	struct bytes key;
	struct bytes display; /* as first given; the stem of a form */
	uint32_t name;   /* of keywords, the term of what they are called: prefer.h */
	uint32_t number; /* of classes that have one from the beginning, else 0 */
	uint32_t change_count; /* the writer's: documents in which it changes */
};

/* Gives a term of class 'k', 's' or 'n' its number; 0 where there is none to give. */
typedef enum status term_number_fn(
	void *arg, const struct numbered *term, uint32_t *number, struct err *err);

struct analysis;
struct analysis_options {
	const struct index_schema *schema;
	term_number_fn *number;
	void *arg;
};

enum status analysis_open(struct arena *arena, const struct analysis_options *options,
	struct analysis **analysis, struct err *err);
void analysis_close(struct analysis *analysis);

/* Begins a document, and adds what it has on one side. */
void analysis_begin(struct analysis *analysis);
enum status analysis_add(struct analysis *analysis,
	const struct index_document *document, enum side side, struct err *err);
/* The document is its group's last, on one side. */
enum status analysis_add_last(
	struct analysis *analysis, enum side side, struct err *err);
/* What an INDEX_KEYWORD's or INDEX_PATH's column says of it on one side, 0: nothing.
 */
uint32_t analysis_value(
	const struct analysis *analysis, unsigned field, enum side side);
/* The terms of the document, by their numbers in the analysis. */
const uint32_t *analysis_terms(const struct analysis *analysis, size_t *count);
struct met *analysis_term(struct analysis *analysis, uint32_t index);
/* How much a term says of the document on one side, 0 to 255. */
uint8_t analysis_impact(const struct met *met, enum side side);
/* Terms met since it was opened: their numbers are 1 to this. */
uint32_t analysis_count(const struct analysis *analysis);

/* The term of a key, made where it is new; display is what it then shows. */
enum status analysis_find(struct analysis *analysis, struct bytes key,
	struct bytes display, uint32_t *index, struct err *err);
/* Marks a term and what stands above it as there. */
enum status analysis_touch(
	struct analysis *analysis, uint32_t index, enum side side, struct err *err);

/* The folded form of a value; the value itself where it folds to nothing. */
enum status analysis_fold(
	struct arena *arena, const char *text, struct token *folded, struct err *err);

#endif
