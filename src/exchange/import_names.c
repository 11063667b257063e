#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "exchange/import_parts.h"

/*
 * The table is found by the hash of a name without case, so that SKUs which differ in
 * nothing else lie beside each other; exact tells these apart.
 */
#define CAPACITY_MIN ((size_t)1024)

struct import_names_entry {
	uint64_t hash; /* 0: free */
	uint32_t exact;
	uint32_t row;
};

struct digest {
	uint64_t hash;
	uint32_t exact;
};

static bool
fold_ascii(const char *text, size_t size, char *folded)
{
	size_t i;

	for (i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < ' ' || c > '~')
			return false;
		folded[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	}
	return true;
}

/* Names are SKU_SIZE_MAX bytes at most: they were checked. */
static enum status
digest_of(enum import_name_kind kind, const char *text, struct arena *arena,
	struct digest *digest, struct err *err)
{
	struct bytes exact = bytes_of_text(text);
	struct bytes folded;
	char room[SKU_SIZE_MAX + HANDLE_SIZE_MAX];
	const char *other;

	if (exact.size <= sizeof(room) && fold_ascii(text, exact.size, room)) {
		folded = (struct bytes){ (const uint8_t *)room, exact.size };
	} else {
		TRY(text_fold_case(arena, text, exact.size, &other, err));
		folded = bytes_of_text(other);
	}
	digest->hash = checksum(folded, (uint64_t)kind);
	if (digest->hash == 0)
		digest->hash = 1;
	digest->exact = (uint32_t)checksum(exact, (uint64_t)kind);
	return ST_OK;
}

/* Puts an entry where the first free place of its hash is. */
static void
put(struct import_names_entry *entries, size_t capacity,
	const struct import_names_entry *entry)
{
	size_t at = (size_t)entry->hash & (capacity - 1);

	while (entries[at].hash != 0)
		at = (at + 1) & (capacity - 1);
	entries[at] = *entry;
}

/* The table of half the size is given back at once. */
static enum status
grow(struct import_names *names, struct err *err)
{
	struct import_names grown = { .arena = { NULL }, .count = names->count };
	size_t i;

	grown.capacity = names->capacity ? names->capacity * 2 : CAPACITY_MIN;
	TRY(arena_take_table(&grown.arena, grown.capacity, sizeof(*grown.entries),
		&grown.entries, err));
	for (i = 0; i < names->capacity; i++)
		if (names->entries[i].hash != 0)
			put(grown.entries, grown.capacity, &names->entries[i]);
	arena_free(&names->arena);
	*names = grown;
	return ST_OK;
}

/* The name itself; or where alike, one that differs from it in case only, of rows up
 * to one. */
static const struct import_names_entry *
find(const struct import_names *names, const struct digest *digest, bool alike,
	uint32_t row)
{
	size_t at = (size_t)digest->hash & (names->capacity - 1);
	const struct import_names_entry *entry;

	if (names->capacity == 0)
		return NULL;
	for (;; at = (at + 1) & (names->capacity - 1)) {
		entry = &names->entries[at];
		if (entry->hash == 0)
			return NULL;
		if (entry->hash == digest->hash &&
			(entry->exact == digest->exact) != alike &&
			(!alike || entry->row <= row))
			return entry;
	}
}

enum status
import_names_add(struct import_names *names, const struct import_name *name,
	struct arena *arena, uint32_t *first, struct err *err)
{
	const struct import_names_entry *entry;
	struct digest digest;

	TRY(digest_of(name->kind, name->text, arena, &digest, err));
	if (names->count * 4 >= names->capacity * 3)
		TRY(grow(names, err));
	entry = find(names, &digest, false, name->row);
	*first = entry ? entry->row : IMPORT_NO_ROW;
	if (entry)
		return ST_OK;
	put(names->entries, names->capacity,
		&(struct import_names_entry){ digest.hash, digest.exact, name->row });
	names->count++;
	return ST_OK;
}

enum status
import_names_find(const struct import_names *names, const struct import_name *name,
	bool alike, struct arena *arena, uint32_t *row, struct err *err)
{
	const struct import_names_entry *entry;
	struct digest digest;

	TRY(digest_of(name->kind, name->text, arena, &digest, err));
	entry = find(names, &digest, alike, name->row);
	*row = entry ? entry->row : IMPORT_NO_ROW;
	return ST_OK;
}

void
import_names_free(struct import_names *names)
{
	arena_free(&names->arena);
	*names = (struct import_names){ .arena = { NULL } };
}

/* Whether a node is the name that is looked for. */
struct wanted_name {
	enum import_name_kind kind;
	const char *text;
	bool alike; /* and not the same */
	struct digest digest;
};

static enum status
is_wanted(const struct wanted_name *wanted, const struct item_node *node,
	struct arena *arena, bool *is, struct err *err)
{
	struct digest digest;

