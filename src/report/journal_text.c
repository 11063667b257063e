#include "report/journal_text.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"

#define NAMES_MIN 64

/* Where a name is, or would have to be. */
static size_t
find_name(const struct account_names *names, const char *name)
{
	size_t low = 0;
	size_t high = names->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(names->items[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static enum status
make_room(struct account_names *names, struct err *err)
{
	size_t capacity = names->capacity ? names->capacity * 2 : NAMES_MIN;
	const char **items;

	if (names->count < names->capacity)
		return ST_OK;
	TRY(ARENA_NEW(&names->arena, capacity, &items, err));
	if (names->count > 0)
		memcpy(items, names->items, names->count * sizeof(*items));
	names->items = items;
	names->capacity = capacity;
	return ST_OK;
}

enum status
account_names_add(struct account_names *names, const char *name, struct err *err)
{
	size_t at = find_name(names, name);
	const char *copy;

	if (at < names->count && strcmp(names->items[at], name) == 0)
		return ST_OK;
	TRY(make_room(names, err));
	TRY(arena_text(&names->arena, name, &copy, err));
	memmove(names->items + at + 1, names->items + at,
		(names->count - at) * sizeof(*names->items));
	names->items[at] = copy;
	names->count++;
	return ST_OK;
}

/* In a description ";" begins a comment and "|" ends the payee. */
enum status
journal_text(
	struct arena *arena, const char *text, const char **shown, struct err *err)
{
	const char *escaped;
	char *copy;
	char *at;

	TRY(text_escape_terminal(arena, text, strlen(text), false, &escaped, err));
	TRY(arena_take_raw(arena, strlen(escaped) + 1, &copy, err));
	memcpy(copy, escaped, strlen(escaped) + 1);
	for (at = copy; *at; at++) {
		if (*at == ';')
			*at = ',';
		else if (*at == '|')
			*at = '/';
	}
	*shown = copy;
	return ST_OK;
}

/* The bytes of a blank of any kind, 0 where there is none (Unicode's Zs). */
static size_t
blank_size(const char *at)
{
	static const char *const blanks[] = { " ", "\xC2\xA0", "\xE1\x9A\x80",
		"\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
		"\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87",
		"\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xAF",
		"\xE2\x81\x9F", "\xE3\x80\x80" };
	size_t i;

	for (i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++)
		if (strncmp(at, blanks[i], strlen(blanks[i])) == 0)
			return strlen(blanks[i]);
	return 0;
}

static enum status
append_percent(struct buffer *out, const char *at, size_t size, struct err *err)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i;

	for (i = 0; i < size; i++) {
		unsigned byte = (unsigned char)at[i];
		char text[3] = { '%', digits[byte >> 4], digits[byte & 15] };

		TRY(buffer_append(out, text, sizeof(text), err));
	}
	return ST_OK;
}

enum status
account_part(
	struct arena *arena, const char *text, const char **part, struct err *err)
{
	struct buffer out = { .arena = arena };
	const char *at;
	size_t size;

	if (text[0] == '\0')
		text = "unknown";
	TRY(text_escape_terminal(arena, text, strlen(text), false, &text, err));
	for (at = text; *at; at += size) {
		bool lone = *at == ' ' && at > text && at[1] && at[1] != ' ';

		size = blank_size(at);
		if ((size > 0 && !lone) || strchr(":;|%", *at)) {
			size = size > 0 ? size : 1;
			TRY(append_percent(&out, at, size, err));
			continue;
		}
		size = 1;
		TRY(buffer_append(&out, at, size, err));
	}
	TRY(buffer_append(&out, "", 1, err));
	*part = (const char *)out.data;
	return ST_OK;
}
