#include "store/private.h"

/* Draws of randomness that one member may make before they meet the next one's. */
#define DRAWS_PER_MEMBER ((uint64_t)1 << 32)

struct group {
	struct group_member *members;
	size_t count;
	bool again; /* a member failed in this run */
};

/* What is not one member's fault, and would meet the next one as well. */
static bool
ends_group(enum status status)
{
	switch (status) {
	case ST_DEFECT:
	case ST_SYSTEM:
	case ST_IO:
	case ST_BUSY:
	case ST_INTERRUPTED:
	case ST_TERMINATED:
		return true;
	default:
		return false;
	}
}

static enum status
run_member(struct txn *txn, struct group *group, struct group_member *member,
	struct err *err)
{
	enum status status = member->fn(txn, member->arg, &member->err);

	if (status == ST_OK)
		return ST_OK;
	*err = member->err;
	if (ends_group(status))
		return status;
	member->status = status;
	group->again = true;
	return status;
}

/* Draws are counted anew for each member, so that it draws the same in a run without
 * those before it. */
static enum status
run_members(struct txn *txn, void *arg, struct err *err)
{
	struct group *group = arg;
	size_t i;

	group->again = false;
	for (i = 0; i < group->count; i++) {
		txn->draws = i * DRAWS_PER_MEMBER;
		if (group->members[i].status == ST_OK)
			TRY(run_member(txn, group, &group->members[i], err));
	}
	return ST_OK;
}

static bool
has_members(const struct group *group)
{
	size_t i;

	for (i = 0; i < group->count; i++)
		if (group->members[i].status == ST_OK)
			return true;
	return false;
}

/* A damaged entry (ST_CORRUPT) is the fault of the member that reads it. Each time
 * round one member falls out, so this ends. */
enum status
store_write_group(struct store *store, struct arena *arena,
	struct group_member *members, size_t count, struct err *err)
{
	struct group group = { .members = members, .count = count };
	size_t i;

	for (i = 0; i < count; i++)
		members[i].status = ST_OK;
	while (has_members(&group)) {
		enum status status =
			store_write(store, arena, run_members, &group, err);

		if (status == ST_OK || !group.again)
			return status;
	}
	return ST_OK;
}
