#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/text.h"

static int
open_arena(void **state)
{
	static const struct arena empty = { NULL };

	*state = malloc(sizeof(empty));
	memcpy(*state, &empty, sizeof(empty));
	return 0;
}

static int
close_arena(void **state)
{
	arena_free(*state);
	free(*state);
	return 0;
}

static const char *
folded(struct arena *arena, const char *text)
{
	struct err err = { 0 };
	const char *out = NULL;

	assert_int_equal(text_fold(arena, text, strlen(text), &out, &err), ST_OK);
	return out;
}

static const char *
case_folded(struct arena *arena, const char *text)
{
	struct err err = { 0 };
	const char *out = NULL;

	assert_int_equal(
		text_fold_case(arena, text, strlen(text), &out, &err), ST_OK);
	return out;
}

static const char *
escaped(struct arena *arena, const char *text, bool keep_lines)
{
	struct err err = { 0 };
	const char *out = NULL;

	assert_int_equal(text_escape_terminal(
				 arena, text, strlen(text), keep_lines, &out, &err),
		ST_OK);
	return out;
}

static void
well_formed_texts_are_utf8(void **state)
{
	static const char *const good[] = { "", "a", "plain, long and ASCII only",
		"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
		"\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
		"\xF4\x8F\xBF\xBF", "long enough for a run, then caf\u00E9", NULL };

	(void)state;
	for (size_t i = 0; good[i]; i++)
		assert_true(text_is_utf8(good[i], strlen(good[i])));
	assert_true(text_is_utf8("a\0b", 3));
	/* What stands behind the size is not looked at. */
	assert_true(text_is_utf8("abc\xFF", 3));
}

/* Suppliers' files hold them: mangled Windows-1252. They are kept, and shown escaped.
 */
static void
c1_controls_are_taken_as_they_come(void **state)
{
	const char *reason;
	size_t offset;

	(void)state;
	assert_false(text_find_forbidden("a\xC2\x97z", 4, "", &offset, &reason));
}

static void
ill_formed_texts_are_not_utf8(void **state)
{
	static const char *const bad[] = { "\x80", "\xBF", "\xC0\x80", "\xC1\xBF",
		"\xC2", "\xC2 ", "\xE0\x9F\xBF", "\xE0\xA0", "\xED\xA0\x80",
		"\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80", "\xF0\x9F\x98", "\xFE", "\xFF",
		"long enough for a run\xFF", NULL };

	(void)state;
	for (size_t i = 0; bad[i]; i++)
		assert_false(text_is_utf8(bad[i], strlen(bad[i])));
	assert_false(text_is_utf8("caf\u00E9", 4));
}

static void
expect_forbidden(const char *text, size_t size, const char *allowed, size_t place,
	const char *why)
{
	size_t offset = 99;
	const char *reason = NULL;

	assert_true(text_find_forbidden(text, size, allowed, &offset, &reason));
	assert_int_equal(offset, place);
	assert_string_equal(reason, why);
}

static void
control_characters_are_forbidden_in_fields(void **state)
{
	(void)state;
	expect_forbidden("ab\acd", 5, "", 2, "control character U+0007");
	expect_forbidden("a\0b", 3, "\n\t", 1, "control character U+0000");
	expect_forbidden("a\nb", 3, "", 1, "control character U+000A");
	expect_forbidden("a\nb\r", 4, "\n\t", 3, "control character U+000D");
	expect_forbidden("\x1B[31m", 5, "\n\t", 0, "control character U+001B");
	expect_forbidden("\x7F", 1, "", 0, "control character U+007F");
	expect_forbidden("\x1F", 1, "", 0, "control character U+001F");
}

static void
ill_formed_utf8_is_forbidden_in_fields(void **state)
{
	(void)state;
	expect_forbidden("caf\xE9!", 5, "", 3, "invalid UTF-8");
	expect_forbidden("\u00E9\xED\xA0\x80", 5, "", 2, "invalid UTF-8");
	expect_forbidden("\u00E9", 1, "", 0, "invalid UTF-8");
}

