#include <string.h>

#include "base/clock.h"
#include "store/private.h"

void
store_group_open(struct store *store)
{
	store->group.open = true;
	store->group.rehearsed = false;
}

void
store_group_rehearse(struct store *store)
{
	store->group.open = true;
	store->group.rehearsed = true;
}

void
store_group_end(struct store *store)
{
	invariant(!store_group_is_pending(store));
	store->group.open = false;
}

bool
store_group_is_pending(const struct store *store)
{
	return store->group.engine != NULL;
}

bool
store_group_is_over(const struct store *store)
{
	return store_group_is_pending(store) && !store->group.rehearsed &&
	       clock_monotonic() - store->group.since >= GROUP_TIME;
}

uint64_t
store_group_losses(const struct store *store)
{
	return store->group.lost;
}

uint64_t
store_group_settled(const struct store *store)
{
	return store->group.settled;
}

static void
end_turn(struct store *store)
{
	store->group.engine = NULL;
	turn_give(&store->turn);
}

/* No member can be run again, so that what is refused is lost, whether or not the
 * same might succeed. */
enum status
store_group_settle(struct store *store, struct err *err)
{
	enum status status;
	bool retry;

	if (!store_group_is_pending(store))
		return ST_OK;
	invariant(!store->running && !store->group.rehearsed);
	status = store_commit(store, store->group.engine, &retry, err);
	end_turn(store);
	if (status == ST_OK)
		store->group.settled++;
	else
		store->group.lost++;
	return status;
}

void
store_group_give_up(struct store *store)
{
	if (!store_group_is_pending(store))
		return;
	store->type->abort(store->group.engine);
	end_turn(store);
}

static enum status
begin_pending(struct store *store, struct err *err)
{
	enum status status;
	void *first;

	/* A mark that nothing lies before keeps no memory. */
	if (!store->group.kept.newest)
		TRY(arena_take(&store->group.kept, 1, 1, &first, err));
	store->group.none_kept = arena_mark(&store->group.kept);
	store_give_way(store);
	TRY(turn_take(&store->turn, store->wait, err));
	status = store->type->begin(store->engine, true, &store->group.engine, err);
	if (status != ST_OK)
		end_turn(store);
	store->group.since = clock_monotonic();
	return status;
}

enum status
group_keep(struct txn *txn, unsigned table, struct bytes key, struct err *err)
{
	struct group *group = &txn->store->group;
	struct replaced *replaced;
	struct bytes stored = { NULL, 0 };
	const char *copy;

	TRY(ARENA_NEW(&group->kept, 1, &replaced, err));
	TRY(txn->type->get(txn->engine, table, key, &stored, &replaced->there, err));
	TRY(arena_copy(&group->kept, (const char *)key.data, key.size, &copy, err));
	replaced->key = (struct bytes){ (const uint8_t *)copy, key.size };
	if (replaced->there)
		TRY(arena_copy(&group->kept, (const char *)stored.data, stored.size,
			&copy, err));
	replaced->stored = (struct bytes){ (const uint8_t *)copy, stored.size };
	replaced->table = table;
	replaced->before = group->replaced;
	group->replaced = replaced;
	return ST_OK;
}

static enum status
put_back_one(struct txn *txn, const struct replaced *replaced, struct err *err)
{
	uint8_t *room;
	bool found;

	if (!replaced->there)
		return txn->type->delete (
			txn->engine, replaced->table, replaced->key, &found, err);
	TRY(txn->type->reserve(txn->engine, replaced->table, replaced->key,
		replaced->stored.size, &room, err));
	memcpy(room, replaced->stored.data, replaced->stored.size);
	return ST_OK;
}

/* A member whose writes cannot be put back takes the group with it. */
static void
put_back(struct txn *txn)
{
	struct store *store = txn->store;
	const struct replaced *replaced;
	struct err ignored;

	for (replaced = store->group.replaced; replaced; replaced = replaced->before)
		if (put_back_one(txn, replaced, &ignored) != ST_OK) {
			store_group_give_up(store);
			store->group.lost++;
			return;
		}
}

static void
forget_replaced(struct store *store)
{
	store->group.replaced = NULL;
	arena_rewind(&store->group.kept, store->group.none_kept);
}

static enum status
run_member(struct txn *txn, const struct job *job, struct err *err)
{
	struct store *store = txn->store;
	struct arena_mark mark = arena_mark(&store->memory);
	enum status status;

	store->running = true;
	status = job->fn(txn, job->arg, err);
	scan_close_all(txn);
	store->running = false;
	if (status != ST_OK || !job->keep)
		put_back(txn);
	forget_replaced(store);
	arena_rewind(&store->memory, mark);
	return status;
}

/* What only reads, or is taken back, is a transaction of its own where nothing is
 * pending that it would have to see. */
bool
group_takes(const struct store *store, const struct job *job)
{
	return store_group_is_pending(store) ||
	       (store->group.open && job->keep && !job->staging);
}

enum status
group_run(struct store *store, struct arena *arena, const struct job *job,
	struct err *err)
{
	struct occasion occasion = { .now = clock_now() };
	struct txn txn = {
		.store = store,
		.type = store->type,
		.arena = arena,
		.occasion = &occasion,
		.job = job,
		.set = job->set,
		.member = job->write,
	};

	/* Who stages has transactions of its own. */
	invariant(!store->running && !job->staging);
	if (job->write && store_group_is_over(store))
		TRY(store_group_settle(store, err));
	if (!store_group_is_pending(store))
		TRY(begin_pending(store, err));
	txn.engine = store->group.engine;
	TRY(txn_begin(&txn, err));
	return run_member(&txn, job, err);
}
