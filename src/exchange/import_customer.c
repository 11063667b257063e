#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/moving.h"
#include "exchange/import_people.h"
#include "exchange/import_record.h"

#define ID_DIGITS_MAX 12

/* A customer as stored and as the row wants it. */
struct wanted_customer {
	struct import_row *row;
	struct moving_customer stored;
	bool found;
	struct moving_customer now;
};

struct people
import_people(const struct import *import)
{
	return (struct people){ import->txn, import->request->shop_key };
}

enum status
import_owner_only(const struct import_row *row, struct err *err)
{
	if (row->import->request->as_owner)
		return ST_OK;
	return fail(err, ST_NOT_ALLOWED,
		"customers and orders are imported by the owner only");
}

/* "C17850" or "17850". */
static bool
parse_id(const char *text, uint64_t *id)
{
	size_t size = strlen(text);

	if (customer_id_parse(text, id))
		return *id <= CUSTOMER_NUMBER_MAX;
	if (size == 0 || size > ID_DIGITS_MAX || text[0] == '0' ||
		strspn(text, "0123456789") != size)
		return false;
	*id = strtoull(text, NULL, 10);
	return true;
}

static enum status
find_customer(struct import_row *row, const char *text, uint64_t *id, struct err *err)
{
	struct people people = import_people(row->import);
	struct customer customer;

	if (parse_id(text, id))
		return ST_OK;
	TRY(customer_find(&people, text, &customer, err));
	*id = customer.id;
	return ST_OK;
}

enum status
import_customer_id(struct import_row *row, const struct item_node *node, uint64_t *id,
	struct err *err)
{
	const char *text;

	TRY(import_text(row, node, &text, err));
	if (!text)
		return ST_OK;
	return import_check(
		row, find_customer(row, text, id, err), import_at(node), err);
}

/* A text of the row under a key; "" where there is none. */
static const char *
text_of(const struct import_row *row, const char *key)
{
	const struct item_node *node = import_key(row->item->node, key);

	return node && node->kind == ITEM_TEXT ? node->text : "";
}

/* Whom a row without an id is about: who has the phone number or the e-mail address,
 * else somebody new. */
static enum status
find_by_contact(struct import_row *row, uint64_t *id, struct err *err)
{
	static const char *const keys[] = { "email", "phone" };
	struct people people = import_people(row->import);
	struct customer customer;
	enum status status;
	uint64_t last;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (text_of(row, keys[i])[0] == '\0')
			continue;
		status =
			customer_find(&people, text_of(row, keys[i]), &customer, err);
		if (status == ST_OK)
			*id = customer.id;
		if (status != ST_NOT_FOUND)
			return status;
	}
	TRY(sequence_last(row->import->txn, "customer", &last, err));
	*id = last + CUSTOMER_ID_FIRST;
	return ST_OK;
}

static enum status
find_id(struct import_row *row, uint64_t *id, struct err *err)
{
	const struct item_node *map = row->item->node;
	const struct item_node *node = import_key(map, "customer");

	if (node)
		return import_customer_id(row, node, id, err);
	if (text_of(row, "email")[0] || text_of(row, "phone")[0])
		return import_check(
			row, find_by_contact(row, id, err), import_at(map), err);
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"a customer needs an id ('customer:'), or an e-mail address "
			"or a phone number to be found by"),
		import_at(map), err);
}

static enum status
check_new(struct import_row *row, struct err *err)
{
	const struct item_node *map = row->item->node;
	uint64_t line = map->line;
	bool is_new;

	TRY(import_seen_add(
		&row->import->seen, SEEN_CUSTOMER, row->sku, &line, &is_new, err));
	if (is_new)
		return ST_OK;
	return import_check(row,
		fail(err, ST_BAD_DATA,
			"customer '%s' is there twice, first on line %" PRIu64,
			row->sku, line),
		import_at(map), err);
}

