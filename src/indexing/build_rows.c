#include "indexing/build_rows.h"

#include <signal.h>
#include <string.h>

#include "base/process.h"

/* What a slice appends: well below STAGE_SLICE_TIME. */
#ifdef SHOP_TESTING
#define ROWS_MAX 200
#define BYTES_MAX ((size_t)128 * 1024)
#else
#define ROWS_MAX 60000
#define BYTES_MAX ((size_t)6 * 1024 * 1024)
#endif

enum status
build_rows_open(struct build_rows *rows, struct stage *stage, struct arena *arena,
	struct err *err)
{
	*rows = (struct build_rows){ .stage = stage, .filling = &rows->lists[0] };
	for (size_t i = 0; i < 2; i++) {
		TRY(ARENA_NEW(arena, ROWS_MAX, &rows->lists[i].items, err));
		TRY(arena_take_raw(arena, BYTES_MAX, &rows->lists[i].bytes, err));
	}
	return ST_OK;
}

static enum status
append(struct txn *txn, void *arg, struct err *err)
{
	const struct row_list *list = arg;

	for (size_t i = 0; i < list->count; i++) {
		const struct build_row *row = &list->items[i];

		TRY(txn_append(txn, row->table, row->key, row->value, err));
	}
	return ST_OK;
}

static enum status
write_list(struct build_rows *rows, struct row_list *list, struct err *err)
{
	if (list->count > 0)
		TRY(stage_write(rows->stage, append, list, err));
	list->count = 0;
	list->used = 0;
	return ST_OK;
}

/* Gives the list to who writes it, and takes the other one. */
static enum status
hand_over(struct build_rows *rows, struct err *err)
{
	struct row_list *other = &rows->lists[rows->filling == &rows->lists[0]];
	bool stop;

	pthread_mutex_lock(&rows->lock);
	rows->filling->full = true;
	pthread_cond_broadcast(&rows->moved);
	while (other->full && !rows->stop)
		pthread_cond_wait(&rows->moved, &rows->lock);
	stop = rows->stop;
	pthread_mutex_unlock(&rows->lock);
	rows->filling = other;
	return stop ? fail(err, ST_INTERRUPTED, "interrupted") : ST_OK;
}

enum status
build_rows_flush(struct build_rows *rows, struct err *err)
{
	return rows->threaded ? hand_over(rows, err)
			      : write_list(rows, rows->filling, err);
}

static struct bytes
keep(struct row_list *list, struct bytes bytes)
{
	uint8_t *to = list->bytes + list->used;

	if (bytes.size > 0)
		memcpy(to, bytes.data, bytes.size);
	list->used += bytes.size;
	return (struct bytes){ to, bytes.size };
}

enum status
build_rows_add(struct build_rows *rows, const struct build_row *row, struct err *err)
{
	struct row_list *list = rows->filling;

	invariant(row->key.size + row->value.size <= BYTES_MAX);
	if (list->count == ROWS_MAX ||
		list->used + row->key.size + row->value.size > BYTES_MAX)
		TRY(build_rows_flush(rows, err));
	list = rows->filling;
	list->items[list->count].table = row->table;
	list->items[list->count].key = keep(list, row->key);
	list->items[list->count++].value = keep(list, row->value);
	return ST_OK;
}

struct making {
	struct build_rows *rows;
	build_make_fn *make;
	void *arg;
	enum status status;
	struct err err;
};

static void *
run(void *arg)
{
	struct making *making = arg;
	struct build_rows *rows = making->rows;

	making->status = making->make(making->arg, rows, &making->err);
	pthread_mutex_lock(&rows->lock);
	rows->filling->full = making->status == ST_OK;
	rows->ended = true;
	pthread_cond_broadcast(&rows->moved);
	pthread_mutex_unlock(&rows->lock);
	return NULL;
}

/* The list that is to be written next; NULL once there is none any more. */
static struct row_list *
next_list(struct build_rows *rows, size_t turn)
{
	struct row_list *list = &rows->lists[turn % 2];

	pthread_mutex_lock(&rows->lock);
	while (!list->full && !rows->ended)
		pthread_cond_wait(&rows->moved, &rows->lock);
	list = list->full ? list : NULL;
	pthread_mutex_unlock(&rows->lock);
	return list;
}

static enum status
write_all(struct build_rows *rows, struct err *err)
{
	struct row_list *list;

	for (size_t turn = 0; (list = next_list(rows, turn)); turn++) {
		TRY(write_list(rows, list, err));
		TRY(signal_check(err));
		pthread_mutex_lock(&rows->lock);
		list->full = false;
		pthread_cond_broadcast(&rows->moved);
		pthread_mutex_unlock(&rows->lock);
	}
	return ST_OK;
}

static enum status
run_threaded(struct making *making, pthread_t thread, struct err *err)
{
	struct build_rows *rows = making->rows;
	enum status status = write_all(rows, err);

	pthread_mutex_lock(&rows->lock);
	rows->stop = true;
	pthread_cond_broadcast(&rows->moved);
	pthread_mutex_unlock(&rows->lock);
	pthread_join(thread, NULL);
	if (status == ST_OK && making->status != ST_OK) {
		*err = making->err;
		status = making->status;
	}
	return status;
}

/* Signals are the command's own thread's. */
static bool
start(struct making *making, pthread_t *thread)
{
	sigset_t all;
	sigset_t before;
	bool started;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(thread, NULL, run, making) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

enum status
build_rows_run(
	struct build_rows *rows, build_make_fn *make, void *arg, struct err *err)
{
	struct making making = { .rows = rows, .make = make, .arg = arg };
	enum status status;
	pthread_t thread;

	pthread_mutex_init(&rows->lock, NULL);
	pthread_cond_init(&rows->moved, NULL);
	rows->threaded = true;
	if (start(&making, &thread)) {
		status = run_threaded(&making, thread, err);
	} else {
		rows->threaded = false;
		status = make(arg, rows, err);
		if (status == ST_OK)
			status = build_rows_flush(rows, err);
	}
	pthread_cond_destroy(&rows->moved);
	pthread_mutex_destroy(&rows->lock);
	return status;
}
