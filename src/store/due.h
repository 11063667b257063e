#ifndef SHOP_STORE_DUE_H
#define SHOP_STORE_DUE_H

#include "store/store.h"

/*
 * What changes by the clock alone: rows keyed by the moment and the subject. Those of
 * products' own prices go with the catalogue, in PRICE_DUE, which is there twice; all
 * others are in DUE.
 * Every write first applies what is due by then; a read that finds a first moment in
 * the past has that write run before it. What a kind of subject means, and what is to
 * be done, is said by whoever applies it (cmd/due.h).
 */
enum due_kind {
	DUE_ORDER = 1, /* order u64: its hold or its deadline ends */
	DUE_PRICE = 2, /* product id u64: a dated price begins or ends */
	DUE_SALE = 3,  /* a sale begins or ends, or goes on: see catalog/reprice.h */
};

#define DUE_SUBJECT_MAX 400

struct due {
	int64_t at;
	enum due_kind kind;
	struct bytes subject;
};

/* Notes and takes back; both harmless where it is so already. */
enum status due_put(struct txn *txn, int64_t at, enum due_kind kind,
	struct bytes subject, struct err *err);
enum status due_delete(struct txn *txn, int64_t at, enum due_kind kind,
	struct bytes subject, struct err *err);

enum status due_has(struct txn *txn, int64_t at, enum due_kind kind,
	struct bytes subject, bool *found, struct err *err);

/*
 * A row that fails its check is passed over by all that follows, so that it stops
 * nothing else: store_verify names it, and due_clear with what rebuilds the rows
 * mends it.
 */
/* The first moment that is noted, INT64_MAX where there is none. */
enum status due_first(struct txn *txn, int64_t *at, struct err *err);
/* Takes the first row out whose moment is not after now; *found is false where there
 * is none. subject is a copy in the transaction's arena. */
enum status due_take(
	struct txn *txn, int64_t now, struct due *due, bool *found, struct err *err);

/* All rows by moment, then by kind. subject lies in the store, till the next step;
 * nothing is written before the last one. */
struct due_scan {
	struct scan *scans[2];
	struct due first[2];
	bool looked[2];
	bool found[2];
};
enum status due_scan_open(struct txn *txn, struct due_scan *scan, struct err *err);
enum status due_next(
	struct due_scan *scan, struct due *due, bool *found, struct err *err);
/* Takes all rows out but those of products' own prices, which go with the catalogue:
 * each follows from a record. */
enum status due_clear(struct txn *txn, struct err *err);

#endif
