#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/hook_place.h"
#include "cmd/param.h"
#include "store/lock.h"

#define LOCK_NAME "hooks.lock"

/* How many events a hook is told of before the next hook has its turn. */
#define EVENTS_AT_ONCE 50

struct hooks_run_input {
	struct words names;
	bool from_given;
	int64_t from;
};

static const struct param params[] = {
	{ .name = "NAME",
		.kind = KIND_TEXT,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		PARAM_OF(struct hooks_run_input, struct words, names),
		.help = "hooks to run (default: all)" },
	{ .name = "from",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct hooks_run_input, int64_t, from),
		.given_offset = offsetof(struct hooks_run_input, from_given),
		.value_name = "NUMBER",
		.help = "begin with the event of this number, for the hooks named" },
};

/* What would be told, of --dry-run. */
struct hook_line {
	const char *hook;
	uint64_t event;
	int64_t at;
	const char *subject;
	const char *kind;
};

static const struct field line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct hook_line, hook) },
	{ FIELD(2, FIELD_ID, struct hook_line, event) },
	{ FIELD(3, FIELD_TIME, struct hook_line, at) },
	{ FIELD(4, FIELD_TEXT, struct hook_line, subject) },
	{ FIELD(5, FIELD_TEXT, struct hook_line, kind) },
};
static const struct record_type line_record = { .name = "hook's event",
	RECORD_FIELDS(struct hook_line, line_fields) };

struct running {
	struct context *context;
	struct hook_places places;
	struct hook_place *place; /* the one whose turn it is */
	struct hook_event events[EVENTS_AT_ONCE];
	size_t event_count;
	/* The last failure, which ends the command; those before it are warned of. */
	struct err failure;
	size_t failed;
	size_t later; /* of these, who asked to be tried again */
	int64_t listed;
};

/* Events that the hooks' own doing adds wait for the next time, or they might go on
 * for ever. */
static enum status
read_events(struct txn *txn, void *arg, struct err *err)
{
	struct running *running = arg;
	struct event_filter filter = { .after = running->place->told };
	struct event_scan *scan;
	struct event event;
	bool found;

	running->event_count = 0;
	TRY(event_scan_open(txn, &filter, &scan, err));
	while (running->event_count < EVENTS_AT_ONCE) {
		TRY(event_next(scan, &event, &found, err));
		if (!found || event.number > running->places.last)
			break;
		TRY(hook_event_make(running->context, txn, &event,
			&running->events[running->event_count++], err));
	}
	return ST_OK;
}

static enum status
note_failure(struct running *running, bool later, const char *text, struct err *err)
{
	if (running->failed > 0)
		TRY(output_warn(running->context->output, err, "%s",
			running->failure.message));
	running->failed++;
	running->later += later ? 1 : 0;
	running->place->stopped = true;
	(void)fail(&running->failure, ST_REFUSED, "%s", text);
	return ST_OK;
}

/* It cannot be run at all, which is said even where nothing waits for it: nobody
 * finds out otherwise. */
static enum status
note_problem(struct running *running, struct err *err)
{
	const struct hook_place *place = running->place;
	uint64_t waiting = running->places.last - place->told;
	char text[ERR_MESSAGE_MAX];

	if (!place->hook->problem[0] || place->hook->nameless)
		return ST_OK;
	snprintf(text, sizeof(text), "hook '%s' %s; %" PRIu64 " event%s for it",
		place->hook->name, place->hook->problem, waiting,
		waiting == 1 ? " waits" : "s wait");
	return note_failure(running, false, text, err);
}

static enum status
note_end(struct running *running, const struct shown_event *event,
	const char *verdict, bool later, struct err *err)
{
	char text[ERR_MESSAGE_MAX];

	snprintf(text, sizeof(text),
		"hook '%s' %s at event %" PRIu64 " (%.100s %s), and is told of it "
		"again next time",
		running->place->hook->name, verdict, event->number, event->subject,
		event->kind);
	return note_failure(running, later, text, err);
}

static enum status
move_on(struct running *running, uint64_t number, struct err *err)
{
	running->place->told = number;
	running->place->moved_at = clock_now();
	TRY(hook_place_store(running->context, running->place, err));
	return output_detail(running->context->output, err,
		"hook '%s' is done with event %" PRIu64, running->place->hook->name,
		number);
}

/* The store is closed. */
static enum status
call_hook(struct running *running, const struct hook_event *event, struct err *err)
{
	struct context *context = running->context;
	struct hook_call call = { .hook = running->place->hook,
		.home = context->home,
		.timeout = running->places.timeout,
		.event = event->line };
	struct process_result result;
	struct err failure;
	const char *verdict;
	enum status status = hook_run(&call, context->arena, &result, &failure);

	if (status == ST_UNAVAILABLE)
		return note_end(
			running, &event->shown, "could not be started", false, err);
	if (status != ST_OK) {
		*err = failure;
		return status;
	}
	TRY(hook_verdict(&result, call.timeout, context->arena, &verdict, err));
	if (!verdict)
		return ST_OK;
	return note_end(running, &event->shown, verdict,
		result.timed_out || result.exit == HOOK_EXIT_LATER, err);
}

static enum status
tell(struct running *running, const struct hook_event *event, struct err *err)
{
	struct context *context = running->context;

	TRY(context_close_store(context, err));
	TRY(call_hook(running, event, err));
	TRY(context_reopen_store(context, err));
	if (running->place->stopped)
		return ST_OK;
	return move_on(running, event->shown.number, err);
}

