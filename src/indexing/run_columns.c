#include <string.h>

#include "indexing/gather.h"
#include "indexing/run_parts.h"

#define CHUNKS CONTAINER_BLOCKS

/* The numbers of keywords for all. */
static void
map_numbers(struct run_worker *worker)
{
	const struct index_schema *schema = worker->schema;

	for (unsigned i = 0; i < schema->field_count; i++) {
		enum index_field_kind kind = schema->fields[i].kind;

		if (kind != INDEX_KEYWORD && kind != INDEX_PATH)
			continue;
		for (uint32_t low = 0; low < worker->next; low++) {
			int64_t *value = &worker->columns[i][low];

			if (*value != COLUMN_NONE)
				*value = worker->numbers[*value].number;
		}
	}
}

struct writing {
	struct run_worker *worker;
	struct run_written *written;
	uint32_t high;
};

static enum status
write_chunk(struct writing *writing, unsigned column, uint32_t chunk,
	const int64_t *values, struct err *err)
{
	struct run_file *file = &writing->worker->file;
	uint8_t bytes[COLUMN_BYTES_MAX];
	size_t size = column_encode(column, values, bytes);
	struct run_written *written = writing->written;

	if (size == 0)
		return ST_OK;
	written->columns[written->column_count++] =
		(struct run_column){ column, chunk, (uint32_t)size, file->size };
	return run_file_append(file, bytes, size, err);
}

static void
begin_first(struct run_first *first, uint32_t chunk)
{
	first->any = false;
	first->chunk = chunk;
	for (size_t i = 0; i < COLUMN_CHUNK; i++)
		first->values[i] = COLUMN_NONE;
}

static enum status
end_first(struct writing *writing, struct err *err)
{
	struct run_first *first = writing->worker->first;

	if (!first->any)
		return ST_OK;
	first->any = false;
	return write_chunk(writing, COLUMN_FIRST, first->chunk, first->values, err);
}

/* Where groups begin. Groups of the next run may belong into the last chunk, too. */
static enum status
write_firsts(struct writing *writing, bool last, struct err *err)
{
	struct run_worker *worker = writing->worker;
	struct run_first *first = worker->first;

	for (size_t i = 0; i < worker->group_count; i++) {
		const struct run_group *group = &worker->groups[i];
		uint32_t chunk = (uint32_t)(group->id / COLUMN_CHUNK);

		if (first->any && chunk != first->chunk)
			TRY(end_first(writing, err));
		if (!first->any)
			begin_first(first, chunk);
		first->any = true;
		first->values[group->id % COLUMN_CHUNK] =
			(int64_t)writing->high * CONTAINER_DOCUMENTS + group->low;
	}
	return last ? end_first(writing, err) : ST_OK;
}

static size_t
count_firsts(const struct run_worker *worker)
{
	size_t count = 2;

	for (size_t i = 1; i < worker->group_count; i++)
		count += worker->groups[i].id / COLUMN_CHUNK !=
			 worker->groups[i - 1].id / COLUMN_CHUNK;
	return count;
}

static enum status
write_fields(struct writing *writing, struct err *err)
{
	struct run_worker *worker = writing->worker;
	size_t group = GATHER_GROUP(worker->schema);

	for (size_t i = 0; i <= group; i++)
		for (uint32_t j = 0; j * COLUMN_CHUNK < worker->next; j++)
			TRY(write_chunk(writing, gather_column(worker->schema, i),
				writing->high * CHUNKS + j,
				worker->columns[i] + (size_t)j * COLUMN_CHUNK, err));
	return ST_OK;
}

/* An entry of what is sorted, its number as 16 bytes that are in order. */
struct entry {
	uint64_t head;
	uint64_t tail;
};

static struct entry
entry_of(uint32_t scope, int64_t number, uint32_t document)
{
	uint64_t order = order_of(number);

	return (struct entry){ (uint64_t)scope << 32 | order >> 32,
		order << 32 | document };
}

static unsigned
digit_of(const struct entry *entry, unsigned digit)
{
	return digit < 8 ? (unsigned)(entry->tail >> (8 * digit) & 0xFF)
			 : (unsigned)(entry->head >> (8 * (digit - 8)) & 0xFF);
}

