#include "yaml/yaml_items.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ITEMS_BATCHES 4
#define ITEMS_ITEMS 64

/* What reading one item came to. */
struct reading {
	enum status status;
	struct err err;
	struct item item;
	bool found;
	bool recoverable;
	uint64_t position;
};

/* Items that change hands together, so that the lock is taken seldom. */
struct batch {
	struct arena arena;
	struct reading *readings;
	size_t count;
	bool last;
};

/* Of the whole file. */
struct hashing {
	enum status status;
	struct err err;
	uint8_t hash[HASH_SIZE];
};

struct yaml_items {
	struct item_reader base; /* comes first */
	struct arena arena;      /* holds this */
	int fd;
	const char *name;
	struct yaml_reader *reader;
	struct hashing hashing; /* the thread's until it has ended */
	struct batch batches[ITEMS_BATCHES];
	uint64_t filled; /* batches so far; the lock's, as taken and stop are */
	uint64_t taken;
	bool stop;
	bool threaded;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	size_t next; /* reading of the batch in hand; the taker's alone */
	bool in_hand;
	uint64_t position;
};

static struct yaml_items *
items_of(struct item_reader *reader)
{
	return (struct yaml_items *)reader;
}

/* The section's name is the reader's only until it reads on. */
static enum status
read_one(struct yaml_items *items, struct batch *batch, struct reading *reading,
	struct err *err)
{
	enum status status = yaml_read_item(items->reader, &batch->arena,
		&reading->item, &reading->found, &reading->recoverable, err);

	if (status == ST_OK ? reading->found : reading->recoverable)
		TRY(arena_text(&batch->arena, reading->item.section,
			&reading->item.section, err));
	return status;
}

/* True where nothing comes behind a reading. */
static bool
is_last(const struct reading *reading)
{
	return reading->status == ST_OK ? !reading->found : !reading->recoverable;
}

static void
fill(struct yaml_items *items, struct batch *batch)
{
	arena_rewind(&batch->arena, (struct arena_mark){ NULL, 0 });
	batch->count = 0;
	batch->last = false;
	while (batch->count < ITEMS_ITEMS && !batch->last) {
		struct reading *reading = &batch->readings[batch->count++];

		reading->found = false;
		reading->recoverable = false;
		reading->status = read_one(items, batch, reading, &reading->err);
		reading->position = yaml_reader_position(items->reader);
		batch->last = is_last(reading);
	}
}

/* Waits for a batch that the taker has given back; NULL when it is to stop. */
static struct batch *
wait_for_room(struct yaml_items *items)
{
	struct batch *batch;

	pthread_mutex_lock(&items->lock);
	while (!items->stop && items->filled - items->taken == ITEMS_BATCHES)
		pthread_cond_wait(&items->moved, &items->lock);
	batch = items->stop ? NULL : &items->batches[items->filled % ITEMS_BATCHES];
	pthread_mutex_unlock(&items->lock);
	return batch;
}

static enum status
hash_pieces(
	struct yaml_items *items, struct crypto_hash_state *state, struct err *err)
{
	uint8_t piece[16 * 1024];
	off_t at = 0;
	ssize_t got;

