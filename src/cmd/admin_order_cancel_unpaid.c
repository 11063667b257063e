#include "base/clock.h"
#include "base/process.h"
#include "cmd/param.h"
#include "order/unpaid.h"

/* About ten years. */
#define DAYS_MAX 3650

struct cancel_unpaid_input {
	int64_t days;
	bool days_given;
};

static const struct param params[] = {
	{ .name = "older-than",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct cancel_unpaid_input, int64_t, days),
		.given_offset = offsetof(struct cancel_unpaid_input, days_given),
		.value_name = "DAYS",
		.help = "placed longer ago than so many days (default: the setting "
			"order.cancel-unpaid-after)" },
};

struct cancelling {
	struct context *context;
	const struct cancel_unpaid_input *input;
	struct unpaid_batch batch;
};

static enum status
cancel_some(struct txn *txn, void *arg, struct err *err)
{
	struct cancelling *cancelling = arg;
	const struct cancel_unpaid_input *input = cancelling->input;
	struct unpaid_batch *batch = &cancelling->batch;

	batch->before = txn_now(txn) - input->days * 24 * HOUR;
	if (!input->days_given)
		TRY(order_unpaid_before(txn, &batch->before, err));
	return order_cancel_unpaid(txn, batch, err);
}

/* Cron gets no line where nothing was done, not even a header. */
static bool
wants_empty_list(const struct context *context)
{
	return context->global->format == FORMAT_JSON;
}

static enum status
print_some(struct cancelling *cancelling, int64_t *count, struct err *err)
{
	const struct order_item *items = cancelling->batch.orders.items;
	struct output *output = cancelling->context->output;
	size_t i;

	if (*count == 0 && (cancelling->batch.orders.count > 0 ||
				   wants_empty_list(cancelling->context)))
		TRY(output_list_begin(output, &order_item_record, err));
	for (i = 0; i < cancelling->batch.orders.count; i++)
		TRY(output_row(output, &items[i], err));
	*count += (int64_t)cancelling->batch.orders.count;
	return ST_OK;
}

/* A rehearsal takes back what it did, and so does it once. */
static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct cancelling cancelling = { .context = context, .input = arg };
	struct list_count envelope = { 0 };
	struct arena_mark mark = arena_mark(context->arena);

	if (cancelling.input->days > DAYS_MAX)
		return fail(
			err, ST_USAGE, "--older-than is at most %d days", DAYS_MAX);
	do {
		arena_rewind(context->arena, mark);
		cancelling.batch.below = cancelling.batch.last;
		TRY(signal_check(err));
		TRY(context_write(context, cancel_some, &cancelling, err));
		TRY(print_some(&cancelling, &envelope.count, err));
	} while (cancelling.batch.orders.count == UNPAID_BATCH &&
		 !context->global->dry_run);
	if (envelope.count == 0 && !wants_empty_list(context))
		return ST_OK;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin order cancel-unpaid",
	"shop admin order cancel-unpaid --older-than 14 --dry-run", NULL };

const struct command command_admin_order_cancel_unpaid = {
	.path = "admin order cancel-unpaid",
	.summary = "cancel orders that nobody paid; for cron",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct cancel_unpaid_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &order_item_record,
};
