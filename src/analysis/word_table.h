#ifndef SHOP_ANALYSIS_WORD_TABLE_H
#define SHOP_ANALYSIS_WORD_TABLE_H

#include <string.h>

#include "base/bytes.h"
#include "words/tokens.h"

/*
 * Words that were met, and which term each is. A word of up to WORD_SHORT bytes lies
 * in its slot as a whole, so that most look-ups read one place in memory.
 */
#define WORD_SHORT 16

struct word_key {
	uint64_t head; /* the first bytes; of a long word its hash */
	uint64_t tail; /* the last, which may be the same; of a long word its address
			*/
	uint32_t size;
};
struct word_slot {
	uint64_t head;
	uint64_t tail;
	uint32_t size;
	uint32_t term; /* 0: empty */
};
struct word_table {
	struct word_slot *slots;
	size_t size; /* a power of two */
	size_t count;
};

static inline uint64_t
word_load(const char *at, size_t size)
{
	uint64_t bytes = 0;

	memcpy(&bytes, at, size);
	return bytes;
}

static inline struct word_key
word_key(struct token word)
{
	const char *end = word.at + word.size;
	struct word_key key = { .size = (uint32_t)word.size };

	if (word.size > WORD_SHORT) {
		key.head = checksum(
			(struct bytes){ (const uint8_t *)word.at, word.size }, 0);
		key.tail = (uint64_t)(uintptr_t)word.at;
	} else if (word.size >= 8) {
		key.head = word_load(word.at, 8);
		key.tail = word_load(end - 8, 8);
	} else if (word.size >= 4) {
		key.head = word_load(word.at, 4);
		key.tail = word_load(end - 4, 4);
	} else if (word.size > 0) {
		key.head = (uint8_t)word.at[0];
		key.tail = (uint64_t)(uint8_t)word.at[word.size / 2] << 8 |
			   (uint8_t)end[-1];
	}
	return key;
}

/* Where the look-up of a word begins. */
static inline struct word_slot *
word_slot(const struct word_table *table, const struct word_key *key)
{
	uint64_t hash = key->head * UINT64_C(0x9E3779B97F4A7C15);

	if (key->size <= WORD_SHORT)
		hash ^= key->tail + key->size;
	hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
	return &table->slots[(size_t)(hash >> 32) & (table->size - 1)];
}

static inline bool
word_same(const struct word_slot *a, const struct word_key *b)
{
	if (a->size != b->size || a->head != b->head)
		return false;
	return a->size <= WORD_SHORT
		       ? a->tail == b->tail
		       : memcmp((const void *)(uintptr_t)a->tail,
				 (const void *)(uintptr_t)b->tail, a->size) == 0;
}

/* The slot of a word, or an empty one where it is not known. */
static inline struct word_slot *
word_find(const struct word_table *table, const struct word_key *key)
{
	struct word_slot *slot = word_slot(table, key);
	const struct word_slot *end = table->slots + table->size;

	while (slot->term != 0 && !word_same(slot, key))
		if (++slot == end)
			slot = table->slots;
	return slot;
}

enum status word_table_init(
	struct word_table *table, size_t size, struct arena *arena, struct err *err);
/* Adds a word that is not known; what a key's address leads to must outlive it. */
enum status word_add(struct word_table *table, const struct word_key *key,
	uint32_t term, struct arena *arena, struct err *err);

#endif
