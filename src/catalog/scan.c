#include <string.h>

#include "catalog/product.h"

/*
 * Walks over all products. By id, the products' own table is read. By subject, the
 * rows of handles and SKUs are, side by side; those of SKUs whose product has a
 * handle are passed over, which a bit for each id says.
 */
struct side {
	struct scan *scan;
	bool found;
	struct bytes name;
	uint64_t id;
};

struct product_scan {
	struct txn *txn;
	struct scan *scan; /* by id; NULL by subject */
	struct side handles;
	struct side skus;
	uint8_t *has_handle;
	uint64_t id_max;
};

static const struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };

enum status
product_scan_open(struct txn *txn, struct product_scan **out, struct err *err)
{
	struct product_scan *scan;

	TRY(ARENA_NEW(txn_arena(txn), 1, &scan, err));
	scan->txn = txn;
	TRY(scan_open(txn, TABLE_PRODUCT, all, &scan->scan, err));
	*out = scan;
	return ST_OK;
}

static enum status
side_next(struct side *side, struct err *err)
{
	struct bytes value;

	TRY(scan_next(side->scan, &side->name, &value, &side->found, err));
	if (!side->found)
		return ST_OK;
	if (value.size != 8)
		return fail(err, ST_CORRUPT, "the row of '%.*s' is damaged",
			(int)side->name.size, (const char *)side->name.data);
	side->id = get_u64(value.data);
	return ST_OK;
}

static enum status
mark_handles(struct product_scan *scan, struct err *err)
{
	struct side side;

	TRY(sequence_last(scan->txn, "product", &scan->id_max, err));
	TRY(arena_take(txn_arena(scan->txn), (size_t)(scan->id_max / 8 + 1), 1,
		&scan->has_handle, err));
	TRY(scan_open(scan->txn, TABLE_HANDLE, all, &side.scan, err));
	TRY(side_next(&side, err));
	while (side.found) {
		if (side.id <= scan->id_max)
			scan->has_handle[side.id / 8] |=
				(uint8_t)(1U << (side.id % 8));
		TRY(side_next(&side, err));
	}
	scan_close(side.scan);
	return ST_OK;
}

static bool
has_handle(const struct product_scan *scan, uint64_t id)
{
	return id <= scan->id_max && (scan->has_handle[id / 8] >> (id % 8) & 1);
}

/* The next SKU of a simple product. */
static enum status
skus_next(struct product_scan *scan, struct err *err)
{
	do
		TRY(side_next(&scan->skus, err));
	while (scan->skus.found && has_handle(scan, scan->skus.id));
	return ST_OK;
}

enum status
product_scan_open_sorted(struct txn *txn, struct product_scan **out, struct err *err)
{
	struct product_scan *scan;

	TRY(ARENA_NEW(txn_arena(txn), 1, &scan, err));
	scan->txn = txn;
	TRY(mark_handles(scan, err));
	TRY(scan_open(txn, TABLE_HANDLE, all, &scan->handles.scan, err));
	TRY(scan_open(txn, TABLE_SKU, all, &scan->skus.scan, err));
	TRY(side_next(&scan->handles, err));
	TRY(skus_next(scan, err));
	*out = scan;
	return ST_OK;
}

static enum status
next_by_id(struct product_scan *scan, struct product *product, bool *found,
	struct err *err)
{
	struct bytes key;
	struct bytes value;

	TRY(scan_next(scan->scan, &key, &value, found, err));
	if (!*found)
		return ST_OK;
	if (key.size != 8)
		return fail(err, ST_CORRUPT, "a product's key is damaged");
	return product_decode(
		get_u64(key.data), value, txn_arena(scan->txn), product, err);
}

static enum status
next_by_subject(struct product_scan *scan, struct product *product, bool *found,
	struct err *err)
{
	bool handle = scan->handles.found &&
		      (!scan->skus.found || bytes_compare(scan->handles.name,
						    scan->skus.name) <= 0);
	struct side *side = handle ? &scan->handles : &scan->skus;

	*found = side->found;
	if (!side->found)
		return ST_OK;
	TRY(product_by_id(scan->txn, side->id, product, found, err));
	if (!*found)
		return fail(err, ST_CORRUPT,
			"'%.*s' names a product that is not there",
			(int)side->name.size, (const char *)side->name.data);
	return handle ? side_next(side, err) : skus_next(scan, err);
}

enum status
product_next(struct product_scan *scan, struct product *product, bool *found,
	struct err *err)
{
	return scan->scan ? next_by_id(scan, product, found, err)
			  : next_by_subject(scan, product, found, err);
}
