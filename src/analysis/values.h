#ifndef SHOP_ANALYSIS_VALUES_H
#define SHOP_ANALYSIS_VALUES_H

#include "analysis/analysis.h"

/* The part of the analysis that reads what is filtered by: keywords, paths, and
 * values under names. */
struct values;
enum status values_open(struct analysis *analysis, struct arena *arena,
	const struct analysis_options *options, struct values **values,
	struct err *err);
void values_close(struct values *values);
/* Begins a document. */
void values_begin(struct values *values);
/* Adds a value on one side; it must stay where it is until values_end. */
enum status values_add(struct values *values, const struct index_value *value,
	enum side side, struct err *err);
/* Ends a side of the document. */
enum status values_end(struct values *values, enum side side, struct err *err);
/* The number that a field's column has of the document, 0: none. */
uint32_t values_number(const struct values *values, unsigned field, enum side side);

#endif
