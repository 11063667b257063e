#include "cmd/rule_test.h"
#include "order/quote_view.h"

/* How a tried cart is printed, of each command what it is about. */

#define QUIET(number_, type_, struct_type, member) \
	FIELD(number_, type_, struct_type, member), .flags = FIELD_QUIET
#define WIDE(number_, type_, struct_type, member) \
	FIELD(number_, type_, struct_type, member), .flags = FIELD_WIDE

static const struct field line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct rule_test_line, sku) },
	{ FIELD(2, FIELD_TEXT, struct rule_test_line, name) },
	{ FIELD(3, FIELD_COUNT, struct rule_test_line, quantity) },
	{ FIELD(4, FIELD_MONEY, struct rule_test_line, unit_price) },
	{ FIELD(5, FIELD_MONEY, struct rule_test_line, line_total) },
	{ QUIET(6, FIELD_MONEY, struct rule_test_line, discount) },
	{ WIDE(7, FIELD_MONEY, struct rule_test_line, tax_added) },
	{ WIDE(8, FIELD_MONEY, struct rule_test_line, tax_included) },
};
static const struct record_type line_record = { .name = "line",
	RECORD_FIELDS(struct rule_test_line, line_fields) };

static const struct field taxed_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct rule_test_line, sku) },
	{ WIDE(2, FIELD_TEXT, struct rule_test_line, name) },
	{ FIELD(3, FIELD_COUNT, struct rule_test_line, quantity) },
	{ FIELD(4, FIELD_MONEY, struct rule_test_line, line_total) },
	{ QUIET(5, FIELD_MONEY, struct rule_test_line, discount) },
	{ FIELD(6, FIELD_TEXT, struct rule_test_line, tax_class) },
	{ FIELD(7, FIELD_TEXT, struct rule_test_line, rate) },
	{ WIDE(8, FIELD_BOOL, struct rule_test_line, included) },
	{ QUIET(9, FIELD_MONEY, struct rule_test_line, tax_added) },
	{ QUIET(10, FIELD_MONEY, struct rule_test_line, tax_included) },
};
static const struct record_type taxed_record = { .name = "line",
	RECORD_FIELDS(struct rule_test_line, taxed_fields) };

static const struct field promotion_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct rule_test_promotion, promotion) },
	{ FIELD(2, FIELD_BOOL, struct rule_test_promotion, applies) },
	{ QUIET(3, FIELD_MONEY, struct rule_test_promotion, goods) },
	{ QUIET(4, FIELD_MONEY, struct rule_test_promotion, shipping) },
	{ FIELD(5, FIELD_TEXT, struct rule_test_promotion, reason) },
};
static const struct record_type promotion_record_shown = { .name = "promotion",
	RECORD_FIELDS(struct rule_test_promotion, promotion_fields) };

static const struct field method_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct rule_test_method, method) },
	{ FIELD(2, FIELD_BOOL, struct rule_test_method, offered) },
	{ FIELD(3, FIELD_BOOL, struct rule_test_method, chosen) },
	{ FIELD(4, FIELD_MONEY, struct rule_test_method, price) },
	{ QUIET(5, FIELD_MONEY, struct rule_test_method, discount) },
	{ QUIET(6, FIELD_MONEY, struct rule_test_method, tax_added) },
	{ QUIET(7, FIELD_MONEY, struct rule_test_method, tax_included) },
	{ FIELD(8, FIELD_TEXT, struct rule_test_method, reason) },
};
static const struct record_type method_record = { .name = "method",
	RECORD_FIELDS(struct rule_test_method, method_fields) };

#define ITEMS(record_) \
	{ \
		FIELD(1, FIELD_RECORDS, struct rule_test_view, items), \
			.record = (record_) \
	}
#define TOTALS \
	{ QUIET(2, FIELD_MONEY, struct rule_test_view, goods_total) }, \
		{ QUIET(3, FIELD_MONEY, struct rule_test_view, discount_total) }, \
		{ QUIET(4, FIELD_MONEY, struct rule_test_view, shipping_total) }, \
		{ QUIET(5, FIELD_MONEY, struct rule_test_view, tax_added) }, \
		{ QUIET(6, FIELD_MONEY, struct rule_test_view, tax_included) }, \
		{ FIELD(7, FIELD_MONEY, struct rule_test_view, total) }, \
		{ FIELD(8, FIELD_TEXT, struct rule_test_view, currency) }, \
		{ FIELD(9, FIELD_TEXT, struct rule_test_view, country) }, \
		{ FIELD(10, FIELD_TIME, struct rule_test_view, at) }, \
		{ FIELD(11, FIELD_TEXT, struct rule_test_view, coupon), \
			.flags = FIELD_QUIET | FIELD_NULLABLE }, \
		{ FIELD(12, FIELD_TEXT, struct rule_test_view, coupon_fault), \
			.flags = FIELD_QUIET | FIELD_NULLABLE }, \
		{ FIELD(13, FIELD_TEXT, struct rule_test_view, shipping_method), \
			.flags = FIELD_QUIET | FIELD_NULLABLE }, \
	{ \
		FIELD(14, FIELD_TEXT, struct rule_test_view, unshippable), \
			.flags = FIELD_QUIET | FIELD_NULLABLE \
	}
#define STEPS(number_) \
	{ \
		FIELD(number_, FIELD_RECORDS, struct rule_test_view, steps), \
			.record = &quote_step_record, .flags = FIELD_WIDE \
	}

static const struct field promotion_test_fields[] = {
	ITEMS(&line_record),
	TOTALS,
	{ FIELD(15, FIELD_RECORDS, struct rule_test_view, promotions),
		.record = &promotion_record_shown },
	STEPS(16),
};
const struct record_type promotion_test_record = { .name = "promotion test",
	RECORD_FIELDS(struct rule_test_view, promotion_test_fields) };

static const struct field shipping_test_fields[] = {
	ITEMS(&line_record),
	TOTALS,
	{ FIELD(15, FIELD_RECORDS, struct rule_test_view, methods),
		.record = &method_record },
	STEPS(16),
};
const struct record_type shipping_test_record = { .name = "shipping test",
	RECORD_FIELDS(struct rule_test_view, shipping_test_fields) };

static const struct field tax_test_fields[] = {
	ITEMS(&taxed_record),
	TOTALS,
	{ FIELD(15, FIELD_TEXT, struct rule_test_view, shipping_tax_rate),
		.flags = FIELD_QUIET | FIELD_NULLABLE },
	{ QUIET(16, FIELD_MONEY, struct rule_test_view, shipping_tax_added) },
	{ QUIET(17, FIELD_MONEY, struct rule_test_view, shipping_tax_included) },
	{ FIELD(18, FIELD_RECORDS, struct rule_test_view, taxes),
		.record = &shown_tax_record },
	STEPS(19),
};
const struct record_type tax_test_record = { .name = "tax test",
	RECORD_FIELDS(struct rule_test_view, tax_test_fields) };
