#include "indexing/bulk.h"

#include <pthread.h>
#include <signal.h>

#include "index/sorted.h"
#include "indexing/batch.h"
#include "indexing/bulk_terms.h"

/* Where a container ends is the best place to write TERM and begin with new terms, as
 * nothing in containers has to be read again; but what is held has a limit anywhere.
 * Tests have little memory, so that all of it happens to few documents, too. */
#ifdef SHOP_TESTING
#define BATCH_GROUPS 16
#define BATCH_BYTES ((size_t)64 * 1024)
#define MEMORY_GOOD ((size_t)1024 * 1024)
#define MEMORY_MAX ((size_t)2 * 1024 * 1024)
#else
#define BATCH_GROUPS 256
#define BATCH_BYTES ((size_t)512 * 1024)
#define MEMORY_GOOD ((size_t)128 * 1024 * 1024)
#define MEMORY_MAX ((size_t)256 * 1024 * 1024)
#endif

/* One batch is filled while the thread has the other one. */
struct bulk {
	struct arena arena; /* holds this */
	struct txn *txn;
	const struct index_schema *schema;
	struct builder *builder; /* the thread's as long as it is busy */
	struct batch batches[2];
	struct batch *filling;
	struct batch *busy; /* the lock's; NULL: the thread waits */
	uint64_t last_id;   /* of the group that was added last */
	size_t last_count;
	uint32_t high; /* of the documents that come */
	bool whole;    /* the batch ends a container */
	bool split;    /* a part of split_high is in POSTING already */
	uint32_t split_high;
	enum status status; /* of the thread, as err is; what it did last */
	struct err err;
	bool threaded;
	bool stop;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

enum status
bulk_open(struct txn *txn, const struct index_schema *schema, struct bulk **bulk,
	struct err *err)
{
	struct arena arena = { NULL };
	struct bulk *opened;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &opened, err));
	opened->txn = txn;
	opened->schema = schema;
	opened->filling = &opened->batches[0];
	status = builder_open(schema, &arena, &opened->builder, err);
	opened->arena = arena;
	if (status != ST_OK) {
		bulk_close(opened);
		return status;
	}
	*bulk = opened;
	return ST_OK;
}

static void
take_batch(struct bulk *bulk, const struct batch *batch, bool whole)
{
	struct err *err = &bulk->err;
	enum status status = bulk->status;

	for (size_t i = 0; i < batch->count && status == ST_OK; i++)
		status = builder_add(bulk->builder, &batch->items[i].group,
			batch->items[i].first, err);
	if (whole && status == ST_OK)
		status = builder_make(bulk->builder, true, err);
	bulk->status = status;
}

static void *
run(void *arg)
{
	struct bulk *bulk = arg;

	pthread_mutex_lock(&bulk->lock);
	for (;;) {
		const struct batch *batch;
		bool whole;

		while (!bulk->busy && !bulk->stop)
			pthread_cond_wait(&bulk->moved, &bulk->lock);
		if (bulk->stop)
			break;
		batch = bulk->busy;
		whole = bulk->whole;
		pthread_mutex_unlock(&bulk->lock);
		take_batch(bulk, batch, whole);
		pthread_mutex_lock(&bulk->lock);
		bulk->busy = NULL;
		pthread_cond_broadcast(&bulk->moved);
	}
	pthread_mutex_unlock(&bulk->lock);
	return NULL;
}

/* Signals are the command's own thread's. Without a thread it takes longer. */
static void
start_thread(struct bulk *bulk)
{
	sigset_t all;
	sigset_t before;

	pthread_mutex_init(&bulk->lock, NULL);
	pthread_cond_init(&bulk->moved, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	bulk->threaded = pthread_create(&bulk->thread, NULL, run, bulk) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (bulk->threaded)
		return;
	pthread_cond_destroy(&bulk->moved);
	pthread_mutex_destroy(&bulk->lock);
}

static void
wait_for_thread(struct bulk *bulk)
{
	if (!bulk->threaded)
		return;
	pthread_mutex_lock(&bulk->lock);
	while (bulk->busy)
		pthread_cond_wait(&bulk->moved, &bulk->lock);
	pthread_mutex_unlock(&bulk->lock);
}

static void
stop_thread(struct bulk *bulk)
{
	if (!bulk->threaded)
		return;
	pthread_mutex_lock(&bulk->lock);
	bulk->stop = true;
	pthread_cond_broadcast(&bulk->moved);
	pthread_mutex_unlock(&bulk->lock);
	pthread_join(bulk->thread, NULL);
	pthread_cond_destroy(&bulk->moved);
	pthread_mutex_destroy(&bulk->lock);
	bulk->threaded = false;
}

void
bulk_close(struct bulk *bulk)
{
	struct arena arena;

	if (!bulk)
		return;
	wait_for_thread(bulk);
	stop_thread(bulk);
	builder_close(bulk->builder);
	batch_clear(&bulk->batches[0]);
	batch_clear(&bulk->batches[1]);
	arena = bulk->arena;
	arena_free(&arena);
}

/* Puts what a term has in the rest of a container behind what it has in the first
 * part. */
static enum status
put_behind(struct bulk *bulk, const struct made *made, struct err *err)
{
	struct arena arena = { NULL };
	enum status status = container_append(
		bulk->txn, made->high, made->number, made->bytes, &arena, err);

	arena_free(&arena);
	return status;
}

static enum status
put_list(struct bulk *bulk, struct made_list *list, struct err *err)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct made *made = &list->items[i];
		struct container_key key = container_key(made->high, made->number);

		if (bulk->split && made->high == bulk->split_high)
			TRY(put_behind(bulk, made, err));
		else
			TRY(txn_put(bulk->txn, TABLE_POSTING,
				(struct bytes){ key.data, sizeof(key.data) },
				made->bytes, err));
	}
	made_clear(list);
	return ST_OK;
}