static void
other_texts_are_allowed_in_fields(void **state)
{
	static const char text[] = "a\n\tb \u00A0 \u00E9 \u202E \U0001F600 ~";
	size_t offset = 99;
	const char *reason = "none";

	(void)state;
	assert_false(text_find_forbidden(
		text, sizeof(text) - 1, "\n\t", &offset, &reason));
	assert_false(text_find_forbidden("", 0, "", &offset, &reason));
	assert_int_equal(offset, 99);
	assert_string_equal(reason, "none");
}

static void
folding_takes_case_marks_and_forms_away(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "Red MUG @[`{ 09 AZ az", "red mug @[`{ 09 az az" },
		{ "THE QUICK BROWN FOX JUMPS", "the quick brown fox jumps" },
		{ "Caf\u00E9 CR\u00C8ME Br\u00FBl\u00E9e", "cafe creme brulee" },
		{ "cafe\u0301", "cafe" },
		{ "Stra\u00DFe", "strasse" },
		{ "\u1E9E", "ss" },
		{ "\uFB01ne", "fine" },
		{ "\uFF26\uFF55\uFF4C\uFF4C", "full" },
		{ "x\u00B2", "x2" },
		{ "\u2460", "1" },
		{ "\u0130stanbul", "istanbul" },
		{ "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
			"\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C3" },
		{ "\u041C\u043E\u0441\u043A\u0432\u0410",
			"\u043C\u043E\u0441\u043A\u0432\u0430" },
		{ "\uD55C\uAE00", "\uD55C\uAE00" },
		{ "\u1112\u1161\u11AB", "\uD55C" },
		{ "\u6771\u4EAC", "\u6771\u4EAC" },
		{ "soft\u00ADhyphen", "softhyphen" },
		{ "zero\u200Bwidth", "zerowidth" },
		{ "\uFDFA", "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 "
			    "\u0639\u0644\u064A\u0647 "
			    "\u0648\u0633\u0644\u0645" },
		/* Equivalent forms of one letter. */
		{ "\u1FB4", "\u03B1\u03B9" },
		{ "\u03B1\u0301\u0345", "\u03B1\u03B9" },
		{ "\u03B1\u0345\u0301", "\u03B1\u03B9" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(folded(*state, pairs[i][0]), pairs[i][1]);
}

