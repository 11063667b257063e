#include <string.h>

#include "unit.h"

#include "cli/help.h"
#include "cli/parse.h"

#include "made_up_shop.h"

struct page {
	struct arena arena;
	struct buffer text;
	struct err err;
};

static void
setup(struct page *page)
{
	*page = (struct page){ .err = { .status = ST_OK } };
	page->text.arena = &page->arena;
}

static const char *
text_of(struct page *page)
{
	assert_int_equal(buffer_append(&page->text, "", 1, &page->err), ST_OK);
	return (const char *)page->text.data;
}

static const struct command *
command_of(const char *path)
{
	for (size_t i = 0; i < made_up.count; i++)
		if (strcmp(made_up.items[i]->path, path) == 0)
			return made_up.items[i];
	return NULL;
}

static void
the_overview_is_short_and_grouped_with_one_example(void **state)
{
	struct page page;

	(void)state;
	setup(&page);
	assert_int_equal(help_overview(&made_up, &page.text, &page.err), ST_OK);
	assert_string_equal(text_of(&page),
		"usage: shop [OPTION...] COMMAND [OPTION...] [OPERAND...]\n"
		"\n"
		"for everybody\n"
		"  find     find things by words and filters\n"
		"  basket   show, add\n"
		"  explain  explain a command\n"
		"\n"
		"for staff\n"
		"  admin    pay, import, stock\n"
		"\n"
		"example:\n"
		"  shop find shirt --price ..50\n"
		"\n"
		"'shop COMMAND --help' explains a command\n");
	arena_free(&page.arena);
}

static void
a_page_begins_with_examples_and_aligns_its_options(void **state)
{
	struct page page;

	(void)state;
	setup(&page);
	assert_int_equal(
		help_command(&made_up, command_of("find"), &page.text, &page.err),
		ST_OK);
	assert_non_null(strstr(text_of(&page),
		"examples:\n"
		"  shop find shirt --price ..50\n"
		"  shop find --in-stock --sort price\n"
		"\n"
		"usage: shop find [WORD...] [-n COUNT] [--price MIN..MAX]... "
		"[--color COLOR]...\n"
		"        [--sort name|price|newest] [--size CHOICE,...]\n"
		"        [--attribute NAME=VALUE]... [--facets[=NAME,...]] [-i] "
		"[--since PERIOD]\n"
		"\n"
		"find things by words and filters\n"
		"\n"
		"operands:\n"
		"  WORD  what to look for\n"
		"\n"
		"options:\n"
		"  -n, --limit COUNT           show at most so many (20)\n"
		"      --price MIN..MAX        only at these prices\n"
		"      --color COLOR           only of this color\n"
		"      --sort name|price|newest\n"
		"                              in which order\n"
		"      --size CHOICE,...       only of these sizes (one of small, "
		"medium, large)\n"
		"      --attribute NAME=VALUE  only with this attribute, which may "
		"be any that\n"
		"                              the catalogue has, with its value "
		"behind the sign\n"
		"      --facets[=NAME,...]     count by what there is\n"
		"  -i, --in-stock              only what is there\n"
		"      --since PERIOD          only newer ones\n"
		"\n"
		"shared options:\n"));
	arena_free(&page.arena);
}

static void
no_line_of_help_is_longer_than_80_columns(void **state)
{
	struct page page;

	(void)state;
	setup(&page);
	for (size_t i = 0; i < made_up.count; i++)
		assert_int_equal(help_command(&made_up, made_up.items[i], &page.text,
					 &page.err),
			ST_OK);
	for (const char *at = text_of(&page); *at; at += strcspn(at, "\n") + 1)
		assert_true(strcspn(at, "\n") <= 80);
	arena_free(&page.arena);
}

