#ifndef SHOP_CMD_HOOK_PLACE_H
#define SHOP_CMD_HOOK_PLACE_H

#include "cmd/context.h"
#include "cmd/event_view.h"
#include "cmd/hook.h"
#include "store/mark.h"

/* How far each hook has come: the number of the last event that it was told of. */
struct hook_place {
	const struct hook *hook;
	uint64_t told;
	int64_t moved_at; /* 0: never */
	bool is_new;      /* it has none yet: it begins behind the last event */
	bool stopped;     /* it failed, and waits for the next time */
};

struct hook_places {
	struct context *context;
	struct hook_place *items;
	size_t count;
	uint64_t last;   /* the number of the log's last event */
	int64_t timeout; /* microseconds that a hook has */
};

/* Of the hooks named, each once, or of all in the shop's home. */
enum status hook_places_read(struct context *context, const struct words *names,
	struct hook_places *places, struct err *err);
enum status hook_places_read_all(
	struct context *context, struct hook_places *places, struct err *err);
enum status hook_place_store(
	struct context *context, const struct hook_place *place, struct err *err);

/* An event as a hook is told of it: one line of JSON. */
struct hook_event {
	struct shown_event shown;
	struct bytes line;
};
enum status hook_event_make(struct context *context, struct txn *txn,
	struct event *event, struct hook_event *made, struct err *err);

#endif
