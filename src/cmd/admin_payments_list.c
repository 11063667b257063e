#include "cmd/param.h"
#include "cmd/payment_item.h"

#define LIMIT 50

struct payments_list_input {
	bool state_given;
	int state;
	uint64_t order;
	bool all;
};

static const struct param params[] = {
	{ .name = "state",
		.kind = KIND_CHOICE,
		.choices = intent_state_names,
		.offset = PARAM_MEMBER(struct payments_list_input, int, state),
		.given_offset = offsetof(struct payments_list_input, state_given),
		.help = "only those in this state" },
	OPTION(struct payments_list_input, uint64_t, order, "order", KIND_ORDER,
		"only those of this order"),
	OPTION(struct payments_list_input, bool, all, "all", KIND_FLAG,
		"all of them, not only the newest 50"),
};

struct listing {
	struct context *context;
	const struct payments_list_input *input;
	int64_t count;
};

static enum status
add_row(struct listing *listing, const struct intent *intent, struct err *err)
{
	struct payment_item item;

	if (listing->input->state_given && intent->state != listing->input->state)
		return ST_OK;
	if (listing->input->all || listing->count < LIMIT) {
		TRY(payment_item(listing->context, intent, &item, err));
		TRY(output_row(listing->context->output, &item, err));
	}
	listing->count++;
	return ST_OK;
}

/* Rows go to the output's own keeping, so that this may run inside the transaction.
 */
static enum status
list_payments(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	struct arena *arena = txn_arena(txn);
	struct arena_mark mark;
	struct intent_scan *scan;
	struct intent intent;
	bool found;

	if (listing->input->order != 0) {
		struct order order;

		TRY(order_get(txn, listing->input->order, &order, err));
	}
	TRY(intent_scan_open(txn, listing->input->order, &scan, err));
	mark = arena_mark(arena);
	for (;;) {
		arena_rewind(arena, mark);
		TRY(intent_scan_next(scan, &intent, &found, err));
		if (!found)
			return ST_OK;
		TRY(add_row(listing, &intent, err));
	}
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct listing listing = { context, arg, 0 };
	struct list_count envelope;

	TRY(output_list_begin(context->output, &payment_item_record, err));
	TRY(context_read(context, list_payments, &listing, err));
	envelope.count = listing.count;
	TRY(output_list_end(context->output, &list_count_record, &envelope, err));
	if (!listing.input->all && listing.count > LIMIT)
		return output_say(context->output, err,
			"%d of %lld payments (--all for all of them)", LIMIT,
			(long long)listing.count);
	return ST_OK;
}

static const char *const examples[] = { "shop admin payments list --state unknown",
	"shop admin payments list --order 1001", NULL };

const struct command command_admin_payments_list = {
	.path = "admin payments list",
	.summary = "list what payment providers were asked to do, newest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct payments_list_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &payment_item_record,
};
