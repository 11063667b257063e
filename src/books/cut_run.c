#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "books/cut_parts.h"

/* Less than this is done before a thread has begun. */
#define BLOCKS_MIN 16

/* Threads take one block after the other. */
struct crew {
	const struct cut_block *blocks;
	size_t count;
	atomic_size_t next;
	atomic_bool stop;
};

struct member {
	struct crew *crew;
	struct cut_work work;
	enum status status;
	struct err err;
};

static enum status
take_blocks(struct member *member)
{
	struct crew *crew = member->crew;
	size_t place = atomic_fetch_add(&crew->next, 1);

	while (place < crew->count && !atomic_load(&crew->stop)) {
		TRY(cut_work_block(
			&member->work, &crew->blocks[place], &member->err));
		place = atomic_fetch_add(&crew->next, 1);
	}
	return ST_OK;
}

static void *
work(void *arg)
{
	struct member *member = arg;

	member->status = take_blocks(member);
	if (member->status != ST_OK)
		atomic_store(&member->crew->stop, true);
	return NULL;
}

/* Signals are the command's own thread's, but for those of a page that can not be
 * read: blocked, they would end the process without a word. */
static bool
start(pthread_t *thread, struct member *member)
{
	sigset_t all;
	sigset_t before;
	bool started;

	if (member->crew->count < BLOCKS_MIN || sysconf(_SC_NPROCESSORS_ONLN) < 2)
		return false;
	sigfillset(&all);
	sigdelset(&all, SIGBUS);
	sigdelset(&all, SIGSEGV);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = pthread_create(thread, NULL, work, member) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

/* Both have come to an end. */
static enum status
join(struct member *first, struct member *second, struct err *err)
{
	const struct member *failed = first->status != ST_OK ? first : second;
	bool fits;

	if (failed->status != ST_OK) {
		*err = failed->err;
		return failed->status;
	}
	TRY(cut_tallies_add(&first->work.tallies, &second->work.tallies, &fits, err));
	if (!fits || !cut_tally_add(&first->work.sum, &second->work.sum))
		return cut_does_not_fit(err);
	return ST_OK;
}

enum status
cut_run(const struct cut_plan *plan, const struct list *blocks, struct cut_work *all,
	struct err *err)
{
	struct crew crew = { .blocks = blocks->items, .count = blocks->count };
	struct member first = { .crew = &crew };
	struct member second = { .crew = &crew };
	enum status status = cut_work_begin(&first.work, plan, err);
	pthread_t thread;

	if (status == ST_OK)
		status = cut_work_begin(&second.work, plan, err);
	if (status == ST_OK) {
		bool started = start(&thread, &second);

		work(&first);
		if (started)
			pthread_join(thread, NULL);
		status = join(&first, &second, err);
	}
	cut_work_end(&second.work);
	if (status == ST_OK)
		*all = first.work;
	else
		cut_work_end(&first.work);
	return status;
}
