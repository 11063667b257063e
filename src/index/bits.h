#ifndef SHOP_INDEX_BITS_H
#define SHOP_INDEX_BITS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Counting bits. Programs for every processor of a kind may not use its instruction
 * for that, and the compiler's own way is a call for each word.
 */
static inline uint64_t
bits_in_bytes(uint64_t word)
{
	word -= word >> 1 & UINT64_C(0x5555555555555555);
	word = (word & UINT64_C(0x3333333333333333)) +
	       (word >> 2 & UINT64_C(0x3333333333333333));
	return (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
}

static inline uint32_t
bits_count(uint64_t word)
{
	return (uint32_t)(bits_in_bytes(word) * UINT64_C(0x0101010101010101) >> 56);
}

/* Bits of many words, 64 sums side by side: eight words are added up before any is
 * counted (Harley and Seal's carry-save adders; Warren, Hacker's Delight, 5-1). */
uint32_t bits_count_all(const uint64_t *words, size_t count);

#endif
