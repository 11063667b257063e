#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "cli/output.h"
#include "cli/parse.h"

#include "made_up_shop.h"

/* A line is read and thrown away by each test. */
struct reading {
	struct arena arena;
	struct parsed parsed;
	struct err err;
	enum status status;
};

#define WORDS_MAX 64

static struct reading
read_words(const char *const *argv, int argc)
{
	struct reading reading = { .err = { .status = ST_OK } };

	reading.status = parse_command_line(
		&made_up, argc, argv, &reading.arena, &reading.parsed, &reading.err);
	return reading;
}

/* Takes "shop" and the words, ended by NULL. */
static struct reading
read_line(const char *first, ...)
{
	const char *argv[WORDS_MAX] = { "shop" };
	int argc = 1;
	va_list args;

	va_start(args, first);
	for (const char *word = first; word; word = va_arg(args, const char *))
		argv[argc++] = word;
	va_end(args);
	return read_words(argv, argc);
}

#define READ(...) read_line(__VA_ARGS__, (const char *)NULL)

static void
drop(struct reading *reading)
{
	arena_free(&reading->arena);
}

#define REFUSED(message_, ...) \
	do { \
		struct reading reading_ = READ(__VA_ARGS__); \
		assert_string_equal(reading_.err.message, message_); \
		assert_int_equal(reading_.status, ST_USAGE); \
		assert_null(reading_.parsed.command); \
		drop(&reading_); \
	} while (0)

#define TAKEN(name_, ...) \
	struct reading name_ = READ(__VA_ARGS__); \
	if (name_.status != ST_OK) \
	assert_string_equal(name_.err.message, "")

static void
options_are_written_in_four_ways(void **state)
{
	static const char *const ways[][3] = { { "--limit", "3", NULL },
		{ "--limit=3", NULL, NULL }, { "-n", "3", NULL },
		{ "-n3", NULL, NULL } };

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		TAKEN(reading, "find", ways[i][0], ways[i][1]);
		const struct find_input *input = reading.parsed.input;

		assert_int_equal(input->limit, 3);
		assert_true(input->limit_given);
		drop(&reading);
	}
}

static void
options_and_operands_come_in_any_order(void **state)
{
	(void)state;
	TAKEN(reading, "find", "red", "--limit", "3", "shirt", "-i", "--price=..50");
	const struct find_input *input = reading.parsed.input;

	assert_int_equal(input->words.count, 2);
	assert_string_equal(input->words.items[0], "red");
	assert_string_equal(input->words.items[1], "shirt");
	assert_true(input->in_stock);
	assert_int_equal(input->prices.count, 1);
	assert_false(input->prices.items[0].has_min);
	assert_int_equal(input->prices.items[0].max.digits, 50);
	drop(&reading);
}

static void
letters_share_a_word(void **state)
{
	(void)state;
	TAKEN(reading, "find", "-iqn7");
	const struct find_input *input = reading.parsed.input;

	assert_true(input->in_stock);
	assert_true(reading.parsed.global.quiet);
	assert_int_equal(input->limit, 7);
	drop(&reading);
}

static void
two_dashes_end_options(void **state)
{
	(void)state;
	TAKEN(reading, "find", "--", "-5", "--limit", "--");
	const struct find_input *input = reading.parsed.input;

	assert_int_equal(input->words.count, 3);
	assert_string_equal(input->words.items[0], "-5");
	assert_string_equal(input->words.items[1], "--limit");
	assert_string_equal(input->words.items[2], "--");
	drop(&reading);
	TAKEN(adding, "basket", "add", "--", "-SKU");
	assert_string_equal(
		((const struct add_input *)adding.parsed.input)->sku, "-SKU");
	drop(&adding);
}

static void
a_lone_dash_is_an_operand(void **state)
{
	(void)state;
	TAKEN(reading, "admin", "import", "-", "b.yaml");
	const struct import_input *input = reading.parsed.input;

	assert_int_equal(input->files.count, 2);
	assert_string_equal(input->files.items[0], "-");
	drop(&reading);
}

static void
a_value_may_begin_with_a_dash(void **state)
{
	(void)state;
	TAKEN(reading, "find", "--color", "--limit", "--color=-x");
	const struct find_input *input = reading.parsed.input;

	assert_int_equal(input->colors.count, 2);
	assert_string_equal(input->colors.items[0], "--limit");
	assert_string_equal(input->colors.items[1], "-x");
	drop(&reading);
}

