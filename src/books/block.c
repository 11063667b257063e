#include "books/block.h"

#include <endian.h>
#include <string.h>

#define FORM 1
#define COLUMN_HEAD 13
#define HEAD_SIZE (17 + COLUMN_HEAD * BLOCK_COLUMNS)
#define SUM_SIZE 4

static uint32_t
sum_of(struct bytes bytes)
{
	return (uint32_t)checksum(bytes, 0);
}

static enum status
damaged(struct err *err)
{
	return books_damaged("a block of postings is not what was written", err);
}

/* Takes a column's place from what is left. */
static bool
open_column(const uint8_t *head, size_t count, struct reader *reader,
	struct book_block_column *column)
{
	struct bytes data;
	size_t width = head[0];

	if (width > 8 || (width & (width - 1)) != 0 ||
		!read_bytes(reader, count * width, &data))
		return false;
	*column = (struct book_block_column){ data.data, count, width,
		(int64_t)get_u64(head + 1), get_u32(head + 9) };
	return true;
}

enum status
book_block_open(struct bytes bytes, struct book_block *block, struct err *err)
{
	struct reader reader = reader_of(bytes);
	struct bytes head;
	uint32_t sum;

	if (!read_bytes(&reader, HEAD_SIZE, &head) || !read_u32(&reader, &sum) ||
		head.data[0] != FORM || sum != sum_of(head))
		return damaged(err);
	block->postings = get_u32(head.data + 1);
	block->lines = get_u32(head.data + 5);
	if (block->postings > BOOK_POSTINGS_MAX ||
		block->lines >= BOOK_LINES_MAX + BOOK_POSTING_LINES_MAX)
		return damaged(err);
	block->first = (int32_t)get_u32(head.data + 9);
	block->last = (int32_t)get_u32(head.data + 13);
	for (size_t i = 0; i < BLOCK_COLUMNS; i++) {
		size_t count = i < BOOK_COLUMNS ? block->postings : block->lines;

		if (!open_column(head.data + 17 + COLUMN_HEAD * i, count, &reader,
			    &block->columns[i]))
			return damaged(err);
	}
	return reader.left == 0 ? ST_OK : damaged(err);
}

/* Values that are widened together: a compiler makes vectors of a fixed count. */
#define CHUNK 16

/* What a column's values are: its base and what is above it, little-endian. */
#define WIDEN(name, stored, turned, wide) \
	static void name( \
		const struct book_block_column *column, uint64_t base, wide *values) \
	{ \
		size_t i = 0; \
		stored part[CHUNK]; \
\
		for (; i + CHUNK <= column->count; i += CHUNK) { \
			memcpy(part, column->data + sizeof(stored) * i, \
				sizeof(part)); \
			for (size_t j = 0; j < CHUNK; j++) \
				values[i + j] = (wide)(base + turned(part[j])); \
		} \
		for (; i < column->count; i++) { \
			memcpy(part, column->data + sizeof(stored) * i, \
				sizeof(stored)); \
			values[i] = (wide)(base + turned(part[0])); \
		} \
	}

#define AS_IT_IS(value) (value)
WIDEN(widen_1, uint8_t, AS_IT_IS, int64_t)
WIDEN(widen_2, uint16_t, le16toh, int64_t)
WIDEN(widen_4, uint32_t, le32toh, int64_t)
WIDEN(widen_8, uint64_t, le64toh, int64_t)
WIDEN(narrow_1, uint8_t, AS_IT_IS, int32_t)
WIDEN(narrow_2, uint16_t, le16toh, int32_t)
WIDEN(narrow_4, uint32_t, le32toh, int32_t)

static enum status
check_sum(const struct book_block_column *column, struct err *err)
{
	struct bytes bytes = { column->data, column->count * column->width };

	return column->sum == sum_of(bytes) ? ST_OK : damaged(err);
}

enum status
book_block_read(const struct book_block *block, size_t column, int64_t *values,
	struct err *err)
{
	const struct book_block_column *from = &block->columns[column];
	uint64_t base = (uint64_t)from->base;

	TRY(check_sum(from, err));
	switch (from->width) {
	case 0:
		for (size_t i = 0; i < from->count; i++)
			values[i] = from->base;
		break;
	case 1:
		widen_1(from, base, values);
		break;
	case 2:
		widen_2(from, base, values);
		break;
	case 4:
		widen_4(from, base, values);
		break;
	default:
		widen_8(from, base, values);
		break;
	}
	return ST_OK;
}

/* No value of a column is further above its base. */
static uint64_t
most_above(const struct book_block_column *column)
{
	uint32_t part[CHUNK];
	uint32_t bits = 0;
	size_t i = 0;

	if (column->width != 4)
		return column->width == 8 ? UINT64_MAX
					  : ((uint64_t)1 << 8 * column->width) - 1;
	for (; i + CHUNK <= column->count; i += CHUNK) {
		memcpy(part, column->data + 4 * i, sizeof(part));
		for (size_t j = 0; j < CHUNK; j++)
			bits |= part[j];
	}
	for (; i < column->count; i++) {
		memcpy(part, column->data + 4 * i, sizeof(part[0]));
		bits |= part[0];
	}
	return le32toh(bits);
}

enum status
book_block_read_narrow(const struct book_block *block, size_t column, int32_t *values,
	bool *fit, struct err *err)
{
	const struct book_block_column *from = &block->columns[column];
	uint64_t base = (uint64_t)from->base;
	uint64_t most = most_above(from);

	*fit = from->base >= INT32_MIN && from->base <= INT32_MAX &&
	       most <= INT32_MAX && from->base + (int64_t)most <= INT32_MAX;
	if (!*fit)
		return ST_OK;
	TRY(check_sum(from, err));
	switch (from->width) {
	case 0:
		for (size_t i = 0; i < from->count; i++)
			values[i] = (int32_t)from->base;
		break;
	case 1:
		narrow_1(from, base, values);
		break;
	case 2:
		narrow_2(from, base, values);
		break;
	default:
		narrow_4(from, base, values);
		break;
	}
	return ST_OK;
}

