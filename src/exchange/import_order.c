#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "account/moving.h"
#include "base/country.h"
#include "catalog/level.h"
#include "exchange/import_people.h"
#include "exchange/import_record.h"
#include "order/history.h"

#define NUMBER_DIGITS_MAX 12

/* An order as stored and as the row wants it. */
struct wanted_order {
	struct import_row *row;
	struct order_history stored;
	bool found;
	struct order_history now;
	struct history_given given;
	bool is_ahead; /* of products that it waits for, in a rehearsal */
};

static const char *const other_keys[] = { "order", "customer", "state", NULL };

static enum status
parse_number(const struct item_node *node, uint64_t *number, struct err *err)
{
	size_t size = strlen(node->text);

	if (size > 0 && size <= NUMBER_DIGITS_MAX && node->text[0] != '0' &&
		strspn(node->text, "0123456789") == size) {
		*number = strtoull(node->text, NULL, 10);
		return ST_OK;
	}
	return fail(err, ST_BAD_DATA,
		"an order's number is a whole number with up to %d digits, not '%s' "
		"(what another system calls it can be its reference)",
		NUMBER_DIGITS_MAX, node->text);
}

static enum status
check_new(struct import_row *row, const struct item_node *node, struct err *err)
{
	uint64_t line = node->line;
	bool is_new;

	TRY(import_seen_add(
		&row->import->seen, SEEN_ORDER, row->sku, &line, &is_new, err));
	if (is_new)
		return ST_OK;
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"order %s is there twice, first on line %" PRIu64, row->sku,
			line),
		import_at(node), err);
}

static enum status
take_number(struct wanted_order *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	const struct item_node *map = row->item->node;
	const struct item_node *node = import_key(map, "order");
	struct people people = import_people(row->import);
	const char *text = NULL;
	uint64_t number = 0;

	if (!node)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"an order needs its number ('order:')"),
			import_at(map), err);
	TRY(import_text(row, node, &text, err));
	if (text)
		TRY(import_check(
			row, parse_number(node, &number, err), import_at(node), err));
	if (row->errors > 0)
		return ST_OK;
	row->sku = text;
	TRY(check_new(row, node, err));
	record_init(&order_history_record, &wanted->stored);
	record_init(&order_record, &wanted->stored.order);
	TRY(order_history_get(&people, number, &wanted->stored, &wanted->found, err));
	wanted->stored.order.number = number;
	return ST_OK;
}

/* A total that is not given is none, which is not the same as 0. */
static void
forget_totals(struct order *order)
{
	order->goods_total = order->discount_total = NUMBER_NONE;
	order->shipping_total = order->total = NUMBER_NONE;
	order->tax_added = order->tax_included = NUMBER_NONE;
}

static enum status
set_country(struct wanted_order *wanted, struct err *err)
{
	struct order *order = &wanted->now.order;
	const struct item_node *node = import_key(wanted->row->item->node, "country");
	char code[COUNTRY_CODE_MAX];

	if (!node || order->country[0] == '\0')
		return ST_OK;
	if (country_find(order->country, code))
		return arena_text(txn_arena(wanted->row->import->txn), code,
			&order->country, err);
	return import_check(wanted->row,
		fail(err, ST_BAD_DATA,
			"'%s' is no country's code (ISO 3166-1, two letters: DE, GB, "
			"US)",
			order->country),
		import_at(node), err);
}

static enum status
set_state(struct wanted_order *wanted, struct err *err)
{
	const struct item_node *node = import_key(wanted->row->item->node, "state");
	const char *text;
	int i;

	wanted->given.state = -1;
	if (!node)
		return ST_OK;
	TRY(import_text(wanted->row, node, &text, err));
	for (i = 0; text && order_state_names[i]; i++)
		if (strcmp(order_state_names[i], text) == 0)
			wanted->given.state = i;
	if (!text || wanted->given.state >= 0)
		return ST_OK;
	return import_check(wanted->row,
		fail(err, ST_BAD_DATA,
			"state '%s' is none of placed, cancelled and closed", text),
		import_at(node), err);
}

