#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"
#include "cmd/batch_input.h"
#include "cmd/batch_line.h"
#include "cmd/batch_print.h"
#include "cmd/file_copy.h"
#include "cmd/param.h"

/* How many lines may wait for their group to be on disk. */
#define LINES_MAX 2000
/* How long a rehearsal may keep others from writing: half of what they wait. */
#define REHEARSAL_TIME (5 * SECOND)

struct batch_options {
	const char *path;
	bool keep_going;
};

static const struct param params[] = {
	{ .name = "FILE",
		.kind = KIND_PATH,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct batch_options, const char *, path),
		.help = "the commands, one a line (default: -, standard input)" },
	OPTION(struct batch_options, bool, keep_going, "keep-going", KIND_FLAG,
		"go on after a line that fails"),
};

/* A line that was run and not acknowledged yet. */
struct waiting {
	struct waiting *next;
	uint64_t line;
	const char *command;
};

struct batch {
	struct context *context;
	bool keep_going;
	/* What the lines run in, one after the other; its arena is the line's. */
	struct context line_context;
	struct arena arena;
	struct arena_mark none;
	struct batch_input *input;
	struct batch_print print;
	/* In the order of their lines; their rows are in the batch's output. */
	struct arena waiting_arena;
	struct arena_mark none_waiting;
	struct waiting *first;
	struct waiting **end;
	size_t waiting;
	int64_t since; /* when the first of them came */
	uint64_t settled;
	uint64_t closings;
	uint64_t lines;
	uint64_t last; /* that was run */
	uint64_t failed;
	int64_t began_at;
};

static bool
is_pending(const struct batch *batch)
{
	const struct store *store = batch->line_context.store;

	return store && store_group_is_pending(store);
}

static void
forget_waiting(struct batch *batch)
{
	arena_rewind(&batch->waiting_arena, batch->none_waiting);
	batch->first = NULL;
	batch->end = &batch->first;
	batch->waiting = 0;
}

/* A failure of the batch's own is told with the place of its line. */
static void
put_place(const struct batch *batch, uint64_t line, struct err *err)
{
	struct err inner = *err;

	if (inner.file == batch->input->name)
		return;
	if (inner.file)
		fail(err, inner.status, "%.300s:%" PRIu64 ": %.600s", inner.file,
			inner.line, inner.message);
	err->file = batch->input->name;
	err->line = line;
	err->column = 0;
}

static enum status
print_row(struct batch *batch, const struct batch_row *row, struct err *err)
{
	struct batch_row printed = *row;
	struct err placed;

	if (row->failed)
		batch->failed++;
	if (row->failed && !batch->print.rows) {
		placed = *row->failed;
		put_place(batch, row->line, &placed);
		/* The one that ends the batch is told by who ends. */
		printed.failed = batch->keep_going ? &placed : NULL;
	}
	return batch_print_row(&batch->print, &printed, &batch->arena, err);
}

/* What was not acknowledged was not done: each line is told why. */
static enum status
lose_waiting(struct batch *batch, const struct err *lost, struct err *err)
{
	const struct waiting *waiting;

	output_clear(batch->context->output);
	for (waiting = batch->first; waiting; waiting = waiting->next) {
		struct batch_row row = { .line = waiting->line,
			.command = waiting->command,
			.failed = lost };

		TRY(print_row(batch, &row, err));
	}
	forget_waiting(batch);
	return output_pass(batch->context->output, err);
}

static enum status
lose(struct batch *batch, struct err *err)
{
	struct err lost = *err;

	TRY(lose_waiting(batch, &lost, err));
	*err = lost;
	return lost.status;
}

/* That nobody can be told is no reason to doubt. */
static enum status
tell(struct batch *batch, struct err *err)
{
	struct err reason;
	enum status status = output_pass(batch->context->output, &reason);

	if (status == ST_OK)
		return ST_OK;
	return fail(err, status, "%.900s (all lines up to %" PRIu64 " were run)",
		reason.message, batch->last);
}

/* What waits is on disk, and told. */
static enum status
acknowledge(struct batch *batch, struct err *err)
{
	enum status status = ST_OK;

	if (batch->context->global->dry_run)
		return ST_OK;
	if (is_pending(batch))
		status = store_group_settle(batch->line_context.store, err);
	if (status != ST_OK)
		return lose(batch, err);
	forget_waiting(batch);
	return tell(batch, err);
}

static enum status
be_idle(void *arg, struct err *err)
{
	return acknowledge(arg, err);
}

