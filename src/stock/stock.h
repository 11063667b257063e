#ifndef SHOP_STOCK_STOCK_H
#define SHOP_STOCK_STOCK_H

#include "catalog/level.h"
#include "catalog/product.h"

/*
 * Stock: on hand changes only by movements, each kept with its reason, so that the
 * sum of movements is the stock. A cart holds nothing; checkout holds; shipping
 * takes from on hand and frees the hold; cancelling frees it, once.
 */
/* One less than LEVEL_UNLIMITED, which is no number of pieces. */
#define STOCK_MAX (LEVEL_UNLIMITED - 1)

struct movement {
	uint64_t number; /* of this SKU, from 1 */
	int64_t at;
	const char *sku;
	int64_t change;  /* pieces; 0 for a count that found what was known */
	int64_t on_hand; /* after it */
	/* "import", "set", "added", "count", "shipped", "returned", or what the
	 * person said */
	const char *reason;
	uint64_t order;    /* 0 where there is none */
	const char *actor; /* "staff 0", "customer C1001" */
};
extern const struct record_type movement_record;

/* What imports counted since the level was last written (catalog/counted.h), as the
 * movements that it will be, oldest first. */
enum status stock_counts(
	struct txn *txn, const char *sku, struct list *movements, struct err *err);

/* Sets what is on hand, counts it, and adds to it. ST_BAD_DATA above STOCK_MAX,
 * ST_REFUSED below 0. *now is the level after it. A set to what it is already moves
 * nothing; a count is noted whatever it found. */
enum status stock_set(struct catalog *catalog, const char *sku, int64_t on_hand,
	const char *reason, struct level *now, struct err *err);
enum status stock_count(struct catalog *catalog, const char *sku, int64_t on_hand,
	const char *reason, struct level *now, struct err *err);
enum status stock_add(struct catalog *catalog, const char *sku, int64_t change,
	const char *reason, struct level *now, struct err *err);

/* One line's worth of an order. */
struct stock_line {
	const char *sku;
	int64_t quantity;
};
/* Holds all lines or none. ST_OUT_OF_STOCK names the first SKU that is short, what
 * is there, and the way out. */
enum status stock_hold(struct catalog *catalog, const struct stock_line *lines,
	size_t count, struct err *err);
/* Holds pieces whatever is there: an order that was placed elsewhere has promised
 * them. *level is that after it. */
enum status stock_hold_promised(struct catalog *catalog,
	const struct stock_line *line, struct level *level, struct err *err);
enum status stock_release(struct catalog *catalog, const struct stock_line *lines,
	size_t count, struct err *err);
/* Takes shipped pieces from on hand and frees their holds. */
enum status stock_ship(struct catalog *catalog, const struct stock_line *lines,
	size_t count, uint64_t order, struct err *err);
/* Whether that many are on hand, or more than that may be shipped. */
enum status stock_covers(struct txn *txn, const struct stock_line *lines,
	size_t count, bool *covered, struct err *err);
/* Puts pieces that came back on hand again. ST_REFUSED where the catalogue does not
 * have them. */
enum status stock_return(struct catalog *catalog, const struct stock_line *lines,
	size_t count, uint64_t order, struct err *err);

#endif
