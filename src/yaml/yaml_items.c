#include "yaml/yaml_items.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "yaml/yaml_again.h"
#include "yaml/yaml_batch.h"
#include "yaml/yaml_cut.h"

#define PART_SIZE ((size_t)256 * 1024)
/* Two threads are not begun for less. */
#define SPLIT_SIZE_MIN ((uint64_t)1024 * 1024)

#define THREADS_MAX 2
#define BATCHES 6

enum stage {
	IN_SEQUENCE, /* one thread reads on */
	IN_PARTS,    /* each a part */
	HALTED,      /* until those who take the items have come so far */
	ENDED,       /* nothing more is to be read */
};

/* Of the whole file. */
struct hashing {
	enum status status;
	struct err err;
	uint8_t hash[HASH_SIZE];
};

struct worker {
	struct yaml_items *items;
	struct yaml_part_readers readers;
	pthread_t thread;
};

struct yaml_items {
	struct item_reader base; /* comes first */
	struct arena arena;      /* holds this */
	struct yaml_again *again;
	struct worker workers[THREADS_MAX];
	size_t threads;
	/* Whose turn it is to take a batch: what is in this paragraph is his. */
	pthread_mutex_t turn;
	struct yaml_sequence sequence;
	struct yaml_cut cut;
	struct hashing hashing;
	pthread_mutex_t lock; /* of what is in this paragraph */
	pthread_cond_t moved;
	struct yaml_batch batches[BATCHES];
	enum stage stage;
	uint64_t claimed; /* batches so far */
	uint64_t taken;
	bool stop;
	/* The taker's alone. */
	const struct yaml_reading *reading; /* handed out last, NULL: none of these */
	bool in_hand;
	uint64_t end_offset; /* of the last item */
	uint64_t position;
	struct err err; /* where going on has failed, for good */
	bool failed;
};

static struct yaml_items *
items_of(struct item_reader *reader)
{
	return (struct yaml_items *)reader;
}

static struct yaml_batch *
batch_at(struct yaml_items *items, uint64_t number)
{
	return &items->batches[number % BATCHES];
}

static void
set_stage(struct yaml_items *items, enum stage stage)
{
	pthread_mutex_lock(&items->lock);
	items->stage = stage;
	pthread_cond_broadcast(&items->moved);
	pthread_mutex_unlock(&items->lock);
}

/* Waits for a batch that the taker has given back; NULL when there is nothing to be
 * read any more. */
static struct yaml_batch *
claim(struct yaml_items *items)
{
	struct yaml_batch *batch = NULL;

	pthread_mutex_lock(&items->lock);
	while (!items->stop && items->stage != ENDED &&
		(items->stage == HALTED || items->claimed - items->taken == BATCHES))
		pthread_cond_wait(&items->moved, &items->lock);
	if (!items->stop && items->stage != ENDED) {
		batch = batch_at(items, items->claimed++);
		batch->ready = false;
		batch->in_sequence = items->stage == IN_SEQUENCE;
	}
	pthread_mutex_unlock(&items->lock);
	return batch;
}

static void
publish(struct yaml_items *items, struct yaml_batch *batch)
{
	pthread_mutex_lock(&items->lock);
	batch->ready = true;
	pthread_cond_broadcast(&items->moved);
	pthread_mutex_unlock(&items->lock);
}

static void
read_on(struct yaml_items *items, struct yaml_batch *batch)
{
	struct yaml_sequence *sequence = &items->sequence;

	yaml_batch_read_on(batch, sequence);
	if (sequence->splits) {
		items->cut.at = sequence->split;
		items->cut.indent = sequence->section->list_column - 1;
		set_stage(items, IN_PARTS);
	}
	if (batch->last)
		set_stage(items, ENDED);
}

/* Reads on in sequence, or cuts off a part; then *is_part is true, and the part still
 * has to be read. */
static void
fill(struct yaml_items *items, struct yaml_batch *batch, bool *is_part)
{
	*is_part = false;
	yaml_batch_clear(batch);
	if (batch->in_sequence) {
		read_on(items, batch);
		return;
	}
	*is_part = yaml_cut_next(&items->cut, &batch->part);
	if (*is_part)
		return;
	batch->part = items->cut.at;
	batch->spoilt = true;
	set_stage(items, HALTED);
}

static void
hash_rest(struct yaml_items *items)
{
	struct hashing *hashing = &items->hashing;

	hashing->status = yaml_cut_hash(&items->cut, hashing->hash, &hashing->err);
}

