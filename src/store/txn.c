#include "store/private.h"

struct arena *
txn_arena(struct txn *txn)
{
	return txn->arena;
}

int64_t
txn_now(const struct txn *txn)
{
	return txn->now;
}

struct actor
txn_actor(const struct txn *txn)
{
	return txn->store->actor;
}

bool
txn_is_write(const struct txn *txn)
{
	return txn->job->write;
}

/* The seed is drawn by the first run that asks, and kept for the others. */
enum status
txn_random(struct txn *txn, void *data, size_t size, struct err *err)
{
	struct occasion *occasion = txn->occasion;

	if (!occasion->drawn)
		TRY(crypto_random(occasion->seed, sizeof(occasion->seed), err));
	occasion->drawn = true;
	return crypto_expand(occasion->seed, txn->draws++, data, size, err);
}
