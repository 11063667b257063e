#include "books/tail.h"

#include "books/layout.h"

/* How many postings and lines the tail has up to one of its rows. */
struct filled {
	uint64_t postings;
	uint64_t lines;
};

/* What comes next. */
struct tail_end {
	uint64_t number;
	struct filled filled;
};

static struct key
tail_key(uint64_t number)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, BOOK_TAIL);
	key_add_u64(&key, number);
	return key;
}

static bool
read_number(struct reader *reader, int64_t *number)
{
	uint64_t value;

	if (!read_varint(reader, &value))
		return false;
	*number = unzigzag(value);
	return true;
}

static enum status
cut_off(struct err *err)
{
	return books_damaged("a posting is cut off", err);
}

static enum status
read_filled(struct reader *reader, struct filled *filled, struct err *err)
{
	if (!read_varint(reader, &filled->postings) ||
		!read_varint(reader, &filled->lines))
		return cut_off(err);
	return ST_OK;
}

static enum status
decode(struct reader *reader, struct arena *arena, struct book_entry *entry,
	struct err *err)
{
	int64_t count;

	for (size_t i = 0; i < BOOK_COLUMNS; i++)
		if (!read_number(reader, &entry->columns[i]))
			return cut_off(err);
	count = entry->columns[BOOK_LINES];
	if (count < 0 || (uint64_t)count > reader->left / BOOK_LINE_COLUMNS)
		return cut_off(err);
	TRY(ARENA_NEW(arena, (size_t)count, &entry->lines, err));
	for (int64_t line = 0; line < count; line++)
		for (size_t i = 0; i < BOOK_LINE_COLUMNS; i++)
			if (!read_number(reader, &entry->lines[line].columns[i]))
				return cut_off(err);
	return reader->left == 0 ? ST_OK : cut_off(err);
}

static enum status
encode(struct buffer *buffer, const struct filled *filled,
	const struct book_entry *entry, struct err *err)
{
	size_t count = (size_t)entry->columns[BOOK_LINES];

	TRY(buffer_append_varint(buffer, filled->postings, err));
	TRY(buffer_append_varint(buffer, filled->lines, err));
	for (size_t i = 0; i < BOOK_COLUMNS; i++)
		TRY(buffer_append_varint(buffer, zigzag(entry->columns[i]), err));
	for (size_t line = 0; line < count; line++)
		for (size_t i = 0; i < BOOK_LINE_COLUMNS; i++)
			TRY(buffer_append_varint(
				buffer, zigzag(entry->lines[line].columns[i]), err));
	return ST_OK;
}

static enum status
find_end(struct txn *txn, struct tail_end *end, struct err *err)
{
	struct scan_range range = { .backward = true };
	struct reader reader;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	*end = (struct tail_end){ 0 };
	TRY(scan_open(txn, TABLE_BOOK_POSTING, range, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	scan_close(scan);
	if (!found)
		return ST_OK;
	if (key.size != 9)
		return books_damaged("a posting has no number", err);
	end->number = get_u64(key.data + 1) + 1;
	reader = reader_of(value);
	return read_filled(&reader, &end->filled, err);
}

enum status
tail_append(struct txn *txn, const struct book_entry *entry, struct err *err)
{
	struct buffer buffer = { .arena = txn_arena(txn) };
	struct tail_end end;
	struct key key;

	TRY(find_end(txn, &end, err));
	end.filled.postings++;
	end.filled.lines += (uint64_t)entry->columns[BOOK_LINES];
	TRY(encode(&buffer, &end.filled, entry, err));
	key = tail_key(end.number);
	return txn_put(
		txn, TABLE_BOOK_POSTING, key_bytes(&key), buffer_bytes(&buffer), err);
}

enum status
tail_open(struct txn *txn, struct scan **scan, struct err *err)
{
	struct key prefix = { .size = 0 };

	key_add_u8(&prefix, BOOK_TAIL);
	return scan_open_prefix(
		txn, TABLE_BOOK_POSTING, key_bytes(&prefix), false, scan, err);
}

enum status
tail_next(struct txn *txn, struct scan *scan, struct book_entry *entry, bool *found,
	struct err *err)
{
	struct filled filled;
	struct reader reader;
	struct bytes key;
	struct bytes value;

	TRY(scan_next(scan, &key, &value, found, err));
	if (!*found)
		return ST_OK;
	reader = reader_of(value);
	TRY(read_filled(&reader, &filled, err));
	return decode(&reader, txn_arena(txn), entry, err);
}
