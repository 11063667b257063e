#include "store/load.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/load_private.h"

#define CHECK_EVERY 16
#define WRITE_SIZE ((size_t)256 * 1024)

/* A third of the memory at least is for the entries, the rest for sorting them. */
#define ITEM_COST (2 * sizeof(struct item))
#define ENTRY_MIN (ENTRY_HEAD + 2)

static enum status
take_room(struct load *load, size_t memory, struct err *err)
{
	load->room_size = memory;
	load->items_max = memory / (ITEM_COST + ENTRY_MIN) + 1;
	TRY(arena_take_raw(&load->sorting, memory, &load->room, err));
	TRY(arena_take_raw(&load->sorting, load->items_max * sizeof(*load->items),
		&load->items, err));
	TRY(arena_take_raw(&load->sorting, load->items_max * sizeof(*load->spare),
		&load->spare, err));
	return arena_take_raw(&load->sorting,
		(load->items_max / 32 + 2) * sizeof(*load->spans), &load->spans, err);
}

enum status
load_open(size_t memory, struct load **load, struct err *err)
{
	struct arena arena = { NULL };
	struct load *opened;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &opened, err));
	opened->memory = arena;
	opened->file = -1;
	status = take_room(opened, memory, err);
	if (status != ST_OK) {
		load_close(opened);
		return status;
	}
	*load = opened;
	return ST_OK;
}

void
load_close(struct load *load)
{
	struct arena arena;

	if (!load)
		return;
	if (load->file >= 0)
		close(load->file);
	arena_free(&load->sorting);
	arena = load->memory;
	arena_free(&arena);
}

uint64_t
load_count_of(const struct load *load, enum table table)
{
	return load->counts[table];
}

static enum status
add_end(struct load *load, uint64_t end, struct err *err)
{
	size_t capacity = load->end_capacity ? 2 * load->end_capacity : 16;
	uint64_t *ends;

	if (load->end_count == load->end_capacity) {
		TRY(ARENA_NEW(&load->memory, capacity, &ends, err));
		if (load->end_count > 0)
			memcpy(ends, load->ends, load->end_count * sizeof(*ends));
		load->ends = ends;
		load->end_capacity = capacity;
	}
	load->ends[load->end_count++] = end;
	return ST_OK;
}

/* Writes the sorted entries behind what the file has. */
static enum status
write_run(struct load *load, struct buffer *buffer, uint64_t *size, struct err *err)
{
	size_t i;

	for (i = 0; i < load->item_count; i++) {
		const uint8_t *entry = load->room + load->items[i].at;

		if (load_is_replaced(load, i))
			continue;
		if (buffer->size > WRITE_SIZE) {
			TRY(file_write_all(load->file, buffer->data, buffer->size,
				"a temporary file", err));
			buffer->size = 0;
		}
		TRY(buffer_append(buffer, entry, entry_size(entry), err));
		*size += entry_size(entry);
	}
	return file_write_all(
		load->file, buffer->data, buffer->size, "a temporary file", err);
}

static enum status
spill(struct load *load, struct err *err)
{
	struct arena_mark mark = arena_mark(&load->memory);
	struct buffer buffer = { .arena = &load->memory };
	uint64_t end = load->end_count > 0 ? load->ends[load->end_count - 1] : 0;

	if (load->file < 0)
		TRY(file_temporary(&load->file, err));
	load_sort(load);
	TRY(buffer_reserve(&buffer, WRITE_SIZE + 2 * ENTRY_MAX, err));
	TRY(write_run(load, &buffer, &end, err));
	arena_rewind(&load->memory, mark);
	load->used = 0;
	load->item_count = 0;
	return add_end(load, end, err);
}

enum status
load_add(struct load *load, enum table table, struct bytes key, struct bytes value,
	struct err *err)
{
	size_t size = ENTRY_HEAD + 1 + key.size + value.size;
	uint8_t *entry;

