#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "cli/output.h"

enum { TEXT_MAX = 1 << 16 };

struct line {
	const char *sku;
	const char *name;
	int64_t quantity;
	int64_t unit_price;
	int64_t placed_at;
	const char *note;
	const char *secret;
	const char *description;
};

static const struct field line_fields[] = {
	{ 1, FIELD_TEXT, "sku", offsetof(struct line, sku), NULL, NULL, 0 },
	{ 2, FIELD_TEXT, "name", offsetof(struct line, name), NULL, NULL, 0 },
	{ 3, FIELD_COUNT, "quantity", offsetof(struct line, quantity), NULL, NULL,
		0 },
	{ 4, FIELD_MONEY, "unit_price", offsetof(struct line, unit_price), NULL, NULL,
		0 },
	{ 5, FIELD_TIME, "placed_at", offsetof(struct line, placed_at), NULL, NULL,
		FIELD_SPARSE },
	{ 6, FIELD_TEXT, "note", offsetof(struct line, note), NULL, NULL,
		FIELD_SPARSE },
	{ 7, FIELD_TEXT, "secret", offsetof(struct line, secret), NULL, NULL,
		FIELD_HIDDEN },
	{ 8, FIELD_TEXT, "description", offsetof(struct line, description), NULL,
		NULL, FIELD_WIDE },
};
static const struct record_type line_record = { .name = "line",
	RECORD_FIELDS(struct line, line_fields) };

struct pair {
	const char *name;
	const char *value;
};
static const struct field pair_fields[] = {
	{ 1, FIELD_TEXT, "name", offsetof(struct pair, name), NULL, NULL, 0 },
	{ 2, FIELD_TEXT, "value", offsetof(struct pair, value), NULL, NULL, 0 },
};
static const struct record_type pair_record = { .name = "pair",
	RECORD_FIELDS(struct pair, pair_fields) };

struct product {
	const char *product;
	bool in_stock;
	int64_t price;
	const char *description;
	struct list attributes;
	struct list variants;
};
static const struct field product_fields[] = {
	{ 1, FIELD_TEXT, "product", offsetof(struct product, product), NULL, NULL,
		0 },
	{ 2, FIELD_BOOL, "in_stock", offsetof(struct product, in_stock), NULL, NULL,
		0 },
	{ 3, FIELD_MONEY, "price", offsetof(struct product, price), NULL, NULL, 0 },
	{ 4, FIELD_TEXT, "description", offsetof(struct product, description), NULL,
		NULL, 0 },
	{ 5, FIELD_MAP, "attributes", offsetof(struct product, attributes),
		&pair_record, NULL, 0 },
	{ 6, FIELD_RECORDS, "variants", offsetof(struct product, variants),
		&line_record, NULL, 0 },
};
static const struct record_type product_record = { .name = "product",
	RECORD_FIELDS(struct product, product_fields) };

struct basket {
	struct list items;
	int64_t goods_total;
	const char *currency;
};
static const struct field basket_fields[] = {
	{ 1, FIELD_RECORDS, "items", offsetof(struct basket, items), &line_record,
		NULL, 0 },
	{ 2, FIELD_MONEY, "goods_total", offsetof(struct basket, goods_total), NULL,
		NULL, 0 },
	{ 3, FIELD_TEXT, "currency", offsetof(struct basket, currency), NULL, NULL,
		0 },
};
static const struct record_type basket_record = { .name = "basket",
	RECORD_FIELDS(struct basket, basket_fields) };

struct envelope {
	int64_t count;
};
static const struct field envelope_fields[] = {
	{ 1, FIELD_COUNT, "count", offsetof(struct envelope, count), NULL, NULL, 0 },
};
static const struct record_type envelope_record = { .name = "envelope",
	RECORD_FIELDS(struct envelope, envelope_fields) };

static struct line lines[] = {
	{ "TS-1", "Größe 椅子", 3, 1250, 0, "", "x", "long" },
	{ "TS-20", "Shirt, \"red\"", 10, 5, 0, "", "x", "a\tb\nc\\d" },
};

/* One run of what is printed, with stdout in a file. */
struct run {
	struct arena arena;
	struct output *output;
	struct output_options options;
	int kept;
	int file;
	char text[TEXT_MAX];
	size_t size;
	enum status status;
	struct err err;
};

