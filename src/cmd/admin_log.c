#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/period.h"
#include "cmd/event_view.h"
#include "cmd/param.h"

#define LIMIT_DEFAULT 50

struct log_input {
	struct pair subject;
	bool subject_given;
	struct pair actor;
	bool actor_given;
	const char *since;
	bool limit_given;
	int64_t limit;
	bool head;
};

static const struct param params[] = {
	{ .name = "subject",
		.kind = KIND_PAIR,
		.offset = PARAM_MEMBER(struct log_input, struct pair, subject),
		.given_offset = offsetof(struct log_input, subject_given),
		.value_name = "KIND=NAME",
		.help = "what was changed: product=SKU, order=1001, customer=C1001, "
			"staff=UID, setting=NAME, import=FILE, synonym=NUMBER, "
			"tax=NAME, shipping=METHOD, sale=NAME, promotion=NAME" },
	{ .name = "actor",
		.kind = KIND_PAIR,
		.offset = PARAM_MEMBER(struct log_input, struct pair, actor),
		.given_offset = offsetof(struct log_input, actor_given),
		.value_name = "KIND=ID",
		.help = "who changed it: staff=UID or customer=C1001" },
	OPTION(struct log_input, const char *, since, "since", KIND_PERIOD,
		"at the beginning of this period or later"),
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct log_input, int64_t, limit),
		.given_offset = offsetof(struct log_input, limit_given),
		.help = "at most so many (default: 50, 0 is all)" },
	OPTION(struct log_input, bool, head, "head", KIND_FLAG,
		"print the log's head, to be kept elsewhere for 'admin check "
		"--since'"),
};

/* For people a change is words, not a table in a table. */
struct shown_line {
	uint64_t number;
	int64_t at;
	const char *actor;
	const char *command;
	const char *subject;
	const char *kind;
	const char *changes;
	const char *note;
};

static const struct field shown_line_fields[] = {
	{ FIELD(1, FIELD_ID, struct shown_line, number) },
	{ FIELD(2, FIELD_TIME, struct shown_line, at) },
	{ FIELD(3, FIELD_TEXT, struct shown_line, actor) },
	{ FIELD(4, FIELD_TEXT, struct shown_line, command) },
	{ FIELD(5, FIELD_TEXT, struct shown_line, subject) },
	{ FIELD(6, FIELD_TEXT, struct shown_line, kind) },
	{ FIELD(7, FIELD_TEXT, struct shown_line, changes) },
	{ FIELD(8, FIELD_TEXT, struct shown_line, note) },
};
static const struct record_type shown_line_record = { .name = "event",
	RECORD_FIELDS(struct shown_line, shown_line_fields) };

struct logging {
	struct context *context;
	const struct log_input *input;
	struct event_filter filter;
	int64_t limit;
	int64_t count;
	const char *head;
};

/* "price: 9.00 -> 9.50", or only one side where there was or is nothing. */
static enum status
append_change(struct buffer *text, const struct change *change, struct err *err)
{
	bool old = change->old && change->old[0];
	const char *words;

	TRY(arena_format(text->arena, &words, err, "%s%s: %s%s%s",
		text->size > 0 ? "; " : "", change->field, old ? change->old : "",
		old ? " -> " : "", change->new ? change->new : ""));
	return buffer_append_text(text, words, err);
}

static enum status
print_line(struct logging *logging, struct arena *arena,
	const struct shown_event *event, struct err *err)
{
	const struct change *changes = event->changes.items;
	struct shown_line line = { event->number, event->at, event->actor,
		event->command, event->subject, event->kind, NULL, event->note };
	struct buffer text = { .arena = arena };
	size_t i;

	for (i = 0; i < event->changes.count; i++)
		TRY(append_change(&text, &changes[i], err));
	TRY(arena_copy(
		arena, (const char *)text.data, text.size, &line.changes, err));
	return output_row(logging->context->output, &line, err);
}

static enum status
print_event(struct logging *logging, struct txn *txn, struct event *event,
	struct err *err)
{
	struct shown_event shown;

	TRY(event_show(logging->context, txn, event, &shown, err));
	if (output_is_table(logging->context->output))
		return print_line(logging, txn_arena(txn), &shown, err);
	return output_row(logging->context->output, &shown, err);
}

static enum status
list_events(struct txn *txn, void *arg, struct err *err)
{
	struct logging *logging = arg;
	struct event_scan *scan;
	struct arena_mark mark;
	struct event event;
	bool found;

	TRY(event_scan_open(txn, &logging->filter, &scan, err));
	mark = arena_mark(txn_arena(txn));
	while (logging->limit == 0 || logging->count < logging->limit) {
		arena_rewind(txn_arena(txn), mark);
		TRY(event_next(scan, &event, &found, err));
		if (!found)
			break;
		logging->count++;
		TRY(print_event(logging, txn, &event, err));
	}
	return ST_OK;
}

static enum status
read_head(struct txn *txn, void *arg, struct err *err)
{
	struct logging *logging = arg;

	return event_head(txn, &logging->head, err);
}

static enum status
make_actor(
	const struct log_input *input, struct event_filter *filter, struct err *err)
{
	if (!input->actor_given)
		return ST_OK;
	filter->actor_kind = input->actor.name;
	if (customer_id_parse(input->actor.value, &filter->actor_id))
		return ST_OK;
	if (input->actor.value[strspn(input->actor.value, "0123456789")] != '\0')
		return fail(err, ST_USAGE,
			"--actor '%s=%s' names nobody (staff=UID or "
			"customer=C1001)",
			input->actor.name, input->actor.value);
	filter->actor_id = strtoull(input->actor.value, NULL, 10);
	return ST_OK;
}

static enum status
make_filter(
	const struct log_input *input, struct event_filter *filter, struct err *err)
{
	struct period period;

	filter->newest_first = true;
	if (input->subject_given) {
		filter->subject_kind = input->subject.name;
		filter->subject = input->subject.value;
	}
	if (input->since && period_parse(input->since, clock_now(), &period))
		filter->since = period.from;
	return make_actor(input, filter, err);
}

static enum status
print_head(struct logging *logging, struct err *err)
{
	struct context *context = logging->context;
	const char *line;

	TRY(context_read(context, read_head, logging, err));
	TRY(arena_format(context->arena, &line, err, "%s\n", logging->head));
	return output_text(context->output, line, strlen(line), true, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct log_input *input = arg;
	struct logging logging = { .context = context,
		.input = input,
		.limit = input->limit_given ? input->limit : LIMIT_DEFAULT };
	struct list_count envelope;

	if (input->head)
		return print_head(&logging, err);
	TRY(make_filter(input, &logging.filter, err));
	TRY(output_list_begin(context->output,
		output_is_table(context->output) ? &shown_line_record
						 : &shown_event_record,
		err));
	TRY(context_read(context, list_events, &logging, err));
	envelope.count = logging.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin log --since today",
	"shop admin log --subject product=TS-S-RED",
	"shop admin log --head > head.txt", NULL };

const struct command command_admin_log = {
	.path = "admin log",
	.summary = "list who changed what, newest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct log_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &shown_event_record,
};
