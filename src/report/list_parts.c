#include "report/list_parts.h"

#include <string.h>

void
list_name_set(struct list_name *name, const char *text)
{
	size_t size = strlen(text);

	if (size >= LIST_NAME_MAX) {
		size = LIST_NAME_MAX - 1;
		while (size > 0 && ((unsigned char)text[size] & 0xc0) == 0x80)
			size--;
	}
	memcpy(name->text, text, size);
	name->text[size] = '\0';
}

enum status
list_figures(struct arena *arena, const struct report_figure *figures, size_t count,
	struct list *list, struct err *err)
{
	struct report_figure *copies;

	TRY(ARENA_NEW(arena, count, &copies, err));
	memcpy(copies, figures, count * sizeof(*copies));
	*list = (struct list){ copies, count };
	return ST_OK;
}

enum status
list_chart(struct arena *arena, const struct report_chart *chart,
	struct report *report, struct err *err)
{
	struct report_chart *copy;

	TRY(ARENA_NEW(arena, 1, &copy, err));
	*copy = *chart;
	report->charts = (struct list){ copy, 1 };
	return ST_OK;
}

enum status
list_time(struct arena *arena, const struct report_days *days, struct list_time *time,
	struct err *err)
{
	char text[16];

	*time = (struct list_time){ "", "" };
	if (days->from != INT32_MIN) {
		day_format(days->from, text);
		TRY(arena_text(arena, text, &time->from, err));
	}
	if (days->until != INT32_MAX) {
		day_format(days->until - 1, text);
		TRY(arena_text(arena, text, &time->until, err));
	}
	return ST_OK;
}

enum status
list_time_words(struct arena *arena, const struct list_time *time, const char **words,
	struct err *err)
{
	if (time->from[0] == '\0' && time->until[0] == '\0')
		return arena_text(arena, "", words, err);
	if (time->from[0] == '\0')
		return arena_format(arena, words, err, "until %s", time->until);
	if (time->until[0] == '\0')
		return arena_format(arena, words, err, "from %s", time->from);
	if (strcmp(time->from, time->until) == 0)
		return arena_text(arena, time->from, words, err);
	return arena_format(arena, words, err, "%s to %s", time->from, time->until);
}

/* "payment-method" as people say it. */
enum status
list_by_words(struct arena *arena, const char *what, const char *const *names, int by,
	const char **words, struct err *err)
{
	char name[32] = "";

	for (size_t i = 0; names[by][i] && i < sizeof(name) - 1; i++)
		name[i] = names[by][i] == '-' ? ' ' : names[by][i];
	return arena_format(arena, words, err, "%s by %s", what, name);
}

int64_t
list_moment(int32_t day)
{
	if (day == INT32_MIN)
		return INT64_MIN;
	return day == INT32_MAX ? INT64_MAX : day_start(day);
}

enum status
list_row_type(struct arena *arena, const struct record_type *type, const char *name,
	const struct record_type **named, struct err *err)
{
	struct record_type *copy;
	struct field *fields;

	TRY(ARENA_NEW(arena, 1, &copy, err));
	TRY(ARENA_NEW(arena, type->field_count, &fields, err));
	memcpy(fields, type->fields, type->field_count * sizeof(*fields));
	fields[0].name = name;
	*copy = *type;
	copy->fields = fields;
	*named = copy;
	return ST_OK;
}

static void *
sorted_item(const struct sorted *sorted, size_t index)
{
	return (char *)sorted->items + index * sorted->size;
}

/* Where a key is, or belongs. */
static size_t
sorted_place(const struct sorted *sorted, const void *key)
{
	size_t from = 0;
	size_t until = sorted->count;

	while (from < until) {
		size_t middle = from + (until - from) / 2;

		if (sorted->compare(sorted_item(sorted, middle), key) < 0)
			from = middle + 1;
		else
			until = middle;
	}
	return from;
}

static enum status
sorted_grow(struct sorted *sorted, struct err *err)
{
	size_t room = sorted->room > 0 ? 2 * sorted->room : 16;
	char *items;

	TRY(arena_take(sorted->arena, room, sorted->size, &items, err));
	if (sorted->count > 0)
		memcpy(items, sorted->items, sorted->count * sorted->size);
	sorted->items = items;
	sorted->room = room;
	return ST_OK;
}

enum status
sorted_at(struct sorted *sorted, const void *key, void **item, struct err *err)
{
	size_t place = sorted_place(sorted, key);

	if (place < sorted->count &&
		sorted->compare(sorted_item(sorted, place), key) == 0) {
		*item = sorted_item(sorted, place);
		return ST_OK;
	}
	if (sorted->count == sorted->room)
		TRY(sorted_grow(sorted, err));
	*item = sorted_item(sorted, place);
	memmove((char *)*item + sorted->size, *item,
		(sorted->count - place) * sorted->size);
	memcpy(*item, key, sorted->size);
	sorted->count++;
	return ST_OK;
}
