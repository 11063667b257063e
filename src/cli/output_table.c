#include <string.h>

#include "base/text.h"
#include "cli/output_parts.h"

#define GAP 2
#define CUT_WIDTH_MIN 8
#define BAR_WIDTH 16
#define BAR_WIDTH_MIN 6
#define BAR_WIDTH_MAX 30

static const char BOLD[] = "\033[1m";
static const char PLAIN[] = "\033[0m";
static const char ELLIPSIS[] = "…";

enum status
table_begin(struct output *output, struct table *table,
	const struct record_type *type, struct err *err)
{
	struct arena *arena = &output->arena;

	*table = (struct table){ .cells = { .arena = arena, .fd = -1 } };
	TRY(ARENA_NEW(arena, type->field_count, &table->columns, err));
	for (size_t i = 0; i < type->field_count; i++) {
		const struct field *field = &type->fields[i];
		struct column *column = &table->columns[table->column_count];

		if (field->flags & (FIELD_HIDDEN | FIELD_WIDE))
			continue;
		column->field = field;
		column->right = !cell_is_text(field) || field->flags & FIELD_SHARE;
		column->shown = !(field->flags & (FIELD_SPARSE | FIELD_QUIET));
		TRY(cell_heading(field, arena, &column->heading, err));
		column->width = text_width(column->heading, strlen(column->heading));
		table->column_count++;
	}
	return ST_OK;
}

/* In the spool a cell is its size and width (native uint32_t), then its text. */
static enum status
keep_cell(
	struct spool *cells, struct column *column, const char *text, struct err *err)
{
	size_t size = strlen(text);
	size_t width = text_width(text, size);
	uint32_t head[2] = { (uint32_t)size, (uint32_t)width };

	if (width > column->width)
		column->width = width;
	TRY(spool_append(cells, head, sizeof(head), err));
	return spool_append(cells, text, size, err);
}

enum status
table_row(struct output *output, struct table *table, const void *record,
	struct err *err)
{
	const char *text;

	for (size_t i = 0; i < table->column_count; i++) {
		struct arena_mark mark = arena_mark(&output->scratch);
		struct column *column = &table->columns[i];

		TRY(cell_for_people(
			output, column->field, record, false, &text, err));
		if (!cell_says_nothing(column->field, record))
			column->shown = true;
		TRY(keep_cell(&table->cells, column, text, err));
		arena_rewind(&output->scratch, mark);
	}
	table->rows++;
	return ST_OK;
}

static size_t
table_width(const struct table *table)
{
	size_t width = table->indent;
	bool first = true;

	for (size_t i = 0; i < table->column_count; i++) {
		if (!table->columns[i].shown)
			continue;
		width += table->columns[i].width + (first ? 0 : GAP);
		first = false;
	}
	return width;
}

/* Takes what is too much for the screen from the widest texts. */
static void
fit_screen(const struct output *output, struct table *table)
{
	size_t width = table_width(table);

	if (!output->terminal || output->screen_columns == 0)
		return;
	while (width > output->screen_columns) {
		struct column *widest = NULL;
		size_t excess = width - output->screen_columns;

		for (size_t i = 0; i < table->column_count; i++) {
			struct column *column = &table->columns[i];

			if (column->shown && !column->right &&
				column->width > CUT_WIDTH_MIN &&
				(!widest || column->width > widest->width))
				widest = column;
		}
		if (!widest)
			return;
		if (excess > widest->width - CUT_WIDTH_MIN)
			excess = widest->width - CUT_WIDTH_MIN;
		widest->width -= excess;
		width -= excess;
	}
}

struct cell {
	const char *text;
	size_t size;
	size_t width;
};

static enum status
print_cell(struct output *output, const struct column *column,
	const struct cell *cell, bool last, struct err *err)
{
	size_t width = cell->width;
	size_t size = cell->size;
	bool cut = width > column->width;

	if (cut) {
		size = text_fit(cell->text, size, column->width - 1);
		width = text_width(cell->text, size) + 1;
	}
	if (column->right)
		TRY(output_blanks(output, column->width - width, err));
	TRY(output_bytes(output, cell->text, size, err));
	if (cut)
		TRY(output_words(output, ELLIPSIS, err));
	if (!column->right && !last)
		TRY(output_blanks(output, column->width - width, err));
	return ST_OK;
}

