#ifndef SHOP_CLI_PATH_H
#define SHOP_CLI_PATH_H

#include "cli/command.h"

/* The words of commands' paths. Private to cli/. */

#define COMMANDS_MAX 256
#define COMMAND_WORD_SIZE 32
#define COMMAND_WORDS_MAX 4

/* How many of the words stand at the beginning of a command's path: all of its
 * words, or 0. */
size_t path_words(
	const struct command *command, const char *const *words, size_t word_count);

/* The words that may follow the given ones, each once, in the commands' order;
 * items ends with NULL. Empty where nothing begins with them. */
struct path_next {
	char words[COMMANDS_MAX][COMMAND_WORD_SIZE];
	const char *items[COMMANDS_MAX + 1];
	size_t count;
};
void path_next(const struct command_list *commands, const char *const *words,
	size_t word_count, struct path_next *next);

/* Whether a command's path begins with the words; *rest is what follows them, ""
 * where nothing does. */
bool path_begins(const char *path, const char *const *words, size_t word_count,
	const char **rest);

/* A path taken apart. */
struct path_split {
	char text[COMMAND_WORDS_MAX * COMMAND_WORD_SIZE];
	const char *words[COMMAND_WORDS_MAX];
	size_t count;
};
void path_split(const char *path, struct path_split *split);

/* The command whose path is exactly these words, or NULL. */
const struct command *path_command(const struct command_list *commands,
	const char *const *words, size_t word_count);

/* The operand at a place from 0, or NULL. */
const struct param *command_operand(const struct command *command, size_t index);

#endif