static enum status
list_event(struct running *running, const struct shown_event *event, struct err *err)
{
	struct hook_line line = { running->place->hook->name, event->number,
		event->at, event->subject, event->kind };

	running->listed++;
	running->place->told = event->number;
	return output_row(running->context->output, &line, err);
}

/* Some of the events that wait for the hook whose turn it is. */
static enum status
take_turn(struct running *running, struct err *err)
{
	struct context *context = running->context;
	struct arena_mark mark = arena_mark(context->arena);
	bool dry = context->global->dry_run;
	size_t i;

	TRY(context_read(context, read_events, running, err));
	for (i = 0; i < running->event_count && !running->place->stopped; i++) {
		const struct hook_event *event = &running->events[i];

		TRY(signal_check(err));
		if (dry)
			TRY(list_event(running, &event->shown, err));
		else
			TRY(tell(running, event, err));
	}
	/* Numbers without an event, of a damaged log, are nothing to wait for. */
	if (running->event_count == 0)
		running->place->told = running->places.last;
	arena_rewind(context->arena, mark);
	return ST_OK;
}

/* What is nameless is somebody's copy of a hook, and waits for nothing unless it is
 * named. */
static bool
is_done(const struct running *running, const struct hook_place *place)
{
	return place->stopped || place->told >= running->places.last ||
	       place->hook->nameless;
}

static enum status
run_all(struct running *running, struct err *err)
{
	struct hook_places *places = &running->places;
	bool more;
	size_t i;

	do {
		more = false;
		for (i = 0; i < places->count; i++) {
			running->place = &places->items[i];
			if (is_done(running, &places->items[i]))
				continue;
			TRY(take_turn(running, err));
			more = true;
		}
	} while (more);
	return ST_OK;
}

static enum status
begin_new(struct running *running, struct hook_place *place, struct err *err)
{
	struct context *context = running->context;

	if (!place->is_new || place->hook->nameless)
		return ST_OK;
	TRY(output_say(context->output, err,
		"hook '%s' is new: it begins with event %" PRIu64, place->hook->name,
		running->places.last + 1));
	if (context->global->dry_run)
		return ST_OK;
	place->moved_at = clock_now();
	return hook_place_store(context, place, err);
}

static enum status
begin_from(struct running *running, struct hook_place *place, int64_t from,
	struct err *err)
{
	if (from < 1 || (uint64_t)from > running->places.last + 1)
		return fail(err, ST_USAGE,
			"--from %" PRId64 ": the log has events 1 to %" PRIu64, from,
			running->places.last);
	place->told = (uint64_t)from - 1;
	place->is_new = false;
	if (running->context->global->dry_run)
		return ST_OK;
	return hook_place_store(running->context, place, err);
}

static enum status
begin(struct running *running, const struct hooks_run_input *input, struct err *err)
{
	struct hook_places *places = &running->places;
	size_t i;

	for (i = 0; i < places->count; i++) {
		running->place = &places->items[i];
		if (input->from_given)
			TRY(begin_from(running, running->place, input->from, err));
		else
			TRY(begin_new(running, running->place, err));
		TRY(note_problem(running, err));
	}
	return ST_OK;
}

static enum status
verdict(struct running *running, struct err *err)
{
	if (running->failed == 0)
		return ST_OK;
	return fail(err, running->later == running->failed ? ST_BUSY : ST_REFUSED,
		"%s", running->failure.message);
}

static enum status
run_locked(
	struct context *context, const struct hooks_run_input *input, struct err *err)
{
	struct running *running;
	struct list_count envelope;

	TRY(ARENA_NEW(context->arena, 1, &running, err));
	running->context = context;
	if (input->names.count > 0)
		TRY(hook_places_read(context, &input->names, &running->places, err));
	else
		TRY(hook_places_read_all(context, &running->places, err));
	TRY(begin(running, input, err));
	if (context->global->dry_run)
		TRY(output_list_begin(context->output, &line_record, err));
	TRY(run_all(running, err));
	envelope.count = running->listed;
	if (context->global->dry_run)
		TRY(output_list_end(
			context->output, &list_count_record, &envelope, err));
	return verdict(running, err);
}

/* One after the other, or both would tell the same. */
static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct hooks_run_input *input = arg;
	enum status status;
	bool taken = false;
	int lock;

	if (input->from_given && input->names.count == 0)
		return fail(err, ST_USAGE,
			"--from asks for the hooks that it is for (admin hooks run "
			"NAME --from %" PRId64 ")",
			input->from);
	TRY(lock_open_in(context->home, LOCK_NAME, &lock, err));
	status = lock_take(lock, context->global->wait, &taken, err);
	if (status == ST_OK && taken)
		status = run_locked(context, input, err);
	else if (status == ST_OK)
		status = fail(err, ST_BUSY,
			"another 'admin hooks run' is at work (try again, or --wait "
			"SECONDS)");
	close(lock);
	return status;
}

static const char *const examples[] = { "shop admin hooks run",
	"shop admin hooks run --dry-run", "shop admin hooks run mail --from 1042",
	NULL };

const struct command command_admin_hooks_run = {
	.path = "admin hooks run",
	.summary = "tell the hooks of the events since they last ran",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct hooks_run_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &line_record,
};
