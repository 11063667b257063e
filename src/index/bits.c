#include "index/bits.h"

/* What three words have in each place: the sum, and in *carry what is worth two. */
static inline uint64_t
add(uint64_t a, uint64_t b, uint64_t c, uint64_t *carry)
{
	uint64_t either = a ^ b;

	*carry = (a & b) | (either & c);
	return either ^ c;
}

uint32_t
bits_count_all(const uint64_t *words, size_t count)
{
	uint64_t ones = 0;
	uint64_t twos = 0;
	uint64_t fours = 0;
	uint64_t carry[6];
	uint32_t eights = 0;
	size_t i = 0;

	for (; i + 8 <= count; i += 8) {
		ones = add(ones, words[i], words[i + 1], &carry[0]);
		ones = add(ones, words[i + 2], words[i + 3], &carry[1]);
		twos = add(twos, carry[0], carry[1], &carry[4]);
		ones = add(ones, words[i + 4], words[i + 5], &carry[2]);
		ones = add(ones, words[i + 6], words[i + 7], &carry[3]);
		twos = add(twos, carry[2], carry[3], &carry[5]);
		fours = add(fours, carry[4], carry[5], &carry[0]);
		eights += bits_count(carry[0]);
	}
	eights = 8 * eights + 4 * bits_count(fours) + 2 * bits_count(twos) +
		 bits_count(ones);
	for (; i < count; i++)
		eights += bits_count(words[i]);
	return eights;
}
