#include "store/private.h"

/* In META: "sequence/" and the name, to the last number given, u64. */
static struct key
sequence_key(const char *name)
{
	struct key key = key_text("sequence/");

	key_add_text(&key, name);
	return key;
}

enum status
sequence_last(struct txn *txn, const char *name, uint64_t *number, struct err *err)
{
	struct key key = sequence_key(name);
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_META, key_bytes(&key), &value, &found, err));
	if (found && value.size != 8)
		return fail(err, ST_CORRUPT, "the last '%s' number is damaged", name);
	*number = found ? get_u64(value.data) : 0;
	return ST_OK;
}

enum status
sequence_take(struct txn *txn, const char *name, uint64_t last, struct err *err)
{
	struct key key = sequence_key(name);
	uint8_t stored[8];

	put_u64(stored, last);
	return txn_put(txn, TABLE_META, key_bytes(&key),
		(struct bytes){ stored, sizeof(stored) }, err);
}

enum status
sequence_next(struct txn *txn, const char *name, uint64_t *number, struct err *err)
{
	uint64_t last;

	TRY(sequence_last(txn, name, &last, err));
	TRY(sequence_take(txn, name, last + 1, err));
	*number = last + 1;
	return ST_OK;
}

enum status
sequence_raise(struct txn *txn, const char *name, uint64_t number, struct err *err)
{
	uint64_t last;

	TRY(sequence_last(txn, name, &last, err));
	return number > last ? sequence_take(txn, name, number, err) : ST_OK;
}
