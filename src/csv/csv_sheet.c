#include "csv/csv_sheet.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "csv/csv_cell.h"

/* What makes one entry's cost quadratic is bounded here. */
#define ENTRIES_MAX 2000
#define OPTIONS_MAX 100

/* A column of the file at hand. */
struct column {
	const struct csv_known *known;
	const char *key; /* of CSV_ENTRY and CSV_OPTION: the entry's name */
};

struct sheet_file {
	const struct csv_sheet *sheet;
	struct column *columns; /* as many as the header has */
	size_t group;
	size_t line;
};

/* One item while it is put together. */
struct build {
	const struct csv_file *file;
	const struct sheet_file *columns;
	struct csv_tree tree;
	bool grouped; /* the rows name the item that they are lines of */
	struct item_node *root;
	struct item_node *lines; /* the list, NULL before the first */
	struct item_node *line;  /* of the row at hand, NULL where it is none */
	const struct csv_cell *options; /* the item's own word of them */
};

static const struct csv_known error_column = { CSV_ERROR_COLUMN, CSV_ITEM,
	CSV_SKIPPED, NULL, NULL };

/* A spreadsheet keeps columns that were emptied. */
static const struct csv_known nameless_column = { "", CSV_ITEM, CSV_NAMELESS, NULL,
	NULL };

static bool
has_rest(const struct csv_known *known)
{
	return known->kind == CSV_ENTRY || known->kind == CSV_OPTION;
}

static bool
names_column(const struct csv_known *known, const char *title)
{
	size_t size = strlen(known->name);

	if (!has_rest(known))
		return strcasecmp(known->name, title) == 0;
	return strncasecmp(known->name, title, size) == 0 && title[size] != '\0';
}

static const struct csv_known *
find_known(const struct csv_sheet *sheet, const char *title)
{
	size_t i;

	for (i = 0; i < sheet->known_count; i++)
		if (names_column(&sheet->known[i], title))
			return &sheet->known[i];
	if (title[0] == '\0')
		return &nameless_column;
	return names_column(&error_column, title) ? &error_column : NULL;
}

bool
csv_sheet_recognises(const struct csv_sheet *sheet, const struct csv_row *header)
{
	size_t i;

	for (i = 0; i < header->count; i++) {
		const char *title = header->cells[i].text;

		if ((sheet->group && strcasecmp(title, sheet->group) == 0) ||
			(sheet->line && strcasecmp(title, sheet->line) == 0))
			return true;
	}
	return false;
}

static enum status
unknown_column(const struct csv_file *file, const struct csv_sheet *sheet,
	const struct csv_cell *title, struct err *err)
{
	const char **names;
	const char *nearest;
	size_t i;

	TRY(ARENA_NEW(file->arena, sheet->known_count + 1, &names, err));
	for (i = 0; i < sheet->known_count; i++)
		names[i] = sheet->known[i].name;
	nearest = text_nearest(title->text, names);
	if (nearest)
		return fail_at(err, file->name, title->line, title->column,
			"unknown column '%s' (did you mean '%s'?)", title->text,
			nearest);
	return fail_at(err, file->name, title->line, title->column,
		"unknown column '%s' (see shop-csv(5))", title->text);
}

static enum status
check_twice(const struct csv_file *file, const struct sheet_file *columns,
	size_t index, struct err *err)
{
	const struct csv_cell *title = &file->header.cells[index];
	const struct column *now = &columns->columns[index];
	size_t i;

	for (i = 0; i < index && now->known != &nameless_column; i++)
		if (columns->columns[i].known == now->known &&
			strcmp(columns->columns[i].key, now->key) == 0)
			return fail_at(err, file->name, title->line, title->column,
				"the column '%s' is there twice", title->text);
	return ST_OK;
}

static enum status
take_column(const struct csv_file *file, struct sheet_file *columns, size_t index,
	struct err *err)
{
	const struct csv_sheet *sheet = columns->sheet;
	const struct csv_cell *title = &file->header.cells[index];
	const struct csv_known *known = find_known(sheet, title->text);
	struct column *column = &columns->columns[index];

	if (!known)
		return unknown_column(file, sheet, title, err);
	column->known = known;
	column->key = known->key ? known->key : known->name;
	if (has_rest(known))
		column->key = title->text + strlen(known->name);
	if (known->kind == CSV_OPTION && find_known(sheet, column->key))
		return fail_at(err, file->name, title->line, title->column,
			"an option cannot be called '%s': that is a column of its "
			"own",
			column->key);
	TRY(check_twice(file, columns, index, err));
	if (sheet->group && strcmp(known->name, sheet->group) == 0)
		columns->group = index;
	if (sheet->line && strcmp(known->name, sheet->line) == 0)
		columns->line = index;
	return ST_OK;
}

