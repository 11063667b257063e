#ifndef SHOP_BOOKS_TAIL_H
#define SHOP_BOOKS_TAIL_H

#include "books/entry.h"

/* Writes a posting behind all others; packs the tail once it is full. */
enum status tail_append(
	struct txn *txn, const struct book_entry *entry, struct err *err);

/* What is not packed yet: the first one's number and, with room for one more, all of
 * them. Lives in the transaction's arena. */
struct book_tail {
	uint64_t number;
	struct book_entry *entries;
	size_t count;
};
enum status tail_read(struct txn *txn, struct book_tail *tail, struct err *err);

#endif
