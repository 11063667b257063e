#include "store/due.h"

#include <string.h>

/*
 * Key: the moment, i64 with its sign bit turned so that it sorts, u64; the kind, u8;
 * the subject. The value is empty: its sum is over the key.
 */
#define KEY_HEAD 9
#define SIGN ((uint64_t)1 << 63)

static struct key
due_key(int64_t at, enum due_kind kind, struct bytes subject)
{
	struct key key = key_u64((uint64_t)at ^ SIGN);

	invariant(subject.size <= DUE_SUBJECT_MAX);
	key_add_u8(&key, (uint8_t)kind);
	if (subject.size > 0)
		memcpy(key.data + key.size, subject.data, subject.size);
	key.size += subject.size;
	return key;
}

static struct due
due_of(struct bytes key)
{
	return (struct due){ .at = (int64_t)(get_u64(key.data) ^ SIGN),
		.kind = (enum due_kind)key.data[8],
		.subject = { key.data + KEY_HEAD, key.size - KEY_HEAD } };
}

enum status
due_put(struct txn *txn, int64_t at, enum due_kind kind, struct bytes subject,
	struct err *err)
{
	struct key key = due_key(at, kind, subject);

	return txn_put(
		txn, TABLE_DUE, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

enum status
due_delete(struct txn *txn, int64_t at, enum due_kind kind, struct bytes subject,
	struct err *err)
{
	struct key key = due_key(at, kind, subject);
	bool found;

	return txn_delete(txn, TABLE_DUE, key_bytes(&key), &found, err);
}

enum status
due_has(struct txn *txn, int64_t at, enum due_kind kind, struct bytes subject,
	bool *found, struct err *err)
{
	struct key key = due_key(at, kind, subject);
	struct bytes value;

	return txn_peek(txn, TABLE_DUE, key_bytes(&key), &value, found, err);
}

enum status
due_scan_open(struct txn *txn, struct scan **scan, struct err *err)
{
	return scan_open(
		txn, TABLE_DUE, (struct scan_range){ .backward = false }, scan, err);
}

enum status
due_next(struct scan *scan, struct due *due, bool *found, struct err *err)
{
	enum status status;
	struct bytes key;
	struct bytes value;

	do {
		*found = false;
		status = scan_next(scan, &key, &value, found, err);
	} while (*found && (status == ST_CORRUPT || key.size < KEY_HEAD));
	if (status == ST_OK && *found)
		*due = due_of(key);
	return status;
}

static enum status
find_first(struct txn *txn, struct due *due, bool *found, struct err *err)
{
	struct scan *scan;

	TRY(due_scan_open(txn, &scan, err));
	TRY(due_next(scan, due, found, err));
	scan_close(scan);
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

static enum status
first_key(struct txn *txn, struct key *key, bool *found, struct err *err)
{
	struct bytes name;
	struct bytes value;
	struct scan *scan;
	enum status status;

	*found = false;
	TRY(due_scan_open(txn, &scan, err));
	status = scan_next(scan, &name, &value, found, err);
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
	struct key key;
	bool found;

	for (;;) {
		TRY(first_key(txn, &key, &found, err));
		if (!found)
			return ST_OK;
		TRY(txn_delete(txn, TABLE_DUE, key_bytes(&key), &found, err));
	}
}
