#include <string.h>

#include "printed.h"

static void
a_table_aligns_by_what_the_eye_sees(void **state)
{
	(void)state;
	assert_string_equal(printed_list(FORMAT(FORMAT_TABLE), printed_lines, 2),
		"sku    name          quantity  unit price\n"
		"TS-1   Größe 椅子           3       12.50\n"
		"TS-20  Shirt, \"red\"        10        0.05\n");
}

static void
a_sparse_column_is_shown_once_something_is_in_it(void **state)
{
	struct line rows[] = { printed_lines[0], printed_lines[1] };

	(void)state;
	rows[1].note = "late";
	assert_string_equal(printed_list(FORMAT(FORMAT_TABLE), rows, 2),
		"sku    name          quantity  unit price  note\n"
		"TS-1   Größe 椅子           3       12.50\n"
		"TS-20  Shirt, \"red\"        10        0.05  late\n");
	rows[1].note = "";
	rows[0].placed_at = 1795435915000000;
	assert_string_equal(printed_list(FORMAT(FORMAT_TABLE), rows, 2),
		"sku    name          quantity  unit price         placed at\n"
		"TS-1   Größe 椅子           3       12.50  2026-11-23 12:11\n"
		"TS-20  Shirt, \"red\"        10        0.05\n");
}

static void
an_empty_list_is_a_header_where_machines_read(void **state)
{
	(void)state;
	assert_string_equal(printed_list(FORMAT(FORMAT_TABLE), NULL, 0), "");
	assert_string_equal(printed_list(FORMAT(FORMAT_TSV), NULL, 0),
		"sku\tname\tquantity\tunit_price\tplaced_at\tnote\tdescription\n");
	assert_string_equal(printed_list(FORMAT(FORMAT_CSV), NULL, 0),
		"sku,name,quantity,unit_price,placed_at,note,description\n");
	assert_string_equal(printed_list(FORMAT(FORMAT_JSON), NULL, 0),
		"{\"schema\":1,\"items\":[],\"count\":7}\n");
	assert_string_equal(printed_list(FORMAT(FORMAT_NDJSON), NULL, 0), "");
	assert_string_equal(printed_list(FORMAT(FORMAT_IDS), NULL, 0), "");
}

static void
tsv_escapes_tab_newline_and_backslash(void **state)
{
	(void)state;
	assert_string_equal(printed_list(FORMAT(FORMAT_TSV), printed_lines, 2),
		"sku\tname\tquantity\tunit_price\tplaced_at\tnote\tdescription\n"
		"TS-1\tGröße 椅子\t3\t12.50\t\t\tlong\n"
		"TS-20\tShirt, \"red\"\t10\t0.05\t\t\ta\\tb\\nc\\\\d\n");
}

static void
a_pipe_gets_tsv(void **state)
{
	(void)state;
	assert_memory_equal(printed_list(FORMAT(FORMAT_UNSET), printed_lines, 2),
		"sku\tname\t", 9);
}

static void
csv_quotes_as_rfc_4180(void **state)
{
	(void)state;
	assert_string_equal(printed_list(FORMAT(FORMAT_CSV), printed_lines, 2),
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
		const char *text = printed_list(FORMAT(FORMAT_CSV), &row, 1);
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
	assert_string_equal(printed_list(only, printed_lines, 2),
		"{\"schema\":1,\"items\":[\n"
		"{\"sku\":\"TS-1\",\"unit_price\":\"12.50\"},\n"
		"{\"sku\":\"TS-20\",\"unit_price\":\"0.05\"}\n"
		"],\"count\":7}\n");
	only.format = FORMAT_NDJSON;
	assert_string_equal(printed_list(only, printed_lines, 2),
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
	assert_string_equal(printed_list(only, printed_lines, 2), "");
	assert_int_equal(printed.status, ST_USAGE);
	assert_string_equal(printed.err.message,
		"unknown field 'unit_prise' (did you mean 'unit_price'? there are "
		"sku, name, quantity, unit_price, placed_at, note, description)");
	only.only.items = hidden;
	only.only.count = 1;
	printed_list(only, printed_lines, 2);
	assert_int_equal(printed.status, ST_USAGE);
}

static void
ids_are_the_first_field(void **state)
{
	(void)state;
	assert_string_equal(
		printed_list(FORMAT(FORMAT_IDS), printed_lines, 2), "TS-1\nTS-20\n");
	assert_string_equal(printed_record(FORMAT(FORMAT_IDS), &printed_line_record,
				    &printed_lines[0]),
		"TS-1\n");
}

static struct pair pairs[] = { { "color", "red" }, { "care", "wash\nonce" } };
static const struct product product = { "shirt", true, 1250, "A shirt.\nOf cotton.",
	{ pairs, 2 }, { printed_lines, 1 } };

static void
a_single_thing_is_lines_with_its_parts_below(void **state)
{
	const struct product bare = { "shirt", false, NUMBER_NONE, "", { NULL, 0 },
		{ NULL, 0 } };

	(void)state;
	assert_string_equal(printed_record(FORMAT(FORMAT_TABLE),
				    &printed_product_record, &product),
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
		printed_record(FORMAT(FORMAT_TABLE), &printed_product_record, &bare),
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
	assert_string_equal(
		printed_record(FORMAT(FORMAT_TSV), &printed_product_record, &bare),
		"product\tin_stock\tprice\tdescription\tattributes\tvariants\n"
		"shirt\tfalse\t\t\t\t\n");
	assert_memory_equal(
		printed_record(FORMAT(FORMAT_JSON), &printed_product_record, &bare),
		"{\"schema\":1,\"product\":\"shirt\",", 30);
}

static void
a_list_with_a_frame_prints_its_items(void **state)
{
	const struct basket basket = { { printed_lines, 2 }, 3755, "EUR" };
	static const char *const names[] = { "sku" };
	struct output_options only = FORMAT(FORMAT_JSON);

	(void)state;
	assert_string_equal(
		printed_record(FORMAT(FORMAT_TABLE), &printed_basket_record, &basket),
		"sku    name          quantity  unit price\n"
		"TS-1   Größe 椅子           3       12.50\n"
		"TS-20  Shirt, \"red\"        10        0.05\n"
		"\n"
		"goods total  37.55\n"
		"currency     EUR\n");
	assert_string_equal(
		printed_record(FORMAT(FORMAT_IDS), &printed_basket_record, &basket),
		"TS-1\nTS-20\n");
	assert_memory_equal(
		printed_record(FORMAT(FORMAT_CSV), &printed_basket_record, &basket),
		"sku,name,", 9);
	only.only.items = names;
	only.only.count = 1;
	assert_string_equal(printed_record(only, &printed_basket_record, &basket),
		"{\"schema\":1,\"items\":[\n{\"sku\":\"TS-1\"},\n{\"sku\":\"TS-20\"}"
		"\n"
		"]}\n");
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
