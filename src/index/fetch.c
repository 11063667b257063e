#include "index/fetch.h"

enum status
fetch(struct txn *txn, enum table table, struct bytes key, struct bytes *value,
	bool *found, struct err *err)
{
	if (txn_is_write(txn))
		return txn_get(txn, table, key, value, found, err);
	return txn_peek(txn, table, key, value, found, err);
}

enum status
fetch_next(struct txn *txn, struct scan *scan, struct bytes *key, struct bytes *value,
	bool *found, struct err *err)
{
	if (txn_is_write(txn))
		return scan_next(scan, key, value, found, err);
	return scan_peek(scan, key, value, found, err);
}
