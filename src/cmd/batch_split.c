#include "cmd/batch_split.h"

#include <string.h>

/* Where a file of Windows may say that it is UTF-8. */
static const char MARK[] = "\xEF\xBB\xBF";

void
split_begin(struct split *split, struct arena *arena)
{
	*split = (struct split){ .line = 1, .column = 1 };
	split_next(split, arena);
}

void
split_next(struct split *split, struct arena *arena)
{
	*split = (struct split){ .arena = arena,
		.text = { .arena = arena },
		.word = { .arena = arena },
		.line = split->line,
		.column = split->column };
}

bool
split_is_empty(const struct split *split)
{
	return split->words.count == 0 && split->refused.status == ST_OK;
}

/* What is refused already stays so. */
#define REFUSE(split, ...) \
	do { \
		if ((split)->refused.status == ST_OK) \
			fail_at(&(split)->refused, NULL, (split)->line, \
				(split)->column, __VA_ARGS__); \
	} while (0)

/* A file of Windows has a CR at the end of each line. */
static bool
is_blank(char character)
{
	return character == ' ' || character == '\t' || character == '\r';
}

static void
refuse_special(struct split *split, char character)
{
	REFUSE(split,
		"'%c' is special to a shell, and there is none here: quote it ('%c')",
		character, character);
}

static bool
is_special(char character)
{
	return character != '\0' && strchr("$`|;&<>()*?[{}", character);
}

static enum status
end_word(struct split *split, struct err *err)
{
	const char *word;
	const char **items;
	size_t capacity = split->capacity ? split->capacity * 2 : 16;

	split->state = SPLIT_BETWEEN;
	split->begun = false;
	if (split->words.count == BATCH_WORDS_MAX) {
		REFUSE(split, "more than %zu words in a command", BATCH_WORDS_MAX);
		return ST_OK;
	}
	if (split->words.count == split->capacity) {
		TRY(ARENA_NEW(split->arena, capacity, &items, err));
		for (size_t i = 0; i < split->words.count; i++)
			items[i] = split->words.items[i];
		split->words.items = items;
		split->capacity = capacity;
	}
	TRY(arena_copy(split->arena, (const char *)split->word.data, split->word.size,
		&word, err));
	split->words.items[split->words.count++] = word;
	split->word.size = 0;
	return ST_OK;
}

static enum status
add(struct split *split, char character, struct err *err)
{
	if (split->refused.status != ST_OK)
		return ST_OK;
	return buffer_append(&split->word, &character, 1, err);
}

static void
open_quote(struct split *split, enum split_state state)
{
	split->state = state;
	split->quote_line = split->line;
	split->quote_column = split->column;
}

/* In a word, outside quotes. */
static enum status
take_plain(struct split *split, char character, struct err *err)
{
	if (is_blank(character))
		return end_word(split, err);
	split->begun = true;
	switch (character) {
	case '\'':
		open_quote(split, SPLIT_SINGLE);
		return ST_OK;
	case '"':
		open_quote(split, SPLIT_DOUBLE);
		return ST_OK;
	case '\\':
		open_quote(split, SPLIT_ESCAPE);
		return ST_OK;
	default:
		break;
	}
	if (is_special(character))
		refuse_special(split, character);
	return add(split, character, err);
}

static enum status
take_between(struct split *split, char character, struct err *err)
{
	if (is_blank(character))
		return ST_OK;
	if (character == '#') {
		split->state = SPLIT_COMMENT;
		return ST_OK;
	}
	if (split->begins == 0)
		split->begins = split->line;
	if (character == '~')
		refuse_special(split, character);
	split->state = SPLIT_WORD;
	if (character != '\\')
		return take_plain(split, character, err);
	open_quote(split, SPLIT_ESCAPE);
	return ST_OK;
}

static enum status
take_in_double(struct split *split, char character, struct err *err)
{
	switch (character) {
	case '"':
		split->state = SPLIT_WORD;
		return ST_OK;
	case '\\':
		split->state = SPLIT_ESCAPE_IN_DOUBLE;
		return ST_OK;
	case '$':
	case '`':
		refuse_special(split, character);
		return ST_OK;
	default:
		return add(split, character, err);
	}
}

