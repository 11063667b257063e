#include "pricing/quote_parts.h"

static const struct field quote_step_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct quote_step, stage) },
	{ FIELD(2, FIELD_TEXT, struct quote_step, rule) },
	{ FIELD(3, FIELD_TEXT, struct quote_step, sku) },
	{ FIELD(4, FIELD_TEXT, struct quote_step, what) },
	{ FIELD(5, FIELD_MONEY, struct quote_step, amount) },
	{ FIELD(6, FIELD_MONEY, struct quote_step, result) },
};

const struct record_type quote_step_record = { .name = "step of a quote",
	RECORD_FIELDS(struct quote_step, quote_step_fields) };

enum status
quote_add_step(
	struct quoting *quoting, const struct quote_step *step, struct err *err)
{
	return buffer_append(&quoting->steps, step, sizeof(*step), err);
}
