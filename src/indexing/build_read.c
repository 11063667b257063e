#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/process.h"
#include "indexing/build_parts.h"

#ifdef SHOP_TESTING
#define BATCH_BYTES ((size_t)64 * 1024)
#else
#define BATCH_BYTES ((size_t)1024 * 1024)
#endif

static struct build_batch *
batch_of(struct build_worker *worker, size_t turn)
{
	return &worker->batches[turn % BUILD_BATCHES];
}

static enum status
add_entry(struct build_batch *batch, uint64_t id, struct bytes value, struct err *err)
{
	size_t capacity = batch->capacity ? 2 * batch->capacity : 256;
	struct index_entry *items;
	const char *copy;

	if (batch->count == batch->capacity) {
		TRY(ARENA_NEW(&batch->arena, capacity, &items, err));
		if (batch->count > 0)
			memcpy(items, batch->items, batch->count * sizeof(*items));
		batch->items = items;
		batch->capacity = capacity;
	}
	TRY(arena_copy(
		&batch->arena, (const char *)value.data, value.size, &copy, err));
	batch->items[batch->count++] =
		(struct index_entry){ id, { (const uint8_t *)copy, value.size } };
	batch->bytes += value.size;
	return ST_OK;
}

static enum status
read_values(struct txn *txn, const struct build *build, struct build_batch *batch,
	uint64_t until, struct err *err)
{
	struct key from = key_u64(batch->next);
	struct key end = key_u64(until);
	struct scan_range range = { key_bytes(&from), key_bytes(&end), false };
	struct bytes key;
	struct bytes value;
	struct scan *scan;
	bool found = true;

	TRY(scan_open(txn, build->request->source.table, range, &scan, err));
	while (found && batch->bytes < BATCH_BYTES && !stage_slice_over(txn)) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (!found)
			break;
		TRY(add_entry(batch, get_u64(key.data), value, err));
		batch->next = get_u64(key.data) + 1;
	}
	scan_close(scan);
	batch->last = !found;
	return ST_OK;
}

static uint64_t
job_begin(const struct build *build, size_t job)
{
	return build->id_first + job * build->ids;
}

/* Reads for every worker that has room. It may be run again. */
static enum status
read_slice(struct txn *txn, void *arg, struct err *err)
{
	struct build *build = arg;

	for (size_t i = 0; i < build->worker_count; i++) {
		struct build_worker *worker = &build->workers[i];
		struct build_batch *batch = batch_of(worker, worker->filling);

		if (!worker->reads)
			continue;
		arena_free(&batch->arena);
		*batch = (struct build_batch){ .next = worker->at,
			.job = worker->job };
		TRY(read_values(
			txn, build, batch, job_begin(build, worker->job + 1), err));
	}
	return ST_OK;
}

static void
take_job(struct build *build, struct build_worker *worker)
{
	worker->has_job = build->next_job < build->job_count;
	if (!worker->has_job)
		return;
	worker->job = build->next_job++;
	worker->at = job_begin(build, worker->job);
}

/* Under the lock, after read_slice. */
static void
post(struct build *build)
{
	for (size_t i = 0; i < build->worker_count; i++) {
		struct build_worker *worker = &build->workers[i];
		struct build_batch *batch = batch_of(worker, worker->filling);

		if (!worker->reads)
			continue;
		build->done += batch->count;
		worker->at = batch->next;
		batch->full = batch->count > 0 || batch->last;
		worker->filling += batch->full;
		if (batch->last)
			take_job(build, worker);
	}
	pthread_cond_broadcast(&build->moved);
}

/* Under the lock: who has room for another batch. */
static bool
find_room(struct build *build)
{
	bool any = false;

	for (size_t i = 0; i < build->worker_count; i++) {
		struct build_worker *worker = &build->workers[i];

		worker->reads =
			worker->has_job && !batch_of(worker, worker->filling)->full;
		any |= worker->reads;
	}
	return any;
}

