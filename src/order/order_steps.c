#include "order/order_store.h"

struct stored_steps {
	struct list steps; /* of struct quote_step */
};

static const struct field stored_steps_fields[] = {
	{ FIELD(1, FIELD_RECORDS, struct stored_steps, steps),
		.record = &quote_step_record },
};

static const struct record_type stored_steps_record = { .name = "steps of an order",
	RECORD_FIELDS(struct stored_steps, stored_steps_fields) };

static const struct stored stored = { TABLE_ORDER_STEPS, &stored_steps_record };

enum status
order_steps_put(
	struct txn *txn, uint64_t number, const struct list *steps, struct err *err)
{
	struct stored_steps record = { *steps };
	struct key key = key_u64(number);

	return txn_put_record(txn, &stored, key_bytes(&key), &record, err);
}

enum status
order_steps(struct txn *txn, uint64_t number, struct list *steps, struct err *err)
{
	struct stored_steps record;
	struct key key = key_u64(number);
	bool found;

	record_init(&stored_steps_record, &record);
	TRY(txn_get_record(txn, &stored, key_bytes(&key), &record, &found, err));
	*steps = record.steps;
	return ST_OK;
}
