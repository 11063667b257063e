#include "chance.h"

#include <inttypes.h>
#include <stdlib.h>

#include "unit.h"

size_t
draw(struct chance *chance, size_t below)
{
	chance->state = chance->state * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(chance->state >> 33) % below;
}

uint64_t
seed_of(uint64_t own)
{
	const char *given = getenv("SHOP_TEST_SEED");
	uint64_t seed = given && *given ? strtoull(given, NULL, 10) : own;

	print_message("seed %" PRIu64 " (SHOP_TEST_SEED)\n", seed);
	return seed;
}
