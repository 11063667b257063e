#include "index/terms.h"

#include <string.h>

#include "index/pack.h"

enum status
fail_index(struct err *err)
{
	return fail(err, ST_CORRUPT, "the search index is damaged (admin reindex)");
}

struct bytes
term_key_bytes(const struct term_key *key)
{
	return (struct bytes){ key->data, key->size };
}

struct term_key
term_key_of_class(uint8_t class)
{
	struct term_key key;

	key.size = 1;
	key.data[0] = class;
	return key;
}

void
term_key_add_u8(struct term_key *key, uint8_t number)
{
	key->data[key->size++] = number;
}

void
term_key_add_u32(struct term_key *key, uint32_t number)
{
	put_u32(key->data + key->size, number);
	key->size += 4;
}

void
term_key_add(struct term_key *key, const void *text, size_t size)
{
	size_t kept = size <= KEY_TEXT_MAX ? size : KEY_TEXT_MAX;

	invariant(key->size + kept + 8 <= TERM_KEY_MAX);
	if (kept > 0)
		memcpy(key->data + key->size, text, kept);
	key->size += kept;
	if (size > kept) {
		put_u64(key->data + key->size,
			checksum((struct bytes){ text, size }, 0));
		key->size += 8;
	}
}

struct term_key
term_key_text(uint8_t class, const void *text, size_t size)
{
	struct term_key key = term_key_of_class(class);

	term_key_add(&key, text, size);
	return key;
}

struct term_key
term_key_field(uint8_t class, unsigned field, const void *text, size_t size)
{
	struct term_key key = term_key_of_class(class);

	term_key_add_u8(&key, (uint8_t)field);
	term_key_add(&key, text, size);
	return key;
}

struct term_key
term_key_value(unsigned field, uint32_t name, const void *text, size_t size)
{
	struct term_key key = term_key_of_class(CLASS_VALUE);

	term_key_add_u8(&key, (uint8_t)field);
	term_key_add_u32(&key, name);
	term_key_add(&key, text, size);
	return key;
}

uint64_t
term_hash(struct bytes key)
{
	return checksum(key, 0);
}

enum status
term_read(struct bytes key, struct bytes value, struct term *term, struct err *err)
{
	struct reader reader = reader_of(value);
	struct bytes flags;
	uint64_t count;
	uint64_t number;
	uint64_t size;
	struct bytes display;

	if (!read_varint(&reader, &count) || !read_bytes(&reader, 1, &flags) ||
		!read_varint(&reader, &number) || !read_varint(&reader, &size) ||
		!read_bytes(&reader, (size_t)size, &display))
		return fail_index(err);
	if (count > UINT32_MAX || number > UINT32_MAX)
		return fail_index(err);
	term->count = (uint32_t)count;
	term->number = (uint32_t)number;
	term->contained = flags.data[0] & TERM_CONTAINED;
	term->has_impacts = class_has_impacts(key.data[0]);
	term->display = display;
	term->postings = (struct bytes){ reader.at, reader.left };
	if (!term->contained && count > INLINE_MAX)
		return fail_index(err);
	return ST_OK;
}

enum status
term_append(const struct term *term, struct buffer *value, struct err *err)
{
	uint8_t flags = term->contained ? TERM_CONTAINED : 0;

	TRY(buffer_append_varint(value, term->count, err));
	TRY(buffer_append(value, &flags, 1, err));
	TRY(buffer_append_varint(value, term->number, err));
	TRY(buffer_append_varint(value, term->display.size, err));
	return buffer_append(value, term->display.data, term->display.size, err);
}

enum status
form_read(struct bytes value, struct form *form, struct err *err)
{
	struct reader reader = reader_of(value);
	uint64_t count;

	if (!read_varint(&reader, &count) || count > UINT32_MAX)
		return fail_index(err);
	form->count = (uint32_t)count;
	form->stem = (struct bytes){ reader.at, reader.left };
	return ST_OK;
}

struct container_key
container_key(uint32_t high, uint32_t number)
{
	struct container_key key;

	put_u16(key.data, (uint16_t)high);
	put_u32(key.data + 2, number);
	return key;
}

enum status
term_get(struct txn *txn, struct bytes key, struct term *term, bool *found,
	struct err *err)
{
	struct bytes value;

	TRY(pack_get(txn, TABLE_TERM, key, &value, found, err));
	return *found ? term_read(key, value, term, err) : ST_OK;
}