static void
repeated_options_collect(void **state)
{
	(void)state;
	TAKEN(reading, "find", "--attribute", "a=1", "--attribute", "b=2",
		"--attribute", "c==", "--price", "1..2", "--price", "3.5", "--color",
		"red");
	const struct find_input *input = reading.parsed.input;

	assert_int_equal(input->attributes.count, 3);
	assert_string_equal(input->attributes.items[1].name, "b");
	assert_string_equal(input->attributes.items[2].value, "=");
	assert_int_equal(input->prices.count, 2);
	assert_int_equal(input->prices.items[1].min.digits, 35);
	assert_int_equal(input->prices.items[1].max.digits, 35);
	drop(&reading);
	TAKEN(paying, "admin", "pay", "7", "--reason", "x", "--state=open",
		"--state=paid");
	const struct pay_input *pay = paying.parsed.input;

	assert_int_equal(pay->order, 7);
	assert_int_equal(pay->states.count, 2);
	assert_string_equal(pay->states.items[1], "paid");
	drop(&paying);
}

static void
an_optional_value_only_comes_with_the_sign(void **state)
{
	(void)state;
	TAKEN(bare, "find", "--facets", "brand");
	const struct find_input *input = bare.parsed.input;

	assert_true(input->facets_given);
	assert_int_equal(input->facets.count, 0);
	assert_int_equal(input->words.count, 1);
	drop(&bare);
	TAKEN(valued, "find", "--facets=brand,price");
	input = valued.parsed.input;
	assert_int_equal(input->facets.count, 2);
	assert_string_equal(input->facets.items[1], "price");
	drop(&valued);
}

static void
choices_are_numbers_or_lists(void **state)
{
	(void)state;
	TAKEN(reading, "find", "--sort", "newest", "--size=small,large");
	const struct find_input *input = reading.parsed.input;

	assert_int_equal(input->sort, 2);
	assert_int_equal(input->sizes.count, 2);
	assert_string_equal(input->sizes.items[1], "large");
	drop(&reading);
}

static void
codes_are_put_in_capitals(void **state)
{
	(void)state;
	TAKEN(reading, "admin", "pay", "1", "--reason=x", "--country=de",
		"--currency=eur", "--amount", "12.50");
	const struct pay_input *input = reading.parsed.input;

	assert_string_equal(input->country, "DE");
	assert_string_equal(input->currency, "EUR");
	assert_int_equal(input->amount.digits, 1250);
	assert_int_equal(input->amount.decimals, 2);
	drop(&reading);
}

static void
global_options_stand_before_and_behind(void **state)
{
	(void)state;
	TAKEN(reading, "-C", "/tmp/x", "--wait=2.5", "basket", "--json", "add",
		"TS-1", "-q", "--for", "a@b", "--dry-run");
	const struct global_options *global = &reading.parsed.global;

	assert_string_equal(reading.parsed.command->path, "basket add");
	assert_string_equal(global->home, "/tmp/x");
	assert_int_equal(global->wait, 2500000);
	assert_true(global->json && global->quiet && global->dry_run);
	assert_int_equal(global->format, FORMAT_JSON);
	assert_string_equal(global->for_customer, "a@b");
	drop(&reading);
	TAKEN(plain, "find");
	assert_int_equal(plain.parsed.global.wait, 10000000);
	assert_int_equal(plain.parsed.global.format, FORMAT_UNSET);
	drop(&plain);
}

static void
a_format_is_asked_for_in_two_ways(void **state)
{
	(void)state;
	TAKEN(csv, "find", "--format", "csv");
	assert_int_equal(csv.parsed.global.format, FORMAT_CSV);
	drop(&csv);
	TAKEN(ndjson, "find", "--format=ndjson", "--json=sku");
	assert_int_equal(ndjson.parsed.global.format, FORMAT_NDJSON);
	assert_int_equal(ndjson.parsed.global.json_fields.count, 1);
	drop(&ndjson);
	REFUSED("'--json' and '--format tsv' contradict each other (see 'shop find "
		"--help')",
		"find", "--json", "--format", "tsv");
}

static void
a_refused_line_still_says_its_format(void **state)
{
	struct reading reading = READ("find", "--bogus", "--json");

	(void)state;
	assert_int_equal(reading.status, ST_USAGE);
	assert_int_equal(reading.parsed.global.format, FORMAT_JSON);
	drop(&reading);
	reading = READ("no-such-word", "--format", "ndjson");
	assert_int_equal(reading.parsed.global.format, FORMAT_NDJSON);
	drop(&reading);
}

static void
a_word_alone_means_its_default(void **state)
{
	(void)state;
	TAKEN(reading, "basket");
	assert_string_equal(reading.parsed.command->path, "basket show");
	assert_null(reading.parsed.group);
	drop(&reading);
	TAKEN(stock, "admin", "stock", "TS-1");
	assert_string_equal(stock.parsed.command->path, "admin stock");
	drop(&stock);
	TAKEN(moved, "admin", "stock", "log", "TS-1");
	assert_string_equal(moved.parsed.command->path, "admin stock log");
	drop(&moved);
}

