#include "store/event.h"

#include <string.h>

#include "store/event_private.h"
#include "store/private.h"

/*
 * EVENT: shard u16, number u64 -> the record.
 * EVENT_BY: subject kind, NUL, subject, NUL, number u64 -> nothing.
 * META, "event-head": number u64, time u64, and the hash that the next event carries.
 *
 * An event's hash is keyed BLAKE2b over its key in EVENT and its stored form, which
 * holds the hash of the event before.
 */
#define SHARD 0
#define HEAD_SIZE (16 + HASH_SIZE)
#define SUBJECT_SIZE_MAX 300

static const struct field event_fields[] = {
	{ FIELD(1, FIELD_ID, struct event, number) },
	{ FIELD(2, FIELD_TIME, struct event, at) },
	{ FIELD(3, FIELD_TEXT, struct event, actor_kind) },
	{ FIELD(4, FIELD_ID, struct event, actor_id) },
	{ FIELD(5, FIELD_TEXT, struct event, command) },
	{ FIELD(6, FIELD_TEXT, struct event, subject_kind) },
	{ FIELD(7, FIELD_TEXT, struct event, subject) },
	{ FIELD(8, FIELD_TEXT, struct event, kind) },
	{ FIELD(9, FIELD_RECORDS, struct event, changes), .record = &change_record },
	{ FIELD(10, FIELD_TEXT, struct event, note) },
	{ FIELD(11, FIELD_BYTES, struct event, previous), .flags = FIELD_HIDDEN },
};

const struct record_type event_record = {
	.name = "event",
	RECORD_FIELDS(struct event, event_fields),
};

const struct stored events_stored = { TABLE_EVENT, &event_record };

struct key
event_key(uint64_t number)
{
	struct key key;

	key.size = 0;
	key_add_u16(&key, SHARD);
	key_add_u64(&key, number);
	return key;
}

/* A subject that is too long for a key is in the index by its hash. */
enum status
event_subject_key(
	const char *kind, const char *subject, struct key *key, struct err *err)
{
	char hash_text[2 * HASH_SIZE + 1];
	uint8_t hash[HASH_SIZE];

	if (strlen(subject) > SUBJECT_SIZE_MAX) {
		TRY(crypto_digest((struct bytes){ NULL, 0 }, bytes_of_text(subject),
			hash, err));
		hex_encode((struct bytes){ hash, HASH_SIZE }, hash_text);
		subject = hash_text;
	}
	*key = key_text(kind);
	key_add_u8(key, 0);
	key_add_text(key, subject);
	key_add_u8(key, 0);
	return ST_OK;
}

enum status
event_hash(struct txn *txn, uint64_t number, struct bytes stored,
	uint8_t hash[HASH_SIZE], struct err *err)
{
	const struct secret *secret = txn->store->key;
	struct crypto_hash_state state;
	struct key key = event_key(number);

	/* Without its key the chain would prove nothing. */
	invariant(secret && secret->size > 0);
	TRY(crypto_hash_begin(
		&state, (struct bytes){ secret->data, secret->size }, err));
	crypto_hash_add(&state, key_bytes(&key));
	crypto_hash_add(&state, stored);
	crypto_hash_end(&state, hash);
	return ST_OK;
}

enum status
event_head_read(struct txn *txn, struct event_head *head, struct err *err)
{
	struct bytes value;
	bool found;

	TRY(txn_get(
		txn, TABLE_META, bytes_of_text("event-head"), &value, &found, err));
	if (found && value.size != HEAD_SIZE)
		return fail(err, ST_CORRUPT, "the head of the event log is damaged");
	memset(head, 0, sizeof(*head));
	if (!found)
		return ST_OK;
	head->number = get_u64(value.data);
	head->at = (int64_t)get_u64(value.data + 8);
	memcpy(head->hash, value.data + 16, HASH_SIZE);
	return ST_OK;
}

static enum status
head_write(struct txn *txn, const struct event_head *head, struct err *err)
{
	uint8_t stored[HEAD_SIZE];

	put_u64(stored, head->number);
	put_u64(stored + 8, (uint64_t)head->at);
	memcpy(stored + 16, head->hash, HASH_SIZE);
	return txn_put(txn, TABLE_META, bytes_of_text("event-head"),
		(struct bytes){ stored, sizeof(stored) }, err);
}

static void
fill_in(struct txn *txn, const struct event_head *head, struct event *event)
{
	const struct actor *actor = &txn->store->actor;

	event->number = head->number + 1;
	event->at = txn->now;
	event->actor_kind = actor->kind ? actor->kind : "";
	event->actor_id = actor->id;
	event->command = actor->command ? actor->command : "";
	event->note = event->note ? event->note : "";
	event->previous = (struct bytes){ NULL, 0 };
	if (head->number > 0)
		event->previous = (struct bytes){ head->hash, HASH_SIZE };
}

static enum status
put_event(struct txn *txn, const struct event *event, struct event_head *head,
	struct err *err)
{
	struct buffer buffer = { .arena = txn->arena };
	struct key key = event_key(event->number);

	TRY(record_encode(&event_record, event, &buffer, err));
	TRY(event_hash(txn, event->number, buffer_bytes(&buffer), head->hash, err));
	head->number = event->number;
	head->at = event->at;
	return txn_put(txn, TABLE_EVENT, key_bytes(&key), buffer_bytes(&buffer), err);
}

static enum status
put_index(struct txn *txn, const struct event *event, struct err *err)
{
	struct key key;

	TRY(event_subject_key(event->subject_kind, event->subject, &key, err));
	key_add_u64(&key, event->number);
	return txn_put(
		txn, TABLE_EVENT_BY, key_bytes(&key), (struct bytes){ NULL, 0 }, err);
}

/* previous lies in the head until the event is stored, then in the arena, for the
 * caller may keep the event. */
enum status
event_append(struct txn *txn, struct event *event, struct err *err)
{
	struct arena_mark mark;
	struct event_head head;
	const char *previous;

	TRY(event_head_read(txn, &head, err));
	fill_in(txn, &head, event);
	TRY(arena_copy(txn->arena, (const char *)event->previous.data,
		event->previous.size, &previous, err));
	event->previous.data = (const uint8_t *)previous;
	mark = arena_mark(txn->arena);
	TRY(put_event(txn, event, &head, err));
	arena_rewind(txn->arena, mark);
	TRY(put_index(txn, event, err));
	return head_write(txn, &head, err);
}

enum status
event_head(struct txn *txn, const char **head, struct err *err)
{
	char hash[2 * HASH_SIZE + 1] = "";
	struct event_head last;

	TRY(event_head_read(txn, &last, err));
	if (last.number > 0)
		hex_encode((struct bytes){ last.hash, HASH_SIZE }, hash);
	return arena_format(txn->arena, head, err, "%llu:%s",
		(unsigned long long)last.number, hash);
}
