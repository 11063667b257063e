#include "books/entry.h"

#include <string.h>

#include "base/period.h"

enum status
books_damaged(const char *what, struct err *err)
{
	return fail(err, ST_CORRUPT,
		"the books are damaged: %s (shop admin reindex counts them anew)",
		what);
}

static enum status
text_id(struct txn *txn, enum book_text_kind kind, const char *text, int64_t *id,
	struct err *err)
{
	struct bytes bytes = { (const uint8_t *)text, strlen(text) + 1 };
	uint32_t number;

	TRY(dictionary_id(txn, kind, bytes, &number, err));
	*id = number;
	return ST_OK;
}

static enum status
rate_id(struct txn *txn, int64_t rate, int64_t *id, struct err *err)
{
	char text[24];

	rate_text(rate, text);
	return text_id(txn, BOOK_TEXT_RATE, text, id, err);
}

static enum status
item_id(struct txn *txn, const struct posting_line *line, int64_t *id,
	struct err *err)
{
	const char *parts[ITEM_PARTS] = { line->sku, line->name, line->product,
		line->category, line->brand };
	struct buffer buffer = { .arena = txn_arena(txn) };
	uint32_t number;

	for (size_t i = 0; i < ITEM_PARTS; i++)
		TRY(buffer_append(&buffer, parts[i], strlen(parts[i]) + 1, err));
	TRY(dictionary_id(txn, BOOK_TEXT_ITEM, buffer_bytes(&buffer), &number, err));
	*id = number;
	return ST_OK;
}

static enum status
entry_of_line(struct txn *txn, const struct posting_line *line,
	struct entry_line *entry, struct err *err)
{
	int64_t *columns = entry->columns;

	columns[BOOK_UNITS] = line->units;
	columns[BOOK_GOODS] = line->goods;
	columns[BOOK_DISCOUNT] = line->discount;
	columns[BOOK_TAX] = line->tax;
	return item_id(txn, line, &columns[BOOK_ITEM], err);
}

/* Most lines have the rate of the one before, which need not be looked up again. */
static enum status
entry_of_lines(struct txn *txn, const struct posting *posting,
	struct book_entry *entry, struct err *err)
{
	const struct posting_line *lines = posting->lines.items;
	int64_t id = entry->columns[BOOK_SHIPPING_RATE];
	int64_t rate = posting->shipping_tax_rate;

	TRY(ARENA_NEW(txn_arena(txn), posting->lines.count, &entry->lines, err));
	for (size_t i = 0; i < posting->lines.count; i++) {
		TRY(entry_of_line(txn, &lines[i], &entry->lines[i], err));
		if (lines[i].tax_rate != rate)
			TRY(rate_id(txn, lines[i].tax_rate, &id, err));
		rate = lines[i].tax_rate;
		entry->lines[i].columns[BOOK_RATE] = id;
	}
	return ST_OK;
}

enum status
entry_of_posting(struct txn *txn, const struct posting *posting,
	struct book_entry *entry, struct err *err)
{
	int64_t *columns = entry->columns;

	columns[BOOK_KIND] = posting->kind;
	columns[BOOK_ON] = day_of(posting->at);
	columns[BOOK_CUSTOMER] = (int64_t)posting->customer;
	columns[BOOK_SHIPPING] = posting->shipping;
	columns[BOOK_SHIPPING_TAX] = posting->shipping_tax;
	columns[BOOK_LINES] = (int64_t)posting->lines.count;
	columns[BOOK_AT] = posting->at;
	columns[BOOK_ORDER] = (int64_t)posting->order;
	columns[BOOK_FACT] = (int64_t)posting->fact;
	TRY(text_id(txn, BOOK_TEXT_COUNTRY, posting->country, &columns[BOOK_COUNTRY],
		err));
	TRY(text_id(
		txn, BOOK_TEXT_METHOD, posting->method, &columns[BOOK_METHOD], err));
	TRY(rate_id(
		txn, posting->shipping_tax_rate, &columns[BOOK_SHIPPING_RATE], err));
	return entry_of_lines(txn, posting, entry, err);
}

enum status
book_texts_read(struct txn *txn, struct book_texts *texts, struct err *err)
{
	for (int i = 0; i < BOOK_TEXT_KINDS; i++)
		TRY(dictionary_read(
			txn, (enum book_text_kind)i, &texts->kinds[i], err));
	return ST_OK;
}

static enum status
find_text(const struct book_texts *texts, enum book_text_kind kind, int64_t id,
	const char **text, struct err *err)
{
	if (id < 0 || (uint64_t)id >= texts->kinds[kind].count)
		return books_damaged("a text is missing", err);
	*text = texts->kinds[kind].texts[id];
	return ST_OK;
}

static enum status
find_rate(const struct book_texts *texts, int64_t id, int64_t *rate, struct err *err)
{
	const char *text = "";

	TRY(find_text(texts, BOOK_TEXT_RATE, id, &text, err));
	if (!rate_of_text(text, rate))
		return books_damaged("a tax rate is none", err);
	return ST_OK;
}

static enum status
line_of_entry(const struct book_texts *texts, const struct entry_line *entry,
	struct posting_line *line, struct err *err)
{
	const int64_t *columns = entry->columns;
	const char *item = "";

	TRY(find_text(texts, BOOK_TEXT_ITEM, columns[BOOK_ITEM], &item, err));
	*line = (struct posting_line){ .sku = item_part(item, ITEM_SKU),
		.name = item_part(item, ITEM_NAME),
		.product = item_part(item, ITEM_PRODUCT),
		.category = item_part(item, ITEM_CATEGORY),
		.brand = item_part(item, ITEM_BRAND),
		.units = columns[BOOK_UNITS],
		.goods = columns[BOOK_GOODS],
		.discount = columns[BOOK_DISCOUNT],
		.tax = columns[BOOK_TAX] };
	return find_rate(texts, columns[BOOK_RATE], &line->tax_rate, err);
}

enum status
posting_of_entry(const struct book_entry *entry, const struct book_texts *texts,
	struct arena *arena, struct posting *posting, struct err *err)
{
	const int64_t *columns = entry->columns;
	size_t count = (size_t)columns[BOOK_LINES];
	struct posting_line *lines;

	TRY(ARENA_NEW(arena, count, &lines, err));
	for (size_t i = 0; i < count; i++)
		TRY(line_of_entry(texts, &entry->lines[i], &lines[i], err));
	*posting = (struct posting){ .kind = (int)columns[BOOK_KIND],
		.at = columns[BOOK_AT],
		.order = (uint64_t)columns[BOOK_ORDER],
		.fact = (uint64_t)columns[BOOK_FACT],
		.customer = (uint64_t)columns[BOOK_CUSTOMER],
		.lines = { lines, count },
		.shipping = columns[BOOK_SHIPPING],
		.shipping_tax = columns[BOOK_SHIPPING_TAX] };
	TRY(find_text(texts, BOOK_TEXT_COUNTRY, columns[BOOK_COUNTRY],
		&posting->country, err));
	TRY(find_text(texts, BOOK_TEXT_METHOD, columns[BOOK_METHOD], &posting->method,
		err));
	return find_rate(
		texts, columns[BOOK_SHIPPING_RATE], &posting->shipping_tax_rate, err);
}
