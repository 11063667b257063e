#include "books/books.h"
#include "books/tail.h"

enum status
books_each_posting(struct txn *txn, books_posting_fn *fn, void *arg, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct book_texts texts;
	struct book_entry entry;
	struct posting posting;
	struct arena_mark mark;
	struct scan *scan;
	bool found;

	TRY(book_texts_read(txn, &texts, err));
	TRY(tail_open(txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(tail_next(txn, scan, &entry, &found, err));
		if (!found)
			break;
		TRY(posting_of_entry(&entry, &texts, arena, &posting, err));
		TRY(fn(arg, &posting, err));
	}
	scan_close(scan);
	return ST_OK;
}