static void
folding_case_keeps_marks(void **state)
{
	static const char *const pairs[][2] = {
		{ "Anna@Example.ORG", "anna@example.org" },
		{ "Caf\u00C9", "caf\u00E9" },
		{ "Cafe\u0301", "caf\u00E9" },
		{ "e\u0323\u0302", "\u1EC7" },
		{ "e\u0302\u0323", "\u1EC7" },
		{ "Stra\u00DFe", "strasse" },
		{ "\u212B", "\u00E5" },
		{ "\uFF76\uFF9E", "\u30AC" },
		{ "a\u200D\u0301", "\u00E1" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(case_folded(*state, pairs[i][0]), pairs[i][1]);
}

static void
what_is_ill_formed_folds_to_replacement_characters(void **state)
{
	assert_string_equal(folded(*state, "A\xFF\x42"), "a\uFFFDb");
	assert_string_equal(folded(*state, "\xE2\x82"), "\uFFFD\uFFFD");
	assert_string_equal(case_folded(*state, "Caf\xE9"), "caf\uFFFD");
}

static void
folding_takes_only_the_size_it_is_given(void **state)
{
	struct err err = { 0 };
	const char *out = NULL;

	assert_int_equal(text_fold(*state, "ABCDEFGHIJK", 9, &out, &err), ST_OK);
	assert_string_equal(out, "abcdefghi");
	assert_int_equal(text_fold(*state, "E\u0301", 1, &out, &err), ST_OK);
	assert_string_equal(out, "e");
}

static void
a_hundred_marks_on_one_letter_are_taken_away(void **state)
{
	char text[1 + 2 * 100 + 2] = "A";
	const char *kept;

	for (size_t i = 0; i < 100; i++)
		memcpy(text + 1 + 2 * i, i % 2 ? "\u0301" : "\u0323", 2);
	text[201] = 'B';
	assert_string_equal(folded(*state, text), "ab");
	kept = case_folded(*state, text);
	assert_true(text_is_utf8(kept, strlen(kept)));
}

/* Texts of all that makes folding hard, always the same ones. */
static void
make_text(unsigned seed, char text[128])
{
	static const char *const parts[] = { "a", "E", "Z", " ", "\u00E9", "\u00DF",
		"\u0301", "\u0323", "\u0345", "\u0307", "\u1FB4", "\u03A9", "\u1112",
		"\u1161", "\u11AB", "\uD55C", "\uAC00", "\u3131", "\u314F", "\uFF76",
		"\uFF9E", "\u304B", "\u3099", "\u09C7", "\u09BE", "\u200D", "\u00AD",
		"\uFE0F", "\uFB01", "\u0130", "\u0344", "\U0001D15E", "\U0001F600",
		"\u6771", "\u3164", "\uFFA0", "\u115F", "\u0F73", "\u212B",
		"\u1E9B" };
	size_t count = sizeof(parts) / sizeof(parts[0]);

	text[0] = '\0';
	for (int i = 0; i < 8; i++) {
		size_t size = strlen(text);

		seed = seed * 1664525 + 1013904223;
		snprintf(text + size, 128 - size, "%s", parts[(seed >> 8) % count]);
	}
}

static void
folding_case_is_what_unicode_says_of_whole_texts(void **state)
{
	for (unsigned seed = 0; seed < 20000; seed++) {
		struct arena_mark mark = arena_mark(*state);
		utf8proc_uint8_t *expected = NULL;
		char text[128];

		make_text(seed, text);
		assert_true(
			utf8proc_map((utf8proc_uint8_t *)text, 0, &expected,
				UTF8PROC_NULLTERM | UTF8PROC_STABLE |
					UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
					UTF8PROC_CASEFOLD | UTF8PROC_IGNORE) >= 0);
		assert_string_equal(case_folded(*state, text), (char *)expected);
		free(expected);
		arena_rewind(*state, mark);
	}
}

static void
equivalent_texts_fold_to_the_same(void **state)
{
	for (unsigned seed = 0; seed < 20000; seed++) {
		struct arena_mark mark = arena_mark(*state);
		utf8proc_uint8_t *taken_apart;
		const char *once;
		char text[128];

		make_text(seed, text);
		taken_apart = utf8proc_NFD((utf8proc_uint8_t *)text);
		assert_non_null(taken_apart);
		once = folded(*state, text);
		assert_string_equal(folded(*state, (char *)taken_apart), once);
		assert_string_equal(folded(*state, once), once);
		free(taken_apart);
		arena_rewind(*state, mark);
	}
}

static void
what_is_folded_folds_to_itself(void **state)
{
	for (int32_t point = 1; point < 0x110000; point++) {
		struct arena_mark mark = arena_mark(*state);
		char text[5] = "";
		const char *once;

		if (point >= 0xD800 && point < 0xE000)
			continue;
		utf8proc_encode_char(point, (utf8proc_uint8_t *)text);
		once = folded(*state, text);
		if (strcmp(folded(*state, once), once) != 0)
			print_error("U+%04X\n", (unsigned)point);
		assert_string_equal(folded(*state, once), once);
		arena_rewind(*state, mark);
	}
}

static void
words_are_runs_of_letters_marks_and_digits(void **state)
{
	static const char text[] = "--Red mug, MX-5150 caf\u00E9\u0301 \u6771\u4EAC!"
				   "\U0001F600x\xFFy_\u0663 ";
	static const char *const words[] = { "Red", "mug", "MX", "5150",
		"caf\u00E9\u0301", "\u6771\u4EAC", "x", "y", "\u0663", NULL };
	const char *at = text;
	const char *end = text + sizeof(text) - 1;
	struct text_word word;

	(void)state;
	for (size_t i = 0; words[i]; i++) {
		assert_true(text_next_word(&at, end, &word));
		assert_int_equal(word.size, strlen(words[i]));
		assert_memory_equal(word.at, words[i], word.size);
		assert_ptr_equal(at, word.at + word.size);
	}
	assert_false(text_next_word(&at, end, &word));
	assert_ptr_equal(at, end);
	assert_false(text_next_word(&at, end, &word));
}

static void
a_word_may_end_with_the_text(void **state)
{
	static const char text[] = "a bc";
	const char *at = text;
	struct text_word word;

	(void)state;
	assert_true(text_next_word(&at, text + 3, &word));
	assert_true(text_next_word(&at, text + 3, &word));
	assert_int_equal(word.size, 1);
	assert_false(text_next_word(&at, text + 3, &word));
}

static void
width_is_what_a_terminal_shows(void **state)
{
	(void)state;
	assert_int_equal(text_width("", 0), 0);
	assert_int_equal(text_width("abc", 3), 3);
	assert_int_equal(text_width("a\x1B\x7Fg", 4), 2);
	assert_int_equal(text_width("caf\u00E9", 5), 4);
	assert_int_equal(text_width("cafe\u0301", 6), 4);
	assert_int_equal(text_width("\u6771\u4EAC", 6), 4);
	assert_int_equal(text_width("\U0001F600", 4), 2);
	assert_int_equal(text_width("a\xFF", 2), 2);
	assert_int_equal(text_width("\xC2\x85", 2), 0);
}

static void
what_fits_is_cut_between_characters(void **state)
{
	static const char wide[] = "a\u6771b";
	static const char marked[] = "cafe\u0301s";

	(void)state;
	assert_int_equal(text_fit("abc", 3, 2), 2);
	assert_int_equal(text_fit("abc", 3, 9), 3);
	assert_int_equal(text_fit("abc", 3, 0), 0);
	assert_int_equal(text_fit(wide, 5, 1), 1);
	assert_int_equal(text_fit(wide, 5, 2), 1);
	assert_int_equal(text_fit(wide, 5, 3), 4);
	assert_int_equal(text_fit(marked, 7, 4), 6);
	assert_int_equal(text_fit(marked, 7, 3), 3);
}

static void
nothing_shown_moves_or_colours_a_terminal(void **state)
{
	static const char *const pairs[][2] = {
		{ "", "" },
		{ "plain text, \\ and caf\u00E9 \U0001F600",
			"plain text, \\ and caf\u00E9 \U0001F600" },
		{ "\x1B[31mred", "\\x1b[31mred" },
		{ "a\rb\a\x7F", "a\\x0db\\x07\\x7f" },
		{ "a\nb\tc", "a\\nb\\tc" },
		{ "\xC2\x9B"
		  "31m",
			"\\u{009b}31m" },
		{ "\u202Egnp.exe", "\\u{202e}gnp.exe" },
		{ "\u200E\u200F\u202A\u2066\u2069",
			"\\u{200e}\\u{200f}\\u{202a}\\u{2066}\\u{2069}" },
		{ "\u061C\u2028\u2029\uFEFF\u200B",
			"\\u{061c}\\u{2028}\\u{2029}\\u{feff}\\u{200b}" },
		{ "\U000E0041", "\\u{e0041}" },
		{ "\xFF\xC2", "\\xff\\xc2" },
		{ "\xED\xA0\x80", "\\xed\\xa0\\x80" },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(escaped(*state, pairs[i][0], false), pairs[i][1]);
}

static void
lines_are_kept_where_they_may_be(void **state)
{
	assert_string_equal(escaped(*state, "a\nb\tc\r\n", true), "a\nb\tc\\x0d\n");
}

static void
a_nul_inside_a_text_is_shown(void **state)
{
	struct err err = { 0 };
	const char *out = NULL;

	assert_int_equal(
		text_escape_terminal(*state, "a\0b", 3, true, &out, &err), ST_OK);
	assert_string_equal(out, "a\\x00b");
}

static void
digits_are_read_by_their_number(void **state)
{
	const char *at = "2026-1";
	int value = 7;

	(void)state;
	assert_true(text_read_digits(&at, 4, &value));
	assert_int_equal(value, 2026);
	assert_string_equal(at, "-1");
	assert_false(text_read_digits(&at, 1, &value));
	at++;
	assert_false(text_read_digits(&at, 2, &value));
	assert_string_equal(at, "1");
	assert_int_equal(value, 2026);
}

static void
distance_counts_edits_and_swaps(void **state)
{
	static const struct {
		const char *a, *b;
		size_t limit, distance;
	} cases[] = {
		{ "", "", 3, 0 },
		{ "search", "search", 0, 0 },
		{ "serach", "search", 3, 1 },
		{ "sarch", "search", 3, 1 },
		{ "ssearch", "search", 3, 1 },
		{ "sezrch", "search", 3, 1 },
		{ "kitten", "sitting", 9, 3 },
		{ "kitten", "sitting", 3, 3 },
		{ "kitten", "sitting", 2, 3 },
		{ "kitten", "sitting", 1, 2 },
		{ "ca", "abc", 9, 3 },
		{ "abcd", "badc", 9, 2 },
		{ "abcd", "badc", 2, 2 },
		{ "", "abc", 9, 3 },
		{ "", "abc", 1, 2 },
		{ "a", "b", 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
			text_distance(cases[i].a, cases[i].b, cases[i].limit),
			cases[i].distance);
		assert_int_equal(
			text_distance(cases[i].b, cases[i].a, cases[i].limit),
			cases[i].distance);
	}
}

static void
very_long_words_are_far_apart_unless_the_same(void **state)
{
	char a[200] = "";
	char b[200] = "";

	(void)state;
	memset(a, 'a', sizeof(a) - 1);
	memset(b, 'a', sizeof(b) - 1);
	assert_int_equal(text_distance(a, b, 5), 0);
	b[100] = 'b';
	assert_int_equal(text_distance(a, b, 5), 6);
}

static void
the_nearest_word_is_the_one_meant(void **state)
{
	static const char *const commands[] = { "init", "import", "export", "search",
		"show", "cart", "checkout", "orders", "register", NULL };
	static const char *const pairs[][2] = {
		{ "serach", "search" },
		{ "chekout", "checkout" },
		{ "imprt", "import" },
		{ "order", "orders" },
		{ "crat", "cart" },
		{ "cart", "cart" },
		{ "regsiter", "register" },
	};
	static const char *const far[] = { "", "x", "zz", "frobnicate", "list",
		NULL };

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(text_nearest(pairs[i][0], commands), pairs[i][1]);
	for (size_t i = 0; far[i]; i++)
		assert_null(text_nearest(far[i], commands));
	assert_null(text_nearest("cart", commands + 9));
}

#define WITH_ARENA(test) \
	cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_texts_are_utf8),
		cmocka_unit_test(ill_formed_texts_are_not_utf8),
		cmocka_unit_test(control_characters_are_forbidden_in_fields),
		cmocka_unit_test(c1_controls_are_taken_as_they_come),
		cmocka_unit_test(ill_formed_utf8_is_forbidden_in_fields),
		cmocka_unit_test(other_texts_are_allowed_in_fields),
		WITH_ARENA(folding_takes_case_marks_and_forms_away),
		WITH_ARENA(folding_case_keeps_marks),
		WITH_ARENA(what_is_ill_formed_folds_to_replacement_characters),
		WITH_ARENA(folding_takes_only_the_size_it_is_given),
		WITH_ARENA(a_hundred_marks_on_one_letter_are_taken_away),
		WITH_ARENA(folding_case_is_what_unicode_says_of_whole_texts),
		WITH_ARENA(equivalent_texts_fold_to_the_same),
		WITH_ARENA(what_is_folded_folds_to_itself),
		cmocka_unit_test(words_are_runs_of_letters_marks_and_digits),
		cmocka_unit_test(a_word_may_end_with_the_text),
		cmocka_unit_test(width_is_what_a_terminal_shows),
		cmocka_unit_test(what_fits_is_cut_between_characters),
		WITH_ARENA(nothing_shown_moves_or_colours_a_terminal),
		WITH_ARENA(lines_are_kept_where_they_may_be),
		WITH_ARENA(a_nul_inside_a_text_is_shown),
		cmocka_unit_test(digits_are_read_by_their_number),
		cmocka_unit_test(distance_counts_edits_and_swaps),
		cmocka_unit_test(very_long_words_are_far_apart_unless_the_same),
		cmocka_unit_test(the_nearest_word_is_the_one_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
