#include "cli/path.h"

#include <stdio.h>
#include <string.h>

bool
path_begins(const char *path, const char *const *words, size_t word_count,
	const char **rest)
{
	for (size_t i = 0; i < word_count; i++) {
		const char *word = words[i];

		if (!*word)
			return false;
		for (; *word && *word == *path && *path != ' '; word++)
			path++;
		if (*word || (*path && *path != ' '))
			return false;
		path += strspn(path, " ");
	}
	*rest = path;
	return true;
}

size_t
path_words(const struct command *command, const char *const *words, size_t word_count)
{
	const char *rest = command->path;
	size_t size = 0;

	while (*rest && size < word_count &&
		path_begins(rest, words + size, 1, &rest))
		size++;
	return *rest ? 0 : size;
}

static void
add_word(struct path_next *next, const char *word, size_t size)
{
	char *copy = next->words[next->count];

	invariant(size < COMMAND_WORD_SIZE);
	for (size_t i = 0; i < next->count; i++)
		if (strlen(next->items[i]) == size &&
			memcmp(next->items[i], word, size) == 0)
			return;
	memcpy(copy, word, size);
	copy[size] = '\0';
	next->items[next->count++] = copy;
}

void
path_next(const struct command_list *commands, const char *const *words,
	size_t word_count, struct path_next *next)
{
	const char *rest;

	invariant(commands->count <= COMMANDS_MAX);
	next->count = 0;
	for (size_t i = 0; i < commands->count; i++) {
		const char *path = commands->items[i]->path;

		if (path_begins(path, words, word_count, &rest) && *rest)
			add_word(next, rest, strcspn(rest, " "));
	}
	next->items[next->count] = NULL;
}

void
path_split(const char *path, struct path_split *split)
{
	char *at = split->text;

	/* What is longer than any path stays one that no command has. */
	snprintf(split->text, sizeof(split->text), "%s", path);
	split->count = 0;
	while (*at && split->count < COMMAND_WORDS_MAX) {
		split->words[split->count++] = at;
		at += strcspn(at, " ");
		if (*at)
			*at++ = '\0';
	}
}

const struct command *
path_command(const struct command_list *commands, const char *const *words,
	size_t word_count)
{
	const char *rest;

	for (size_t i = 0; i < commands->count; i++)
		if (path_begins(commands->items[i]->path, words, word_count, &rest) &&
			!*rest)
			return commands->items[i];
	return NULL;
}

const struct param *
command_operand(const struct command *command, size_t index)
{
	for (size_t i = 0; i < command->param_count; i++)
		if (command->params[i].flags & PARAM_OPERAND && index-- == 0)
			return &command->params[i];
	return NULL;
}
