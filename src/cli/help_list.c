#include <string.h>

#include "cli/argument.h"
#include "cli/help.h"
#include "cli/help_parts.h"
#include "cli/kind.h"
#include "cli/parse.h"
#include "cli/path.h"
#include "cli/wrap.h"

/* Lists of commands, and the tables as lines. */

#define NAME_COLUMN 2
#define EXAMPLES_MAX 3

struct row {
	const char *words[COMMAND_WORDS_MAX];
	size_t count;
	const struct command *command; /* the row's own, or NULL */
	const struct command *first;   /* of all that begin with its words */
	const char *rest;              /* of the first one's path */
};

static void
look_at_row(const struct command_list *commands, struct row *row)
{
	row->command = path_command(commands, row->words, row->count);
	row->first = NULL;
	for (size_t i = 0; i < commands->count && !row->first; i++)
		if (path_begins(commands->items[i]->path, row->words, row->count,
			    &row->rest))
			row->first = commands->items[i];
}

/* The words that may follow: all there is to say of a row without a command, in
 * brackets behind the summary of one that has. */
static enum status
wrap_next(struct wrap *wrap, const struct row *row, const struct path_next *next,
	struct err *err)
{
	bool brackets = row->command != NULL;
	const char *piece;

	for (size_t i = 0; i < next->count; i++) {
		bool last = i + 1 == next->count;

		TRY(arena_format(wrap->out->arena, &piece, err, "%s%s%s",
			brackets && i == 0 ? "(" : "", next->items[i],
			!last      ? ","
			: brackets ? ")"
				   : ""));
		TRY(wrap_piece(wrap, piece, err));
	}
	return ST_OK;
}

static enum status
append_row(const struct command_list *commands, const struct row *row, size_t column,
	struct buffer *out, struct err *err)
{
	struct wrap wrap = { .out = out, .indent = NAME_COLUMN };
	struct path_next next;

	if (row->first->heading) {
		TRY(buffer_append_text(out, "\n", err));
		TRY(buffer_append_text(out, row->first->heading, err));
		TRY(buffer_append_text(out, "\n", err));
	}
	path_next(commands, row->words, row->count, &next);
	TRY(wrap_piece(&wrap, row->words[row->count - 1], err));
	TRY(wrap_column(&wrap, column, err));
	if (row->command)
		TRY(wrap_text(&wrap, row->command->summary, err));
	TRY(wrap_next(&wrap, row, &next, err));
	return wrap_end(&wrap, err);
}

static enum status
append_rows(const struct command_list *commands, const struct path_split *split,
	struct buffer *out, struct err *err)
{
	struct path_next next;
	struct row row = { .count = split->count + 1 };
	size_t column = 0;

	invariant(split->count < COMMAND_WORDS_MAX);
	memcpy(row.words, split->words, split->count * sizeof(row.words[0]));
	path_next(commands, split->words, split->count, &next);
	for (size_t i = 0; i < next.count; i++)
		if (strlen(next.items[i]) + NAME_COLUMN + 2 > column)
			column = strlen(next.items[i]) + NAME_COLUMN + 2;
	for (size_t i = 0; i < next.count; i++) {
		row.words[split->count] = next.items[i];
		look_at_row(commands, &row);
		if (i == 0 && !row.first->heading)
			TRY(buffer_append_text(out, "\ncommands:\n", err));
		TRY(append_row(commands, &row, column, out, err));
	}
	return ST_OK;
}

/* The first example of the command that is marked, or of the first that has any. */
static const char *const *
overview_example(const struct command_list *commands)
{
	const char *const *found = NULL;

	for (size_t i = 0; i < commands->count; i++) {
		const struct command *command = commands->items[i];

		if (!command->examples || !command->examples[0])
			continue;
		if (command->flags & COMMAND_EXAMPLE)
			return command->examples;
		if (!found)
			found = command->examples;
	}
	return found;
}

enum status
help_overview(
	const struct command_list *commands, struct buffer *out, struct err *err)
{
	const struct path_split none = { .count = 0 };
	const char *const *examples = overview_example(commands);

	TRY(buffer_append_text(out,
		"usage: shop [OPTION...] COMMAND [OPTION...] [OPERAND...]\n", err));
	TRY(append_rows(commands, &none, out, err));
	if (examples) {
		TRY(buffer_append_text(out, "\nexample:\n", err));
		TRY(append_examples(examples, 1, out, err));
	}
	return buffer_append_text(
		out, "\n'shop COMMAND --help' explains a command\n", err);
}

enum status
help_group(const struct command_list *commands, const char *prefix,
	struct buffer *out, struct err *err)
{
	struct path_split split;
	struct path_next next;
	size_t shown = 0;
	const char *rest;

	path_split(prefix, &split);
	path_next(commands, split.words, split.count, &next);
	if (next.count == 0 || path_command(commands, split.words, split.count))
		return fail(
			err, ST_USAGE, "'%s' begins no group of commands", prefix);
	for (size_t i = 0; i < commands->count && shown < EXAMPLES_MAX; i++) {
		const struct command *command = commands->items[i];

		if (!path_begins(command->path, split.words, split.count, &rest) ||
			!command->examples || !command->examples[0])
			continue;
		if (shown++ == 0)
			TRY(buffer_append_text(out, "examples:\n", err));
		TRY(append_examples(command->examples, 1, out, err));
	}
	if (shown > 0)
		TRY(buffer_append_text(out, "\n", err));
	TRY(buffer_append_text(out, "usage: shop ", err));
	TRY(buffer_append_text(out, prefix, err));
	TRY(buffer_append_text(out, " COMMAND [OPTION...] [OPERAND...]\n", err));
	TRY(append_rows(commands, &split, out, err));
	TRY(buffer_append_text(out, "\n'shop ", err));
	TRY(buffer_append_text(out, prefix, err));
	return buffer_append_text(out, " COMMAND --help' explains a command\n", err);
}

static enum status
dump_line(const char *const cells[5], struct buffer *out, struct err *err)
{
	for (size_t i = 0; i < 5; i++) {
		TRY(buffer_append_text(out, cells[i] ? cells[i] : "", err));
		TRY(buffer_append_text(out, i < 4 ? "\t" : "\n", err));
	}
	return ST_OK;
}

static enum status
dump_param(const char *path, const struct param *param, struct buffer *out,
	struct err *err)
{
	const char letter[2] = { param->letter, '\0' };
	const char *cells[5] = { path, param->name, letter, NULL, param->help };

	TRY(param_value_name(param, out->arena, &cells[3], err));
	if (!(param->flags & PARAM_OPERAND))
		TRY(arena_format(out->arena, &cells[1], err, "--%s", param->name));
	return dump_line(cells, out, err);
}

static enum status
dump_command(const struct command *command, struct buffer *out, struct err *err)
{
	static const struct command plain = { .flags = 0 };
	const char *cells[5] = { command->path, "", "", "", command->summary };

	TRY(dump_line(cells, out, err));
	for (size_t i = 0; i < command->param_count; i++)
		TRY(dump_param(command->path, &command->params[i], out, err));
	for (size_t i = 0; i < global_param_count; i++)
		if (command_takes(command, &global_params[i]) &&
			!command_takes(&plain, &global_params[i]))
			TRY(dump_param(command->path, &global_params[i], out, err));
	return ST_OK;
}

enum status
help_dump(const struct command_list *commands, struct buffer *out, struct err *err)
{
	for (size_t i = 0; i < global_param_count; i++)
		TRY(dump_param("", &global_params[i], out, err));
	for (size_t i = 0; i < commands->count; i++)
		TRY(dump_command(commands->items[i], out, err));
	return ST_OK;
}
