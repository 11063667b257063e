#ifndef SHOP_ANALYSIS_FIELD_H
#define SHOP_ANALYSIS_FIELD_H

#include "analysis/analysis.h"

/* What texts to sort by are in their columns: their beginning, folded, as a number;
 * of a group the first value of each field counts. By field. */
enum status field_texts(const struct index_schema *schema,
	const struct index_group *group, struct arena *scratch, int64_t *numbers,
	struct err *err);

/* What a field's column has of a document that was analysed; texts are its group's.
 */
struct field_document {
	const struct index_schema *schema;
	const struct analysis *analysis;
	const struct index_document *document;
	enum side side;
	const int64_t *texts;
};
int64_t field_number(const struct field_document *document, unsigned field);

#endif
