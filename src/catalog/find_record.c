#include "catalog/find.h"

static const struct field find_reason_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct find_reason, word) },
	{ FIELD(2, FIELD_TEXT, struct find_reason, term) },
	{ FIELD(3, FIELD_TEXT, struct find_reason, fields) },
	{ FIELD(4, FIELD_COUNT, struct find_reason, impact) },
	{ FIELD(5, FIELD_COUNT, struct find_reason, rarity) },
	{ FIELD(6, FIELD_ID, struct find_reason, score) },
};

const struct record_type find_reason_record = { .name = "reason",
	RECORD_FIELDS(struct find_reason, find_reason_fields) };

/* The last two are of explanations alone. */
static const struct field find_item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct find_item, sku) },
	{ FIELD(2, FIELD_TEXT, struct find_item, product), .flags = FIELD_WIDE },
	{ FIELD(3, FIELD_TEXT, struct find_item, name) },
	{ FIELD(4, FIELD_TEXT, struct find_item, brand) },
	{ FIELD(5, FIELD_TEXT, struct find_item, category) },
	{ FIELD(6, FIELD_MONEY, struct find_item, price) },
	{ FIELD(7, FIELD_TEXT, struct find_item, currency), .flags = FIELD_WIDE },
	{ FIELD(8, FIELD_OPTIONAL, struct find_item, available) },
	{ FIELD(9, FIELD_BOOL, struct find_item, in_stock), .flags = FIELD_WIDE },
	{ FIELD(10, FIELD_COUNT, struct find_item, variants) },
	{ FIELD(11, FIELD_ID, struct find_item, score) },
	{ FIELD(12, FIELD_RECORDS, struct find_item, explain),
		.record = &find_reason_record },
};
#define ITEM_FIELD_COUNT (sizeof(find_item_fields) / sizeof(find_item_fields[0]))

const struct record_type find_item_record = { .name = "search result",
	.size = sizeof(struct find_item),
	.fields = find_item_fields,
	.field_count = ITEM_FIELD_COUNT - 2,
	.schema = 1 };

const struct record_type find_explained_record = { .name = "search result",
	RECORD_FIELDS(struct find_item, find_item_fields) };

static const struct field find_value_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct find_value, value) },
	{ FIELD(2, FIELD_COUNT, struct find_value, count) },
};

const struct record_type find_value_record = { .name = "facet value",
	RECORD_FIELDS(struct find_value, find_value_fields) };

static const struct field find_facet_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct find_facet, name) },
	{ FIELD(2, FIELD_RECORDS, struct find_facet, values),
		.record = &find_value_record },
};

const struct record_type find_facet_record = { .name = "facet",
	RECORD_FIELDS(struct find_facet, find_facet_fields) };

static const struct field find_correction_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct find_correction, word) },
	{ FIELD(2, FIELD_TEXT, struct find_correction, instead) },
};

const struct record_type find_correction_record = { .name = "correction",
	RECORD_FIELDS(struct find_correction, find_correction_fields) };
