#include "cmd/rule_view.h"

/* How rules are printed: whole for machines and alone, in fewer columns where a
 * person reads a list. */

static const char *const state_names[] = { "scheduled", "running", "ended", NULL };

#define CHANGES(number_, struct_type) \
	FIELD(number_, FIELD_RECORDS, struct_type, changes), \
		.record = &change_record, .flags = FIELD_SPARSE
#define CURRENCY(number_, struct_type) \
	FIELD(number_, FIELD_TEXT, struct_type, currency), .flags = FIELD_WIDE
#define STATE(number_, struct_type) \
	FIELD(number_, FIELD_CHOICE, struct_type, state), .choices = state_names
#define LINE(number_, type_, struct_type, member) \
	FIELD(number_, type_, struct_type, member), .flags = FIELD_SPARSE

static const struct field tax_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct tax_view, tax) },
	{ FIELD(2, FIELD_TEXT, struct tax_view, class), .flags = FIELD_WIDE },
	{ FIELD(3, FIELD_TEXT, struct tax_view, zone), .flags = FIELD_WIDE },
	{ FIELD(4, FIELD_TEXT, struct tax_view, rate) },
	{ FIELD(5, FIELD_BOOL, struct tax_view, included) },
	{ FIELD(6, FIELD_TEXT, struct tax_view, from) },
	{ CHANGES(7, struct tax_view) },
};
const struct record_type tax_view_record = { .name = "tax rate",
	RECORD_FIELDS(struct tax_view, tax_fields) };

static const struct field shipping_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shipping_view, method) },
	{ FIELD(2, FIELD_MONEY, struct shipping_view, price) },
	{ CURRENCY(3, struct shipping_view) },
	{ FIELD(4, FIELD_TEXTS, struct shipping_view, countries) },
	{ FIELD(5, FIELD_TEXT, struct shipping_view, goods) },
	{ FIELD(6, FIELD_TEXT, struct shipping_view, weight_g) },
	{ FIELD(7, FIELD_TEXT, struct shipping_view, tax_class) },
	{ CHANGES(8, struct shipping_view) },
};
const struct record_type shipping_view_record = { .name = "shipping method",
	RECORD_FIELDS(struct shipping_view, shipping_fields) };

static const struct field sale_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct sale_view, sale) },
	{ STATE(2, struct sale_view) },
	{ FIELD(3, FIELD_TEXT, struct sale_view, off) },
	{ CURRENCY(4, struct sale_view) },
	{ FIELD(5, FIELD_TEXT, struct sale_view, category) },
	{ FIELD(6, FIELD_TEXT, struct sale_view, brand) },
	{ FIELD(7, FIELD_TEXTS, struct sale_view, product) },
	{ FIELD(8, FIELD_TEXT, struct sale_view, from) },
	{ FIELD(9, FIELD_TEXT, struct sale_view, until) },
	{ FIELD(10, FIELD_COUNT, struct sale_view, priority) },
	{ FIELD(11, FIELD_BOOL, struct sale_view, exclusive) },
	{ CHANGES(12, struct sale_view) },
};
const struct record_type sale_view_record = { .name = "sale",
	RECORD_FIELDS(struct sale_view, sale_fields) };

static const struct field sale_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct sale_view, sale) },
	{ STATE(2, struct sale_view) },
	{ FIELD(3, FIELD_TEXT, struct sale_view, off) },
	{ FIELD(4, FIELD_TEXT, struct sale_view, covers) },
	{ LINE(5, FIELD_TEXT, struct sale_view, from) },
	{ LINE(6, FIELD_TEXT, struct sale_view, until) },
	{ LINE(7, FIELD_COUNT, struct sale_view, priority) },
	{ LINE(8, FIELD_BOOL, struct sale_view, exclusive) },
};
static const struct record_type sale_line_record = { .name = "sale",
	RECORD_FIELDS(struct sale_view, sale_line_fields) };

static const struct field coupon_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct coupon_view, code) },
	{ FIELD(2, FIELD_OPTIONAL, struct coupon_view, limit) },
	{ FIELD(3, FIELD_OPTIONAL, struct coupon_view, limit_per_customer) },
	{ FIELD(4, FIELD_COUNT, struct coupon_view, used) },
};
static const struct record_type coupon_record = { .name = "coupon",
	RECORD_FIELDS(struct coupon_view, coupon_fields) };

static const struct field named_range_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct named_range, name) },
	{ FIELD(2, FIELD_TEXT, struct named_range, range) },
};
static const struct record_type named_range_record = { .name = "category total",
	RECORD_FIELDS(struct named_range, named_range_fields) };

