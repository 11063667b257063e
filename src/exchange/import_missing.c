#include <inttypes.h>
#include <string.h>

#include "base/process.h"
#include "catalog/staged.h"
#include "exchange/import_parts.h"
#include "pricing/cover.h"

/*
 * What the file no longer has. A product of which it names neither handle nor any SKU
 * is missing whole; of one that it lists variants of, those that it does not list. A
 * row that was rejected names its product all the same.
 */
#define FIND_PRODUCTS 512
#define MISSING_PERCENT 20

static bool
is_in_scope(const struct import_request *request, const struct product *product)
{
	return product->status != PRODUCT_ARCHIVED &&
	       category_covers(request->scope.category, product->category) &&
	       (request->scope.brand[0] == '\0' ||
		       strcmp(request->scope.brand, product->brand) == 0);
}

/* What of a product the file names. */
struct naming {
	uint32_t row; /* one that does, IMPORT_NO_ROW: nothing is named */
	size_t variants;
	bool rejected;
};

static enum status
note_name(struct import *import, enum import_name_kind kind, const char *text,
	struct naming *naming, struct err *err)
{
	struct import_name name = { kind, text, IMPORT_NO_ROW };
	uint32_t row;

	TRY(import_names_find(
		&import->names, &name, false, txn_arena(import->txn), &row, err));
	if (row == IMPORT_NO_ROW)
		return ST_OK;
	naming->row = row;
	naming->variants += kind == NAME_SKU;
	naming->rejected |= import_rows_is(&import->rows, row, ROW_REJECTED);
	return ST_OK;
}

static enum status
find_naming(struct import *import, const struct product *product,
	struct naming *naming, struct err *err)
{
	size_t i;

	*naming = (struct naming){ .row = IMPORT_NO_ROW };
	if (!product_is_simple(product))
		TRY(note_name(import, NAME_HANDLE, product->handle, naming, err));
	for (i = 0; i < product->variants.count; i++)
		TRY(note_name(import, NAME_SKU, product_variant(product, i)->sku,
			naming, err));
	return ST_OK;
}

/* A product, and what it is without what is missing. */
struct missing {
	struct product stored;
	struct product now;
	size_t skus;    /* that are not archived */
	size_t missing; /* of these */
};

static enum status
archive_variants(struct import *import, struct missing *missing, struct err *err)
{
	size_t i;

	for (i = 0; i < missing->now.variants.count; i++) {
		struct variant *variant = product_variant(&missing->now, i);
		struct naming naming = { .row = IMPORT_NO_ROW };

		if (variant->status == PRODUCT_ARCHIVED)
			continue;
		TRY(note_name(import, NAME_SKU, variant->sku, &naming, err));
		if (naming.row != IMPORT_NO_ROW)
			continue;
		variant->status = PRODUCT_ARCHIVED;
		missing->missing++;
	}
	return ST_OK;
}

static size_t
count_skus(const struct product *product)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < product->variants.count; i++)
		count += product_variant(product, i)->status != PRODUCT_ARCHIVED;
	return count;
}

static enum status
look_at(struct import *import, struct missing *missing, struct err *err)
{
	struct naming naming;

	missing->skus = 0;
	missing->missing = 0;
	if (!is_in_scope(import->request, &missing->stored))
		return ST_OK;
	missing->skus = count_skus(&missing->stored);
	TRY(find_naming(import, &missing->stored, &naming, err));
	if (naming.row != IMPORT_NO_ROW &&
		(naming.rejected || naming.variants == 0 ||
			naming.variants == missing->stored.variants.count))
		return ST_OK;
	TRY(record_copy(&product_record, &missing->stored, txn_arena(import->txn),
		&missing->now, err));
	if (naming.row != IMPORT_NO_ROW)
		return archive_variants(import, missing, err);
	missing->missing = missing->skus;
	missing->now.status = PRODUCT_ARCHIVED;
	return ST_OK;
}

static enum status
find_one(struct import *import, struct bytes value, uint64_t id, struct err *err)
{
	struct import_missing *all = &import->missing;
	struct missing missing;

	TRY(product_decode(id, value, txn_arena(import->txn), &missing.stored, err));
	TRY(look_at(import, &missing, err));
	all->skus += (int64_t)missing.skus;
	all->missing += (int64_t)missing.missing;
	return missing.missing == 0 ? ST_OK : buffer_append_u64(&all->ids, id, err);
}

