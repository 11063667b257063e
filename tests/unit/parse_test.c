#include <stdio.h>
#include <string.h>

#include "command_line.h"

#include "cli/output.h"

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
		line_drop(&reading);
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
	line_drop(&reading);
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
	line_drop(&reading);
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
	line_drop(&reading);
	TAKEN(adding, "basket", "add", "--", "-SKU");
	assert_string_equal(
		((const struct add_input *)adding.parsed.input)->sku, "-SKU");
	line_drop(&adding);
}

static void
a_lone_dash_is_an_operand(void **state)
{
	(void)state;
	TAKEN(reading, "admin", "import", "-", "b.yaml");
	const struct import_input *input = reading.parsed.input;

	assert_int_equal(input->files.count, 2);
	assert_string_equal(input->files.items[0], "-");
	line_drop(&reading);
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
	line_drop(&reading);
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
	line_drop(&reading);
	TAKEN(paying, "admin", "pay", "7", "--reason", "x", "--state=open",
		"--state=paid");
	const struct pay_input *pay = paying.parsed.input;

	assert_int_equal(pay->order, 7);
	assert_int_equal(pay->states.count, 2);
	assert_string_equal(pay->states.items[1], "paid");
	line_drop(&paying);
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
	line_drop(&bare);
	TAKEN(valued, "find", "--facets=brand,price");
	input = valued.parsed.input;
	assert_int_equal(input->facets.count, 2);
	assert_string_equal(input->facets.items[1], "price");
	line_drop(&valued);
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
	line_drop(&reading);
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
	line_drop(&reading);
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
	line_drop(&reading);
	TAKEN(plain, "find");
	assert_int_equal(plain.parsed.global.wait, 10000000);
	assert_int_equal(plain.parsed.global.format, FORMAT_UNSET);
	line_drop(&plain);
}

static void
a_format_is_asked_for_in_two_ways(void **state)
{
	(void)state;
	TAKEN(csv, "find", "--format", "csv");
	assert_int_equal(csv.parsed.global.format, FORMAT_CSV);
	line_drop(&csv);
	TAKEN(ndjson, "find", "--format=ndjson", "--json=sku");
	assert_int_equal(ndjson.parsed.global.format, FORMAT_NDJSON);
	assert_int_equal(ndjson.parsed.global.json_fields.count, 1);
	line_drop(&ndjson);
	REFUSED("'--json' and '--format tsv' contradict each other (see 'shop find "
		"--help')",
		"find", "--json", "--format", "tsv");
}

static void
a_word_alone_means_its_default(void **state)
{
	(void)state;
	TAKEN(reading, "basket");
	assert_string_equal(reading.parsed.command->path, "basket show");
	assert_null(reading.parsed.group);
	line_drop(&reading);
	TAKEN(stock, "admin", "stock", "TS-1");
	assert_string_equal(stock.parsed.command->path, "admin stock");
	line_drop(&stock);
	TAKEN(moved, "admin", "stock", "log", "TS-1");
	assert_string_equal(moved.parsed.command->path, "admin stock log");
	line_drop(&moved);
}

static void
no_word_is_no_command(void **state)
{
	struct reading reading = line_read_words((const char *const[]){ "shop" }, 1);

	(void)state;
	assert_int_equal(reading.status, ST_OK);
	assert_null(reading.parsed.command);
	line_drop(&reading);
	TAKEN(version, "--version");
	assert_true(version.parsed.global.version);
	line_drop(&version);
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
		line_drop(&reading);
	}
}

static void
help_for_a_group_names_it(void **state)
{
	(void)state;
	TAKEN(admin, "admin", "--help");
	assert_null(admin.parsed.command);
	assert_string_equal(admin.parsed.group, "admin");
	line_drop(&admin);
	TAKEN(basket, "basket", "--help");
	assert_string_equal(basket.parsed.group, "basket");
	assert_string_equal(basket.parsed.command->path, "basket show");
	line_drop(&basket);
	TAKEN(stock, "admin", "stock", "--help");
	assert_null(stock.parsed.group);
	assert_string_equal(stock.parsed.command->path, "admin stock");
	line_drop(&stock);
	TAKEN(more, "admin", "--help", "--", "x");
	assert_string_equal(more.parsed.group, "admin");
	line_drop(&more);
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
	reading = line_read_words(argv, COUNT + 2);
	assert_int_equal(reading.status, ST_OK);
	assert_int_equal(
		((const struct find_input *)reading.parsed.input)->words.count,
		COUNT);
	line_drop(&reading);
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
		cmocka_unit_test(a_word_alone_means_its_default),
		cmocka_unit_test(no_word_is_no_command),
		cmocka_unit_test(help_is_understood_anywhere),
		cmocka_unit_test(help_for_a_group_names_it),
		cmocka_unit_test(ten_thousand_operands_are_taken),
		cmocka_unit_test(hundreds_of_options_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