enum status
csv_sheet_open(const struct csv_sheet *sheet, struct csv_file *file, struct err *err)
{
	struct sheet_file *columns;
	size_t i;

	TRY(ARENA_NEW(file->arena, 1, &columns, err));
	*columns = (struct sheet_file){ sheet, NULL, CSV_NONE, CSV_NONE };
	TRY(ARENA_NEW(file->arena, file->header.count, &columns->columns, err));
	for (i = 0; i < file->header.count; i++)
		TRY(take_column(file, columns, i, err));
	file->state = columns;
	return ST_OK;
}

bool
csv_sheet_group(const struct csv_file *file, size_t *column)
{
	const struct sheet_file *columns = file->state;

	*column = columns->group;
	return columns->group != CSV_NONE;
}

/* The origin of what a cell says under a key. */
static struct csv_origin
origin_of(const struct build *build, const struct csv_cell *cell, size_t index,
	const char *key)
{
	return (struct csv_origin){ key, cell, &build->file->header.cells[index] };
}

static enum status
fail_cell(const struct build *build, const struct csv_cell *cell, enum status status,
	struct err *err)
{
	struct err reason;

	if (status != ST_BAD_DATA)
		return status;
	reason = *err;
	return fail_at(err, build->file->name, cell->line, cell->column, "%s",
		reason.message);
}

/* The map that a key is in, made where it is not there yet. */
static enum status
find_map(struct build *build, struct item_node *parent,
	const struct csv_origin *origin, struct item_node **map, struct err *err)
{
	*map = csv_child(parent, origin->key);
	if (*map)
		return ST_OK;
	return csv_add(&build->tree, parent, ITEM_MAP, origin, map, err);
}

static enum status
add_list(struct build *build, struct item_node *parent,
	const struct csv_origin *origin, const char *text, struct err *err)
{
	struct csv_origin item = { NULL, origin->cell, origin->title };
	struct item_node *list;
	struct texts texts;
	size_t i;

	TRY(csv_split_list(build->tree.arena, text, &texts, err));
	TRY(csv_add(&build->tree, parent, ITEM_LIST, origin, &list, err));
	for (i = 0; i < texts.count; i++)
		TRY(csv_add_text(&build->tree, list, &item, texts.items[i], err));
	return ST_OK;
}

static enum status
add_null(struct build *build, struct item_node *parent,
	const struct csv_origin *origin, struct err *err)
{
	struct item_node *node;

	return csv_add(&build->tree, parent, ITEM_NULL, origin, &node, err);
}

static enum status
fail_twice(
	const struct build *build, const struct csv_origin *origin, struct err *err)
{
	return fail_at(err, build->file->name, origin->cell->line,
		origin->cell->column, "'%s' is given twice", origin->key);
}

/* A further value of an attribute that came right before. */
static enum status
add_value(struct build *build, struct item_node *node,
	const struct csv_origin *origin, const char *value, struct err *err)
{
	struct csv_origin item = { NULL, origin->cell, origin->title };

	if (node->kind != ITEM_LIST) {
		const char *first = node->kind == ITEM_TEXT ? node->text : "";

		node->kind = ITEM_LIST;
		TRY(csv_add_text(&build->tree, node, &item, first, err));
	}
	return csv_add_text(&build->tree, node, &item, value, err);
}

static enum status
add_entries(struct build *build, struct item_node *map, const struct csv_cell *cell,
	size_t index, struct err *err)
{
	struct csv_entry *entries;
	struct item_node *last = NULL;
	size_t count;
	size_t i;

	TRY(fail_cell(build, cell,
		csv_split_entries(build->tree.arena, csv_unguard(cell->text),
			&entries, &count, err),
		err));
	if (count > ENTRIES_MAX)
		return fail_at(err, build->file->name, cell->line, cell->column,
			"more than %d entries in a cell", ENTRIES_MAX);
	for (i = 0; i < count; i++) {
		struct csv_origin origin =
			origin_of(build, cell, index, entries[i].name);
		const char *value = entries[i].value;

		if (last && strcmp(last->key, origin.key) == 0) {
			TRY(add_value(build, last, &origin, value, err));
			continue;
		}
		if (csv_child(map, origin.key))
			return fail_twice(build, &origin, err);
		if (value[0])
			TRY(csv_add_text(&build->tree, map, &origin, value, err));
		else
			TRY(add_null(build, map, &origin, err));
		last = csv_child(map, origin.key);
	}
	return ST_OK;
}

