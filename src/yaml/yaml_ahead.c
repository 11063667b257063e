#include "yaml/yaml_ahead.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define AHEAD_BATCHES 4
#define AHEAD_ITEMS 64

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

struct yaml_ahead {
	struct arena arena; /* holds this */
	int fd;
	const char *name;
	struct yaml_reader *reader;
	struct hashing hashing; /* the thread's until it has ended */
	struct batch batches[AHEAD_BATCHES];
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

/* The section's name is the reader's only until it reads on. */
static enum status
read_one(struct yaml_ahead *ahead, struct batch *batch, struct reading *reading,
	struct err *err)
{
	enum status status = yaml_read_item(ahead->reader, &batch->arena,
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
fill(struct yaml_ahead *ahead, struct batch *batch)
{
	arena_rewind(&batch->arena, (struct arena_mark){ NULL, 0 });
	batch->count = 0;
	batch->last = false;
	while (batch->count < AHEAD_ITEMS && !batch->last) {
		struct reading *reading = &batch->readings[batch->count++];

		reading->found = false;
		reading->recoverable = false;
		reading->status = read_one(ahead, batch, reading, &reading->err);
		reading->position = yaml_reader_position(ahead->reader);
		batch->last = is_last(reading);
	}
}

/* Waits for a batch that the taker has given back; NULL when it is to stop. */
static struct batch *
wait_for_room(struct yaml_ahead *ahead)
{
	struct batch *batch;

	pthread_mutex_lock(&ahead->lock);
	while (!ahead->stop && ahead->filled - ahead->taken == AHEAD_BATCHES)
		pthread_cond_wait(&ahead->moved, &ahead->lock);
	batch = ahead->stop ? NULL : &ahead->batches[ahead->filled % AHEAD_BATCHES];
	pthread_mutex_unlock(&ahead->lock);
	return batch;
}

static enum status
hash_pieces(
	struct yaml_ahead *ahead, struct crypto_hash_state *state, struct err *err)
{
	uint8_t piece[16 * 1024];
	off_t at = 0;
	ssize_t got;

	do {
		got = pread(ahead->fd, piece, sizeof(piece), at);
		if (got < 0 && errno != EINTR)
			return fail_errno(
				err, ST_IO, errno, "cannot read '%s'", ahead->name);
		if (got > 0) {
			crypto_hash_add(state, (struct bytes){ piece, (size_t)got });
			at += got;
		}
	} while (got != 0);
	return ST_OK;
}

static enum status
hash_file(struct yaml_ahead *ahead, struct err *err)
{
	struct crypto_hash_state state;

	TRY(crypto_hash_begin(&state, (struct bytes){ NULL, 0 }, err));
	TRY(hash_pieces(ahead, &state, err));
	crypto_hash_end(&state, ahead->hashing.hash);
	return ST_OK;
}

static void *
read_on(void *arg)
{
	struct yaml_ahead *ahead = arg;
	struct batch *batch;
	bool last = false;

	while (!last && (batch = wait_for_room(ahead))) {
		fill(ahead, batch);
		last = batch->last;
		pthread_mutex_lock(&ahead->lock);
		ahead->filled++;
		pthread_cond_signal(&ahead->moved);
		pthread_mutex_unlock(&ahead->lock);
	}
	if (last)
		ahead->hashing.status = hash_file(ahead, &ahead->hashing.err);
	return NULL;
}

/* Signals are the main thread's. */
static bool
start_thread(struct yaml_ahead *ahead)
{
	sigset_t all;
	sigset_t before;
	bool started;

	sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return false;
	started = pthread_create(&ahead->thread, NULL, read_on, ahead) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static enum status
make(struct arena *arena, struct yaml_ahead **out, struct err *err)
{
	struct yaml_ahead *ahead;
	size_t i;

	TRY(ARENA_NEW(arena, 1, &ahead, err));
	for (i = 0; i < AHEAD_BATCHES; i++)
		TRY(ARENA_NEW(arena, AHEAD_ITEMS, &ahead->batches[i].readings, err));
	*out = ahead;
	return ST_OK;
}

enum status
yaml_ahead_open(int fd, const char *name, struct yaml_ahead **out, struct err *err)
{
	struct arena arena = { NULL };
	struct yaml_ahead *ahead = NULL;
	struct yaml_reader *reader;
	enum status status;

	TRY(yaml_reader_open(fd, name, &reader, err));
	status = make(&arena, &ahead, err);
	if (status != ST_OK) {
		arena_free(&arena);
		yaml_reader_close(reader);
		return status;
	}
	ahead->arena = arena;
	ahead->fd = fd;
	ahead->name = name;
	ahead->reader = reader;
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->moved, NULL);
	ahead->threaded = start_thread(ahead);
	*out = ahead;
	return ST_OK;
}

static void
join(struct yaml_ahead *ahead)
{
	pthread_join(ahead->thread, NULL);
	ahead->threaded = false;
}

static void
end_thread(struct yaml_ahead *ahead)
{
	if (!ahead->threaded)
		return;
	pthread_mutex_lock(&ahead->lock);
	ahead->stop = true;
	pthread_cond_signal(&ahead->moved);
	pthread_mutex_unlock(&ahead->lock);
	join(ahead);
}

enum status
yaml_ahead_hash(struct yaml_ahead *ahead, uint8_t hash[HASH_SIZE], struct err *err)
{
	if (ahead->threaded)
		join(ahead);
	else
		ahead->hashing.status = hash_file(ahead, &ahead->hashing.err);
	if (ahead->hashing.status != ST_OK) {
		*err = ahead->hashing.err;
		return ahead->hashing.status;
	}
	memcpy(hash, ahead->hashing.hash, HASH_SIZE);
	return ST_OK;
}

void
yaml_ahead_close(struct yaml_ahead *ahead)
{
	struct arena arena;
	size_t i;

	if (!ahead)
		return;
	end_thread(ahead);
	pthread_cond_destroy(&ahead->moved);
	pthread_mutex_destroy(&ahead->lock);
	yaml_reader_close(ahead->reader);
	for (i = 0; i < AHEAD_BATCHES; i++)
		arena_free(&ahead->batches[i].arena);
	arena = ahead->arena;
	arena_free(&arena);
}

static void
give_back(struct yaml_ahead *ahead)
{
	ahead->in_hand = false;
	ahead->next = 0;
	pthread_mutex_lock(&ahead->lock);
	ahead->taken++;
	pthread_cond_signal(&ahead->moved);
	pthread_mutex_unlock(&ahead->lock);
}

static void
take(struct yaml_ahead *ahead)
{
	if (!ahead->threaded) {
		fill(ahead, &ahead->batches[ahead->taken % AHEAD_BATCHES]);
		ahead->in_hand = true;
		return;
	}
	pthread_mutex_lock(&ahead->lock);
	while (ahead->filled == ahead->taken)
		pthread_cond_wait(&ahead->moved, &ahead->lock);
	pthread_mutex_unlock(&ahead->lock);
	ahead->in_hand = true;
}

/* The last reading of all is said again and again. */
enum status
yaml_ahead_next(struct yaml_ahead *ahead, struct item *item, bool *found,
	bool *recoverable, struct err *err)
{
	const struct reading *reading;
	struct batch *batch;

	if (!ahead->in_hand)
		take(ahead);
	batch = &ahead->batches[ahead->taken % AHEAD_BATCHES];
	if (ahead->next == batch->count && !batch->last) {
		give_back(ahead);
		take(ahead);
		batch = &ahead->batches[ahead->taken % AHEAD_BATCHES];
	}
	reading = &batch->readings[ahead->next];
	if (ahead->next + 1 < batch->count || !batch->last)
		ahead->next++;
	ahead->position = reading->position;
	*item = reading->item;
	*found = reading->found;
	*recoverable = reading->recoverable;
	if (reading->status != ST_OK)
		*err = reading->err;
	return reading->status;
}

uint64_t
yaml_ahead_position(const struct yaml_ahead *ahead)
{
	return ahead->position;
}
