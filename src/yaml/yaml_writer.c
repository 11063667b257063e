#include "yaml/yaml.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "yaml/yaml_source.h"

#define PENDING_MAX ((size_t)16 * 1024)
/* Longer ones need "? " before them: a reader looks this many characters ahead for
 * the ':', and an escape is up to six for one byte. */
#define SIMPLE_KEY_MAX 160

struct level {
	bool is_map;
	bool flow;
	bool has_key; /* a map that waits for the value */
	size_t count; /* of keys, or of items */
	size_t indent;
};

struct yaml_writer {
	struct arena arena; /* that this lies in */
	yaml_sink *sink;
	void *arg;
	struct level levels[YAML_DEPTH_MAX];
	size_t depth;
	size_t documents;
	size_t pending_size;
	char pending[PENDING_MAX];
};

enum status
yaml_writer_open(
	yaml_sink *sink, void *arg, struct yaml_writer **writer, struct err *err)
{
	struct arena arena = { NULL };
	struct yaml_writer *opened;

	TRY(ARENA_NEW(&arena, 1, &opened, err));
	opened->arena = arena;
	opened->sink = sink;
	opened->arg = arg;
	*writer = opened;
	return ST_OK;
}

void
yaml_writer_close(struct yaml_writer *writer)
{
	struct arena arena;

	if (!writer)
		return;
	arena = writer->arena;
	arena_free(&arena);
}

static enum status
flush(struct yaml_writer *writer, struct err *err)
{
	if (writer->pending_size > 0)
		TRY(writer->sink(
			writer->arg, writer->pending, writer->pending_size, err));
	writer->pending_size = 0;
	return ST_OK;
}

static enum status
put(struct yaml_writer *writer, const char *text, size_t size, struct err *err)
{
	while (size > 0) {
		size_t room = PENDING_MAX - writer->pending_size;
		size_t part = size < room ? size : room;

		memcpy(writer->pending + writer->pending_size, text, part);
		writer->pending_size += part;
		text += part;
		size -= part;
		if (writer->pending_size == PENDING_MAX)
			TRY(flush(writer, err));
	}
	return ST_OK;
}

static enum status
put_text(struct yaml_writer *writer, const char *text, struct err *err)
{
	return put(writer, text, strlen(text), err);
}

static enum status
put_indent(struct yaml_writer *writer, size_t columns, struct err *err)
{
	static const char blanks[] = "                                        ";

	invariant(columns < sizeof(blanks));
	return put(writer, blanks, columns, err);
}

