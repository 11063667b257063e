#include "engine_refusing.h"

/* One engine at a time: its transactions are the memory engine's own. */
static bool refused;

static enum status
refusing_open(const struct engine_location *location, struct engine **engine,
	struct err *err)
{
	refused = false;
	return engine_memory.open(location, engine, err);
}

static void
refusing_close(struct engine *engine)
{
	engine_memory.close(engine);
}

static enum status
refusing_begin(
	struct engine *engine, bool write, struct engine_txn **txn, struct err *err)
{
	return engine_memory.begin(engine, write, txn, err);
}

static enum status
refusing_commit(struct engine_txn *txn, bool *retry, struct err *err)
{
	refused = !refused;
	if (!refused)
		return engine_memory.commit(txn, retry, err);
	engine_memory.abort(txn);
	*retry = true;
	return fail(err, ST_BUSY, "somebody else was faster");
}

static void
refusing_abort(struct engine_txn *txn)
{
	engine_memory.abort(txn);
}

static enum status
refusing_get(struct engine_txn *txn, unsigned table, struct bytes key,
	struct bytes *value, bool *found, struct err *err)
{
	return engine_memory.get(txn, table, key, value, found, err);
}

static void
refusing_will_need(struct bytes value)
{
	engine_memory.will_need(value);
}

static void
refusing_forget(struct engine *engine)
{
	engine_memory.forget(engine);
}

static enum status
refusing_reserve(struct engine_txn *txn, unsigned table, struct bytes key,
	size_t size, uint8_t **value, struct err *err)
{
	return engine_memory.reserve(txn, table, key, size, value, err);
}

static enum status
refusing_append(struct engine_txn *txn, unsigned table, struct bytes key, size_t size,
	uint8_t **value, struct err *err)
{
	return engine_memory.append(txn, table, key, size, value, err);
}

static enum status
refusing_delete(struct engine_txn *txn, unsigned table, struct bytes key, bool *found,
	struct err *err)
{
	return engine_memory.delete(txn, table, key, found, err);
}

static enum status
refusing_clear(struct engine_txn *txn, unsigned table, uint64_t count, bool *empty,
	struct err *err)
{
	return engine_memory.clear(txn, table, count, empty, err);
}

static enum status
refusing_cursor_open(struct engine_txn *txn, unsigned table,
	struct engine_cursor **cursor, struct err *err)
{
	return engine_memory.cursor_open(txn, table, cursor, err);
}

static void
refusing_cursor_close(struct engine_cursor *cursor)
{
	engine_memory.cursor_close(cursor);
}

static enum status
refusing_cursor_seek(
	struct engine_cursor *cursor, struct bytes key, bool *found, struct err *err)
{
	return engine_memory.cursor_seek(cursor, key, found, err);
}

static enum status
refusing_cursor_seek_before(
	struct engine_cursor *cursor, struct bytes key, bool *found, struct err *err)
{
	return engine_memory.cursor_seek_before(cursor, key, found, err);
}

static enum status
refusing_cursor_step(
	struct engine_cursor *cursor, bool backward, bool *found, struct err *err)
{
	return engine_memory.cursor_step(cursor, backward, found, err);
}

static void
refusing_cursor_entry(
	const struct engine_cursor *cursor, struct bytes *key, struct bytes *value)
{
	engine_memory.cursor_entry(cursor, key, value);
}

static enum status
refusing_stat(struct engine_txn *txn, unsigned table, struct engine_stat *stat,
	struct err *err)
{
	return engine_memory.stat(txn, table, stat, err);
}

const struct engine_type engine_refusing = {
	.name = "refusing",
	.open = refusing_open,
	.close = refusing_close,
	.begin = refusing_begin,
	.commit = refusing_commit,
	.abort = refusing_abort,
	.get = refusing_get,
	.will_need = refusing_will_need,
	.forget = refusing_forget,
	.reserve = refusing_reserve,
	.append = refusing_append,
	.delete = refusing_delete,
	.clear = refusing_clear,
	.cursor_open = refusing_cursor_open,
	.cursor_close = refusing_cursor_close,
	.cursor_seek = refusing_cursor_seek,
	.cursor_seek_before = refusing_cursor_seek_before,
	.cursor_step = refusing_cursor_step,
	.cursor_entry = refusing_cursor_entry,
	.stat = refusing_stat,
};
