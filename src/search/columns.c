#include "search/columns.h"

#include <stdlib.h>
#include <string.h>

#include "search/pack.h"
#include "search/terms.h"

#define KEY_SIZE 5

static void
make_key(unsigned column, uint32_t chunk, uint8_t key[KEY_SIZE])
{
	key[0] = (uint8_t)column;
	put_u32(key + 1, chunk);
}

static uint64_t
load(const uint8_t *values, unsigned width, uint32_t index)
{
	const uint8_t *at = values + (size_t)index * width;

	switch (width) {
	case 1:
		return *at;
	case 2:
		return load_u16(at);
	case 4:
		return load_u32(at);
	default:
		return load_u64(at);
	}
}

static void
store(uint8_t *values, unsigned width, uint32_t index, uint64_t number)
{
	uint8_t *at = values + (size_t)index * width;

	switch (width) {
	case 1:
		*at = (uint8_t)number;
		return;
	case 2:
		store_u16(at, (uint16_t)number);
		return;
	case 4:
		store_u32(at, (uint32_t)number);
		return;
	default:
		store_u64(at, number);
	}
}

static uint64_t
none_of(unsigned width)
{
	return width == 8 ? UINT64_MAX : (UINT64_C(1) << (8 * width)) - 1;
}

static int64_t
value_at(const struct column *column, uint32_t index)
{
	uint64_t number = load(column->values, column->width, index);

	if (number == none_of(column->width))
		return COLUMN_NONE;
	return (int64_t)((uint64_t)column->base + number);
}

struct column
column_of(struct txn *txn, unsigned number)
{
	return (struct column){ .txn = txn, .number = number, .chunk = UINT32_MAX };
}

static enum status
load_chunk(struct column *column, uint32_t chunk, struct err *err)
{
	uint8_t key[KEY_SIZE];
	struct bytes value;
	bool found;

	make_key(column->number, chunk, key);
	TRY(txn_get(column->txn, TABLE_COLUMN, (struct bytes){ key, KEY_SIZE },
		&value, &found, err));
	column->chunk = chunk;
	column->width = 0;
	if (!found)
		return ST_OK;
	if (value.size < COLUMN_HEADER)
		return fail_index(err);
	column->base = (int64_t)load_u64(value.data);
	column->values = value.data + COLUMN_HEADER;
	switch (value.data[8]) {
	case 1:
	case 2:
	case 4:
	case 8:
		column->width = value.data[8];
	}
	if (value.size != COLUMN_HEADER + (size_t)column->width * COLUMN_CHUNK)
		return fail_index(err);
	return ST_OK;
}

enum status
column_get(struct column *column, uint32_t document, int64_t *value, struct err *err)
{
	if (document / COLUMN_CHUNK != column->chunk)
		TRY(load_chunk(column, document / COLUMN_CHUNK, err));
	*value = column->width > 0 ? value_at(column, document % COLUMN_CHUNK)
				   : COLUMN_NONE;
	return ST_OK;
}

