#include "cmd/event_view.h"

#include <inttypes.h>
#include <string.h>

static const struct field shown_event_fields[] = {
	{ FIELD(1, FIELD_ID, struct shown_event, number) },
	{ FIELD(2, FIELD_TIME, struct shown_event, at) },
	{ FIELD(3, FIELD_TEXT, struct shown_event, actor) },
	{ FIELD(4, FIELD_TEXT, struct shown_event, command) },
	{ FIELD(5, FIELD_TEXT, struct shown_event, subject) },
	{ FIELD(6, FIELD_TEXT, struct shown_event, kind) },
	{ FIELD(7, FIELD_RECORDS, struct shown_event, changes),
		.record = &change_record },
	{ FIELD(8, FIELD_TEXT, struct shown_event, note) },
};

const struct record_type shown_event_record = { .name = "event",
	RECORD_FIELDS(struct shown_event, shown_event_fields) };

/* Who it was, as other commands name people. */
static enum status
actor_name(struct arena *arena, const struct event *event, const char **name,
	struct err *err)
{
	char id[CUSTOMER_ID_TEXT_MAX];

	if (strcmp(event->actor_kind, "customer") != 0)
		return arena_format(arena, name, err, "%s %" PRIu64,
			event->actor_kind, event->actor_id);
	customer_id_format(event->actor_id, id);
	return arena_format(arena, name, err, "customer %s", id);
}

static enum status
open_changes(struct context *context, struct txn *txn, struct event *event,
	struct err *err)
{
	struct people people = context_people(context, txn);
	uint64_t customer;

	if (strcmp(event->subject_kind, "customer") != 0 ||
		!customer_id_parse(event->subject, &customer))
		return ST_OK;
	return customer_change_clear(&people, customer, &event->changes, err);
}

enum status
event_show(struct context *context, struct txn *txn, struct event *event,
	struct shown_event *shown, struct err *err)
{
	struct arena *arena = txn_arena(txn);

	TRY(open_changes(context, txn, event, err));
	*shown = (struct shown_event){ .number = event->number,
		.at = event->at,
		.command = event->command,
		.kind = event->kind,
		.changes = event->changes,
		.note = event->note };
	TRY(actor_name(arena, event, &shown->actor, err));
	return arena_format(arena, &shown->subject, err, "%s %s", event->subject_kind,
		event->subject);
}
