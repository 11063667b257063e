#ifndef SHOP_CATALOG_DOCUMENT_H
#define SHOP_CATALOG_DOCUMENT_H

#include "catalog/level.h"
#include "catalog/product.h"
#include "search/index.h"

/* A product as the index sees it: a group with a document for each variant that is
 * sold. */
enum document_field {
	DOCUMENT_NAME,
	DOCUMENT_SYNONYM,
	DOCUMENT_BRAND_WORDS,
	DOCUMENT_CATEGORY_WORDS,
	DOCUMENT_ATTRIBUTE_WORDS,
	DOCUMENT_DESCRIPTION,
	DOCUMENT_CODE,
	DOCUMENT_BRAND,
	DOCUMENT_CATEGORY,
	DOCUMENT_ATTRIBUTE,
	DOCUMENT_PRICE,
	DOCUMENT_AVAILABLE,
	DOCUMENT_CREATED,
	DOCUMENT_NAME_ORDER,
	DOCUMENT_FIELD_COUNT
};

/* The fields above, with the language of the shop's settings. */
enum status document_schema(
	struct txn *txn, struct index_schema *schema, struct err *err);

/* The group of a product, in the arena; document_count 0 where nothing of it is to be
 * found. Levels are read from the store. */
enum status document_group(struct txn *txn, const struct product *product,
	struct arena *arena, struct index_group *group, struct err *err);

/* Which variant a document (member) is of, and which document a variant has; false
 * where it has none. */
bool document_variant(const struct product *product, size_t member, size_t *variant);
bool document_member(const struct product *product, size_t variant, size_t *member);

#endif