	do {
		got = pread(items->fd, piece, sizeof(piece), at);
		if (got < 0 && errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot read '%s'", items->name);
		if (got > 0) {
			crypto_hash_add(state, (struct bytes){ piece, (size_t)got });
			at += got;
		}
	} while (got != 0);
	return ST_OK;
}

static enum status
hash_file(struct yaml_items *items, struct err *err)
{
	struct crypto_hash_state state;

	TRY(crypto_hash_begin(&state, (struct bytes){ NULL, 0 }, err));
	TRY(hash_pieces(items, &state, err));
	crypto_hash_end(&state, items->hashing.hash);
	return ST_OK;
}

static void *
read_on(void *arg)
{
	struct yaml_items *items = arg;
	struct batch *batch;
	bool last = false;

	while (!last && (batch = wait_for_room(items))) {
		fill(items, batch);
		last = batch->last;
		pthread_mutex_lock(&items->lock);
		items->filled++;
		pthread_cond_signal(&items->moved);
		pthread_mutex_unlock(&items->lock);
	}
	if (last)
		items->hashing.status = hash_file(items, &items->hashing.err);
	return NULL;
}

/* Signals are the main thread's. */
static bool
start_thread(struct yaml_items *items)
{
	sigset_t all;
	sigset_t before;
	bool started;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return false;
	started = pthread_create(&items->thread, NULL, read_on, items) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static enum status
make(struct arena *arena, struct yaml_items **out, struct err *err)
{
	struct yaml_items *items;
	size_t i;

	TRY(ARENA_NEW(arena, 1, &items, err));
	for (i = 0; i < ITEMS_BATCHES; i++)
		TRY(ARENA_NEW(arena, ITEMS_ITEMS, &items->batches[i].readings, err));
	*out = items;
	return ST_OK;
}

static void
join(struct yaml_items *items)
{
	pthread_join(items->thread, NULL);
	items->threaded = false;
}

static void
end_thread(struct yaml_items *items)
{
	if (!items->threaded)
		return;
	pthread_mutex_lock(&items->lock);
	items->stop = true;
	pthread_cond_signal(&items->moved);
	pthread_mutex_unlock(&items->lock);
	join(items);
}

static enum status
hash_items(struct item_reader *reader, uint8_t hash[HASH_SIZE], struct err *err)
{
	struct yaml_items *items = items_of(reader);

	if (items->threaded)
		join(items);
	else
		items->hashing.status = hash_file(items, &items->hashing.err);
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

	end_thread(items);
	pthread_cond_destroy(&items->moved);
	pthread_mutex_destroy(&items->lock);
	yaml_reader_close(items->reader);
	for (i = 0; i < ITEMS_BATCHES; i++)
		arena_free(&items->batches[i].arena);
	arena = items->arena;
	arena_free(&arena);
}

static void
give_back(struct yaml_items *items)
{
	items->in_hand = false;
	items->next = 0;
	pthread_mutex_lock(&items->lock);
	items->taken++;
	pthread_cond_signal(&items->moved);
	pthread_mutex_unlock(&items->lock);
}

static void
take(struct yaml_items *items)
{
	if (!items->threaded) {
		fill(items, &items->batches[items->taken % ITEMS_BATCHES]);
		items->in_hand = true;
		return;
	}
	pthread_mutex_lock(&items->lock);
	while (items->filled == items->taken)
		pthread_cond_wait(&items->moved, &items->lock);
	pthread_mutex_unlock(&items->lock);
	items->in_hand = true;
}

/* The last reading of all is said again and again. */
static enum status
next_item(struct item_reader *reader, struct item *item, bool *found,
	bool *recoverable, struct err *err)
{
	struct yaml_items *items = items_of(reader);
	const struct reading *reading;
	struct batch *batch;

	if (!items->in_hand)
		take(items);
	batch = &items->batches[items->taken % ITEMS_BATCHES];
	if (items->next == batch->count && !batch->last) {
		give_back(items);
		take(items);
		batch = &items->batches[items->taken % ITEMS_BATCHES];
	}
	reading = &batch->readings[items->next];
	if (items->next + 1 < batch->count || !batch->last)
		items->next++;
	items->position = reading->position;
	*item = reading->item;
	*found = reading->found;
	*recoverable = reading->recoverable;
	if (reading->status != ST_OK)
		*err = reading->err;
	return reading->status;
}

static uint64_t
position_of_items(const struct item_reader *reader)
{
	return ((const struct yaml_items *)reader)->position;
}

/* Goes through the file from its beginning. */
static enum status
find_again(struct yaml_reader *reader, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	struct arena_mark mark = arena_mark(arena);
	enum status status;
	bool recoverable;
	bool found;

	do {
		arena_rewind(arena, mark);
		status = yaml_read_item(
			reader, arena, item, &found, &recoverable, err);
		if (status != ST_OK && !recoverable)
			return status;
		if (status == ST_OK && !found)
			return fail(err, ST_BAD_DATA,
				"the file has changed while it was read");
	} while (item->place.offset != place->offset);
	if (status == ST_OK || recoverable)
		TRY(arena_text(arena, item->section, &item->section, err));
	return status;
}

static enum status
read_again(struct item_reader *reader, const struct item_place *place,
	struct arena *arena, struct item *item, struct err *err)
{
	struct yaml_items *items = items_of(reader);
	struct yaml_reader *again;
	enum status status;

	TRY(yaml_reader_open_file(items->fd, items->name, &again, err));
	status = find_again(again, place, arena, item, err);
	yaml_reader_close(again);
	return status;
}

static const struct item_reader_type yaml_items_type = {
	.next = next_item,
	.again = read_again,
	.hash = hash_items,
	.position = position_of_items,
	.close = close_items,
};

enum status
yaml_items_open(int fd, const char *name, struct item_reader **out, struct err *err)
{
	struct arena arena = { NULL };
	struct yaml_items *items = NULL;
	struct yaml_reader *reader;
	enum status status;

	TRY(yaml_reader_open_file(fd, name, &reader, err));
	status = make(&arena, &items, err);
	if (status != ST_OK) {
		arena_free(&arena);
		yaml_reader_close(reader);
		return status;
	}
	items->base.type = &yaml_items_type;
	items->arena = arena;
	items->fd = fd;
	items->name = name;
	items->reader = reader;
	pthread_mutex_init(&items->lock, NULL);
	pthread_cond_init(&items->moved, NULL);
	items->threaded = start_thread(items);
	*out = &items->base;
	return ST_OK;
}
