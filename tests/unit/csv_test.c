#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "catalog/edit.h"
#include "chance.h"
#include "csv/csv_cell.h"
#include "csv/csv_items.h"
#include "csv/csv_sheet.h"
#include "csv/html_text.h"

/* CSV that is written is read as it was, whatever is in it and wherever the blocks of
 * the file end; what is broken is refused, and the same way each time. */

#define ROWS 3000
#define COLUMNS 7
#define FILES 300

static FILE *
file_of(struct bytes bytes)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
	fflush(file);
	return file;
}

/* Pieces that are all that may be hard, and now and then a long one. */
static const char *
draw_text(struct chance *chance, struct arena *arena)
{
	static const char *const pieces[] = { "", "a", " ", "\"", ",", ";", "\t",
		"\n", "'", "=", "|", "\\", "-", "null", "é", "☃", "word", "long" };
	struct buffer text = { .arena = arena };
	size_t count = draw(chance, 6);
	struct err err;

	if (draw(chance, 50) == 0)
		count = draw(chance, 30000);
	while (count-- > 0)
		assert_int_equal(
			buffer_append_text(&text, PICK(chance, pieces), &err), ST_OK);
	assert_int_equal(buffer_append(&text, "", 1, &err), ST_OK);
	return (const char *)text.data;
}

static void
append(struct buffer *file, const char *text)
{
	struct err err;

	assert_int_equal(buffer_append_text(file, text, &err), ST_OK);
}

static void
append_row(struct chance *chance, struct buffer *file, const char **texts)
{
	static const char *const ends[] = { "\n", "\r\n", "\r", "\n\n" };
	struct err err;

	for (size_t i = 0; i < COLUMNS; i++) {
		append(file, i > 0 ? "," : "");
		assert_int_equal(
			csv_append_cell(file, bytes_of_text(texts[i]), true, &err),
			ST_OK);
	}
	append(file, PICK(chance, ends));
}

static void
what_is_written_is_read_as_it_was(void **state)
{
	struct chance chance = { seed_of(20261) };
	struct arena arena = { NULL };
	struct buffer text = { .arena = &arena };
	static const char *texts[ROWS][COLUMNS];
	struct csv_stream *stream;
	struct csv_row row;
	struct err err;
	FILE *file;
	bool found;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		for (size_t k = 0; k < COLUMNS; k++)
			texts[i][k] = draw_text(&chance, &arena);
		texts[i][0] = "row";
		append_row(&chance, &text, texts[i]);
	}
	file = file_of(buffer_bytes(&text));
	assert_int_equal(csv_open(fileno(file), "test.csv", &stream, &err), ST_OK);
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(
			csv_read_row(stream, &arena, &row, &found, &err), ST_OK);
		assert_true(found);
		assert_int_equal(row.count, COLUMNS);
		for (size_t k = 0; k < COLUMNS; k++)
			assert_string_equal(
				csv_unguard(row.cells[k].text), texts[i][k]);
	}
	assert_int_equal(csv_read_row(stream, &arena, &row, &found, &err), ST_OK);
	assert_false(found);
	csv_close(stream);
	fclose(file);
	arena_free(&arena);
}

static void
guards_and_backslashes_take_nothing_away(void **state)
{
	struct chance chance = { seed_of(20262) };
	struct arena arena = { NULL };
	struct err err;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		const char *text = draw_text(&chance, &arena);
		const char *other = draw_text(&chance, &arena);
		struct buffer cell = { .arena = &arena };
		struct buffer entry = { .arena = &arena };
		struct csv_entry *entries;
		struct texts texts;
		size_t count;

		assert_int_equal(csv_append_part(&cell, text, false, &err), ST_OK);
		append(&cell, "|");
		assert_int_equal(csv_append_part(&cell, other, false, &err), ST_OK);
		assert_int_equal(buffer_append(&cell, "", 1, &err), ST_OK);
		assert_int_equal(
			csv_split_list(&arena, (const char *)cell.data, &texts, &err),
			ST_OK);
		assert_int_equal(texts.count, (text[0] != 0) + (other[0] != 0));
		if (text[0])
			assert_string_equal(texts.items[0], text);
		if (other[0])
			assert_string_equal(texts.items[texts.count - 1], other);
		if (text[0] == '\0')
			continue;
		assert_int_equal(csv_append_part(&entry, text, true, &err), ST_OK);
		append(&entry, "=");
		assert_int_equal(csv_append_part(&entry, other, false, &err), ST_OK);
		assert_int_equal(buffer_append(&entry, "", 1, &err), ST_OK);
		assert_int_equal(csv_split_entries(&arena, (const char *)entry.data,
					 &entries, &count, &err),
			ST_OK);
		assert_int_equal(count, 1);
		assert_string_equal(entries[0].name, text);
		assert_string_equal(entries[0].value, other);
	}
	arena_free(&arena);
}