/* False at the end. */
static bool
work_once(struct worker *worker)
{
	struct yaml_items *items = worker->items;
	struct yaml_batch *batch;
	bool is_part = false;
	bool last;
	bool is_whole;

	pthread_mutex_lock(&items->turn);
	batch = claim(items);
	if (batch)
		fill(items, batch, &is_part);
	pthread_mutex_unlock(&items->turn);
	if (!batch)
		return false;
	if (is_part)
		yaml_batch_read_part(batch, &worker->readers, &items->sequence);
	last = batch->last;
	is_whole = batch->whole;
	publish(items, batch);
	if (is_whole)
		hash_rest(items);
	return !last;
}

static void *
work(void *arg)
{
	while (work_once(arg))
		;
	return NULL;
}

/* Signals are the main thread's. */
static bool
start_thread(struct worker *worker)
{
	sigset_t all;
	sigset_t before;
	bool started;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return false;
	started = pthread_create(&worker->thread, NULL, work, worker) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static void
end_threads(struct yaml_items *items)
{
	pthread_mutex_lock(&items->lock);
	items->stop = true;
	pthread_cond_broadcast(&items->moved);
	pthread_mutex_unlock(&items->lock);
	while (items->threads > 0)
		pthread_join(items->workers[--items->threads].thread, NULL);
}

static enum status
hash_items(struct item_reader *reader, uint8_t hash[HASH_SIZE], struct err *err)
{
	struct yaml_items *items = items_of(reader);

	end_threads(items);
	if (items->hashing.status != ST_OK) {
		*err = items->hashing.err;
		return items->hashing.status;
	}
	memcpy(hash, items->hashing.hash, HASH_SIZE);
	return ST_OK;
}

static void
close_items(struct item_reader *reader)
{
	struct yaml_items *items = items_of(reader);
	struct arena arena;
	size_t i;

	end_threads(items);
	pthread_cond_destroy(&items->moved);
	pthread_mutex_destroy(&items->lock);
	pthread_mutex_destroy(&items->turn);
	yaml_reader_close(items->sequence.reader);
	for (i = 0; i < THREADS_MAX; i++)
		yaml_reader_close(items->workers[i].readers.other);
	for (i = 0; i < BATCHES; i++)
		arena_free(&items->batches[i].arena);
	yaml_again_close(items->again);
	arena = items->arena;
	arena_free(&arena);
}

static void
give_back(struct yaml_items *items)
{
	items->in_hand = false;
	items->reading = NULL;
	pthread_mutex_lock(&items->lock);
	items->taken++;
	pthread_cond_broadcast(&items->moved);
	pthread_mutex_unlock(&items->lock);
}

/* The lock is held. */
static void
wait_for(struct yaml_items *items, const struct yaml_batch *batch)
{
	while (!batch->ready)
		pthread_cond_wait(&items->moved, &items->lock);
}

/* Once nobody reads any more, what was read ahead is thrown away, and one thread goes
 * on from where the batch in hand begins. */
static enum status
go_back(struct yaml_items *items, const struct yaml_batch *spoilt, struct err *err)
{
	enum status status;
	uint64_t number;

	pthread_mutex_lock(&items->lock);
	items->stage = HALTED;
	for (number = items->taken; number < items->claimed; number++)
		wait_for(items, batch_at(items, number));
	status = yaml_sequence_resume(
		&items->sequence, spoilt, items->end_offset, err);
	items->claimed = items->taken;
	items->stage = status == ST_OK ? IN_SEQUENCE : ENDED;
	pthread_cond_broadcast(&items->moved);
	pthread_mutex_unlock(&items->lock);
	items->in_hand = false;
	return status;
}

static void
take(struct yaml_items *items)
{
	struct yaml_batch *batch = batch_at(items, items->taken);

	if (items->threads == 0)
		(void)work_once(&items->workers[0]);
	pthread_mutex_lock(&items->lock);
	while (items->claimed == items->taken)
		pthread_cond_wait(&items->moved, &items->lock);
	wait_for(items, batch);
	pthread_mutex_unlock(&items->lock);
	items->in_hand = true;
}

/* The last reading of all is said again and again. */
static enum status
next_reading(struct yaml_items *items, struct err *err)
{
	for (;;) {
		const struct yaml_reading *last = items->reading;
		struct yaml_batch *batch = batch_at(items, items->taken);

		if (!items->in_hand)
			take(items);
		if (batch->spoilt) {
			TRY(go_back(items, batch, err));
			continue;
		}
		items->reading = last ? last->next : batch->first;
		if (!items->reading && batch->last)
			items->reading = last;
		if (items->reading)
			return ST_OK;
		give_back(items);
	}
}

static enum status
hand_out(struct yaml_items *items, struct item *item, bool *found, bool *recoverable,
	struct err *err)
{
	const struct yaml_reading *reading = items->reading;

	*item = reading->item;
	*found = reading->found;
	*recoverable = reading->recoverable;
	items->position = reading->position;
	if (reading->item.section)
		items->end_offset = reading->item.end_offset;
	if (reading->status != ST_OK)
		*err = *reading->err;
	return reading->status;
}

static enum status
next_item(struct item_reader *reader, struct item *item, bool *found,
	bool *recoverable, struct err *err)
{
	struct yaml_items *items = items_of(reader);

	if (!items->failed && next_reading(items, &items->err) != ST_OK)
		items->failed = true;
	if (!items->failed)
		return hand_out(items, item, found, recoverable, err);
	*recoverable = false;
	*err = items->err;
	return err->status;
}

static enum status
read_again(struct item_reader *reader, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	return yaml_again_read(items_of(reader)->again, place, arena, item, err);
}

static uint64_t
position_of_items(const struct item_reader *reader)
{
	return ((const struct yaml_items *)reader)->position;
}

static const struct item_reader_type yaml_items_type = {
	.next = next_item,
	.again = read_again,
	.hash = hash_items,
	.position = position_of_items,
	.close = close_items,
};

static enum status
open_part_readers(
	struct yaml_items *items, struct yaml_part_readers *readers, struct err *err)
{
	const struct yaml_cut *cut = &items->cut;
	struct yaml_plain *plain = &readers->plain;

	plain->fd = cut->fd;
	plain->name = cut->name;
	plain->capacity = cut->part_size;
	TRY(arena_take_raw(&items->arena, plain->capacity, &plain->window, err));
	return yaml_reader_open_file(cut->fd, cut->name, &readers->other, err);
}

static enum status
open_readers(struct yaml_items *items, const struct yaml_items_manner *manner,
	struct err *err)
{
	struct yaml_cut *cut = &items->cut;
	size_t i;

	TRY(yaml_cut_begin(cut, &items->arena, err));
	TRY(yaml_again_open(cut->fd, cut->name, &items->again, err));
	TRY(yaml_reader_open_file(cut->fd, cut->name, &items->sequence.reader, err));
	items->sequence.again = items->again;
	if (manner->threads < THREADS_MAX)
		return ST_OK;
	TRY(arena_take_raw(&items->arena, cut->part_size, &cut->window, err));
	for (i = 0; i < THREADS_MAX; i++)
		TRY(open_part_readers(items, &items->workers[i].readers, err));
	return ST_OK;
}

static void
start(struct yaml_items *items, const struct yaml_items_manner *manner)
{
	size_t i;

	for (i = 0; i < THREADS_MAX; i++)
		items->workers[i].items = items;
	pthread_mutex_lock(&items->turn);
	while (items->threads < manner->threads &&
		start_thread(&items->workers[items->threads]))
		items->threads++;
	items->sequence.may_split = items->threads == THREADS_MAX;
	pthread_mutex_unlock(&items->turn);
}

enum status
yaml_items_open_as(int fd, const char *name, const struct yaml_items_manner *manner,
	struct item_reader **reader, struct err *err)
{
	struct arena arena = { NULL };
	struct yaml_items *items;
	struct stat file;
	enum status status;

	TRY(ARENA_NEW(&arena, 1, &items, err));
	*items = (struct yaml_items){
		.base.type = &yaml_items_type,
		.arena = arena,
		.cut = { .fd = fd, .name = name, .part_size = manner->part_size },
		.sequence = { .fd = fd, .part_size = manner->part_size },
	};
	if (fstat(fd, &file) == 0 && file.st_size > 0)
		items->sequence.size = (uint64_t)file.st_size;
	pthread_mutex_init(&items->turn, NULL);
	pthread_mutex_init(&items->lock, NULL);
	pthread_cond_init(&items->moved, NULL);
	status = open_readers(items, manner, err);
	if (status != ST_OK) {
		close_items(&items->base);
		return status;
	}
	start(items, manner);
	*reader = &items->base;
	return ST_OK;
}

enum status
yaml_items_open(
	int fd, const char *name, struct item_reader **reader, struct err *err)
{
	struct stat file;
	bool is_large =
		fstat(fd, &file) == 0 && (uint64_t)file.st_size >= SPLIT_SIZE_MIN;

	return yaml_items_open_as(fd, name,
		&(struct yaml_items_manner){
			.threads = is_large ? 2 : 1, .part_size = PART_SIZE },
		reader, err);
}
