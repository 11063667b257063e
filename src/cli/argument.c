#include "cli/argument.h"

#include <string.h>

#include "cli/parse.h"

static const struct param *
find_name(const struct param *params, size_t count, const char *name, size_t size)
{
	for (size_t i = 0; i < count; i++)
		if (!(params[i].flags & PARAM_OPERAND) &&
			strncmp(params[i].name, name, size) == 0 &&
			params[i].name[size] == '\0')
			return &params[i];
	return NULL;
}

static const struct param *
find_letter(const struct param *params, size_t count, char letter)
{
	for (size_t i = 0; i < count; i++)
		if (letter && params[i].letter == letter)
			return &params[i];
	return NULL;
}

static const struct param *
find_option(const struct command *command, const char *name, size_t size)
{
	const struct param *param = NULL;

	if (command)
		param = find_name(command->params, command->param_count, name, size);
	return param ? param
		     : find_name(global_params, global_param_count, name, size);
}

static const struct param *
find_short(const struct command *command, char letter)
{
	const struct param *param = NULL;

	if (command)
		param = find_letter(command->params, command->param_count, letter);
	return param ? param : find_letter(global_params, global_param_count, letter);
}

/* The value is the next word, whatever it looks like. */
static void
take_next(struct arguments *arguments, struct argument *argument)
{
	if (arguments->at < arguments->count)
		argument->value = arguments->words[arguments->at++];
	else
		argument->type = ARGUMENT_NO_VALUE;
}

static void
next_long(struct arguments *arguments, struct argument *argument)
{
	const char *name = argument->word + 2;
	size_t size = strcspn(name, "=");
	bool has_value = name[size] == '=';

	argument->param = find_option(arguments->command, name, size);
	argument->type = ARGUMENT_OPTION;
	if (!argument->param)
		argument->type = ARGUMENT_UNKNOWN;
	else if (argument->param->kind == KIND_FLAG && has_value)
		argument->type = ARGUMENT_UNWANTED_VALUE;
	else if (has_value)
		argument->value = name + size + 1;
	else if (argument->param->kind != KIND_FLAG &&
		 !(argument->param->flags & PARAM_OPTIONAL_VALUE))
		take_next(arguments, argument);
}

static void
next_letter(struct arguments *arguments, struct argument *argument)
{
	char letter = *arguments->letters++;
	const char *rest = *arguments->letters ? arguments->letters : NULL;

	argument->param = find_short(arguments->command, letter);
	argument->type = ARGUMENT_OPTION;
	arguments->letters = rest;
	if (!argument->param) {
		argument->type = ARGUMENT_UNKNOWN;
		arguments->letters = NULL;
		return;
	}
	if (argument->param->kind == KIND_FLAG)
		return;
	arguments->letters = NULL;
	if (rest)
		argument->value = rest;
	else if (!(argument->param->flags & PARAM_OPTIONAL_VALUE))
		take_next(arguments, argument);
}

struct argument
argument_next(struct arguments *arguments)
{
	struct argument argument = { .type = ARGUMENT_NONE };

	if (arguments->letters) {
		argument.at = arguments->at - 1;
		argument.word = arguments->words[argument.at];
		next_letter(arguments, &argument);
		return argument;
	}
	if (!arguments->ended && arguments->at < arguments->count &&
		strcmp(arguments->words[arguments->at], "--") == 0) {
		arguments->ended = true;
		arguments->at++;
	}
	if (arguments->at >= arguments->count)
		return argument;
	argument.at = arguments->at++;
	argument.word = arguments->words[argument.at];
	if (arguments->ended || argument.word[0] != '-' || !argument.word[1]) {
		argument.type = ARGUMENT_OPERAND;
		argument.value = argument.word;
	} else if (argument.word[1] == '-') {
		next_long(arguments, &argument);
	} else {
		arguments->letters = argument.word + 1;
		next_letter(arguments, &argument);
	}
	return argument;
}

bool
command_takes(const struct command *command, const struct param *global)
{
	unsigned flags = command ? command->flags : ~0U;

	if (global->offset == offsetof(struct global_options, dry_run))
		return flags & COMMAND_DRY_RUN;
	if (global->offset == offsetof(struct global_options, for_customer))
		return flags & COMMAND_FOR;
	return true;
}

struct command_words
command_words(const char *const *words, size_t count)
{
	struct arguments arguments = { .words = words, .count = count };
	struct command_words found = { .count = 0 };
	const size_t room = sizeof(found.words) / sizeof(found.words[0]);

	while (found.count < room) {
		struct argument argument = argument_next(&arguments);

		if (argument.type == ARGUMENT_OPTION)
			continue;
		if (argument.type != ARGUMENT_OPERAND)
			break;
		if (arguments.ended && found.count > 0)
			break;
		found.words[found.count] = argument.word;
		found.places[found.count++] = argument.at;
	}
	return found;
}
