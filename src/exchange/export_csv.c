#include "exchange/export_csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/money.h"
#include "catalog/level.h"
#include "catalog/product.h"
#include "csv/csv_cell.h"

#define PIECE_SIZE ((size_t)64 * 1024)

struct export
{
	struct txn *txn;
	unsigned decimals;
	export_sink *sink;
	void *arg;
	struct arena memory; /* of the piece that is put together */
	struct buffer piece;
	bool in_row;
};

/* One row: a simple product, what a product's variants share, or one of them. */
struct row {
	const struct product *product;
	const struct variant *variant; /* NULL: what they share */
	const struct details *details;
};

static enum status
put_cell(struct export *export, const char *text, struct err *err)
{
	if (export->in_row)
		TRY(buffer_append(&export->piece, ",", 1, err));
	export->in_row = true;
	return csv_append_cell(&export->piece, bytes_of_text(text), true, err);
}

static enum status
end_row(struct export *export, struct err *err)
{
	export->in_row = false;
	return buffer_append(&export->piece, "\n", 1, err);
}

static enum status
flush(struct export *export, size_t at_least, struct err *err)
{
	if (export->piece.size < at_least || export->piece.size == 0)
		return ST_OK;
	TRY(export->sink(export->arg, export->piece.data, export->piece.size, err));
	export->piece.size = 0;
	return ST_OK;
}

static enum status
put_number(struct export *export, int64_t number, struct err *err)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	return put_cell(export, text, err);
}

static enum status
put_buffer(struct export *export, struct buffer *text, struct err *err)
{
	TRY(buffer_append(text, "", 1, err));
	return put_cell(export, (const char *)text->data, err);
}

static enum status
append_texts(struct buffer *text, const struct texts *texts, struct err *err)
{
	size_t i;

	for (i = 0; i < texts->count; i++) {
		if (i > 0)
			TRY(buffer_append(text, "|", 1, err));
		TRY(csv_append_part(text, texts->items[i], false, err));
	}
	return ST_OK;
}

static enum status
append_entry(
	struct buffer *text, const char *name, const char *value, struct err *err)
{
	if (text->size > 0)
		TRY(buffer_append(text, "|", 1, err));
	TRY(csv_append_part(text, name, true, err));
	TRY(buffer_append(text, "=", 1, err));
	return csv_append_part(text, value, false, err);
}

static enum status
put_texts(struct export *export, const struct texts *texts, struct err *err)
{
	struct buffer text = { .arena = txn_arena(export->txn) };

	TRY(append_texts(&text, texts, err));
	return put_buffer(export, &text, err);
}

static enum status
put_attributes(struct export *export, const struct list *attributes, struct err *err)
{
	const struct attribute *items = attributes->items;
	struct buffer text = { .arena = txn_arena(export->txn) };
	size_t i;
	size_t k;

	for (i = 0; i < attributes->count; i++)
		for (k = 0; k < items[i].values.count; k++)
			TRY(append_entry(
				&text, items[i].name, items[i].values.items[k], err));
	return put_buffer(export, &text, err);
}

static enum status
put_options(struct export *export, const struct row *row, struct err *err)
{
	struct buffer text = { .arena = txn_arena(export->txn) };
	const struct option_value *items;
	size_t i;

	if (!row->variant)
		return put_texts(export, &row->product->options, err);
	items = row->variant->options.items;
	for (i = 0; i < row->variant->options.count; i++)
		TRY(append_entry(&text, items[i].name, items[i].value, err));
	return put_buffer(export, &text, err);
}

static enum status
put_choice(struct export *export, const struct field *field, const void *record,
	struct err *err)
{
	int choice;

	memcpy(&choice, field_at(field, record), sizeof(choice));
	return put_cell(export, field->choices[choice], err);
}

static enum status
put_amount(struct export *export, const struct field *field, const void *record,
	struct err *err)
{
	char text[MONEY_TEXT_MAX > TIME_TEXT_MAX ? MONEY_TEXT_MAX : TIME_TEXT_MAX];
	int64_t number;

	memcpy(&number, field_at(field, record), sizeof(number));
	if (field->type == FIELD_MONEY)
		money_format(number, export->decimals, text);
	else if (field->type == FIELD_TIME)
		date_format_exact(number, text);
	else
		return put_number(export, number, err);
	return put_cell(export, text, err);
}

