#include "cmd/order_lines_input.h"

#include <stdlib.h>
#include <string.h>

static enum status
parse_line(struct arena *arena, const struct pair *pair, struct fact_line *line,
	struct err *err)
{
	const char *last = strrchr(pair->value, '=');
	const char *count = last ? last + 1 : pair->value;
	size_t digits = strspn(count, "0123456789");

	line->sku = pair->name;
	if (last)
		TRY(arena_format(arena, &line->sku, err, "%s=%.*s", pair->name,
			(int)(last - pair->value), pair->value));
	if (digits > 0 && digits <= 4 && count[digits] == '\0')
		line->quantity = strtoll(count, NULL, 10);
	if (line->quantity > 0)
		return ST_OK;
	return fail(err, ST_USAGE, "--line %s=%s: '%s' is not a number from 1 to %d",
		pair->name, pair->value, count, QUANTITY_MAX);
}

enum status
order_lines_input(struct arena *arena, const struct pairs *pairs, struct list *lines,
	struct err *err)
{
	struct fact_line *items;
	size_t i;

	TRY(ARENA_NEW(arena, pairs->count, &items, err));
	for (i = 0; i < pairs->count; i++)
		TRY(parse_line(arena, &pairs->items[i], &items[i], err));
	*lines = (struct list){ items, pairs->count };
	return ST_OK;
}
