#include <string.h>

#include "words/phrase.h"
#include "unit.h"

/* Whether words stand in a text one behind the other. */
static void
expect_phrase(const char *words, const char *text, bool expected)
{
	struct arena arena = { NULL };
	const struct phrase *phrase;
	struct stemmer *stemmer;
	bool stands = !expected;
	struct err err;

	assert_int_equal(stemmer_open("english", &arena, &stemmer, &err), ST_OK);
	assert_int_equal(phrase_read(&arena, stemmer, words, &phrase, &err), ST_OK);
	assert_non_null(phrase);
	assert_int_equal(
		phrase_stands_in(phrase, &arena, stemmer, text, &stands, &err),
		ST_OK);
	if (stands != expected)
		fail_msg("\"%s\" in \"%s\"", words, text);
	stemmer_close(stemmer);
	arena_free(&arena);
}

static void
test_a_phrase_stands_where_its_words_follow_each_other(void **state)
{
	(void)state;
	expect_phrase("white heart", "a White Heart", true);
	expect_phrase("white heart", "white white hearts", true);
	expect_phrase("white heart", "white, heart", true);
	expect_phrase("white heart", "heart white", false);
	expect_phrase("white heart", "white red heart", false);
	expect_phrase("white heart", "white", false);
	expect_phrase("white heart", "", false);
	expect_phrase("a b a c", "a b a b a c", true);
}

static void
test_a_phrase_sees_what_is_written_as_one_in_its_parts(void **state)
{
	(void)state;
	expect_phrase("white heart", "a white-heart mug", true);
	expect_phrase("white-heart", "white heart", true);
	expect_phrase("heart mug", "a white-heart mug", true);
	expect_phrase("mx-5150 case", "MX 5150 cases", true);
	expect_phrase("mx 5150 case", "mx5150 case", true);
	expect_phrase("mx5150 case", "mx-5150 case", true);
	expect_phrase("5150 case", "mx5150 case", true);
	expect_phrase("mx case", "mx5150 case", false);
	expect_phrase("mx-5150", "mx 5150", true);
	expect_phrase("mx-5150", "mx for 5150", false);
	expect_phrase("basic t-shirt", "basic tshirts", true);
	expect_phrase("basic tshirt", "basic t-shirts", true);
	expect_phrase("basic shirt", "basic t-shirt", false);
	expect_phrase("13.5 inch", "13.5 inches", true);
	expect_phrase("5 inch", "13.5 inches", false);
	expect_phrase("4.5 mm", "4.5mm", true);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_a_phrase_stands_where_its_words_follow_each_other),
		cmocka_unit_test(
			test_a_phrase_sees_what_is_written_as_one_in_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
