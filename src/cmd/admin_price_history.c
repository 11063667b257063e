#include "catalog/reprice.h"
#include "cmd/param.h"

struct price_history_input {
	const char *sku;
	int64_t limit;
};

static const struct param params[] = {
	OPERAND(struct price_history_input, const char *, sku, "SKU", KIND_SKU,
		"a SKU or a barcode"),
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		PARAM_OF(struct price_history_input, int64_t, limit),
		.help = "at most so many (default: all)" },
};

struct shown_price_row {
	const char *sku;
	int64_t price;
	const char *currency;
	int64_t since; /* 0: not known */
	int64_t until; /* 0: it holds */
};

static const struct field shown_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_price_row, sku), .flags = FIELD_WIDE },
	{ FIELD(2, FIELD_MONEY, struct shown_price_row, price) },
	{ FIELD(3, FIELD_TEXT, struct shown_price_row, currency),
		.flags = FIELD_WIDE },
	{ FIELD(4, FIELD_TIME, struct shown_price_row, since) },
	{ FIELD(5, FIELD_TIME, struct shown_price_row, until) },
};
static const struct record_type shown_record = { .name = "price",
	RECORD_FIELDS(struct shown_price_row, shown_fields) };

struct reading {
	const struct price_history_input *input;
	struct shown_price_row now;
	struct list past; /* of struct past_price */
};

static enum status
read_prices(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct product product;
	size_t variant;

	TRY(product_find(txn, reading->input->sku, &product, &variant, err));
	reading->now.sku = product_variant(&product, variant)->sku;
	reading->now.price = product_current_price(&product, variant);
	return price_history(txn, reading->now.sku, 0, &reading->past, err);
}

/* Each held since the one before ended. */
static enum status
print_rows(struct context *context, const struct reading *reading, int64_t *count,
	struct err *err)
{
	const struct past_price *past = reading->past.items;
	struct shown_price_row row = reading->now;
	int64_t limit = reading->input->limit ? reading->input->limit : INT64_MAX;
	size_t i;

	row.currency = context->currency;
	for (i = 0; i <= reading->past.count && *count < limit; i++) {
		row.since = i < reading->past.count ? past[i].until : 0;
		if (row.price != NUMBER_NONE) {
			TRY(output_row(context->output, &row, err));
			*count += 1;
		}
		if (i == reading->past.count)
			break;
		row.price = past[i].price;
		row.until = past[i].until;
	}
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct reading reading = { .input = arg };
	struct list_count envelope = { 0 };

	TRY(context_read(context, read_prices, &reading, err));
	TRY(output_list_begin(context->output, &shown_record, err));
	TRY(print_rows(context, &reading, &envelope.count, err));
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin price-history TS-S-RED", NULL };

const struct command command_admin_price_history = {
	.path = "admin price-history",
	.summary = "list what a SKU costs and did cost, newest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct price_history_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &shown_record,
};
