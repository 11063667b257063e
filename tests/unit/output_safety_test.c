#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "printed.h"

static bool
has_raw_controls(const char *text)
{
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;

		if ((byte < 0x20 && byte != '\n') || byte == 0x7F)
			return true;
	}
	return false;
}

static void
what_people_wrote_cannot_move_the_terminal(void **state)
{
	struct line row = { .sku = "\033[2J\033]0;x\007",
		.name = "a\xE2\x80\xAE\xC2\x9B"
			"31mb\r\n\tc",
		.note = "",
		.description = "" };
	const char *text = printed_list(FORMAT(FORMAT_TABLE), &row, 1);

	(void)state;
	assert_false(has_raw_controls(text));
	assert_null(strstr(text, "\xE2\x80\xAE"));
	assert_null(strstr(text, "\xC2\x9B"));
	assert_int_equal(strchr(strchr(text, '\n') + 1, '\n')[1], '\0');
	text = printed_record(FORMAT(FORMAT_TABLE), &printed_line_record, &row);
	assert_null(strstr(text, "\033"));
	assert_null(strstr(text, "\xE2\x80\xAE"));
	text = printed_list(FORMAT(FORMAT_JSON), &row, 1);
	assert_false(has_raw_controls(text));
	assert_non_null(strstr(text, "a\\u202e\\u009b31mb"));
}

static void
a_long_list_leaves_memory_and_keeps_its_columns(void **state)
{
	enum { ROWS = 20000 };
	struct line row = { .note = "", .description = "", .unit_price = 1 };
	char sku[32];
	char name[64];
	size_t width;

	(void)state;
	printed_begin(FORMAT(FORMAT_TABLE));
	printed.status =
		output_list_begin(printed.output, &printed_line_record, &printed.err);
	for (int i = 0; i < ROWS && printed.status == ST_OK; i++) {
		snprintf(sku, sizeof(sku), "SKU-%d", i);
		snprintf(name, sizeof(name), "name of the thing number %d", i);
		row.sku = sku;
		row.name = i == ROWS - 1 ? "the widest of all names stands in the "
					   "very last of the rows"
					 : name;
		row.quantity = i;
		printed.status = output_row(printed.output, &row, &printed.err);
	}
	assert_int_equal(printed.status, ST_OK);
	printed.status = output_list_end(printed.output, NULL, NULL, &printed.err);
	printed_finish();
	assert_int_equal(printed.status, ST_OK);
	/* Every line is as long as the first. */
	width = strcspn(printed.text, "\n") + 1;
	for (const char *at = printed.text; strchr(at, '\n'); at += width)
		assert_int_equal(strcspn(at, "\n") + 1, width);
	assert_int_equal(printed.size, (ROWS + 1) * width);
}

static void
nothing_is_printed_before_the_flush(void **state)
{
	char text[TEXT_MAX];

	(void)state;
	printed_begin(FORMAT(FORMAT_TSV));
	printed.status = output_record(printed.output, &printed_line_record,
		&printed_lines[0], &printed.err);
	assert_int_equal(pread(printed.file, text, sizeof(text), 0), 0);
	printed_finish();
	assert_true(strlen(printed.text) > 0);
}

static void
quiet_prints_nothing_unless_a_format_was_asked_for(void **state)
{
	struct output_options quiet = { .quiet = true };

	(void)state;
	assert_string_equal(printed_list(quiet, printed_lines, 2), "");
	assert_string_equal(
		printed_record(quiet, &printed_line_record, &printed_lines[0]), "");
	quiet.format = FORMAT_IDS;
	assert_string_equal(printed_list(quiet, printed_lines, 1), "TS-1\n");
}

static void
words_for_people_stay_out_of_machine_formats(void **state)
{
	static const enum output_format formats[] = { FORMAT_TABLE, FORMAT_TSV };
	static const char *const expected[] = { "hello \\x1B[1m\n", "" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		printed_begin(FORMAT(formats[i]));
		printed.status = output_say(
			printed.output, &printed.err, "hello %s", "\033[1m");
		printed_finish();
		assert_int_equal(printed.status, ST_OK);
		assert_int_equal(strlen(printed.text) > 0, strlen(expected[i]) > 0);
		assert_null(strchr(printed.text, '\033'));
	}
}

