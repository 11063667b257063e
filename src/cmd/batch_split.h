#ifndef SHOP_CMD_BATCH_SPLIT_H
#define SHOP_CMD_BATCH_SPLIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "cli/command.h"

/*
 * Words in the way of a shell (POSIX, Shell Command Language, 2.2 Quoting), without
 * one: blanks between words (a CR is one), '...' and "..." and \ as there, # before a
 * word begins a comment, and a command ends with its line, but for a newline that is
 * quoted, or left out by a \ before it. Nothing is expanded and nothing else is run.
 * What a shell would treat specially ($ ` | ; & < > ( ) * ? [ { } and ~ before a
 * word) is refused where it is not quoted, $ and ` in "..." too.
 */
#define BATCH_COMMAND_MAX ((size_t)1024 * 1024) /* bytes, as it is written */
#define BATCH_WORDS_MAX ((size_t)10000)

enum split_state {
	SPLIT_BETWEEN, /* words */
	SPLIT_WORD,
	SPLIT_SINGLE,
	SPLIT_DOUBLE,
	SPLIT_ESCAPE,
	SPLIT_ESCAPE_IN_DOUBLE,
	SPLIT_COMMENT,
};

/* A command while it is read. */
struct split {
	struct arena *arena;
	enum split_state state;
	bool begun;         /* a word, though it may be empty yet */
	struct buffer text; /* as it is written, without comments */
	struct buffer word; /* the one that is read */
	struct words words; /* all that were */
	size_t capacity;
	uint64_t line; /* of the next byte */
	uint64_t column;
	uint64_t begins;     /* the line of the first word; 0 before it */
	uint64_t quote_line; /* of the last quote that was opened */
	uint64_t quote_column;
	/* The first thing that was refused; what follows is only read to the
	 * command's end. */
	struct err refused;
};

/* Begins with the first command of an input, or with the next one. All that it holds
 * lies in the arena. */
void split_begin(struct split *split, struct arena *arena);
void split_next(struct split *split, struct arena *arena);
/* Reads bytes to the end of a command: *used is how many, *ended whether it is there.
 * Only memory can fail. */
enum status split_feed(struct split *split, struct bytes bytes, size_t *used,
	bool *ended, struct err *err);
/* There are no more bytes. */
enum status split_end(struct split *split, struct err *err);
/* Whether there was nothing but blanks and comments. */
bool split_is_empty(const struct split *split);

#endif
