#include "yaml/yaml_cut.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE_SIZE ((size_t)16 * 1024)
#define EVERY_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

enum status
yaml_cut_begin(struct yaml_cut *cut, struct arena *arena, struct err *err)
{
	const size_t unit = _Alignof(struct crypto_hash_state);
	uint8_t *memory;

	TRY(arena_take_raw(arena, sizeof(*cut->hash) + unit, &memory, err));
	memory += unit - (uintptr_t)memory % unit;
	cut->hash = (struct crypto_hash_state *)(void *)memory;
	cut->hashed = 0;
	return crypto_hash_begin(cut->hash, (struct bytes){ NULL, 0 }, err);
}

static ssize_t
read_at(const struct yaml_cut *cut, uint8_t *to, size_t size, uint64_t offset)
{
	ssize_t got;

	do
		got = pread(cut->fd, to, size, (off_t)offset);
	while (got < 0 && errno == EINTR);
	return got;
}

/* False at the end of the file, or where it cannot be read. */
static bool
fill_window(struct yaml_cut *cut)
{
	size_t size = 0;

	while (size < cut->part_size) {
		ssize_t got = read_at(cut, cut->window + size, cut->part_size - size,
			cut->at.offset + size);

		if (got <= 0)
			return false;
		size += (size_t)got;
	}
	return true;
}

static bool
is_item_line(const struct yaml_cut *cut, size_t line)
{
	const uint8_t *at = cut->window + line;
	size_t i;

	if (cut->part_size - line < cut->indent + 2)
		return false;
	for (i = 0; i < cut->indent; i++)
		if (at[i] != ' ')
			return false;
	return at[i] == '-' && at[i + 1] == ' ';
}

/* The last line in the window that looks like an item's first: where it begins, or
 * 0. */
static size_t
find_cut(const struct yaml_cut *cut)
{
	size_t end = cut->part_size;

	for (;;) {
		const uint8_t *found = memrchr(cut->window, '\n', end);

		if (!found)
			return 0;
		end = (size_t)(found - cut->window);
		if (is_item_line(cut, end + 1))
			return end + 1;
	}
}

/* A carriage return is a line break, too, but not where a newline follows. */
static uint64_t
count_odd_breaks(const uint8_t *text, size_t size)
{
	uint64_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += text[i] == '\n' ||
			 (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'));
	return count;
}

static uint64_t
count_breaks(const uint8_t *text, size_t size)
{
	uint64_t count = 0;
	size_t i = 0;

	if (memchr(text, '\r', size))
		return count_odd_breaks(text, size);
	for (; i + 8 <= size; i += 8) {
		uint64_t word;

		memcpy(&word, text + i, sizeof(word));
		word ^= EVERY_BYTE('\n');
		/* The high bit of each byte that is 0, and of no other. */
		word = ~(((word & EVERY_BYTE(0x7F)) + EVERY_BYTE(0x7F)) | word) &
		       EVERY_BYTE(0x80);
		count += ((word >> 7) * EVERY_BYTE(1)) >> 56;
	}
	for (; i < size; i++)
		count += text[i] == '\n';
	return count;
}

/* What lies in the window is not read again. */
static void
hash_window(struct yaml_cut *cut, size_t size)
{
	uint64_t begin = cut->at.offset;

	if (cut->hashed < begin || cut->hashed > begin + size)
		return;
	crypto_hash_add(
		cut->hash, (struct bytes){ cut->window + (cut->hashed - begin),
				   size - (size_t)(cut->hashed - begin) });
	cut->hashed = begin + size;
}

/* What was read without being cut. False where it cannot be read. */
static bool
hash_before(struct yaml_cut *cut, uint64_t end)
{
	uint8_t piece[PIECE_SIZE];

	while (cut->hashed < end) {
		uint64_t left = end - cut->hashed;
		ssize_t got = read_at(cut, piece,
			left < sizeof(piece) ? (size_t)left : sizeof(piece),
			cut->hashed);

		if (got <= 0)
			return got == 0;
		crypto_hash_add(cut->hash, (struct bytes){ piece, (size_t)got });
		cut->hashed += (uint64_t)got;
	}
	return true;
}

bool
yaml_cut_next(struct yaml_cut *cut, struct yaml_part *part)
{
	size_t size = fill_window(cut) ? find_cut(cut) : 0;

	if (size == 0)
		return false;
	hash_before(cut, cut->at.offset);
	hash_window(cut, size);
	*part = cut->at;
	part->limit = part->offset + size;
	cut->at.offset += size;
	cut->at.line += count_breaks(cut->window, size);
	return true;
}

enum status
yaml_cut_hash(struct yaml_cut *cut, uint8_t hash[HASH_SIZE], struct err *err)
{
	if (!hash_before(cut, UINT64_MAX))
		return fail_errno(err, ST_IO, errno, "cannot read '%s'", cut->name);
	crypto_hash_end(cut->hash, hash);
	return ST_OK;
}