static bool
same_node(const struct item_node *a, const struct item_node *b)
{
	return a->kind == b->kind && a->line == b->line && a->column == b->column &&
	       a->key_line == b->key_line && a->key_column == b->key_column &&
	       !a->key == !b->key && (!a->key || strcmp(a->key, b->key) == 0) &&
	       (a->kind != ITEM_TEXT || strcmp(a->text, b->text) == 0);
}

static bool
same_trees(const struct item_node *a, const struct item_node *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!same_node(a, b) || !same_trees(a->first, b->first))
			return false;
	return !a && !b;
}

/* Headers of each kind, and rows that hardly ever are what they should be. */
static struct bytes
draw_file(struct chance *chance, struct arena *arena)
{
	static const char *const headers[] = {
		"product,sku,name,option.size,options,attributes,attribute.x\n",
		"sku;name;images;price;attributes;error;stock\n",
		"Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n",
		"ID,Type,SKU,Name,Parent,Attribute 1 name,Attribute 1 value(s)\n",
	};
	static const char *const cells[] = { "a", "b", "c", "", "", "x=1", "size=S",
		"variable", "variation", "variation", "simple", "id:a", "\"q,\"\"q\"",
		"1", "null", "'=1", "<p>x", "\"", "\n", "\x01", "\xFF", ",", "y|z" };
	struct buffer text = { .arena = arena };
	const char *header = PICK(chance, headers);
	const char *delimiter = strchr(header, ';') ? ";" : ",";
	size_t rows = draw(chance, 40);

	append(&text, header);
	while (rows-- > 0) {
		size_t odd = draw(chance, 10) == 0;

		for (size_t i = 0; i < COLUMNS; i++) {
			append(&text, i == 0 ? "" : delimiter);
			append(&text,
				cells[draw(chance, sizeof(cells) / sizeof(cells[0]) -
							   (odd ? 0 : 6))]);
		}
		append(&text, "\n");
	}
	return buffer_bytes(&text);
}

static void
expect_again(struct item_reader *reader, const struct item *item, enum status status,
	const struct err *first)
{
	struct arena arena = { NULL };
	struct item again;
	struct err err;

	assert_int_equal(
		item_reader_again(reader, &item->place, &arena, &again, &err),
		status);
	if (status == ST_OK)
		assert_true(same_trees(item->node, again.node));
	else
		assert_true(strcmp(first->message, err.message) == 0 &&
			    first->line == err.line && first->column == err.column);
	arena_free(&arena);
}

static void
an_item_is_read_once_more_from_its_place(void **state)
{
	struct chance chance = { seed_of(20263) };

	(void)state;
	for (size_t i = 0; i < FILES; i++) {
		struct arena arena = { NULL };
		FILE *file = file_of(draw_file(&chance, &arena));
		struct item_reader *reader;
		struct item item;
		enum status status;
		struct err err;
		bool recoverable = false;
		bool found = true;

		assert_int_equal(
			csv_items_open(fileno(file), "test.csv", &reader, &err),
			ST_OK);
		do {
			status = item_reader_next(
				reader, &item, &found, &recoverable, &err);
			if (status == ST_OK ? found : recoverable)
				expect_again(reader, &item, status, &err);
		} while (status == ST_OK ? found : recoverable);
		if (status != ST_OK)
			assert_int_equal(item_reader_next(reader, &item, &found,
						 &recoverable, &err),
				status);
		item_reader_close(reader);
		fclose(file);
		arena_free(&arena);
	}
}

