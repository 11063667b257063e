#ifndef SHOP_BOOKS_TAIL_H
#define SHOP_BOOKS_TAIL_H

#include "books/entry.h"

/* Writes a posting behind all others. */
enum status tail_append(
	struct txn *txn, const struct book_entry *entry, struct err *err);

/* The entries of the tail, one after the other, from a scan of its rows; each lives
 * in the transaction's arena. */
struct scan;
enum status tail_open(struct txn *txn, struct scan **scan, struct err *err);
enum status tail_next(struct txn *txn, struct scan *scan, struct book_entry *entry,
	bool *found, struct err *err);

#endif
