#include <stdio.h>
#include <string.h>

#include "plan_shop.h"
#include "unit.h"

static void
expect_plan(struct shop *shop, const char *words, const char *expected)
{
	plan_expect(shop, (struct asking){ .query = shop_query(words) }, expected);
}

static void
expect_synonyms(struct shop *shop, const char *words, const char *expected)
{
	struct asking asking = { .query = shop_query(words) };

	asking.query.synonyms = plan_synonyms_of_shop;
	plan_expect(shop, asking, expected);
}

static void
expect_prefix(struct shop *shop, const char *words, const char *expected)
{
	struct asking asking = { .query = shop_query(words) };

	asking.query.prefix = true;
	plan_expect(shop, asking, expected);
}

static void
test_words_are_read_by_their_stems(void **state)
{
	expect_plan(*state, "", "all");
	expect_plan(*state, " RED  Gloves, ", "RED(red) Gloves(glove)");
	expect_plan(
		*state, "red/garden hoses", "red(red) garden(garden) hoses(hose)");
	expect_plan(*state, "yellow", "yellow(yellow?)");
}

static void
test_a_chain_is_found_whole_or_by_what_may_be_said_instead(void **state)
{
	expect_plan(*state, "MX-5150", "MX-5150(mx5150|mx+5150)");
	expect_plan(*state, "(mx5150)", "mx5150(mx5150|mx+5150)");
	expect_plan(*state, "red/t-shirt/mx-5150",
		"red(red) t-shirt(tshirt?|t?+shirt?) mx-5150(mx5150|mx+5150)");
	expect_plan(*state, "13.5 a1", "13.5(13.5?) a1(a1?)");
}

static void
test_quotes_make_phrases(void **state)
{
	expect_plan(*state, "red \"garden hose\" red",
		"red(red) \"garden(garden) hose(hose)\"! red(red)");
	expect_plan(*state, "red\"garden hose",
		"red(red) \"garden(garden) hose(hose)\"!");
	expect_plan(*state, "\"Red\"", "\"Red(red)\"");
	expect_plan(*state, "\"mx-5150\"", "\"mx-5150(mx5150|mx+5150)\"!");
	expect_plan(*state, "\"\" red \"!\"", "red(red)");
}

static void
test_what_a_minus_leads_is_excluded(void **state)
{
	const char *not_words[] = { "garden hose", " \"red garden\"", "!" };
	struct asking asking = { .query = shop_query("red") };

	expect_plan(*state, "garden -red -\"red hose\" hose",
		"garden(garden) -red(red) -\"red(red) hose(hose)\"! hose(hose)");
	expect_plan(*state, "-red", "all -red(red)");
	expect_plan(*state, "-red/hose", "all -red(red) hose(hose)");
	expect_plan(*state, "red - hose", "red(red) hose(hose)");
	asking.query.not_words = (struct texts){ not_words, 3 };
	plan_expect(*state, asking,
		"red(red) -garden(garden) hose(hose) "
		"-\"red(red) garden(garden)\"!");
}

static void
test_words_nobody_can_read_are_wanted_nonetheless(void **state)
{
	expect_plan(*state, "!!!", "");
	expect_plan(*state, "-", "");
	expect_plan(*state, "-!!!", "all");
	expect_plan(*state, "!!! -red", "-red(red)");
	expect_plan(*state, "!!! red", "red(red)");
	expect_plan(*state, "\"", "all");
}

static void
test_the_last_word_may_be_a_beginning(void **state)
{
	expect_prefix(*state, "gard", "gard({gard? garden})");
	expect_prefix(*state, "gardeni", "gardeni({garden gardeni?})");
	expect_prefix(*state, "going", "going(go)");
	expect_prefix(*state, "goin", "goin({go goin?})");
	expect_prefix(*state, "g red", "g(g?) red(red)");
	expect_prefix(*state, "mx-51", "mx-51({mx51? mx5150}|mx+{51? 5150})");
	expect_prefix(*state, "\"gard\"", "\"gard(gard?)\"");
	expect_prefix(*state, "-gard", "all -gard(gard?)");
	expect_prefix(*state, "gard !", "gard(gard?)");
}

static void
test_a_beginning_counts_no_more_than_all_it_stands_for(void **state)
{
	struct shop *shop = *state;

	for (uint64_t id = 20; id < 40; id++)
		shop_put_one(shop, id, id < 30 ? "car" : "cart");
	shop_put_one(shop, 40, "cartridge");
	expect_prefix(shop, "car", "car({car card*24 cart*69 cartridg*24})");
}

static void
test_a_beginning_stands_for_the_most_frequent_words(void **state)
{
	struct shop *shop = *state;
	struct buffer line = { .arena = &shop->arena };
	struct asking asking = { .query = shop_query("x") };
	size_t blanks = 0;
	const char *text;
	struct err err;

	asking.query.prefix = true;
	for (unsigned i = 0; i < 3 * PLAN_PREFIX_TERMS_MAX; i++) {
		char word[32];

		snprintf(word, sizeof(word), "x%c%c%c ", 'a' + i / 100,
			'a' + i / 10 % 10, 'a' + i % 10);
		assert_int_equal(buffer_append_text(&line, word, &err), ST_OK);
	}
	assert_int_equal(buffer_append(&line, "", 1, &err), ST_OK);
	shop_put_one(shop, 20, (const char *)line.data);
	shop_put_one(shop, 21, "xhff xgff x");
	shop_read(shop, plan_to_text, &asking);
	text = (const char *)asking.text.data;
	assert_non_null(strstr(text, "x({x xa*"));
	assert_non_null(strstr(text, " xgff"));
	assert_non_null(strstr(text, " xhff"));
	for (; (text = strchr(text, ' ')); text++)
		blanks++;
	assert_int_equal(blanks, PLAN_PREFIX_TERMS_MAX - 1);
}

