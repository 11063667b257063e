#include "store/store.h"

#include <string.h>

#include "base/clock.h"
#include "store/private.h"

/* How often memory is given back at most. */
#define FORGET_TIME (SECOND / 10)

/* How often a transaction is run where the engine says that the same may succeed if
 * run again. */
#define RUNS_MAX 8

/* The form of everything in the store, in META under "format", u32. */
#define FORMAT 1

static const struct engine_type *const engine_types[] = {
	[STORE_LMDB] = &engine_lmdb,
	[STORE_MEMORY] = &engine_memory,
};

static enum status
format_read(struct txn *txn, uint32_t *format, struct err *err)
{
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_META, bytes_of_text("format"), &value, &found, err));
	if (found && value.size != 4)
		return fail(err, ST_CORRUPT, "the shop's format number is damaged");
	*format = found ? get_u32(value.data) : 0;
	return ST_OK;
}

static enum status
format_check(struct txn *txn, void *arg, struct err *err)
{
	const char *folder = txn->store->folder;
	uint32_t format;

	(void)arg;
	TRY(format_read(txn, &format, err));
	if (format == 0 && txn->store->file)
		return engine_refuse_file(txn->store->file_name, err);
	if (format == 0)
		return engine_refuse_none(folder, err);
	if (format > FORMAT)
		return fail(err, ST_CONFIG,
			"the shop in '%s' has format %u, and this program knows "
			"formats up to %u (use a newer shop)",
			folder, format, FORMAT);
	return ST_OK;
}

/* Another init may have been faster: the format is what makes a shop. */
static enum status
format_write(struct txn *txn, void *arg, struct err *err)
{
	uint8_t stored[4];
	uint32_t format;

	(void)arg;
	TRY(format_read(txn, &format, err));
	if (format != 0)
		return engine_refuse_second(txn->store->folder, err);
	put_u32(stored, FORMAT);
	return txn_put(txn, TABLE_META, bytes_of_text("format"),
		(struct bytes){ stored, sizeof(stored) }, err);
}

static enum status
open_engine(struct store *store, const struct store_options *options, struct err *err)
{
	static const enum engine_mode modes[] = {
		[STORE_READ] = ENGINE_READ,
		[STORE_WRITE] = ENGINE_WRITE,
		[STORE_CREATE] = ENGINE_CREATE,
	};
	struct engine_location location = {
		.folder = options->folder,
		.file = options->file,
		.file_name = options->file_name,
		.mode = modes[options->access],
		.file_mode = options->shared ? 0660 : 0600,
	};

	return store->type->open(&location, &store->engine, err);
}

static enum status
open_with(struct store *store, const struct store_options *options, struct err *err)
{
	struct arena none = { NULL };
	bool on_disk = options->kind == STORE_LMDB;
	enum status status;

	store->type = engine_types[options->kind];
	store->kind = options->kind;
	store->writable = options->access != STORE_READ;
	store->wait = options->wait;
	store->turn.fd = -1;
	TRY(arena_text(&store->arena, options->folder ? options->folder : "memory",
		&store->folder, err));
	if (options->file) {
		TRY(arena_text(&store->arena, options->file, &store->file, err));
		TRY(arena_text(
			&store->arena, options->file_name, &store->file_name, err));
	}
	if (on_disk)
		store->turn.folder = store->folder;
	TRY(open_engine(store, options, err));
	if (on_disk && options->access != STORE_CREATE)
		return store_read(store, &none, format_check, NULL, err);
	status = store_write(store, &none, format_write, NULL, err);
	arena_free(&none);
	return status;
}

enum status
store_open(const struct store_options *options, struct store **store, struct err *err)
{
	struct arena arena = { NULL };
	struct store *opened;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &opened, err));
	opened->arena = arena;
	status = open_with(opened, options, err);
	if (status != ST_OK) {
		store_close(opened);
		return status;
	}
	*store = opened;
	return ST_OK;
}

void
store_close(struct store *store)
{
	struct arena arena;

	if (!store)
		return;
	invariant(!store->running);
	store_group_give_up(store);
	if (store->engine)
		store->type->close(store->engine);
	turn_close(&store->turn);
	arena_free(&store->memory);
	arena_free(&store->group.kept);
	arena = store->arena;
	arena_free(&arena);
}

void
store_set_actor(struct store *store, struct actor actor)
{
	store->actor = actor;
}

void
store_set_key(struct store *store, const struct secret *key)
{
	store->key = key;
}

void
store_set_commit_hook(struct store *store, store_commit_hook *hook, void *arg)
{
	store->hook = hook;
	store->hook_arg = arg;
}

static enum status
sets_read(struct txn *txn, struct err *err)
{
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_META, bytes_of_text("set"), &value, &found, err));
	if (found && value.size != 2)
		return fail(err, ST_CORRUPT,
			"which of the catalogue's two sets is in use is damaged "
			"(restore the last backup)");
	if (found)
		txn->sets = (struct sets){ value.data[0] != 0, value.data[1] != 0 };
	return ST_OK;
}

