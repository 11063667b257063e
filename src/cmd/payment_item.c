#include "cmd/payment_item.h"

#include <inttypes.h>

static const struct field payment_item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct payment_item, order) },
	{ FIELD(2, FIELD_COUNT, struct payment_item, number) },
	{ FIELD(3, FIELD_CHOICE, struct payment_item, operation),
		.choices = intent_verb_names },
	{ FIELD(4, FIELD_CHOICE, struct payment_item, state),
		.choices = intent_state_names },
	{ FIELD(5, FIELD_TEXT, struct payment_item, method) },
	{ FIELD(6, FIELD_MONEY, struct payment_item, amount) },
	{ FIELD(7, FIELD_TEXT, struct payment_item, currency) },
	{ FIELD(8, FIELD_TEXT, struct payment_item, message) },
	{ FIELD(9, FIELD_TEXT, struct payment_item, reference), .flags = FIELD_WIDE },
	{ FIELD(10, FIELD_TEXT, struct payment_item, key), .flags = FIELD_WIDE },
	{ FIELD(11, FIELD_TIME, struct payment_item, created_at) },
	{ FIELD(12, FIELD_TIME, struct payment_item, settled_at),
		.flags = FIELD_WIDE },
};
const struct record_type payment_item_record = { .name = "payment",
	RECORD_FIELDS(struct payment_item, payment_item_fields) };

enum status
payment_item(const struct context *context, const struct intent *intent,
	struct payment_item *item, struct err *err)
{
	*item = (struct payment_item){ .number = (int64_t)intent->number,
		.operation = intent->verb,
		.state = intent->state,
		.method = intent->method,
		.amount = intent->amount,
		.currency = context->currency,
		.message = intent->message,
		.reference = intent->reference,
		.key = intent->key,
		.created_at = intent->created_at,
		.settled_at = intent->settled_at };
	return arena_format(
		context->arena, &item->order, err, "%" PRIu64, intent->order);
}
