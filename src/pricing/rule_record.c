#include <stddef.h>

#include "pricing/rule.h"

const char *const promotion_from_names[] = { "order", "unit", "shipping", NULL };

static const struct field tax_rate_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct tax_rate, tax_class) },
	{ FIELD(2, FIELD_TEXT, struct tax_rate, zone) },
	{ FIELD(3, FIELD_OPTIONAL, struct tax_rate, rate) },
	{ FIELD(4, FIELD_BOOL, struct tax_rate, included) },
	{ FIELD(5, FIELD_TIME, struct tax_rate, from) },
};

const struct record_type tax_rate_record = { .name = "tax rate",
	RECORD_FIELDS(struct tax_rate, tax_rate_fields) };

static const struct field shipping_method_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shipping_method, method) },
	{ FIELD(2, FIELD_TEXTS, struct shipping_method, countries) },
	{ FIELD(3, FIELD_MONEY, struct shipping_method, price) },
	{ FIELD(4, FIELD_MONEY, struct shipping_method, goods_min) },
	{ FIELD(5, FIELD_MONEY, struct shipping_method, goods_max) },
	{ FIELD(6, FIELD_OPTIONAL, struct shipping_method, weight_min_g) },
	{ FIELD(7, FIELD_OPTIONAL, struct shipping_method, weight_max_g) },
	{ FIELD(8, FIELD_TEXT, struct shipping_method, tax_class) },
};

const struct record_type shipping_method_record = { .name = "shipping method",
	RECORD_FIELDS(struct shipping_method, shipping_method_fields) };

static const struct field off_fields[] = {
	{ FIELD(1, FIELD_OPTIONAL, struct off, percent) },
	{ FIELD(2, FIELD_MONEY, struct off, amount) },
};

static const struct record_type off_record = { .name = "off",
	RECORD_FIELDS(struct off, off_fields) };

static const struct field sale_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct sale, sale) },
	{ FIELD(2, FIELD_RECORD, struct sale, off), .record = &off_record },
	{ FIELD(3, FIELD_TEXT, struct sale, category) },
	{ FIELD(4, FIELD_TEXT, struct sale, brand) },
	{ FIELD(5, FIELD_TEXTS, struct sale, products) },
	{ FIELD(6, FIELD_TIME, struct sale, from) },
	{ FIELD(7, FIELD_TIME, struct sale, until) },
	{ FIELD(8, FIELD_COUNT, struct sale, priority) },
	{ FIELD(9, FIELD_BOOL, struct sale, exclusive) },
};

const struct record_type sale_record = { .name = "sale",
	RECORD_FIELDS(struct sale, sale_fields) };

static const struct field promotion_action_fields[] = {
	{ FIELD(1, FIELD_CHOICE, struct promotion_action, from),
		.choices = promotion_from_names },
	{ FIELD(2, FIELD_RECORD, struct promotion_action, off),
		.record = &off_record },
	{ FIELD(3, FIELD_TEXT, struct promotion_action, category) },
	{ FIELD(4, FIELD_TEXTS, struct promotion_action, products) },
	{ FIELD(5, FIELD_MONEY, struct promotion_action, price_min) },
	{ FIELD(6, FIELD_MONEY, struct promotion_action, price_max) },
	{ FIELD(7, FIELD_BOOL, struct promotion_action, skip_on_sale) },
};

const struct record_type promotion_action_record = { .name = "promotion's action",
	RECORD_FIELDS(struct promotion_action, promotion_action_fields) };

static const struct field category_total_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct category_total, category) },
	{ FIELD(2, FIELD_MONEY, struct category_total, min) },
	{ FIELD(3, FIELD_MONEY, struct category_total, max) },
};

const struct record_type category_total_record = { .name = "category's total",
	RECORD_FIELDS(struct category_total, category_total_fields) };

static const struct field promotion_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct promotion, promotion) },
	{ FIELD(2, FIELD_COUNT, struct promotion, priority) },
	{ FIELD(3, FIELD_BOOL, struct promotion, exclusive) },
	{ FIELD(4, FIELD_TIME, struct promotion, from) },
	{ FIELD(5, FIELD_TIME, struct promotion, until) },
	{ FIELD(6, FIELD_TEXT, struct promotion, coupon_code) },
	{ FIELD(7, FIELD_OPTIONAL, struct promotion, coupon_limit) },
	{ FIELD(8, FIELD_OPTIONAL, struct promotion, coupon_limit_per_customer) },
	{ FIELD(9, FIELD_MONEY, struct promotion, goods_min) },
	{ FIELD(10, FIELD_MONEY, struct promotion, goods_max) },
	{ FIELD(11, FIELD_OPTIONAL, struct promotion, quantity_min) },
	{ FIELD(12, FIELD_OPTIONAL, struct promotion, quantity_max) },
	{ FIELD(13, FIELD_RECORDS, struct promotion, category_totals),
		.record = &category_total_record },
	{ FIELD(14, FIELD_TEXTS, struct promotion, has) },
	{ FIELD(15, FIELD_OPTIONAL, struct promotion, nth_order) },
	{ FIELD(16, FIELD_TEXT, struct promotion, group) },
	{ FIELD(17, FIELD_RECORDS, struct promotion, actions),
		.record = &promotion_action_record },
};

const struct record_type promotion_record = { .name = "promotion",
	RECORD_FIELDS(struct promotion, promotion_fields) };

const struct rule_type rule_types[RULE_KIND_COUNT] = {
	[RULE_TAX] = { "tax rate", "tax", "class", "admin tax", &tax_rate_record },
	[RULE_SHIPPING] = { "shipping method", "shipping", "method", "admin shipping",
		&shipping_method_record },
	[RULE_SALE] = { "sale", "sales", "sale", "admin sale", &sale_record },
	[RULE_PROMOTION] = { "promotion", "promotions", "promotion",
		"admin promotion", &promotion_record },
};
