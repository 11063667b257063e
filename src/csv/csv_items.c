#include "csv/csv_items.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "csv/csv_cell.h"
#include "csv/csv_shape.h"

/* A file is the first of these that recognises its header. */
static const struct csv_shape *const shapes[] = { &csv_shape_shopify, &csv_shape_woo,
	&csv_shape_orders, &csv_shape_customers, &csv_shape_products };
#define SHAPE_COUNT (sizeof(shapes) / sizeof(shapes[0]))

struct csv_items {
	struct item_reader reader;
	struct arena arena; /* of this struct and all that lasts */
	struct csv_file file;
	struct csv_stream *stream;
	struct err refused; /* the file as a whole, said by each call */
	bool begun;
	/* What a call reads lies in one of two arenas in turn: its last row may be
	 * the first of the next item, which outlives its turn by one. */
	struct arena turns[2];
	struct arena_mark empty[2];
	unsigned turn;
	struct csv_row ahead;
	bool has_ahead;
};

/* Rows while they are gathered. */
struct gathering {
	struct csv_items *items;
	struct csv_stream *stream;
	struct arena *arena;
	struct csv_rows rows;
	size_t capacity;
	size_t cells;
	size_t size;
	size_t group;
	struct err fault; /* the first of the item's rows */
	uint64_t end_offset;
	/* Rows are written and not looked at; error goes with the first. */
	const struct csv_output *output;
	const char *error;
};

static enum status
unknown_header(const struct csv_file *file, struct err *err)
{
	return fail_at(err, file->name, 1, 1,
		"no known columns: the first row is the header, and has 'sku', "
		"'product', 'customer' or 'order' in it, or is that of a Shopify or "
		"WooCommerce export (see shop-csv(5))");
}

static enum status
check_header(struct csv_items *items, struct err *err)
{
	const struct csv_row *header = &items->file.header;
	size_t i;

	for (i = 0; i < header->count; i++)
		TRY(csv_check_cell(items->stream, &header->cells[i], err));
	for (i = 0; i < SHAPE_COUNT; i++)
		if (shapes[i]->recognises(header))
			break;
	if (i == SHAPE_COUNT)
		return unknown_header(&items->file, err);
	items->file.shape = shapes[i];
	return items->file.shape->open(&items->file, err);
}

static enum status
read_header(struct csv_items *items, struct err *err)
{
	bool found;

	TRY(csv_read_row(
		items->stream, &items->arena, &items->file.header, &found, err));
	if (!found)
		return fail_at(err, items->file.name, 1, 1,
			"an empty file; a CSV file begins with a row of column "
			"names");
	return check_header(items, err);
}

/* What is wrong with the whole file is told when its items are asked for. */
static enum status
begin(struct csv_items *items, struct err *err)
{
	enum status status;

	if (items->refused.status != ST_OK) {
		*err = items->refused;
		return err->status;
	}
	if (items->begun)
		return ST_OK;
	status = read_header(items, err);
	if (status != ST_OK)
		items->refused = *err;
	else
		items->begun = true;
	return status;
}

static enum status
check_row(struct gathering *gathering, const struct csv_row *row, struct err *err)
{
	const struct csv_file *file = &gathering->items->file;
	size_t i;

	if (row->count != file->header.count)
		return fail_at(err, file->name, row->place.line, 1,
			"a row of %zu cell%s, where the header has %zu", row->count,
			row->count == 1 ? "" : "s", file->header.count);
	for (i = 0; i < row->count; i++)
		TRY(csv_check_cell(gathering->stream, &row->cells[i], err));
	return ST_OK;
}

static enum status
keep_row(struct gathering *gathering, const struct csv_row *row, struct err *err)
{
	struct csv_rows *rows = &gathering->rows;
	struct csv_row *grown;

	if (rows->count == gathering->capacity) {
		size_t capacity = rows->count > 0 ? rows->count * 4 : 1;

		TRY(ARENA_NEW(gathering->arena, capacity, &grown, err));
		if (rows->count > 0)
			memcpy(grown, rows->rows, rows->count * sizeof(*grown));
		rows->rows = grown;
		gathering->capacity = capacity;
	}
	rows->rows[rows->count++] = *row;
	return ST_OK;
}

