#ifndef SHOP_WORDS_RARITY_H
#define SHOP_WORDS_RARITY_H

#include <stdint.h>

/* How telling a word is that this many of all documents have, in 1,024ths, as in
 * BM25: ln(1 + (all - with + 0.5) / (with + 0.5)). Off by at most one 1,024th; the
 * same on every machine. with must not be above all. */
uint32_t rarity(uint64_t all, uint64_t with);

#endif
