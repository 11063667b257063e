#include "books/day.h"

#include <string.h>

#include "base/money.h"
#include "base/period.h"
#include "books/layout.h"

#define FIGURES (sizeof(struct figures) / sizeof(int64_t))
#define FIGURES_SIZE (8 * FIGURES)
#define FRONT_SIZE (FIGURES_SIZE + 4)
/* A text's size and four numbers, at least. */
#define PART_SIZE_MIN 5

struct key
day_row_key(int32_t day)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, BOOK_DAY);
	key_add_u32(&key, (uint32_t)day ^ 0x80000000U);
	return key;
}

bool
day_row_day(struct bytes key, int32_t *day)
{
	if (key.size != 5 || key.data[0] != BOOK_DAY)
		return false;
	*day = (int32_t)(get_u32(key.data + 1) ^ 0x80000000U);
	return true;
}

static enum status
read_text(struct reader *reader, struct arena *arena, const char **text,
	struct err *err)
{
	struct bytes bytes;
	uint64_t size;

	if (!read_varint(reader, &size) || size > reader->left ||
		!read_bytes(reader, (size_t)size, &bytes))
		return books_damaged("a day's row is cut off", err);
	return arena_copy(arena, (const char *)bytes.data, bytes.size, text, err);
}

static enum status
read_count(struct reader *reader, size_t *count, struct err *err)
{
	uint64_t value;

	if (!read_varint(reader, &value) || value > reader->left / PART_SIZE_MIN)
		return books_damaged("a day's row is cut off", err);
	*count = (size_t)value;
	return ST_OK;
}

static enum status
read_taxes(struct reader *reader, struct arena *arena, struct list *taxes,
	struct err *err)
{
	struct book_tax *items;
	size_t count = 0;

	TRY(read_count(reader, &count, err));
	TRY(ARENA_NEW(arena, count, &items, err));
	for (size_t i = 0; i < count; i++) {
		TRY(read_text(reader, arena, &items[i].country, err));
		if (!read_signed(reader, &items[i].rate) ||
			!read_signed(reader, &items[i].base) ||
			!read_signed(reader, &items[i].tax) ||
			!read_signed(reader, &items[i].base_refunded) ||
			!read_signed(reader, &items[i].tax_refunded))
			return books_damaged("a day's taxes are cut off", err);
	}
	*taxes = (struct list){ items, count };
	return ST_OK;
}

static enum status
read_payments(struct reader *reader, struct arena *arena, struct list *payments,
	struct err *err)
{
	struct book_payment *items;
	size_t count = 0;

	TRY(read_count(reader, &count, err));
	TRY(ARENA_NEW(arena, count, &items, err));
	for (size_t i = 0; i < count; i++) {
		TRY(read_text(reader, arena, &items[i].method, err));
		if (!read_signed(reader, &items[i].payments) ||
			!read_signed(reader, &items[i].received) ||
			!read_signed(reader, &items[i].repayments) ||
			!read_signed(reader, &items[i].repaid))
			return books_damaged("a day's payments are cut off", err);
	}
	*payments = (struct list){ items, count };
	return ST_OK;
}

static void
read_figures(const uint8_t *from, struct figures *figures)
{
	int64_t numbers[FIGURES];

	for (size_t i = 0; i < FIGURES; i++)
		numbers[i] = (int64_t)get_u64(from + 8 * i);
	memcpy(figures, numbers, sizeof(numbers));
}

static uint32_t
front_sum(const uint8_t *front)
{
	return (uint32_t)checksum((struct bytes){ front, FIGURES_SIZE }, 0);
}

enum status
day_row_decode_front(struct bytes value, struct book_day *row, struct err *err)
{
	if (value.size < FRONT_SIZE ||
		get_u32(value.data + FIGURES_SIZE) != front_sum(value.data))
		return books_damaged("a day's figures are not what was written", err);
	read_figures(value.data, &row->figures);
	row->taxes = (struct list){ NULL, 0 };
	row->payments = (struct list){ NULL, 0 };
	return ST_OK;
}

enum status
day_row_decode(struct bytes value, struct arena *arena, struct book_day *row,
	struct err *err)
{
	struct reader reader;

	TRY(day_row_decode_front(value, row, err));
	reader = reader_of(
		(struct bytes){ value.data + FRONT_SIZE, value.size - FRONT_SIZE });
	TRY(read_taxes(&reader, arena, &row->taxes, err));
	TRY(read_payments(&reader, arena, &row->payments, err));
	if (reader.left > 0)
		return books_damaged("a day's row has too much in it", err);
	return ST_OK;
}

enum status
day_row_read(struct txn *txn, int32_t day, struct book_day *row, struct err *err)
{
	struct key key = day_row_key(day);
	struct bytes value;
	bool found;

	*row = (struct book_day){ .day = day };
	TRY(txn_get(txn, TABLE_BOOK_DAY, key_bytes(&key), &value, &found, err));
	return found ? day_row_decode(value, txn_arena(txn), row, err) : ST_OK;
}

static enum status
append_text(struct buffer *buffer, const char *text, struct err *err)
{
	TRY(buffer_append_varint(buffer, strlen(text), err));
	return buffer_append_text(buffer, text, err);
}

static enum status
append_tax(struct buffer *buffer, const struct book_tax *tax, struct err *err)
{
	TRY(append_text(buffer, tax->country, err));
	TRY(buffer_append_signed(buffer, tax->rate, err));
	TRY(buffer_append_signed(buffer, tax->base, err));
	TRY(buffer_append_signed(buffer, tax->tax, err));
	TRY(buffer_append_signed(buffer, tax->base_refunded, err));
	return buffer_append_signed(buffer, tax->tax_refunded, err);
}

static enum status
append_payment(
	struct buffer *buffer, const struct book_payment *payment, struct err *err)
{
	TRY(append_text(buffer, payment->method, err));
	TRY(buffer_append_signed(buffer, payment->payments, err));
	TRY(buffer_append_signed(buffer, payment->received, err));
	TRY(buffer_append_signed(buffer, payment->repayments, err));
	return buffer_append_signed(buffer, payment->repaid, err);
}

static enum status
append_front(struct buffer *buffer, const struct figures *figures, struct err *err)
{
	int64_t numbers[FIGURES];

	memcpy(numbers, figures, sizeof(numbers));
	for (size_t i = 0; i < FIGURES; i++)
		TRY(buffer_append_u64(buffer, (uint64_t)numbers[i], err));
	return buffer_append_u32(buffer, front_sum(buffer->data), err);
}

enum status
day_row_write(struct txn *txn, const struct book_day *row, struct err *err)
{
	struct buffer buffer = { .arena = txn_arena(txn) };
	const struct book_tax *taxes = row->taxes.items;
	const struct book_payment *payments = row->payments.items;
	struct key key = day_row_key(row->day);

	TRY(append_front(&buffer, &row->figures, err));
	TRY(buffer_append_varint(&buffer, row->taxes.count, err));
	for (size_t i = 0; i < row->taxes.count; i++)
		TRY(append_tax(&buffer, &taxes[i], err));
	TRY(buffer_append_varint(&buffer, row->payments.count, err));
	for (size_t i = 0; i < row->payments.count; i++)
		TRY(append_payment(&buffer, &payments[i], err));
	return txn_put(
		txn, TABLE_BOOK_DAY, key_bytes(&key), buffer_bytes(&buffer), err);
}
