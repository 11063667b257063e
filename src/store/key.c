#include <string.h>

#include "store/private.h"

static uint8_t *
key_extend(struct key *key, size_t size)
{
	uint8_t *at = key->data + key->size;

	invariant(size <= sizeof(key->data) - key->size);
	key->size += size;
	return at;
}

struct key
key_u64(uint64_t number)
{
	struct key key;

	key_set_u64(&key, number);
	return key;
}

struct key
key_text(const char *text)
{
	struct key key;

	key_set_text(&key, text);
	return key;
}

void
key_set_u64(struct key *key, uint64_t number)
{
	key->size = 0;
	key_add_u64(key, number);
}

void
key_set_text(struct key *key, const char *text)
{
	key->size = 0;
	key_add_text(key, text);
}

void
key_add_u8(struct key *key, uint8_t number)
{
	*key_extend(key, 1) = number;
}

void
key_add_u16(struct key *key, uint16_t number)
{
	put_u16(key_extend(key, 2), number);
}

void
key_add_u32(struct key *key, uint32_t number)
{
	put_u32(key_extend(key, 4), number);
}

void
key_add_u64(struct key *key, uint64_t number)
{
	put_u64(key_extend(key, 8), number);
}

void
key_add_text(struct key *key, const char *text)
{
	size_t size = strlen(text);

	memcpy(key_extend(key, size), text, size);
}

struct bytes
key_bytes(const struct key *key)
{
	return (struct bytes){ key->data, key->size };
}

void
key_end_of_prefix(struct bytes prefix, struct key *end)
{
	size_t size = prefix.size;

	invariant(size <= sizeof(end->data));
	while (size > 0 && prefix.data[size - 1] == 0xFF)
		size--;
	end->size = size;
	if (size == 0)
		return;
	memcpy(end->data, prefix.data, size);
	end->data[size - 1]++;
}
