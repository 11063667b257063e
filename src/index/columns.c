#include "index/columns.h"

#include <string.h>

#include "index/fetch.h"
#include "index/terms.h"

#define KEY_SIZE COLUMN_KEY_SIZE

void
column_key(unsigned column, uint32_t chunk, uint8_t key[COLUMN_KEY_SIZE])
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

int64_t
column_at(const struct column *column, uint32_t index)
{
	uint64_t number;

	if (column->width == COLUMN_RUN)
		return index < column->run ? (int64_t)((uint64_t)column->base + index)
					   : COLUMN_NONE;
	number = load(column->values, column->width, index);

	if (number == none_of(column->width))
		return COLUMN_NONE;
	return (int64_t)((uint64_t)column->base + number);
}

struct column
column_of(struct txn *txn, unsigned number)
{
	return (struct column){ .txn = txn, .number = number, .chunk = UINT32_MAX };
}

static bool
read_chunk(struct bytes value, struct column *column)
{
	if (value.size < COLUMN_HEADER)
		return false;
	column->base = (int64_t)load_u64(value.data);
	column->values = value.data + COLUMN_HEADER;
	column->width = value.data[8];
	column->run = load_u16(value.data + 10);
	if (column->width == COLUMN_RUN)
		return value.size == COLUMN_HEADER && column->run <= COLUMN_CHUNK;
	if (column->width != 1 && column->width != 2 && column->width != 4 &&
		column->width != 8)
		return false;
	return value.size == COLUMN_HEADER + (size_t)column->width * COLUMN_CHUNK;
}

bool
column_read(struct bytes key, struct bytes value, struct column *column)
{
	if (key.size != KEY_SIZE)
		return false;
	column->number = key.data[0];
	column->chunk = get_u32(key.data + 1);
	return read_chunk(value, column);
}

/* Blocks that were written one after the other lie so: what follows is asked for
 * while one is read. */
#define AHEAD ((size_t)256 * 1024)

static void
look_ahead(struct column *column, struct bytes value)
{
	uintptr_t at = (uintptr_t)value.data;
	uintptr_t from = (uintptr_t)column->ahead.data;

	if (at >= from && at + value.size <= from + column->ahead.size)
		return;
	column->ahead = (struct bytes){ value.data, AHEAD };
	txn_will_need(column->txn, column->ahead);
}

/* The next block is the scan's next entry, as a rule; *found is false where it is
 * not. */
static enum status
scan_block(struct column *column, uint32_t block, struct bytes *value, bool *found,
	struct err *err)
{
	uint8_t wanted[KEY_SIZE];
	struct bytes key;

	column_key(column->number, block, wanted);
	if (!column->scan)
		TRY(scan_open(column->txn, TABLE_COLUMN,
			(struct scan_range){ .from = { wanted, KEY_SIZE } },
			&column->scan, err));
	TRY(scan_peek(column->scan, &key, value, found, err));
	if (*found && bytes_equal(key, (struct bytes){ wanted, KEY_SIZE })) {
		look_ahead(column, *value);
		return ST_OK;
	}
	*found = false;
	scan_close(column->scan);
	column->scan = NULL;
	return ST_OK;
}

enum status
column_block(struct column *column, uint32_t block, struct err *err)
{
	bool follows = column->chunk != UINT32_MAX && block == column->chunk + 1;
	uint8_t key[KEY_SIZE];
	struct bytes value;
	bool found = false;

	if (block == column->chunk)
		return ST_OK;
	if (column->scan && !follows) {
		scan_close(column->scan);
		column->scan = NULL;
	}
	if (follows)
		TRY(scan_block(column, block, &value, &found, err));
	column_key(column->number, block, key);
	if (!found)
		TRY(fetch(column->txn, TABLE_COLUMN, (struct bytes){ key, KEY_SIZE },
			&value, &found, err));
	column->chunk = block;
	column->width = 0;
	if (found && !read_chunk(value, column))
		return fail_index(err);
	return ST_OK;
}

enum status
column_get(struct column *column, uint64_t place, int64_t *value, struct err *err)
{
	uint64_t chunk = place / COLUMN_CHUNK;

	invariant(chunk < UINT32_MAX);
	if (chunk != column->chunk)
		TRY(column_block(column, (uint32_t)chunk, err));
	*value = COLUMN_NONE;
	if (column->width > 0)
		*value = column_at(column, (uint32_t)(place % COLUMN_CHUNK));
	return ST_OK;
}

