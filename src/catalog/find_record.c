#include "catalog/find.h"

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
};

const struct record_type find_item_record = { .name = "search result",
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
