#ifndef SHOP_INDEXING_BULK_TERMS_H
#define SHOP_INDEXING_BULK_TERMS_H

#include "indexing/builder.h"

/* Writes what a builder's terms came to: TERM, and FACET for new numbers. Those in
 * containers have them in POSTING already. */
enum status bulk_write_terms(
	struct txn *txn, struct builder *builder, struct err *err);

#endif
