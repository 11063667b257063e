#ifndef SHOP_BASE_BYTES_H
#define SHOP_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

/* A run of bytes that somebody else owns. */
struct bytes {
	const uint8_t *data;
	size_t size;
};

/* Bytes of a text, without its NUL. */
struct bytes bytes_of_text(const char *text);
bool bytes_equal(struct bytes a, struct bytes b);
/* As memcmp, a prefix before what it begins: less than, equal to or above zero. */
int bytes_compare(struct bytes a, struct bytes b);
bool bytes_begin_with(struct bytes whole, struct bytes prefix);

/* Bytes that grow at their end, in an arena. { .arena = a } is an empty one. */
struct buffer {
	struct arena *arena;
	uint8_t *data;
	size_t size;
	size_t capacity;
};

struct bytes buffer_bytes(const struct buffer *buffer);
/* Makes room for extra more bytes, so that the next appends cannot fail. */
enum status buffer_reserve(struct buffer *buffer, size_t extra, struct err *err);
enum status buffer_append(
	struct buffer *buffer, const void *data, size_t size, struct err *err);
enum status buffer_append_text(
	struct buffer *buffer, const char *text, struct err *err);
/* Base-128, low group first, at most 10 bytes. */
enum status buffer_append_varint(
	struct buffer *buffer, uint64_t value, struct err *err);
/* A signed number as a varint, zigzag. */
enum status buffer_append_signed(
	struct buffer *buffer, int64_t value, struct err *err);
/* Big-endian, so that memcmp orders as the number does. */
enum status buffer_append_u32(struct buffer *buffer, uint32_t value, struct err *err);
enum status buffer_append_u64(struct buffer *buffer, uint64_t value, struct err *err);

/* Big-endian numbers in place. */
void put_u16(uint8_t *to, uint16_t value);
void put_u32(uint8_t *to, uint32_t value);
void put_u64(uint8_t *to, uint64_t value);
uint16_t get_u16(const uint8_t *from);
uint32_t get_u32(const uint8_t *from);
uint64_t get_u64(const uint8_t *from);

/* Reads bytes from front to back. Each call says false, and moves nothing, when
 * what it asks for is not there or is not well formed. */
struct reader {
	const uint8_t *at;
	size_t left;
};

struct reader reader_of(struct bytes bytes);
bool read_varint(struct reader *reader, uint64_t *value);
bool read_signed(struct reader *reader, int64_t *value);
bool read_u32(struct reader *reader, uint32_t *value);
bool read_u64(struct reader *reader, uint64_t *value);
/* A run of size bytes, in place. */
bool read_bytes(struct reader *reader, size_t size, struct bytes *bytes);

/* Signed numbers as unsigned ones whose size follows the magnitude (0, -1, 1, -2
 * ...). */
uint64_t zigzag(int64_t value);
int64_t unzigzag(uint64_t value);

/* XXH3, 64 bits, of a run of bytes; seed tells apart what lies in different places.
 */
uint64_t checksum(struct bytes bytes, uint64_t seed);

/* Writes a number's decimal digits so that they end before end; returns the first of
 * at most 20. */
char *digits_before(char *end, uint64_t number);

/* Lower-case hexadecimal, into 2 * size + 1 characters; and back: false unless text
 * is exactly 2 * size hexadecimal digits. */
void hex_encode(struct bytes bytes, char *text);
bool hex_decode(const char *text, uint8_t *data, size_t size);

#endif