bool
column_bounds(const struct column *column, int64_t *least, int64_t *most)
{
	uint64_t range;

	if (column->width == 0)
		return false;
	range = column->width == COLUMN_RUN ? column->run - 1
					    : none_of(column->width) - 1;
	*least = column->base;
	*most = (uint64_t)INT64_MAX - (uint64_t)column->base < range
			? INT64_MAX
			: (int64_t)((uint64_t)column->base + range);
	return true;
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

/* How many numbers rise by one from the first, if none comes behind them. */
static uint32_t
run_length(const int64_t values[COLUMN_CHUNK])
{
	uint32_t length = 0;

	while (length < COLUMN_CHUNK && values[length] != COLUMN_NONE &&
		(uint64_t)values[length] == (uint64_t)values[0] + length)
		length++;
	for (uint32_t i = length; i < COLUMN_CHUNK; i++)
		if (values[i] != COLUMN_NONE)
			return 0;
	return length;
}

size_t
column_encode(unsigned column, const int64_t values[COLUMN_CHUNK], uint8_t *bytes)
{
	int64_t base;
	unsigned width = width_for(values, &base);
	uint32_t run = column >= COLUMN_FIRST ? run_length(values) : 0;

	if (width == 0)
		return 0;
	memset(bytes, 0, COLUMN_HEADER);
	store_u64(bytes, (uint64_t)base);
	if (run > 0) {
		bytes[8] = COLUMN_RUN;
		store_u16(bytes + 10, (uint16_t)run);
		return COLUMN_HEADER;
	}
	bytes[8] = (uint8_t)width;
	for (uint32_t i = 0; i < COLUMN_CHUNK; i++)
		store(bytes + COLUMN_HEADER, width, i,
			values[i] == COLUMN_NONE
				? none_of(width)
				: (uint64_t)values[i] - (uint64_t)base);
	return COLUMN_HEADER + (size_t)width * COLUMN_CHUNK;
}

enum status
column_put(struct txn *txn, unsigned column, uint32_t chunk, struct bytes bytes,
	struct err *err)
{
	uint8_t data[KEY_SIZE];
	struct bytes key = { data, KEY_SIZE };
	bool found;

	column_key(column, chunk, data);
	if (bytes.size == 0)
		return txn_delete(txn, TABLE_COLUMN, key, &found, err);
	return txn_put(txn, TABLE_COLUMN, key, bytes, err);
}

static bool
in_order(const struct column_changes *changes)
{
	for (size_t i = 1; i < changes->count; i++)
		if (changes->items[i].place <= changes->items[i - 1].place)
			return false;
	return true;
}

static void
keep_last(struct column_changes *changes)
{
	size_t kept = 0;

	for (size_t i = 0; i < changes->count; i++)
		if (i + 1 == changes->count ||
			changes->items[i + 1].place != changes->items[i].place)
			changes->items[kept++] = changes->items[i];
	changes->count = kept;
}

/* A stable sort: runs of doubling length are merged. */
enum status
column_sort(struct column_changes *changes, struct arena *arena, struct err *err)
{
	struct column_change *from = changes->items;
	struct column_change *to;
	size_t count = changes->count;

	if (in_order(changes))
		return ST_OK;
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
							     from[i].place <=
								     from[j].place)
						? from[i++]
						: from[j++];
		}
		from = to;
		to = swap;
	}
	changes->items = from;
	keep_last(changes);
	return ST_OK;
}

/* Brings the changes from *at on that lie in one chunk into it. */
static enum status
apply_chunk(struct txn *txn, const struct column_changes *changes, size_t *at,
	struct err *err)
{
	struct column column = column_of(txn, changes->column);
	uint64_t chunk = changes->items[*at].place / COLUMN_CHUNK;
	int64_t values[COLUMN_CHUNK];
	uint8_t bytes[COLUMN_BYTES_MAX];
	bool changed = false;

	invariant(chunk < UINT32_MAX);
	TRY(column_block(&column, (uint32_t)chunk, err));
	for (uint32_t i = 0; i < COLUMN_CHUNK; i++)
		values[i] = column.width > 0 ? column_at(&column, i) : COLUMN_NONE;
	for (; *at < changes->count; ++*at) {
		struct column_change now = changes->items[*at];
		int64_t *value = &values[now.place % COLUMN_CHUNK];

		if (now.place / COLUMN_CHUNK != chunk)
			break;
		changed |= *value != now.value;
		*value = now.value;
	}
	if (!changed)
		return ST_OK;
	return column_put(txn, changes->column, (uint32_t)chunk,
		(struct bytes){
			bytes, column_encode(changes->column, values, bytes) },
		err);
}

enum status
column_apply(struct txn *txn, const struct column_changes *changes, struct err *err)
{
	for (size_t at = 0; at < changes->count;)
		TRY(apply_chunk(txn, changes, &at, err));
	return ST_OK;
}
