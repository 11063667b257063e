#include "order/order.h"

const char *const order_state_names[] = { "placed", "cancelled", "closed", NULL };

const char *const payment_state_names[] = { "unpaid", "authorised", "part_paid",
	"paid", "part_refunded", "refunded", "voided", "overpaid", NULL };

const char *const shipping_state_names[] = { "unshipped", "part_shipped", "shipped",
	"delivered", "part_returned", "returned", NULL };

const char *const fact_kind_names[] = { "payment", "captured", "refunded", "shipped",
	"delivered", "cancelled", "note", "authorised", "voided", "declined",
	"return_requested", "returned", "invoiced", "credited", "address_changed",
	"closed", NULL };

static const struct field order_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct order_line, sku) },
	{ FIELD(2, FIELD_TEXT, struct order_line, name) },
	{ FIELD(3, FIELD_COUNT, struct order_line, quantity) },
	{ FIELD(4, FIELD_MONEY, struct order_line, unit_price) },
	{ FIELD(5, FIELD_MONEY, struct order_line, line_total),
		.flags = FIELD_DERIVED },
	{ FIELD(6, FIELD_MONEY, struct order_line, discount),
		.flags = FIELD_QUIET | FIELD_ZERO },
	{ FIELD(7, FIELD_MONEY, struct order_line, tax_added),
		.flags = FIELD_QUIET | FIELD_ZERO },
	{ FIELD(8, FIELD_MONEY, struct order_line, tax_included),
		.flags = FIELD_WIDE | FIELD_ZERO },
	{ FIELD(9, FIELD_COUNT, struct order_line, shipped), .flags = FIELD_DERIVED },
	{ FIELD(10, FIELD_TEXT, struct order_line, product), .flags = FIELD_WIDE },
	{ FIELD(11, FIELD_TEXT, struct order_line, category), .flags = FIELD_WIDE },
	{ FIELD(12, FIELD_TEXT, struct order_line, brand), .flags = FIELD_WIDE },
	{ FIELD(13, FIELD_MONEY, struct order_line, price), .flags = FIELD_WIDE },
	{ FIELD(14, FIELD_TEXT, struct order_line, tax_class), .flags = FIELD_WIDE },
	{ FIELD(15, FIELD_OPTIONAL, struct order_line, tax_rate),
		.flags = FIELD_HIDDEN | FIELD_PERCENT },
	{ FIELD(16, FIELD_BOOL, struct order_line, tax_is_included),
		.flags = FIELD_HIDDEN },
	{ FIELD(17, FIELD_BOOL, struct order_line, needs_shipping),
		.flags = FIELD_HIDDEN },
	{ FIELD(18, FIELD_COUNT, struct order_line, returned),
		.flags = FIELD_QUIET | FIELD_DERIVED },
};

const struct record_type order_line_record = { .name = "order line",
	RECORD_FIELDS(struct order_line, order_line_fields) };

static const struct field fact_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct fact_line, sku) },
	{ FIELD(2, FIELD_COUNT, struct fact_line, quantity) },
};

const struct record_type fact_line_record = { .name = "line of a fact",
	RECORD_FIELDS(struct fact_line, fact_line_fields) };

static const struct field fact_fields[] = {
	{ FIELD(1, FIELD_ID, struct fact, number), .flags = FIELD_DERIVED },
	{ FIELD(2, FIELD_TIME, struct fact, at) },
	{ FIELD(3, FIELD_CHOICE, struct fact, kind), .choices = fact_kind_names },
	{ FIELD(4, FIELD_TEXT, struct fact, actor) },
	{ FIELD(5, FIELD_TEXT, struct fact, method) },
	{ FIELD(6, FIELD_MONEY, struct fact, amount) },
	{ FIELD(7, FIELD_TEXT, struct fact, reference) },
	{ FIELD(8, FIELD_TEXT, struct fact, carrier) },
	{ FIELD(9, FIELD_TEXT, struct fact, tracking) },
	{ FIELD(10, FIELD_RECORDS, struct fact, lines), .record = &fact_line_record },
	{ FIELD(11, FIELD_BYTES, struct fact, note) },
	{ FIELD(12, FIELD_ID, struct fact, intent) },
	{ FIELD(13, FIELD_ID, struct fact, document) },
	{ FIELD(14, FIELD_BOOL, struct fact, restocked) },
	{ FIELD(15, FIELD_BOOL, struct fact, with_shipping) },
	{ FIELD(16, FIELD_ID, struct fact, parcel) },
	{ FIELD(17, FIELD_TEXTS, struct fact, seller) },
};

const struct record_type fact_record = { .name = "fact of an order",
	RECORD_FIELDS(struct fact, fact_fields) };

static const struct field quote_shipping_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct quote_shipping, method) },
	{ FIELD(2, FIELD_COUNT, struct quote_shipping, price),
		.flags = FIELD_AMOUNT },
	{ FIELD(3, FIELD_COUNT, struct quote_shipping, discount),
		.flags = FIELD_AMOUNT },
	{ FIELD(4, FIELD_OPTIONAL, struct quote_shipping, tax_rate),
		.flags = FIELD_PERCENT },
	{ FIELD(5, FIELD_BOOL, struct quote_shipping, tax_is_included) },
	{ FIELD(6, FIELD_COUNT, struct quote_shipping, tax_added),
		.flags = FIELD_AMOUNT },
	{ FIELD(7, FIELD_COUNT, struct quote_shipping, tax_included),
		.flags = FIELD_AMOUNT },
};

