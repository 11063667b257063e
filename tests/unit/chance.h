#ifndef SHOP_TESTS_UNIT_CHANCE_H
#define SHOP_TESTS_UNIT_CHANCE_H

#include <stddef.h>
#include <stdint.h>

/* A sequence of chances that is the same for the same seed. */
struct chance {
	uint64_t state;
};
size_t draw(struct chance *chance, size_t below);
#define PICK(chance, list) ((list)[draw((chance), sizeof(list) / sizeof((list)[0]))])

/* The seed of a test: what SHOP_TEST_SEED says, else its own. It is printed. */
uint64_t seed_of(uint64_t own);

#endif
