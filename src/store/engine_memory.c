#include <string.h>

#include "store/engine.h"

/*
 * Each table is an array in the order of its keys; a transaction keeps a list of what
 * it replaced. Entries are never changed once they are in place, and all memory is
 * one arena that is freed when the engine is closed.
 */
struct entry {
	struct bytes key;
	struct bytes value;
};

struct table_data {
	struct entry *entries;
	size_t count;
	size_t capacity;
};

/* One write, to be taken back: where nothing was before, before has no key. */
struct undo {
	unsigned table;
	struct bytes key;
	struct entry before;
	struct undo *older;
};

struct engine_txn {
	struct engine *engine;
	bool running;
	bool write;
	struct undo *newest;
};

struct engine_cursor {
	struct table_data *table;
	size_t at;
};

struct engine {
	struct arena arena;
	struct table_data tables[ENGINE_TABLES];
	struct engine_txn txn;
};

static enum status
memory_open(const struct engine_location *location, struct engine **engine,
	struct err *err)
{
	struct arena arena = { NULL };
	struct engine *made;

	(void)location;
	TRY(ARENA_NEW(&arena, 1, &made, err));
	made->arena = arena;
	*engine = made;
	return ST_OK;
}

static void
memory_close(struct engine *engine)
{
	struct arena arena;

	if (!engine)
		return;
	arena = engine->arena;
	arena_free(&arena);
}

static enum status
memory_begin(
	struct engine *engine, bool write, struct engine_txn **txn, struct err *err)
{
	(void)err;
	invariant(!engine->txn.running);
	engine->txn = (struct engine_txn){ engine, true, write, NULL };
	*txn = &engine->txn;
	return ST_OK;
}

static enum status
memory_commit(struct engine_txn *txn, bool *retry, struct err *err)
{
	(void)err;
	*retry = false;
	txn->running = false;
	return ST_OK;
}

