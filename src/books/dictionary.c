#include "books/dictionary.h"

#include <stdio.h>
#include <string.h>

#include "base/money.h"

static const size_t part_counts[BOOK_TEXT_KINDS] = {
	[BOOK_TEXT_ITEM] = ITEM_PARTS,
	[BOOK_TEXT_COUNTRY] = 1,
	[BOOK_TEXT_METHOD] = 1,
	[BOOK_TEXT_RATE] = 1,
};

static struct key
kind_key(enum book_text_row row, enum book_text_kind kind)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, (uint8_t)row);
	key_add_u8(&key, (uint8_t)kind);
	return key;
}

static enum status
read_text(struct txn *txn, enum book_text_kind kind, uint32_t id, struct bytes *text,
	struct err *err)
{
	struct key key = kind_key(BOOK_TEXT, kind);
	bool found;

	key_add_u32(&key, id);
	TRY(txn_get(txn, TABLE_BOOK_ITEM, key_bytes(&key), text, &found, err));
	if (!found)
		return books_damaged("a text is missing", err);
	return ST_OK;
}

struct wanted {
	enum book_text_kind kind;
	struct bytes text;
	struct key by; /* its row of ids */
};

/* Which of the ids is the text's. */
static enum status
find_among(struct txn *txn, const struct wanted *wanted, struct bytes ids,
	uint32_t *id, bool *found, struct err *err)
{
	struct reader reader = reader_of(ids);
	struct bytes text;
	uint32_t one;

	while (read_u32(&reader, &one)) {
		TRY(read_text(txn, wanted->kind, one, &text, err));
		if (!bytes_equal(text, wanted->text))
			continue;
		*id = one;
		*found = true;
		return ST_OK;
	}
	*found = false;
	return reader.left == 0 ? ST_OK : books_damaged("ids are cut off", err);
}

static enum status
next_id(struct txn *txn, enum book_text_kind kind, uint32_t *id, struct err *err)
{
	struct key prefix = kind_key(BOOK_TEXT, kind);
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open_prefix(
		txn, TABLE_BOOK_ITEM, key_bytes(&prefix), true, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	if (found && key.size != 6)
		return books_damaged("a text has no number", err);
	*id = found ? get_u32(key.data + 2) + 1 : 0;
	scan_close(scan);
	return ST_OK;
}

static enum status
add_text(struct txn *txn, const struct wanted *wanted, struct bytes ids, uint32_t *id,
	struct err *err)
{
	struct key key = kind_key(BOOK_TEXT, wanted->kind);
	struct buffer buffer = { .arena = txn_arena(txn) };

	TRY(buffer_append(&buffer, ids.data, ids.size, err));
	TRY(next_id(txn, wanted->kind, id, err));
	TRY(buffer_append_u32(&buffer, *id, err));
	key_add_u32(&key, *id);
	TRY(txn_put(txn, TABLE_BOOK_ITEM, key_bytes(&key), wanted->text, err));
	return txn_put(txn, TABLE_BOOK_ITEM, key_bytes(&wanted->by),
		buffer_bytes(&buffer), err);
}

enum status
dictionary_id(struct txn *txn, enum book_text_kind kind, struct bytes text,
	uint32_t *id, struct err *err)
{
	struct wanted wanted = { kind, text, kind_key(BOOK_TEXT_BY, kind) };
	struct bytes ids = { NULL, 0 };
	bool found;

	key_add_u64(&wanted.by, checksum(text, 0));
	TRY(txn_get(txn, TABLE_BOOK_ITEM, key_bytes(&wanted.by), &ids, &found, err));
	if (found)
		TRY(find_among(txn, &wanted, ids, id, &found, err));
	return found ? ST_OK : add_text(txn, &wanted, ids, id, err);
}

static bool
has_parts(struct bytes text, size_t parts)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++)
		count += text.data[i] == '\0';
	return count == parts && text.data[text.size - 1] == '\0';
}

enum status
dictionary_read(struct txn *txn, enum book_text_kind kind,
	struct dictionary *dictionary, struct err *err)
{
	struct key prefix = kind_key(BOOK_TEXT, kind);
	const char **texts;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	uint32_t count;
	bool found;

	TRY(next_id(txn, kind, &count, err));
	TRY(ARENA_NEW(txn_arena(txn), count, &texts, err));
	TRY(scan_open_prefix(
		txn, TABLE_BOOK_ITEM, key_bytes(&prefix), false, &scan, err));
	for (uint32_t i = 0; i < count; i++) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found || key.size != 6 || get_u32(key.data + 2) != i)
			return books_damaged("a text is missing", err);
		if (!has_parts(value, part_counts[kind]))
			return books_damaged("a text is cut off", err);
		texts[i] = (const char *)value.data;
	}
	scan_close(scan);
	*dictionary = (struct dictionary){ texts, count };
	return ST_OK;
}

const char *
item_part(const char *item, enum book_item_part part)
{
	for (int i = 0; i < (int)part; i++)
		item += strlen(item) + 1;
	return item;
}

void
rate_text(int64_t rate, char text[24])
{
	if (rate == NUMBER_NONE)
		text[0] = '\0';
	else
		snprintf(text, 24, "%lld", (long long)rate);
}

bool
rate_of_text(const char *text, int64_t *rate)
{
	bool is_negative = *text == '-';
	int64_t number = 0;

	if (*text == '\0') {
		*rate = NUMBER_NONE;
		return true;
	}
	for (text += is_negative; *text; text++)
		if (*text < '0' || *text > '9' ||
			!money_multiply(number, 10, &number) ||
			!money_add(number, *text - '0', &number))
			return false;
	*rate = is_negative ? -number : number;
	return true;
}
