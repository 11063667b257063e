#include "cmd/batch_line.h"

#include <string.h>

#include "cmd/commands.h"
#include "cmd/context_open.h"

static enum status
refuse_option(const char *name, struct err *err)
{
	return fail(err, ST_USAGE,
		"option '--%s' has no place in a line of a batch (shop batch --%s)",
		name, name);
}

static enum status
check_globals(const struct global_options *global, struct err *err)
{
	if (global->help || global->version)
		return fail(err, ST_USAGE,
			"option '--%s' has no place in a line of a batch",
			global->help ? "help" : "version");
	if (global->home)
		return refuse_option("home", err);
	if (global->json)
		return refuse_option("json", err);
	if (global->format != FORMAT_UNSET)
		return refuse_option("format", err);
	if (global->wait_given)
		return refuse_option("wait", err);
	return ST_OK;
}

static enum status
refuse_dash(const struct param *param, struct err *err)
{
	return fail(err, ST_USAGE,
		"%s%s: '-' has no place in a line of a batch (name a file)",
		param->flags & PARAM_OPERAND ? "" : "--", param->name);
}

static enum status
check_path(const struct param *param, const void *input, struct err *err)
{
	const char *member = (const char *)input + param->offset;
	struct words paths = { .count = 1 };
	const char *path;

	if (param->kind != KIND_PATH)
		return ST_OK;
	memcpy(&path, member, sizeof(path));
	paths.items = &path;
	if (param->flags & PARAM_REPEATED)
		memcpy(&paths, member, sizeof(paths));
	for (size_t i = 0; i < paths.count; i++)
		if (paths.items[i] && strcmp(paths.items[i], "-") == 0)
			return refuse_dash(param, err);
	return ST_OK;
}

static enum status
check_command(const struct parsed *parsed, struct err *err)
{
	const struct command *command = parsed->command;

	if (!command)
		return fail(err, ST_USAGE, "a line without a command");
	if (command == &command_batch || command == &command_init ||
		command == &command_completion)
		return fail(
			err, ST_USAGE, "'%s' has no place in a batch", command->path);
	for (size_t i = 0; i < command->param_count; i++)
		TRY(check_path(&command->params[i], parsed->input, err));
	return ST_OK;
}

static enum status
check_rehearsal(const struct batch_line *line, struct err *err)
{
	const struct command *command = line->parsed.command;

	if (command->access == ACCESS_NONE ||
		(line->grouped && (command->access == ACCESS_READ ||
					  command->flags & COMMAND_DRY_RUN)))
		return ST_OK;
	return fail(err, ST_USAGE, "'%s' has no place in a batch with --dry-run",
		command->path);
}

enum status
batch_line_parse(const struct context *batch, const struct words *words,
	struct arena *arena, struct batch_line *line, struct err *err)
{
	struct parsed *parsed = &line->parsed;
	const char **argv;

	*line = (struct batch_line){ .grouped = false };
	TRY(ARENA_NEW(arena, words->count + 1, &argv, err));
	argv[0] = "shop";
	for (size_t i = 0; i < words->count; i++)
		argv[i + 1] = words->items[i];
	TRY(parse_command_line(
		batch->commands, (int)words->count + 1, argv, arena, parsed, err));
	TRY(check_globals(&parsed->global, err));
	TRY(check_command(parsed, err));
	line->grouped = parsed->command->flags & COMMAND_GROUPED;
	if (batch->global->dry_run)
		TRY(check_rehearsal(line, err));
	parsed->global.wait = batch->global->wait;
	parsed->global.no_input = true;
	parsed->global.dry_run |= batch->global->dry_run;
	return ST_OK;
}

/* Reading alone needs less than writing: the store is opened for that when the first
 * line comes that writes. */
static enum status
open_store(struct context *context, enum store_access access, struct err *err)
{
	if (context->store &&
		(access == STORE_READ || context->opened.access == STORE_WRITE))
		return ST_OK;
	store_close(context->store);
	context->store = NULL;
	context->opened = (struct store_options){ .kind = STORE_LMDB,
		.folder = context->home,
		.access = access,
		.wait = context->global->wait };
	return context_reopen_store(context, err);
}

static enum status
enter(struct context *context, struct err *err)
{
	if (context->command->access == ACCESS_NONE)
		return ST_OK;
	TRY(open_store(context, context_access(context->command), err));
	if (!context->rehearsed && context->grouped)
		store_group_open(context->store);
	else if (!context->rehearsed)
		store_group_end(context->store);
	return context_enter(context, err);
}

enum status
batch_line_run(
	struct context *context, const struct batch_line *line, struct err *err)
{
	enum status status;

	context->command = line->parsed.command;
	context->global = &line->parsed.global;
	context->grouped = line->grouped;
	context->identity = (struct identity){ .role = ROLE_ANY };
	context->customer = 0;
	status = enter(context, err);
	if (status == ST_OK)
		status = context->command->run(context, line->parsed.input, err);
	context_note_use(context);
	/* It may have changed the shop's key, or others may have while it ran. */
	if (!line->grouped)
		context_forget_keys(context);
	return status;
}
