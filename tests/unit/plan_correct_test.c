#include <string.h>

#include "base/text.h"
#include "plan_shop.h"
#include "plan/typo.h"
#include "unit.h"

static void
expect_corrected(struct shop *shop, const char *words, const char *expected)
{
	struct asking asking = { .query = shop_query(words), .correct = true };

	asking.query.synonyms = plan_synonyms_of_shop;
	plan_expect(shop, asking, expected);
}

static void
test_words_in_no_document_are_read_as_the_nearest(void **state)
{
	expect_corrected(*state, "Bleutooth red",
		"Bleutooth(bluetooth*80) red(red): Bleutooth=bluetooth");
	expect_corrected(*state, "batery", "batery(batteri*80): batery=battery");
	expect_corrected(
		*state, "wirelles", "wirelles(wireless*80): wirelles=wireless");
	expect_corrected(
		*state, "bleutoot", "bleutoot(bluetooth*80): bleutoot=bluetooth");
	expect_corrected(*state, "bleutoo", "bleutoo(bleutoo?)");
	expect_corrected(*state, "rde", "rde(rde?)");
	expect_corrected(*state, "ottebook", "ottebook(ottebook?)");
}

static void
test_words_that_are_found_are_not_corrected(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 20, "gardex");
	expect_corrected(shop, "gardex", "gardex(gardex)");
	expect_corrected(shop, "gardexs yellow", "gardexs(gardex) yellow(yellow?)");
	shop_put_one(shop, 20, "");
	expect_corrected(shop, "gardex", "gardex(garden*80): gardex=gardens");
}

static void
test_the_nearest_is_the_most_frequent_then_the_first(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 20, "panel pasel");
	expect_corrected(shop, "pazel", "pazel(panel*80): pazel=panel");
	shop_put_one(shop, 21, "pasel");
	expect_corrected(shop, "pazel", "pazel(pasel*80): pazel=pasel");
	shop_put_one(shop, 22, "pazexl");
	expect_corrected(shop, "pazel", "pazel(pasel*80): pazel=pasel");
	shop_put_one(shop, 23, "pumpkins pumpkins");
	shop_put_one(shop, 24, "pumpkim");
	shop_put_one(shop, 25, "pumpkim");
	expect_corrected(shop, "pupmkins", "pupmkins(pumpkin*80): pupmkins=pumpkins");
}

static void
test_numbers_are_never_corrected(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 20, "lumix2000 20000000 luminance");
	expect_corrected(shop, "lumix2001", "lumix2001(lumix2001?|lumix+2001?)");
	expect_corrected(shop, "20000001", "20000001(20000001?)");
	expect_corrected(shop, "lumix200", "lumix200(lumix200?|lumix+200?)");
}

static void
test_quoted_and_excluded_words_are_not_corrected(void **state)
{
	expect_corrected(*state, "\"bleutooth\" -bleutooth red",
		"\"bleutooth(bleutooth?)\" -bleutooth(bleutooth?) red(red)");
}

static void
test_other_scripts_are_corrected_by_letters(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 20, "Бензин Бумага");
	expect_corrected(shop, "Бнезин", "Бнезин(бензин*80): Бнезин=бензин");
	expect_corrected(shop, "бамага", "бамага(бумага*80): бамага=бумага");
	expect_corrected(shop, "бамбга", "бамбга(бамбга?)");
	expect_corrected(shop, "Бен", "Бен(бен?)");
}

static void
test_words_are_split_and_joined(void **state)
{
	struct shop *shop = *state;

	expect_corrected(shop, "memorycard",
		"memorycard(memori*80+card*80): memorycard=memory card");
	expect_corrected(shop, "blue tooth red",
		"blue tooth(bluetooth*80) red(red): blue tooth=bluetooth");
	expect_corrected(shop, "red Blue Tooth blue-tooth",
		"red(red) Blue Tooth(bluetooth*80) "
		"blue-tooth(bluetooth|blue?+tooth?): Blue Tooth=bluetooth");
}

static void
test_words_that_are_found_alone_are_joined_if_all_are(void **state)
{
	struct shop *shop = *state;

	shop_put_one(shop, 20, "a blue thing");
	shop_put_one(shop, 21, "a tooth thing");
	expect_corrected(shop, "blue tooth red",
		"blue tooth(blue+tooth|bluetooth*80) red(red): blue "
		"tooth=bluetooth");
	expect_corrected(
		shop, "blue tooth yelow", "blue(blue) tooth(tooth) yelow(yelow?)");
}

static void
test_parts_of_a_chain_are_corrected(void **state)
{
	expect_corrected(*state, "bleutooth-card-5",
		"bleutooth-card-5(bleutoothcard5?|bleutooth?+card+5?)");
	expect_corrected(*state, "bleutooth-card-13",
		"bleutooth-card-13(bluetooth*80+card*80+13*80): "
		"bleutooth-card-13=bluetooth card 13");
}

static void
test_what_was_corrected_has_its_synonyms(void **state)
{
	expect_corrected(*state, "notebok",
		"notebok(notebook*80|laptop*51): notebok=notebook");
}

static void
test_a_beginning_is_corrected_as_one(void **state)
{
	struct asking asking = { .query = shop_query("bleut"), .correct = true };

	asking.query.prefix = true;
	plan_expect(*state, asking, "bleut(bluetooth*80): bleut=bluetooth");
	asking.query.words = "bluet";
	plan_expect(*state, asking, "bluet({bluet? bluetooth})");
}

