#ifndef SHOP_BOOKS_LAYOUT_H
#define SHOP_BOOKS_LAYOUT_H

#include "books/books.h"

/*
 * The bytes of the books. All of it is derived. Numbers in keys are big-endian.
 *
 * BOOK_DAY
 *   u8 0                    the state: a record (books/state.c)
 *   u8 1, day u32           a day; its sign bit is turned so that it sorts
 *     the figures, i64 big-endian each, in the order of struct figures; the lower
 * half of their checksum, u32; then varints: how many taxes; of each the country (its
 * size and its bytes) and, zigzag, the rate, base, tax, base refunded, tax refunded;
 * how many payments; of each the method and, zigzag, how many payments, received, how
 * many repayments, repaid. What has no details reads the front only.
 *
 * BOOK_ITEM: the dictionary. Texts in postings are numbers, from 0 for each kind.
 *   u8 1, kind u8, id u32   the text
 *   u8 2, kind u8, checksum of the text u64
 *                           the ids of all texts with that checksum, u32 each
 *
 * BOOK_POSTING: postings by their numbers, from 0 on, in the order they came in. The
 * last of them, the tail, have a row each; as soon as they are enough they are packed
 * into a block, in the transaction of the last of them.
 *   u8 1, number u64        a block: see books/block.h; the number is its first one's
 *   u8 2, number u64        one posting of the tail: varints: how many postings and
 *                           lines the tail has up to here; then its values, zigzag,
 *                           in the order of enum book_column, and each line's
 */
enum book_day_kind {
	BOOK_STATE = 0,
	BOOK_DAY = 1,
};

enum book_text_row {
	BOOK_TEXT = 1,
	BOOK_TEXT_BY = 2,
};

enum book_text_kind {
	BOOK_TEXT_ITEM,    /* SKU, name, product, category, brand; a NUL between */
	BOOK_TEXT_COUNTRY, /* of an order; "" where it is not known */
	BOOK_TEXT_METHOD,
	BOOK_TEXT_RATE, /* decimal digits; "" for no tax */
	BOOK_TEXT_KINDS,
};

enum book_posting_row {
	BOOK_BLOCK = 1,
	BOOK_TAIL = 2,
};

/* What a posting is, one number for each column; first what cuts look at. */
enum book_column {
	BOOK_KIND,
	BOOK_ON, /* the day */
	BOOK_CUSTOMER,
	BOOK_COUNTRY,
	BOOK_METHOD,
	BOOK_SHIPPING,
	BOOK_SHIPPING_TAX,
	BOOK_LINES, /* how many */
	BOOK_AT,
	BOOK_ORDER,
	BOOK_FACT,
	BOOK_SHIPPING_RATE,
	BOOK_COLUMNS
};

enum book_line_column {
	BOOK_ITEM,
	BOOK_UNITS,
	BOOK_GOODS,
	BOOK_DISCOUNT,
	BOOK_TAX,
	BOOK_RATE,
	BOOK_LINE_COLUMNS
};

/* The tail is packed once it has so many postings, or so many lines. */
#define BOOK_POSTINGS_MAX 1024
#define BOOK_LINES_MAX 4096
/* How many lines one posting may have. */
#define BOOK_POSTING_LINES_MAX 10000

/* Where the bytes are none: "the books are damaged: WHAT (shop admin reindex counts
 * them anew)". */
enum status books_damaged(const char *what, struct err *err);

#endif
