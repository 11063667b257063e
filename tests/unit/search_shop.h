#ifndef SHOP_TESTS_UNIT_SEARCH_SHOP_H
#define SHOP_TESTS_UNIT_SEARCH_SHOP_H

#include "index/index.h"

/* An index to test, with the groups that should be in it beside it. */
enum shop_field {
	SHOP_NAME,
	SHOP_INFO,
	SHOP_BRAND,
	SHOP_CATEGORY,
	SHOP_ATTRIBUTE,
	SHOP_PRICE,
	SHOP_STOCK,
	SHOP_ORDER,
	SHOP_FIELD_COUNT
};
extern const struct index_schema shop_schema;

#define SHOP_GROUP_MAX 300
#define SHOP_MEMBER_MAX 8

/* A document as a line: name|info|code|brand|category|attributes|price|stock, the
 * attributes as name=value;name=value, several brands as one,other. An empty part is
 * no value; the code is for those who read the lines. */
struct shop_group {
	char *lines[SHOP_MEMBER_MAX];
	size_t count;
};
struct shop {
	struct store *store;
	struct arena arena;
	char folder[64];
	struct shop_group groups[SHOP_GROUP_MAX]; /* by id */
	size_t flush_every; /* changes in one transaction are flushed so often, 0:
			       once */
};

struct shop *shop_open(enum store_kind kind);
/* In memory, with four groups: two shirts in one, gloves, a mug, a shirt. */
struct shop *shop_open_small(void);
void shop_close(struct shop *shop);

/* Groups as the index takes them, in the arena; a group without lines has count 0. */
struct index_group shop_read_group(
	struct arena *arena, uint64_t id, const struct shop_group *from);
struct index_group shop_group(struct shop *shop, struct arena *arena, uint64_t id);

/* Changes of one transaction. */
struct shop_change {
	uint64_t id;
	struct shop_group now;
};
void shop_change(struct shop *shop, struct shop_change *changes, size_t count);
/* One group of these lines, ended by NULL; none removes it. */
void shop_put(struct shop *shop, uint64_t id, const char *const *lines);
void shop_put_one(struct shop *shop, uint64_t id, const char *line);
/* A line's number, changed in the index by itself. */
void shop_set_stock(struct shop *shop, uint64_t id, size_t member, int64_t stock);

/* A shop (arg) as an index_source_fn. */
enum status shop_source(
	void *arg, uint64_t id, struct index_group *group, struct err *err);
/* A query for everything, best first. */
struct index_query shop_query(const char *words);
/* Answers lie in the shop's arena until it is closed. */
struct index_result shop_search(struct shop *shop, const struct index_query *query);
/* The ids of all hits, as "1 2 3". */
const char *shop_ids(struct shop *shop, const struct index_query *query);
enum status shop_try(struct shop *shop, const struct index_query *query,
	struct index_result *result, struct err *err);
/* How many faults the proof finds; one where it cannot come to its end. */
size_t shop_faults(struct shop *shop);
void shop_write(struct shop *shop, txn_fn *fn, void *arg);
void shop_read(struct shop *shop, txn_fn *fn, void *arg);

#endif
