#ifndef SHOP_INDEX_PACK_H
#define SHOP_INDEX_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/status.h"
#include "store/store.h"

/*
 * Ordered maps of many small entries, packed into few values of a table (see
 * layout.h). Keys are at most PACK_KEY_MAX bytes.
 */
#define PACK_KEY_MAX 240

/* An entry's value; it lies in the store and dies as the store's values do. */
enum status pack_get(struct txn *txn, enum table table, struct bytes key,
	struct bytes *value, bool *found, struct err *err);

/* The entries with from <= key < until, in order; an empty until is the table's
 * end. Nothing may be written to the table meanwhile. */
struct pack_scan {
	struct txn *txn;
	enum table table;
	struct scan *blocks;
	struct reader block;
	size_t key_size;
	size_t until_size;
	size_t from_size;
	uint8_t key[PACK_KEY_MAX];
	uint8_t until[PACK_KEY_MAX];
	uint8_t from[PACK_KEY_MAX];
};
enum status pack_scan_open(struct txn *txn, enum table table, struct bytes from,
	struct bytes until, struct pack_scan *scan, struct err *err);
/* Of all entries whose keys begin with prefix. */
enum status pack_scan_open_prefix(struct txn *txn, enum table table,
	struct bytes prefix, struct pack_scan *scan, struct err *err);
/* key lies in the scan until the next step, value in the store. */
enum status pack_scan_next(struct pack_scan *scan, struct bytes *key,
	struct bytes *value, bool *found, struct err *err);
void pack_scan_close(struct pack_scan *scan);

/*
 * Changes: count entries in the order of their keys, no key twice. edit is called
 * once for each, in order, with the value there was, a copy (found is false where
 * there was none), appends the new value to value, and says whether the entry stays.
 * It may read and write other tables.
 */
struct pack_edits {
	size_t count;
	void *arg;
	struct bytes (*key)(void *arg, size_t index);
	enum status (*edit)(void *arg, size_t index, const struct bytes *old,
		struct buffer *value, bool *keep, struct err *err);
};
enum status pack_apply(struct txn *txn, enum table table,
	const struct pack_edits *edits, struct err *err);

/*
 * The same map made from front to back, of all its entries in the order of their
 * keys: each block is given to put once it is whole, in the order of the table.
 */
typedef enum status pack_put_fn(
	void *arg, struct bytes key, struct bytes block, struct err *err);
struct pack_stream;
enum status pack_stream_open(struct arena *arena, pack_put_fn *put, void *arg,
	struct pack_stream **stream, struct err *err);
enum status pack_stream_add(struct pack_stream *stream, struct bytes key,
	struct bytes value, struct err *err);
enum status pack_stream_end(struct pack_stream *stream, struct err *err);

#endif
