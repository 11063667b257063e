#include "base/bytes.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#define BUFFER_CAPACITY_MIN 256

struct bytes
bytes_of_text(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, strlen(text) };
}

bool
bytes_equal(struct bytes a, struct bytes b)
{
	return a.size == b.size &&
	       (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

int
bytes_compare(struct bytes a, struct bytes b)
{
	size_t shared = a.size < b.size ? a.size : b.size;
	int order = shared > 0 ? memcmp(a.data, b.data, shared) : 0;

	if (order != 0)
		return order;
	return (a.size > b.size) - (a.size < b.size);
}

bool
bytes_begin_with(struct bytes whole, struct bytes prefix)
{
	return whole.size >= prefix.size &&
	       bytes_equal((struct bytes){ whole.data, prefix.size }, prefix);
}

struct bytes
buffer_bytes(const struct buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->size };
}

enum status
buffer_reserve(struct buffer *buffer, size_t extra, struct err *err)
{
	size_t capacity = buffer->capacity ? buffer->capacity : BUFFER_CAPACITY_MIN;
	uint8_t *data;

	if (buffer->capacity - buffer->size >= extra)
		return ST_OK;
	if (extra > SIZE_MAX / 4 - buffer->size)
		return fail_memory(err);
	while (capacity - buffer->size < extra)
		capacity *= 2;
	TRY(arena_take_raw(buffer->arena, capacity, &data, err));
	if (buffer->size > 0)
		memcpy(data, buffer->data, buffer->size);
	buffer->data = data;
	buffer->capacity = capacity;
	return ST_OK;
}

enum status
buffer_append(struct buffer *buffer, const void *data, size_t size, struct err *err)
{
	if (size == 0)
		return ST_OK;
	if (buffer->capacity - buffer->size < size)
		TRY(buffer_reserve(buffer, size, err));
	memcpy(buffer->data + buffer->size, data, size);
	buffer->size += size;
	return ST_OK;
}

enum status
buffer_append_text(struct buffer *buffer, const char *text, struct err *err)
{
	return buffer_append(buffer, text, strlen(text), err);
}

enum status
buffer_append_varint(struct buffer *buffer, uint64_t value, struct err *err)
{
	uint8_t group[10];
	size_t size = 0;

	if (value < 0x80 && buffer->size < buffer->capacity) {
		buffer->data[buffer->size++] = (uint8_t)value;
		return ST_OK;
	}
	for (; value >= 0x80; value >>= 7)
		group[size++] = (uint8_t)(value | 0x80);
	group[size++] = (uint8_t)value;
	return buffer_append(buffer, group, size, err);
}

enum status
buffer_append_signed(struct buffer *buffer, int64_t value, struct err *err)
{
	return buffer_append_varint(buffer, zigzag(value), err);
}

enum status
buffer_append_u32(struct buffer *buffer, uint32_t value, struct err *err)
{
	uint8_t bytes[4];

	put_u32(bytes, value);
	return buffer_append(buffer, bytes, sizeof(bytes), err);
}

enum status
buffer_append_u64(struct buffer *buffer, uint64_t value, struct err *err)
{
	uint8_t bytes[8];

	put_u64(bytes, value);
	return buffer_append(buffer, bytes, sizeof(bytes), err);
}

void
put_u16(uint8_t *to, uint16_t value)
{
	to[0] = (uint8_t)(value >> 8);
	to[1] = (uint8_t)value;
}

void
put_u32(uint8_t *to, uint32_t value)
{
	put_u16(to, (uint16_t)(value >> 16));
	put_u16(to + 2, (uint16_t)value);
}

void
put_u64(uint8_t *to, uint64_t value)
{
	put_u32(to, (uint32_t)(value >> 32));
	put_u32(to + 4, (uint32_t)value);
}

uint16_t
get_u16(const uint8_t *from)
{
	return (uint16_t)(from[0] << 8 | from[1]);
}

uint32_t
get_u32(const uint8_t *from)
{
	return (uint32_t)get_u16(from) << 16 | get_u16(from + 2);
}

uint64_t
get_u64(const uint8_t *from)
{
	return (uint64_t)get_u32(from) << 32 | get_u32(from + 4);
}

struct reader
reader_of(struct bytes bytes)
{
	return (struct reader){ bytes.data, bytes.size };
}

bool
read_varint(struct reader *reader, uint64_t *value)
{
	uint64_t result = 0;
	size_t i;

	for (i = 0; i < reader->left && i < 10; i++) {
		uint8_t byte = reader->at[i];

		if (i == 9 && byte > 1)
			return false;
		result |= (uint64_t)(byte & 0x7F) << (7 * i);
		if (byte < 0x80) {
			reader->at += i + 1;
			reader->left -= i + 1;
			*value = result;
			return true;
		}
	}
	return false;
}

bool
read_signed(struct reader *reader, int64_t *value)
{
	uint64_t read;

	if (!read_varint(reader, &read))
		return false;
	*value = unzigzag(read);
	return true;
}

bool
read_u32(struct reader *reader, uint32_t *value)
{
	struct bytes bytes;

	if (!read_bytes(reader, 4, &bytes))
		return false;
	*value = get_u32(bytes.data);
	return true;
}

bool
read_u64(struct reader *reader, uint64_t *value)
{
	struct bytes bytes;

	if (!read_bytes(reader, 8, &bytes))
		return false;
	*value = get_u64(bytes.data);
	return true;
}

bool
read_bytes(struct reader *reader, size_t size, struct bytes *bytes)
{
	if (size > reader->left)
		return false;
	*bytes = (struct bytes){ reader->at, size };
	reader->at += size;
	reader->left -= size;
	return true;
}

uint64_t
zigzag(int64_t value)
{
	uint64_t doubled = (uint64_t)value << 1;

	return value < 0 ? ~doubled : doubled;
}

int64_t
unzigzag(uint64_t value)
{
	uint64_t half = value >> 1;

	return (int64_t)((value & 1) ? ~half : half);
}

uint64_t
checksum(struct bytes bytes, uint64_t seed)
{
	return XXH3_64bits_withSeed(bytes.data, bytes.size, seed);
}

char *
digits_before(char *end, uint64_t number)
{
	do
		*--end = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return end;
}

void
hex_encode(struct bytes bytes, char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < bytes.size; i++) {
		text[2 * i] = digits[bytes.data[i] >> 4];
		text[2 * i + 1] = digits[bytes.data[i] & 15];
	}
	text[2 * bytes.size] = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
hex_decode(const char *text, uint8_t *data, size_t size)
{
	size_t i;

	if (strlen(text) != 2 * size)
		return false;
	for (i = 0; i < size; i++) {
		int high = hex_digit(text[2 * i]);
		int low = hex_digit(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		data[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