static enum status
take_id(struct wanted_customer *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	struct people people = import_people(row->import);
	char text[CUSTOMER_ID_TEXT_MAX];
	uint64_t id = 0;

	TRY(find_id(row, &id, err));
	if (row->errors > 0)
		return ST_OK;
	customer_id_format(id, text);
	TRY(arena_text(txn_arena(people.txn), text, &row->sku, err));
	TRY(check_new(row, err));
	record_init(&moving_customer_record, &wanted->stored);
	record_init(&customer_record, &wanted->stored.customer);
	TRY(moving_customer_get(&people, id, &wanted->stored, &wanted->found, err));
	wanted->now = wanted->stored;
	wanted->now.customer.id = id;
	wanted->now.customer.customer = row->sku;
	return ST_OK;
}

static enum status
read_keys(struct wanted_customer *wanted, struct err *err)
{
	static const char *const others[] = { "customer", NULL };
	struct record_slot items[] = {
		{ &customer_record, &wanted->now.customer },
		{ &moving_customer_record, &wanted->now },
	};
	struct record_slots slots = { items, 2, others, "a customer" };

	return import_record(wanted->row, &slots, wanted->row->item->node, err);
}

/* The list of what an import changed lies in the open: nothing personal is in it. */
static bool
is_personal(const char *field)
{
	static const char *const plain[] = { "customer", "country", "group",
		"disabled", "registered_at", "one_time", "erased" };
	size_t i;

	for (i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (strcmp(plain[i], field) == 0)
			return false;
	return true;
}

static void
hide(struct list *changes)
{
	struct change *items = changes->items;
	size_t i;

	for (i = 0; i < changes->count; i++) {
		if (!is_personal(items[i].field))
			continue;
		items[i].old = items[i].old[0] ? "(sealed)" : "";
		items[i].new = items[i].new[0] ? "(sealed)" : "";
	}
}

static enum status
list_changes(
	const struct wanted_customer *wanted, struct list *changes, struct err *err)
{
	struct arena *arena = txn_arena(wanted->row->import->txn);
	struct record_pair clear = { &customer_record, &wanted->stored.customer,
		&wanted->now.customer, "" };
	struct record_pair rest = { &moving_customer_record, &wanted->stored,
		&wanted->now, "" };
	struct list more;
	struct change *all;

	TRY(record_diff(&clear, (struct record_style){ 0 }, arena, changes, err));
	TRY(record_diff(&rest, (struct record_style){ 0 }, arena, &more, err));
	TRY(ARENA_NEW(arena, changes->count + more.count, &all, err));
	if (changes->count > 0)
		memcpy(all, changes->items, changes->count * sizeof(*all));
	if (more.count > 0)
		memcpy(all + changes->count, more.items, more.count * sizeof(*all));
	*changes = (struct list){ all, changes->count + more.count };
	hide(changes);
	return ST_OK;
}

static enum status
finish(struct wanted_customer *wanted, struct err *err)
{
	struct import_row *row = wanted->row;
	struct people people = import_people(row->import);
	struct change made = { "customer", "", row->sku };
	struct list changes = { &made, 1 };

	TRY(import_check(row, moving_customer_check(&people, &wanted->now, err),
		import_at(row->item->node), err));
	if (row->errors > 0)
		return ST_OK;
	if (wanted->found)
		TRY(list_changes(wanted, &changes, err));
	if (changes.count > 0)
		TRY(import_check(row,
			moving_customer_put(&people,
				wanted->found ? &wanted->stored : NULL, &wanted->now,
				err),
			import_at(row->item->node), err));
	if (row->errors > 0)
		return ST_OK;
	return import_tell_changes(
		row->import, &changes, row->sku, wanted->found, err);
}

enum status
import_customer(struct import_row *row, struct err *err)
{
	struct wanted_customer wanted = { .row = row };
	const struct item_node *map = row->item->node;

	TRY(import_owner_only(row, err));
	if (map->kind != ITEM_MAP)
		return import_check(row,
			fail(err, ST_BAD_DATA,
				"a customer is a map such as { customer: C1001, "
				"name: "
				"Ada }, not %s",
				import_kind(map)),
			import_at(map), err);
	TRY(take_id(&wanted, err));
	if (row->errors > 0)
		return ST_OK;
	TRY(read_keys(&wanted, err));
	return row->errors > 0 ? ST_OK : finish(&wanted, err);
}
