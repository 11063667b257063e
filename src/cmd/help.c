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
join_words(const struct words *words, struct arena *arena, const char **path,
	struct err *err)
{
	struct buffer joined = { .arena = arena };
	size_t i;

	for (i = 0; i < words->count; i++) {
		if (i > 0)
			TRY(buffer_append_text(&joined, " ", err));
		TRY(buffer_append_text(&joined, words->items[i], err));
	}
	return arena_copy(arena, (const char *)joined.data, joined.size, path, err);
}

/* The page of what the words name: a group such as "admin order", or a command. */
static enum status
append_page(const struct context *context, const struct words *words,
	struct buffer *text, struct err *err)
{
	const struct command *command;
	const char *path;
	struct err no_group;
	size_t used;

	TRY(join_words(words, context->arena, &path, err));
	if (help_group(context->commands, path, text, &no_group) == ST_OK)
		return ST_OK;
	TRY(command_find(
		context->commands, words->items, words->count, &command, &used, err));
	if (used < words->count)
		return fail(err, ST_USAGE,
			"unknown command '%.200s' (see 'shop %s --help')", path,
			command->path);
	return help_command(context->commands, command, text, err);
}

static enum status
append_help(const struct context *context, const struct help_input *input,
	struct buffer *text, struct err *err)
{
	if (input->dump)
		return help_dump(context->commands, text, err);
	if (input->words.count == 0)
		return help_overview(context->commands, text, err);
	return append_page(context, &input->words, text, err);
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
	.heading = "finding one's way",
};