	invariant(key.size > 0 && key.size <= ENGINE_KEY_MAX);
	invariant(value.size <= LOAD_VALUE_MAX && table_infos[table].twice);
	if (load->item_count > 0 &&
		load->used + size + (load->item_count + 1) * ITEM_COST >
			load->room_size)
		TRY(spill(load, err));
	invariant(size <= load->room_size && load->item_count < load->items_max);
	entry = load->room + load->used;
	put_u16(entry, (uint16_t)key.size);
	put_u16(entry + 2, (uint16_t)value.size);
	entry[ENTRY_HEAD] = (uint8_t)(TABLE_COUNT - 1 - table);
	memcpy(entry + ENTRY_HEAD + 1, key.data, key.size);
	if (value.size > 0)
		memcpy(entry + ENTRY_HEAD + 1 + key.size, value.data, value.size);
	load->items[load->item_count++].at = load->used;
	load->used += size;
	load->count++;
	load->counts[table]++;
	return ST_OK;
}

/* What is written in slices, and how: behind all that a table has, or among it. */
struct writing {
	struct merge *merge;
	bool begun; /* a transaction was, since the last mark */
	bool known; /* how it is with this table, in this transaction */
	enum table table;
	bool behind;
};

static enum status
look_at_table(
	struct txn *txn, struct writing *writing, struct bytes key, struct err *err)
{
	struct scan *scan;
	struct bytes last;
	struct bytes stored;
	bool found;
	enum status status;

	TRY(scan_open(txn, writing->table, (struct scan_range){ .backward = true },
		&scan, err));
	status = scan_next(scan, &last, &stored, &found, err);
	if (status != ST_OK && status != ST_CORRUPT)
		return status;
	writing->behind = !found || bytes_compare(last, key) < 0;
	writing->known = true;
	scan_close(scan);
	return ST_OK;
}

static enum status
write_entry(struct txn *txn, struct writing *writing, const uint8_t *entry,
	struct err *err)
{
	struct bytes name = entry_name(entry);
	struct bytes key = { name.data + 1, name.size - 1 };
	enum table table = entry_table(entry);

	if (!writing->known || table != writing->table) {
		writing->table = table;
		TRY(look_at_table(txn, writing, key, err));
	}
	return (writing->behind ? txn_append : txn_put)(
		txn, table, key, entry_value(entry), err);
}

static enum status
write_some(struct txn *txn, void *arg, struct err *err)
{
	struct writing *writing = arg;
	struct merge *merge = writing->merge;
	const uint8_t *entry;
	unsigned count = 0;

	if (writing->begun)
		TRY(merge_return(merge, err));
	writing->begun = true;
	writing->known = false;
	do {
		TRY(merge_first(merge, &entry, err));
		if (!entry)
			break;
		TRY(write_entry(txn, writing, entry, err));
		TRY(merge_pass(merge, err));
	} while (++count % CHECK_EVERY != 0 || !stage_slice_over(txn));
	return ST_OK;
}

/* Of the entry that comes next. */
static enum status
find_next(struct merge *merge, enum table *next, struct err *err)
{
	const uint8_t *entry;

	TRY(merge_first(merge, &entry, err));
	*next = entry ? entry_table(entry) : TABLE_COUNT;
	return ST_OK;
}

/* What lies in a file needs no room any more. */
enum status
load_begin(struct load *load, enum table *next, struct err *err)
{
	if (load->count == 0) {
		*next = TABLE_COUNT;
		return ST_OK;
	}
	if (load->end_count > 0) {
		TRY(spill(load, err));
		arena_free(&load->sorting);
	} else {
		load_sort(load);
	}
	TRY(merge_open(load, &load->merge, err));
	return find_next(load->merge, next, err);
}

enum status
load_step(struct load *load, struct stage *stage, enum table *next, struct err *err)
{
	struct writing writing = { .merge = load->merge };

	TRY(stage_write(stage, write_some, &writing, err));
	merge_mark(load->merge);
	return find_next(load->merge, next, err);
}

enum status
load_finish(struct load *load, struct stage *stage, struct err *err)
{
	enum table next;

	TRY(load_begin(load, &next, err));
	while (next != TABLE_COUNT)
		TRY(load_step(load, stage, &next, err));
	return ST_OK;
}
