#include "account/moving.h"
#include "exchange/export_people.h"

static enum status
write_customer(const struct record_writer *writer,
	const struct moving_customer *customer, struct err *err)
{
	TRY(yaml_write_map_begin(writer->yaml, false, err));
	TRY(export_record(writer, &customer_record, &customer->customer, err));
	TRY(export_record(writer, &moving_customer_record, customer, err));
	return yaml_write_map_end(writer->yaml, err);
}

enum status
export_customers(const struct people *people, const struct record_writer *writer,
	struct err *err)
{
	struct arena_mark mark = arena_mark(writer->arena);
	struct moving_customer customer;
	uint64_t after = 0;
	bool begun = false;
	bool found;

	for (;;) {
		arena_rewind(writer->arena, mark);
		TRY(moving_customer_next(people, after, &customer, &found, err));
		if (!found)
			break;
		if (!begun) {
			TRY(yaml_write_text(writer->yaml, "customers", err));
			TRY(yaml_write_list_begin(writer->yaml, false, err));
		}
		begun = true;
		TRY(write_customer(writer, &customer, err));
		after = customer.customer.id;
	}
	return begun ? yaml_write_list_end(writer->yaml, err) : ST_OK;
}
