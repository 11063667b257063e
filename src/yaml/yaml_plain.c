#include "yaml/yaml_plain.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "yaml/yaml_tree.h"

#define EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (value))
#define HIGH_BITS EVERY_BYTE(0x80)
#define BYTE_ORDER_MARK 0xFEFF

/* A key may be no longer than a parser looks ahead for its colon. */
#define KEY_MAX 128

void
yaml_plain_begin(struct yaml_plain *plain, const struct yaml_section *section,
	const struct yaml_part *part)
{
	uint64_t size = part->limit - part->offset;
	size_t got = 0;
	ssize_t count = 1;

	plain->section = section;
	plain->indent = section->list_column - 1;
	plain->offset = part->offset;
	plain->line = part->line;
	plain->at = 0;
	plain->size = 0;
	if (size > plain->capacity)
		return;
	while (got < size && count > 0) {
		count = pread(plain->fd, plain->window + got, (size_t)size - got,
			(off_t)(part->offset + got));
		if (count > 0)
			got += (size_t)count;
		else if (count < 0 && errno == EINTR)
			count = 1;
	}
	if (got == size)
		plain->size = got;
}

/* The line's end, or NULL where there is none. */
static const char *
end_of_line(const struct yaml_plain *plain, size_t at)
{
	return memchr(plain->window + at, '\n', plain->size - at);
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

static size_t
key_size(const char *key, const char *end)
{
	size_t size = 0;

	while (key + size < end && is_word(key[size]) && size <= KEY_MAX)
		size++;
	return size <= KEY_MAX ? size : 0;
}

/* True where all of it is text as it stands: no tab either. */
static bool
is_text(const char *text, size_t size)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t done = 0;

	while (done < size) {
		uint64_t word;
		uint32_t value;
		size_t length;

		if (size - done >= sizeof(word)) {
			memcpy(&word, at + done, sizeof(word));
			if ((((word - EVERY_BYTE(0x20)) | word |
				     (word + EVERY_BYTE(1))) &
				    HIGH_BITS) == 0) {
				done += sizeof(word);
				continue;
			}
		}
		length = yaml_decode(at + done, size - done, &value);
		if (length == 0 || length > size - done || value == '\t' ||
			value == BYTE_ORDER_MARK || yaml_is_forbidden(value) ||
			value == '\r')
			return false;
		done += length;
	}
	return true;
}

/* Nothing in it that would end a plain scalar, or begin something else. */
static bool
is_plain(const char *text, size_t size)
{
	const char *end = text + size;
	const char *at = text;

	if (size == 0 || end[-1] == ' ' ||
		!(is_word(text[0]) || (unsigned char)text[0] >= 0x80))
		return false;
	while ((at = memchr(at, ':', (size_t)(end - at)))) {
		at++;
		if (at == end || *at == ' ')
			return false;
	}
	at = text;
	while ((at = memchr(at, '#', (size_t)(end - at)))) {
		if (at[-1] == ' ')
			return false;
		at++;
	}
	return true;
}

/* Takes the quotes off. False where there is an escape, or more behind them. */
static bool
unquote(struct yaml_scalar *scalar)
{
	char quote = scalar->text[0];

	if (scalar->size < 2 || scalar->text[scalar->size - 1] != quote)
		return false;
	scalar->text++;
	scalar->size -= 2;
	scalar->plain = false;
	scalar->escapes = quote == '"';
	return !memchr(scalar->text, quote, scalar->size) &&
	       (quote != '"' || !memchr(scalar->text, '\\', scalar->size));
}

static bool
read_value(struct yaml_scalar *scalar)
{
	if (scalar->size == 0 || !is_text(scalar->text, scalar->size))
		return false;
	if (scalar->text[0] == '"' || scalar->text[0] == '\'')
		return unquote(scalar);
	return is_plain(scalar->text, scalar->size);
}

/* "key: value" in the column, to the end of its line. */
static bool
read_pair(struct yaml_plain *plain, struct yaml_tree *tree, size_t column)
{
	const char *key = plain->window + plain->at;
	const char *end = end_of_line(plain, plain->at);
	size_t size = end ? key_size(key, end) : 0;
	struct yaml_scalar scalar = { .text = key,
		.size = size,
		.plain = true,
		.line = plain->line,
		.column = column };
	struct err err;

	if (size == 0 || end - key < (ptrdiff_t)size + 3 || key[size] != ':' ||
		key[size + 1] != ' ')
		return false;
	if (yaml_tree_scalar(tree, &scalar, &err) != ST_OK)
		return false;
	scalar.text = key + size + 2;
	scalar.size = (size_t)(end - scalar.text);
	scalar.column = column + size + 2;
	if (!read_value(&scalar) || yaml_tree_scalar(tree, &scalar, &err) != ST_OK)
		return false;
	plain->at = (size_t)(end - plain->window) + 1;
	plain->line++;
	return true;
}

/* How the line begins: its blanks, and what stands behind them. */
static bool
begins_item(const struct yaml_plain *plain)
{
	const char *line = plain->window + plain->at;
	size_t i;

	if (plain->size - plain->at < plain->indent + 3)
		return false;
	for (i = 0; i < plain->indent; i++)
		if (line[i] != ' ')
			return false;
	return line[i] == '-' && line[i + 1] == ' ';
}

static bool
begins_key(const struct yaml_plain *plain)
{
	const char *line = plain->window + plain->at;
	size_t blanks = plain->indent + 2;
	size_t i;

	if (plain->size - plain->at < blanks + 1)
		return false;
	for (i = 0; i < blanks; i++)
		if (line[i] != ' ')
			return false;
	return is_word(line[i]);
}

/* What comes behind the item must end it: another, or the part's end. */
static bool
read_map(struct yaml_plain *plain, struct yaml_tree *tree)
{
	size_t column = plain->indent + 3;
	struct err err;

	plain->at += plain->indent + 2;
	if (yaml_tree_begin(tree, ITEM_MAP, plain->line, column, &err) != ST_OK)
		return false;
	while (read_pair(plain, tree, column)) {
		if (plain->at == plain->size || begins_item(plain))
			return yaml_tree_end(tree, &err) == ST_OK;
		if (!begins_key(plain))
			return false;
		plain->at += plain->indent + 2;
	}
	return false;
}

static void
describe(const struct yaml_plain *plain, size_t begin, uint64_t line,
	struct item_node *root, struct item *item)
{
	const struct yaml_section *section = plain->section;
	uint64_t offset = plain->offset + begin + plain->indent + 2;

	root->key = section->name;
	root->key_size = section->size;
	root->key_line = section->line;
	root->key_column = section->column;
	*item = (struct item){
		.section = section->name,
		.node = root,
		.column = root->column,
		.offset = offset,
		.end_offset = plain->offset + plain->at - 1,
		.place = { offset, line, (uint32_t)root->column, 0 },
	};
}

bool
yaml_plain_next(struct yaml_plain *plain, struct arena *arena, struct item *item)
{
	struct yaml_tree tree = { .arena = arena, .name = plain->name };
	struct arena_mark mark = arena_mark(arena);
	size_t begin = plain->at;
	uint64_t line = plain->line;

	if (begin < plain->size && begins_item(plain) && read_map(plain, &tree)) {
		describe(plain, begin, line, tree.root, item);
		return true;
	}
	arena_rewind(arena, mark);
	plain->at = begin;
	plain->line = line;
	return false;
}