static const struct record_type quote_shipping_record = { .name = "shipping",
	RECORD_FIELDS(struct quote_shipping, quote_shipping_fields) };

static const struct field order_origin_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct order_origin, country) },
	{ FIELD(2, FIELD_TEXT, struct order_origin, payment_method) },
};

const struct record_type order_origin_record = { .name = "origin of an order",
	RECORD_FIELDS(struct order_origin, order_origin_fields) };

static const struct field order_fields[] = {
	{ FIELD(1, FIELD_ID, struct order, number), .flags = FIELD_DERIVED },
	{ FIELD(2, FIELD_ID, struct order, customer), .flags = FIELD_DERIVED },
	{ FIELD(3, FIELD_TIME, struct order, placed_at) },
	{ FIELD(4, FIELD_CHOICE, struct order, state), .choices = order_state_names,
		.flags = FIELD_DERIVED },
	{ FIELD(5, FIELD_TEXT, struct order, key) },
	{ FIELD(6, FIELD_TEXT, struct order, currency) },
	{ FIELD(7, FIELD_RECORDS, struct order, lines),
		.record = &order_line_record },
	{ FIELD(8, FIELD_COUNT, struct order, quantity), .flags = FIELD_DERIVED },
	{ FIELD(9, FIELD_MONEY, struct order, goods_total) },
	{ FIELD(10, FIELD_MONEY, struct order, discount_total), .flags = FIELD_ZERO },
	{ FIELD(11, FIELD_MONEY, struct order, shipping_total), .flags = FIELD_ZERO },
	{ FIELD(12, FIELD_MONEY, struct order, tax_added), .flags = FIELD_ZERO },
	{ FIELD(13, FIELD_MONEY, struct order, tax_included), .flags = FIELD_ZERO },
	{ FIELD(14, FIELD_MONEY, struct order, total) },
	{ FIELD(15, FIELD_TEXT, struct order, payment_method) },
	{ FIELD(16, FIELD_TEXT, struct order, country) },
	{ FIELD(ORDER_FIELD_NAME, FIELD_BYTES, struct order, name) },
	{ FIELD(ORDER_FIELD_PHONE, FIELD_BYTES, struct order, phone) },
	{ FIELD(ORDER_FIELD_ADDRESS, FIELD_BYTES, struct order, address) },
	{ FIELD(20, FIELD_COUNT, struct order, captured), .flags = FIELD_DERIVED },
	{ FIELD(21, FIELD_COUNT, struct order, refunded), .flags = FIELD_DERIVED },
	{ FIELD(22, FIELD_COUNT, struct order, shipped), .flags = FIELD_DERIVED },
	{ FIELD(23, FIELD_COUNT, struct order, delivered), .flags = FIELD_DERIVED },
	{ FIELD(24, FIELD_ID, struct order, facts), .flags = FIELD_DERIVED },
	{ FIELD(25, FIELD_RECORD, struct order, shipping),
		.record = &quote_shipping_record },
	{ FIELD(26, FIELD_TEXT, struct order, coupon) },
	{ FIELD(27, FIELD_RECORDS, struct order, promotions),
		.record = &quote_promotion_record },
	{ FIELD(28, FIELD_RECORDS, struct order, taxes),
		.record = &quote_tax_record },
	{ FIELD(29, FIELD_COUNT, struct order, authorised), .flags = FIELD_DERIVED },
	{ FIELD(30, FIELD_COUNT, struct order, returned), .flags = FIELD_DERIVED },
	{ FIELD(31, FIELD_COUNT, struct order, returned_value),
		.flags = FIELD_DERIVED },
	{ FIELD(32, FIELD_COUNT, struct order, captured_by_helper),
		.flags = FIELD_DERIVED },
	{ FIELD(33, FIELD_COUNT, struct order, promise_pending),
		.flags = FIELD_DERIVED },
	{ FIELD(34, FIELD_COUNT, struct order, refund_pending),
		.flags = FIELD_DERIVED },
	{ FIELD(35, FIELD_ID, struct order, open_intents), .flags = FIELD_DERIVED },
	{ FIELD(36, FIELD_ID, struct order, intents), .flags = FIELD_DERIVED },
	{ FIELD(37, FIELD_ID, struct order, invoice), .flags = FIELD_DERIVED },
	{ FIELD(38, FIELD_TIME, struct order, due_at) },
	{ FIELD(39, FIELD_TEXT, struct order, reference) },
	{ FIELD(40, FIELD_ID, struct order, imported_facts), .flags = FIELD_DERIVED },
	{ FIELD(41, FIELD_RECORDS, struct order, origin),
		.record = &order_origin_record },
};

const struct record_type order_record = { .name = "order",
	RECORD_FIELDS(struct order, order_fields) };