static enum status
put_field(struct export *export, const struct field *field, const void *record,
	struct err *err)
{
	const char *text;

	if (field_is_default(field, record))
		return put_cell(export, "", err);
	switch (field->type) {
	case FIELD_TEXT:
		memcpy(&text, field_at(field, record), sizeof(text));
		return put_cell(export, text, err);
	case FIELD_CHOICE:
		return put_choice(export, field, record, err);
	case FIELD_TEXTS:
		return put_texts(export, field_at(field, record), err);
	case FIELD_MAP:
		return put_attributes(export, field_at(field, record), err);
	default:
		return put_amount(export, field, record, err);
	}
}

/* Fields of a product that have a column of their own. */
static bool
is_column(const struct field *field)
{
	return !(field->flags & FIELD_HIDDEN) && field->type != FIELD_RECORD &&
	       field->type != FIELD_RECORDS && strcmp(field->name, "handle") != 0;
}

static enum status
put_header(struct export *export, struct err *err)
{
	size_t i;

	TRY(put_cell(export, "product", err));
	TRY(put_cell(export, "sku", err));
	for (i = 0; i < product_record.field_count; i++)
		if (is_column(&product_record.fields[i]))
			TRY(put_cell(export, product_record.fields[i].name, err));
	TRY(put_cell(export, "stock", err));
	for (i = 0; i < details_record.field_count; i++)
		TRY(put_cell(export, details_record.fields[i].name, err));
	return end_row(export, err);
}

/* What a variant has of a product's columns: its status and options. */
static enum status
put_product_field(struct export *export, const struct row *row,
	const struct field *field, struct err *err)
{
	const struct field *own;

	if (strcmp(field->name, "options") == 0)
		return put_options(export, row, err);
	if (!row->variant || product_is_simple(row->product))
		return put_field(export, field, row->product, err);
	own = record_field(&variant_record, field->name);
	return own ? put_field(export, own, row->variant, err)
		   : put_cell(export, "", err);
}

/* Only where pieces were ever counted. */
static enum status
put_stock(struct export *export, const struct row *row, struct err *err)
{
	struct level level;

	if (!row->variant)
		return put_cell(export, "", err);
	TRY(level_get(export->txn, row->variant->sku, &level, err));
	if (level.movements == 0 && level.on_hand == 0)
		return put_cell(export, "", err);
	return put_number(export, level.on_hand, err);
}

static enum status
put_row(struct export *export, const struct row *row, struct err *err)
{
	const struct field *details = details_record.fields;
	size_t i;

	TRY(put_cell(export, row->product->handle, err));
	TRY(put_cell(export, row->variant ? row->variant->sku : "", err));
	for (i = 0; i < product_record.field_count; i++)
		if (is_column(&product_record.fields[i]))
			TRY(put_product_field(
				export, row, &product_record.fields[i], err));
	TRY(put_stock(export, row, err));
	for (i = 0; i < details_record.field_count; i++)
		TRY(put_field(export, &details[i], row->details, err));
	return end_row(export, err);
}

static enum status
put_product(struct export *export, const struct product *product, struct err *err)
{
	struct row row = { product, NULL, &product->details };
	size_t i;

	if (product_is_simple(product)) {
		row.variant = product_variant(product, 0);
		return put_row(export, &row, err);
	}
	TRY(put_row(export, &row, err));
	for (i = 0; i < product->variants.count; i++) {
		row.variant = product_variant(product, i);
		row.details = &row.variant->details;
		TRY(put_row(export, &row, err));
	}
	return ST_OK;
}

static enum status
put_products(struct export *export, struct err *err)
{
	struct arena *arena = txn_arena(export->txn);
	struct product_scan *scan;
	struct product product;
	struct arena_mark mark;
	bool found;

	TRY(put_header(export, err));
	TRY(product_scan_open_sorted(export->txn, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return flush(export, 0, err);
		TRY(put_product(export, &product, err));
		TRY(flush(export, PIECE_SIZE, err));
		arena_rewind(arena, mark);
	}
}

enum status
export_csv(struct txn *txn, unsigned decimals, export_sink *sink, void *arg,
	struct err *err)
{
	struct export export = {
		.txn = txn, .decimals = decimals, .sink = sink, .arg = arg
	};
	enum status status;

	export.piece.arena = &export.memory;
	status = put_products(&export, err);
	arena_free(&export.memory);
	return status;
}