static bool
has_column(const char *name)
{
	char header[100];
	struct csv_cell cell = { .text = header };
	struct arena arena = { NULL };
	struct csv_file file = { .name = "test.csv", .arena = &arena };
	enum status status;
	struct err err;

	snprintf(header, sizeof(header), "%s", name);
	cell.size = strlen(header);
	file.header = (struct csv_row){ .cells = &cell, .count = 1 };
	status = csv_shape_products.open(&file, &err);
	arena_free(&arena);
	return status == ST_OK;
}

static void
every_key_of_a_product_is_a_column(void **state)
{
	static const enum edit_target targets[] = { EDIT_PRODUCT, EDIT_VARIANT };
	struct arena arena = { NULL };
	struct err err;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const char *const *keys;

		assert_int_equal(edit_keys(targets[i], &arena, &keys, &err), ST_OK);
		for (; *keys; keys++)
			if (!has_column(*keys))
				fail_msg("'%s' is no column", *keys);
	}
	assert_false(has_column("handle"));
	arena_free(&arena);
}

static void
html_becomes_text(void **state)
{
	static const struct {
		const char *html;
		const char *text;
	} cases[] = {
		{ "", "" },
		{ "plain & simple < 3", "plain & simple < 3" },
		{ "two\nlines", "two\nlines" },
		{ "<p>a\n b</p><p>c</p>", "a b\n\nc" },
		{ "a<br>b<br/><br>c", "a\nb\n\nc" },
		{ "<ul><li>a</li><li><b>b</b></li></ul>c", "- a\n- b\nc" },
		{ "<h1>T</h1>x<script>if (a<b) </script>y", "T\n\nxy" },
		{ "<!-- <p>no</p> -->a<style>b", "a" },
		{ "&lt;b&gt; &amp;amp; &#8211; &#x41;&nope; &#0; &",
			"<b> &amp; – A&nope; &#0; &" },
		{ "<a href=\"x>y\" title='>'>link</a>", "link" },
		{ "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
			"a b\nc" },
		{ "<div><div>a</div></div> <div>b</div>", "a\nb" },
		{ "a <", "a <" },
		{ "x<p", "x" },
	};
	struct arena arena = { NULL };
	struct err err;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text;

		assert_int_equal(html_to_text(&arena, cases[i].html,
					 strlen(cases[i].html), &text, &err),
			ST_OK);
		assert_string_equal(text, cases[i].text);
	}
	arena_free(&arena);
}

static void
any_html_ends_within_its_memory(void **state)
{
	static const char *const pieces[] = { "<", ">", "&", ";", "#", "p", "li",
		"<p>", "<li>", "</li>", "<br>", "<pre>", "\n", " ", "\"", "'", "x",
		"<!--", "-->", "<script>", "</script>", "&amp;", "&#128512;",
		"\xC3" };
	struct chance chance = { seed_of(20264) };

	(void)state;
	for (size_t i = 0; i < 5000; i++) {
		struct arena arena = { NULL };
		struct buffer html = { .arena = &arena };
		size_t count = draw(&chance, 30);
		const char *text;
		char *exact;
		struct err err;

		while (count-- > 0)
			append(&html, PICK(&chance, pieces));
		exact = malloc(html.size + 1);
		assert_non_null(exact);
		if (html.size > 0)
			memcpy(exact, html.data, html.size);
		assert_int_equal(
			html_to_text(&arena, exact, html.size, &text, &err), ST_OK);
		assert_true(strlen(text) <= 2 * html.size);
		free(exact);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_as_it_was),
		cmocka_unit_test(guards_and_backslashes_take_nothing_away),
		cmocka_unit_test(an_item_is_read_once_more_from_its_place),
		cmocka_unit_test(every_key_of_a_product_is_a_column),
		cmocka_unit_test(html_becomes_text),
		cmocka_unit_test(any_html_ends_within_its_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
