#include "printed.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct field line_fields[] = {
	{ 1, FIELD_TEXT, "sku", offsetof(struct line, sku), NULL, NULL, 0, 0 },
	{ 2, FIELD_TEXT, "name", offsetof(struct line, name), NULL, NULL, 0, 0 },
	{ 3, FIELD_COUNT, "quantity", offsetof(struct line, quantity), NULL, NULL, 0,
		0 },
	{ 4, FIELD_MONEY, "unit_price", offsetof(struct line, unit_price), NULL, NULL,
		0, 0 },
	{ 5, FIELD_TIME, "placed_at", offsetof(struct line, placed_at), NULL, NULL,
		FIELD_SPARSE, 0 },
	{ 6, FIELD_TEXT, "note", offsetof(struct line, note), NULL, NULL,
		FIELD_SPARSE, 0 },
	{ 7, FIELD_TEXT, "secret", offsetof(struct line, secret), NULL, NULL,
		FIELD_HIDDEN, 0 },
	{ 8, FIELD_TEXT, "description", offsetof(struct line, description), NULL,
		NULL, FIELD_WIDE, 0 },
};
const struct record_type printed_line_record = { .name = "line",
	RECORD_FIELDS(struct line, line_fields) };

static const struct field pair_fields[] = {
	{ 1, FIELD_TEXT, "name", offsetof(struct pair, name), NULL, NULL, 0, 0 },
	{ 2, FIELD_TEXT, "value", offsetof(struct pair, value), NULL, NULL, 0, 0 },
};
const struct record_type printed_pair_record = { .name = "pair",
	RECORD_FIELDS(struct pair, pair_fields) };

static const struct field product_fields[] = {
	{ 1, FIELD_TEXT, "product", offsetof(struct product, product), NULL, NULL, 0,
		0 },
	{ 2, FIELD_BOOL, "in_stock", offsetof(struct product, in_stock), NULL, NULL,
		0, 0 },
	{ 3, FIELD_MONEY, "price", offsetof(struct product, price), NULL, NULL, 0,
		0 },
	{ 4, FIELD_TEXT, "description", offsetof(struct product, description), NULL,
		NULL, 0, 0 },
	{ 5, FIELD_MAP, "attributes", offsetof(struct product, attributes),
		&printed_pair_record, NULL, 0, 0 },
	{ 6, FIELD_RECORDS, "variants", offsetof(struct product, variants),
		&printed_line_record, NULL, 0, 0 },
};
const struct record_type printed_product_record = { .name = "product",
	RECORD_FIELDS(struct product, product_fields) };

static const struct field basket_fields[] = {
	{ 1, FIELD_RECORDS, "items", offsetof(struct basket, items),
		&printed_line_record, NULL, 0, 0 },
	{ 2, FIELD_MONEY, "goods_total", offsetof(struct basket, goods_total), NULL,
		NULL, 0, 0 },
	{ 3, FIELD_TEXT, "currency", offsetof(struct basket, currency), NULL, NULL, 0,
		0 },
};
const struct record_type printed_basket_record = { .name = "basket",
	RECORD_FIELDS(struct basket, basket_fields) };

static const struct field envelope_fields[] = {
	{ 1, FIELD_COUNT, "count", offsetof(struct envelope, count), NULL, NULL, 0,
		0 },
};
const struct record_type printed_envelope_record = { .name = "envelope",
	RECORD_FIELDS(struct envelope, envelope_fields) };

struct line printed_lines[] = {
	{ "TS-1", "Größe 椅子", 3, 1250, 0, "", "x", "long" },
	{ "TS-20", "Shirt, \"red\"", 10, 5, 0, "", "x", "a\tb\nc\\d" },
};

struct run printed;

void
printed_to_file(int *kept, int *file, int fd)
{
	char path[] = "/tmp/shop-output-XXXXXX";

	*file = mkstemp(path);
	assert_true(*file >= 0);
	unlink(path);
	fflush(NULL);
	*kept = dup(fd);
	dup2(*file, fd);
}

void
printed_from_file(int kept, int file, int fd, char *text)
{
	ssize_t size;

	fflush(NULL);
	dup2(kept, fd);
	close(kept);
	size = pread(file, text, TEXT_MAX - 1, 0);
	assert_true(size >= 0);
	text[size] = '\0';
	close(file);
}

void
printed_begin(struct output_options options)
{
	printed = (struct run){ .options = options };
	printed_to_file(&printed.kept, &printed.file, STDOUT_FILENO);
	printed.status =
		output_open(&printed.arena, &options, &printed.output, &printed.err);
}

void
printed_finish(void)
{
	if (printed.status == ST_OK)
		printed.status = output_flush(printed.output, &printed.err);
	output_close(printed.output);
	arena_free(&printed.arena);
	printed.size = (size_t)lseek(printed.file, 0, SEEK_END);
	printed_from_file(printed.kept, printed.file, STDOUT_FILENO, printed.text);
}

const char *
printed_list(struct output_options options, const struct line *rows, size_t count)
{
	const struct envelope envelope = { .count = 7 };

	printed_begin(options);
	printed.status =
		output_list_begin(printed.output, &printed_line_record, &printed.err);
	for (size_t i = 0; printed.status == ST_OK && i < count; i++)
		printed.status = output_row(printed.output, &rows[i], &printed.err);
	if (printed.status == ST_OK)
		printed.status = output_list_end(printed.output,
			&printed_envelope_record, &envelope, &printed.err);
	printed_finish();
	return printed.text;
}

const char *
printed_record(struct output_options options, const struct record_type *type,
	const void *record)
{
	printed_begin(options);
	printed.status = output_record(printed.output, type, record, &printed.err);
	printed_finish();
	return printed.text;
}
