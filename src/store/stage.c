#include "store/stage.h"

#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/process.h"
#include "store/stage_private.h"

/* A commit should take about as long as a slice does before it. */
#define COMMIT_TIME STAGE_SLICE_TIME
#define BYTES_FIRST ((uint64_t)8 << 20)
#define BYTES_MIN ((uint64_t)1 << 20)
#define BYTES_MAX ((uint64_t)32 << 20)

static enum status
take_lock(struct stage *stage, struct err *err)
{
	const struct store *store = stage->store;
	bool taken;

	if (!store->turn.folder)
		return ST_OK;
	TRY(lock_open_in(store->folder, "stage.lock", &stage->lock, err));
	TRY(lock_take(stage->lock, store->wait, &taken, err));
	if (!taken)
		return fail(err, ST_BUSY,
			"another import or reindex is running (try again, or --wait "
			"SECONDS)");
	return ST_OK;
}

static void
give_lock(struct stage *stage)
{
	if (stage->lock >= 0)
		close(stage->lock);
}

/* Where nobody notes yet. */
static enum status
begin_noting(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return sets_write(
		txn, (struct sets){ txn->sets.second, .staged = true }, err);
}

static enum status
prepare(struct stage *stage, struct err *err)
{
	struct job job = {
		.fn = begin_noting, .write = true, .keep = true, .staging = true
	};

	TRY(stage_clear(stage, true, err));
	return store_run(stage->store, stage->arena, &job, err);
}

enum status
stage_open(struct store *store, struct arena *arena, struct stage **stage,
	struct err *err)
{
	struct stage *opened;
	enum status status;

	TRY(ARENA_NEW(arena, 1, &opened, err));
	opened->store = store;
	opened->arena = arena;
	opened->lock = -1;
	opened->bytes_max = BYTES_FIRST;
	status = take_lock(opened, err);
	if (status == ST_OK)
		status = prepare(opened, err);
	if (status != ST_OK) {
		give_lock(opened);
		return status;
	}
	stage_wait(GATE_OPEN);
	*stage = opened;
	return ST_OK;
}

void
stage_close(struct stage *stage)
{
	struct err ignored;

	if (!stage)
		return;
	(void)stage_clear(stage, false, &ignored);
	give_lock(stage);
}

/* What a commit takes is up to the disk: slices write less where it is slow. */
static void
adapt(struct stage *stage, const struct slice *slice)
{
	int64_t took = clock_monotonic() - slice->done;

	if (took > COMMIT_TIME && stage->bytes_max > BYTES_MIN)
		stage->bytes_max /= 2;
	if (took < COMMIT_TIME / 4 && slice->bytes >= stage->bytes_max &&
		stage->bytes_max < BYTES_MAX)
		stage->bytes_max *= 2;
}

enum status
stage_slice(struct stage *stage, txn_fn *fn, void *arg, struct err *err)
{
	struct slice slice = { .bytes_max = stage->bytes_max };
	struct job job = {
		.fn = fn,
		.arg = arg,
		.write = true,
		.keep = true,
		.staging = true,
		.set = SET_STAGED,
		.slice = &slice,
	};

	TRY(store_run(stage->store, stage->arena, &job, err));
	adapt(stage, &slice);
	store_forget(stage->store);
	store_give_way(stage->store);
	return ST_OK;
}

enum status
stage_write(struct stage *stage, txn_fn *fn, void *arg, struct err *err)
{
	TRY(signal_check(err));
	return stage_slice(stage, fn, arg, err);
}

bool
stage_slice_over(const struct txn *txn)
{
	const struct slice *slice = txn->job->slice;

	return slice && (slice->bytes >= slice->bytes_max ||
				clock_monotonic() >= slice->until);
}

enum status
stage_read(struct stage *stage, txn_fn *fn, void *arg, struct err *err)
{
	struct job job = { .fn = fn, .arg = arg, .staging = true, .set = SET_STAGED };
	enum status status = store_run(stage->store, stage->arena, &job, err);

	store_forget(stage->store);
	return status;
}

enum status
stage_settle(struct stage *stage, txn_fn *fn, void *arg, struct err *err)
{
	struct job job = {
		.fn = fn,
		.arg = arg,
		.write = true,
		.keep = true,
		.staging = true,
	};

	stage_wait(GATE_SETTLE);
	TRY(signal_check(err));
	return store_run(stage->store, stage->arena, &job, err);
}

void
txn_use_set(struct txn *txn, enum txn_set set)
{
	invariant(txn->job->staging);
	txn->set = set;
}

/* The transaction goes on with the sets as it found them. */
enum status
stage_name(struct txn *txn, struct err *err)
{
	invariant(txn->job->staging && txn->job->write && !txn->job->slice);
	return sets_write(txn, (struct sets){ .second = !txn->sets.second }, err);
}

enum status
stage_note(struct txn *txn, uint64_t id, struct err *err)
{
	struct key key;

	if (!txn->sets.staged || txn->job->staging)
		return ST_OK;
	key = key_u64(id);
	return txn_put(
		txn, TABLE_NOTE, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

static enum status
take_note(struct txn *txn, uint64_t *id, bool *found, struct err *err)
{
	struct scan *scan;
	struct bytes name;
	struct bytes value;
	struct key key;

	TRY(scan_open(txn, TABLE_NOTE, (struct scan_range){ .backward = false },
		&scan, err));
	TRY(scan_next(scan, &name, &value, found, err));
	if (*found && name.size != sizeof(*id))
		return fail(err, ST_CORRUPT, "a changed product's note is damaged");
	if (*found)
		*id = get_u64(name.data);
	scan_close(scan);
	if (!*found)
		return ST_OK;
	key = key_u64(*id);
	return txn_delete(txn, TABLE_NOTE, key_bytes(&key), found, err);
}

enum status
stage_take_notes(
	struct txn *txn, uint64_t *ids, size_t limit, size_t *count, struct err *err)
{
	size_t taken = 0;
	bool found = true;

	while (taken < limit) {
		TRY(take_note(txn, &ids[taken], &found, err));
		if (!found)
			break;
		taken++;
	}
	*count = taken;
	return ST_OK;
}

enum status
stage_stat(struct txn *txn, struct table_stat *stat, struct err *err)
{
	struct table_stat sum = { 0 };
	struct engine_stat counted;
	int i;

	for (i = 0; i < TABLE_COUNT; i++) {
		if (!table_infos[i].twice)
			continue;
		TRY(txn->type->stat(txn->engine,
			table_in_set(txn, (enum table)i, SET_STAGED), &counted, err));
		sum.entries += counted.entries;
		sum.bytes += counted.bytes;
	}
	*stat = sum;
	return ST_OK;
}