static struct run run;

static void
to_file(int *kept, int *file, int fd)
{
	char path[] = "/tmp/shop-output-XXXXXX";

	*file = mkstemp(path);
	assert_true(*file >= 0);
	unlink(path);
	fflush(NULL);
	*kept = dup(fd);
	dup2(*file, fd);
}

static void
from_file(int kept, int file, int fd, char *text)
{
	ssize_t size;

	fflush(NULL);
	dup2(kept, fd);
	close(kept);
	size = pread(file, text, TEXT_MAX - 1, 0);
	assert_true(size >= 0);
	text[size] = '\0';
	close(file);
}

static void
begin(struct output_options options)
{
	run = (struct run){ .options = options };
	to_file(&run.kept, &run.file, STDOUT_FILENO);
	run.status = output_open(&run.arena, &options, &run.output, &run.err);
}

static void
finish(void)
{
	if (run.status == ST_OK)
		run.status = output_flush(run.output, &run.err);
	output_close(run.output);
	arena_free(&run.arena);
	run.size = (size_t)lseek(run.file, 0, SEEK_END);
	from_file(run.kept, run.file, STDOUT_FILENO, run.text);
}

static const char *
print_list(struct output_options options, const struct line *rows, size_t count)
{
	const struct envelope envelope = { .count = 7 };

	begin(options);
	run.status = output_list_begin(run.output, &line_record, &run.err);
	for (size_t i = 0; run.status == ST_OK && i < count; i++)
		run.status = output_row(run.output, &rows[i], &run.err);
	if (run.status == ST_OK)
		run.status = output_list_end(
			run.output, &envelope_record, &envelope, &run.err);
	finish();
	return run.text;
}

static const char *
print_record(struct output_options options, const struct record_type *type,
	const void *record)
{
	begin(options);
	run.status = output_record(run.output, type, record, &run.err);
	finish();
	return run.text;
}

#define FORMAT(format_) \
	(struct output_options) \
	{ \
		.format = (format_) \
	}

static void
a_table_aligns_by_what_the_eye_sees(void **state)
{
	(void)state;
	assert_string_equal(print_list(FORMAT(FORMAT_TABLE), lines, 2),
		"sku    name          quantity  unit price\n"
		"TS-1   Größe 椅子           3       12.50\n"
		"TS-20  Shirt, \"red\"        10        0.05\n");
}

static void
a_sparse_column_is_shown_once_something_is_in_it(void **state)
{
	struct line rows[] = { lines[0], lines[1] };

	(void)state;
	rows[1].note = "late";
	assert_string_equal(print_list(FORMAT(FORMAT_TABLE), rows, 2),
		"sku    name          quantity  unit price  note\n"
		"TS-1   Größe 椅子           3       12.50\n"
		"TS-20  Shirt, \"red\"        10        0.05  late\n");
	rows[1].note = "";
	rows[0].placed_at = 1795435915000000;
	assert_string_equal(print_list(FORMAT(FORMAT_TABLE), rows, 2),
		"sku    name          quantity  unit price         placed at\n"
		"TS-1   Größe 椅子           3       12.50  2026-11-23 12:11\n"
		"TS-20  Shirt, \"red\"        10        0.05\n");
}

static void
an_empty_list_is_a_header_where_machines_read(void **state)
{
	(void)state;
	assert_string_equal(print_list(FORMAT(FORMAT_TABLE), NULL, 0), "");
	assert_string_equal(print_list(FORMAT(FORMAT_TSV), NULL, 0),
		"sku\tname\tquantity\tunit_price\tplaced_at\tnote\tdescription\n");
	assert_string_equal(print_list(FORMAT(FORMAT_CSV), NULL, 0),
		"sku,name,quantity,unit_price,placed_at,note,description\n");
	assert_string_equal(print_list(FORMAT(FORMAT_JSON), NULL, 0),
		"{\"schema\":1,\"items\":[],\"count\":7}\n");
	assert_string_equal(print_list(FORMAT(FORMAT_NDJSON), NULL, 0), "");
	assert_string_equal(print_list(FORMAT(FORMAT_IDS), NULL, 0), "");
}

