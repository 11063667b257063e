#include "cmd/placed_order.h"

#define SHOWN(number_, type_, member, name_) \
	.number = (number_), .type = (type_), .name = (name_), \
	.offset = offsetof(struct placed_order, member)
#define OF_ORDER(number_, type_, member) SHOWN(number_, type_, order.member, #member)

static const struct field placed_order_fields[] = {
	{ OF_ORDER(1, FIELD_TEXT, order), .flags = FIELD_NULLABLE },
	{ OF_ORDER(2, FIELD_TIME, placed_at) },
	{ OF_ORDER(3, FIELD_TEXT, customer) },
	{ OF_ORDER(4, FIELD_CHOICE, state), .choices = order_state_names },
	{ OF_ORDER(5, FIELD_CHOICE, payment_state), .choices = payment_state_names },
	{ OF_ORDER(6, FIELD_CHOICE, shipping_state),
		.choices = shipping_state_names },
	{ OF_ORDER(7, FIELD_TEXT, payment_method) },
	{ OF_ORDER(8, FIELD_TEXT, key), .flags = FIELD_WIDE },
	{ OF_ORDER(9, FIELD_TEXT, name) },
	{ OF_ORDER(10, FIELD_TEXT, phone) },
	{ OF_ORDER(11, FIELD_TEXT, address) },
	{ OF_ORDER(12, FIELD_TEXT, country) },
	{ SHOWN(13, FIELD_RECORDS, order.lines, "items"),
		.record = &order_line_record },
	{ OF_ORDER(14, FIELD_COUNT, quantity) },
	{ OF_ORDER(15, FIELD_MONEY, goods_total), .flags = FIELD_QUIET },
	{ OF_ORDER(16, FIELD_MONEY, discount_total), .flags = FIELD_QUIET },
	{ OF_ORDER(17, FIELD_MONEY, shipping_total), .flags = FIELD_QUIET },
	{ OF_ORDER(18, FIELD_MONEY, tax_added), .flags = FIELD_QUIET },
	{ OF_ORDER(19, FIELD_MONEY, tax_included), .flags = FIELD_QUIET },
	{ OF_ORDER(20, FIELD_MONEY, total) },
	{ OF_ORDER(21, FIELD_TEXT, currency) },
	{ SHOWN(22, FIELD_TEXT, coupon, "coupon"),
		.flags = FIELD_NULLABLE | FIELD_QUIET },
	{ SHOWN(23, FIELD_TEXT, shipping.method, "shipping_method"),
		.flags = FIELD_NULLABLE | FIELD_QUIET },
	{ SHOWN(24, FIELD_MONEY, shipping.price, "shipping_price"),
		.flags = FIELD_WIDE },
	{ SHOWN(25, FIELD_MONEY, shipping.discount, "shipping_discount"),
		.flags = FIELD_WIDE },
	{ SHOWN(26, FIELD_MONEY, shipping.tax_added, "shipping_tax_added"),
		.flags = FIELD_WIDE },
	{ SHOWN(27, FIELD_MONEY, shipping.tax_included, "shipping_tax_included"),
		.flags = FIELD_WIDE },
	{ SHOWN(28, FIELD_RECORDS, promotions, "promotions"),
		.record = &quote_promotion_record },
	{ SHOWN(29, FIELD_RECORDS, taxes, "taxes"), .record = &shown_tax_record },
	{ SHOWN(30, FIELD_RECORDS, steps, "steps"), .record = &quote_step_record,
		.flags = FIELD_WIDE | FIELD_SPARSE },
	{ SHOWN(31, FIELD_RECORDS, shares, "shares"), .record = &unit_share_record,
		.flags = FIELD_WIDE | FIELD_SPARSE },
};

const struct record_type placed_order_record = { .name = "order",
	RECORD_FIELDS(struct placed_order, placed_order_fields) };

enum status
placed_order_read(const struct context *context, struct txn *txn, uint64_t number,
	struct placed_order *placed, struct err *err)
{
	struct order order;

	*placed = (struct placed_order){ .coupon = "" };
	TRY(order_view_read(context, txn, number, false, &placed->order, err));
	TRY(order_get(txn, number, &order, err));
	placed->coupon = order.coupon;
	placed->shipping = order.shipping;
	placed->promotions = order.promotions;
	return quote_view_taxes(&order.taxes, txn_arena(txn), &placed->taxes, err);
}

enum status
placed_order_explain(struct txn *txn, uint64_t number, struct placed_order *placed,
	struct err *err)
{
	const struct order_line *lines = placed->order.lines.items;
	size_t count = placed->order.lines.count;
	struct unit_share *shares;
	size_t i;

	TRY(order_steps(txn, number, &placed->steps, err));
	TRY(ARENA_NEW(txn_arena(txn), UNIT_SHARES_PER_LINE * count, &shares, err));
	placed->shares = (struct list){ shares, 0 };
	for (i = 0; i < count; i++) {
		struct shared_line line = { lines[i].sku, lines[i].quantity,
			lines[i].unit_price, lines[i].discount, lines[i].tax_added,
			lines[i].tax_included };

		quote_view_shares(&line, &placed->shares);
	}
	return ST_OK;
}