/* Entries came in the order of their documents, so that four digits are sorted. */
#define DIGIT_FIRST 4
#define DIGIT_END 16

static struct entry *
sort_entries(struct entry *entries, struct entry *space, size_t count)
{
	for (unsigned digit = DIGIT_FIRST; digit < DIGIT_END; digit++) {
		uint32_t places[257] = { 0 };
		struct entry *sorted = space;

		for (size_t i = 0; i < count; i++)
			places[digit_of(&entries[i], digit) + 1]++;
		if (places[digit_of(&entries[0], digit) + 1] == count)
			continue;
		for (size_t i = 1; i < 257; i++)
			places[i] += places[i - 1];
		for (size_t i = 0; i < count; i++)
			sorted[places[digit_of(&entries[i], digit)]++] = entries[i];
		space = entries;
		entries = sorted;
	}
	return entries;
}

static enum status
write_entries(struct writing *writing, unsigned column, const struct entry *entries,
	size_t count, struct err *err)
{
	struct run_file *file = &writing->worker->file;
	struct run_written *written = writing->written;

	written->sorted[written->sorted_count++] =
		(struct run_sorted){ column, (uint32_t)count, file->size };
	for (size_t i = 0; i < count; i++) {
		uint8_t bytes[RUN_SORTED_SIZE];

		put_u64(bytes, entries[i].head);
		put_u64(bytes + 8, entries[i].tail);
		TRY(run_file_append(file, bytes, sizeof(bytes), err));
	}
	return ST_OK;
}

static size_t
list_entries(const struct writing *writing, unsigned column, struct entry *entries)
{
	const struct run_worker *worker = writing->worker;
	const struct index_schema *schema = worker->schema;
	const int64_t *numbers = worker->columns[column];
	size_t count = 0;

	for (uint32_t low = 0; low < worker->next; low++) {
		uint32_t document = writing->high * CONTAINER_DOCUMENTS + low;

		if (numbers[low] == COLUMN_NONE)
			continue;
		entries[count++] = entry_of(0, numbers[low], document);
		for (unsigned i = 0; i < schema->field_count; i++) {
			int64_t scope = worker->columns[i][low];

			if (schema->fields[i].kind == INDEX_PATH &&
				scope != COLUMN_NONE)
				entries[count++] = entry_of(
					(uint32_t)scope, numbers[low], document);
		}
	}
	return count;
}

static size_t
count_paths(const struct index_schema *schema)
{
	size_t count = 0;

	for (unsigned i = 0; i < schema->field_count; i++)
		count += schema->fields[i].kind == INDEX_PATH;
	return count;
}

static enum status
write_sorted(struct writing *writing, struct arena *arena, struct err *err)
{
	const struct run_worker *worker = writing->worker;
	const struct index_schema *schema = worker->schema;
	size_t most = worker->next * (1 + count_paths(schema));
	struct entry *entries;
	struct entry *space;

	TRY(arena_take_raw(arena, most * sizeof(*entries) + 1, &entries, err));
	TRY(arena_take_raw(arena, most * sizeof(*entries) + 1, &space, err));
	for (unsigned i = 0; i < schema->field_count; i++) {
		size_t count;

		if (!schema->fields[i].sorted)
			continue;
		count = list_entries(writing, i, entries);
		if (count > 0)
			TRY(write_entries(writing, i,
				sort_entries(entries, space, count), count, err));
	}
	return ST_OK;
}

enum status
run_write_columns(struct run_worker *worker, struct run_ending *ending, bool last,
	struct arena *arena, struct err *err)
{
	struct writing writing = { worker, ending->written, ending->high };
	size_t fields = worker->schema->field_count;

	TRY(ARENA_NEW(arena, (fields + 1) * CHUNKS + count_firsts(worker),
		&writing.written->columns, err));
	TRY(ARENA_NEW(arena, fields, &writing.written->sorted, err));
	map_numbers(worker);
	TRY(write_fields(&writing, err));
	TRY(write_firsts(&writing, last, err));
	return write_sorted(&writing, &ending->arena, err);
}
