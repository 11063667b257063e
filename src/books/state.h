#ifndef SHOP_BOOKS_STATE_H
#define SHOP_BOOKS_STATE_H

#include "books/books.h"

/* Whether postings of this order are to be written now. */
enum status books_takes(
	struct txn *txn, const struct posting *posting, bool *takes, struct err *err);
/* ST_BUSY where the books are not whole. */
enum status books_require_whole(struct txn *txn, struct err *err);

#endif
