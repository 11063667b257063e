#ifndef SHOP_BOOKS_DICTIONARY_H
#define SHOP_BOOKS_DICTIONARY_H

#include "books/books.h"
#include "books/layout.h"

/*
 * Texts that postings share, by number. A text here is one or more C strings, one
 * behind the other, each with its NUL.
 */
enum status dictionary_id(struct txn *txn, enum book_text_kind kind,
	struct bytes text, uint32_t *id, struct err *err);

/* All of a kind by their ids, in place: until the transaction writes. ST_CORRUPT
 * where one is missing, or has not as many strings in it as asked for. */
struct dictionary {
	const char **texts;
	size_t count;
};
enum status dictionary_read(struct txn *txn, enum book_text_kind kind,
	struct dictionary *dictionary, struct err *err);

/* The strings of an item. */
enum book_item_part {
	ITEM_SKU,
	ITEM_NAME,
	ITEM_PRODUCT,
	ITEM_CATEGORY,
	ITEM_BRAND,
	ITEM_PARTS
};
const char *item_part(const char *item, enum book_item_part part);

/* A rate as its text, and back; false where it is none. */
void rate_text(int64_t rate, char text[24]);
bool rate_of_text(const char *text, int64_t *rate);

#endif
