#include "cli/parse.h"

#include <string.h>

#include "base/clock.h"
#include "base/record.h"
#include "base/text.h"
#include "cli/argument.h"
#include "cli/kind.h"
#include "cli/output.h"
#include "cli/path.h"

#define WAIT_DEFAULT (10 * SECOND)

struct line {
	const struct command_list *commands;
	const char *const *words;
	size_t count;
	struct arena *arena;
	struct parsed parsed;
	struct command_words command_words;
	size_t command_used;
	const char *see; /* "shop cart add --help" */
	bool *given;     /* one for each of the command's parameters, then globals */
	size_t operands; /* how many were read */
};

static enum status
set_see(struct line *line, const char *path, struct err *err)
{
	struct buffer see = { .arena = line->arena };

	TRY(buffer_append_text(&see, "shop ", err));
	TRY(buffer_append_text(&see, path, err));
	TRY(buffer_append_text(&see, *path ? " --help" : "--help", err));
	return arena_copy(
		line->arena, (const char *)see.data, see.size, &line->see, err);
}

/* Puts the option's or operand's name before the reason, and the way out behind. */
static enum status
refuse_value(const struct line *line, const struct param *param, struct err *err)
{
	struct err reason = *err;

	if (reason.status != ST_USAGE)
		return reason.status;
	if (param->flags & PARAM_OPERAND)
		return fail(err, ST_USAGE, "%s: %s (see '%s')", param->name,
			reason.message, line->see);
	return fail(err, ST_USAGE, "option '--%s': %s (see '%s')", param->name,
		reason.message, line->see);
}

static bool *
given_of(const struct line *line, const struct param *param)
{
	const struct command *command = line->parsed.command;
	size_t own = command ? command->param_count : 0;

	for (size_t i = 0; i < own; i++)
		if (param == &command->params[i])
			return &line->given[i];
	return &line->given[own + (size_t)(param - global_params)];
}

static bool
is_global(const struct param *param)
{
	for (size_t i = 0; i < global_param_count; i++)
		if (param == &global_params[i])
			return true;
	return false;
}

/* Where a parameter's values go: the global options or the command's input. */
static char *
target_of(struct line *line, const struct param *param)
{
	return is_global(param) ? (char *)&line->parsed.global : line->parsed.input;
}

static bool
may_repeat(const struct param *param)
{
	return param->flags & PARAM_REPEATED ||
	       (is_global(param) &&
		       (param->offset == offsetof(struct global_options, help) ||
			       param->offset ==
				       offsetof(struct global_options, version)));
}

static enum status
set_value(struct line *line, const struct param *param, const char *value,
	struct err *err)
{
	char *target = target_of(line, param);
	bool *given = given_of(line, param);

	if (*given && !may_repeat(param))
		return fail(err, ST_USAGE, "option '--%s' is given twice (see '%s')",
			param->name, line->see);
	*given = true;
	if (param->given_offset != 0 && param->given_offset != SIZE_MAX)
		*(bool *)(target + param->given_offset) = true;
	if (!value && param->flags & PARAM_OPTIONAL_VALUE)
		return ST_OK;
	if (param_collect(param, value ? value : "", line->arena,
		    target + param->offset, err) != ST_OK)
		return refuse_value(line, param, err);
	return ST_OK;
}

static enum status
set_option(struct line *line, const struct argument *argument, struct err *err)
{
	const struct command *command = line->parsed.command;

	if (command && is_global(argument->param) &&
		!command_takes(command, argument->param))
		return fail(err, ST_USAGE, "'%s' takes no option '--%s' (see '%s')",
			command->path, argument->param->name, line->see);
	return set_value(line, argument->param, argument->value, err);
}

static enum status
set_operand(struct line *line, const char *word, struct err *err)
{
	const struct command *command = line->parsed.command;
	const struct param *param = NULL;
	const struct param *last = NULL;

	if (!command)
		return fail(err, ST_USAGE, "unknown command '%s' (see '%s')",
			excerpt_of(word).text, line->see);
	param = command_operand(command, line->operands);
	if (line->operands > 0)
		last = command_operand(command, line->operands - 1);
	if (!param && last && last->flags & PARAM_REPEATED)
		return set_value(line, last, word, err);
	if (!param && line->operands == 0)
		return fail(err, ST_USAGE, "'%s' takes no operand '%s' (see '%s')",
			command->path, excerpt_of(word).text, line->see);
	if (!param)
		return fail(err, ST_USAGE,
			"one operand too many for '%s': '%s' (see '%s')",
			command->path, excerpt_of(word).text, line->see);
	TRY(set_value(line, param, word, err));
	line->operands++;
	return ST_OK;
}

