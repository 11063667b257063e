#ifndef SHOP_CMD_EVENT_VIEW_H
#define SHOP_CMD_EVENT_VIEW_H

#include "cmd/context.h"
#include "store/event.h"

/* An event as those see it who may: what is personal stands sealed in the log, and is
 * open here. */
struct shown_event {
	uint64_t number;
	int64_t at;
	const char *actor;
	const char *command;
	const char *subject;
	const char *kind;
	struct list changes; /* of struct change */
	const char *note;
};

extern const struct record_type shown_event_record;

/* Lives in the transaction's arena. */
enum status event_show(struct context *context, struct txn *txn, struct event *event,
	struct shown_event *shown, struct err *err);

#endif