/* A walk to b alone. */
static size_t
edits(const char *a, const char *b, size_t limit, struct typo_walk *walk)
{
	static struct letters letters;

	assert_true(letters_read((struct token){ a, strlen(a) }, &letters));
	typo_begin(walk, &letters, limit);
	return typo_edits(walk, (struct token){ b, strlen(b) });
}

static void
expect_edits(const char *a, const char *b, size_t limit, size_t expected)
{
	struct typo_walk walk;

	assert_int_equal(edits(a, b, limit, &walk), expected);
}

static void
test_distance_counts_edits_and_swaps(void **state)
{
	(void)state;
	expect_edits("word", "word", 2, 0);
	expect_edits("word", "wodr", 2, 1);
	expect_edits("word", "wrd", 2, 1);
	expect_edits("word", "swords", 2, 2);
	expect_edits("word", "sworded", 2, 3);
	expect_edits("ca", "abc", 4, 3);
	expect_edits("", "ab", 2, 2);
	expect_edits("ab", "", 1, 2);
	expect_edits("größe", "große", 2, 1);
	expect_edits("word", "wor4d", 2, 3);
}

static size_t
draw(uint64_t *state, size_t below)
{
	*state = *state * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(*state >> 33) % below;
}

/* A random word of three letters, as short as none. */
static void
draw_word(uint64_t *chance, char *word, size_t most)
{
	size_t size = draw(chance, most + 1);

	for (size_t i = 0; i < size; i++)
		word[i] = (char)('a' + draw(chance, 3));
	word[size] = '\0';
}

static void
test_distance_is_what_another_one_says(void **state)
{
	uint64_t chance = 1;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		char a[16];
		char b[16];
		size_t limit = draw(&chance, 5);
		struct typo_walk walk;

		draw_word(&chance, a, 9);
		draw_word(&chance, b, 9);
		if (edits(a, b, limit, &walk) != text_distance(a, b, limit))
			fail_msg("'%s' and '%s' within %zu", a, b, limit);
	}
}

static void
test_distance_goes_on_from_word_to_word(void **state)
{
	uint64_t chance = 4;

	(void)state;
	for (size_t i = 0; i < 10000; i++) {
		struct typo_walk walk;
		struct letters typed;
		char a[16];
		char b[16];

		draw_word(&chance, a, 9);
		assert_true(letters_read((struct token){ a, strlen(a) }, &typed));
		typo_begin(&walk, &typed, 1 + draw(&chance, 4));
		for (size_t j = 0; j < 20; j++) {
			struct token word = { b, 0 };

			draw_word(&chance, b, 9);
			word.size = strlen(b);
			if (typo_edits(&walk, word) !=
				text_distance(a, b, walk.limit))
				fail_msg("'%s' and '%s'", a, b);
			walk.limit -= walk.limit > 1 && draw(&chance, 8) == 0;
		}
	}
}

static void
test_distance_to_a_beginning_is_the_least_to_any(void **state)
{
	uint64_t chance = 2;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		char a[16];
		char b[16];
		size_t limit = draw(&chance, 4);
		size_t fewest = limit + 1;
		struct typo_walk walk;

		draw_word(&chance, a, 7);
		draw_word(&chance, b, 9);
		edits(a, b, limit, &walk);
		for (size_t size = strlen(b) + 1; size-- > 0;) {
			size_t found;

			b[size] = '\0';
			found = text_distance(a, b, limit);
			fewest = found < fewest ? found : fewest;
		}
		assert_int_equal(typo_begun(&walk), fewest);
	}
}

static void
test_no_word_is_near_that_begins_as_a_dead_one(void **state)
{
	uint64_t chance = 3;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		char a[16];
		char b[32];
		size_t limit = draw(&chance, 4);
		struct typo_walk walk;

		draw_word(&chance, a, 9);
		draw_word(&chance, b, 9);
		edits(a, b, limit, &walk);
		if (typo_dead(&walk) == 0)
			continue;
		draw_word(&chance, b + typo_dead(&walk), 9);
		if (text_distance(a, b, limit) <= limit)
			fail_msg("'%s' and '%s' within %zu", a, b, limit);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PLAN_TEST(words_in_no_document_are_read_as_the_nearest),
		PLAN_TEST(words_that_are_found_are_not_corrected),
		PLAN_TEST(the_nearest_is_the_most_frequent_then_the_first),
		PLAN_TEST(numbers_are_never_corrected),
		PLAN_TEST(quoted_and_excluded_words_are_not_corrected),
		PLAN_TEST(other_scripts_are_corrected_by_letters),
		PLAN_TEST(words_are_split_and_joined),
		PLAN_TEST(words_that_are_found_alone_are_joined_if_all_are),
		PLAN_TEST(parts_of_a_chain_are_corrected),
		PLAN_TEST(what_was_corrected_has_its_synonyms),
		PLAN_TEST(a_beginning_is_corrected_as_one),
		cmocka_unit_test(test_distance_counts_edits_and_swaps),
		cmocka_unit_test(test_distance_is_what_another_one_says),
		cmocka_unit_test(test_distance_goes_on_from_word_to_word),
		cmocka_unit_test(test_distance_to_a_beginning_is_the_least_to_any),
		cmocka_unit_test(test_no_word_is_near_that_begins_as_a_dead_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
