#include "books/state.h"

#include <string.h>

#include "base/clock.h"
#include "books/layout.h"
#include "store/setting.h"

/* How much one call takes out; a block is some ten pages. */
#define CLEARED_MAX 2000

struct state {
	bool whole;
	bool clearing;
	uint64_t next;
	const char *zone;
};

static const struct field state_fields[] = {
	{ FIELD(1, FIELD_BOOL, struct state, whole) },
	{ FIELD(2, FIELD_BOOL, struct state, clearing) },
	{ FIELD(3, FIELD_ID, struct state, next) },
	{ FIELD(4, FIELD_TEXT, struct state, zone) },
};
static const struct record_type state_record = { .name = "state of the books",
	RECORD_FIELDS(struct state, state_fields) };
static const struct stored state_stored = { TABLE_BOOK_DAY, &state_record };

static struct key
state_key(void)
{
	struct key key = { .size = 0 };

	key_add_u8(&key, BOOK_STATE);
	return key;
}

/* One that is damaged is as good as none: so the books can be counted anew. */
static enum status
state_read(struct txn *txn, struct state *state, bool *found, struct err *err)
{
	struct key key = state_key();
	enum status status;

	record_init(&state_record, state);
	status = txn_get_record(
		txn, &state_stored, key_bytes(&key), state, found, err);
	if (status != ST_CORRUPT)
		return status;
	record_init(&state_record, state);
	*found = false;
	return ST_OK;
}

static enum status
state_write(struct txn *txn, const struct state *state, struct err *err)
{
	struct key key = state_key();

	return txn_put_record(txn, &state_stored, key_bytes(&key), state, err);
}

static enum status
order_count(struct txn *txn, uint64_t *count, struct err *err)
{
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_ORDER, &stat, err));
	*count = stat.entries;
	return ST_OK;
}

/* What is to be known of the books as they are to be in the shop's zone. Where that
 * was changed since this process began, days are those of the new one from here on.
 */
static enum status
state_now(struct txn *txn, struct state *state, bool *found, struct err *err)
{
	uint64_t orders;
	const char *zone;

	TRY(state_read(txn, state, found, err));
	TRY(setting_get(txn, "shop.time-zone", &zone, err));
	if (!zone_is(zone))
		TRY(zone_use(zone, err));
	if (!*found) {
		TRY(order_count(txn, &orders, err));
		state->whole = orders == 0;
	} else if (strcmp(state->zone, zone) != 0) {
		state->whole = false;
		state->clearing = false;
		state->next = 0;
	}
	state->zone = zone;
	return ST_OK;
}

enum status
books_state(struct txn *txn, struct books_state *state, struct err *err)
{
	struct state now;
	bool found;

	TRY(state_now(txn, &now, &found, err));
	*state = (struct books_state){ now.whole, now.clearing, now.next };
	return ST_OK;
}

enum status
books_require_whole(struct txn *txn, struct err *err)
{
	struct books_state state;

	TRY(books_state(txn, &state, err));
	if (!state.whole)
		return fail(err, ST_BUSY,
			"the books are being counted anew (shop admin reindex ends "
			"it)");
	return ST_OK;
}

/* The first order of a shop without books begins them. */
enum status
books_takes(
	struct txn *txn, const struct posting *posting, bool *takes, struct err *err)
{
	struct state state;
	uint64_t orders;
	bool found;

	TRY(state_now(txn, &state, &found, err));
	if (!found && posting->fact == 0) {
		TRY(order_count(txn, &orders, err));
		state.whole = orders <= 1;
		if (state.whole)
			TRY(state_write(txn, &state, err));
	}
	*takes = state.whole || posting->order < state.next;
	return ST_OK;
}

enum status
books_begin_count(struct txn *txn, struct err *err)
{
	struct state state;
	bool found;

	TRY(state_now(txn, &state, &found, err));
	state.whole = false;
	state.clearing = true;
	state.next = 0;
	return state_write(txn, &state, err);
}

/* Takes out at most *left entries that begin at a key. */
static enum status
clear_table(struct txn *txn, enum table table, uint8_t first, size_t *left,
	struct err *err)
{
	struct scan_range range = { { &first, 1 }, { NULL, 0 }, false };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found = true;

	TRY(scan_open(txn, table, range, &scan, err));
	while (*left > 0) {
		struct key name = { .size = 0 };

		TRY(scan_peek(scan, &key, &value, &found, err));
		if (!found)
			break;
		memcpy(name.data, key.data, key.size);
		name.size = key.size;
		TRY(txn_delete(txn, table, key_bytes(&name), &found, err));
		--*left;
	}
	scan_close(scan);
	return ST_OK;
}

enum status
books_clear_some(struct txn *txn, bool *done, struct err *err)
{
	size_t left = CLEARED_MAX;
	struct state state;
	bool found;

	TRY(state_now(txn, &state, &found, err));
	*done = !state.clearing;
	if (*done)
		return ST_OK;
	TRY(clear_table(txn, TABLE_BOOK_POSTING, 0, &left, err));
	TRY(clear_table(txn, TABLE_BOOK_ITEM, 0, &left, err));
	TRY(clear_table(txn, TABLE_BOOK_DAY, BOOK_DAY, &left, err));
	*done = left > 0;
	if (!*done)
		return ST_OK;
	state.clearing = false;
	state.next = 1;
	return state_write(txn, &state, err);
}

enum status
books_counted_below(struct txn *txn, uint64_t order, struct err *err)
{
	struct state state;
	bool found;

	TRY(state_now(txn, &state, &found, err));
	if (state.whole || state.clearing || state.next >= order)
		return ST_OK;
	state.next = order;
	return state_write(txn, &state, err);
}

enum status
books_counted_all(struct txn *txn, struct err *err)
{
	struct state state;
	bool found;

	TRY(state_now(txn, &state, &found, err));
	state.whole = true;
	state.clearing = false;
	return state_write(txn, &state, err);
}
