#include "cmd/param.h"
#include "cmd/placed_order.h"

struct order_explain_input {
	uint64_t order;
};

static const struct param params[] = {
	OPERAND(struct order_explain_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
};

/* How each number of an order came about. */
struct explained_order {
	struct placed_order of;
};

#define EXPLAINED(number_, type_, member, name_) \
	.number = (number_), .type = (type_), .name = (name_), \
	.offset = offsetof(struct explained_order, of.member)

static const struct field explained_order_fields[] = {
	{ EXPLAINED(1, FIELD_TEXT, order.order, "order") },
	{ EXPLAINED(2, FIELD_TIME, order.placed_at, "placed_at") },
	{ EXPLAINED(3, FIELD_TEXT, order.country, "country") },
	{ EXPLAINED(4, FIELD_TEXT, order.currency, "currency") },
	{ EXPLAINED(5, FIELD_TEXT, coupon, "coupon"),
		.flags = FIELD_NULLABLE | FIELD_QUIET },
	{ EXPLAINED(6, FIELD_TEXT, shipping.method, "shipping_method"),
		.flags = FIELD_NULLABLE | FIELD_QUIET },
	{ EXPLAINED(7, FIELD_RECORDS, steps, "steps"), .record = &quote_step_record },
	{ EXPLAINED(8, FIELD_RECORDS, shares, "shares"),
		.record = &unit_share_record },
	{ EXPLAINED(9, FIELD_RECORDS, promotions, "promotions"),
		.record = &quote_promotion_record },
	{ EXPLAINED(10, FIELD_RECORDS, taxes, "taxes"), .record = &shown_tax_record },
	{ EXPLAINED(11, FIELD_MONEY, order.goods_total, "goods_total") },
	{ EXPLAINED(12, FIELD_MONEY, order.discount_total, "discount_total") },
	{ EXPLAINED(13, FIELD_MONEY, shipping.price, "shipping_price") },
	{ EXPLAINED(14, FIELD_MONEY, shipping.discount, "shipping_discount") },
	{ EXPLAINED(15, FIELD_MONEY, order.shipping_total, "shipping_total") },
	{ EXPLAINED(16, FIELD_MONEY, shipping.tax_added, "shipping_tax_added") },
	{ EXPLAINED(
		17, FIELD_MONEY, shipping.tax_included, "shipping_tax_included") },
	{ EXPLAINED(18, FIELD_MONEY, order.tax_added, "tax_added") },
	{ EXPLAINED(19, FIELD_MONEY, order.tax_included, "tax_included") },
	{ EXPLAINED(20, FIELD_MONEY, order.total, "total") },
};

static const struct record_type explained_order_record = { .name = "order",
	RECORD_FIELDS(struct explained_order, explained_order_fields) };

struct reading {
	struct context *context;
	uint64_t number;
	struct explained_order explained;
};

static enum status
read_order(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;
	struct placed_order *order = &reading->explained.of;

	TRY(placed_order_read(reading->context, txn, reading->number, order, err));
	return placed_order_explain(txn, reading->number, order, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_explain_input *input = arg;
	struct reading reading = { .context = context, .number = input->order };

	TRY(context_read(context, read_order, &reading, err));
	return output_record(
		context->output, &explained_order_record, &reading.explained, err);
}

static const char *const examples[] = { "shop admin order explain 1001",
	"shop admin order explain 1001 --json=steps,shares", NULL };

const struct command command_admin_order_explain = {
	.path = "admin order explain",
	.summary = "show how each number of an order came about",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_explain_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &explained_order_record,
};
