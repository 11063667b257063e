#include "csv/csv_cell.h"

#include <string.h>

#define GUARDED "=+-@\t\r"
#define ESCAPED "|=\\ "
#define NULL_WORD "null"

bool
csv_is_null(const char *text, size_t size)
{
	return size == sizeof(NULL_WORD) - 1 && memcmp(text, NULL_WORD, size) == 0;
}

/* Whether a spreadsheet, or we, would take it for something else than a text. */
static bool
needs_guard(const char *text, size_t size)
{
	size_t i = 0;

	while (i < size && text[i] == '\'')
		i++;
	if (i == size)
		return false;
	return memchr(GUARDED, text[i], sizeof(GUARDED) - 1) ||
	       csv_is_null(text + i, size - i);
}

const char *
csv_unguard(const char *text)
{
	return text[0] == '\'' && needs_guard(text, strlen(text)) ? text + 1 : text;
}

/* A part up to an unescaped stop, without the blanks around it. */
struct part {
	const char *from;
	const char *end;
};

static const char *
find_stop(const char *text, char stop)
{
	for (; *text && *text != stop; text++)
		if (text[0] == '\\' && text[1] && strchr(ESCAPED, text[1]))
			text++;
	return text;
}

static enum status
take_part(struct arena *arena, struct part part, const char **out, struct err *err)
{
	char *text;
	size_t size = 0;
	size_t kept = 0; /* what of it is no blank that may go */

	while (part.from < part.end && *part.from == ' ')
		part.from++;
	TRY(arena_take(arena, (size_t)(part.end - part.from) + 1, 1, &text, err));
	for (; part.from < part.end; part.from++) {
		bool escaped = part.from[0] == '\\' && part.from + 1 < part.end &&
			       strchr(ESCAPED, part.from[1]);

		if (escaped)
			part.from++;
		text[size++] = *part.from;
		if (escaped || *part.from != ' ')
			kept = size;
	}
	text[kept] = '\0';
	*out = text;
	return ST_OK;
}

static size_t
count_parts(const char *text)
{
	size_t count = 1;

	for (text = find_stop(text, '|'); *text; text = find_stop(text + 1, '|'))
		count++;
	return count;
}

enum status
csv_split_list(
	struct arena *arena, const char *text, struct texts *texts, struct err *err)
{
	struct texts found = { NULL, 0 };
	const char *stop;

	TRY(ARENA_NEW(arena, count_parts(text), &found.items, err));
	for (;; text = stop + 1) {
		const char *item;

		stop = find_stop(text, '|');
		TRY(take_part(arena, (struct part){ text, stop }, &item, err));
		if (item[0])
			found.items[found.count++] = item;
		if (*stop == '\0')
			break;
	}
	*texts = found;
	return ST_OK;
}

static enum status
take_entry(struct arena *arena, struct part part, struct csv_entry *entry,
	struct err *err)
{
	const char *equals = find_stop(part.from, '=');

	if (equals >= part.end)
		return fail(err, ST_BAD_DATA,
			"'%.*s' is not NAME=VALUE (a '|' or '=' within a text is "
			"written '\\|' and '\\=')",
			(int)(part.end - part.from > 200 ? 200
							 : part.end - part.from),
			part.from);
	TRY(take_part(arena, (struct part){ part.from, equals }, &entry->name, err));
	TRY(take_part(
		arena, (struct part){ equals + 1, part.end }, &entry->value, err));
	if (entry->name[0] == '\0')
		return fail(err, ST_BAD_DATA, "'=%s' has no name before it",
			entry->value);
	return ST_OK;
}

static bool
is_blank(struct part part)
{
	while (part.from < part.end && *part.from == ' ')
		part.from++;
	return part.from == part.end;
}

enum status
csv_split_entries(struct arena *arena, const char *text, struct csv_entry **out,
	size_t *count, struct err *err)
{
	struct csv_entry *entries;
	size_t found = 0;
	const char *stop;

	TRY(ARENA_NEW(arena, count_parts(text), &entries, err));
	for (;; text = stop + 1) {
		stop = find_stop(text, '|');
		if (!is_blank((struct part){ text, stop }))
			TRY(take_entry(arena, (struct part){ text, stop },
				&entries[found++], err));
		if (*stop == '\0')
			break;
	}
	*out = entries;
	*count = found;
	return ST_OK;
}

enum status
csv_append_part(
	struct buffer *buffer, const char *text, bool is_name, struct err *err)
{
	const char *at;

	for (at = text; *at; at++) {
		bool plain = (*at == ' ' && at > text && at[1] != '\0') ||
			     (*at == '=' && !is_name);

		if (strchr(ESCAPED, *at) && !plain)
			TRY(buffer_append(buffer, "\\", 1, err));
		TRY(buffer_append(buffer, at, 1, err));
	}
	return ST_OK;
}

static bool
needs_quotes(struct bytes text)
{
	size_t i;

	for (i = 0; i < text.size; i++)
		if (strchr(",;\t\"\r\n", text.data[i]))
			return true;
	return text.size > 0 &&
	       (text.data[0] == ' ' || text.data[text.size - 1] == ' ');
}

enum status
csv_append_cell(struct buffer *buffer, struct bytes text, bool guard, struct err *err)
{
	bool quotes = needs_quotes(text);
	size_t i;

	if (quotes)
		TRY(buffer_append(buffer, "\"", 1, err));
	if (guard && needs_guard((const char *)text.data, text.size))
		TRY(buffer_append(buffer, "'", 1, err));
	if (!quotes)
		return buffer_append(buffer, text.data, text.size, err);
	for (i = 0; i < text.size; i++) {
		if (text.data[i] == '"')
			TRY(buffer_append(buffer, "\"", 1, err));
		TRY(buffer_append(buffer, &text.data[i], 1, err));
	}
	return buffer_append(buffer, "\"", 1, err);
}