static void
tsv_escapes_tab_newline_and_backslash(void **state)
{
	(void)state;
	assert_string_equal(print_list(FORMAT(FORMAT_TSV), lines, 2),
		"sku\tname\tquantity\tunit_price\tplaced_at\tnote\tdescription\n"
		"TS-1\tGröße 椅子\t3\t12.50\t\t\tlong\n"
		"TS-20\tShirt, \"red\"\t10\t0.05\t\t\ta\\tb\\nc\\\\d\n");
}

static void
a_pipe_gets_tsv(void **state)
{
	(void)state;
	assert_memory_equal(
		print_list(FORMAT(FORMAT_UNSET), lines, 2), "sku\tname\t", 9);
}

static void
csv_quotes_as_rfc_4180(void **state)
{
	(void)state;
	assert_string_equal(print_list(FORMAT(FORMAT_CSV), lines, 2),
		"sku,name,quantity,unit_price,placed_at,note,description\n"
		"TS-1,Größe 椅子,3,12.50,,,long\n"
		"TS-20,\"Shirt, \"\"red\"\"\",10,0.05,,,\"a\tb\nc\\d\"\n");
}

static void
csv_takes_the_edge_off_formulas_but_not_off_amounts(void **state)
{
	static const char *const formulas[] = { "=1+1", "+1", "-1", "@x", "\tx",
		"\rx" };

	(void)state;
	for (size_t i = 0; i < sizeof(formulas) / sizeof(formulas[0]); i++) {
		struct line row = { .sku = formulas[i],
			.name = "",
			.quantity = -3,
			.unit_price = -5,
			.note = "",
			.description = "" };
		const char *text = print_list(FORMAT(FORMAT_CSV), &row, 1);
		const char *second = strchr(text, '\n') + 1;

		assert_non_null(strstr(second, ",,-3,-0.05,,,\n"));
		second += *second == '"';
		assert_int_equal(second[0], '\'');
		assert_int_equal(second[1], formulas[i][0]);
	}
}

static void
json_lists_stream_with_their_counts_behind(void **state)
{
	struct output_options only = FORMAT(FORMAT_JSON);
	static const char *const names[] = { "sku", "unit_price" };

	(void)state;
	only.only.items = names;
	only.only.count = 2;
	assert_string_equal(print_list(only, lines, 2),
		"{\"schema\":1,\"items\":[\n"
		"{\"sku\":\"TS-1\",\"unit_price\":\"12.50\"},\n"
		"{\"sku\":\"TS-20\",\"unit_price\":\"0.05\"}\n"
		"],\"count\":7}\n");
	only.format = FORMAT_NDJSON;
	assert_string_equal(print_list(only, lines, 2),
		"{\"sku\":\"TS-1\",\"unit_price\":\"12.50\"}\n"
		"{\"sku\":\"TS-20\",\"unit_price\":\"0.05\"}\n");
}

static void
an_unknown_field_is_refused(void **state)
{
	struct output_options only = FORMAT(FORMAT_JSON);
	static const char *const names[] = { "sku", "unit_prise" };
	static const char *const hidden[] = { "secret" };

	(void)state;
	only.only.items = names;
	only.only.count = 2;
	assert_string_equal(print_list(only, lines, 2), "");
	assert_int_equal(run.status, ST_USAGE);
	assert_string_equal(run.err.message,
		"unknown field 'unit_prise' (did you mean 'unit_price'? there are "
		"sku, name, quantity, unit_price, placed_at, note, description)");
	only.only.items = hidden;
	only.only.count = 1;
	print_list(only, lines, 2);
	assert_int_equal(run.status, ST_USAGE);
}

static void
ids_are_the_first_field(void **state)
{
	(void)state;
	assert_string_equal(
		print_list(FORMAT(FORMAT_IDS), lines, 2), "TS-1\nTS-20\n");
	assert_string_equal(
		print_record(FORMAT(FORMAT_IDS), &line_record, &lines[0]), "TS-1\n");
}

static struct pair pairs[] = { { "color", "red" }, { "care", "wash\nonce" } };
static const struct product product = { "shirt", true, 1250, "A shirt.\nOf cotton.",
	{ pairs, 2 }, { lines, 1 } };