static enum status
set_customer(struct wanted_order *wanted, struct err *err)
{
	const struct item_node *node =
		import_key(wanted->row->item->node, "customer");

	if (!node)
		return ST_OK;
	wanted->now.order.customer = 0;
	if (import_is_none(node))
		return ST_OK;
	return import_customer_id(
		wanted->row, node, &wanted->now.order.customer, err);
}

static enum status
read_keys(struct wanted_order *wanted, struct err *err)
{
	struct record_slot items[] = {
		{ &order_record, &wanted->now.order },
		{ &order_history_record, &wanted->now },
	};
	struct record_slots slots = { items, 2, other_keys, "an order" };
	const struct item_node *map = wanted->row->item->node;

	wanted->now = wanted->stored;
	if (!wanted->found)
		forget_totals(&wanted->now.order);
	TRY(import_record(wanted->row, &slots, map, err));
	TRY(set_country(wanted, err));
	TRY(set_state(wanted, err));
	wanted->given.facts = import_key(map, "facts") != NULL;
	return set_customer(wanted, err);
}

/* A history without what is personal says nothing of notes. */
static void
keep_notes(struct wanted_order *wanted)
{
	const struct fact *old = wanted->stored.facts.items;
	struct fact *now = wanted->now.facts.items;
	size_t i;

	if (wanted->stored.facts.count != wanted->now.facts.count)
		return;
	for (i = 0; i < wanted->now.facts.count; i++)
		if (now[i].note.size == 0)
			now[i].note = old[i].note;
}

/* The first field in which they differ, or NULL. */
static const char *
find_difference(const struct record_type *type, const void *stored, const void *now)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (!(type->fields[i].flags & FIELD_DERIVED) &&
			!field_equal(&type->fields[i], stored, now))
			return type->fields[i].name;
	return NULL;
}

static enum status
refuse_changed(const struct wanted_order *wanted, const char *field, struct err *err)
{
	const struct item_node *map = wanted->row->item->node;
	const struct item_node *node = import_key(map, field);

	return import_check(wanted->row,
		fail(err, ST_EXISTS,
			"order %s is there already, and its '%s' differs (an order "
			"never changes)",
			wanted->row->sku, field),
		import_at(node ? node : map), err);
}

/* An order that is there stays as it is: the row may say the same of it. */
static enum status
compare(struct wanted_order *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	struct list none = { NULL, 0 };
	const char *field;

	TRY(import_check(row, order_history_number(&wanted->now, err),
		import_at(row->item->node), err));
	if (row->errors > 0)
		return ST_OK;
	TRY(order_history_number(&wanted->stored, err));
	keep_notes(wanted);
	field = find_difference(
		&order_record, &wanted->stored.order, &wanted->now.order);
	if (!field)
		field = find_difference(
			&order_history_record, &wanted->stored, &wanted->now);
	if (!field && wanted->stored.order.customer != wanted->now.order.customer)
		field = "customer";
	if (!field && wanted->given.state >= 0 &&
		wanted->given.state != wanted->stored.order.state)
		field = "state";
	if (field)
		return refuse_changed(wanted, field, err);
	return import_tell_changes(row->import, &none, row->sku, true, err);
}

/* A SKU that an open order waits for: the catalogue's, or one that the file brings
 * along. */
static enum status
find_sku(struct wanted_order *wanted, const char *sku, struct err *err)
{
	struct import *import = wanted->row->import;
	struct import_name name = { NAME_SKU, sku, IMPORT_NO_ROW };
	uint32_t named = IMPORT_NO_ROW;
	struct product product;
	size_t variant;
	bool found;

	TRY(product_by_sku(import->txn, sku, &product, &variant, &found, err));
	if (!found && import->rehearsing)
		TRY(import_names_find(&import->names, &name, false,
			txn_arena(import->txn), &named, err));
	wanted->is_ahead = wanted->is_ahead || named != IMPORT_NO_ROW;
	if (found || named != IMPORT_NO_ROW)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"an open order waits for '%s', which the catalogue does not have",
		sku);
}

