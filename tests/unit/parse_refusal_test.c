#include <stdlib.h>
#include <string.h>

#include "command_line.h"

#include "cli/output.h"

static void
a_refused_line_still_says_its_format(void **state)
{
	struct reading reading = READ("find", "--bogus", "--json");

	(void)state;
	assert_int_equal(reading.status, ST_USAGE);
	assert_int_equal(reading.parsed.global.format, FORMAT_JSON);
	line_drop(&reading);
	reading = READ("no-such-word", "--format", "ndjson");
	assert_int_equal(reading.parsed.global.format, FORMAT_NDJSON);
	line_drop(&reading);
}

static void
an_unknown_option_is_named_with_the_nearest(void **state)
{
	(void)state;
	REFUSED("unknown option '--colour' (did you mean '--color'? see 'shop find "
		"--help')",
		"find", "--colour", "red");
	REFUSED("unknown option '--colour' (did you mean '--color'? see 'shop find "
		"--help')",
		"find", "--colour=red");
	REFUSED("unknown option '-limit' (did you mean '--limit'? see 'shop find "
		"--help')",
		"find", "-limit", "3");
	REFUSED("unknown option '--frobnicate' (see 'shop find --help')", "find",
		"--frobnicate");
	REFUSED("unknown option '-5' ('--' before it makes it an operand; see 'shop "
		"find --help')",
		"find", "-5");
	REFUSED("unknown option '--hom' (did you mean '--home'? see 'shop --help')",
		"--hom", "/tmp", "find");
}

static void
names_are_never_abbreviated(void **state)
{
	struct reading reading = READ("find", "--lim", "3");

	(void)state;
	assert_int_equal(reading.status, ST_USAGE);
	line_drop(&reading);
}

static void
an_option_given_twice_is_refused(void **state)
{
	(void)state;
	REFUSED("option '--limit' is given twice (see 'shop find --help')", "find",
		"--limit=1", "-n2");
	REFUSED("option '--format' is given twice (see 'shop find --help')",
		"--format=csv", "find", "--format=csv");
}

static void
operands_are_counted(void **state)
{
	(void)state;
	REFUSED("missing operand SKU (see 'shop basket add --help')", "basket",
		"add");
	REFUSED("missing operand FILE (see 'shop admin import --help')", "admin",
		"import");
	REFUSED("missing option '--reason' (see 'shop admin pay --help')", "admin",
		"pay", "1");
	REFUSED("one operand too many for 'basket add': 'b' (see 'shop basket add "
		"--help')",
		"basket", "add", "a", "b", "c");
	REFUSED("'basket show' takes no operand 'a' (see 'shop basket show --help')",
		"basket", "show", "a");
}

static void
a_wrong_value_is_named_with_what_is_expected(void **state)
{
	(void)state;
	REFUSED("option '--limit': 'many' is not a whole number from 0 to "
		"1000000000, such as 3 (see 'shop find --help')",
		"find", "--limit", "many");
	REFUSED("option '--limit': '-1' is not a whole number from 0 to 1000000000, "
		"such as 3 (see 'shop find --help')",
		"find", "--limit=-1");
	REFUSED("option '--sort': 'nmae' is not one of name, price, newest (did you "
		"mean 'name'?) (see 'shop find --help')",
		"find", "--sort", "nmae");
	REFUSED("option '--price': '9..1' is not a range such as 10..50, ..50 or "
		"10..: it ends before it begins (see 'shop find --help')",
		"find", "--price", "9..1");
	REFUSED("option '--attribute': 'red' is not a name and a value such as "
		"color=red: it has no '=' (see 'shop find --help')",
		"find", "--attribute", "red");
	REFUSED("ORDER: '0' is not an order's number such as 1001 (see 'shop admin "
		"pay --help')",
		"admin", "pay", "0", "--reason=x");
	REFUSED("option '--country': 'XX' is not a country of ISO 3166-1 such as DE "
		"(see 'shop admin pay --help')",
		"admin", "pay", "1", "--reason=x", "--country=XX");
	REFUSED("option '--limit' needs a whole number from 0 to 1000000000, such as "
		"3 (see 'shop find --help')",
		"find", "--limit");
	REFUSED("option '--in-stock' takes no value (see 'shop find --help')", "find",
		"--in-stock=yes");
	REFUSED("option '--color': an empty text is not allowed (see 'shop find "
		"--help')",
		"find", "--color=");
}