static void
texts_are_printed_in_every_format(void **state)
{
	(void)state;
	printed_begin(FORMAT(FORMAT_JSON));
	printed.status =
		output_text(printed.output, "a\033b\n", 4, true, &printed.err);
	if (printed.status == ST_OK)
		printed.status = output_text(
			printed.output, "c\033d\n", 4, false, &printed.err);
	printed_finish();
	assert_memory_equal(printed.text, "a\033b\nc", 5);
	assert_null(strchr(printed.text + 4, '\033'));
}

static void
a_full_disk_is_said_to_be_stdout(void **state)
{
	int full = open("/dev/full", O_WRONLY);

	(void)state;
	if (full < 0)
		skip();
	printed_begin(FORMAT(FORMAT_TSV));
	dup2(full, STDOUT_FILENO);
	printed.status = output_record(printed.output, &printed_line_record,
		&printed_lines[0], &printed.err);
	printed_finish();
	close(full);
	assert_int_equal(printed.status, ST_IO);
	assert_non_null(strstr(printed.err.message, "stdout"));
}

static void
a_format_of_other_commands_is_refused(void **state)
{
	(void)state;
	assert_string_equal(printed_list(FORMAT(FORMAT_YAML), printed_lines, 1), "");
	assert_int_equal(printed.status, ST_USAGE);
	assert_non_null(strstr(printed.err.message, "'yaml'"));
}

static void
error_text(enum output_format format, const struct err *shown, char *text)
{
	int kept;
	int file;

	printed_to_file(&kept, &file, STDERR_FILENO);
	output_error(format, shown);
	printed_from_file(kept, file, STDERR_FILENO, text);
}

static void
errors_are_one_line_or_one_object(void **state)
{
	static char text[TEXT_MAX];
	struct err err = { .status = ST_OK };

	(void)state;
	fail_at(&err, "cat\033alog.yaml", 17, 9, "unknown key '%s'", "pri\"cde");
	error_text(FORMAT_TABLE, &err, text);
	assert_false(has_raw_controls(text));
	assert_memory_equal(text, "shop: cat", 9);
	assert_non_null(strstr(text, "alog.yaml:17:9: unknown key 'pri\"cde'\n"));
	err.file = "c.yaml";
	error_text(FORMAT_JSON, &err, text);
	assert_string_equal(text,
		"{\"error\":{\"code\":\"bad_data\",\"exit\":65,\"message\":\"unknown "
		"key "
		"'pri\\\"cde'\",\"file\":\"c.yaml\",\"line\":17,\"column\":9}}\n");
	fail(&err, ST_NOT_FOUND, "no such thing");
	error_text(FORMAT_NDJSON, &err, text);
	assert_string_equal(text,
		"{\"error\":{\"code\":\"not_found\",\"exit\":1,\"message\":\"no such "
		"thing\",\"file\":null,\"line\":null,\"column\":null}}\n");
	err.message[0] = '\0';
	error_text(FORMAT_TABLE, &err, text);
	assert_string_equal(text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_wrote_cannot_move_the_terminal),
		cmocka_unit_test(a_long_list_leaves_memory_and_keeps_its_columns),
		cmocka_unit_test(nothing_is_printed_before_the_flush),
		cmocka_unit_test(quiet_prints_nothing_unless_a_format_was_asked_for),
		cmocka_unit_test(words_for_people_stay_out_of_machine_formats),
		cmocka_unit_test(texts_are_printed_in_every_format),
		cmocka_unit_test(a_full_disk_is_said_to_be_stdout),
		cmocka_unit_test(a_format_of_other_commands_is_refused),
		cmocka_unit_test(errors_are_one_line_or_one_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