/* The narrowest numbers that hold all values and the mark for none. */
static unsigned
width_for(const int64_t values[COLUMN_CHUNK], int64_t *base)
{
	int64_t least = INT64_MAX;
	int64_t most = INT64_MIN;
	uint64_t range;

	for (size_t i = 0; i < COLUMN_CHUNK; i++) {
		if (values[i] == COLUMN_NONE)
			continue;
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	*base = least;
	if (least > most)
		return 0;
	range = (uint64_t)most - (uint64_t)least;
	if (range < none_of(1))
		return 1;
	if (range < none_of(2))
		return 2;
	return range < none_of(4) ? 4 : 8;
}

static enum status
put_chunk(struct txn *txn, unsigned column, uint32_t chunk,
	const int64_t values[COLUMN_CHUNK], struct err *err)
{
	uint8_t bytes[COLUMN_HEADER + 8 * COLUMN_CHUNK] = { 0 };
	uint8_t key[KEY_SIZE];
	int64_t base;
	unsigned width = width_for(values, &base);
	bool found;

	make_key(column, chunk, key);
	if (width == 0)
		return txn_delete(txn, TABLE_COLUMN, (struct bytes){ key, KEY_SIZE },
			&found, err);
	store_u64(bytes, (uint64_t)base);
	bytes[8] = (uint8_t)width;
	for (uint32_t i = 0; i < COLUMN_CHUNK; i++)
		store(bytes + COLUMN_HEADER, width, i,
			values[i] == COLUMN_NONE
				? none_of(width)
				: (uint64_t)values[i] - (uint64_t)base);
	return txn_put(txn, TABLE_COLUMN, (struct bytes){ key, KEY_SIZE },
		(struct bytes){ bytes, COLUMN_HEADER + (size_t)width * COLUMN_CHUNK },
		err);
}

struct sorted_key
sorted_key(unsigned column, int64_t value, uint32_t document)
{
	struct sorted_key key;

	key.data[0] = (uint8_t)column;
	put_u64(key.data + 1, order_of(value));
	put_u32(key.data + 9, document);
	return key;
}

/* An entry of SORTED that comes or goes. */
struct sorted_edit {
	struct sorted_key key;
	bool add;
};

struct sorted_edits {
	struct sorted_edit *items;
	size_t count;
};

static int
compare_edits(const void *a, const void *b)
{
	const struct sorted_edit *x = a;
	const struct sorted_edit *y = b;

	return memcmp(x->key.data, y->key.data, SORTED_KEY_SIZE);
}

static struct bytes
edit_key(void *arg, size_t index)
{
	const struct sorted_edits *edits = arg;

	return (struct bytes){ edits->items[index].key.data, SORTED_KEY_SIZE };
}

static enum status
edit_entry(void *arg, size_t index, const struct bytes *old, struct buffer *value,
	bool *keep, struct err *err)
{
	const struct sorted_edits *edits = arg;

	(void)value;
	if ((old != NULL) == edits->items[index].add)
		return fail_index(err);
	*keep = edits->items[index].add;
	return ST_OK;
}

static void
note_edit(struct sorted_edits *edits, unsigned column, struct column_change change,
	bool add)
{
	if (change.value == COLUMN_NONE)
		return;
	edits->items[edits->count++] = (struct sorted_edit){
		sorted_key(column, change.value, change.document), add
	};
}

static bool
in_order(const struct column_changes *changes)
{
	for (size_t i = 1; i < changes->count; i++)
		if (changes->items[i].document <= changes->items[i - 1].document)
			return false;
	return true;
}

/* A stable sort: runs of doubling length are merged. */
static enum status
sort_changes(
	const struct column_changes *changes, struct arena *arena, struct err *err)
{
	struct column_change *from = changes->items;
	struct column_change *to;
	size_t count = changes->count;

	TRY(ARENA_NEW(arena, count, &to, err));
	for (size_t run = 1; run < count; run *= 2) {
		struct column_change *swap = from;

		for (size_t low = 0; low < count; low += 2 * run) {
			size_t middle = low + run < count ? low + run : count;
			size_t high = middle + run < count ? middle + run : count;
			size_t i = low;
			size_t j = middle;

			for (size_t k = low; k < high; k++)
				to[k] = j == high || (i < middle &&
							     from[i].document <=
								     from[j].document)
						? from[i++]
						: from[j++];
		}
		from = to;
		to = swap;
	}
	if (from != changes->items)
		memcpy(changes->items, from, count * sizeof(*from));
	return ST_OK;
}

/* Brings the changes from *at on that lie in one chunk into it. */
static enum status
apply_chunk(struct txn *txn, const struct column_changes *changes, size_t *at,
	struct sorted_edits *edits, struct err *err)
{
	struct column column = column_of(txn, changes->column);
	uint32_t chunk = changes->items[*at].document / COLUMN_CHUNK;
	int64_t values[COLUMN_CHUNK];
	bool changed = false;

	TRY(load_chunk(&column, chunk, err));
	for (uint32_t i = 0; i < COLUMN_CHUNK; i++)
		values[i] = column.width > 0 ? value_at(&column, i) : COLUMN_NONE;
	for (; *at < changes->count; ++*at) {
		struct column_change now = changes->items[*at];
		struct column_change old = { now.document,
			values[now.document % COLUMN_CHUNK] };
		bool is_last = *at + 1 == changes->count ||
			       changes->items[*at + 1].document != now.document;

		if (now.document / COLUMN_CHUNK != chunk)
			break;
		if (!is_last || old.value == now.value)
			continue;
		values[now.document % COLUMN_CHUNK] = now.value;
		changed = true;
		if (changes->sorted) {
			note_edit(edits, changes->column, old, false);
			note_edit(edits, changes->column, now, true);
		}
	}
	return changed ? put_chunk(txn, changes->column, chunk, values, err) : ST_OK;
}

static enum status
apply(struct txn *txn, const struct column_changes *changes, struct arena *arena,
	struct err *err)
{
	struct sorted_edits edits = { NULL, 0 };
	struct pack_edits packed = { 0, &edits, edit_key, edit_entry };

	if (!in_order(changes))
		TRY(sort_changes(changes, arena, err));
	if (changes->sorted)
		TRY(ARENA_NEW(arena, 2 * changes->count, &edits.items, err));
	for (size_t at = 0; at < changes->count;)
		TRY(apply_chunk(txn, changes, &at, &edits, err));
	if (edits.count == 0)
		return ST_OK;
	qsort(edits.items, edits.count, sizeof(*edits.items), compare_edits);
	packed.count = edits.count;
	return pack_apply(txn, TABLE_SORTED, &packed, err);
}

enum status
column_apply(struct txn *txn, const struct column_changes *changes, struct err *err)
{
	struct arena arena = { NULL };
	enum status status = apply(txn, changes, &arena, err);

	arena_free(&arena);
	return status;
}
