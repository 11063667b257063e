#ifndef SHOP_CMD_INDEX_REBUILD_H
#define SHOP_CMD_INDEX_REBUILD_H

#include "catalog/rebuild.h"
#include "cmd/context.h"

/* Builds the index anew with what catalog_rebuild makes besides it, while the shop
 * goes on, with a line of progress where stderr is a terminal and not quiet; under
 * --dry-run without taking it into use. */
enum status index_rebuild(
	struct context *context, struct catalog_rebuild *rebuild, struct err *err);

/* Everything that is derived: first, in a transaction of its own, what is due, which
 * payments are open, how coupons are found and how often they were used; then the
 * index; then the books. */
struct rebuilt {
	uint64_t products; /* in the index */
	uint64_t orders;   /* in the books */
};
enum status index_rebuild_all(
	struct context *context, struct rebuilt *rebuilt, struct err *err);

#endif