static bool
has_jobs(const struct build *build)
{
	for (size_t i = 0; i < build->worker_count; i++)
		if (build->workers[i].has_job)
			return true;
	return false;
}

static void
stop(struct build *build, enum status status, const struct err *err)
{
	pthread_mutex_lock(&build->lock);
	if (build->status == ST_OK) {
		build->status = status;
		build->err = *err;
	}
	build->stop = true;
	pthread_cond_broadcast(&build->moved);
	pthread_mutex_unlock(&build->lock);
}

/* Waits until it is a job's turn; false where the build is given up. */
static bool
await_turn(struct build *build, size_t job)
{
	bool come;

	pthread_mutex_lock(&build->lock);
	while (build->turn != job && !build->stop)
		pthread_cond_wait(&build->moved, &build->lock);
	come = !build->stop;
	pthread_mutex_unlock(&build->lock);
	return come;
}

static void
pass_turn(struct build *build)
{
	pthread_mutex_lock(&build->lock);
	build->turn++;
	pthread_cond_broadcast(&build->moved);
	pthread_mutex_unlock(&build->lock);
}

/* In turn. */
static enum status
add_run(struct build *build, struct build_worker *worker, struct run_ending *ending,
	struct err *err)
{
	uint32_t capacity = build->run_capacity ? 2 * build->run_capacity : 64;
	struct run_written **runs;

	if (build->run_count > UINT16_MAX)
		return fail(err, ST_REFUSED,
			"the search index has no document numbers left");
	if (build->run_count == build->run_capacity) {
		TRY(ARENA_NEW(&build->arena, capacity, &runs, err));
		if (build->run_count > 0)
			memcpy(runs, build->runs, build->run_count * sizeof(*runs));
		build->runs = runs;
		build->run_capacity = capacity;
	}
	TRY(ARENA_NEW(&build->arena, 1, &ending->written, err));
	ending->written->worker = worker->number;
	ending->high = build->run_count;
	build->runs[build->run_count++] = ending->written;
	build->last_count = worker->run.next;
	return run_number(&worker->run, ending, &build->numbering, err);
}

static enum status
end_run(struct build_worker *worker, size_t job, bool last, struct err *err)
{
	struct build *build = worker->build;
	struct run_ending ending = { .arena = { NULL } };
	enum status status = ST_OK;
	bool empty = worker->run.next == 0;

	if (!empty)
		status = run_list(&worker->run, &ending, err);
	if (status == ST_OK && !await_turn(build, job))
		status = fail(err, ST_INTERRUPTED, "interrupted");
	if (status == ST_OK && !empty)
		status = add_run(build, worker, &ending, err);
	if (status == ST_OK && last)
		pass_turn(build);
	if (status == ST_OK && !empty)
		status = run_write(
			&worker->run, &ending, last, &worker->run.kept, err);
	arena_free(&ending.arena);
	return status;
}

static enum status
take_entry(struct build_worker *worker, const struct index_entry *entry, size_t job,
	struct err *err)
{
	const struct index_source *source = &worker->build->request->source;
	struct arena *scratch = &worker->run.scratch;
	struct arena_mark mark = arena_mark(scratch);
	struct index_group group;

	TRY(source->group(source->arg, worker->number, entry, scratch, &group, err));
	if (group.document_count > 0) {
		worker->groups++;
		if (!run_has_room(&worker->run, group.document_count))
			TRY(end_run(worker, job, false, err));
		TRY(run_add(&worker->run, &group, err));
	}
	arena_rewind(scratch, mark);
	return ST_OK;
}

static enum status
take_batch(struct build_worker *worker, struct build_batch *batch, struct err *err)
{
	for (size_t i = 0; i < batch->count; i++)
		TRY(take_entry(worker, &batch->items[i], batch->job, err));
	return batch->last ? end_run(worker, batch->job, true, err) : ST_OK;
}