static enum status
check_new_order(struct wanted_order *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	const struct order *order = &wanted->now.order;
	const struct order_line *lines = order->lines.items;
	struct import_place place = import_at(row->item->node);
	size_t i;

	TRY(import_check(row,
		order_history_complete(
			row->import->txn, &wanted->given, &wanted->now, err),
		place, err));
	if (row->errors == 0 && order->customer != 0)
		TRY(import_check(row,
			moving_customer_check_id(
				row->import->txn, order->customer, err),
			place, err));
	if (row->errors > 0)
		return ST_OK;
	for (i = 0; order->state == ORDER_PLACED && i < order->lines.count; i++)
		TRY(import_check(
			row, find_sku(wanted, lines[i].sku, err), place, err));
	return import_documents_check(row, &wanted->now.facts, err);
}

/* Where a SKU is counted and more of it is held than there is. */
static enum status
warn_of_sku(struct import_row *row, const char *sku, struct err *err)
{
	struct txn *txn = row->import->txn;
	struct product product;
	struct details details;
	struct level level;
	const char *message;
	size_t variant;
	bool found;

	TRY(product_by_sku(txn, sku, &product, &variant, &found, err));
	TRY(level_get(txn, sku, &level, err));
	if (!found || level.held <= level.on_hand)
		return ST_OK;
	TRY(product_details(&product, variant, txn_arena(txn), &details, err));
	if (level_available(&level, &details) > 0)
		return ST_OK;
	TRY(arena_format(txn_arena(txn), &message, err,
		"holds more of '%s' than there is (%" PRId64 " held, %" PRId64
		" on hand)",
		sku, level.held, level.on_hand));
	import_warn(row, row->sku, import_at(row->item->node), message);
	return ST_OK;
}

static enum status
warn_of_short(struct wanted_order *wanted, struct err *err)
{
	const struct order *order = &wanted->now.order;
	const struct order_line *lines = order->lines.items;
	size_t i;

	if (order->state != ORDER_PLACED || wanted->is_ahead)
		return ST_OK;
	for (i = 0; i < order->lines.count; i++)
		TRY(warn_of_sku(wanted->row, lines[i].sku, err));
	return ST_OK;
}

static enum status
put_new(struct wanted_order *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	struct people people = import_people(row->import);
	struct change placed = { "placed_at", "", "" };
	struct list changes = { &placed, 1 };
	bool made;

	if (wanted->now.order.customer != 0)
		TRY(moving_customer_bare(
			&people, wanted->now.order.customer, &made, err));
	TRY(order_history_put(&people, wanted->is_ahead ? NULL : row->import->catalog,
		&wanted->now, err));
	import_documents_count(row->import, &wanted->now.facts);
	TRY(warn_of_short(wanted, err));
	TRY(field_text(record_field(&order_record, "placed_at"), &wanted->now.order,
		(struct record_style){ 0 }, txn_arena(people.txn), &placed.new, err));
	return import_tell_changes(row->import, &changes, row->sku, false, err);
}

static enum status
finish(struct wanted_order *wanted, struct err *err)
{
	struct import_row *row = wanted->row;

	if (wanted->found)
		return compare(wanted, err);
	TRY(check_new_order(wanted, err));
	return row->errors > 0 ? ST_OK : put_new(wanted, err);
}

enum status
import_order(struct import_row *row, struct err *err)
{
	struct wanted_order wanted = { .row = row };
	const struct item_node *map = row->item->node;

	TRY(import_owner_only(row, err));
	if (map->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"an order is a map such as { order: 1001, placed_at: "
				"2026-11-26, lines: [...] }, not %s",
				import_kind(map)),
			import_at(map), err);
	TRY(take_number(&wanted, err));
	if (row->errors > 0)
		return ST_OK;
	TRY(read_keys(&wanted, err));
	return row->errors > 0 ? ST_OK : finish(&wanted, err);
}