static void
test_words_have_synonyms(void **state)
{
	expect_synonyms(*state, "Laptops",
		"Laptops(laptop|notebook*90|mobil?*90+comput?*90)");
	expect_synonyms(
		*state, "notebook red", "notebook(notebook|laptop*64) red(red)");
}

static void
test_runs_of_words_have_synonyms_together(void **state)
{
	expect_synonyms(*state, "Hard Disks", "Hard Disks(hard+disk|hdd?*90)");
	expect_synonyms(*state, "a hard/disk drive",
		"a(a) hard disk(hard+disk|hdd?*90) drive(drive?)");
	expect_synonyms(*state, "disk drive disk",
		"disk drive(disk+drive?|spindl?*90) disk(disk|disc?*90)");
	expect_synonyms(*state, "hdd", "hdd(hdd?|hard*90+disk*90)");
	expect_synonyms(*state, "usb c", "usb c(usb+c|usbc?*90)");
}

static void
test_quoted_and_excluded_words_have_no_synonyms(void **state)
{
	expect_synonyms(*state, "\"laptop\" -notebook",
		"\"laptop(laptop)\" -notebook(notebook)");
	expect_synonyms(
		*state, "hard -red disk", "hard(hard) -red(red) disk(disk|disc?*90)");
	expect_synonyms(*state, "hard \"red\" disk",
		"hard(hard) \"red(red)\" disk(disk|disc?*90)");
}

static void
test_a_synonym_that_says_the_same_adds_nothing(void **state)
{
	expect_synonyms(*state, "red", "red(red)");
}

static void
test_too_much_is_refused(void **state)
{
	char words[2 * PLAN_TEXT_MAX] = "";
	const char *not_words[] = { "a", words };
	struct asking asking = { .query = shop_query(words) };

	for (size_t i = 0; i < PLAN_WORDS_MAX; i++)
		memcpy(words + 2 * i, "4 ", 3);
	shop_read(*state, plan_to_text, &asking);
	assert_non_null(strstr((const char *)asking.text.data, "4(4?) 4(4?)"));
	asking.query.not_words = (struct texts){ not_words, 1 };
	plan_expect(*state, asking, "a search has at most 64 words");
	memset(words, '4', PLAN_TEXT_MAX);
	words[PLAN_TEXT_MAX] = '\0';
	plan_expect(*state, asking, "a search has at most 4096 bytes");
	asking.query.not_words.count = 0;
	shop_read(*state, plan_to_text, &asking);
	assert_non_null(strstr((const char *)asking.text.data, "444"));
}

/* Bits of queries in a random row, at most 40. */
static void
draw_query(uint64_t *chance, char *text)
{
	static const char *const bits[] = { " ", " ", "\"", "-", "red", "hard",
		"disk", "mx", "5150", "memorycard", "bleutooth", "blue", "tooth", ".",
		"'", "é", "\xC3", "\xFF", "4", "s", "\xF0\x9F\x98\x80",
		"\xE2\x80\x90" };

	*text = '\0';
	for (size_t i = 0; i < 40; i++) {
		*chance = *chance * 6364136223846793005U + 1442695040888963407U;
		memcpy(text + strlen(text), bits[(*chance >> 33) % 22],
			strlen(bits[(*chance >> 33) % 22]) + 1);
	}
}

static void
test_any_text_can_be_read(void **state)
{
	uint64_t chance = 1;

	for (size_t i = 0; i < 2000; i++) {
		char text[512];
		const char *not_words[] = { text };
		struct asking asking = { .query = shop_query(text),
			.correct = i % 2 == 0 };

		draw_query(&chance, text);
		asking.query.prefix = i % 3 == 0;
		asking.query.synonyms = plan_synonyms_of_shop;
		asking.query.not_words = (struct texts){ not_words, i % 5 == 0 };
		shop_read(*state, plan_to_text, &asking);
		assert_null(strstr((const char *)asking.text.data, "()"));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PLAN_TEST(words_are_read_by_their_stems),
		PLAN_TEST(a_chain_is_found_whole_or_by_what_may_be_said_instead),
		PLAN_TEST(quotes_make_phrases),
		PLAN_TEST(what_a_minus_leads_is_excluded),
		PLAN_TEST(words_nobody_can_read_are_wanted_nonetheless),
		PLAN_TEST(the_last_word_may_be_a_beginning),
		PLAN_TEST(a_beginning_counts_no_more_than_all_it_stands_for),
		PLAN_TEST(a_beginning_stands_for_the_most_frequent_words),
		PLAN_TEST(words_have_synonyms),
		PLAN_TEST(runs_of_words_have_synonyms_together),
		PLAN_TEST(quoted_and_excluded_words_have_no_synonyms),
		PLAN_TEST(a_synonym_that_says_the_same_adds_nothing),
		PLAN_TEST(too_much_is_refused),
		PLAN_TEST(any_text_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