static enum status
check_limits(struct gathering *gathering, const struct csv_row *row, struct err *err)
{
	size_t i;

	gathering->cells += row->count;
	for (i = 0; i < row->count; i++)
		gathering->size += row->cells[i].size;
	if (gathering->rows.count < CSV_GROUP_ROWS_MAX &&
		gathering->cells <= CSV_GROUP_CELLS_MAX &&
		gathering->size <= CSV_GROUP_SIZE_MAX)
		return ST_OK;
	return fail_at(err, gathering->items->file.name, row->place.line, 1,
		"more than %d rows, %zu cells or %zu bytes of one item",
		CSV_GROUP_ROWS_MAX, CSV_GROUP_CELLS_MAX, CSV_GROUP_SIZE_MAX);
}

static bool
is_error_column(const struct csv_file *file, size_t column)
{
	const struct csv_cell *title = csv_cell_at(&file->header, column);

	return title && strcasecmp(title->text, CSV_ERROR_COLUMN) == 0;
}

/* An error of an import before is left out. */
static enum status
append_row(const struct csv_items *items, const struct csv_row *row,
	const char *error, struct buffer *line, struct err *err)
{
	char delimiter = csv_delimiter(items->stream);
	size_t i;

	for (i = 0; i < row->count; i++) {
		struct bytes text = { (const uint8_t *)row->cells[i].text,
			row->cells[i].size };

		if (is_error_column(&items->file, i))
			continue;
		TRY(csv_append_cell(line, text, false, err));
		TRY(buffer_append(line, &delimiter, 1, err));
	}
	TRY(csv_append_cell(line, bytes_of_text(error), true, err));
	return buffer_append(line, "\n", 1, err);
}

static enum status
write_row(const struct csv_items *items, const struct csv_row *row, const char *error,
	const struct csv_output *output, struct err *err)
{
	struct arena arena = { NULL };
	struct buffer line = { .arena = &arena };
	enum status status = append_row(items, row, error, &line, err);

	if (status == ST_OK)
		status = output->sink(output->arg, line.data, line.size, err);
	arena_free(&arena);
	return status;
}

static enum status
write_on(struct gathering *gathering, const struct csv_row *row, struct err *err)
{
	TRY(write_row(
		gathering->items, row, gathering->error, gathering->output, err));
	gathering->error = "";
	return gathering->rows.count == 0 ? keep_row(gathering, row, err) : ST_OK;
}

/* A row's own fault is noted; rows behind one are read over. */
static enum status
take_row(struct gathering *gathering, const struct csv_row *row, struct err *err)
{
	struct err fault;
	enum status status;

	if (gathering->output)
		return write_on(gathering, row, err);
	if (row->end_offset > gathering->end_offset)
		gathering->end_offset = row->end_offset;
	if (gathering->fault.status != ST_OK)
		return ST_OK;
	status = check_row(gathering, row, &fault);
	if (status == ST_OK)
		status = check_limits(gathering, row, &fault);
	if (status != ST_OK)
		gathering->fault = fault;
	if (status != ST_OK && gathering->rows.count > 0)
		return ST_OK;
	return keep_row(gathering, row, err);
}

/* Whether a row goes on with the item. One that is too short to say is a fault of
 * the item that it stands in. */
static bool
goes_on(const struct gathering *gathering, const struct csv_row *row)
{
	const struct csv_row *first = &gathering->rows.rows[0];
	const struct csv_cell *key = csv_cell_at(row, gathering->group);

	return !key || strcmp(key->text, csv_text_at(first, gathering->group)) == 0;
}

