#include "csv/csv_shop.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "csv/html_text.h"

/* An amount or weight in millionths. */
#define WHOLE_DIGITS_MAX 11
#define DECIMALS 6
#define ONE INT64_C(1000000)

static bool
name_is(const char *names, const char *title)
{
	size_t size = strlen(title);
	const char *at;

	for (at = names; at; at = strchr(at, '|')) {
		at += *at == '|' ? 1 : 0;
		if (strncasecmp(at, title, size) == 0 &&
			(at[size] == '\0' || at[size] == '|'))
			return true;
	}
	return false;
}

enum status
csv_shop_columns(struct csv_file *file, const char *const *names, size_t count,
	size_t **out, struct err *err)
{
	size_t *columns;
	size_t i;
	size_t k;

	TRY(ARENA_NEW(file->arena, count, &columns, err));
	for (i = 0; i < count; i++)
		columns[i] = CSV_NONE;
	for (k = 0; k < file->header.count; k++) {
		const struct csv_cell *title = &file->header.cells[k];

		for (i = 0; i < count; i++)
			if (title->size > 0 && name_is(names[i], title->text))
				break;
		if (i == count)
			continue;
		if (columns[i] != CSV_NONE)
			return fail_at(err, file->name, title->line, title->column,
				"the column '%s' is there twice", title->text);
		columns[i] = k;
	}
	*out = columns;
	return ST_OK;
}

const struct csv_cell *
csv_shop_cell(const struct csv_shop *shop, size_t which)
{
	const struct csv_cell *cell = csv_cell_at(shop->row, shop->columns[which]);

	return cell && cell->size > 0 ? cell : NULL;
}

bool
csv_shop_has(const struct csv_shop *shop, size_t which)
{
	return shop->columns[which] != CSV_NONE;
}

static struct csv_origin
origin_of(const struct csv_shop *shop, const char *key, size_t which)
{
	size_t column = shop->columns[which];

	return (struct csv_origin){ key, csv_cell_at(shop->row, column),
		&shop->file->header.cells[column] };
}

enum status
csv_shop_put(struct csv_shop *shop, struct item_node *map, const char *key,
	size_t which, const char *text, struct err *err)
{
	struct csv_origin origin = origin_of(shop, key, which);
	struct item_node *node;

	if (text[0])
		return csv_add_text(&shop->tree, map, &origin, text, err);
	return csv_add(&shop->tree, map, ITEM_NULL, &origin, &node, err);
}

enum status
csv_shop_copy(struct csv_shop *shop, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);

	return cell ? csv_shop_put(shop, map, key, which, cell->text, err) : ST_OK;
}

enum status
csv_shop_put_flag(struct csv_shop *shop, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);

	if (!cell)
		return ST_OK;
	if (name_is("true|yes|1", cell->text))
		return csv_shop_put(shop, map, key, which, "yes", err);
	if (name_is("false|no|0", cell->text))
		return csv_shop_put(shop, map, key, which, "no", err);
	return csv_shop_put(shop, map, key, which, cell->text, err);
}

/* Without the blanks around it. */
static enum status
trim(struct arena *arena, const char *text, const char **out, struct err *err)
{
	size_t size;

	text += strspn(text, " \t\n");
	size = strlen(text);
	while (size > 0 && strchr(" \t\n", text[size - 1]))
		size--;
	return arena_copy(arena, text, size, out, err);
}

static enum status
tidy_number(
	struct arena *arena, const char *number, const char **out, struct err *err)
{
	size_t size;
	char *comma;
	char *text;

	TRY(trim(arena, number, &number, err));
	size = strlen(number);
	TRY(arena_take(arena, size + 1, 1, &text, err));
	memcpy(text, number, size);
	comma = strchr(text, ',');
	if (comma && !strchr(text, '.') && !strchr(comma + 1, ','))
		*comma = '.';
	while (strchr(text, '.') && (text[size - 1] == '0' || text[size - 1] == '.'))
		text[--size] = '\0';
	*out = text;
	return ST_OK;
}

enum status
csv_shop_put_amount(struct csv_shop *shop, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);
	const char *text;

	if (!cell)
		return ST_OK;
	TRY(tidy_number(shop->tree.arena, cell->text, &text, err));
	return csv_shop_put(shop, map, key, which, text, err);
}

/* In millionths; what is behind them is cut off. */
static bool
read_decimal(const char *text, int64_t *value)
{
	size_t whole = strspn(text, "0123456789");
	const char *rest = text + whole;
	int64_t read = 0;
	size_t i;

	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (whole == 0 || whole > WHOLE_DIGITS_MAX || *rest)
		return false;
	for (i = 0; i < whole; i++)
		read = read * 10 + (text[i] - '0');
	text += whole + (text[whole] == '.' ? 1 : 0);
	for (i = 0; i < DECIMALS; i++) {
		read *= 10;
		if (*text)
			read += *text++ - '0';
	}
	*value = read;
	return true;
}

bool
csv_amount_above(const char *a, const char *b)
{
	int64_t x;
	int64_t y;

	return read_decimal(a, &x) && read_decimal(b, &y) && x > y;
}

