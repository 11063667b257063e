#include "words/rarity.h"

/* The binary logarithm of a number above 0, in 65,536ths: by squaring, as the C
 * library's would cost every start a shared library. */
static uint32_t
binary_log(uint64_t number)
{
	unsigned whole = 63U - (unsigned)__builtin_clzll(number);
	uint64_t rest = number << (63U - whole) >> 32;
	uint32_t result = whole << 16;
	uint32_t bit;

	for (bit = 1U << 15; bit > 0; bit >>= 1) {
		rest = rest * rest >> 31;
		if (rest >> 32) {
			rest >>= 1;
			result |= bit;
		}
	}
	return result;
}

uint32_t
rarity(uint64_t all, uint64_t with)
{
	static const uint64_t ln_2 = 45426; /* in 65,536ths */
	uint32_t doublings = binary_log(2 * all + 2) - binary_log(2 * with + 1);

	return (uint32_t)((UINT64_C(1024) * ln_2 * doublings + (UINT64_C(1) << 31)) >>
			  32);
}
