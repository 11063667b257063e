#ifndef SHOP_INDEXING_GATHER_H
#define SHOP_INDEXING_GATHER_H

#include "analysis/analysis.h"
#include "index/columns.h"

/* What a writer gathers until it is flushed. */

/* Changes in the order they came: a term of the analysis, a document, its impact
 * (0: goes); of a form 1, or 255 for -1. */
struct change_block {
	struct change_block *next;
	uint32_t *terms;
	uint32_t *documents;
	uint8_t *impacts;
	size_t count;
	size_t capacity;
};

/* Numbers that change in one column. */
struct column_list {
	struct column_change *items;
	size_t count;
	size_t capacity;
};

/* Where a group is by now; count 0: nowhere. */
struct placed {
	uint64_t id; /* 0: an empty slot */
	uint32_t first;
	uint32_t count;
};

struct gathered {
	struct arena arena; /* holds all of it */
	struct analysis *analysis;
	struct change_block *blocks;
	struct change_block *last;
	size_t change_count;
	size_t document_count; /* with changes, one that came twice counts twice */
	struct column_list *columns; /* by column_index */
	size_t column_count;
	size_t number_count;   /* in all columns */
	struct placed *placed; /* by hash of the id, or NULL */
	size_t placed_size;    /* a power of two */
	size_t placed_count;
};

/* Fields' columns come first, then COLUMN_GROUP's and COLUMN_FIRST's. */
unsigned gather_column(const struct index_schema *schema, size_t index);
#define GATHER_GROUP(schema) ((schema)->field_count)
#define GATHER_FIRST(schema) ((schema)->field_count + 1)

enum status gather_begin(struct gathered *gathered,
	const struct analysis_options *options, struct err *err);
/* Harmless on what was ended. */
void gather_end(struct gathered *gathered);
enum status gather_posting(struct gathered *gathered, uint32_t term,
	uint32_t document, uint8_t impact, struct err *err);
/* Notes what of the analysed document is new, gone or weighs otherwise. */
enum status gather_document(
	struct gathered *gathered, uint32_t document, struct err *err);
enum status gather_number(struct gathered *gathered, size_t column, uint64_t place,
	int64_t value, struct err *err);
/* Where a group was put since gathering began; NULL: it was not. */
const struct placed *gather_find(const struct gathered *gathered, uint64_t id);
enum status gather_place(
	struct gathered *gathered, const struct placed *placed, struct err *err);

#endif