static enum status
add_map(struct build *build, struct item_node *parent, const struct csv_cell *cell,
	size_t index, struct err *err)
{
	const struct column *column = &build->columns->columns[index];
	struct csv_origin origin = origin_of(build, cell, index, column->key);
	struct item_node *map;

	TRY(find_map(build, parent, &origin, &map, err));
	return add_entries(build, map, cell, index, err);
}

static enum status
add_entry(struct build *build, struct item_node *parent, const struct csv_cell *cell,
	size_t index, struct err *err)
{
	const struct column *column = &build->columns->columns[index];
	struct csv_origin origin = origin_of(build, cell, index, column->known->key);
	struct item_node *map;

	TRY(find_map(build, parent, &origin, &map, err));
	origin.key = column->key;
	if (map->kind != ITEM_MAP || csv_child(map, origin.key))
		return fail_twice(build, &origin, err);
	if (csv_is_null(cell->text, cell->size))
		return add_null(build, map, &origin, err);
	return add_list(build, map, &origin, csv_unguard(cell->text), err);
}

/* The names of options that lines have and the item does not tell of. */
static enum status
note_option(struct build *build, const struct csv_origin *origin, struct err *err)
{
	struct csv_origin list = { "options", origin->cell, origin->title };
	struct csv_origin item = { NULL, origin->cell, origin->title };
	struct item_node *options = csv_child(build->root, "options");
	const struct item_node *node;

	if (build->options)
		return ST_OK;
	if (!options)
		TRY(csv_add(
			&build->tree, build->root, ITEM_LIST, &list, &options, err));
	for (node = options->first; node; node = node->next)
		if (strcmp(node->text, origin->key) == 0)
			return ST_OK;
	return csv_add_text(&build->tree, options, &item, origin->key, err);
}

static enum status
add_option(struct build *build, struct csv_origin origin, const char *value,
	struct err *err)
{
	if (!build->line)
		return fail_at(err, build->file->name, origin.cell->line,
			origin.cell->column,
			"the option '%s' is of a product with variants, which has a "
			"handle (column 'product')",
			origin.key);
	if (find_known(build->columns->sheet, origin.key))
		return fail_at(err, build->file->name, origin.cell->line,
			origin.cell->column,
			"an option cannot be called '%s': that is a column of its "
			"own",
			origin.key);
	if (csv_child(build->line, origin.key))
		return fail_twice(build, &origin, err);
	TRY(note_option(build, &origin, err));
	return csv_add_text(&build->tree, build->line, &origin, value, err);
}

/* Of the item: the names. Of a line: NAME=VALUE. */
static enum status
add_options(struct build *build, const struct csv_cell *cell, size_t index,
	struct err *err)
{
	struct csv_origin origin = origin_of(build, cell, index, "options");
	struct csv_entry *entries;
	size_t count;
	size_t i;

	if (!build->line && csv_is_null(cell->text, cell->size))
		return add_null(build, build->root, &origin, err);
	if (!build->line)
		return add_list(
			build, build->root, &origin, csv_unguard(cell->text), err);
	TRY(fail_cell(build, cell,
		csv_split_entries(build->tree.arena, csv_unguard(cell->text),
			&entries, &count, err),
		err));
	if (count > OPTIONS_MAX)
		return fail_at(err, build->file->name, cell->line, cell->column,
			"more than %d options in a cell", OPTIONS_MAX);
	for (i = 0; i < count; i++)
		TRY(add_option(build, origin_of(build, cell, index, entries[i].name),
			entries[i].value, err));
	return ST_OK;
}

/* Rows of one item must agree in what is the item's. */
static enum status
check_same(const struct build *build, const struct item_node *node,
	const struct csv_origin *origin, struct err *err)
{
	const struct csv_cell *cell = origin->cell;
	bool same =
		csv_is_null(cell->text, cell->size)
			? node->kind == ITEM_NULL
			: node->kind == ITEM_TEXT &&
				  strcmp(node->text, csv_unguard(cell->text)) == 0;

	if (same)
		return ST_OK;
	return fail_at(err, build->file->name, cell->line, cell->column,
		"'%s' is not as on line %" PRIu64 " of the same item", origin->key,
		node->line);
}

static enum status
add_value_of(struct build *build, struct item_node *parent,
	const struct csv_cell *cell, size_t index, struct err *err)
{
	const struct column *column = &build->columns->columns[index];
	struct csv_origin origin = origin_of(build, cell, index, column->known->in);
	struct item_node *node;

	if (column->known->in)
		TRY(find_map(build, parent, &origin, &parent, err));
	origin.key = column->key;
	node = csv_child(parent, origin.key);
	if (node)
		return check_same(build, node, &origin, err);
	if (csv_is_null(cell->text, cell->size))
		return add_null(build, parent, &origin, err);
	if (column->known->kind == CSV_LIST)
		return add_list(build, parent, &origin, csv_unguard(cell->text), err);
	return csv_add_text(
		&build->tree, parent, &origin, csv_unguard(cell->text), err);
}

