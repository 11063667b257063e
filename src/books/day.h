#ifndef SHOP_BOOKS_DAY_H
#define SHOP_BOOKS_DAY_H

#include "books/books.h"

/* The row of one day. One that is not there is read as one on which nothing was
 * posted. Lives in the transaction's arena. */
enum status day_row_read(
	struct txn *txn, int32_t day, struct book_day *row, struct err *err);
enum status day_row_write(
	struct txn *txn, const struct book_day *row, struct err *err);

/* What the key of a day's row is, and back. */
struct key day_row_key(int32_t day);
bool day_row_day(struct bytes key, int32_t *day);
/* ST_CORRUPT where the value is no row. The front, which has a checksum of its own,
 * is the figures alone. */
enum status day_row_decode(struct bytes value, struct arena *arena,
	struct book_day *row, struct err *err);
enum status day_row_decode_front(
	struct bytes value, struct book_day *row, struct err *err);

#endif
