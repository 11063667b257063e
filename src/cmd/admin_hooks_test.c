#include <inttypes.h>
#include <string.h>

#include "cmd/hook_place.h"
#include "cmd/param.h"

struct hooks_test_input {
	const char *name;
	int64_t event;
};

static const struct param params[] = {
	OPERAND(struct hooks_test_input, const char *, name, "NAME", KIND_TEXT,
		"the hook"),
	{ .name = "event",
		.kind = KIND_COUNT,
		PARAM_OF(struct hooks_test_input, int64_t, event),
		.value_name = "NUMBER",
		.help = "the event that it is told of (default: the last)" },
};

struct hook_trial {
	const char *hook;
	uint64_t event;
	int64_t exit; /* NUMBER_NONE: it did not end by itself */
	const char *verdict;
	const char *output;
};

static const struct field trial_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct hook_trial, hook) },
	{ FIELD(2, FIELD_ID, struct hook_trial, event) },
	{ FIELD(3, FIELD_OPTIONAL, struct hook_trial, exit) },
	{ FIELD(4, FIELD_TEXT, struct hook_trial, verdict) },
	{ FIELD(5, FIELD_TEXT, struct hook_trial, output) },
};
static const struct record_type trial_record = { .name = "trial of a hook",
	RECORD_FIELDS(struct hook_trial, trial_fields) };

struct testing {
	struct context *context;
	const struct hooks_test_input *input;
	struct hook_event event;
};

/* The log is never empty: it begins with the shop's first owner. */
static enum status
find_event(struct txn *txn, void *arg, struct err *err)
{
	struct testing *testing = arg;
	uint64_t number = (uint64_t)testing->input->event;
	struct event_filter filter = { .newest_first = number == 0,
		.after = number > 0 ? number - 1 : 0 };
	struct event_scan *scan;
	struct event event;
	bool found;

	TRY(event_scan_open(txn, &filter, &scan, err));
	TRY(event_next(scan, &event, &found, err));
	if (!found || (number > 0 && event.number != number))
		return fail(err, ST_NOT_FOUND,
			"no event %" PRIu64 " in the log (admin log)", number);
	return hook_event_make(testing->context, txn, &event, &testing->event, err);
}

static enum status
print_trial(struct testing *testing, const struct process_result *result,
	const char *verdict, struct err *err)
{
	struct context *context = testing->context;
	struct hook_trial trial = { .hook = testing->input->name,
		.event = testing->event.shown.number,
		.exit = result->exit < 0 || result->timed_out ? NUMBER_NONE
							      : result->exit,
		.verdict = verdict ? verdict : "done" };

	TRY(arena_copy(context->arena, (const char *)result->output.data,
		result->output.size, &trial.output, err));
	TRY(output_record(context->output, &trial_record, &trial, err));
	if (!verdict)
		return ST_OK;
	return fail(err,
		result->timed_out || result->exit == HOOK_EXIT_LATER ? ST_BUSY
								     : ST_REFUSED,
		"hook '%s' %s at event %" PRIu64, trial.hook, verdict, trial.event);
}

static enum status
try_hook(struct testing *testing, const struct hook_place *place, int64_t timeout,
	struct err *err)
{
	struct context *context = testing->context;
	struct hook_call call = { .hook = place->hook,
		.home = context->home,
		.timeout = timeout,
		.event = testing->event.line };
	struct process_result result;
	const char *verdict;

	TRY(context_close_store(context, err));
	TRY(hook_run(&call, context->arena, &result, err));
	TRY(context_reopen_store(context, err));
	TRY(hook_verdict(&result, timeout, context->arena, &verdict, err));
	return print_trial(testing, &result, verdict, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct hooks_test_input *input = arg;
	struct testing testing = { .context = context, .input = input };
	const char *name = input->name;
	struct words names = { .items = &name, .count = 1 };
	struct hook_places places;

	TRY(hook_places_read(context, &names, &places, err));
	if (places.items[0].hook->problem[0])
		return fail(err, ST_UNAVAILABLE, "hook '%s' %s", input->name,
			places.items[0].hook->problem);
	TRY(context_read(context, find_event, &testing, err));
	return try_hook(&testing, &places.items[0], places.timeout, err);
}

static const char *const examples[] = { "shop admin hooks test mail",
	"shop admin hooks test webhook --event 1042", NULL };

const struct command command_admin_hooks_test = {
	.path = "admin hooks test",
	.summary = "tell a hook of one event, and show what came of it",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct hooks_test_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.result = &trial_record,
};
