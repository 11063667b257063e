#include "cli/help.h"

#include <string.h>

#include "cli/argument.h"
#include "cli/help_parts.h"
#include "cli/kind.h"
#include "cli/parse.h"
#include "cli/path.h"
#include "cli/wrap.h"

#define USAGE_INDENT 8
#define NAME_COLUMN 2
#define HELP_COLUMN_MAX 30

static enum status
wrap_params(struct wrap *wrap, const struct command *command, bool operands,
	struct err *err)
{
	const char *usage;

	for (size_t i = 0; i < command->param_count; i++) {
		const struct param *param = &command->params[i];

		if (((param->flags & PARAM_OPERAND) != 0) != operands)
			continue;
		TRY(param_usage(param, wrap->out->arena, &usage, err));
		TRY(wrap_piece(wrap, usage, err));
	}
	return ST_OK;
}

/* The global options that not every command takes. */
static bool
is_some_commands(const struct param *global)
{
	static const struct command plain = { .flags = 0 };

	return !command_takes(&plain, global);
}

static enum status
wrap_usage(struct wrap *wrap, const struct command *command, struct err *err)
{
	const char *usage;

	TRY(buffer_append_text(wrap->out, "usage: shop", err));
	wrap->column = strlen("usage: shop");
	wrap->indent = USAGE_INDENT;
	TRY(wrap_text(wrap, command->path, err));
	TRY(wrap_params(wrap, command, true, err));
	TRY(wrap_params(wrap, command, false, err));
	for (size_t i = 0; i < global_param_count; i++) {
		const struct param *param = &global_params[i];

		if (!is_some_commands(param) || !command_takes(command, param))
			continue;
		TRY(param_usage(param, wrap->out->arena, &usage, err));
		TRY(wrap_piece(wrap, usage, err));
	}
	return wrap_end(wrap, err);
}

enum status
help_usage(const struct command *command, struct buffer *out, struct err *err)
{
	struct wrap wrap = { .out = out, .one_line = true };

	return wrap_usage(&wrap, command, err);
}

enum status
append_examples(const char *const *examples, size_t count_max, struct buffer *out,
	struct err *err)
{
	for (size_t i = 0; examples && examples[i] && i < count_max; i++) {
		TRY(buffer_append_text(out, "  ", err));
		TRY(buffer_append_text(out, examples[i], err));
		TRY(buffer_append_text(out, "\n", err));
	}
	return ST_OK;
}

struct section {
	const char *heading;
	const struct param *params;
	size_t count;
	/* Which of them. */
	bool (*belongs)(const struct command *command, const struct param *param);
	const struct command *command;
};

static bool
is_operand(const struct command *command, const struct param *param)
{
	(void)command;
	return param->flags & PARAM_OPERAND;
}

static bool
is_option(const struct command *command, const struct param *param)
{
	(void)command;
	return !(param->flags & PARAM_OPERAND);
}

static enum status
section_column(const struct section *section, struct arena *arena, size_t *column,
	struct err *err)
{
	size_t widest = 0;
	const char *label;

	for (size_t i = 0; i < section->count; i++) {
		size_t size;

		if (!section->belongs(section->command, &section->params[i]))
			continue;
		TRY(param_label(&section->params[i], arena, &label, err));
		size = strlen(label) + NAME_COLUMN + 2;
		if (size > widest && size <= HELP_COLUMN_MAX)
			widest = size;
	}
	*column = widest > 0 ? widest : HELP_COLUMN_MAX;
	return ST_OK;
}

/* A command that says too little about choices says them here. */
static enum status
wrap_choices(struct wrap *wrap, const struct param *param, struct err *err)
{
	const char *name;

	if (!param->choices)
		return ST_OK;
	TRY(param_value_name(param, wrap->out->arena, &name, err));
	if (strchr(name, '|') || param->flags & PARAM_GLOBAL)
		return ST_OK;
	TRY(wrap_piece(wrap, "(one of", err));
	for (size_t i = 0; param->choices[i]; i++) {
		TRY(arena_format(wrap->out->arena, &name, err, "%s%s",
			param->choices[i], param->choices[i + 1] ? "," : ")"));
		TRY(wrap_piece(wrap, name, err));
	}
	return ST_OK;
}

static enum status
append_section(const struct section *section, struct buffer *out, struct err *err)
{
	size_t column;
	const char *label;
	bool first = true;

	TRY(section_column(section, out->arena, &column, err));
	for (size_t i = 0; i < section->count; i++) {
		const struct param *param = &section->params[i];
		struct wrap wrap = { .out = out, .indent = NAME_COLUMN };

		if (!section->belongs(section->command, param))
			continue;
		if (first)
			TRY(buffer_append_text(out, section->heading, err));
		first = false;
		TRY(param_label(param, out->arena, &label, err));
		TRY(wrap_piece(&wrap, label, err));
		if (param->help || param->choices)
			TRY(wrap_column(&wrap, column, err));
		TRY(wrap_text(&wrap, param->help ? param->help : "", err));
		TRY(wrap_choices(&wrap, param, err));
		TRY(wrap_end(&wrap, err));
	}
	return ST_OK;
}

static enum status
append_below(const struct command_list *commands, const struct command *command,
	struct buffer *out, struct err *err)
{
	struct wrap wrap = { .out = out };
	struct path_split split;
	struct path_next next;
	const char *piece;

	path_split(command->path, &split);
	path_next(commands, split.words, split.count, &next);
	if (next.count == 0)
		return ST_OK;
	TRY(buffer_append_text(out, "\n", err));
	TRY(wrap_text(&wrap, "see also:", err));
	for (size_t i = 0; i < next.count; i++) {
		TRY(arena_format(out->arena, &piece, err, "shop %s %s%s",
			command->path, next.items[i], i + 1 < next.count ? "," : ""));
		TRY(wrap_piece(&wrap, piece, err));
	}
	return wrap_end(&wrap, err);
}

static enum status
append_summary(const struct command *command, struct buffer *out, struct err *err)
{
	struct wrap wrap = { .out = out };

	TRY(buffer_append_text(out, "\n", err));
	TRY(wrap_text(&wrap, command->summary, err));
	return wrap_end(&wrap, err);
}

enum status
help_command(const struct command_list *commands, const struct command *command,
	struct buffer *out, struct err *err)
{
	const struct section operands = { "\noperands:\n", command->params,
		command->param_count, is_operand, command };
	const struct section options = { "\noptions:\n", command->params,
		command->param_count, is_option, command };
	const struct section globals = { "\nshared options:\n", global_params,
		global_param_count, command_takes, command };
	struct wrap usage = { .out = out };

	if (command->examples && command->examples[0]) {
		TRY(buffer_append_text(out, "examples:\n", err));
		TRY(append_examples(command->examples, SIZE_MAX, out, err));
		TRY(buffer_append_text(out, "\n", err));
	}
	TRY(wrap_usage(&usage, command, err));
	TRY(append_summary(command, out, err));
	TRY(append_section(&operands, out, err));
	TRY(append_section(&options, out, err));
	TRY(append_section(&globals, out, err));
	TRY(append_below(commands, command, out, err));
	return buffer_append_text(out,
		"\nexit status: 0 done, 1 the answer is no, 2 wrong use; "
		"all are in shop(1)\n",
		err);
}