/* Some products from the next on. */
static enum status
find_some(struct import *import, size_t limit, struct err *err)
{
	struct import_missing *all = &import->missing;
	struct arena *arena = txn_arena(import->txn);
	struct key from = key_u64(all->next);
	struct scan_range range = { .from = key_bytes(&from) };
	struct arena_mark mark;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found = true;

	TRY(scan_open(import->txn, TABLE_PRODUCT, range, &scan, err));
	mark = arena_mark(arena);
	for (; limit > 0; limit--) {
		arena_rewind(arena, mark);
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		all->next = get_u64(key.data) + 1;
		TRY(find_one(import, value, all->next - 1, err));
	}
	all->found_all = !found;
	scan_close(scan);
	return signal_check(err);
}

static enum status
find_slice(struct txn *txn, void *arg, struct err *err)
{
	struct import *import = arg;

	import->txn = txn;
	return find_some(import, FIND_PRODUCTS, err);
}

static void
begin(struct import_missing *missing)
{
	arena_free(&missing->arena);
	*missing = (struct import_missing){ .arena = { NULL } };
	missing->ids.arena = &missing->arena;
}

enum status
import_missing_find(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;

	begin(&import->missing);
	if (!request->archive_missing || import->is_nameless)
		return ST_OK;
	if (import->mode == IMPORT_APPLY)
		return find_some(import, SIZE_MAX, err);
	while (!import->missing.found_all) {
		TRY(store_read(
			request->store, request->arena, find_slice, import, err));
		store_forget(request->store);
	}
	return ST_OK;
}

enum status
import_missing_check(const struct import *import, struct err *err)
{
	const struct import_missing *missing = &import->missing;

	if (import->request->scope.force ||
		missing->missing <=
			missing->skus / 100 * MISSING_PERCENT +
				missing->skus % 100 * MISSING_PERCENT / 100)
		return ST_OK;
	return fail(err, ST_REFUSED,
		"%" PRId64 " of %" PRId64
		" SKUs are not in the file, more than %d %%; nothing was imported "
		"(--force archives them)",
		missing->missing, missing->skus, MISSING_PERCENT);
}

static enum status
tell(struct import *import, const struct product *product, const struct list *changes,
	struct err *err)
{
	const struct change *items = changes->items;
	size_t i;

	import_count(import, &import->result->changed);
	for (i = 0; i < changes->count; i++) {
		struct import_change change = { product_subject(product), "changed",
			items[i].field, items[i].old, items[i].new };

		TRY(import_tell(import, &change, err));
	}
	return ST_OK;
}

enum status
import_missing_archive(struct import *import, uint64_t id, struct err *err)
{
	struct arena *arena = txn_arena(import->txn);
	struct missing missing;
	struct list changes;
	bool found;

	if (!import->request->archive_missing || import->is_nameless)
		return ST_OK;
	TRY(product_by_id(import->txn, id, &missing.stored, &found, err));
	if (!found)
		return ST_OK;
	TRY(look_at(import, &missing, err));
	if (missing.missing == 0)
		return ST_OK;
	TRY(product_changes(&missing.stored, &missing.now,
		catalog_decimals(import->catalog), arena, &changes, err));
	if (import->mode != IMPORT_SURVEY)
		TRY(product_put(import->catalog, &missing.stored, &missing.now, err));
	return tell(import, &missing.now, &changes, err);
}

size_t
import_missing_count(const struct import *import)
{
	return import->missing.ids.size / sizeof(uint64_t);
}

uint64_t
import_missing_id(const struct import *import, size_t index)
{
	return get_u64(import->missing.ids.data + index * sizeof(uint64_t));
}

enum status
import_missing_archive_some(struct import *import, struct err *err)
{
	struct arena *arena = txn_arena(import->txn);
	struct arena_mark mark = arena_mark(arena);
	struct import_missing *missing = &import->missing;
	size_t count = import_missing_count(import);

	while (missing->archived < count && !import_is_slice_over(import)) {
		uint64_t id = import_missing_id(import, missing->archived++);

		TRY(import_missing_archive(import, id, err));
		TRY(signal_check(err));
		arena_rewind(arena, mark);
	}
	return ST_OK;
}