static void
no_word_is_no_command(void **state)
{
	struct reading reading = read_words((const char *const[]){ "shop" }, 1);

	(void)state;
	assert_int_equal(reading.status, ST_OK);
	assert_null(reading.parsed.command);
	drop(&reading);
	TAKEN(version, "--version");
	assert_true(version.parsed.global.version);
	drop(&version);
}

static void
help_is_understood_anywhere(void **state)
{
	static const char *const lines[][4] = {
		{ "-h", "basket", "add", NULL },
		{ "basket", "--help", "add", NULL },
		{ "basket", "add", "-h", NULL },
		{ "basket", "add", "a\tb", "-h" },
		{ "basket", "add", "--bogus", "--help" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		TAKEN(reading, lines[i][0], lines[i][1], lines[i][2], lines[i][3]);
		assert_true(reading.parsed.global.help);
		assert_string_equal(reading.parsed.command->path, "basket add");
		assert_null(reading.parsed.group);
		drop(&reading);
	}
}

static void
help_for_a_group_names_it(void **state)
{
	(void)state;
	TAKEN(admin, "admin", "--help");
	assert_null(admin.parsed.command);
	assert_string_equal(admin.parsed.group, "admin");
	drop(&admin);
	TAKEN(basket, "basket", "--help");
	assert_string_equal(basket.parsed.group, "basket");
	assert_string_equal(basket.parsed.command->path, "basket show");
	drop(&basket);
	TAKEN(stock, "admin", "stock", "--help");
	assert_null(stock.parsed.group);
	assert_string_equal(stock.parsed.command->path, "admin stock");
	drop(&stock);
	TAKEN(more, "admin", "--help", "--", "x");
	assert_string_equal(more.parsed.group, "admin");
	drop(&more);
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
	drop(&reading);
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
	drop(&reading);
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
	drop(&reading);
	memcpy(word, "--", 2);
	reading = READ("find", word);
	assert_int_equal(reading.status, ST_USAGE);
	assert_true(strlen(reading.err.message) < 300);
	drop(&reading);
	memset(word, 'b', 2);
	reading = READ(word);
	assert_int_equal(reading.status, ST_USAGE);
	assert_true(strlen(reading.err.message) < 300);
	drop(&reading);
	memset(word, ',', size);
	memcpy(word, "--size=", 7);
	reading = READ("find", word);
	assert_int_equal(reading.status, ST_USAGE);
	drop(&reading);
	free(word);
}

static void
ten_thousand_operands_are_taken(void **state)
{
	enum { COUNT = 10000 };
	static const char *argv[COUNT + 2] = { "shop", "find" };
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		argv[i + 2] = "word";
	reading = read_words(argv, COUNT + 2);
	assert_int_equal(reading.status, ST_OK);
	assert_int_equal(
		((const struct find_input *)reading.parsed.input)->words.count,
		COUNT);
	drop(&reading);
}

/* A command with hundreds of options of its own. */
static void
hundreds_of_options_are_read(void **state)
{
	enum { COUNT = 300 };
	static char names[COUNT][16];
	static struct param params[COUNT];
	static char words[COUNT][24];
	static const char *argv[COUNT + 2] = { "shop", "wide" };
	struct command wide = { .path = "wide",
		.summary = "take much",
		.params = params,
		.param_count = COUNT,
		.input_size = COUNT * sizeof(int64_t) };
	const struct command *const items[] = { &wide };
	const struct command_list commands = { items, 1 };
	struct arena arena = { NULL };
	struct parsed parsed = { .command = NULL };
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "option-%zu", i);
		snprintf(words[i], sizeof(words[i]), "--option-%zu=%zu", i, i);
		params[i] = (struct param){ .name = names[i],
			.kind = KIND_COUNT,
			.offset = i * sizeof(int64_t) };
		argv[i + 2] = words[i];
	}
	assert_int_equal(
		parse_command_line(&commands, COUNT + 2, argv, &arena, &parsed, &err),
		ST_OK);
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(((int64_t *)parsed.input)[i], i);
	arena_free(&arena);
}

static enum status
read_value(enum kind kind, const char *text, void *member, struct err *err)
{
	static struct arena arena;
	const struct param param = { .name = "x", .kind = kind };

	arena_free(&arena);
	return parse_value(&param, text, &arena, member, err);
}

