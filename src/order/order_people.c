#include <inttypes.h>
#include <string.h>

#include "order/order_store.h"

/* The fact's place in the order is part of what its note is bound to. */
static struct privacy_place
note_place(const struct order *order, uint64_t fact)
{
	return (struct privacy_place){ TABLE_FACT, order->number << 20 | fact,
		FACT_FIELD_NOTE };
}

enum status
order_check_text(const char *what, const char *text, size_t size_max, struct err *err)
{
	if (strlen(text) > size_max)
		return fail(err, ST_USAGE, "the %s is longer than %zu bytes", what,
			size_max);
	if (text_has_card_number(text))
		return fail(err, ST_USAGE,
			"the %s holds a payment card's number, which is never kept",
			what);
	return ST_OK;
}

enum status
order_seal_note(const struct people *people, const struct order *order,
	const char *note, struct bytes *sealed, struct err *err)
{
	return order_seal_note_of(people, order, order->facts + 1, note, sealed, err);
}

enum status
order_seal_note_of(const struct people *people, const struct order *order,
	uint64_t fact, const char *note, struct bytes *sealed, struct err *err)
{
	struct privacy privacy = { 0 };
	enum status status;

	if (order->customer == 0 && note[0])
		return fail(err, ST_REFUSED,
			"order %" PRIu64
			" is nobody's: it takes no note, which a customer's "
			"key would seal",
			order->number);
	TRY(privacy_open(
		people->txn, people->shop_key, order->customer, &privacy, err));
	status = privacy_seal(&privacy, note_place(order, fact), note,
		txn_arena(people->txn), sealed, err);
	privacy_close(&privacy);
	return status;
}

enum status
order_note(const struct people *people, uint64_t number, const char *note,
	struct err *err)
{
	struct txn *txn = people->txn;
	struct fact fact = { .kind = FACT_NOTE, .amount = NUMBER_NONE };
	struct order_move move;

	if (note[strspn(note, " \n\t")] == '\0')
		return fail(err, ST_USAGE, "the note is empty");
	TRY(order_check_text("note", note, NOTE_SIZE_MAX, err));
	TRY(order_move_begin(txn, number, ACTION_NOTE, &move, err));
	TRY(order_seal_note(people, &move.now, note, &fact.note, err));
	TRY(fact_append(txn, &move.now, &fact, err));
	return order_move_end(&move, "noted", NULL, err);
}

/* The order keeps the numbers of the day it was placed, and the timeline no address.
 */
enum status
order_change_address(const struct people *people,
	const struct order_address_request *request, struct err *err)
{
	struct fact fact = { .kind = FACT_ADDRESS, .amount = NUMBER_NONE };
	struct change change = { "country", "", "" };
	struct recipient recipient;
	struct order_move move;
	bool moves;

	if (request->address[strspn(request->address, " \n\t")] == '\0')
		return fail(err, ST_USAGE, "the address is empty");
	TRY(order_check_text("address", request->address, ADDRESS_SIZE_MAX, err));
	TRY(order_move_begin(
		people->txn, request->number, ACTION_ADDRESS, &move, err));
	TRY(order_recipient(people, &move.old, &recipient, err));
	recipient.address = request->address;
	change.old = move.old.country;
	change.new = request->country[0] ? request->country : change.old;
	moves = strcmp(change.old, change.new) != 0;
	if (moves)
		TRY(order_keep_origin(txn_arena(people->txn), &move.now, err));
	move.now.country = change.new;
	TRY(order_seal_recipient(people, &recipient, &move.now, err));
	TRY(fact_append(people->txn, &move.now, &fact, err));
	return order_move_end(&move, "address_changed", moves ? &change : NULL, err);
}

static enum status
unseal_recipient(const struct privacy *privacy, const struct order *order,
	struct arena *arena, struct recipient *recipient, struct err *err)
{
	struct privacy_place place = { TABLE_ORDER, order->number, ORDER_FIELD_NAME };

	TRY(privacy_unseal(
		privacy, place, order->name, arena, &recipient->name, err));
	place.field = ORDER_FIELD_PHONE;
	TRY(privacy_unseal(
		privacy, place, order->phone, arena, &recipient->phone, err));
	place.field = ORDER_FIELD_ADDRESS;
	return privacy_unseal(
		privacy, place, order->address, arena, &recipient->address, err);
}

enum status
order_recipient(const struct people *people, const struct order *order,
	struct recipient *recipient, struct err *err)
{
	struct privacy privacy = { 0 };
	enum status status;

	TRY(privacy_open(
		people->txn, people->shop_key, order->customer, &privacy, err));
	status = unseal_recipient(
		&privacy, order, txn_arena(people->txn), recipient, err);
	privacy_close(&privacy);
	return status;
}

static enum status
seal_into(const struct privacy *privacy, struct privacy_place place,
	const struct recipient *recipient, struct arena *arena, struct order *order,
	struct err *err)
{
	place.field = ORDER_FIELD_NAME;
	TRY(privacy_seal(privacy, place, recipient->name, arena, &order->name, err));
	place.field = ORDER_FIELD_PHONE;
	TRY(privacy_seal(
		privacy, place, recipient->phone, arena, &order->phone, err));
	place.field = ORDER_FIELD_ADDRESS;
	return privacy_seal(
		privacy, place, recipient->address, arena, &order->address, err);
}

enum status
order_seal_recipient(const struct people *people, const struct recipient *recipient,
	struct order *order, struct err *err)
{
	struct privacy_place place = { TABLE_ORDER, order->number, 0 };
	struct privacy privacy = { 0 };
	enum status status;

	TRY(privacy_open(
		people->txn, people->shop_key, order->customer, &privacy, err));
	status = seal_into(
		&privacy, place, recipient, txn_arena(people->txn), order, err);
	privacy_close(&privacy);
	return status;
}

enum status
order_fact_note(const struct people *people, const struct order *order,
	const struct fact *fact, const char **note, struct err *err)
{
	struct privacy privacy = { 0 };
	enum status status;

	TRY(privacy_open(
		people->txn, people->shop_key, order->customer, &privacy, err));
	status = privacy_unseal(&privacy, note_place(order, fact->number), fact->note,
		txn_arena(people->txn), note, err);
	privacy_close(&privacy);
	return status;
}