/* The name of the option nearest to what was typed, or NULL. */
static enum status
nearest_option(
	struct line *line, const char *name, const char **nearest, struct err *err)
{
	const struct command *command = line->parsed.command;
	size_t own = command ? command->param_count : 0;
	const char **names;
	size_t count = 0;

	TRY(ARENA_NEW(line->arena, own + global_param_count + 1, &names, err));
	for (size_t i = 0; i < own; i++)
		if (!(command->params[i].flags & PARAM_OPERAND))
			names[count++] = command->params[i].name;
	for (size_t i = 0; i < global_param_count; i++)
		if (command_takes(command, &global_params[i]))
			names[count++] = global_params[i].name;
	*nearest = text_nearest(name, names);
	return ST_OK;
}

static enum status
refuse_option(struct line *line, const char *word, struct err *err)
{
	struct excerpt name = excerpt_of(word);
	const char *nearest;

	name.text[strcspn(name.text, "=")] = '\0';
	TRY(nearest_option(line, name.text + strspn(name.text, "-"), &nearest, err));
	if (nearest)
		return fail(err, ST_USAGE,
			"unknown option '%s' (did you mean '--%s'? see '%s')",
			name.text, nearest, line->see);
	if (word[1] >= '0' && word[1] <= '9')
		return fail(err, ST_USAGE,
			"unknown option '%s' ('--' before it makes it an operand; "
			"see '%s')",
			name.text, line->see);
	return fail(err, ST_USAGE, "unknown option '%s' (see '%s')", name.text,
		line->see);
}

static enum status
take_argument(struct line *line, const struct argument *argument, struct err *err)
{
	switch (argument->type) {
	case ARGUMENT_OPTION:
		return set_option(line, argument, err);
	case ARGUMENT_OPERAND:
		return set_operand(line, argument->value, err);
	case ARGUMENT_NO_VALUE:
		return fail(err, ST_USAGE, "option '--%s' needs %s (see '%s')",
			argument->param->name,
			kind_info(argument->param->kind)->expected, line->see);
	case ARGUMENT_UNWANTED_VALUE:
		return fail(err, ST_USAGE, "option '--%s' takes no value (see '%s')",
			argument->param->name, line->see);
	default:
		return refuse_option(line, argument->word, err);
	}
}

static bool
is_command_word(const struct line *line, size_t place)
{
	for (size_t i = 0; i < line->command_used; i++)
		if (line->command_words.places[i] == place)
			return true;
	return false;
}

static enum status
take_arguments(struct line *line, struct err *err)
{
	struct arguments arguments = { .words = line->words,
		.count = line->count,
		.command = line->parsed.command };

	for (;;) {
		struct argument argument = argument_next(&arguments);

		if (argument.type == ARGUMENT_NONE)
			return ST_OK;
		if (argument.type == ARGUMENT_OPERAND &&
			is_command_word(line, argument.at))
			continue;
		TRY(take_argument(line, &argument, err));
	}
}

static enum status
check_required(const struct line *line, struct err *err)
{
	const struct command *command = line->parsed.command;

	for (size_t i = 0; i < command->param_count; i++) {
		const struct param *param = &command->params[i];

		if (!(param->flags & PARAM_REQUIRED) || line->given[i])
			continue;
		if (param->flags & PARAM_OPERAND)
			return fail(err, ST_USAGE, "missing operand %s (see '%s')",
				param->name, line->see);
		return fail(err, ST_USAGE, "missing option '--%s' (see '%s')",
			param->name, line->see);
	}
	return ST_OK;
}

static enum status
settle_format(struct line *line, struct err *err)
{
	struct global_options *global = &line->parsed.global;
	const struct param *format = global_params;

	while (format->offset != offsetof(struct global_options, format))
		format++;
	if (*given_of(line, format))
		global->format++;
	if (!global->json)
		return ST_OK;
	if (global->format == FORMAT_UNSET)
		global->format = FORMAT_JSON;
	if (global->format == FORMAT_JSON || global->format == FORMAT_NDJSON)
		return ST_OK;
	return fail(err, ST_USAGE,
		"'--json' and '--format %s' contradict each other (see '%s')",
		output_format_names[global->format - 1], line->see);
}

static enum status
check_fields(const struct line *line, struct err *err)
{
	const struct words *fields = &line->parsed.global.json_fields;
	const struct record_type *result = line->parsed.command->result;

	if (!result || fields->count == 0)
		return ST_OK;
	return output_check_fields(result, fields->items, fields->count, err);
}

