#ifndef SHOP_CLI_ARGUMENT_H
#define SHOP_CLI_ARGUMENT_H

#include "cli/command.h"

/* A command line taken apart, word by word, by one rule for parsing and for
 * completion. Private to cli/. */

enum argument_type {
	ARGUMENT_NONE,           /* the line has ended */
	ARGUMENT_OPERAND,        /* value is the word */
	ARGUMENT_OPTION,         /* value is its value, or NULL */
	ARGUMENT_UNKNOWN,        /* an option that nobody takes */
	ARGUMENT_NO_VALUE,       /* an option at the line's end that needs a value */
	ARGUMENT_UNWANTED_VALUE, /* --flag=value */
};

struct argument {
	enum argument_type type;
	const struct param *param;
	const char *word; /* as it was typed */
	const char *value;
	size_t at; /* the word's place in the line */
};

struct arguments {
	const char *const *words;
	size_t count;
	const struct command
		*command; /* whose options count beside the global ones */
	size_t at;
	const char *letters; /* what is left of a word such as -qv */
	bool ended;          /* behind "--" */
};

struct argument argument_next(struct arguments *arguments);

/* Whether a command takes a global option: --dry-run and --for are for those that
 * say so. command may be NULL. */
bool command_takes(const struct command *command, const struct param *global);

/*
 * The words at a line's beginning that may name a command, options left out, and
 * their places in the line. Options that are not global end them, because only the
 * command tells whether a value follows.
 */
struct command_words {
	const char *words[8];
	size_t places[8];
	size_t count;
};
struct command_words command_words(const char *const *words, size_t count);

#endif
