#include "cmd/customer_list.h"

struct listing {
	struct context *context;
	customer_wanted_fn *wanted;
	const void *arg;
	int64_t count;
};

static enum status
list_one(struct listing *listing, struct txn *txn, const struct customer *customer,
	struct err *err)
{
	bool wanted = true;

	if (listing->wanted)
		TRY(listing->wanted(txn, listing->arg, customer, &wanted, err));
	if (!wanted)
		return ST_OK;
	listing->count++;
	return output_row(listing->context->output, customer, err);
}

/* Rows go to the output's own keeping, so that this may run inside the transaction.
 */
static enum status
list_all(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	struct people people = context_people(listing->context, txn);
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct customer customer = { .id = 0 };
	bool found;

	for (;;) {
		TRY(customer_next(&people, customer.id, &customer, &found, err));
		if (!found)
			return ST_OK;
		TRY(list_one(listing, txn, &customer, err));
		arena_rewind(txn_arena(txn), mark);
	}
}

enum status
customer_list_print(struct context *context, customer_wanted_fn *wanted,
	const void *arg, int64_t *count, struct err *err)
{
	struct listing listing = { context, wanted, arg, 0 };
	struct list_count envelope;

	TRY(output_list_begin(context->output, &customer_record, err));
	TRY(context_read(context, list_all, &listing, err));
	envelope.count = listing.count;
	TRY(output_list_end(context->output, &list_count_record, &envelope, err));
	*count = listing.count;
	return ST_OK;
}