static bool
is_letter(unsigned char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* A letter of ASCII, or of Latin from U+00C0 to U+024F, which are two bytes. */
static size_t
letter_size(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	if (is_letter(at[0]))
		return 1;
	return at[0] >= 0xC3 && at[0] <= 0xC8 && (at[1] & 0xC0) == 0x80 ? 2 : 0;
}

/* What YAML 1.1 reads as null or a bool. */
static bool
is_reserved(const char *text)
{
	static const char *const words[] = { "null", "true", "false", "yes", "no",
		"on", "off", "y", "n", "nan", "inf" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *word = words[i];
		const char *at = text;

		while (*word && (*at | 0x20) == *word) {
			word++;
			at++;
		}
		if (*word == '\0' && *at == '\0')
			return true;
	}
	return false;
}

static bool
is_plain_words(const char *text)
{
	const char *at = text;
	char last = '\0';

	if (letter_size(text) == 0)
		return false;
	while (*at) {
		size_t size = letter_size(at);

		if (size == 0 && !(*at >= '0' && *at <= '9') &&
			!strchr(" -_./&'()+", *at))
			return false;
		last = *at;
		at += size == 0 ? 1 : size;
	}
	return last != ' ' && !is_reserved(text);
}

/* How a character stands in double quotes: itself where escape stays empty. */
static void
escape(uint32_t value, char escape[16])
{
	if (value == '"' || value == '\\')
		snprintf(escape, 16, "\\%c", (char)value);
	else if (value == '\n' || value == '\t' || value == '\r')
		snprintf(escape, 16, "\\%c",
			value == '\n'   ? 'n'
			: value == '\t' ? 't'
					: 'r');
	else if (value < 0x20 || (value >= 0x7F && value <= 0x9F))
		snprintf(escape, 16, "\\x%02" PRIX32, value);
	else if (yaml_is_forbidden(value) || value == 0xFEFF)
		snprintf(escape, 16, "\\u%04" PRIX32, value);
	else
		escape[0] = '\0';
}

static enum status
put_quoted(struct yaml_writer *writer, const char *text, struct err *err)
{
	const char *end = text + strlen(text);
	const char *from = text;
	uint32_t value;
	char escaped[16];

	TRY(put(writer, "\"", 1, err));
	for (const char *at = text; at < end;) {
		size_t left = (size_t)(end - at);
		size_t size = yaml_decode((const uint8_t *)at, left, &value);

		if (size == 0 || size > left)
			return fail(err, ST_CORRUPT,
				"a text that is to be written is not UTF-8");
		escape(value, escaped);
		if (escaped[0]) {
			TRY(put(writer, from, (size_t)(at - from), err));
			TRY(put_text(writer, escaped, err));
			from = at + size;
		}
		at += size;
	}
	TRY(put(writer, from, (size_t)(end - from), err));
	return put(writer, "\"", 1, err);
}

static struct level *
innermost(struct yaml_writer *writer)
{
	return writer->depth > 0 ? &writer->levels[writer->depth - 1] : NULL;
}

/* What stands before a key, or before a list's item. The first of a list or map
 * that itself is a list's item stands on its line. */
static enum status
put_lead(struct yaml_writer *writer, struct level *level, struct err *err)
{
	const struct level *outer = writer->depth > 1 ? level - 1 : NULL;

	if (level->flow) {
		if (level->count > 0)
			return put_text(writer, ", ", err);
		return put_text(writer, level->is_map ? " " : "", err);
	}
	if (level->count == 0 && outer && outer->is_map)
		TRY(put_text(writer, "\n", err));
	if (level->count > 0 || !outer || outer->is_map)
		TRY(put_indent(writer, level->indent, err));
	return put_text(writer, level->is_map ? "" : "- ", err);
}

/* Makes ready for a value: in a list the '-', behind a key the blank. */
static enum status
begin_value(struct yaml_writer *writer, bool block, struct err *err)
{
	struct level *level = innermost(writer);

	if (!level)
		return ST_OK;
	if (!level->is_map) {
		TRY(put_lead(writer, level, err));
		level->count++;
		return ST_OK;
	}
	invariant(level->has_key);
	level->has_key = false;
	return put_text(writer, block ? "" : " ", err);
}

static enum status
end_value(struct yaml_writer *writer, struct err *err)
{
	const struct level *level = innermost(writer);

	return level && level->flow ? ST_OK : put_text(writer, "\n", err);
}

static enum status
put_scalar(struct yaml_writer *writer, const char *text, struct err *err)
{
	return is_plain_words(text) ? put_text(writer, text, err)
				    : put_quoted(writer, text, err);
}

static enum status
put_key(struct yaml_writer *writer, struct level *level, const char *text,
	struct err *err)
{
	bool simple = strlen(text) <= SIMPLE_KEY_MAX;

	TRY(put_lead(writer, level, err));
	level->count++;
	level->has_key = true;
	if (simple) {
		TRY(put_scalar(writer, text, err));
		return put_text(writer, ":", err);
	}
	TRY(put_text(writer, "? ", err));
	TRY(put_scalar(writer, text, err));
	if (level->flow)
		return put_text(writer, " :", err);
	TRY(put_text(writer, "\n", err));
	TRY(put_indent(writer, level->indent, err));
	return put_text(writer, ":", err);
}

enum status
yaml_write_text(struct yaml_writer *writer, const char *text, struct err *err)
{
	struct level *level = innermost(writer);

	if (level && level->is_map && !level->has_key)
		return put_key(writer, level, text, err);
	TRY(begin_value(writer, false, err));
	TRY(put_scalar(writer, text, err));
	return end_value(writer, err);
}

enum status
yaml_write_plain(struct yaml_writer *writer, const char *text, struct err *err)
{
	TRY(begin_value(writer, false, err));
	TRY(put_text(writer, text, err));
	return end_value(writer, err);
}

static enum status
begin(struct yaml_writer *writer, bool is_map, bool flow, struct err *err)
{
	const struct level *outer = innermost(writer);
	struct level level = { .is_map = is_map,
		.flow = flow || (outer && outer->flow),
		.indent = outer ? outer->indent + 2 : 0 };

	invariant(writer->depth < YAML_DEPTH_MAX);
	TRY(begin_value(writer, !level.flow, err));
	writer->levels[writer->depth++] = level;
	if (level.flow)
		return put_text(writer, is_map ? "{" : "[", err);
	return ST_OK;
}

/* Only now it is known that a list or map in block style is empty, and that takes
 * flow style. */
static enum status
end(struct yaml_writer *writer, bool is_map, struct err *err)
{
	struct level ended;
	const struct level *outer;

	invariant(writer->depth > 0);
	ended = writer->levels[--writer->depth];
	outer = innermost(writer);
	invariant(ended.is_map == is_map && !ended.has_key);
	if (!ended.flow && ended.count > 0)
		return ST_OK;
	if (!ended.flow) {
		TRY(put_text(writer, outer && outer->is_map ? " " : "", err));
		TRY(put_text(writer, is_map ? "{" : "[", err));
	}
	if (is_map)
		TRY(put_text(writer, ended.count > 0 ? " }" : "}", err));
	else
		TRY(put_text(writer, "]", err));
	return end_value(writer, err);
}

enum status
yaml_write_list_begin(struct yaml_writer *writer, bool flow, struct err *err)
{
	return begin(writer, false, flow, err);
}

enum status
yaml_write_list_end(struct yaml_writer *writer, struct err *err)
{
	return end(writer, false, err);
}

enum status
yaml_write_map_begin(struct yaml_writer *writer, bool flow, struct err *err)
{
	return begin(writer, true, flow, err);
}

enum status
yaml_write_map_end(struct yaml_writer *writer, struct err *err)
{
	return end(writer, true, err);
}

enum status
yaml_write_document_begin(struct yaml_writer *writer, struct err *err)
{
	invariant(writer->depth == 0);
	if (writer->documents++ > 0)
		return put_text(writer, "---\n", err);
	return ST_OK;
}

enum status
yaml_write_document_end(struct yaml_writer *writer, struct err *err)
{
	invariant(writer->depth == 0);
	return flush(writer, err);
}
