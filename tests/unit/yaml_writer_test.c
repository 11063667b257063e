#include "yaml_reading.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"

#define OK(step) assert_int_equal((step), ST_OK)

static enum status
append(void *arg, const void *data, size_t size, struct err *err)
{
	return buffer_append(arg, data, size, err);
}

/* { p: [ { texts: [text], map: { text: text } } ] }, in block or flow style. */
static void
write_text_item(struct yaml_writer *writer, const char *text, bool flow)
{
	struct err err;

	OK(yaml_write_document_begin(writer, &err));
	OK(yaml_write_map_begin(writer, false, &err));
	OK(yaml_write_text(writer, "p", &err));
	OK(yaml_write_list_begin(writer, false, &err));
	OK(yaml_write_map_begin(writer, false, &err));
	OK(yaml_write_text(writer, "texts", &err));
	OK(yaml_write_list_begin(writer, flow, &err));
	OK(yaml_write_text(writer, text, &err));
	OK(yaml_write_text(writer, text, &err));
	OK(yaml_write_list_end(writer, &err));
	OK(yaml_write_text(writer, "map", &err));
	OK(yaml_write_map_begin(writer, flow, &err));
	OK(yaml_write_text(writer, text, &err));
	OK(yaml_write_text(writer, text, &err));
	OK(yaml_write_map_end(writer, &err));
	OK(yaml_write_map_end(writer, &err));
	OK(yaml_write_list_end(writer, &err));
	OK(yaml_write_map_end(writer, &err));
	OK(yaml_write_document_end(writer, &err));
}

