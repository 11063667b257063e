#include "account/role.h"
#include "cli/help.h"
#include "cmd/context.h"

struct help_input {
	struct words words;
	bool dump;
};

static const struct param params[] = {
	{ .name = "COMMAND",
		.kind = KIND_COMMAND,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		.offset = PARAM_MEMBER(struct help_input, struct words, words),
		.given_offset = SIZE_MAX,
		.help = "the command to explain" },
	{ .name = "dump",
		.kind = KIND_FLAG,
		.offset = PARAM_MEMBER(struct help_input, bool, dump),
		.given_offset = SIZE_MAX,
		.help = "print every command, option and operand, tab-separated" },
};

static enum status
append_help(const struct context *context, const struct help_input *input,
	struct buffer *text, struct err *err)
{
	const struct command *command;
	size_t used;

	if (input->dump)
		return help_dump(context->commands, text, err);
	if (input->words.count == 0)
		return help_overview(context->commands, text, err);
	if (input->words.count == 1 &&
		help_group(context->commands, input->words.items[0], text, err) ==
			ST_OK)
		return ST_OK;
	TRY(command_find(context->commands, input->words.items, input->words.count,
		&command, &used, err));
	return help_command(context->commands, command, text, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct buffer text = { .arena = context->arena };

	TRY(append_help(context, arg, &text, err));
	return output_text(
		context->output, (const char *)text.data, text.size, true, err);
}

static const char *const examples[] = { "shop help", "shop help cart add", NULL };

const struct command command_help = {
	.path = "help",
	.summary = "explain a command",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct help_input),
	.access = ACCESS_NONE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
};
