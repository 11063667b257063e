#include "base/period.h"
#include "books/block.h"
#include "books/books.h"
#include "books/tail.h"

struct walk {
	struct txn *txn;
	struct book_texts texts;
	uint64_t number; /* of the next posting */
	books_posting_fn *fn;
	void *arg;
};

static enum status
hand_out(struct walk *walk, const struct list *entries, struct err *err)
{
	const struct book_entry *items = entries->items;
	struct arena *arena = txn_arena(walk->txn);
	struct arena_mark mark = arena_mark(arena);
	struct posting posting;

	for (size_t i = 0; i < entries->count; i++) {
		TRY(posting_of_entry(&items[i], &walk->texts, arena, &posting, err));
		if (items[i].columns[BOOK_ON] != day_of(posting.at))
			return books_damaged("a posting lies on another day", err);
		TRY(walk->fn(walk->arg, &posting, err));
		arena_rewind(arena, mark);
	}
	walk->number += entries->count;
	return ST_OK;
}

static enum status
take_block(struct walk *walk, struct bytes key, struct bytes value, struct err *err)
{
	struct arena *arena = txn_arena(walk->txn);
	struct arena_mark mark = arena_mark(arena);
	struct book_block block;
	struct list entries;

	if (key.size != 9 || get_u64(key.data + 1) != walk->number)
		return books_damaged("a block of postings is missing", err);
	TRY(book_block_open(value, &block, err));
	TRY(book_block_entries(&block, arena, &entries, err));
	TRY(hand_out(walk, &entries, err));
	arena_rewind(arena, mark);
	return ST_OK;
}

static enum status
take_blocks(struct walk *walk, struct err *err)
{
	uint8_t prefix = BOOK_BLOCK;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open_prefix(walk->txn, TABLE_BOOK_POSTING,
		(struct bytes){ &prefix, 1 }, false, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(take_block(walk, key, value, err));
	}
	scan_close(scan);
	return ST_OK;
}

static enum status
take_tail(struct walk *walk, struct err *err)
{
	struct book_tail tail;
	struct list entries;

	TRY(tail_read(walk->txn, &tail, err));
	if (tail.count > 0 && tail.number != walk->number)
		return books_damaged("a posting is missing", err);
	entries = (struct list){ tail.entries, tail.count };
	return hand_out(walk, &entries, err);
}

enum status
books_each_posting(struct txn *txn, books_posting_fn *fn, void *arg, struct err *err)
{
	struct walk walk = { .txn = txn, .fn = fn, .arg = arg };

	TRY(book_texts_read(txn, &walk.texts, err));
	TRY(take_blocks(&walk, err));
	return take_tail(&walk, err);
}