static enum status
wait_for_group(struct batch *batch, const struct batch_row *row, struct err *err)
{
	struct waiting *waiting;

	batch->last = row->line;
	TRY(ARENA_NEW(&batch->waiting_arena, 1, &waiting, err));
	waiting->line = row->line;
	TRY(arena_text(&batch->waiting_arena, row->command, &waiting->command, err));
	if (batch->waiting++ == 0)
		batch->since = clock_monotonic();
	*batch->end = waiting;
	batch->end = &waiting->next;
	return ST_OK;
}

/* Whether the lines that wait are on disk already, by what the last line did. */
static bool
was_settled(const struct batch *batch)
{
	const struct context *context = &batch->line_context;

	return context->closings != batch->closings || !context->store ||
	       store_group_settled(context->store) != batch->settled;
}

static bool
is_lost(const struct batch *batch)
{
	const struct store *store = batch->line_context.store;

	return store && store_group_losses(store) > 0;
}

static void
note_settled(struct batch *batch)
{
	const struct context *context = &batch->line_context;

	batch->closings = context->closings;
	batch->settled = context->store ? store_group_settled(context->store) : 0;
}

static bool
is_time(const struct batch *batch)
{
	const struct store *store = batch->line_context.store;

	if (batch->waiting >= LINES_MAX || (store && store_group_is_over(store)))
		return true;
	return clock_monotonic() - batch->since >= GROUP_TIME;
}

/* The row of a line that has been run. */
static enum status
take_row(struct batch *batch, const struct batch_row *row, struct err *err)
{
	bool lost = is_lost(batch);

	if (lost && !was_settled(batch))
		TRY(lose_waiting(batch, row->failed, err));
	TRY(wait_for_group(batch, row, err));
	TRY(print_row(batch, row, err));
	note_settled(batch);
	if (lost)
		return output_pass(batch->context->output, err);
	if (is_time(batch))
		return acknowledge(batch, err);
	return ST_OK;
}

static bool
is_interrupt(enum status status)
{
	return status == ST_INTERRUPTED || status == ST_TERMINATED;
}

/* Why a line that failed ends the batch, where it does. */
static enum status
go_on(struct batch *batch, const struct batch_row *row, struct err *err)
{
	const struct err *failed = row->failed;

	if (!failed || (batch->keep_going && !is_lost(batch)))
		return ST_OK;
	TRY(acknowledge(batch, err));
	*err = *failed;
	put_place(batch, row->line, err);
	return failed->status;
}

static enum status
open_output(struct batch *batch, const struct batch_line *line, struct err *err)
{
	const struct global_options *own = &line->parsed.global;
	const struct global_options *all = batch->context->global;
	struct output_options options = {
		.format = batch_print_format(&batch->print),
		.quiet = own->quiet || all->quiet,
		.verbose = own->verbose || all->verbose,
	};

	return output_open(&batch->arena, &options, &batch->line_context.output, err);
}

static enum status
run_line(struct batch *batch, const struct batch_line *line, struct err *err)
{
	if (!line->grouped || line->parsed.command->flags & COMMAND_LONG)
		TRY(acknowledge(batch, err));
	return batch_line_run(&batch->line_context, line, err);
}

static enum status
run_and_print(struct batch *batch, const struct batch_line *line,
	struct batch_row *row, struct err *err)
{
	struct err failed = { .status = ST_OK };
	enum status status;

	TRY(open_output(batch, line, err));
	row->result = batch->line_context.output;
	status = run_line(batch, line, &failed);
	if (status == ST_OK && is_lost(batch))
		status = fail(&failed, ST_IO,
			"what was pending is lost; nothing of it was done");
	if (is_interrupt(status)) {
		*err = failed;
	} else {
		row->failed = status == ST_OK ? NULL : &failed;
		status = take_row(batch, row, err);
	}
	output_close(batch->line_context.output);
	if (status == ST_OK && !line->grouped)
		status = acknowledge(batch, err);
	return status == ST_OK ? go_on(batch, row, err) : status;
}

static enum status
refuse(struct batch *batch, struct batch_row *row, const struct err *failed,
	struct err *err)
{
	row->failed = failed;
	TRY(take_row(batch, row, err));
	return go_on(batch, row, err);
}

static enum status
run_next(struct batch *batch, struct err *err)
{
	struct split *split = &batch->input->split;
	struct batch_row row = { .line = split->begins };
	struct batch_line line;
	struct err failed;

	batch->lines++;
	TRY(arena_copy(&batch->arena, (const char *)split->text.data,
		split->text.size, &row.command, err));
	if (split->refused.status != ST_OK) {
		split->refused.file = batch->input->name;
		return refuse(batch, &row, &split->refused, err);
	}
	if (batch_line_parse(batch->context, &split->words, &batch->arena, &line,
		    &failed) != ST_OK)
		return refuse(batch, &row, &failed, err);
	return run_and_print(batch, &line, &row, err);
}

