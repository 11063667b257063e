#include "catalog/catalog.h"
#include "catalog/category.h"
#include "catalog/counted.h"
#include "catalog/level.h"
#include "catalog/price.h"
#include "catalog/staged.h"

/* Names that are carried: SKUs and handles. */
struct names {
	struct arena *arena;
	struct texts texts;
	size_t capacity;
};

/* Products that are still to be carried. */
struct waiting {
	uint64_t id;
	struct waiting *next;
};

/* A product as it is in use and as it is staged, either of which may be absent. */
struct carry {
	struct catalog *catalog;
	struct waiting *waiting;
	struct names names;
	size_t names_done;
	struct product used;
	struct product staged;
	bool is_used;
	bool is_staged;
};

static enum status
add_name(struct names *names, const char *name, struct err *err)
{
	const char **items;
	size_t capacity = names->capacity ? 2 * names->capacity : 8;
	size_t i;

	if (names->texts.count == names->capacity) {
		TRY(ARENA_NEW(names->arena, capacity, &items, err));
		for (i = 0; i < names->texts.count; i++)
			items[i] = names->texts.items[i];
		names->texts.items = items;
		names->capacity = capacity;
	}
	names->texts.items[names->texts.count++] = name;
	return ST_OK;
}

static enum status
add_names(struct names *names, const struct product *product, struct err *err)
{
	size_t i;

	if (!product_is_simple(product))
		TRY(add_name(names, product->handle, err));
	for (i = 0; i < product->variants.count; i++)
		TRY(add_name(names, product_variant(product, i)->sku, err));
	return ST_OK;
}

static enum status
read_pair(struct carry *carry, uint64_t id, struct err *err)
{
	struct txn *txn = carry->catalog->txn;
	enum status status;

	TRY(product_by_id(txn, id, &carry->staged, &carry->is_staged, err));
	txn_use_set(txn, SET_IN_USE);
	status = product_by_id(txn, id, &carry->used, &carry->is_used, err);
	txn_use_set(txn, SET_STAGED);
	return status;
}

static enum status
add_waiting(struct carry *carry, uint64_t id, struct err *err)
{
	struct waiting *waiting;

	TRY(ARENA_NEW(txn_arena(carry->catalog->txn), 1, &waiting, err));
	*waiting = (struct waiting){ id, carry->waiting };
	carry->waiting = waiting;
	return ST_OK;
}

/* What has a name in the staged set that it cannot have in use is not what it will
 * be: it goes, and is carried in its turn. What was carried has its names alone, so
 * that this comes to an end. */
static enum status
clear_name(struct carry *carry, enum table table, const char *name, struct err *err)
{
	struct txn *txn = carry->catalog->txn;
	struct key key = key_text(name);
	struct product other;
	struct bytes value;
	bool found;

	TRY(txn_get(txn, table, key_bytes(&key), &value, &found, err));
	if (!found || value.size != 8 || get_u64(value.data) == carry->used.id)
		return ST_OK;
	TRY(product_by_id(txn, get_u64(value.data), &other, &found, err));
	if (!found)
		return ST_OK;
	TRY(add_names(&carry->names, &other, err));
	TRY(product_remove(carry->catalog, &other, err));
	return add_waiting(carry, other.id, err);
}

static enum status
clear_names(struct carry *carry, struct err *err)
{
	const struct product *used = &carry->used;
	size_t i;

	if (!product_is_simple(used))
		TRY(clear_name(carry, TABLE_HANDLE, used->handle, err));
	for (i = 0; i < used->variants.count; i++)
		TRY(clear_name(carry, TABLE_SKU, product_variant(used, i)->sku, err));
	return ST_OK;
}

static enum status
carry_record(struct carry *carry, struct err *err)
{
	struct catalog *catalog = carry->catalog;
	int64_t now = txn_now(catalog->txn);

	if (!carry->is_used)
		return carry->is_staged ? product_remove(catalog, &carry->staged, err)
					: ST_OK;
	if (carry->is_staged && product_is_same(&carry->staged, &carry->used))
		return ST_OK;
	TRY(clear_names(carry, err));
	if (carry->is_staged)
		TRY(price_forget_due(catalog, &carry->staged, err));
	TRY(product_replace(catalog, carry->is_staged ? &carry->staged : NULL,
		&carry->used, err));
	return price_note_due(catalog, &carry->used, now, err);
}

/* An entry of a table that is there twice, copied out of the set in use. */
static enum status
get_used(struct txn *txn, enum table table, const struct key *key,
	struct bytes *value, bool *found, struct err *err)
{
	enum status status;
	const char *copy;