static void
an_unknown_command_is_named_with_the_nearest(void **state)
{
	(void)state;
	REFUSED("unknown command 'fnid' (did you mean 'find'? see 'shop --help')",
		"fnid");
	REFUSED("unknown command 'basket ad' (did you mean 'basket add'? see 'shop "
		"basket --help')",
		"basket", "ad");
	REFUSED("unknown command 'admin imprt' (did you mean 'admin import'? see "
		"'shop admin --help')",
		"admin", "imprt", "x");
	REFUSED("unknown command 'import' (did you mean 'admin import'? see 'shop "
		"admin import --help')",
		"import");
	REFUSED("unknown command 'zzzzzz' (see 'shop --help')", "zzzzzz");
	REFUSED("'admin' needs another word: pay, import, stock (see 'shop admin "
		"--help')",
		"admin");
}

static void
only_commands_that_say_so_take_dry_run_and_for(void **state)
{
	(void)state;
	REFUSED("'find' takes no option '--dry-run' (see 'shop find --help')", "find",
		"--dry-run");
	REFUSED("'find' takes no option '--for' (see 'shop find --help')", "--for",
		"1", "find");
}

static void
a_wrong_json_field_is_refused_before_anything_is_done(void **state)
{
	(void)state;
	TAKEN(reading, "find", "--json=sku,price");
	assert_int_equal(reading.parsed.global.json_fields.count, 2);
	line_drop(&reading);
	REFUSED("unknown field 'pirce' (did you mean 'price'? there are sku, price)",
		"find", "--json=sku,pirce");
}

static void
a_megabyte_is_refused_in_one_short_line(void **state)
{
	const size_t size = 1 << 20;
	char *word = malloc(size + 1);
	struct reading reading;

	(void)state;
	assert_non_null(word);
	memset(word, 'a', size);
	word[size] = '\0';
	reading = READ("find", word);
	assert_int_equal(reading.status, ST_USAGE);
	assert_true(strlen(reading.err.message) < 300);
	assert_non_null(strstr(reading.err.message, "1048576 characters"));
	line_drop(&reading);
	memcpy(word, "--", 2);
	reading = READ("find", word);
	assert_int_equal(reading.status, ST_USAGE);
	assert_true(strlen(reading.err.message) < 300);
	line_drop(&reading);
	memset(word, 'b', 2);
	reading = READ(word);
	assert_int_equal(reading.status, ST_USAGE);
	assert_true(strlen(reading.err.message) < 300);
	line_drop(&reading);
	memset(word, ',', size);
	memcpy(word, "--size=", 7);
	reading = READ("find", word);
	assert_int_equal(reading.status, ST_USAGE);
	line_drop(&reading);
	free(word);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_line_still_says_its_format),
		cmocka_unit_test(an_unknown_option_is_named_with_the_nearest),
		cmocka_unit_test(names_are_never_abbreviated),
		cmocka_unit_test(an_option_given_twice_is_refused),
		cmocka_unit_test(operands_are_counted),
		cmocka_unit_test(a_wrong_value_is_named_with_what_is_expected),
		cmocka_unit_test(an_unknown_command_is_named_with_the_nearest),
		cmocka_unit_test(only_commands_that_say_so_take_dry_run_and_for),
		cmocka_unit_test(
			a_wrong_json_field_is_refused_before_anything_is_done),
		cmocka_unit_test(a_megabyte_is_refused_in_one_short_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