static enum status
read_on(struct gathering *gathering, struct err *err)
{
	struct csv_items *items = gathering->items;
	bool ahead = gathering->stream == items->stream;

	if (*csv_text_at(&gathering->rows.rows[0], gathering->group) == '\0')
		return ST_OK;
	for (;;) {
		struct arena_mark mark = arena_mark(gathering->arena);
		struct csv_row row;
		bool found;

		TRY(csv_read_row(
			gathering->stream, gathering->arena, &row, &found, err));
		if (!found)
			return ST_OK;
		if (!goes_on(gathering, &row)) {
			if (!ahead)
				return ST_OK;
			items->ahead = row;
			items->has_ahead = true;
			return ST_OK;
		}
		TRY(take_row(gathering, &row, err));
		if (gathering->fault.status != ST_OK || gathering->output)
			arena_rewind(gathering->arena, mark);
	}
}

/* Rows elsewhere in the file that belong to the item, read by their places. */
static enum status
read_others(
	struct gathering *gathering, const struct csv_places *places, struct err *err)
{
	struct csv_stream *aside = gathering->items->file.aside;
	size_t i;

	gathering->stream = aside;
	for (i = 0; i < places->count; i++) {
		struct csv_row row;
		bool found;

		csv_seek(aside, places->places[i]);
		TRY(csv_read_row(aside, gathering->arena, &row, &found, err));
		if (found)
			TRY(take_row(gathering, &row, err));
	}
	return ST_OK;
}

/* All rows of the item that begins with a row; *skip says that it is none. */
static enum status
gather(struct gathering *gathering, const struct csv_row *first, bool *skip,
	struct err *err)
{
	const struct csv_file *file = &gathering->items->file;
	struct csv_places places = { NULL, 0, false };
	uint64_t end_offset;

	*skip = false;
	TRY(take_row(gathering, first, err));
	if (file->shape->group && file->shape->group(file, &gathering->group))
		return read_on(gathering, err);
	if (!file->shape->others || gathering->fault.status != ST_OK)
		return ST_OK;
	TRY(file->shape->others(file, first, gathering->arena, &places, err));
	*skip = places.skip;
	end_offset = gathering->end_offset;
	TRY(read_others(gathering, &places, err));
	gathering->end_offset = end_offset;
	return ST_OK;
}

/* Whom a row that could not be read is about. */
static enum status
stub(const struct gathering *gathering, struct item_node **node, struct err *err)
{
	const struct csv_file *file = &gathering->items->file;
	const struct csv_shape *shape = file->shape;

	*node = NULL;
	return shape->name ? shape->name(file, &gathering->rows.rows[0],
				     gathering->arena, node, err)
			   : ST_OK;
}

static enum status
build(struct gathering *gathering, struct item *item, bool *recoverable,
	struct err *err)
{
	const struct csv_file *file = &gathering->items->file;
	const struct csv_row *first = &gathering->rows.rows[0];
	struct err fault = gathering->fault;
	enum status status = fault.status;

	*item = (struct item){ .section = file->shape->section,
		.column = 1,
		.offset = first->place.offset,
		.end_offset = gathering->end_offset,
		.place = { first->place.offset, first->place.line, 1, 0 } };
	if (status == ST_OK)
		status = file->shape->build(file, &gathering->rows, gathering->arena,
			&item->node, &fault);
	if (status == ST_OK)
		return ST_OK;
	if (status == ST_BAD_DATA)
		TRY(stub(gathering, &item->node, err));
	*recoverable = status == ST_BAD_DATA;
	*err = fault;
	return status;
}

static enum status
first_row(struct csv_items *items, struct csv_row *row, bool *found, struct err *err)
{
	items->turn ^= 1;
	arena_rewind(&items->turns[items->turn], items->empty[items->turn]);
	*found = items->has_ahead;
	if (!items->has_ahead)
		return csv_read_row(
			items->stream, &items->turns[items->turn], row, found, err);
	*row = items->ahead;
	items->has_ahead = false;
	return ST_OK;
}

static enum status
items_next(struct item_reader *reader, struct item *item, bool *found,
	bool *recoverable, struct err *err)
{
	struct csv_items *items = (struct csv_items *)reader;
	struct csv_row row;
	bool skip;

	*recoverable = false;
	TRY(begin(items, err));
	for (;;) {
		struct gathering gathering = {
			.items = items, .stream = items->stream, .group = CSV_NONE
		};

		TRY(first_row(items, &row, found, err));
		gathering.arena = &items->turns[items->turn];
		if (!*found)
			return ST_OK;
		TRY(gather(&gathering, &row, &skip, err));
		if (!skip)
			return build(&gathering, item, recoverable, err);
	}
}

