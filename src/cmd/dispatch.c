#include "cmd/dispatch.h"

#include <string.h>

#include "cli/help.h"
#include "cmd/commands.h"
#include "cmd/context_open.h"

/* The store is closed before anything waits for a pipe or a pager. */
static enum status
finish(struct context *context, enum status status, struct err *err)
{
	struct err flush_err = { .status = ST_OK };
	enum status flushed;

	context_close(context);
	flushed = output_flush(context->output, &flush_err);
	if (status != ST_OK || flushed == ST_OK)
		return status;
	if (context->committed && strlen(flush_err.message) + 32 < ERR_MESSAGE_MAX)
		return fail(err, flushed, "%.900s (the change was made)",
			flush_err.message);
	*err = flush_err;
	return flushed;
}

static enum status
run_command(struct context *context, const void *input, struct err *err)
{
	enum status status = context_open(context, err);

	if (status == ST_OK)
		status = context->command->run(context, input, err);
	return finish(context, status, err);
}

static enum status
print_help(struct context *context, const struct parsed *parsed, struct err *err)
{
	struct buffer text = { .arena = context->arena };

	if (parsed->global.version)
		TRY(buffer_append_text(&text, "shop " SHOP_VERSION "\n", err));
	else if (parsed->group)
		TRY(help_group(&all_commands, parsed->group, &text, err));
	else if (parsed->command)
		TRY(help_command(&all_commands, parsed->command, &text, err));
	else
		TRY(help_overview(&all_commands, &text, err));
	TRY(output_text(
		context->output, (const char *)text.data, text.size, true, err));
	return output_flush(context->output, err);
}

/* Output has an arena of its own: commands bring theirs back row by row. */
static enum status
run_parsed(struct context *context, const struct parsed *parsed,
	struct arena *printing, struct err *err)
{
	struct output_options options = {
		.format = (enum output_format)parsed->global.format,
		.only = { parsed->global.json_fields.items,
			parsed->global.json_fields.count },
		.quiet = parsed->global.quiet,
		.verbose = parsed->global.verbose
	};
	enum status status;

	TRY(output_open(printing, &options, &context->output, err));
	context->global = &parsed->global;
	context->command = parsed->command;
	context->commands = &all_commands;
	if (parsed->global.version || parsed->global.help || !parsed->command)
		status = print_help(context, parsed, err);
	else
		status = run_command(context, parsed->input, err);
	output_close(context->output);
	return status;
}

enum status
dispatch(int argc, const char *const *argv, struct arena *arena,
	enum output_format *format, struct err *err)
{
	struct arena printing = { NULL };
	struct context context = { .arena = arena };
	struct parsed parsed = { .command = NULL };
	enum status status;

	status = parse_command_line(&all_commands, argc, argv, arena, &parsed, err);
	*format = (enum output_format)parsed.global.format;
	if (status == ST_OK)
		status = run_parsed(&context, &parsed, &printing, err);
	arena_free(&printing);
	return status;
}
