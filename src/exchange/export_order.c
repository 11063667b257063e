#include <inttypes.h>
#include <stdio.h>

#include "exchange/export_people.h"
#include "order/history.h"

/* An order while it is written. */
struct order_export {
	const struct people *people;
	const struct record_writer *writer;
	bool personal;
};

static void
forget_people(struct order_history *history)
{
	struct fact *facts = history->facts.items;
	size_t i;

	history->order.name = history->order.phone = history->order.address =
		(struct bytes){ NULL, 0 };
	for (i = 0; i < history->facts.count; i++)
		facts[i].note = (struct bytes){ NULL, 0 };
}

static enum status
write_head(
	const struct order_export *export, const struct order *order, struct err *err)
{
	const struct record_writer *writer = export->writer;
	char number[24];
	char customer[CUSTOMER_ID_TEXT_MAX];

	snprintf(number, sizeof(number), "%" PRIu64, order->number);
	TRY(yaml_write_text(writer->yaml, "order", err));
	TRY(yaml_write_plain(writer->yaml, number, err));
	if (order->customer != 0) {
		customer_id_format(order->customer, customer);
		TRY(export_key(writer, "customer", customer, err));
	}
	return export_key(writer, "state", order_state_names[order->state], err);
}

/* Facts that say no more than that it is long over are left out. */
static enum status
write_order(const struct order_export *export, struct order_history *history,
	struct err *err)
{
	const struct record_writer *writer = export->writer;
	bool plain;

	if (!export->personal)
		forget_people(history);
	TRY(order_history_is_plain(export->people->txn, history, &plain, err));
	if (plain)
		history->facts = (struct list){ NULL, 0 };
	TRY(yaml_write_map_begin(writer->yaml, false, err));
	TRY(write_head(export, &history->order, err));
	TRY(export_record(writer, &order_record, &history->order, err));
	TRY(export_record(writer, &order_history_record, history, err));
	return yaml_write_map_end(writer->yaml, err);
}

enum status
export_orders(const struct people *people, const struct record_writer *writer,
	bool personal, struct err *err)
{
	const struct order_export export = { people, writer, personal };
	struct arena_mark mark = arena_mark(writer->arena);
	struct order_history history;
	uint64_t after = 0;
	bool begun = false;
	bool found;

	for (;;) {
		arena_rewind(writer->arena, mark);
		TRY(order_history_next(people, after, &history, &found, err));
		if (!found)
			break;
		if (!begun) {
			TRY(yaml_write_text(writer->yaml, "orders", err));
			TRY(yaml_write_list_begin(writer->yaml, false, err));
		}
		begun = true;
		after = history.order.number;
		TRY(write_order(&export, &history, err));
	}
	return begun ? yaml_write_list_end(writer->yaml, err) : ST_OK;
}
