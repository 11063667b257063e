#include "store/mark.h"

#include <string.h>

static const struct field mark_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct mark, at) },
	{ FIELD(2, FIELD_COUNT, struct mark, pending) },
	{ FIELD(3, FIELD_TEXT, struct mark, file) },
	{ FIELD(4, FIELD_BYTES, struct mark, file_digest) },
	{ FIELD(5, FIELD_TIME, struct mark, moved_at) },
	{ FIELD(6, FIELD_TEXT, struct mark, temporary) },
};

static const struct record_type mark_record = {
	.name = "mark",
	RECORD_FIELDS(struct mark, mark_fields),
};

static const struct stored marks_stored = { TABLE_MARK, &mark_record };

#define MARK_LETTERS \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

enum status
mark_check_name(const char *name, struct err *err)
{
	size_t size = strlen(name);

	if (size > 0 && size <= MARK_NAME_SIZE_MAX && name[0] != '.' &&
		name[0] != '-' && strspn(name, MARK_LETTERS) == size)
		return ST_OK;
	return fail(err, ST_USAGE,
		"'%.80s' is no name of a job: up to %d of letters, digits, '.', '_' "
		"and '-', not beginning with '.' or '-'",
		name, MARK_NAME_SIZE_MAX);
}

static struct key
mark_key(enum mark_kind kind, const char *name)
{
	struct key key;

	key.size = 0;
	key_add_u8(&key, (uint8_t)kind);
	key_add_text(&key, name);
	return key;
}

enum status
mark_get(struct txn *txn, enum mark_kind kind, const char *name, struct mark *mark,
	bool *found, struct err *err)
{
	struct key key = mark_key(kind, name);

	return txn_get_record(txn, &marks_stored, key_bytes(&key), mark, found, err);
}

enum status
mark_put(struct txn *txn, enum mark_kind kind, const char *name,
	const struct mark *mark, struct err *err)
{
	struct key key = mark_key(kind, name);

	return txn_put_record(txn, &marks_stored, key_bytes(&key), mark, err);
}