static const struct field when_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct when_view, goods) },
	{ FIELD(2, FIELD_TEXT, struct when_view, quantity) },
	{ FIELD(3, FIELD_MAP, struct when_view, category_total),
		.record = &named_range_record },
	{ FIELD(4, FIELD_TEXTS, struct when_view, has) },
	{ FIELD(5, FIELD_OPTIONAL, struct when_view, nth_order) },
	{ FIELD(6, FIELD_TEXT, struct when_view, group) },
};
static const struct record_type when_record = { .name = "when",
	RECORD_FIELDS(struct when_view, when_fields) };

static const struct field action_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct action_view, off) },
	{ FIELD(2, FIELD_TEXT, struct action_view, from) },
	{ LINE(3, FIELD_TEXT, struct action_view, category) },
	{ LINE(4, FIELD_TEXTS, struct action_view, product) },
	{ LINE(5, FIELD_TEXT, struct action_view, price) },
	{ LINE(6, FIELD_BOOL, struct action_view, skip_on_sale) },
};
static const struct record_type action_record = { .name = "action",
	RECORD_FIELDS(struct action_view, action_fields) };

static const struct field promotion_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct promotion_view, promotion) },
	{ STATE(2, struct promotion_view) },
	{ FIELD(3, FIELD_COUNT, struct promotion_view, priority) },
	{ FIELD(4, FIELD_BOOL, struct promotion_view, exclusive) },
	{ FIELD(5, FIELD_TEXT, struct promotion_view, from) },
	{ FIELD(6, FIELD_TEXT, struct promotion_view, until) },
	{ CURRENCY(7, struct promotion_view) },
	{ FIELD(8, FIELD_RECORD, struct promotion_view, coupon),
		.record = &coupon_record },
	{ FIELD(9, FIELD_RECORD, struct promotion_view, when),
		.record = &when_record },
	{ 10, FIELD_RECORDS, "do", offsetof(struct promotion_view, actions),
		.record = &action_record },
	{ CHANGES(11, struct promotion_view) },
};
const struct record_type promotion_view_record = { .name = "promotion",
	RECORD_FIELDS(struct promotion_view, promotion_fields) };

static const struct field promotion_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct promotion_view, promotion) },
	{ STATE(2, struct promotion_view) },
	{ FIELD(3, FIELD_TEXT, struct promotion_view, takes) },
	{ 4, FIELD_TEXT, "coupon", offsetof(struct promotion_view, code),
		.flags = FIELD_SPARSE },
	{ 5, FIELD_COUNT, "used", offsetof(struct promotion_view, coupon.used),
		.flags = FIELD_SPARSE },
	{ LINE(6, FIELD_TEXT, struct promotion_view, from) },
	{ LINE(7, FIELD_TEXT, struct promotion_view, until) },
	{ LINE(8, FIELD_COUNT, struct promotion_view, priority) },
};
static const struct record_type promotion_line_record = { .name = "promotion",
	RECORD_FIELDS(struct promotion_view, promotion_line_fields) };

static const struct field promotion_alone_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct promotion_view, promotion) },
	{ STATE(2, struct promotion_view) },
	{ FIELD(3, FIELD_COUNT, struct promotion_view, priority) },
	{ FIELD(4, FIELD_BOOL, struct promotion_view, exclusive) },
	{ FIELD(5, FIELD_TEXT, struct promotion_view, from) },
	{ FIELD(6, FIELD_TEXT, struct promotion_view, until) },
	{ FIELD(7, FIELD_RECORD, struct promotion_view, coupon),
		.record = &coupon_record },
	{ 8, FIELD_MAP, "when", offsetof(struct promotion_view, conditions),
		.record = &named_range_record },
	{ 9, FIELD_RECORDS, "do", offsetof(struct promotion_view, actions),
		.record = &action_record },
	{ CHANGES(10, struct promotion_view) },
};
static const struct record_type promotion_alone_record = { .name = "promotion",
	RECORD_FIELDS(struct promotion_view, promotion_alone_fields) };

const struct rule_records rule_records[RULE_KIND_COUNT] = {
	[RULE_TAX] = { &tax_view_record, &tax_view_record, &tax_view_record },
	[RULE_SHIPPING] = { &shipping_view_record, &shipping_view_record,
		&shipping_view_record },
	[RULE_SALE] = { &sale_view_record, &sale_view_record, &sale_line_record },
	[RULE_PROMOTION] = { &promotion_view_record, &promotion_alone_record,
		&promotion_line_record },
};
