#include "html/table.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "html/html.h"
#include "html/number.h"
#include "html/table_parts.h"

/* Texts that are longer are broken into lines. */
#define TEXT_COLUMNS_MAX 26
/* What a character, and what is between two columns, take at most. */
#define CHARACTER_WIDTH 9
#define GAP_WIDTH 18
/* What stands around a table, and what paper has room for, at this percentage of the
 * screen's size. */
#define FRAME_WIDTH 72
#define PORTRAIT_WIDTH 700
#define LANDSCAPE_WIDTH 1030
#define PAPER_PERCENT 75

static bool
is_shown(const struct field *field, const struct html_table *table)
{
	const char *row = table->rows.items;

	if (field->flags & (FIELD_HIDDEN | FIELD_WIDE))
		return false;
	if (!(field->flags & (FIELD_SPARSE | FIELD_QUIET)))
		return true;
	for (size_t i = 0; i < table->rows.count; i++)
		if (!html_cell_is_nothing(field, row + i * table->type->size))
			return true;
	return false;
}

static bool
is_number(const struct field *field)
{
	return field->type == FIELD_COUNT || field->type == FIELD_OPTIONAL ||
	       field->type == FIELD_MONEY;
}

bool
html_cell_is_nothing(const struct field *field, const void *row)
{
	int64_t number = 1;

	if (field_is_default(field, row))
		return true;
	if (is_number(field))
		memcpy(&number, field_at(field, row), sizeof(number));
	return number == 0;
}

enum status
html_cell_text(const struct html_table *table, const struct field *field,
	const void *row, const char **text, struct err *err)
{
	struct arena *arena = table->scratch;
	struct record_style style = { .money_decimals = table->decimals };
	char number[NUMBER_TEXT_MAX];
	char time[TIME_TEXT_MAX] = "";
	int64_t value;

	if (field->type != FIELD_TIME && !is_number(field))
		return field_text(field, row, style, arena, text, err);
	memcpy(&value, field_at(field, row), sizeof(value));
	if (field->type == FIELD_TIME) {
		if (value != 0)
			time_format_short(value, time);
		return arena_text(arena, time, text, err);
	}
	number_format(
		value, field->type == FIELD_MONEY ? table->decimals : 0, number);
	return arena_text(arena, number, text, err);
}

static enum status
measure_cell(const struct html_table *table, struct html_column *column,
	const void *row, struct err *err)
{
	struct arena_mark mark = arena_mark(table->scratch);
	const char *text;
	size_t width;

	TRY(html_cell_text(table, column->field, row, &text, err));
	width = text_width(text, strlen(text));
	if (column->is_text && width > TEXT_COLUMNS_MAX)
		width = TEXT_COLUMNS_MAX;
	if (width > column->width)
		column->width = width;
	arena_rewind(table->scratch, mark);
	return ST_OK;
}

static size_t
longest_word(const char *text)
{
	size_t longest = 0;

	while (*text) {
		size_t size = strcspn(text, " ");

		longest = size > longest ? size : longest;
		text += size + (text[size] == ' ');
	}
	return longest;
}

static enum status
begin_column(struct html_column *column, const struct field *field,
	struct arena *arena, struct err *err)
{
	size_t size = strlen(field->name);
	bool is_sku = strcmp(field->name, "sku") == 0;
	char *heading;

	TRY(arena_take(arena, size + 1, 1, &heading, err));
	for (size_t i = 0; i < size; i++)
		heading[i] = field->name[i] == '_' ? ' ' : field->name[i];
	*column = (struct html_column){
		.field = field,
		.heading = is_sku ? "SKU" : heading,
		.width = longest_word(heading),
		.is_text = !is_number(field) && field->type != FIELD_TIME &&
			   !(field->flags & FIELD_SHARE),
		.is_change = strcmp(field->name, "change") == 0,
	};
	column->is_plain = column->is_change || strcmp(field->name, "name") == 0 ||
			   strcmp(field->name, "total") == 0;
	return ST_OK;
}

/* What it all comes to, else how many there are. */
static void
choose_main(struct html_columns *columns)
{
	static const char *const names[] = { "total", "net", "net_tax", "quantity",
		"available", NULL };
	struct html_column *main = NULL;

	for (size_t name = 0; names[name] && !main; name++)
		for (size_t i = 1; i < columns->count && !main; i++)
			if (strcmp(columns->items[i].field->name, names[name]) == 0)
				main = &columns->items[i];
	for (size_t i = 1; i < columns->count && !main; i++)
		if (is_number(columns->items[i].field))
			main = &columns->items[i];
	if (main)
		main->is_main = true;
}

enum status
html_table_measure(const struct html_table *table, struct arena *arena,
	struct html_columns *columns, struct err *err)
{
	const struct record_type *type = table->type;
	const char *row = table->rows.items;

	*columns = (struct html_columns){ .width = 0 };
	TRY(ARENA_NEW(arena, type->field_count, &columns->items, err));
	for (size_t f = 0; f < type->field_count; f++) {
		struct html_column *column = &columns->items[columns->count];

		if (!is_shown(&type->fields[f], table))
			continue;
		TRY(begin_column(column, &type->fields[f], arena, err));
		for (size_t i = 0; i < table->rows.count; i++)
			TRY(measure_cell(table, column, row + i * type->size, err));
		if (table->sum)
			TRY(measure_cell(table, column, table->sum, err));
		columns->width += column->width * CHARACTER_WIDTH + GAP_WIDTH;
		columns->count++;
	}
	choose_main(columns);
	return ST_OK;
}

enum status
html_table_append_style(
	struct buffer *out, const struct html_columns *columns, struct err *err)
{
	size_t on_paper = columns->width * PAPER_PERCENT / 100;

	if (columns->width <= PORTRAIT_WIDTH)
		TRY(html_append(out, err, "@media print{table{font-size:10pt}}\n"));

	for (size_t i = 0; i < columns->count; i++)
		if (columns->items[i].width <= TEXT_COLUMNS_MAX - 1)
			TRY(html_append(out, err,
				"tr>:nth-child(%zu){white-space:nowrap}\n", i + 1));
	TRY(html_append(out, err,
		"@page{size:A4%s;margin:12mm}\n"
		"@media %sscreen and (max-width:%zupx){\n",
		on_paper > PORTRAIT_WIDTH ? " landscape" : "",
		on_paper > LANDSCAPE_WIDTH ? "print," : "",
		columns->width + FRAME_WIDTH));
	TRY(buffer_append_text(out, html_table_narrow_style, err));
	for (size_t i = 1; i < columns->count; i++) {
		const struct html_column *column = &columns->items[i];

		if (column->is_main)
			TRY(html_append(out, err,
				"tbody tr>:nth-child(%zu),tfoot tr>:nth-child(%zu){"
				"display:block;order:-1;font-size:inherit;"
				"color:inherit;font-weight:600}\n",
				i + 1, i + 1));
		if (!column->is_plain)
			TRY(html_append(out, err,
				"tr>:nth-child(%zu)::before{content:\"%s \"}\n",
				i + 1, column->heading));
	}
	return html_append(out, err, "}\n");
}
