#include "cmd/key_check.h"

#include "account/customer_store.h"
#include "store/event.h"

struct trial {
	struct context *context;
	bool proven; /* one way or the other */
	bool fits;
};

/* The first customer who was not erased shows whether a key is the right one. */
static enum status
try_customers(const struct people *people, struct trial *trial, struct err *err)
{
	struct customer customer = { .id = 0 };
	bool found = true;

	while (found && !trial->proven) {
		enum status status =
			customer_next(people, customer.id, &customer, &found, err);

		trial->fits = status == ST_OK;
		trial->proven =
			status == ST_CORRUPT || (found && customer.name[0] != '\0');
		if (status != ST_OK && status != ST_CORRUPT)
			return status;
	}
	return ST_OK;
}

/* Without customers nothing is locked yet, but the event log is chained. */
static enum status
try_key(struct txn *txn, void *arg, struct err *err)
{
	struct trial *trial = arg;
	struct people people = context_people(trial->context, txn);
	const char *fault;
	uint64_t count;

	trial->proven = false;
	TRY(try_customers(&people, trial, err));
	if (trial->proven)
		return ST_OK;
	TRY(event_verify(txn, NULL, &fault, &count, err));
	trial->fits = !fault;
	return ST_OK;
}

enum status
key_check(struct context *context, bool *fits, struct err *err)
{
	struct trial trial = { .context = context };

	TRY(store_read(context->store, context->arena, try_key, &trial, err));
	*fits = trial.fits;
	return ST_OK;
}