	txn_use_set(txn, SET_IN_USE);
	status = txn_get(txn, table, key_bytes(key), value, found, err);
	txn_use_set(txn, SET_STAGED);
	if (status != ST_OK || !*found)
		return status;
	TRY(arena_copy(
		txn_arena(txn), (const char *)value->data, value->size, &copy, err));
	value->data = (const uint8_t *)copy;
	return ST_OK;
}

/* The entry of one key, as it is in use. */
static enum status
carry_entry(struct txn *txn, enum table table, const struct key *key, struct err *err)
{
	struct bytes used;
	struct bytes staged;
	bool is_used;
	bool is_staged;

	TRY(get_used(txn, table, key, &used, &is_used, err));
	TRY(txn_get(txn, table, key_bytes(key), &staged, &is_staged, err));
	if (is_used && is_staged && bytes_equal(used, staged))
		return ST_OK;
	if (is_used)
		return txn_put(txn, table, key_bytes(key), used, err);
	return is_staged ? txn_delete(txn, table, key_bytes(key), &is_staged, err)
			 : ST_OK;
}

static enum status
used_past(struct txn *txn, const char *sku, struct list *past, struct err *err)
{
	enum status status;

	txn_use_set(txn, SET_IN_USE);
	status = price_history(txn, sku, 0, past, err);
	txn_use_set(txn, SET_STAGED);
	return status;
}

static bool
same_past(const struct list *a, const struct list *b)
{
	const struct past_price *first = a->items;
	const struct past_price *second = b->items;
	size_t i;

	if (a->count != b->count)
		return false;
	for (i = 0; i < a->count; i++)
		if (first[i].until != second[i].until ||
			first[i].price != second[i].price)
			return false;
	return true;
}

static enum status
carry_past(struct txn *txn, const char *sku, struct err *err)
{
	const struct past_price *items;
	struct list used;
	struct list staged;
	size_t i;

	TRY(used_past(txn, sku, &used, err));
	TRY(price_history(txn, sku, 0, &staged, err));
	if (same_past(&used, &staged))
		return ST_OK;
	TRY(past_price_delete(txn, sku, err));
	items = used.items;
	for (i = 0; i < used.count; i++)
		TRY(past_price_put(txn, &items[i], err));
	return ST_OK;
}

/* A handle has neither, and is looked at for nothing. */
static enum status
carry_rows(struct carry *carry, struct err *err)
{
	struct txn *txn = carry->catalog->txn;
	const struct texts *names = &carry->names.texts;

	for (; carry->names_done < names->count; carry->names_done++) {
		const char *name = names->items[carry->names_done];
		struct key key = key_text(name);

		TRY(carry_entry(txn, TABLE_COUNTED, &key, err));
		TRY(carry_past(txn, name, err));
	}
	return ST_OK;
}

/* Stock may have moved since the index was told. */
static enum status
carry_levels(struct carry *carry, struct err *err)
{
	struct catalog *catalog = carry->catalog;
	struct level level;
	size_t i;

	if (!carry->is_used || catalog->records)
		return ST_OK;
	catalog->last.sku[0] = '\0';
	for (i = 0; i < carry->used.variants.count; i++) {
		const char *sku = product_variant(&carry->used, i)->sku;

		TRY(level_get(catalog->txn, sku, &level, err));
		TRY(level_index(catalog, sku, &level, err));
	}
	return ST_OK;
}

static enum status
carry_product(struct carry *carry, uint64_t id, struct err *err)
{
	TRY(read_pair(carry, id, err));
	if (carry->is_staged)
		TRY(add_names(&carry->names, &carry->staged, err));
	if (carry->is_used)
		TRY(add_names(&carry->names, &carry->used, err));
	TRY(carry_record(carry, err));
	TRY(carry_rows(carry, err));
	return carry_levels(carry, err);
}

enum status
catalog_carry(
	struct catalog *catalog, uint64_t id, struct texts *names, struct err *err)
{
	struct waiting first = { id, NULL };
	struct carry carry = { .catalog = catalog,
		.waiting = &first,
		.names = { .arena = txn_arena(catalog->txn) } };

	while (carry.waiting) {
		id = carry.waiting->id;
		carry.waiting = carry.waiting->next;
		TRY(carry_product(&carry, id, err));
	}
	if (names)
		*names = carry.names.texts;
	return ST_OK;
}

enum status
catalog_carry_categories(struct catalog *catalog, struct err *err)
{
	struct txn *txn = catalog->txn;
	const struct category *items;
	struct list used;
	enum status status;
	size_t i;

	txn_use_set(txn, SET_IN_USE);
	status = category_list(txn, &used, err);
	txn_use_set(txn, SET_STAGED);
	if (status != ST_OK)
		return status;
	items = used.items;
	for (i = 0; i < used.count; i++) {
		struct key key = key_text(items[i].path);

		TRY(carry_entry(txn, TABLE_CATEGORY, &key, err));
	}
	return ST_OK;
}
