#ifndef SHOP_PRICING_RULE_PARTS_H
#define SHOP_PRICING_RULE_PARTS_H

#include "pricing/rule.h"

/* What the files of rules share, for them alone. */

extern const struct stored rule_stored[RULE_KIND_COUNT];

/* Where a rule that is whole lies in TABLE_RULE. */
struct key rule_place(enum rule_kind kind, const void *rule);
struct key promotion_place(const struct promotion *promotion);

/* ST_REFUSED where a rule is a further one and there are as many as there may be: in
 * all, or where run_size is not 0, of those whose keys begin with so many same bytes.
 */
enum status rule_check_room(struct txn *txn, enum rule_kind kind, const void *rule,
	size_t run_size, struct err *err);

/* A list that grows at its end; items are records of one kind. */
struct rule_rows {
	struct arena *arena;
	const struct record_type *record;
	struct list list;
	size_t capacity;
};
/* Adds what lies below a prefix of TABLE_RULE. */
enum status rule_rows_read(struct txn *txn, const struct key *prefix,
	struct rule_rows *rows, struct err *err);

/* Promotions are kept in two runs: those without a coupon, and those with one, whose
 * code leads to their name. */
enum status promotion_put(
	struct txn *txn, const struct promotion *promotion, struct err *err);
enum status promotion_remove(
	struct txn *txn, const struct promotion *promotion, struct err *err);
enum status promotion_find(struct txn *txn, const char *name,
	struct promotion *promotion, bool *found, struct err *err);
/* All of them, by name. */
enum status promotion_list(struct txn *txn, struct list *promotions, struct err *err);

/* What texts may be, whether they are set or stored: ST_BAD_DATA names the key. */
enum status rule_check_text(
	const char *key, const char *text, size_t size_max, struct err *err);
enum status rule_check_path(const char *key, const char *path, struct err *err);
enum status rule_check_class(const char *key, const char *tax_class, struct err *err);

/* A coupon's code as it is looked for, in any case. */
enum status coupon_fold(
	struct arena *arena, const char *code, const char **folded, struct err *err);

#endif
