#ifndef SHOP_INDEXING_BULK_H
#define SHOP_INDEXING_BULK_H

#include "index/meta.h"

/*
 * How an empty index is filled: groups are analysed on a thread of their own, tables
 * are written from front to back, TERM once, in the end. As long as a build goes on
 * nothing of it can be read.
 */
struct bulk;
enum status bulk_open(struct txn *txn, const struct index_schema *schema,
	struct bulk **bulk, struct err *err);
/* Harmless on NULL. */
void bulk_close(struct bulk *bulk);
/* True where a group can be added: its id is above those of all that are there. */
bool bulk_takes(const struct bulk *bulk, uint64_t id);
/* Adds a group of at least one document; first is above all documents so far. */
enum status bulk_add(struct bulk *bulk, const struct index_group *group,
	uint32_t first, struct err *err);
/* A document of the group that was added last can have a number set. */
bool bulk_has(const struct bulk *bulk, uint64_t id, size_t member);
enum status bulk_set_number(
	struct bulk *bulk, const struct index_number *number, struct err *err);
/* Writes what there is. The index is as any other then; meta gets its next term. */
enum status bulk_finish(struct bulk *bulk, struct meta *meta, struct err *err);

#endif