static const struct column *
last_shown(const struct table *table)
{
	const struct column *last = NULL;

	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].shown)
			last = &table->columns[i];
	return last;
}

static enum status
print_headings(struct output *output, const struct table *table, struct err *err)
{
	const struct column *last = last_shown(table);
	bool first = true;

	TRY(output_blanks(output, table->indent, err));
	if (output->bold)
		TRY(output_words(output, BOLD, err));
	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];
		size_t size = strlen(column->heading);
		struct cell cell = { column->heading, size,
			text_width(column->heading, size) };

		if (!column->shown)
			continue;
		if (!first)
			TRY(output_blanks(output, GAP, err));
		TRY(print_cell(output, column, &cell, column == last, err));
		first = false;
	}
	if (output->bold)
		TRY(output_words(output, PLAIN, err));
	return output_words(output, "\n", err);
}

static enum status
read_cell(
	struct spool *cells, struct arena *arena, struct cell *cell, struct err *err)
{
	uint32_t head[2];
	char *text;

	TRY(spool_read(cells, head, sizeof(head), err));
	TRY(arena_take(arena, head[0] + (size_t)1, 1, &text, err));
	TRY(spool_read(cells, text, head[0], err));
	*cell = (struct cell){ text, head[0], head[1] };
	return ST_OK;
}

/* Bars take what is left of the screen, if that is enough to tell one from another;
 * without one, a width that still fits into a mail. */
static void
fit_bars(const struct output *output, struct table *table)
{
	size_t width = table_width(table) + GAP;
	size_t room = BAR_WIDTH;

	if (!table->bars)
		return;
	if (output->terminal && output->screen_columns > 0)
		room = output->screen_columns > width ? output->screen_columns - width
						      : 0;
	table->scale = bar_scale(table->bars, table->bar_count);
	table->scale.blocks = bar_has_blocks(output->terminal);
	table->scale.width = room < BAR_WIDTH_MAX ? room : BAR_WIDTH_MAX;
	if (room < BAR_WIDTH_MIN)
		table->bars = NULL;
}

static enum status
print_bar(struct output *output, const struct table *table, uint64_t row,
	size_t waiting, struct err *err)
{
	struct buffer bar = { .arena = &output->scratch };

	if (!table->bars || row >= table->bar_count)
		return ST_OK;
	TRY(bar_append(&bar, &table->scale, table->bars[row], err));
	if (bar.size == 0)
		return ST_OK;
	TRY(output_blanks(output, waiting, err));
	return output_buffer(output, &bar, err);
}

/* A right-aligned last cell that is empty would leave blanks at the line's end, so
 * would empty cells at the end; blanks wait until something comes behind them. */
static enum status
print_row(struct output *output, struct table *table, uint64_t row, struct err *err)
{
	struct arena_mark mark = arena_mark(&output->scratch);
	size_t waiting = table->indent;
	struct cell cell;

	for (size_t i = 0; i < table->column_count; i++) {
		const struct column *column = &table->columns[i];

		TRY(read_cell(&table->cells, &output->scratch, &cell, err));
		if (!column->shown)
			continue;
		if (cell.size > 0) {
			size_t width = cell.width < column->width ? cell.width
								  : column->width;

			TRY(output_blanks(output, waiting, err));
			TRY(print_cell(output, column, &cell, true, err));
			waiting = column->right ? 0 : column->width - width;
		} else {
			waiting += column->width;
		}
		waiting += GAP;
	}
	TRY(print_bar(output, table, row, waiting, err));
	arena_rewind(&output->scratch, mark);
	return output_words(output, "\n", err);
}

enum status
table_end(struct output *output, struct table *table, struct err *err)
{
	if (table->rows == 0)
		return ST_OK;
	fit_screen(output, table);
	fit_bars(output, table);
	TRY(print_headings(output, table, err));
	TRY(spool_read_begin(&table->cells, err));
	for (uint64_t i = 0; i < table->rows; i++)
		TRY(print_row(output, table, i, err));
	spool_close(&table->cells);
	return ST_OK;
}

enum status
table_list(struct output *output, const struct record_type *type, struct list list,
	size_t indent, struct err *err)
{
	struct table *table = &output->table;

	TRY(table_begin(output, table, type, err));
	table->indent = indent;
	for (size_t i = 0; i < list.count; i++)
		TRY(table_row(output, table, list_item(list, type, i), err));
	return table_end(output, table, err);
}
