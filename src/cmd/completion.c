#include "cli/completion.h"

#include "cmd/kinds.h"
#include "cmd/param.h"

struct completion_input {
	int what;
	struct words words;
};

/* The scripts call "candidates" themselves. */
static const char *const whats[] = { "bash", "zsh", "fish", "candidates", NULL };
#define CANDIDATES 3

static const struct param params[] = {
	{ .name = "SHELL",
		.kind = KIND_CHOICE,
		.flags = PARAM_OPERAND | PARAM_REQUIRED,
		PARAM_OF(struct completion_input, int, what),
		.choices = whats,
		.help = "bash, zsh or fish; candidates is for the scripts" },
	{ .name = "WORD",
		.kind = KIND_LINES,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		PARAM_OF(struct completion_input, struct words, words),
		.help = "for candidates: what was typed so far" },
};

struct completing {
	struct context *context;
	const struct words *words;
	struct buffer *out;
};

static enum status
complete(struct txn *txn, void *arg, struct err *err)
{
	struct completing *completing = arg;

	return completion_candidates(completing->context->commands, completing->words,
		kind_candidates, txn, completing->out, err);
}

/* Settings are known without a shop. */
static enum status
values_without_shop(void *arg, enum kind kind, const char *prefix, struct buffer *out,
	struct err *err)
{
	return kind == KIND_SETTING ? kind_candidates(arg, kind, prefix, out, err)
				    : ST_OK;
}

/* A person who completes a word wants no error in between: what cannot be looked up
 * is not offered. */
static enum status
candidates(struct context *context, const struct words *words, struct buffer *out,
	struct err *err)
{
	struct completing completing = { context, words, out };
	const char *typed_home = completion_home(context->commands, words);
	struct store_options options = { .kind = STORE_LMDB,
		.folder = typed_home ? typed_home : context->home,
		.access = STORE_READ,
		.wait = 0 };
	enum status status;
	struct err ignored;

	if (!completion_needs_shop(context->commands, words) ||
		store_open(&options, &context->store, &ignored) != ST_OK)
		return completion_candidates(context->commands, words,
			values_without_shop, NULL, out, err);
	status = store_read(
		context->store, context->arena, complete, &completing, &ignored);
	if (status != ST_OK)
		out->size = 0;
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct completion_input *input = arg;
	struct buffer out = { .arena = context->arena };

	if (input->what == CANDIDATES)
		TRY(candidates(context, &input->words, &out, err));
	else
		TRY(completion_script((enum shell)input->what, &out, err));
	return output_text(
		context->output, (const char *)out.data, out.size, true, err);
}

static const char *const examples[] = {
	"shop completion bash > ~/.local/share/bash-completion/completions/shop", NULL
};

const struct command command_completion = {
	.path = "completion",
	.summary = "print a completion script for a shell",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct completion_input),
	.access = ACCESS_NONE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
};
