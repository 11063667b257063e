#ifndef SHOP_SEARCH_META_H
#define SHOP_SEARCH_META_H

#include <stdbool.h>
#include <stdint.h>

#include "search/index.h"

/* What the index knows of itself, and of its groups. */
struct meta {
	uint64_t schema; /* a sum over it; 0: the index is empty */
	uint32_t next_document;
	uint32_t next_term;
};
/* ST_CONFIG where the index was made for another schema. */
enum status meta_get(struct txn *txn, const struct index_schema *schema,
	struct meta *meta, struct err *err);
enum status meta_put(struct txn *txn, const struct meta *meta, struct err *err);

/* Where a group's documents are, and the texts it is sorted by. */
#define GROUP_TEXTS_MAX 8
struct group {
	uint32_t first;
	uint32_t count;
	struct bytes texts[GROUP_TEXTS_MAX];
	size_t text_count;
};
enum status group_get(struct txn *txn, uint64_t id, struct group *group, bool *found,
	struct err *err);
enum status group_read(struct bytes value, struct group *group, struct err *err);
enum status group_put(
	struct txn *txn, uint64_t id, const struct group *group, struct err *err);
enum status group_delete(struct txn *txn, uint64_t id, struct err *err);

/* What texts are sorted by: folded and cut; and its beginning as a number. */
enum status sort_text(
	struct arena *arena, const char *text, struct bytes *folded, struct err *err);
int64_t sort_text_number(struct bytes folded);
/* Which of a group's texts a field's is. */
size_t sort_text_place(const struct index_schema *schema, unsigned field);
/* The texts of a group in the order of their fields; the first value counts. */
enum status group_texts(const struct index_schema *schema,
	const struct index_group *from, struct arena *arena, struct group *group,
	struct err *err);

#endif
