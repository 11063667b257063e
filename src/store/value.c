#include <string.h>

#include "store/private.h"

/* A key as people read it, for messages: printable ASCII as it is, all else as
 * \xNN. */
#define KEY_TEXT_MAX 128

static void
describe_key(struct bytes key, char text[KEY_TEXT_MAX])
{
	static const char digits[] = "0123456789abcdef";
	size_t used = 0;
	size_t i;

	for (i = 0; i < key.size && used + 5 < KEY_TEXT_MAX; i++) {
		uint8_t byte = key.data[i];

		if (byte >= ' ' && byte < 0x7F && byte != '\\') {
			text[used++] = (char)byte;
			continue;
		}
		text[used++] = '\\';
		text[used++] = 'x';
		text[used++] = digits[byte >> 4];
		text[used++] = digits[byte & 15];
	}
	text[used] = '\0';
}

uint64_t
value_sum(enum table table, struct bytes key, struct bytes value)
{
	uint64_t seed = checksum(bytes_of_text(table_infos[table].name), 0);

	return checksum(value, checksum(key, seed));
}

static enum status
damaged(enum table table, struct bytes key, struct err *err)
{
	char text[KEY_TEXT_MAX];

	describe_key(key, text);
	return fail(err, ST_CORRUPT,
		"the entry '%s' of table '%s' is damaged: its checksum does not "
		"agree "
		"(run 'shop admin check')",
		text, table_infos[table].name);
}

enum status
value_check(enum table table, struct bytes key, struct bytes stored,
	struct bytes *value, struct err *err)
{
	struct bytes body = { stored.data, stored.size - SUM_SIZE };

	if (stored.size < SUM_SIZE ||
		get_u64(stored.data + body.size) != value_sum(table, key, body))
		return damaged(table, key, err);
	*value = body;
	return ST_OK;
}

enum status
value_peek(enum table table, struct bytes key, struct bytes stored,
	struct bytes *value, struct err *err)
{
	invariant(table_infos[table].derived);
	if (stored.size < SUM_SIZE)
		return damaged(table, key, err);
	*value = (struct bytes){ stored.data, stored.size - SUM_SIZE };
	return ST_OK;
}

/* Checking a sum reads all of a value: what is larger than a few pages is fetched in
 * one piece. */
#define FETCH_SIZE_MIN 16384

static void
expect_key(struct bytes key)
{
	invariant(key.size > 0 && key.size <= ENGINE_KEY_MAX);
}

enum status
txn_get(struct txn *txn, enum table table, struct bytes key, struct bytes *value,
	bool *found, struct err *err)
{
	struct bytes stored;
	bool there;

	expect_key(key);
	TRY(txn->type->get(
		txn->engine, table_used(txn, table), key, &stored, &there, err));
	if (there && stored.size >= FETCH_SIZE_MIN)
		txn_will_need(txn, stored);
	if (there)
		TRY(value_check(table, key, stored, value, err));
	*found = there;
	return ST_OK;
}

enum status
txn_peek(struct txn *txn, enum table table, struct bytes key, struct bytes *value,
	bool *found, struct err *err)
{
	struct bytes stored;
	bool there;

	expect_key(key);
	invariant(table_infos[table].derived);
	TRY(txn->type->get(
		txn->engine, table_used(txn, table), key, &stored, &there, err));
	if (there)
		TRY(value_peek(table, key, stored, value, err));
	*found = there;
	return ST_OK;
}

void
txn_will_need(struct txn *txn, struct bytes value)
{
	if (value.size > 0)
		txn->type->will_need(value);
}

/* What a value costs at the commit: itself, and the page that it lies on where that
 * was not written to just before. */
#define PAGE 4096

void
slice_count(struct slice *slice, enum table table, const uint8_t *room, size_t size)
{
	uintptr_t at = (uintptr_t)room;
	uintptr_t last = (uintptr_t)slice->last[table];

	if (at > last + PAGE || last > at + PAGE)
		slice->bytes += PAGE;
	slice->bytes += size;
	slice->last[table] = room;
}

/* Who stages leaves the set in use alone till the end. */
static enum status
begin_write(struct txn *txn, enum table table, struct bytes key, unsigned *used,
	struct err *err)
{
	expect_key(key);
	invariant(txn->job->write);
	invariant(!txn->job->slice || !table_infos[table].twice ||
		  txn->set == SET_STAGED);
	txn->writes++;
	*used = table_used(txn, table);
	return txn->member ? group_keep(txn, *used, key, err) : ST_OK;
}

/* A value and its sum, in the room that the engine gave for them. */
static void
fill(struct txn *txn, enum table table, struct bytes value, uint64_t sum,
	uint8_t *room)
{
	if (value.size > 0)
		memcpy(room, value.data, value.size);
	put_u64(room + value.size, sum);
	if (txn->job->slice)
		slice_count(txn->job->slice, table, room, value.size + SUM_SIZE);
}

enum status
txn_put(struct txn *txn, enum table table, struct bytes key, struct bytes value,
	struct err *err)
{
	uint64_t sum = value_sum(table, key, value);
	unsigned used;
	uint8_t *room;

	TRY(begin_write(txn, table, key, &used, err));
	TRY(txn->type->reserve(
		txn->engine, used, key, value.size + SUM_SIZE, &room, err));
	fill(txn, table, value, sum, room);
	return ST_OK;
}

enum status
txn_append(struct txn *txn, enum table table, struct bytes key, struct bytes value,
	struct err *err)
{
	uint64_t sum = value_sum(table, key, value);
	unsigned used;
	uint8_t *room;

	TRY(begin_write(txn, table, key, &used, err));
	TRY(txn->type->append(
		txn->engine, used, key, value.size + SUM_SIZE, &room, err));
	fill(txn, table, value, sum, room);
	return ST_OK;
}

enum status
txn_delete(struct txn *txn, enum table table, struct bytes key, bool *found,
	struct err *err)
{
	unsigned used;

	TRY(begin_write(txn, table, key, &used, err));
	if (txn->job->slice)
		txn->job->slice->bytes += PAGE;
	return txn->type->delete (txn->engine, used, key, found, err);
}

enum status
txn_get_record(struct txn *txn, const struct stored *stored, struct bytes key,
	void *record, bool *found, struct err *err)
{
	struct bytes value;
	bool there;

	TRY(txn_get(txn, stored->table, key, &value, &there, err));
	if (there)
		TRY(record_decode(stored->type, value, txn->arena, record, err));
	*found = there;
	return ST_OK;
}

enum status
txn_put_record(struct txn *txn, const struct stored *stored, struct bytes key,
	const void *record, struct err *err)
{
	struct arena_mark mark = arena_mark(txn->arena);
	struct buffer buffer = { .arena = txn->arena };

	TRY(record_encode(stored->type, record, &buffer, err));
	TRY(txn_put(txn, stored->table, key, buffer_bytes(&buffer), err));
	arena_rewind(txn->arena, mark);
	return ST_OK;
}

enum status
txn_table_stat(
	struct txn *txn, enum table table, struct table_stat *stat, struct err *err)
{
	struct engine_stat counted;

	TRY(txn->type->stat(txn->engine, table_used(txn, table), &counted, err));
	*stat = (struct table_stat){ counted.entries, counted.bytes };
	return ST_OK;
}