enum status
sets_write(struct txn *txn, struct sets sets, struct err *err)
{
	const uint8_t stored[2] = { sets.second, sets.staged };

	return txn_put(txn, TABLE_META, bytes_of_text("set"),
		(struct bytes){ stored, sizeof(stored) }, err);
}

unsigned
table_in_set(const struct txn *txn, enum table table, enum txn_set set)
{
	bool second = txn->sets.second != (set == SET_STAGED);

	return table + (second && table_infos[table].twice ? ENGINE_SECOND : 0);
}

unsigned
table_used(const struct txn *txn, enum table table)
{
	return table_in_set(txn, table, txn->set);
}

/* A damaged head is no reason to refuse everything: who appends to the chain is
 * told. */
enum status
txn_begin(struct txn *txn, struct err *err)
{
	struct event_head head;
	struct err ignored;

	TRY(sets_read(txn, err));
	txn->now = txn->occasion->now;
	if (event_head_read(txn, &head, &ignored) == ST_OK && head.at > txn->now)
		txn->now = head.at;
	return ST_OK;
}

static enum status
begin(struct txn *txn, struct err *err)
{
	struct store *store = txn->store;
	struct slice *slice = txn->job->slice;
	enum status status;

	TRY(store->type->begin(store->engine, txn->job->write, &txn->engine, err));
	status = txn_begin(txn, err);
	if (status != ST_OK) {
		store->type->abort(txn->engine);
		return status;
	}
	if (slice) {
		*slice = (struct slice){ .bytes_max = slice->bytes_max };
		slice->until = clock_monotonic() + STAGE_SLICE_TIME;
	}
	return ST_OK;
}

enum status
store_commit(
	struct store *store, struct engine_txn *engine, bool *retry, struct err *err)
{
	enum status status = ST_OK;

	if (store->hook)
		status = store->hook(store->hook_arg, retry, err);
	if (status == ST_OK)
		return store->type->commit(engine, retry, err);
	store->type->abort(engine);
	return status;
}

static enum status
finish(struct txn *txn, enum status status, bool *retry, struct err *err)
{
	const struct job *job = txn->job;
	struct store *store = txn->store;

	scan_close_all(txn);
	if (job->slice)
		job->slice->done = clock_monotonic();
	if (status == ST_OK && job->keep)
		return store_commit(store, txn->engine, retry, err);
	store->type->abort(txn->engine);
	return status;
}

static enum status
run_once(struct txn *txn, bool *retry, struct err *err)
{
	const struct job *job = txn->job;
	struct store *store = txn->store;
	struct arena_mark mark = arena_mark(&store->memory);
	enum status status;

	*retry = false;
	TRY(begin(txn, err));
	store->running = true;
	status = job->fn(txn, job->arg, err);
	status = finish(txn, status, retry, err);
	store->running = false;
	arena_rewind(&store->memory, mark);
	return status;
}

/* An engine that was told no more than once too often has the last word. */
static enum status
run(struct store *store, struct arena *arena, const struct job *job, struct err *err)
{
	struct occasion occasion = { .now = clock_now() };
	struct arena_mark mark = arena_mark(arena);
	enum status status;
	unsigned runs = 0;
	bool retry;

	invariant(!store->running && !store_group_is_pending(store));
	do {
		struct txn txn = {
			.store = store,
			.type = store->type,
			.arena = arena,
			.occasion = &occasion,
			.job = job,
			.set = job->set,
		};

		arena_rewind(arena, mark);
		status = run_once(&txn, &retry, err);
	} while (status != ST_OK && retry && ++runs < RUNS_MAX);
	return status;
}

enum status
store_run(struct store *store, struct arena *arena, const struct job *job,
	struct err *err)
{
	enum status status;

	if (group_takes(store, job))
		return group_run(store, arena, job, err);
	if (!job->write)
		return run(store, arena, job, err);
	invariant(store->writable);
	TRY(turn_take(&store->turn, store->wait, err));
	status = run(store, arena, job, err);
	turn_give(&store->turn);
	return status;
}

enum status
store_read(struct store *store, struct arena *arena, txn_fn *fn, void *arg,
	struct err *err)
{
	struct job job = { .fn = fn, .arg = arg };

	return store_run(store, arena, &job, err);
}

enum status
store_write(struct store *store, struct arena *arena, txn_fn *fn, void *arg,
	struct err *err)
{
	struct job job = { .fn = fn, .arg = arg, .write = true, .keep = true };

	return store_run(store, arena, &job, err);
}

enum status
store_rehearse(struct store *store, struct arena *arena, txn_fn *fn, void *arg,
	struct err *err)
{
	struct job job = { .fn = fn, .arg = arg, .write = true };

	return store_run(store, arena, &job, err);
}

void
store_forget(struct store *store)
{
	int64_t now = clock_monotonic();

	if (now - store->forgot_at < FORGET_TIME)
		return;
	store->forgot_at = now;
	store->type->forget(store->engine);
}

void
store_give_way(struct store *store)
{
	turn_give_way(&store->turn);
}