static void
a_single_thing_is_lines_with_its_parts_below(void **state)
{
	const struct product bare = { "shirt", false, NUMBER_NONE, "", { NULL, 0 },
		{ NULL, 0 } };

	(void)state;
	assert_string_equal(
		print_record(FORMAT(FORMAT_TABLE), &product_record, &product),
		"product      shirt\n"
		"in stock     yes\n"
		"price        12.50\n"
		"description  A shirt.\n"
		"             Of cotton.\n"
		"attributes\n"
		"  color: red\n"
		"  care: wash\n"
		"    once\n"
		"variants\n"
		"  sku   name        quantity  unit price\n"
		"  TS-1  Größe 椅子         3       12.50\n");
	assert_string_equal(
		print_record(FORMAT(FORMAT_TABLE), &product_record, &bare),
		"product      shirt\n"
		"in stock     no\n"
		"price        -\n"
		"description  -\n");
}

static void
a_single_thing_is_one_row_where_machines_read(void **state)
{
	const struct product bare = { "shirt", false, NUMBER_NONE, "", { NULL, 0 },
		{ NULL, 0 } };

	(void)state;
	assert_string_equal(print_record(FORMAT(FORMAT_TSV), &product_record, &bare),
		"product\tin_stock\tprice\tdescription\tattributes\tvariants\n"
		"shirt\tfalse\t\t\t\t\n");
	assert_memory_equal(print_record(FORMAT(FORMAT_JSON), &product_record, &bare),
		"{\"schema\":1,\"product\":\"shirt\",", 30);
}

static void
a_list_with_a_frame_prints_its_items(void **state)
{
	const struct basket basket = { { lines, 2 }, 3755, "EUR" };
	static const char *const names[] = { "sku" };
	struct output_options only = FORMAT(FORMAT_JSON);

	(void)state;
	assert_string_equal(
		print_record(FORMAT(FORMAT_TABLE), &basket_record, &basket),
		"sku    name          quantity  unit price\n"
		"TS-1   Größe 椅子           3       12.50\n"
		"TS-20  Shirt, \"red\"        10        0.05\n"
		"\n"
		"goods total  37.55\n"
		"currency     EUR\n");
	assert_string_equal(print_record(FORMAT(FORMAT_IDS), &basket_record, &basket),
		"TS-1\nTS-20\n");
	assert_memory_equal(print_record(FORMAT(FORMAT_CSV), &basket_record, &basket),
		"sku,name,", 9);
	only.only.items = names;
	only.only.count = 1;
	assert_string_equal(print_record(only, &basket_record, &basket),
		"{\"schema\":1,\"items\":[\n{\"sku\":\"TS-1\"},\n{\"sku\":\"TS-20\"}"
		"\n"
		"]}\n");
}

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
	const char *text = print_list(FORMAT(FORMAT_TABLE), &row, 1);

	(void)state;
	assert_false(has_raw_controls(text));
	assert_null(strstr(text, "\xE2\x80\xAE"));
	assert_null(strstr(text, "\xC2\x9B"));
	assert_int_equal(strchr(strchr(text, '\n') + 1, '\n')[1], '\0');
	text = print_record(FORMAT(FORMAT_TABLE), &line_record, &row);
	assert_null(strstr(text, "\033"));
	assert_null(strstr(text, "\xE2\x80\xAE"));
	text = print_list(FORMAT(FORMAT_JSON), &row, 1);
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
	begin(FORMAT(FORMAT_TABLE));
	run.status = output_list_begin(run.output, &line_record, &run.err);
	for (int i = 0; i < ROWS && run.status == ST_OK; i++) {
		snprintf(sku, sizeof(sku), "SKU-%d", i);
		snprintf(name, sizeof(name), "name of the thing number %d", i);
		row.sku = sku;
		row.name = i == ROWS - 1 ? "the widest of all names stands in the "
					   "very last of the rows"
					 : name;
		row.quantity = i;
		run.status = output_row(run.output, &row, &run.err);
	}
	assert_int_equal(run.status, ST_OK);
	run.status = output_list_end(run.output, NULL, NULL, &run.err);
	finish();
	assert_int_equal(run.status, ST_OK);
	/* Every line is as long as the first. */
	width = strcspn(run.text, "\n") + 1;
	for (const char *at = run.text; strchr(at, '\n'); at += width)
		assert_int_equal(strcspn(at, "\n") + 1, width);
	assert_int_equal(run.size, (ROWS + 1) * width);
}

