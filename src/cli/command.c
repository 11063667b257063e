#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/path.h"

#define TYPED_MAX 200

/* The first words of a command line, as they are named in a message. */
struct typed {
	char text[TYPED_MAX];
};

static struct typed
typed_of(const char *const *words, size_t count)
{
	struct typed typed = { "" };
	size_t used = 0;

	for (size_t i = 0; i < count; i++) {
		int size = snprintf(typed.text + used, sizeof(typed.text) - used,
			"%s%.60s", i > 0 ? " " : "", words[i]);

		invariant(size >= 0);
		used += (size_t)size;
		if (used >= sizeof(typed.text))
			break;
	}
	return typed;
}

/* A command that stands for its path without the last word. */
static const struct command *
find_default(const struct command_list *commands, const char *const *words,
	size_t count, size_t *used)
{
	const char *rest;

	for (size_t size = count; size > 0; size--) {
		for (size_t i = 0; i < commands->count; i++) {
			const struct command *command = commands->items[i];

			if (!(command->flags & COMMAND_DEFAULT) ||
				!path_begins(command->path, words, size, &rest) ||
				!*rest || strchr(rest, ' '))
				continue;
			*used = size;
			return command;
		}
	}
	return NULL;
}

static const struct command *
find_exact(const struct command_list *commands, const char *const *words,
	size_t count, size_t *used)
{
	const struct command *best = NULL;

	*used = 0;
	for (size_t i = 0; i < commands->count; i++) {
		size_t size = path_words(commands->items[i], words, count);

		if (size > *used) {
			*used = size;
			best = commands->items[i];
		}
	}
	return best;
}

/* A path whose last word is the one typed: "admin import" for "import". */
static const char *
find_elsewhere(const struct command_list *commands, const char *word)
{
	for (size_t i = 0; i < commands->count; i++) {
		const char *path = commands->items[i]->path;
		const char *last = strrchr(path, ' ');

		if (last && strcmp(last + 1, word) == 0)
			return path;
	}
	return NULL;
}

static enum status
refuse_word(const struct command_list *commands, const char *const *words,
	size_t known, struct err *err)
{
	struct path_next next;
	struct typed group = typed_of(words, known);
	struct typed typed = typed_of(words, known + 1);
	const char *gap = known > 0 ? " " : "";
	const char *nearest = NULL;
	const char *elsewhere;

	path_next(commands, words, known, &next);
	if (strlen(words[known]) < COMMAND_WORD_SIZE)
		nearest = text_nearest(words[known], next.items);
	if (nearest)
		return fail(err, ST_USAGE,
			"unknown command '%s' (did you mean '%s%s%s'? see 'shop "
			"%s%s--help')",
			typed.text, group.text, gap, nearest, group.text, gap);
	elsewhere = find_elsewhere(commands, words[known]);
	if (elsewhere)
		return fail(err, ST_USAGE,
			"unknown command '%s' (did you mean '%s'? see 'shop %s "
			"--help')",
			typed.text, elsewhere, elsewhere);
	return fail(err, ST_USAGE, "unknown command '%s' (see 'shop %s%s--help')",
		typed.text, group.text, gap);
}

static enum status
refuse_group(const struct command_list *commands, const char *const *words,
	size_t count, struct err *err)
{
	struct path_next next;
	struct typed group = typed_of(words, count);
	char list[ERR_MESSAGE_MAX - 2 * TYPED_MAX] = "";
	size_t used = 0;

	path_next(commands, words, count, &next);
	for (size_t i = 0; i < next.count && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%s",
			i > 0 ? ", " : "", next.items[i]);
	return fail(err, ST_USAGE,
		"'%s' needs another word: %s (see 'shop %s --help')", group.text,
		list, group.text);
}

/* How many of the words begin some command's path. */
static size_t
known_words(
	const struct command_list *commands, const char *const *words, size_t count)
{
	const char *rest;
	size_t known = 0;

	for (size_t i = 0; i < commands->count; i++)
		while (known < count && path_begins(commands->items[i]->path, words,
						known + 1, &rest))
			known++;
	return known;
}

enum status
command_find(const struct command_list *commands, const char *const *words,
	size_t word_count, const struct command **command, size_t *used,
	struct err *err)
{
	size_t size;
	const struct command *found = find_exact(commands, words, word_count, &size);
	size_t known = known_words(commands, words, word_count);

	if (!found) {
		found = find_default(commands, words, word_count, &size);
		/* A word behind a default that takes none was meant as a
		 * command's. */
		if (found && size < word_count && !command_operand(found, 0))
			return refuse_word(commands, words, size, err);
	}
	if (!found && known < word_count)
		return refuse_word(commands, words, known, err);
	if (!found && word_count > 0)
		return refuse_group(commands, words, word_count, err);
	if (!found)
		return fail(err, ST_USAGE, "a command is needed (see 'shop --help')");
	*command = found;
	*used = size;
	return ST_OK;
}
