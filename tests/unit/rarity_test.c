#include <math.h>

#include "unit.h"

#include "words/rarity.h"

static void
rarity_is_the_logarithm_of_bm25(void **state)
{
	(void)state;
	for (uint64_t all = 1; all < 3000000; all = all * 3 + 1)
		for (uint64_t with = 0; with <= all; with = with * 2 + 1) {
			double exact = 1024 * log(1 + ((double)(all - with) + 0.5) /
							      ((double)with + 0.5));

			assert_true(fabs(exact - (double)rarity(all, with)) <= 1.0);
		}
}

static void
what_every_document_has_still_counts_a_little(void **state)
{
	(void)state;
	assert_true(rarity(1, 1) > 0);
	assert_true(rarity(1000, 10) > rarity(1000, 100));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rarity_is_the_logarithm_of_bm25),
		cmocka_unit_test(what_every_document_has_still_counts_a_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
