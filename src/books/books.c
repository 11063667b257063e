#include "books/books.h"

#include "base/period.h"
#include "books/day.h"
#include "books/entry.h"
#include "books/layout.h"
#include "books/state.h"
#include "books/tail.h"

static enum status
write_day(struct txn *txn, const struct posting *posting, struct err *err)
{
	struct book_day row;

	TRY(day_row_read(txn, day_of(posting->at), &row, err));
	TRY(book_day_add(&row, posting, txn_arena(txn), err));
	return day_row_write(txn, &row, err);
}

static enum status
write_posting(struct txn *txn, const struct posting *posting, struct err *err)
{
	struct book_entry entry;

	if (posting_is_money(posting))
		return ST_OK;
	if (posting->lines.count > BOOK_POSTING_LINES_MAX)
		return fail(err, ST_BAD_DATA, "order %llu has more than %d lines",
			(unsigned long long)posting->order, BOOK_POSTING_LINES_MAX);
	TRY(entry_of_posting(txn, posting, &entry, err));
	return tail_append(txn, &entry, err);
}

enum status
books_count(struct txn *txn, const struct posting *posting, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark = arena_mark(arena);

	TRY(write_day(txn, posting, err));
	TRY(write_posting(txn, posting, err));
	arena_rewind(arena, mark);
	return ST_OK;
}

enum status
books_post(struct txn *txn, const struct posting *posting, struct err *err)
{
	bool takes;

	TRY(books_takes(txn, posting, &takes, err));
	return takes ? books_count(txn, posting, err) : ST_OK;
}

struct book_scan {
	struct txn *txn;
	struct scan *scan;
	bool details;
};

enum status
books_open(struct txn *txn, int32_t from, int32_t until, bool details,
	struct book_scan **scan, struct err *err)
{
	struct key first = day_row_key(from);
	struct key end = day_row_key(until);
	struct scan_range range = { key_bytes(&first), key_bytes(&end), false };
	struct book_scan *opened;

	TRY(books_require_whole(txn, err));
	TRY(ARENA_NEW(txn_arena(txn), 1, &opened, err));
	opened->txn = txn;
	opened->details = details;
	TRY(scan_open(txn, TABLE_BOOK_DAY, range, &opened->scan, err));
	*scan = opened;
	return ST_OK;
}

static enum status
check_key(struct bytes key, int32_t *day, struct err *err)
{
	if (!day_row_day(key, day))
		return books_damaged("a day's row is none", err);
	return ST_OK;
}

/* The front has a sum of its own, so what lies behind it need not be read. */
enum status
books_next(struct book_scan *scan, struct book_day *day, bool *found, struct err *err)
{
	struct bytes key;
	struct bytes value;

	if (scan->details)
		TRY(scan_next(scan->scan, &key, &value, found, err));
	else
		TRY(scan_peek(scan->scan, &key, &value, found, err));
	if (!*found)
		return ST_OK;
	TRY(check_key(key, &day->day, err));
	if (!scan->details)
		return day_row_decode_front(value, day, err);
	return day_row_decode(value, txn_arena(scan->txn), day, err);
}

static enum status
find_side(struct txn *txn, bool backward, int32_t *day, bool *found, struct err *err)
{
	uint8_t prefix = BOOK_DAY;
	struct bytes key;
	struct bytes value;
	struct scan *scan;

	TRY(scan_open_prefix(txn, TABLE_BOOK_DAY, (struct bytes){ &prefix, 1 },
		backward, &scan, err));
	TRY(scan_peek(scan, &key, &value, found, err));
	scan_close(scan);
	return *found ? check_key(key, day, err) : ST_OK;
}

enum status
books_span(
	struct txn *txn, int32_t *first, int32_t *last, bool *found, struct err *err)
{
	TRY(books_require_whole(txn, err));
	TRY(find_side(txn, false, first, found, err));
	return *found ? find_side(txn, true, last, found, err) : ST_OK;
}
