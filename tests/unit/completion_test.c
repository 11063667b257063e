#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

#include "cli/completion.h"

#include "made_up_shop.h"

enum { WORDS_MAX = 16 };

/* What stands for the shop: a few SKUs, or very many of them. */
static size_t sku_count = 2;

static enum status
look_up(void *arg, enum kind kind, const char *prefix, struct buffer *out,
	struct err *err)
{
	const char *line;

	(void)arg;
	if (kind == KIND_PAIR)
		return buffer_append_text(out, "color=red\t\ncolor=blue\t\n", err);
	if (kind == KIND_WORDS)
		return buffer_append_text(out, "brand\tby brand\n", err);
	assert_int_equal(kind, KIND_SKU);
	for (size_t i = 0; i < sku_count; i++) {
		TRY(arena_format(
			out->arena, &line, err, "%s%zu\tthing %zu\n", prefix, i, i));
		TRY(buffer_append_text(out, line, err));
	}
	return ST_OK;
}

static struct arena arena;

/* The words typed, ended by NULL; the last is being completed. */
static struct words
typed(const char *const *line)
{
	static const char *items[WORDS_MAX];
	struct words words = { items, 0 };

	for (; line[words.count]; words.count++)
		items[words.count] = line[words.count];
	return words;
}

static const char *
candidates(const char *const *line)
{
	struct words words = typed(line);
	struct buffer out = { .arena = &arena };
	struct err err;

	arena_free(&arena);
	assert_int_equal(
		completion_candidates(&made_up, &words, look_up, NULL, &out, &err),
		ST_OK);
	assert_int_equal(buffer_append(&out, "", 1, &err), ST_OK);
	return (const char *)out.data;
}

#define OFFERS(expected_, ...) \
	assert_string_equal( \
		candidates((const char *const[]){ __VA_ARGS__, NULL }), expected_)

static void
command_words_are_offered_with_their_summary(void **state)
{
	(void)state;
	OFFERS("find\tfind things by words and filters\nbasket\t\n"
	       "explain\texplain a command\nadmin\t\n",
		"");
	OFFERS("basket\t\n", "ba");
	OFFERS("show\tshow the basket\nadd\tput a thing into the basket\n", "basket",
		"");
	OFFERS("import\tread a catalogue\n", "-q", "admin", "i");
	OFFERS("", "nonsense", "");
}

static void
options_are_offered_once_unless_they_may_repeat(void **state)
{
	(void)state;
	OFFERS("--color\tonly of this color\n", "find", "--color", "red", "--c");
	OFFERS("", "find", "--limit", "3", "--l");
	OFFERS("", "find", "-n3", "--l");
	OFFERS("--facets\tcount by what there is\n--facets=\tcount by what there "
	       "is\n",
		"find", "--fa");
	OFFERS("--dry-run\tprint what would change, change nothing\n", "basket",
		"add", "--d");
	OFFERS("", "find", "--d");
	OFFERS("--home\tthe shop's folder (else $SHOP_HOME)\n", "--ho");
	OFFERS("", "find", "--", "--l");
}

static void
choices_are_offered_where_a_value_is_wanted(void **state)
{
	(void)state;
	OFFERS("name\t\nnewest\t\n", "find", "--sort", "n");
	OFFERS("--sort=name\t\n--sort=newest\t\n", "find", "--sort=n");
	OFFERS("small,medium\t\n", "find", "--size", "small,m");
	OFFERS("--size=small,medium\t\n", "find", "--size=small,m");
	OFFERS("tsv\t\n", "--format", "ts");
	OFFERS("DE\t\nDJ\t\nDK\t\nDM\t\nDO\t\nDZ\t\n", "admin", "pay", "1",
		"--country", "D");
	OFFERS("last week\t\nlast month\t\nlast quarter\t\nlast year\t\n", "find",
		"--since", "last");
}

static void
values_are_asked_of_the_shop(void **state)
{
	(void)state;
	OFFERS("TS-0\tthing 0\nTS-1\tthing 1\n", "basket", "add", "TS-");
	OFFERS("TS-0\tthing 0\nTS-1\tthing 1\n", "basket", "add", "-n", "2", "--",
		"TS-");
	OFFERS("", "basket", "add", "TS-1", "TS-");
	OFFERS("--attribute=color=red\t\n--attribute=color=blue\t\n", "find",
		"--attribute=co");
	OFFERS("--facets=price,brand\tby brand\n", "find", "--facets=price,");
	OFFERS("log\tshow what moved\nl0\tthing 0\nl1\tthing 1\n", "admin", "stock",
		"l");
}