/* Writes TERM, so that the builder can begin with new terms. */
static enum status
write_terms(struct bulk *bulk, struct err *err)
{
	struct builder *builder = bulk->builder;

	TRY(put_list(bulk, &builder->late, err));
	TRY(bulk_write_terms(bulk->txn, builder, err));
	TRY(chunks_write(&builder->chunks, bulk->txn, false, err));
	return builder_forget(builder, err);
}

/* Brings what the thread has made into the tables. It must wait meanwhile. */
static enum status
take_made(struct bulk *bulk, struct err *err)
{
	struct builder *builder = bulk->builder;
	size_t memory;

	if (bulk->status != ST_OK) {
		*err = bulk->err;
		return bulk->status;
	}
	TRY(put_list(bulk, &builder->made, err));
	memory = builder_memory(builder);
	if (memory > MEMORY_MAX && !bulk->whole) {
		TRY(builder_make(builder, false, err));
		TRY(put_list(bulk, &builder->made, err));
		bulk->split = true;
		bulk->split_high = builder->high;
	}
	if (memory > MEMORY_MAX || (bulk->whole && memory > MEMORY_GOOD))
		TRY(write_terms(bulk, err));
	return ST_OK;
}

/* Hands the batch to the thread once that has done with the one before. */
static enum status
hand_over(struct bulk *bulk, bool whole, struct err *err)
{
	struct batch *batch = bulk->filling;

	wait_for_thread(bulk);
	TRY(take_made(bulk, err));
	if (!bulk->threaded)
		start_thread(bulk);
	bulk->filling = &bulk->batches[batch == &bulk->batches[0]];
	batch_clear(bulk->filling);
	bulk->whole = whole;
	if (!bulk->threaded) {
		take_batch(bulk, batch, whole);
		return ST_OK;
	}
	pthread_mutex_lock(&bulk->lock);
	bulk->busy = batch;
	pthread_cond_broadcast(&bulk->moved);
	pthread_mutex_unlock(&bulk->lock);
	return ST_OK;
}

bool
bulk_takes(const struct bulk *bulk, uint64_t id)
{
	return id > bulk->last_id;
}

enum status
bulk_add(struct bulk *bulk, const struct index_group *group, uint32_t first,
	struct err *err)
{
	uint32_t high = first / CONTAINER_DOCUMENTS;

	if (high != bulk->high || bulk->filling->count >= BATCH_GROUPS ||
		bulk->filling->bytes >= BATCH_BYTES)
		TRY(hand_over(bulk, high != bulk->high, err));
	bulk->high = high;
	bulk->last_id = group->id;
	bulk->last_count = group->document_count;
	return batch_add(bulk->filling, group, first, err);
}

bool
bulk_has(const struct bulk *bulk, uint64_t id, size_t member)
{
	return id == bulk->last_id && member < bulk->last_count;
}

enum status
bulk_set_number(struct bulk *bulk, const struct index_number *number, struct err *err)
{
	return batch_set_number(bulk->filling, number, err);
}

/* The last documents, which nobody waits for. */
static enum status
finish_batches(struct bulk *bulk, struct err *err)
{
	wait_for_thread(bulk);
	stop_thread(bulk);
	TRY(take_made(bulk, err));
	bulk->whole = false;
	take_batch(bulk, bulk->filling, false);
	TRY(take_made(bulk, err));
	TRY(builder_make(bulk->builder, false, err));
	return put_list(bulk, &bulk->builder->made, err);
}

enum status
bulk_finish(struct bulk *bulk, struct meta *meta, struct err *err)
{
	struct builder *builder = bulk->builder;

	TRY(finish_batches(bulk, err));
	TRY(write_terms(bulk, err));
	TRY(chunks_write(&builder->chunks, bulk->txn, true, err));
	meta->next_term = builder->next_term;
	return sorted_build(bulk->txn, bulk->schema, meta->next_document, err);
}