/* The values of a column, one by one. */
struct values {
	const struct book_entry *entries;
	size_t count;
	size_t column;
	size_t entry;
	size_t line;
};

static bool
next_value(struct values *values, int64_t *value)
{
	const struct book_entry *entry = &values->entries[values->entry];

	if (values->column < BOOK_COLUMNS) {
		if (values->entry == values->count)
			return false;
		*value = entry->columns[values->column];
		values->entry++;
		return true;
	}
	while (values->entry < values->count &&
		values->line == (size_t)entry->columns[BOOK_LINES]) {
		entry = &values->entries[++values->entry];
		values->line = 0;
	}
	if (values->entry == values->count)
		return false;
	*value = entry->lines[values->line++].columns[values->column - BOOK_COLUMNS];
	return true;
}

/* The smallest value, and how many bytes the largest needs above it. */
static void
measure(struct values values, int64_t *base, size_t *width)
{
	int64_t least = INT64_MAX;
	int64_t most = INT64_MIN;
	uint64_t range;
	int64_t value;

	while (next_value(&values, &value)) {
		least = value < least ? value : least;
		most = value > most ? value : most;
	}
	if (least > most)
		least = most = 0;
	range = (uint64_t)most - (uint64_t)least;
	*base = least;
	*width = range == 0            ? 0
		 : range <= UINT8_MAX  ? 1
		 : range <= UINT16_MAX ? 2
				       : 4;
	if (range > UINT32_MAX)
		*width = 8;
}

static enum status
pack_column(struct buffer *buffer, size_t head, struct values values, struct err *err)
{
	size_t start = buffer->size;
	uint8_t *place;
	int64_t base;
	int64_t value;
	size_t width;

	measure(values, &base, &width);
	while (width > 0 && next_value(&values, &value)) {
		uint64_t above = htole64((uint64_t)value - (uint64_t)base);

		TRY(buffer_append(buffer, &above, width, err));
	}
	place = buffer->data + head + 17 + COLUMN_HEAD * values.column;
	place[0] = (uint8_t)width;
	put_u64(place + 1, (uint64_t)base);
	put_u32(place + 9,
		sum_of((struct bytes){ buffer->data + start, buffer->size - start }));
	return ST_OK;
}

static void
pack_head(uint8_t *head, const struct book_entry *entries, size_t count)
{
	int64_t first = entries[0].columns[BOOK_ON];
	int64_t last = first;
	int64_t lines = 0;

	for (size_t i = 0; i < count; i++) {
		int64_t day = entries[i].columns[BOOK_ON];

		first = day < first ? day : first;
		last = day > last ? day : last;
		lines += entries[i].columns[BOOK_LINES];
	}
	head[0] = FORM;
	put_u32(head + 1, (uint32_t)count);
	put_u32(head + 5, (uint32_t)lines);
	put_u32(head + 9, (uint32_t)(int32_t)first);
	put_u32(head + 13, (uint32_t)(int32_t)last);
}

enum status
book_block_pack(struct buffer *buffer, const struct book_entry *entries, size_t count,
	struct err *err)
{
	static const uint8_t empty[HEAD_SIZE + SUM_SIZE];
	size_t head = buffer->size;

	invariant(count > 0);
	TRY(buffer_append(buffer, empty, sizeof(empty), err));
	pack_head(buffer->data + head, entries, count);
	for (size_t i = 0; i < BLOCK_COLUMNS; i++) {
		struct values values = { entries, count, i, 0, 0 };

		TRY(pack_column(buffer, head, values, err));
	}
	put_u32(buffer->data + head + HEAD_SIZE,
		sum_of((struct bytes){ buffer->data + head, HEAD_SIZE }));
	return ST_OK;
}

/* Gives each entry its lines; they are as many as the block has. */
static enum status
share_lines(const struct book_block *block, struct book_entry *entries,
	struct entry_line *lines, struct err *err)
{
	size_t left = block->lines;

	for (size_t i = 0; i < block->postings; i++) {
		int64_t count = entries[i].columns[BOOK_LINES];

		if (count < 0 || (uint64_t)count > left)
			return damaged(err);
		entries[i].lines = lines + (block->lines - left);
		left -= (size_t)count;
	}
	return left == 0 ? ST_OK : damaged(err);
}

enum status
book_block_entries(const struct book_block *block, struct arena *arena,
	struct list *entries, struct err *err)
{
	size_t most = block->lines > block->postings ? block->lines : block->postings;
	struct book_entry *items;
	struct entry_line *lines;
	int64_t *values;

	TRY(ARENA_NEW(arena, block->postings, &items, err));
	TRY(ARENA_NEW(arena, block->lines, &lines, err));
	TRY(ARENA_NEW(arena, most, &values, err));
	for (size_t column = 0; column < BLOCK_COLUMNS; column++) {
		TRY(book_block_read(block, column, values, err));
		for (size_t i = 0; i < block->columns[column].count; i++)
			if (column < BOOK_COLUMNS)
				items[i].columns[column] = values[i];
			else
				lines[i].columns[column - BOOK_COLUMNS] = values[i];
	}
	TRY(share_lines(block, items, lines, err));
	*entries = (struct list){ items, block->postings };
	return ST_OK;
}