static void
json_fields_are_those_of_the_result(void **state)
{
	(void)state;
	OFFERS("--json=sku,price\t\n", "find", "--json=sku,p");
}

static void
files_are_left_to_the_shell(void **state)
{
	(void)state;
	OFFERS("\tfiles\n", "admin", "import", "cat");
	OFFERS("\tfiles\n", "admin", "import", "a.yaml", "b");
	OFFERS("\tfiles\n", "-C", "");
}

static void
help_completes_the_words_of_commands(void **state)
{
	(void)state;
	OFFERS("add\tput a thing into the basket\n", "explain", "basket", "a");
}

static void
at_most_a_hundred_are_offered(void **state)
{
	const char *text;
	size_t lines = 0;

	(void)state;
	sku_count = 1000;
	text = candidates((const char *const[]){ "basket", "add", "x", NULL });
	sku_count = 2;
	for (; *text; text++)
		lines += *text == '\n';
	assert_int_equal(lines, 100);
}

static bool
needs_shop(const char *const *line)
{
	struct words words = typed(line);

	return completion_needs_shop(&made_up, &words);
}

static void
the_shop_is_opened_only_for_its_values(void **state)
{
	static const char *const with[][4] = { { "basket", "add", "" },
		{ "find", "--attribute", "" }, { "find", "--facets=b" } };
	static const char *const without[][4] = { { "" }, { "find", "--" },
		{ "find", "--sort", "" }, { "admin", "import", "" },
		{ "find", "--json=s" } };

	(void)state;
	for (size_t i = 0; i < sizeof(with) / sizeof(with[0]); i++)
		assert_true(needs_shop(with[i]));
	for (size_t i = 0; i < sizeof(without) / sizeof(without[0]); i++)
		assert_false(needs_shop(without[i]));
}

static void
the_shop_is_the_one_that_was_typed(void **state)
{
	struct words words = typed((const char *const[]){
		"-C", "/tmp/shop", "basket", "add", "", NULL });

	(void)state;
	assert_string_equal(completion_home(&made_up, &words), "/tmp/shop");
	words = typed((const char *const[]){ "basket", "--home=/x", "", NULL });
	assert_string_equal(completion_home(&made_up, &words), "/x");
	words = typed((const char *const[]){ "basket", "", NULL });
	assert_null(completion_home(&made_up, &words));
	words.count = 0;
	assert_null(completion_home(&made_up, &words));
}

/* The shell's exit status, or -1 where there is no such shell. */
static int
check_syntax(const char *shell, const char *path)
{
	pid_t pid = fork();
	int status = 0;

	assert_true(pid >= 0);
	if (pid == 0) {
		execlp(shell, shell, "-n", path, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 127 ? -1 : WEXITSTATUS(status);
}

static void
scripts_are_good_syntax_and_register(void **state)
{
	static const char *const shells[] = { "bash", "zsh", "fish" };
	static const char *const registers[] = { "complete -F _shop shop",
		"#compdef shop\n", "complete -c shop " };

	(void)state;
	for (enum shell shell = SHELL_BASH; shell <= SHELL_FISH; shell++) {
		struct buffer out = { .arena = &arena };
		char path[] = "/tmp/shop-completion-XXXXXX";
		int fd = mkstemp(path);
		struct err err;
		int exit;

		assert_true(fd >= 0);
		assert_int_equal(completion_script(shell, &out, &err), ST_OK);
		assert_int_equal(write(fd, out.data, out.size), out.size);
		close(fd);
		exit = check_syntax(shells[shell], path);
		unlink(path);
		assert_true(exit == 0 || exit == -1);
		assert_int_equal(buffer_append(&out, "", 1, &err), ST_OK);
		assert_non_null(strstr((const char *)out.data, registers[shell]));
	}
}

static int
free_all(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(command_words_are_offered_with_their_summary),
		cmocka_unit_test(options_are_offered_once_unless_they_may_repeat),
		cmocka_unit_test(choices_are_offered_where_a_value_is_wanted),
		cmocka_unit_test(values_are_asked_of_the_shop),
		cmocka_unit_test(json_fields_are_those_of_the_result),
		cmocka_unit_test(files_are_left_to_the_shell),
		cmocka_unit_test(help_completes_the_words_of_commands),
		cmocka_unit_test(at_most_a_hundred_are_offered),
		cmocka_unit_test(the_shop_is_opened_only_for_its_values),
		cmocka_unit_test(the_shop_is_the_one_that_was_typed),
		cmocka_unit_test(scripts_are_good_syntax_and_register),
	};

	return cmocka_run_group_tests(tests, NULL, free_all);
}
