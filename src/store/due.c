#include "store/due.h"

#include <string.h>

#include "store/private.h"

/*
 * Key: the moment, i64 with its sign bit turned so that it sorts, u64; in DUE the
 * kind, u8; the subject. The value is empty: its sum is over the key.
 *
 * Older shops have rows of prices in DUE, too: they are found, applied and taken back
 * there.
 */
#define SIGN ((uint64_t)1 << 63)

static const enum table due_tables[2] = { TABLE_DUE, TABLE_PRICE_DUE };

/* How long a key is at least. */
static const size_t key_heads[2] = { 9, 8 };

static struct key
due_key(enum table table, int64_t at, enum due_kind kind, struct bytes subject)
{
	struct key key = key_u64((uint64_t)at ^ SIGN);

	invariant(subject.size <= DUE_SUBJECT_MAX);
	if (table == TABLE_DUE)
		key_add_u8(&key, (uint8_t)kind);
	if (subject.size > 0)
		memcpy(key.data + key.size, subject.data, subject.size);
	key.size += subject.size;
	return key;
}

static struct due
due_of(int table, struct bytes key)
{
	size_t head = key_heads[table];

	return (struct due){ .at = (int64_t)(get_u64(key.data) ^ SIGN),
		.kind = table == 0 ? (enum due_kind)key.data[8] : DUE_PRICE,
		.subject = { key.data + head, key.size - head } };
}

static enum table
table_of(enum due_kind kind)
{
	return kind == DUE_PRICE ? TABLE_PRICE_DUE : TABLE_DUE;
}

enum status
due_put(struct txn *txn, int64_t at, enum due_kind kind, struct bytes subject,
	struct err *err)
{
	enum table table = table_of(kind);
	struct key key = due_key(table, at, kind, subject);

	return txn_put(txn, table, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

static enum status
delete_row(struct txn *txn, enum table table, const struct due *due, struct err *err)
{
	struct key key = due_key(table, due->at, due->kind, due->subject);
	bool found;

	return txn_delete(txn, table, key_bytes(&key), &found, err);
}

/* Who stages leaves the rows in DUE to the set in use. */
enum status
due_delete(struct txn *txn, int64_t at, enum due_kind kind, struct bytes subject,
	struct err *err)
{
	struct due due = { at, kind, subject };

	if (kind == DUE_PRICE)
		TRY(delete_row(txn, TABLE_PRICE_DUE, &due, err));
	if (kind == DUE_PRICE && txn->job->staging)
		return ST_OK;
	return delete_row(txn, TABLE_DUE, &due, err);
}

enum status
due_has(struct txn *txn, int64_t at, enum due_kind kind, struct bytes subject,
	bool *found, struct err *err)
{
	enum table table = table_of(kind);
	struct key key = due_key(table, at, kind, subject);
	struct bytes value;

	TRY(txn_peek(txn, table, key_bytes(&key), &value, found, err));
	if (*found || table == TABLE_DUE)
		return ST_OK;
	key = due_key(TABLE_DUE, at, kind, subject);
	return txn_peek(txn, TABLE_DUE, key_bytes(&key), &value, found, err);
}

enum status
due_scan_open(struct txn *txn, struct due_scan *scan, struct err *err)
{
	struct scan_range all = { .backward = false };
	int i;

	for (i = 0; i < 2; i++) {
		scan->looked[i] = false;
		TRY(scan_open(txn, due_tables[i], all, &scan->scans[i], err));
	}
	return ST_OK;
}

static enum status
look(struct due_scan *scan, int table, struct err *err)
{
	enum status status;
	struct bytes key;
	struct bytes value;
	bool found;

	do {
		found = false;
		status = scan_next(scan->scans[table], &key, &value, &found, err);
	} while (found && (status == ST_CORRUPT || key.size < key_heads[table]));
	if (status != ST_OK)
		return status;
	if (found)
		scan->first[table] = due_of(table, key);
	scan->found[table] = found;
	scan->looked[table] = true;
	return ST_OK;
}

static bool
is_before(const struct due *a, const struct due *b)
{
	return a->at != b->at ? a->at < b->at : a->kind < b->kind;
}

enum status
due_next(struct due_scan *scan, struct due *due, bool *found, struct err *err)
{
	int i;

	for (i = 0; i < 2; i++)
		if (!scan->looked[i])
			TRY(look(scan, i, err));
	*found = scan->found[0] || scan->found[1];
	if (!*found)
		return ST_OK;
	i = !scan->found[0] ||
	    (scan->found[1] && is_before(&scan->first[1], &scan->first[0]));
	*due = scan->first[i];
	scan->looked[i] = false;
	return ST_OK;
}

static void
close_scans(const struct due_scan *scan)
{
	scan_close(scan->scans[0]);
	scan_close(scan->scans[1]);
}

static enum status
find_first(struct txn *txn, struct due *due, bool *found, struct err *err)
{
	struct due_scan scan;

	TRY(due_scan_open(txn, &scan, err));
	TRY(due_next(&scan, due, found, err));
	close_scans(&scan);
	return ST_OK;
}

enum status
due_first(struct txn *txn, int64_t *at, struct err *err)
{
	struct due due;
	bool found;

	TRY(find_first(txn, &due, &found, err));
	*at = found ? due.at : INT64_MAX;
	return ST_OK;
}

enum status
due_take(struct txn *txn, int64_t now, struct due *due, bool *found, struct err *err)
{
	struct due first;
	const char *subject;
	bool any;

	TRY(find_first(txn, &first, &any, err));
	if (!any || first.at > now) {
		*found = false;
		return ST_OK;
	}
	TRY(arena_copy(txn_arena(txn), (const char *)first.subject.data,
		first.subject.size, &subject, err));
	first.subject.data = (const uint8_t *)subject;
	TRY(due_delete(txn, first.at, first.kind, first.subject, err));
	*due = first;
	*found = true;
	return ST_OK;
}

/* The first row from a key on that is to go: no whole row of a price. */
static enum status
next_key(struct txn *txn, struct key *key, bool *found, struct err *err)
{
	struct scan_range rest = { .from = key_bytes(key) };
	struct bytes name;
	struct bytes value;
	struct scan *scan;
	enum status status;

	TRY(scan_open(txn, TABLE_DUE, rest, &scan, err));
	do {
		*found = false;
		status = scan_next(scan, &name, &value, found, err);
	} while (status == ST_OK && *found && name.size >= key_heads[0] &&
		 name.data[8] == DUE_PRICE);
	if (*found) {
		key->size = name.size;
		memcpy(key->data, name.data, name.size);
		status = ST_OK;
	}
	scan_close(scan);
	return status;
}

/* Also rows that fail their check. */
enum status
due_clear(struct txn *txn, struct err *err)
{
	struct key key = { .size = 0 };
	bool found;

	for (;;) {
		TRY(next_key(txn, &key, &found, err));
		if (!found)
			return ST_OK;
		TRY(txn_delete(txn, TABLE_DUE, key_bytes(&key), &found, err));
	}
}