/* Analyses the next batch; false where there is none any more. */
static bool
work_once(struct build_worker *worker)
{
	struct build *build = worker->build;
	struct build_batch *batch = batch_of(worker, worker->taking);
	enum status status;
	struct err err;
	bool full;

	pthread_mutex_lock(&build->lock);
	while (worker->threaded && !batch->full && !build->stop && !build->ended)
		pthread_cond_wait(&build->moved, &build->lock);
	full = batch->full && !build->stop;
	pthread_mutex_unlock(&build->lock);
	if (!full)
		return false;
	status = take_batch(worker, batch, &err);
	if (status != ST_OK)
		stop(build, status, &err);
	pthread_mutex_lock(&build->lock);
	batch->full = false;
	worker->taking++;
	pthread_cond_broadcast(&build->moved);
	pthread_mutex_unlock(&build->lock);
	return status == ST_OK;
}

static void *
work(void *arg)
{
	while (work_once(arg))
		;
	return NULL;
}

/* Signals are the command's own thread's. A second worker needs a thread. */
static void
start(struct build *build)
{
	sigset_t all;
	sigset_t before;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t most = cores > 1 ? INDEX_WORKERS : 1;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (size_t i = 0; i < most && i < build->job_count; i++) {
		struct build_worker *worker = &build->workers[i];

		worker->threaded = true;
		worker->threaded =
			pthread_create(&worker->thread, NULL, work, worker) == 0;
		if (!worker->threaded)
			break;
		build->worker_count = i + 1;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (build->worker_count == 0)
		build->worker_count = 1;
}

static void
finish(struct build *build)
{
	pthread_mutex_lock(&build->lock);
	build->ended = true;
	pthread_cond_broadcast(&build->moved);
	pthread_mutex_unlock(&build->lock);
	for (size_t i = 0; i < build->worker_count; i++)
		if (build->workers[i].threaded)
			pthread_join(build->workers[i].thread, NULL);
}

static void
show_progress(const struct build *build)
{
	if (build->request->on_progress)
		build->request->on_progress(
			build->request->progress_arg, build->done, build->total);
}

/* While nobody has room, a slice of other work. */
static enum status
work_beside(struct build *build, struct err *err)
{
	const struct index_build_request *request = build->request;
	bool idle;

	pthread_mutex_lock(&build->lock);
	idle = has_jobs(build) && !find_room(build) && !build->stop;
	pthread_mutex_unlock(&build->lock);
	if (!idle || !build->beside)
		return ST_OK;
	return request->beside(
		build->stage, request->beside_arg, &build->beside, err);
}

/* One round: reads a slice and hands it out; *more is false once all has been read.
 */
static enum status
read_round(struct build *build, bool *more, struct err *err)
{
	TRY(stage_read(build->stage, read_slice, build, err));
	pthread_mutex_lock(&build->lock);
	post(build);
	pthread_mutex_unlock(&build->lock);
	show_progress(build);
	if (!build->workers[0].threaded)
		work(&build->workers[0]);
	TRY(work_beside(build, err));
	pthread_mutex_lock(&build->lock);
	while (has_jobs(build) && !find_room(build) && !build->stop)
		pthread_cond_wait(&build->moved, &build->lock);
	*more = has_jobs(build) && !build->stop;
	pthread_mutex_unlock(&build->lock);
	return signal_check(err);
}

enum status
build_read(struct build *build, struct err *err)
{
	enum status status = ST_OK;
	bool more;

	pthread_mutex_init(&build->lock, NULL);
	pthread_cond_init(&build->moved, NULL);
	start(build);
	build->beside = build->request->beside;
	for (size_t i = 0; i < build->worker_count; i++)
		take_job(build, &build->workers[i]);
	more = find_room(build);
	while (status == ST_OK && more)
		status = read_round(build, &more, err);
	if (status != ST_OK)
		stop(build, status, err);
	finish(build);
	pthread_cond_destroy(&build->moved);
	pthread_mutex_destroy(&build->lock);
	if (status == ST_OK && build->status != ST_OK) {
		*err = build->err;
		status = build->status;
	}
	return status;
}
