#ifndef SHOP_EXCHANGE_IMPORT_RECORD_H
#define SHOP_EXCHANGE_IMPORT_RECORD_H

#include "exchange/import_parts.h"

/*
 * Reads what exchange/export_record.h writes: the keys of a map into records, by
 * their tables of fields. A key that is absent leaves its field as it is, null sets
 * it to its default; lists are replaced whole. Sealed texts (FIELD_BYTES) are left in
 * clear. Each fault is noted with its place.
 */
struct record_slot {
	const struct record_type *type;
	void *record;
};
struct record_slots {
	const struct record_slot *items;
	size_t count;
	/* Keys that the caller reads himself, ended by NULL. */
	const char *const *others;
	const char *noun; /* "an order" */
};
enum status import_record(struct import_row *row, const struct record_slots *slots,
	const struct item_node *map, struct err *err);

#endif
