#include <inttypes.h>

#include "order/order.h"

static const struct field order_item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct order_item, order) },
	{ FIELD(2, FIELD_TIME, struct order_item, placed_at) },
	{ FIELD(3, FIELD_TEXT, struct order_item, customer) },
	{ FIELD(4, FIELD_CHOICE, struct order_item, state),
		.choices = order_state_names },
	{ FIELD(5, FIELD_CHOICE, struct order_item, payment_state),
		.choices = payment_state_names },
	{ FIELD(6, FIELD_CHOICE, struct order_item, shipping_state),
		.choices = shipping_state_names },
	{ FIELD(7, FIELD_COUNT, struct order_item, quantity) },
	{ FIELD(8, FIELD_MONEY, struct order_item, total) },
	{ FIELD(9, FIELD_TEXT, struct order_item, currency) },
};

const struct record_type order_item_record = { .name = "order",
	RECORD_FIELDS(struct order_item, order_item_fields) };

enum status
order_item(const struct order *order, struct arena *arena, struct order_item *item,
	struct err *err)
{
	char customer[CUSTOMER_ID_TEXT_MAX];

	*item = (struct order_item){ .placed_at = order->placed_at,
		.state = order->state,
		.payment_state = (int)order_payment_state(order),
		.shipping_state = (int)order_shipping_state(order),
		.quantity = order->quantity,
		.total = order->total,
		.currency = order->currency };
	TRY(arena_format(arena, &item->order, err, "%" PRIu64, order->number));
	item->customer = "";
	if (order->customer == 0)
		return ST_OK;
	customer_id_format(order->customer, customer);
	return arena_text(arena, customer, &item->customer, err);
}
