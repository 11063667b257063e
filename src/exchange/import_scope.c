#include <stdio.h>
#include <string.h>

#include "base/process.h"
#include "base/text.h"
#include "catalog/category.h"
#include "exchange/import_parts.h"
#include "pricing/cover.h"

/* Whether the shop has the category and the brand that what is missing is looked for
 * in: nothing would be missing of one that was mistyped. */
#define LOOK_PRODUCTS 512
#define BRAND_TEXT_MAX 256

struct looking {
	struct import *import;
	struct txn *txn;
	uint64_t next; /* product to look at */
	bool found;
	bool ended;
	char nearest[BRAND_TEXT_MAX]; /* "": none as yet */
};

static enum status
fail_unknown(const char *what, const char *name, const char *nearest, struct err *err)
{
	if (nearest && nearest[0])
		return fail(err, ST_NOT_FOUND,
			"no %s '%s' in the shop (did you mean '%s'?); nothing was "
			"imported",
			what, name, nearest);
	return fail(err, ST_NOT_FOUND, "no %s '%s' in the shop; nothing was imported",
		what, name);
}

static enum status
check_category(struct txn *txn, const char *path, struct err *err)
{
	const struct category *items;
	struct list categories;
	const char **paths;
	size_t i;

	TRY(category_list(txn, &categories, err));
	TRY(ARENA_NEW(txn_arena(txn), categories.count + 1, &paths, err));
	items = categories.items;
	for (i = 0; i < categories.count; i++) {
		if (category_covers(path, items[i].path))
			return ST_OK;
		paths[i] = items[i].path;
	}
	paths[i] = NULL;
	return fail_unknown("category", path, text_nearest(path, paths), err);
}

static void
look_at(struct looking *looking, const char *brand)
{
	const char *wanted = looking->import->request->scope.brand;
	const char *both[] = { brand, looking->nearest, NULL };

	if (strcmp(brand, wanted) == 0)
		looking->found = true;
	else if (brand[0] && strcmp(brand, looking->nearest) != 0 &&
		 text_nearest(wanted, both) == brand)
		snprintf(looking->nearest, sizeof(looking->nearest), "%s", brand);
}

static enum status
look_at_next(struct looking *looking, struct scan *scan, struct err *err)
{
	struct product product;
	struct bytes value;
	struct bytes key;
	bool found;

	TRY(scan_next(scan, &key, &value, &found, err));
	looking->ended = !found;
	if (!found)
		return ST_OK;
	looking->next = get_u64(key.data) + 1;
	TRY(product_decode(
		looking->next - 1, value, txn_arena(looking->txn), &product, err));
	look_at(looking, product.brand);
	return ST_OK;
}

static enum status
look_at_some(struct looking *looking, size_t limit, struct err *err)
{
	struct arena *arena = txn_arena(looking->txn);
	struct key from = key_u64(looking->next);
	struct scan_range range = { .from = key_bytes(&from) };
	enum status status = ST_OK;
	struct arena_mark mark;
	struct scan *scan;

	TRY(scan_open(looking->txn, TABLE_PRODUCT, range, &scan, err));
	mark = arena_mark(arena);
	for (; limit > 0 && status == ST_OK && !looking->found && !looking->ended;
		limit--) {
		status = look_at_next(looking, scan, err);
		arena_rewind(arena, mark);
	}
	scan_close(scan);
	return status == ST_OK ? signal_check(err) : status;
}

static enum status
look_at_slice(struct txn *txn, void *arg, struct err *err)
{
	struct looking *looking = arg;
	const char *category = looking->import->request->scope.category;

	looking->txn = txn;
	if (looking->next == 0 && category[0])
		TRY(check_category(txn, category, err));
	if (looking->import->request->scope.brand[0] == '\0')
		looking->found = true;
	return look_at_some(looking, LOOK_PRODUCTS, err);
}

enum status
import_scope_check(struct import *import, struct err *err)
{
	const struct import_request *request = import->request;
	const struct import_scope *scope = &request->scope;
	struct looking looking = { .import = import };

	if (!request->archive_missing || (!scope->category[0] && !scope->brand[0]))
		return ST_OK;
	while (!looking.found && !looking.ended) {
		if (import->mode == IMPORT_APPLY) {
			TRY(look_at_slice(import->txn, &looking, err));
			continue;
		}
		TRY(store_read(request->store, request->arena, look_at_slice,
			&looking, err));
		store_forget(request->store);
	}
	return looking.found
		       ? ST_OK
		       : fail_unknown("brand", scope->brand, looking.nearest, err);
}