	*is = node && node->kind == ITEM_TEXT && node->size > 0 &&
	      (strcmp(node->text, wanted->text) == 0) != wanted->alike;
	if (!*is || !wanted->alike)
		return ST_OK;
	TRY(digest_of(wanted->kind, node->text, arena, &digest, err));
	*is = digest.hash == wanted->digest.hash;
	return ST_OK;
}

static enum status
find_variant(const struct wanted_name *wanted, const struct item_node *list,
	struct arena *arena, const struct item_node **found, struct err *err)
{
	const struct item_node *variant = list ? list->first : NULL;
	bool is;

	for (; variant; variant = variant->next) {
		const struct item_node *sku = import_key(variant, "sku");

		TRY(is_wanted(wanted, sku, arena, &is, err));
		if (is) {
			*found = sku;
			return ST_OK;
		}
	}
	return ST_OK;
}

/* The first place in a product's tree that has the name; NULL where none does. */
static enum status
find_in(const struct wanted_name *wanted, const struct item_node *map,
	struct arena *arena, const struct item_node **found, struct err *err)
{
	const struct item_node *name =
		import_key(map, wanted->kind == NAME_HANDLE ? "product" : "sku");
	bool is;

	*found = NULL;
	TRY(is_wanted(wanted, name, arena, &is, err));
	if (is)
		*found = name;
	if (is || wanted->kind == NAME_HANDLE)
		return ST_OK;
	return find_variant(wanted, import_key(map, "variants"), arena, found, err);
}

/* The name as it stands in a row above, or in this one. */
static enum status
find_in_row(struct import_row *row, uint32_t number, const struct wanted_name *wanted,
	const struct item_node **found, struct err *err)
{
	struct import *import = row->import;
	struct arena *arena = txn_arena(import->txn);
	struct item_place place;
	struct item item;

	if (number == row->number)
		return find_in(wanted, row->item->node, arena, found, err);
	place = import_rows_place(&import->rows, number);
	TRY(item_reader_again(import->reader, &place, arena, &item, err));
	return find_in(wanted, item.node, arena, found, err);
}

/* The same SKU or handle twice in one file. */
static enum status
refuse_second(struct import_row *row, enum import_name_kind kind, uint32_t first,
	const struct item_node *node, struct err *err)
{
	struct wanted_name wanted = { .kind = kind, .text = node->text };
	const struct item_node *above;

	TRY(find_in_row(row, first, &wanted, &above, err));
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"%s '%s' is there twice, first on line %" PRIu64,
			kind == NAME_SKU ? "SKU" : "product", node->text,
			above ? above->line
			      : import_rows_place(&row->import->rows, first).line),
		import_at(node), err);
}

enum status
import_take_name(struct import_row *row, enum import_name_kind kind,
	const struct item_node *node, struct err *err)
{
	struct import *import = row->import;
	struct import_name name = { kind, node->text, row->number };
	uint32_t first;

	if (import->again)
		return ST_OK;
	TRY(import_names_add(
		&import->names, &name, txn_arena(import->txn), &first, err));
	if (first == IMPORT_NO_ROW)
		return ST_OK;
	return refuse_second(row, kind, first, node, err);
}

enum status
import_sku_alike(
	struct import_row *row, const char *sku, const char **other, struct err *err)
{
	struct import *import = row->import;
	struct arena *arena = txn_arena(import->txn);
	struct import_name name = { NAME_SKU, sku, row->number };
	struct wanted_name wanted = { NAME_SKU, sku, true, { 0, 0 } };
	const struct item_node *above;
	uint32_t number;

	*other = NULL;
	TRY(import_names_find(&import->names, &name, true, arena, &number, err));
	if (number == IMPORT_NO_ROW)
		return ST_OK;
	TRY(digest_of(NAME_SKU, sku, arena, &wanted.digest, err));
	TRY(find_in_row(row, number, &wanted, &above, err));
	*other = above ? above->text : NULL;
	return ST_OK;
}

/* The key that names the product, as far as it could be read. */
static enum status
note_key(struct import_row *row, enum import_name_kind kind, const char *key,
	bool *named, struct err *err)
{
	const struct item_node *map = row->item->node;
	const struct item_node *node = map ? import_key(map, key) : NULL;
	struct import_name name = { kind, node ? node->text : "", row->number };
	uint32_t first;

	if (!node || node->kind != ITEM_TEXT || sku_fault(node->text))
		return ST_OK;
	*named = true;
	return import_names_add(
		&row->import->names, &name, txn_arena(row->import->txn), &first, err);
}

enum status
import_note_rejected(struct import_row *row, struct err *err)
{
	struct import *import = row->import;
	const struct item *item = row->item;
	bool named = false;

	if (strcmp(item->section, "products") != 0)
		return ST_OK;
	TRY(note_key(row, NAME_SKU, "sku", &named, err));
	TRY(note_key(row, NAME_HANDLE, "product", &named, err));
	if (named || import->is_nameless)
		return ST_OK;
	import->is_nameless = true;
	import_warn(row, "", (struct import_place){ item->place.line, item->column },
		"nothing is archived as missing, for this row does not say what it "
		"is "
		"about");
	return ST_OK;
}