/* The place of the first entry at or after key; *same says that it is key's. */
static size_t
find(const struct table_data *table, struct bytes key, bool *same)
{
	size_t low = 0;
	size_t high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (bytes_compare(table->entries[middle].key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*same = low < table->count && bytes_equal(table->entries[low].key, key);
	return low;
}

static void
remove_at(struct table_data *table, size_t at)
{
	table->count--;
	memmove(&table->entries[at], &table->entries[at + 1],
		(table->count - at) * sizeof(*table->entries));
}

/* The array has room for one more by now. */
static void
set(struct table_data *table, struct entry entry)
{
	bool same;
	size_t at = find(table, entry.key, &same);

	if (!same) {
		memmove(&table->entries[at + 1], &table->entries[at],
			(table->count - at) * sizeof(*table->entries));
		table->count++;
	}
	table->entries[at] = entry;
}

static void
memory_abort(struct engine_txn *txn)
{
	const struct undo *undo;

	for (undo = txn->newest; undo; undo = undo->older) {
		struct table_data *table = &txn->engine->tables[undo->table];
		bool same;
		size_t at = find(table, undo->key, &same);

		if (undo->before.key.size > 0)
			set(table, undo->before);
		else if (same)
			remove_at(table, at);
	}
	txn->running = false;
}

static enum status
make_room(struct arena *arena, struct table_data *table, struct err *err)
{
	size_t capacity = table->capacity ? table->capacity * 2 : 16;
	struct entry *entries;

	if (table->count < table->capacity)
		return ST_OK;
	TRY(ARENA_NEW(arena, capacity, &entries, err));
	if (table->count > 0)
		memcpy(entries, table->entries, table->count * sizeof(*entries));
	table->entries = entries;
	table->capacity = capacity;
	return ST_OK;
}

static enum status
remember(struct engine_txn *txn, unsigned table, struct bytes key, struct err *err)
{
	const struct table_data *data = &txn->engine->tables[table];
	struct undo *undo;
	bool same;
	size_t at = find(data, key, &same);

	TRY(ARENA_NEW(&txn->engine->arena, 1, &undo, err));
	undo->table = table;
	undo->key = key;
	if (same)
		undo->before = data->entries[at];
	undo->older = txn->newest;
	txn->newest = undo;
	return ST_OK;
}

static enum status
memory_get(struct engine_txn *txn, unsigned table, struct bytes key,
	struct bytes *value, bool *found, struct err *err)
{
	const struct table_data *data = &txn->engine->tables[table];
	size_t at = find(data, key, found);

	(void)err;
	if (*found)
		*value = data->entries[at].value;
	return ST_OK;
}

/* All that can be refused comes before the first change. */
static enum status
memory_reserve(struct engine_txn *txn, unsigned table, struct bytes key, size_t size,
	uint8_t **value, struct err *err)
{
	struct engine *engine = txn->engine;
	uint8_t *room;

	invariant(txn->write && key.size > 0 && key.size <= ENGINE_KEY_MAX);
	TRY(arena_take(&engine->arena, key.size + size, 1, &room, err));
	memcpy(room, key.data, key.size);
	key.data = room;
	TRY(make_room(&engine->arena, &engine->tables[table], err));
	TRY(remember(txn, table, key, err));
	set(&engine->tables[table], (struct entry){ key, { room + key.size, size } });
	*value = room + key.size;
	return ST_OK;
}

static enum status
memory_append(struct engine_txn *txn, unsigned table, struct bytes key, size_t size,
	uint8_t **value, struct err *err)
{
	const struct table_data *data = &txn->engine->tables[table];

	if (data->count > 0 &&
		bytes_compare(data->entries[data->count - 1].key, key) >= 0)
		return engine_refuse_order(table, err);
	return memory_reserve(txn, table, key, size, value, err);
}

static enum status
memory_delete(struct engine_txn *txn, unsigned table, struct bytes key, bool *found,
	struct err *err)
{
	struct table_data *data = &txn->engine->tables[table];
	bool same;
	size_t at = find(data, key, &same);

	invariant(txn->write);
	if (same) {
		TRY(remember(txn, table, data->entries[at].key, err));
		remove_at(data, at);
	}
	*found = same;
	return ST_OK;
}

static enum status
memory_clear(struct engine_txn *txn, unsigned table, uint64_t count, bool *empty,
	struct err *err)
{
	struct table_data *data = &txn->engine->tables[table];

	invariant(txn->write);
	for (; data->count > 0 && count > 0; count--) {
		TRY(remember(txn, table, data->entries[data->count - 1].key, err));
		data->count--;
	}
	*empty = data->count == 0;
	return ST_OK;
}

static enum status
memory_cursor_open(struct engine_txn *txn, unsigned table,
	struct engine_cursor **cursor, struct err *err)
{
	struct engine_cursor *opened;

	TRY(ARENA_NEW(&txn->engine->arena, 1, &opened, err));
	opened->table = &txn->engine->tables[table];
	*cursor = opened;
	return ST_OK;
}

static void
memory_cursor_close(struct engine_cursor *cursor)
{
	(void)cursor;
}

static enum status
memory_cursor_seek(
	struct engine_cursor *cursor, struct bytes key, bool *found, struct err *err)
{
	bool same;

	(void)err;
	cursor->at = find(cursor->table, key, &same);
	*found = cursor->at < cursor->table->count;
	return ST_OK;
}

static enum status
memory_cursor_seek_before(
	struct engine_cursor *cursor, struct bytes key, bool *found, struct err *err)
{
	bool same;
	size_t at =
		key.size > 0 ? find(cursor->table, key, &same) : cursor->table->count;

	(void)err;
	*found = at > 0;
	if (at > 0)
		cursor->at = at - 1;
	return ST_OK;
}

static enum status
memory_cursor_step(
	struct engine_cursor *cursor, bool backward, bool *found, struct err *err)
{
	(void)err;
	*found = backward ? cursor->at > 0 : cursor->at + 1 < cursor->table->count;
	if (*found)
		cursor->at += backward ? (size_t)-1 : 1;
	return ST_OK;
}

static void
memory_cursor_entry(
	const struct engine_cursor *cursor, struct bytes *key, struct bytes *value)
{
	*key = cursor->table->entries[cursor->at].key;
	*value = cursor->table->entries[cursor->at].value;
}

static void
memory_will_need(struct bytes value)
{
	(void)value;
}

static void
memory_forget(struct engine *engine)
{
	(void)engine;
}

static enum status
memory_stat(struct engine_txn *txn, unsigned table, struct engine_stat *stat,
	struct err *err)
{
	const struct table_data *data = &txn->engine->tables[table];
	size_t i;

	(void)err;
	*stat = (struct engine_stat){ .entries = data->count };
	for (i = 0; i < data->count; i++)
		stat->bytes +=
			data->entries[i].key.size + data->entries[i].value.size;
	return ST_OK;
}

const struct engine_type engine_memory = {
	.name = "memory",
	.open = memory_open,
	.close = memory_close,
	.begin = memory_begin,
	.commit = memory_commit,
	.abort = memory_abort,
	.get = memory_get,
	.will_need = memory_will_need,
	.forget = memory_forget,
	.reserve = memory_reserve,
	.append = memory_append,
	.delete = memory_delete,
	.clear = memory_clear,
	.cursor_open = memory_cursor_open,
	.cursor_close = memory_cursor_close,
	.cursor_seek = memory_cursor_seek,
	.cursor_seek_before = memory_cursor_seek_before,
	.cursor_step = memory_cursor_step,
	.cursor_entry = memory_cursor_entry,
	.stat = memory_stat,
};