static void
only_what_a_command_takes_is_on_its_page(void **state)
{
	struct page page;

	(void)state;
	setup(&page);
	assert_int_equal(
		help_command(&made_up, command_of("find"), &page.text, &page.err),
		ST_OK);
	assert_null(strstr(text_of(&page), "--dry-run"));
	arena_free(&page.arena);
	setup(&page);
	assert_int_equal(help_command(&made_up, command_of("basket add"), &page.text,
				 &page.err),
		ST_OK);
	assert_non_null(strstr(text_of(&page), "--dry-run"));
	arena_free(&page.arena);
}

static void
usage_is_one_line(void **state)
{
	struct page page;

	(void)state;
	setup(&page);
	assert_int_equal(
		help_usage(command_of("basket add"), &page.text, &page.err), ST_OK);
	assert_string_equal(text_of(&page),
		"usage: shop basket add SKU [-n COUNT] [--for CUSTOMER] "
		"[--dry-run]\n");
	arena_free(&page.arena);
	setup(&page);
	assert_int_equal(
		help_usage(command_of("find"), &page.text, &page.err), ST_OK);
	assert_string_equal(strchr(text_of(&page), '\n'), "\n");
	arena_free(&page.arena);
}

static void
a_group_lists_what_is_below_it(void **state)
{
	struct page page;

	(void)state;
	setup(&page);
	assert_int_equal(help_group(&made_up, "admin", &page.text, &page.err), ST_OK);
	assert_string_equal(text_of(&page),
		"usage: shop admin COMMAND [OPTION...] [OPERAND...]\n"
		"\n"
		"for staff\n"
		"  pay     note a payment\n"
		"  import  read a catalogue\n"
		"  stock   show the stock (log)\n"
		"\n"
		"'shop admin COMMAND --help' explains a command\n");
	arena_free(&page.arena);
}

static void
what_is_no_group_is_refused(void **state)
{
	/* More words than any path has. */
	static const char many[] = "a b c d e f g h i j k l m n o p q r s t u v w x "
				   "a b c d e f g h i j k l m n o p q r s t u v w x "
				   "a b c d e f g h i j k l m n o p q r s t u v w x";
	static const char *const words[] = { "find", "admin stock", "nothing", many };

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct page page;
		enum status status;

		setup(&page);
		status = help_group(&made_up, words[i], &page.text, &page.err);
		assert_int_equal(status, ST_USAGE);
		arena_free(&page.arena);
	}
}

static void
the_dump_has_five_cells_a_line(void **state)
{
	struct page page;
	size_t lines = 0;
	size_t expected = global_param_count;

	(void)state;
	setup(&page);
	assert_int_equal(help_dump(&made_up, &page.text, &page.err), ST_OK);
	for (const char *at = text_of(&page); *at; at += strcspn(at, "\n") + 1) {
		size_t tabs = 0;

		for (size_t i = 0; at[i] != '\n'; i++)
			tabs += at[i] == '\t';
		assert_int_equal(tabs, 4);
		lines++;
	}
	for (size_t i = 0; i < made_up.count; i++) {
		const struct command *command = made_up.items[i];

		expected += 1 + command->param_count;
		expected += (command->flags & COMMAND_DRY_RUN) != 0;
		expected += (command->flags & COMMAND_FOR) != 0;
	}
	assert_int_equal(lines, expected);
	assert_non_null(strstr(
		(const char *)page.text.data, "\nbasket add\t--count\tn\tCOUNT\t"));
	arena_free(&page.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_overview_is_short_and_grouped_with_one_example),
		cmocka_unit_test(a_page_begins_with_examples_and_aligns_its_options),
		cmocka_unit_test(no_line_of_help_is_longer_than_80_columns),
		cmocka_unit_test(only_what_a_command_takes_is_on_its_page),
		cmocka_unit_test(usage_is_one_line),
		cmocka_unit_test(a_group_lists_what_is_below_it),
		cmocka_unit_test(what_is_no_group_is_refused),
		cmocka_unit_test(the_dump_has_five_cells_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