static bool
has_control(const char *text)
{
	for (; *text; text++) {
		if (((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t') ||
			*text == 0x7F)
			return true;
	}
	return false;
}

static void
assert_node_is(const struct item_node *node, const char *text)
{
	assert_non_null(node);
	assert_int_equal(node->kind, ITEM_TEXT);
	assert_int_equal(node->size, strlen(text));
	assert_string_equal(node->text, text);
}

static void
assert_round_trip(const char *text, bool flow)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct yaml_writer *writer;
	struct reading reading;
	const struct item_node *node;

	OK(yaml_writer_open(append, &buffer, &writer, &reading.err));
	write_text_item(writer, text, flow);
	yaml_writer_close(writer);
	open_bytes(&reading, (const char *)buffer.data, buffer.size);
	if (has_control(text)) {
		assert_int_equal(next(&reading), ST_BAD_DATA);
		assert_true(reading.recoverable);
		assert_int_equal(reading.err.line, flow ? 2 : 3);
	} else {
		assert_item(&reading);
		node = child(reading.item.node, "texts")->first;
		assert_node_is(node, text);
		assert_node_is(node->next, text);
		node = child(reading.item.node, "map")->first;
		assert_node_is(node, text);
		assert_string_equal(node->key, text);
	}
	assert_end(&reading);
	close_reading(&reading);
	arena_free(&arena);
}

static void
every_naughty_string_comes_back_unchanged(void **state)
{
	const char *folder = getenv("SHOP_TEST_DATA");
	char path[4096];
	char *line = NULL;
	size_t room = 0;
	size_t count = 0;
	ssize_t size;
	FILE *file;

	(void)state;
	snprintf(path, sizeof(path), "%s/hostile/naughty_strings.txt",
		folder ? folder : "../shared/data");
	file = fopen(path, "r");
	if (!file) {
		print_message("no %s (set SHOP_TEST_DATA)\n", path);
		skip();
	}
	while ((size = getline(&line, &room, file)) >= 0) {
		if (size > 0 && line[size - 1] == '\n')
			line[--size] = '\0';
		if (size == 0 || line[0] == '#')
			continue;
		assert_round_trip(line, false);
		assert_round_trip(line, true);
		count++;
	}
	assert_true(count > 500);
	free(line);
	fclose(file);
}

static void
texts_that_look_like_something_else_come_back_unchanged(void **state)
{
	static const char *const texts[] = { "", " ", "a ", " a", "a\n", "\na",
		"a\n\nb", "\ta", "a\t", "a: b", "a #b", "a:", "#a", "- a", "-", "---",
		"...", "? a", "? ", ": ", "[", "{}", "a, b", "a]", "\"", "'",
		"a\"b\\c", "\\n", "<<", "=", "~", "null", "Null", "no", "NO", "y",
		"true", "On", "007", "0x1F", "0o7", "1_000", "1e3", ".5", "-1", "+1",
		".inf", ".NaN", "12:30:45", "2021-01-01",
		"2001-12-14t21:59:43.10-05:00", "!t", "&a", "*a", "%a", "@a", "`a",
		"|", ">", "\xC3\xA9t\xC3\xA9", "\xEF\xBB\xBFz", "a", "\xC2\xA0",
		"\xC2\x85", "\xC2\x97", "\xE2\x80\xA8", "a \xE2\x80\xA9 b",
		"\xEF\xBF\xBE", "\xF0\x9F\x98\x80", "a  b", "product",
		"T-shirt (M)" };
	static char text[YAML_SCALAR_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_round_trip(texts[i], false);
		assert_round_trip(texts[i], true);
	}
	/* Around where a reader gives up looking for the ':' of a key. */
	for (size_t size = 150; size < 2000; size += size < 180 ? 1 : 97) {
		memset(text, '"', size);
		text[size] = '\0';
		assert_round_trip(text, false);
		assert_round_trip(text, true);
	}
	memset(text, 'a', YAML_SCALAR_MAX);
	for (size_t i = 100; i < YAML_SCALAR_MAX; i += 100)
		text[i] = " \n:\t"[i / 100 % 4];
	text[YAML_SCALAR_MAX] = '\0';
	assert_round_trip(text, false);
}

/* "{" "}" "[" "]" begin and end maps and lists, "f{" "f[" in flow style, "=12" is
 * plain, and anything else is a text. */
static void
write_step(struct yaml_writer *writer, const char *step)
{
	bool flow = step[0] == 'f' && step[1] && strchr("{[", step[1]);
	struct err err;

	switch (step[flow]) {
	case '{':
		OK(yaml_write_map_begin(writer, flow, &err));
		break;
	case '}':
		OK(yaml_write_map_end(writer, &err));
		break;
	case '[':
		OK(yaml_write_list_begin(writer, flow, &err));
		break;
	case ']':
		OK(yaml_write_list_end(writer, &err));
		break;
	case '=':
		OK(yaml_write_plain(writer, step + 1, &err));
		break;
	default:
		OK(yaml_write_text(writer, step, &err));
	}
}

static void
write_document(struct yaml_writer *writer, const char *const *steps)
{
	struct err err;

	OK(yaml_write_document_begin(writer, &err));
	for (; *steps; steps++)
		write_step(writer, *steps);
	OK(yaml_write_document_end(writer, &err));
}

static void
a_catalogue_is_written_as_people_write_it(void **state)
{
	static const char *const steps[] = { "{", "products", "[", "{", "sku", "007",
		"name", "Gl\xC3\xBChwein-Set (6 Becher)", "price", "=12.50",
		"options", "f[", "size", "no", "]", "attributes", "f{", "color",
		"red", "1", "\xF0\x9F\x98\x80 \"\n", "}", "images", "[", "a.jpg", "[",
		"b", "c", "]", "]", "variants", "[", "{", "sku", "A", "stock",
		"=null", "sizes", "{", "}", "}", "[", "]", "]", "}", "]",
		"categories", "[", "]", "}", NULL };
	static const char *const empty[] = { "{", "}", NULL };
	static const char expected[] = "products:\n"
				       "  - sku: \"007\"\n"
				       "    name: Gl\xC3\xBChwein-Set (6 Becher)\n"
				       "    price: 12.50\n"
				       "    options: [size, \"no\"]\n"
				       "    attributes: { color: red, \"1\": "
				       "\"\xF0\x9F\x98\x80 \\\"\\n\" }\n"
				       "    images:\n"
				       "      - a.jpg\n"
				       "      - - b\n"
				       "        - c\n"
				       "    variants:\n"
				       "      - sku: A\n"
				       "        stock: null\n"
				       "        sizes: {}\n"
				       "      - []\n"
				       "categories: []\n"
				       "---\n"
				       "{}\n";
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct yaml_writer *writer;
	struct err err;

	(void)state;
	OK(yaml_writer_open(append, &buffer, &writer, &err));
	write_document(writer, steps);
	write_document(writer, empty);
	yaml_writer_close(writer);
	assert_int_equal(buffer.size, sizeof(expected) - 1);
	assert_memory_equal(buffer.data, expected, buffer.size);
	arena_free(&arena);
}

static void
a_text_that_is_not_utf8_is_not_written(void **state)
{
	struct arena arena = { NULL };
	struct buffer buffer = { .arena = &arena };
	struct yaml_writer *writer;
	struct err err;

	(void)state;
	OK(yaml_writer_open(append, &buffer, &writer, &err));
	assert_int_equal(yaml_write_text(writer, "1\xE4", &err), ST_CORRUPT);
	assert_int_equal(yaml_write_text(writer, "a\xC3", &err), ST_CORRUPT);
	yaml_writer_close(writer);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_naughty_string_comes_back_unchanged),
		cmocka_unit_test(
			texts_that_look_like_something_else_come_back_unchanged),
		cmocka_unit_test(a_catalogue_is_written_as_people_write_it),
		cmocka_unit_test(a_text_that_is_not_utf8_is_not_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
