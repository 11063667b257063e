#include <stdlib.h>
#include <string.h>

#include "store/event_private.h"
#include "store/private.h"

/* A walk along the chain. */
struct walk {
	struct txn *txn;
	uint64_t number; /* of the event before; 0 at first */
	int64_t at;
	uint8_t hash[HASH_SIZE]; /* of the event before */
	/* A head that was kept elsewhere; number 0 where none was. */
	struct event_head kept;
	const char *fault;
};

static enum status
break_at(struct walk *walk, uint64_t number, const char *what, struct err *err)
{
	return arena_format(walk->txn->arena, &walk->fault, err, "event %llu %s",
		(unsigned long long)number, what);
}

static enum status
check_kept(struct walk *walk, struct err *err)
{
	if (walk->number != walk->kept.number || walk->number == 0 ||
		memcmp(walk->hash, walk->kept.hash, HASH_SIZE) == 0)
		return ST_OK;
	return break_at(walk, walk->number,
		"or one before it is not what it was when the head was kept", err);
}

static bool
carries(const struct event *event, const struct walk *walk)
{
	if (walk->number == 0)
		return event->previous.size == 0;
	return event->previous.size == HASH_SIZE &&
	       memcmp(event->previous.data, walk->hash, HASH_SIZE) == 0;
}

static enum status
check_event(struct walk *walk, struct bytes key, struct bytes value, struct err *err)
{
	struct arena *arena = walk->txn->arena;
	uint64_t number = walk->number + 1;
	struct key expected = event_key(number);
	struct event event;

	if (!bytes_equal(key, key_bytes(&expected)))
		return break_at(walk, number, "is missing from the log", err);
	if (record_decode(&event_record, value, arena, &event, err) != ST_OK)
		return break_at(walk, number, "cannot be read", err);
	if (event.number != number)
		return break_at(walk, number, "has another event's number", err);
	if (!carries(&event, walk))
		return break_at(walk, number,
			"does not follow from the one before: one of the two was "
			"changed, put in or moved",
			err);
	if (event.at < walk->at)
		return break_at(walk, number, "is older than the one before", err);
	TRY(event_hash(walk->txn, number, value, walk->hash, err));
	walk->number = number;
	walk->at = event.at;
	return check_kept(walk, err);
}

/* The head in META shows what happened to the last event, which no other follows. */
static enum status
check_last(struct walk *walk, struct err *err)
{
	struct event_head head;

	if (event_head_read(walk->txn, &head, err) != ST_OK)
		return arena_text(walk->txn->arena, err->message, &walk->fault, err);
	if (head.number > walk->number)
		return break_at(
			walk, walk->number + 1, "is missing from the log", err);
	if (head.number < walk->number)
		return break_at(
			walk, head.number + 1, "was put in behind the last one", err);
	if (walk->number > 0 && memcmp(head.hash, walk->hash, HASH_SIZE) != 0)
		return break_at(walk, walk->number, "was changed", err);
	if (walk->kept.number > walk->number)
		return break_at(walk, walk->number + 1,
			"is missing: the log was cut off or an older state was put "
			"back since the head was kept",
			err);
	return ST_OK;
}

static enum status
walk_chain(struct walk *walk, struct scan *scan, struct err *err)
{
	struct arena *arena = walk->txn->arena;

	for (;;) {
		struct arena_mark mark = arena_mark(arena);
		struct bytes key;
		struct bytes value;
		bool found;
		enum status status = scan_next(scan, &key, &value, &found, err);

		if (status == ST_CORRUPT)
			return break_at(walk, walk->number + 1, "is damaged", err);
		if (status != ST_OK)
			return status;
		if (!found)
			return check_last(walk, err);
		TRY(check_event(walk, key, value, err));
		if (walk->fault)
			return ST_OK;
		arena_rewind(arena, mark);
	}
}

static enum status
parse_head(const char *text, struct event_head *head, struct err *err)
{
	char *colon;

	memset(head, 0, sizeof(*head));
	if (text[0] >= '0' && text[0] <= '9') {
		head->number = strtoull(text, &colon, 10);
		if (strcmp(colon, ":") == 0 && head->number == 0)
			return ST_OK;
		if (*colon == ':' && head->number > 0 &&
			hex_decode(colon + 1, head->hash, HASH_SIZE))
			return ST_OK;
	}
	return fail(err, ST_USAGE,
		"'%s' is not a head of the event log (NUMBER:HASH, as 'shop admin "
		"log "
		"--head' prints it)",
		text);
}

enum status
event_verify(struct txn *txn, const char *head, const char **fault, uint64_t *count,
	struct err *err)
{
	struct walk walk = { .txn = txn, .at = INT64_MIN };
	struct scan *scan;
	struct bytes all = { NULL, 0 };

	if (head)
		TRY(parse_head(head, &walk.kept, err));
	TRY(scan_open_prefix(txn, TABLE_EVENT, all, false, &scan, err));
	TRY(walk_chain(&walk, scan, err));
	scan_close(scan);
	*fault = walk.fault;
	*count = walk.number;
	return ST_OK;
}