/* The first row of an item whose place is known. */
static enum status
read_place(struct csv_items *items, const struct item_place *place,
	struct arena *arena, struct csv_row *row, struct err *err)
{
	bool found;

	csv_seek(items->file.aside, (struct csv_place){ place->offset, place->line });
	TRY(csv_read_row(items->file.aside, arena, row, &found, err));
	invariant(found);
	return ST_OK;
}

static enum status
items_again(struct item_reader *reader, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	struct csv_items *items = (struct csv_items *)reader;
	struct gathering gathering = { .items = items,
		.stream = items->file.aside,
		.arena = arena,
		.group = CSV_NONE };
	struct csv_row row;
	bool recoverable;
	bool skip;

	TRY(begin(items, err));
	TRY(read_place(items, place, arena, &row, err));
	TRY(gather(&gathering, &row, &skip, err));
	return build(&gathering, item, &recoverable, err);
}

static enum status
items_hash(struct item_reader *reader, uint8_t hash[HASH_SIZE], struct err *err)
{
	struct csv_items *items = (struct csv_items *)reader;

	(void)err;
	csv_hash_end(items->stream, hash);
	return ST_OK;
}

static uint64_t
items_position(const struct item_reader *reader)
{
	const struct csv_items *items = (const struct csv_items *)reader;

	return items->stream ? csv_position(items->stream) : 0;
}

static void
items_close(struct item_reader *reader)
{
	struct csv_items *items = (struct csv_items *)reader;
	struct arena arena = items->arena;

	csv_close(items->stream);
	csv_close(items->file.aside);
	arena_free(&items->turns[0]);
	arena_free(&items->turns[1]);
	arena_free(&arena);
}

enum status
csv_items_write_header(
	struct item_reader *reader, const struct csv_output *output, struct err *err)
{
	const struct csv_items *items = (const struct csv_items *)reader;

	return write_row(items, &items->file.header, CSV_ERROR_COLUMN, output, err);
}

enum status
csv_items_write_rows(struct item_reader *reader, const struct item_place *place,
	const char *error, const struct csv_output *output, struct err *err)
{
	struct csv_items *items = (struct csv_items *)reader;
	struct arena arena = { NULL };
	struct gathering gathering = { .items = items,
		.stream = items->file.aside,
		.arena = &arena,
		.group = CSV_NONE,
		.output = output,
		.error = error };
	struct csv_row row;
	enum status status;
	bool skip;

	status = read_place(items, place, &arena, &row, err);
	if (status == ST_OK)
		status = gather(&gathering, &row, &skip, err);
	arena_free(&arena);
	return status;
}

static const struct item_reader_type csv_type = { items_next, items_again, items_hash,
	items_position, items_close };

static enum status
open_streams(struct csv_items *items, int fd, struct err *err)
{
	unsigned i;

	for (i = 0; i < 2; i++) {
		char *first;

		TRY(ARENA_NEW(&items->turns[i], 1, &first, err));
		items->empty[i] = arena_mark(&items->turns[i]);
	}
	TRY(csv_open(fd, items->file.name, &items->stream, err));
	TRY(csv_open(fd, items->file.name, &items->file.aside, err));
	return csv_hash_begin(items->stream, err);
}

enum status
csv_items_open(int fd, const char *name, struct item_reader **reader, struct err *err)
{
	struct arena arena = { NULL };
	struct csv_items *items;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &items, err));
	items->arena = arena;
	items->reader.type = &csv_type;
	items->file.name = name;
	items->file.arena = &items->arena;
	status = open_streams(items, fd, err);
	if (status == ST_BAD_DATA) {
		items->refused = *err;
	} else if (status != ST_OK) {
		items_close(&items->reader);
		return status;
	}
	*reader = &items->reader;
	return ST_OK;
}

bool
csv_items_is(const struct item_reader *reader)
{
	return reader->type == &csv_type;
}
