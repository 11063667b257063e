#ifndef SHOP_CATALOG_DOCUMENT_H
#define SHOP_CATALOG_DOCUMENT_H

#include "catalog/level.h"
#include "catalog/product.h"
#include "index/index.h"

/* A product as the index sees it: a group with a document for each variant that is
 * sold. */
enum document_field {
	DOCUMENT_NAME,
	DOCUMENT_SYNONYM,
	DOCUMENT_BRAND_WORDS,
	DOCUMENT_CATEGORY_WORDS,
	DOCUMENT_ATTRIBUTE_WORDS,
	DOCUMENT_DESCRIPTION,
	DOCUMENT_BRAND,
	DOCUMENT_SIZE,
	DOCUMENT_COLOR,
	DOCUMENT_CATEGORY,
	DOCUMENT_ATTRIBUTE,
	DOCUMENT_PRICE,
	DOCUMENT_AVAILABLE,
	DOCUMENT_NAME_ORDER,
	DOCUMENT_FIELD_COUNT
};

/* How products become documents: the fields above with the language, and which
 * attributes are sizes and colors, from the shop's settings. */
struct document_rules {
	struct index_schema schema;
	struct texts size_names;
	struct texts color_names;
};
enum status document_rules(
	struct txn *txn, struct document_rules *rules, struct err *err);
/* The same as if a setting had a value; NULL: as it is. */
enum status document_rules_if(struct txn *txn, const char *setting, const char *value,
	struct document_rules *rules, struct err *err);
/* Whether what the index holds follows from a setting, so that it must be built anew
 * when that changes. */
bool document_follows(const char *setting);

/* The group of a product, in the transaction's arena; document_count 0 where nothing
 * of it is to be found. Levels are read from the store. */
enum status document_group(struct txn *txn, const struct document_rules *rules,
	const struct product *product, struct index_group *group, struct err *err);

/* The same in an arena of the caller's. */
enum status document_group_in(struct txn *txn, const struct document_rules *rules,
	const struct product *product, struct arena *arena, struct index_group *group,
	struct err *err);

/* The same of levels that were read before, by any thread. */
struct levels;
enum status document_group_at(const struct document_rules *rules,
	const struct levels *levels, const struct product *product,
	struct arena *arena, struct index_group *group, struct err *err);

/* Which variant a document (member) is of, and which document a variant has; false
 * where it has none. */
bool document_variant(const struct product *product, size_t member, size_t *variant);
bool document_member(const struct product *product, size_t variant, size_t *member);

#endif