/* A newline behind a backslash is left out. */
static enum status
take_escaped(struct split *split, char character, struct err *err)
{
	split->begun = split->begun || character != '\n';
	split->state = split->begun ? SPLIT_WORD : SPLIT_BETWEEN;
	return character == '\n' ? ST_OK : add(split, character, err);
}

static enum status
take_escaped_in_double(struct split *split, char character, struct err *err)
{
	split->state = SPLIT_DOUBLE;
	if (character == '\n')
		return ST_OK;
	if (character != '"' && character != '\\' && character != '$' &&
		character != '`')
		TRY(add(split, '\\', err));
	return add(split, character, err);
}

static enum status
take(struct split *split, char character, struct err *err)
{
	if (character == '\0')
		REFUSE(split, "a NUL character in a command");
	switch (split->state) {
	case SPLIT_BETWEEN:
		return take_between(split, character, err);
	case SPLIT_WORD:
		return take_plain(split, character, err);
	case SPLIT_SINGLE:
		if (character != '\'')
			return add(split, character, err);
		split->state = SPLIT_WORD;
		return ST_OK;
	case SPLIT_DOUBLE:
		return take_in_double(split, character, err);
	case SPLIT_ESCAPE:
		return take_escaped(split, character, err);
	case SPLIT_ESCAPE_IN_DOUBLE:
		return take_escaped_in_double(split, character, err);
	case SPLIT_COMMENT:
		break;
	}
	return ST_OK;
}

static enum status
end_command(struct split *split, struct err *err)
{
	if (split->state == SPLIT_WORD)
		TRY(end_word(split, err));
	while (split->text.size > 0 &&
		is_blank((char)split->text.data[split->text.size - 1]))
		split->text.size--;
	return ST_OK;
}

static bool
ends_command(const struct split *split, char character)
{
	return character == '\n' &&
	       (split->state == SPLIT_BETWEEN || split->state == SPLIT_WORD ||
		       split->state == SPLIT_COMMENT);
}

static void
go_on(struct split *split, char character)
{
	if (character == '\n') {
		split->line++;
		split->column = 1;
	} else if (((uint8_t)character & 0xC0) != 0x80) {
		split->column++;
	}
}

static enum status
keep_text(struct split *split, char character, struct err *err)
{
	if (split->state == SPLIT_COMMENT ||
		(split->state == SPLIT_BETWEEN && split->text.size == 0))
		return ST_OK;
	if (split->text.size < BATCH_COMMAND_MAX)
		return buffer_append(&split->text, &character, 1, err);
	REFUSE(split, "a command of more than %zu bytes", BATCH_COMMAND_MAX);
	return ST_OK;
}

static size_t
mark_size(const struct split *split, struct bytes bytes)
{
	size_t size = sizeof(MARK) - 1;

	if (split->line != 1 || split->column != 1 || bytes.size < size ||
		memcmp(bytes.data, MARK, size) != 0)
		return 0;
	return size;
}

enum status
split_feed(struct split *split, struct bytes bytes, size_t *used, bool *ended,
	struct err *err)
{
	size_t i;

	*ended = false;
	for (i = mark_size(split, bytes); i < bytes.size && !*ended; i++) {
		char character = (char)bytes.data[i];

		*ended = ends_command(split, character);
		if (*ended) {
			TRY(end_command(split, err));
		} else {
			TRY(take(split, character, err));
			TRY(keep_text(split, character, err));
		}
		go_on(split, character);
	}
	*used = i;
	return ST_OK;
}

enum status
split_end(struct split *split, struct err *err)
{
	if (split->state != SPLIT_BETWEEN && split->state != SPLIT_WORD &&
		split->state != SPLIT_COMMENT && split->refused.status == ST_OK)
		fail_at(&split->refused, NULL, split->quote_line, split->quote_column,
			split->state == SPLIT_ESCAPE
				? "nothing follows the backslash"
				: "the quote that begins here does not end");
	return end_command(split, err);
}
