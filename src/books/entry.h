#ifndef SHOP_BOOKS_ENTRY_H
#define SHOP_BOOKS_ENTRY_H

#include "books/dictionary.h"

/* A posting as numbers, in the columns of books/layout.h; its texts are in the
 * dictionary. As many lines as BOOK_LINES says. */
struct entry_line {
	int64_t columns[BOOK_LINE_COLUMNS];
};
struct book_entry {
	int64_t columns[BOOK_COLUMNS];
	struct entry_line *lines;
};

/* New texts are written. */
enum status entry_of_posting(struct txn *txn, const struct posting *posting,
	struct book_entry *entry, struct err *err);

/* All texts, and an entry as the posting that it was made from. */
struct book_texts {
	struct dictionary kinds[BOOK_TEXT_KINDS];
};
enum status book_texts_read(
	struct txn *txn, struct book_texts *texts, struct err *err);
enum status posting_of_entry(const struct book_entry *entry,
	const struct book_texts *texts, struct arena *arena, struct posting *posting,
	struct err *err);

#endif