enum status
csv_shop_put_count(struct csv_shop *shop, struct item_node *map, const char *key,
	size_t which, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);
	const char *text;

	if (!cell)
		return ST_OK;
	TRY(tidy_number(shop->tree.arena, cell->text, &text, err));
	if (text[0] == '-' && strspn(text + 1, "0123456789") == strlen(text + 1))
		return csv_shop_put(shop, map, key, which, "0", err);
	return csv_shop_put(shop, map, key, which, text, err);
}

enum status
csv_shop_put_weight(struct csv_shop *shop, struct item_node *map, size_t which,
	int64_t milligrams, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);
	const char *grams;
	int64_t milligrams_in_all;
	int64_t weight;
	const char *text;

	if (!cell)
		return ST_OK;
	TRY(tidy_number(shop->tree.arena, cell->text, &text, err));
	if (!read_decimal(text, &weight) ||
		__builtin_mul_overflow(weight, milligrams, &milligrams_in_all))
		return csv_shop_put(shop, map, "weight_g", which, text, err);
	TRY(arena_format(shop->tree.arena, &grams, err, "%" PRId64,
		milligrams_in_all / (ONE * 1000) +
			(milligrams_in_all % (ONE * 1000) >= ONE * 500)));
	return csv_shop_put(shop, map, "weight_g", which, grams, err);
}

enum status
csv_shop_html(struct csv_shop *shop, size_t which, const char **text, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);

	*text = "";
	if (!cell)
		return ST_OK;
	return html_to_text(shop->tree.arena, cell->text, cell->size, text, err);
}

/* One text up to a comma that is none of its own. */
static enum status
take_text(struct arena *arena, const char **at, const char **out, struct err *err)
{
	const char *end = *at;
	char *text;
	char *to;

	while (*end && *end != ',')
		end += end[0] == '\\' && end[1] == ',' ? 2 : 1;
	TRY(arena_take(arena, (size_t)(end - *at) + 1, 1, &to, err));
	for (text = to; *at < end; (*at)++) {
		if ((*at)[0] == '\\' && (*at)[1] == ',')
			(*at)++;
		*to++ = **at;
	}
	return trim(arena, text, out, err);
}

enum status
csv_shop_split(
	struct csv_shop *shop, size_t which, struct texts *texts, struct err *err)
{
	const struct csv_cell *cell = csv_shop_cell(shop, which);
	const char *at = cell ? cell->text : "";
	size_t count = 1;
	const char *c;

	*texts = (struct texts){ NULL, 0 };
	for (c = at; *c; c++)
		count += *c == ',';
	TRY(ARENA_NEW(shop->tree.arena, count, &texts->items, err));
	while (*at) {
		const char *text;

		TRY(take_text(shop->tree.arena, &at, &text, err));
		if (text[0])
			texts->items[texts->count++] = text;
		at += *at == ',' ? 1 : 0;
	}
	return ST_OK;
}

static bool
list_has(const struct item_node *list, const char *text, size_t *count)
{
	const struct item_node *node;

	*count = 0;
	for (node = list->first; node; node = node->next, (*count)++)
		if (strcmp(node->text, text) == 0)
			return true;
	return false;
}

enum status
csv_shop_add_list(struct csv_shop *shop, struct item_node *map,
	const struct csv_origin *origin, const struct texts *texts, struct err *err)
{
	struct csv_origin item = { NULL, origin->cell, origin->title };
	struct item_node *list = csv_child(map, origin->key);
	size_t count = 0;
	size_t i;

	if (texts->count == 0)
		return ST_OK;
	if (!list)
		TRY(csv_add(&shop->tree, map, ITEM_LIST, origin, &list, err));
	for (i = 0; i < texts->count && count < CSV_SHOP_TEXTS_MAX; i++)
		if (!list_has(list, texts->items[i], &count))
			TRY(csv_add_text(
				&shop->tree, list, &item, texts->items[i], err));
	return ST_OK;
}

enum status
csv_shop_put_attribute(struct csv_shop *shop, struct item_node *map,
	const struct csv_origin *origin, const struct texts *texts, struct err *err)
{
	struct csv_origin all = { "attributes", origin->cell, origin->title };
	struct item_node *attributes = csv_child(map, "attributes");

	if (texts->count == 0)
		return ST_OK;
	if (!attributes)
		TRY(csv_add(&shop->tree, map, ITEM_MAP, &all, &attributes, err));
	return csv_shop_add_list(shop, attributes, origin, texts, err);
}

enum status
csv_shop_category(
	struct arena *arena, const char *path, const char **category, struct err *err)
{
	struct buffer text = { .arena = arena };

	while (*path) {
		size_t size = strcspn(path, ">");
		const char *part;

		TRY(arena_copy(arena, path, size, &part, err));
		TRY(trim(arena, part, &part, err));
		if (part[0] && text.size > 0)
			TRY(buffer_append(&text, "/", 1, err));
		for (; *part; part++)
			TRY(buffer_append(&text, *part == '/' ? "-" : part, 1, err));
		path += size + (path[size] == '>' ? 1 : 0);
	}
	TRY(buffer_append(&text, "", 1, err));
	*category = (const char *)text.data;
	return ST_OK;
}
