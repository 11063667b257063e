#include <string.h>

#include "store/event_private.h"
#include "store/private.h"

/* Either the events of one subject, by EVENT_BY, or all of them. */
struct event_scan {
	struct txn *txn;
	struct scan *scan;
	struct event_filter filter;
	bool by_subject;
};

static enum status
event_time(struct txn *txn, uint64_t number, int64_t *at, struct err *err)
{
	struct arena_mark mark = arena_mark(txn->arena);
	struct key key = event_key(number);
	struct event event;
	bool found;

	TRY(txn_get_record(
		txn, &events_stored, key_bytes(&key), &event, &found, err));
	/* One that is missing has no time: search on behind it. */
	*at = found ? event.at : INT64_MIN;
	arena_rewind(txn->arena, mark);
	return ST_OK;
}

/* Times never go back from one event to the next, so a time is found by halving. */
static enum status
first_since(struct txn *txn, int64_t since, uint64_t *number, struct err *err)
{
	struct event_head head;
	uint64_t low = 1;
	uint64_t high;

	TRY(event_head_read(txn, &head, err));
	high = head.number + 1;
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;
		int64_t at;

		TRY(event_time(txn, middle, &at, err));
		if (at < since)
			low = middle + 1;
		else
			high = middle;
	}
	*number = low;
	return ST_OK;
}

static enum status
open_range(struct event_scan *scan, uint64_t first, struct err *err)
{
	const struct event_filter *filter = &scan->filter;
	enum table table = scan->by_subject ? TABLE_EVENT_BY : TABLE_EVENT;
	struct key from = event_key(first);
	struct key until = event_key(UINT64_MAX);
	struct scan_range range = { .backward = filter->newest_first };

	if (scan->by_subject) {
		TRY(event_subject_key(
			filter->subject_kind, filter->subject, &from, err));
		until = from;
		key_add_u64(&from, first);
		key_add_u64(&until, UINT64_MAX);
	}
	range.from = key_bytes(&from);
	range.until = key_bytes(&until);
	return scan_open(scan->txn, table, range, &scan->scan, err);
}

enum status
event_scan_open(struct txn *txn, const struct event_filter *filter,
	struct event_scan **scan, struct err *err)
{
	struct event_scan *opened;
	uint64_t first = 1;

	TRY(ARENA_NEW(txn->arena, 1, &opened, err));
	opened->txn = txn;
	opened->filter = *filter;
	opened->by_subject = filter->subject_kind && filter->subject;
	if (filter->since != 0)
		TRY(first_since(txn, filter->since, &first, err));
	if (filter->after >= first)
		first = filter->after + 1;
	TRY(open_range(opened, first, err));
	*scan = opened;
	return ST_OK;
}

static bool
is_asked_for(const struct event_filter *filter, const struct event *event)
{
	if (filter->subject_kind &&
		strcmp(filter->subject_kind, event->subject_kind) != 0)
		return false;
	if (filter->subject && strcmp(filter->subject, event->subject) != 0)
		return false;
	if (filter->actor_kind && strcmp(filter->actor_kind, event->actor_kind) != 0)
		return false;
	return filter->actor_id == 0 || filter->actor_id == event->actor_id;
}

static enum status
read_indexed(
	struct txn *txn, struct bytes index, struct event *event, struct err *err)
{
	uint64_t number = get_u64(index.data + index.size - 8);
	struct key key = event_key(number);
	bool found;

	TRY(txn_get_record(txn, &events_stored, key_bytes(&key), event, &found, err));
	if (!found)
		return fail(err, ST_CORRUPT,
			"event %llu is in the index and not in the log (run 'shop "
			"admin check')",
			(unsigned long long)number);
	return ST_OK;
}

/* Events that were not asked for leave nothing in the arena. */
enum status
event_next(struct event_scan *scan, struct event *event, bool *found, struct err *err)
{
	struct txn *txn = scan->txn;
	struct bytes key;
	struct bytes value;
	bool there;

	for (;;) {
		struct arena_mark mark = arena_mark(txn->arena);
		struct event read;

		TRY(scan_next(scan->scan, &key, &value, &there, err));
		if (!there)
			break;
		if (scan->by_subject)
			TRY(read_indexed(txn, key, &read, err));
		else
			TRY(record_decode(
				&event_record, value, txn->arena, &read, err));
		if (is_asked_for(&scan->filter, &read)) {
			*event = read;
			break;
		}
		arena_rewind(txn->arena, mark);
	}
	*found = there;
	return ST_OK;
}