static enum status
add_cell(struct build *build, const struct csv_cell *cell, size_t index,
	struct err *err)
{
	const struct csv_known *known = build->columns->columns[index].known;
	struct item_node *parent =
		known->level != CSV_ITEM && build->line ? build->line : build->root;
	bool clears = csv_is_null(cell->text, cell->size);

	if (known->level == CSV_LINE && !build->line && known->kind != CSV_OPTION)
		return fail_at(err, build->file->name, cell->line, cell->column,
			"'%s' needs '%s' in the same row", known->name,
			build->grouped ? build->columns->sheet->line
				       : build->columns->sheet->group);
	switch (known->kind) {
	case CSV_SKIPPED:
		return ST_OK;
	case CSV_NAMELESS:
		return fail_at(err, build->file->name, cell->line, cell->column,
			"'%s' is in a column without a name", cell->text);
	case CSV_MAP:
		if (!clears)
			return add_map(build, parent, cell, index, err);
		return add_value_of(build, parent, cell, index, err);
	case CSV_ENTRY:
		return add_entry(build, parent, cell, index, err);
	case CSV_OPTIONS:
		return add_options(build, cell, index, err);
	case CSV_OPTION:
		return add_option(build,
			origin_of(build, cell, index,
				build->columns->columns[index].key),
			csv_unguard(cell->text), err);
	default:
		return add_value_of(build, parent, cell, index, err);
	}
}

static enum status
begin_line(struct build *build, const struct csv_cell *cell, struct err *err)
{
	struct csv_origin origin = { build->columns->sheet->lines, cell, NULL };
	struct csv_origin item = { NULL, cell, NULL };

	if (!build->lines)
		TRY(csv_add(&build->tree, build->root, ITEM_LIST, &origin,
			&build->lines, err));
	return csv_add(
		&build->tree, build->lines, ITEM_MAP, &item, &build->line, err);
}

static enum status
add_row(struct build *build, const struct csv_row *row, struct err *err)
{
	const struct csv_cell *line = csv_cell_at(row, build->columns->line);
	size_t i;

	build->line = NULL;
	if (build->grouped && line && line->size > 0)
		TRY(begin_line(build, line, err));
	for (i = 0; i < row->count; i++)
		if (row->cells[i].size > 0)
			TRY(add_cell(build, &row->cells[i], i, err));
	return ST_OK;
}

static bool
is_own_options(const struct build *build, const struct csv_row *row, size_t index)
{
	const struct csv_known *known = build->columns->columns[index].known;

	return known->kind == CSV_OPTIONS && row->cells[index].size > 0 &&
	       *csv_text_at(row, build->columns->line) == '\0';
}

/* Where a row of the item itself names its options, lines need not. */
static void
find_own_options(struct build *build, const struct csv_rows *rows)
{
	size_t i;
	size_t k;

	for (i = 0; i < rows->count; i++)
		for (k = 0; k < rows->rows[i].count; k++)
			if (is_own_options(build, &rows->rows[i], k))
				build->options = &rows->rows[i].cells[k];
}

enum status
csv_sheet_build(const struct csv_file *file, const struct csv_rows *rows,
	struct arena *arena, struct item_node **node, struct err *err)
{
	const struct sheet_file *columns = file->state;
	struct build build = { .file = file,
		.columns = columns,
		.tree = { .file = file, .arena = arena },
		.grouped = *csv_text_at(&rows->rows[0], columns->group) != '\0' };
	size_t i;

	TRY(csv_root(&build.tree, &rows->rows[0].cells[0], &build.root, err));
	if (build.grouped)
		find_own_options(&build, rows);
	for (i = 0; i < rows->count; i++)
		TRY(add_row(&build, &rows->rows[i], err));
	*node = build.root;
	return ST_OK;
}

enum status
csv_sheet_name(const struct csv_file *file, const struct csv_row *row,
	struct arena *arena, struct item_node **node, struct err *err)
{
	const struct sheet_file *columns = file->state;
	struct csv_tree tree = { .file = file, .arena = arena };
	const char *group = csv_text_at(row, columns->group);
	size_t column = group[0] ? columns->group : columns->line;
	const struct csv_cell *cell = csv_cell_at(row, column);
	struct csv_origin origin = { NULL, cell, NULL };

	if (!cell || cell->size == 0)
		return ST_OK;
	origin.key = columns->columns[column].key;
	TRY(csv_root(&tree, cell, node, err));
	return csv_add_text(&tree, *node, &origin, csv_unguard(cell->text), err);
}