static void
values_are_held_to_their_kind(void **state)
{
	static const struct {
		enum kind kind;
		const char *text;
		bool good;
	} cases[] = {
		{ KIND_SKU, "TS 1", true },
		{ KIND_SKU, "", false },
		{ KIND_SKU,
			"0123456789012345678901234567890123456789012345678901234567"
			"8901234",
			false },
		{ KIND_TEXT, "two\nlines", false },
		{ KIND_LINES, "two\nlines", true },
		{ KIND_LINES, "", true },
		{ KIND_TEXT, "\xff", false },
		{ KIND_TEXT, "\033[31m", false },
		{ KIND_CATEGORY, "Clothing/T-shirts", true },
		{ KIND_COUNT, "1000000000", true },
		{ KIND_COUNT, "1000000001", false },
		{ KIND_COUNT, "99999999999999999999999", false },
		{ KIND_COUNT, "1.0", false },
		{ KIND_COUNT, "+1", false },
		{ KIND_COUNT, " 1", false },
		{ KIND_COUNT, "", false },
		{ KIND_ORDER, "18446744073709551615", true },
		{ KIND_ORDER, "18446744073709551616", false },
		{ KIND_PERIOD, "2026-11", true },
		{ KIND_PERIOD, "soon", false },
		{ KIND_SETTING, "shop.time-zone", true },
		{ KIND_SETTING, "Shop", false },
		{ KIND_CURRENCY, "EURO", false },
		{ KIND_CURRENCY, "xxz", false },
		{ KIND_COUNTRY, "D", false },
		{ KIND_PATH, "", false },
		{ KIND_CUSTOMER, "+49 170 1234567", true },
	};
	union {
		const char *text;
		int64_t number;
	} member;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if ((read_value(cases[i].kind, cases[i].text, &member, &err) ==
			    ST_OK) != cases[i].good)
			assert_string_equal(cases[i].text, "not as it should be");
}

static void
ranges_have_open_sides_and_an_order(void **state)
{
	static const struct {
		const char *text;
		bool good;
		bool has_min;
		bool has_max;
	} cases[] = {
		{ "10..50", true, true, true },
		{ "..50", true, false, true },
		{ "10..", true, true, false },
		{ "10", true, true, true },
		{ "0.5..0.50", true, true, true },
		{ "-2..1", true, true, true },
		{ "0.51..0.5", false, false, false },
		{ "999999999999999..1", false, false, false },
		{ "..", false, false, false },
		{ "1..2..3", false, false, false },
		{ "a..b", false, false, false },
		{ "", false, false, false },
	};
	struct range range;
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good =
			read_value(KIND_RANGE, cases[i].text, &range, &err) == ST_OK;

		if (good != cases[i].good)
			assert_string_equal(cases[i].text, "not as it should be");
		if (!good)
			continue;
		assert_int_equal(range.has_min, cases[i].has_min);
		assert_int_equal(range.has_max, cases[i].has_max);
	}
}

static void
amounts_and_seconds_are_exact(void **state)
{
	struct decimal amount;
	int64_t time = 0;
	struct err err;

	(void)state;
	assert_int_equal(read_value(KIND_MONEY, "0.05", &amount, &err), ST_OK);
	assert_int_equal(amount.digits, 5);
	assert_int_equal(read_value(KIND_MONEY, "-1", &amount, &err), ST_USAGE);
	assert_int_equal(read_value(KIND_MONEY, "1e3", &amount, &err), ST_USAGE);
	assert_int_equal(read_value(KIND_SECONDS, "0.000001", &time, &err), ST_OK);
	assert_int_equal(time, 1);
	assert_int_equal(
		read_value(KIND_SECONDS, "999999999999999", &time, &err), ST_USAGE);
	assert_int_equal(time, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_are_written_in_four_ways),
		cmocka_unit_test(options_and_operands_come_in_any_order),
		cmocka_unit_test(letters_share_a_word),
		cmocka_unit_test(two_dashes_end_options),
		cmocka_unit_test(a_lone_dash_is_an_operand),
		cmocka_unit_test(a_value_may_begin_with_a_dash),
		cmocka_unit_test(repeated_options_collect),
		cmocka_unit_test(an_optional_value_only_comes_with_the_sign),
		cmocka_unit_test(choices_are_numbers_or_lists),
		cmocka_unit_test(codes_are_put_in_capitals),
		cmocka_unit_test(global_options_stand_before_and_behind),
		cmocka_unit_test(a_format_is_asked_for_in_two_ways),
		cmocka_unit_test(a_refused_line_still_says_its_format),
		cmocka_unit_test(a_word_alone_means_its_default),
		cmocka_unit_test(no_word_is_no_command),
		cmocka_unit_test(help_is_understood_anywhere),
		cmocka_unit_test(help_for_a_group_names_it),
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
		cmocka_unit_test(ten_thousand_operands_are_taken),
		cmocka_unit_test(hundreds_of_options_are_read),
		cmocka_unit_test(values_are_held_to_their_kind),
		cmocka_unit_test(ranges_have_open_sides_and_an_order),
		cmocka_unit_test(amounts_and_seconds_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