/* True where help is asked for by a word of its own, even on a line with mistakes. */
static bool
help_asked(const struct line *line)
{
	for (size_t i = 0; i < line->count; i++) {
		if (strcmp(line->words[i], "--") == 0)
			return false;
		if (strcmp(line->words[i], "--help") == 0 ||
			strcmp(line->words[i], "-h") == 0)
			return true;
	}
	return false;
}

/* With --help, the words typed that begin several commands. */
static enum status
find_group(struct line *line, struct err *err)
{
	const struct command_words *typed = &line->command_words;
	struct buffer group = { .arena = line->arena };
	struct path_next next;

	path_next(line->commands, typed->words, typed->count, &next);
	if (typed->count == 0 || next.count == 0)
		return ST_OK;
	for (size_t i = 0; i < typed->count; i++) {
		if (i > 0)
			TRY(buffer_append_text(&group, " ", err));
		TRY(buffer_append_text(&group, typed->words[i], err));
	}
	return arena_copy(line->arena, (const char *)group.data, group.size,
		&line->parsed.group, err);
}

/* True where the words typed are a command's own, not only the beginning of it. */
static bool
is_whole_path(const struct line *line)
{
	const struct command_words *typed = &line->command_words;
	const struct command *command = line->parsed.command;

	return command &&
	       path_words(command, typed->words, typed->count) == typed->count;
}

static enum status
find_command(struct line *line, struct err *err)
{
	struct command_words *typed = &line->command_words;
	const struct command *command;
	enum status status;

	*typed = command_words(line->words, line->count);
	if (typed->count == 0)
		return ST_OK;
	status = command_find(line->commands, typed->words, typed->count, &command,
		&line->command_used, err);
	if (status == ST_OK)
		line->parsed.command = command;
	if (help_asked(line) && !is_whole_path(line))
		TRY(find_group(line, err));
	if (status != ST_OK && line->parsed.group) {
		line->command_used = typed->count;
		return ST_OK;
	}
	return status;
}

static enum status
prepare(struct line *line, struct err *err)
{
	const struct command *command = line->parsed.command;
	size_t own = command ? command->param_count : 0;

	TRY(ARENA_NEW(line->arena, own + global_param_count, &line->given, err));
	TRY(set_see(line, command ? command->path : "", err));
	if (command)
		TRY(arena_take(line->arena, 1, command->input_size,
			&line->parsed.input, err));
	line->parsed.global.wait = WAIT_DEFAULT;
	return ST_OK;
}

static enum status
read_line(struct line *line, struct err *err)
{
	enum status status;

	TRY(prepare(line, err));
	status = take_arguments(line, err);
	if (status == ST_USAGE && help_asked(line)) {
		line->parsed.global.help = true;
		return ST_OK;
	}
	TRY(status);
	TRY(settle_format(line, err));
	if (!line->parsed.command || line->parsed.global.help ||
		line->parsed.global.version)
		return ST_OK;
	TRY(check_required(line, err));
	return check_fields(line, err);
}

static int
format_number(const char *name)
{
	for (int i = 0; output_format_names[i]; i++)
		if (strcmp(output_format_names[i], name) == 0)
			return i + 1;
	return FORMAT_UNSET;
}

/* The format that a line asks for although it is wrong elsewhere. */
static int
asked_format(const struct line *line)
{
	int format = FORMAT_UNSET;

	for (size_t i = 0; i < line->count; i++) {
		const char *word = line->words[i];

		if (strcmp(word, "--") == 0)
			break;
		if (strcmp(word, "--json") == 0 || strncmp(word, "--json=", 7) == 0)
			return FORMAT_JSON;
		if (strncmp(word, "--format=", 9) == 0)
			format = format_number(word + 9);
		else if (strcmp(word, "--format") == 0 && i + 1 < line->count)
			format = format_number(line->words[i + 1]);
	}
	return format;
}

enum status
parse_command_line(const struct command_list *commands, int argc,
	const char *const *argv, struct arena *arena, struct parsed *parsed,
	struct err *err)
{
	struct line line = { .commands = commands,
		.words = argv + 1,
		.count = argc > 0 ? (size_t)argc - 1 : 0,
		.arena = arena };

	enum status status;

	status = find_command(&line, err);
	if (status == ST_OK)
		status = read_line(&line, err);
	if (status == ST_OK)
		*parsed = line.parsed;
	else
		parsed->global.format = asked_format(&line);
	return status;
}
