#include "cmd/hook_place.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "store/setting.h"

static enum status
read_last(struct txn *txn, uint64_t *last, struct err *err)
{
	const char *head;

	TRY(event_head(txn, &head, err));
	*last = strtoull(head, NULL, 10);
	return ST_OK;
}

static enum status
read_place(struct txn *txn, uint64_t last, struct hook_place *place, struct err *err)
{
	struct mark mark;
	bool found;

	TRY(mark_get(txn, MARK_HOOK, place->hook->name, &mark, &found, err));
	place->is_new = !found;
	place->told = found ? (uint64_t)mark.at : last;
	place->moved_at = found ? mark.moved_at : 0;
	return ST_OK;
}

static enum status
read_all(struct txn *txn, void *arg, struct err *err)
{
	struct hook_places *places = arg;
	int64_t seconds;
	size_t i;

	TRY(read_last(txn, &places->last, err));
	TRY(setting_get_count(txn, "hooks.timeout", &seconds, err));
	places->timeout = seconds * SECOND;
	for (i = 0; i < places->count; i++)
		TRY(read_place(txn, places->last, &places->items[i], err));
	return ST_OK;
}

static bool
is_among(const struct hook_places *places, const struct hook *hook)
{
	size_t i;

	for (i = 0; i < places->count; i++)
		if (places->items[i].hook == hook)
			return true;
	return false;
}

static enum status
take_named(struct hook_places *places, const struct list *hooks,
	const struct words *names, struct err *err)
{
	const struct hook *hook;
	size_t i;

	for (i = 0; i < names->count; i++) {
		TRY(hook_find(
			hooks, places->context->home, names->items[i], &hook, err));
		if (!is_among(places, hook))
			places->items[places->count++].hook = hook;
	}
	return ST_OK;
}

static enum status
begin(struct context *context, struct hook_places *places, struct list *hooks,
	struct err *err)
{
	*places = (struct hook_places){ .context = context };
	TRY(hook_list(context->home, context->arena, hooks, err));
	return ARENA_NEW(context->arena, hooks->count, &places->items, err);
}

enum status
hook_places_read(struct context *context, const struct words *names,
	struct hook_places *places, struct err *err)
{
	struct list hooks;

	TRY(begin(context, places, &hooks, err));
	TRY(take_named(places, &hooks, names, err));
	return context_read(context, read_all, places, err);
}

enum status
hook_places_read_all(
	struct context *context, struct hook_places *places, struct err *err)
{
	const struct hook *items;
	struct list hooks;
	size_t i;

	TRY(begin(context, places, &hooks, err));
	items = hooks.items;
	for (i = 0; i < hooks.count; i++)
		places->items[places->count++].hook = &items[i];
	return context_read(context, read_all, places, err);
}

struct storing {
	const char *name;
	struct mark mark;
};

static enum status
store_mark(struct txn *txn, void *arg, struct err *err)
{
	const struct storing *storing = arg;

	return mark_put(txn, MARK_HOOK, storing->name, &storing->mark, err);
}

enum status
hook_place_store(
	struct context *context, const struct hook_place *place, struct err *err)
{
	struct storing storing = { place->hook->name,
		{ .at = (int64_t)place->told,
			.pending = (int64_t)place->told,
			.file = "",
			.temporary = "",
			.moved_at = place->moved_at } };

	return context_write(context, store_mark, &storing, err);
}

enum status
hook_event_make(struct context *context, struct txn *txn, struct event *event,
	struct hook_event *made, struct err *err)
{
	struct buffer line = { .arena = txn_arena(txn) };
	struct record_style style = { .money_decimals = context->decimals };

	TRY(event_show(context, txn, event, &made->shown, err));
	TRY(json_append_record(
		&line, &shown_event_record, &made->shown, style, NULL, err));
	TRY(buffer_append_text(&line, "\n", err));
	made->line = buffer_bytes(&line);
	return ST_OK;
}