static void
nothing_is_printed_before_the_flush(void **state)
{
	char text[TEXT_MAX];

	(void)state;
	begin(FORMAT(FORMAT_TSV));
	run.status = output_record(run.output, &line_record, &lines[0], &run.err);
	assert_int_equal(pread(run.file, text, sizeof(text), 0), 0);
	finish();
	assert_true(strlen(run.text) > 0);
}

static void
quiet_prints_nothing_unless_a_format_was_asked_for(void **state)
{
	struct output_options quiet = { .quiet = true };

	(void)state;
	assert_string_equal(print_list(quiet, lines, 2), "");
	assert_string_equal(print_record(quiet, &line_record, &lines[0]), "");
	quiet.format = FORMAT_IDS;
	assert_string_equal(print_list(quiet, lines, 1), "TS-1\n");
}

static void
words_for_people_stay_out_of_machine_formats(void **state)
{
	static const enum output_format formats[] = { FORMAT_TABLE, FORMAT_TSV };
	static const char *const expected[] = { "hello \\x1B[1m\n", "" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		begin(FORMAT(formats[i]));
		run.status = output_say(run.output, &run.err, "hello %s", "\033[1m");
		finish();
		assert_int_equal(run.status, ST_OK);
		assert_int_equal(strlen(run.text) > 0, strlen(expected[i]) > 0);
		assert_null(strchr(run.text, '\033'));
	}
}

static void
texts_are_printed_in_every_format(void **state)
{
	(void)state;
	begin(FORMAT(FORMAT_JSON));
	run.status = output_text(run.output, "a\033b\n", 4, true, &run.err);
	if (run.status == ST_OK)
		run.status = output_text(run.output, "c\033d\n", 4, false, &run.err);
	finish();
	assert_memory_equal(run.text, "a\033b\nc", 5);
	assert_null(strchr(run.text + 4, '\033'));
}

static void
a_full_disk_is_said_to_be_stdout(void **state)
{
	int full = open("/dev/full", O_WRONLY);

	(void)state;
	if (full < 0)
		skip();
	begin(FORMAT(FORMAT_TSV));
	dup2(full, STDOUT_FILENO);
	run.status = output_record(run.output, &line_record, &lines[0], &run.err);
	finish();
	close(full);
	assert_int_equal(run.status, ST_IO);
	assert_non_null(strstr(run.err.message, "stdout"));
}

static void
a_format_of_other_commands_is_refused(void **state)
{
	(void)state;
	assert_string_equal(print_list(FORMAT(FORMAT_YAML), lines, 1), "");
	assert_int_equal(run.status, ST_USAGE);
	assert_non_null(strstr(run.err.message, "'yaml'"));
}

static void
error_text(enum output_format format, const struct err *shown, char *text)
{
	int kept;
	int file;

	to_file(&kept, &file, STDERR_FILENO);
	output_error(format, shown);
	from_file(kept, file, STDERR_FILENO, text);
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
		"key 'pri\\\"cde'\",\"file\":\"c.yaml\",\"line\":17,\"column\":9}}\n");
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
		cmocka_unit_test(a_table_aligns_by_what_the_eye_sees),
		cmocka_unit_test(a_sparse_column_is_shown_once_something_is_in_it),
		cmocka_unit_test(an_empty_list_is_a_header_where_machines_read),
		cmocka_unit_test(tsv_escapes_tab_newline_and_backslash),
		cmocka_unit_test(a_pipe_gets_tsv),
		cmocka_unit_test(csv_quotes_as_rfc_4180),
		cmocka_unit_test(csv_takes_the_edge_off_formulas_but_not_off_amounts),
		cmocka_unit_test(json_lists_stream_with_their_counts_behind),
		cmocka_unit_test(an_unknown_field_is_refused),
		cmocka_unit_test(ids_are_the_first_field),
		cmocka_unit_test(a_single_thing_is_lines_with_its_parts_below),
		cmocka_unit_test(a_single_thing_is_one_row_where_machines_read),
		cmocka_unit_test(a_list_with_a_frame_prints_its_items),
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
