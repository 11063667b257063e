#include <inttypes.h>

#include "cmd/param.h"
#include "order/stock_list.h"

struct stock_log_input {
	const char *sku;
	int64_t limit;
};

static const struct param params[] = {
	OPERAND(struct stock_log_input, const char *, sku, "SKU", KIND_SKU,
		"a SKU or a barcode"),
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		PARAM_OF(struct stock_log_input, int64_t, limit),
		.help = "at most so many (default: all)" },
};

/* A movement as it is shown: its order as orders are everywhere, a text. */
struct shown_movement {
	int64_t number;
	int64_t at;
	const char *sku;
	int64_t change;
	int64_t on_hand;
	const char *reason;
	const char *order;
	const char *actor;
};

static const struct field shown_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct shown_movement, number) },
	{ FIELD(2, FIELD_TIME, struct shown_movement, at) },
	{ FIELD(3, FIELD_TEXT, struct shown_movement, sku), .flags = FIELD_WIDE },
	{ FIELD(4, FIELD_COUNT, struct shown_movement, change) },
	{ FIELD(5, FIELD_COUNT, struct shown_movement, on_hand) },
	{ FIELD(6, FIELD_TEXT, struct shown_movement, reason) },
	{ FIELD(7, FIELD_TEXT, struct shown_movement, order),
		.flags = FIELD_NULLABLE },
	{ FIELD(8, FIELD_TEXT, struct shown_movement, actor) },
};
static const struct record_type shown_record = { .name = "stock movement",
	RECORD_FIELDS(struct shown_movement, shown_fields) };

struct listing {
	struct context *context;
	const struct stock_log_input *input;
	int64_t count;
};

static enum status
print_movement(void *arg, const struct movement *movement, struct err *err)
{
	struct listing *listing = arg;
	struct context *context = listing->context;
	struct shown_movement shown = { (int64_t)movement->number, movement->at,
		movement->sku, movement->change, movement->on_hand, movement->reason,
		"", movement->actor };

	listing->count++;
	if (movement->order != 0)
		TRY(arena_format(context->arena, &shown.order, err, "%" PRIu64,
			movement->order));
	return output_row(context->output, &shown, err);
}

/* Rows go to the output's own keeping, so that this may run inside the transaction.
 */
static enum status
list_movements(struct txn *txn, void *arg, struct err *err)
{
	struct listing *listing = arg;
	struct movement_walk walk = { .limit = (size_t)listing->input->limit,
		.each = print_movement,
		.arg = listing };
	struct product product;
	size_t variant;

	TRY(product_find(txn, listing->input->sku, &product, &variant, err));
	TRY(output_list_begin(listing->context->output, &shown_record, err));
	return stock_movements(
		txn, product_variant(&product, variant)->sku, &walk, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct listing listing = { .context = context, .input = arg };
	struct list_count envelope;

	TRY(context_read(context, list_movements, &listing, err));
	envelope.count = listing.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin stock log TS-S-RED", NULL };

const struct command command_admin_stock_log = {
	.path = "admin stock log",
	.summary = "list the movements of a product's stock, newest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct stock_log_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &shown_record,
};