static enum status
check_rehearsal(const struct batch *batch, struct err *err)
{
	if (!batch->context->global->dry_run ||
		clock_monotonic() - batch->began_at < REHEARSAL_TIME)
		return ST_OK;
	return fail(err, ST_PARTLY,
		"%" PRIu64 " lines were rehearsed; it ends here, after %d seconds in "
		"which nobody else could write (rehearse fewer lines)",
		batch->lines, (int)(REHEARSAL_TIME / SECOND));
}

static enum status
run_lines(struct batch *batch, struct err *err)
{
	bool found;

	for (;;) {
		arena_rewind(&batch->arena, batch->none);
		TRY(signal_check(err));
		TRY(check_rehearsal(batch, err));
		TRY(batch_input_next(batch->input, &batch->arena, &found, err));
		if (!found)
			break;
		TRY(run_next(batch, err));
	}
	TRY(acknowledge(batch, err));
	if (batch->failed == 0)
		return ST_OK;
	return fail(err, ST_PARTLY, "%" PRIu64 " of %" PRIu64 " lines failed",
		batch->failed, batch->lines);
}

/* A rehearsal is told once it is taken back, whatever came of it. */
static enum status
end_rehearsal(struct batch *batch, enum status status, struct err *err)
{
	struct err ended = *err;

	if (is_pending(batch))
		store_group_give_up(batch->line_context.store);
	if (!batch->context->global->dry_run || is_interrupt(status))
		return status;
	TRY(output_pass(batch->context->output, err));
	*err = ended;
	return status;
}

/* What an interrupt finds pending is given up, and not told. */
static enum status
end_batch(struct batch *batch, enum status status, struct err *err)
{
	struct context *context = &batch->line_context;

	status = end_rehearsal(batch, status, err);
	output_clear(batch->context->output);
	store_close(context->store);
	context_forget_keys(context);
	arena_free(&batch->arena);
	arena_free(&batch->waiting_arena);
	close(batch->input->fd);
	return status;
}

/* A mark that nothing lies before keeps no memory. */
static enum status
mark_arenas(struct batch *batch, struct err *err)
{
	void *first;

	TRY(arena_take(&batch->arena, 1, 1, &first, err));
	TRY(arena_take(&batch->waiting_arena, 1, 1, &first, err));
	batch->none = arena_mark(&batch->arena);
	batch->none_waiting = arena_mark(&batch->waiting_arena);
	forget_waiting(batch);
	return ST_OK;
}

/* Nobody is to be waited for while a rehearsal keeps others out. */
static enum status
open_input(struct batch *batch, const char *path, struct err *err)
{
	struct batch_input *input;

	TRY(ARENA_NEW(batch->context->arena, 1, &batch->input, err));
	input = batch->input;
	input->name = strcmp(path, "-") == 0 ? "stdin" : path;
	input->idle = be_idle;
	input->arg = batch;
	if (batch->context->global->dry_run)
		TRY(file_open_spooled(path, &input->fd, err));
	else
		TRY(file_open_input(path, &input->fd, err));
	batch_input_begin(input, &batch->arena);
	return ST_OK;
}

static enum status
run_opened(struct batch *batch, struct err *err)
{
	struct context *context = batch->context;

	batch->line_context = (struct context){ .arena = &batch->arena,
		.home = context->home,
		.commands = context->commands,
		.rehearsed = context->global->dry_run,
		.in_batch = true };
	batch->began_at = clock_monotonic();
	TRY(mark_arenas(batch, err));
	TRY(output_pass(context->output, err));
	return run_lines(batch, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct batch_options *options = arg;
	struct batch batch = { .context = context,
		.keep_going = options->keep_going };

	TRY(batch_print_begin(&batch.print, context, err));
	TRY(open_input(&batch, options->path ? options->path : "-", err));
	return end_batch(&batch, run_opened(&batch, err), err);
}

static const char *const examples[] = { "shop batch commands.txt",
	"shop batch --keep-going --json commands.txt >results.ndjson",
	"shop batch --dry-run commands.txt", NULL };

const struct command command_batch = {
	.path = "batch",
	.summary = "run many commands, one a line of a file",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct batch_options),
	.access = ACCESS_NONE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
};
