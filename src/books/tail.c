#include "books/tail.h"

#include "books/block.h"

/* How many postings and lines the tail has up to one of its rows. */
struct filled {
	uint64_t postings;
	uint64_t lines;
};

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
		if (!read_signed(reader, &entry->columns[i]))
			return cut_off(err);
	count = entry->columns[BOOK_LINES];
	if (count < 0 || count > BOOK_POSTING_LINES_MAX ||
		(uint64_t)count > reader->left / BOOK_LINE_COLUMNS)
		return cut_off(err);
	TRY(ARENA_NEW(arena, (size_t)count, &entry->lines, err));
	for (int64_t line = 0; line < count; line++)
		for (size_t i = 0; i < BOOK_LINE_COLUMNS; i++)
			if (!read_signed(reader, &entry->lines[line].columns[i]))
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
		TRY(buffer_append_signed(buffer, entry->columns[i], err));
	for (size_t line = 0; line < count; line++)
		for (size_t i = 0; i < BOOK_LINE_COLUMNS; i++)
			TRY(buffer_append_signed(
				buffer, entry->lines[line].columns[i], err));
	return ST_OK;
}

/* Behind which number the next posting comes, and what the tail has before it. */
static enum status
find_end(struct txn *txn, struct tail_end *end, struct err *err)
{
	struct scan_range range = { .backward = true };
	struct reader reader;
	struct book_block block;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	*end = (struct tail_end){ 0 };
	TRY(scan_open(txn, TABLE_BOOK_POSTING, range, &scan, err));
	TRY(scan_peek(scan, &key, &value, &found, err));
	scan_close(scan);
	if (!found)
		return ST_OK;
	if (key.size != 9)
		return books_damaged("a posting has no number", err);
	end->number = get_u64(key.data + 1);
	if (key.data[0] == BOOK_BLOCK) {
		TRY(book_block_open(value, &block, err));
		end->number += block.postings;
		return ST_OK;
	}
	end->number++;
	reader = reader_of(value);
	return read_filled(&reader, &end->filled, err);
}

static enum status
append_row(struct txn *txn, const struct tail_end *end,
	const struct book_entry *entry, struct err *err)
{
	struct buffer buffer = { .arena = txn_arena(txn) };
	struct key key = tail_key(end->number);

	TRY(encode(&buffer, &end->filled, entry, err));
	return txn_put(
		txn, TABLE_BOOK_POSTING, key_bytes(&key), buffer_bytes(&buffer), err);
}

static enum status
delete_rows(struct txn *txn, uint64_t first, uint64_t count, struct err *err)
{
	bool found;

	for (uint64_t i = 0; i < count; i++) {
		struct key key = tail_key(first + i);

		TRY(txn_delete(
			txn, TABLE_BOOK_POSTING, key_bytes(&key), &found, err));
	}
	return ST_OK;
}

/* What is in the tail becomes a block, together with an entry. */
static enum status
pack(struct txn *txn, const struct book_entry *entry, struct err *err)
{
	struct buffer buffer = { .arena = txn_arena(txn) };
	struct key key = { .size = 0 };
	struct book_tail tail;

	TRY(tail_read(txn, &tail, err));
	tail.entries[tail.count] = *entry;
	TRY(book_block_pack(&buffer, tail.entries, tail.count + 1, err));
	TRY(delete_rows(txn, tail.number, tail.count, err));
	key_add_u8(&key, BOOK_BLOCK);
	key_add_u64(&key, tail.number);
	return txn_put(
		txn, TABLE_BOOK_POSTING, key_bytes(&key), buffer_bytes(&buffer), err);
}

enum status
tail_append(struct txn *txn, const struct book_entry *entry, struct err *err)
{
	struct tail_end end;

	TRY(find_end(txn, &end, err));
	end.filled.postings++;
	end.filled.lines += (uint64_t)entry->columns[BOOK_LINES];
	if (end.filled.postings >= BOOK_POSTINGS_MAX ||
		end.filled.lines >= BOOK_LINES_MAX)
		return pack(txn, entry, err);
	return append_row(txn, &end, entry, err);
}

/* The rows have numbers that follow on each other. */
static enum status
read_row(const struct book_tail *tail, struct bytes key, struct bytes value,
	struct arena *arena, struct err *err)
{
	struct reader reader = reader_of(value);
	struct filled filled;

	if (tail->count == BOOK_POSTINGS_MAX - 1 || key.size != 9 ||
		get_u64(key.data + 1) != tail->number + tail->count)
		return books_damaged("a posting is missing", err);
	TRY(read_filled(&reader, &filled, err));
	return decode(&reader, arena, &tail->entries[tail->count], err);
}

enum status
tail_read(struct txn *txn, struct book_tail *tail, struct err *err)
{
	struct book_tail all = { .count = 0 };
	uint8_t prefix = BOOK_TAIL;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(ARENA_NEW(txn_arena(txn), BOOK_POSTINGS_MAX, &all.entries, err));
	TRY(scan_open_prefix(txn, TABLE_BOOK_POSTING, (struct bytes){ &prefix, 1 },
		false, &scan, err));
	for (;;) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		if (all.count == 0 && key.size == 9)
			all.number = get_u64(key.data + 1);
		TRY(read_row(&all, key, value, txn_arena(txn), err));
		all.count++;
	}
	scan_close(scan);
	*tail = all;
	return ST_OK;
}
