#include "yaml_reading.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "yaml/yaml_source.h"

static void
assert_refused(struct reading *reading, uint64_t line, uint64_t column,
	const char *message, bool recoverable)
{
	assert_int_equal(next(reading), ST_BAD_DATA);
	if (reading->err.line != line || reading->err.column != column ||
		!strstr(reading->err.message, message) ||
		reading->recoverable != recoverable)
		FAIL("%" PRIu64 ":%" PRIu64 ": %s%s, not %" PRIu64 ":%" PRIu64 ": %s",
			reading->err.line, reading->err.column, reading->err.message,
			reading->recoverable ? "" : " (for good)", line, column,
			message);
	assert_string_equal(reading->err.file, "f.yaml");
}

struct refusal {
	const char *yaml;
	size_t size;
	uint64_t line;
	uint64_t column;
	const char *message;
};

/* Each spoils the second of three items only. */
static const struct refusal item_refusals[] = {
	{ SIZED("&a {x: 1}"), 3, 5, "anchors ('&')" },
	{ SIZED("x: &a 1"), 3, 8, "anchors ('&')" },
	{ SIZED("x: &a [1]"), 3, 8, "anchors ('&')" },
	{ SIZED("x: *a"), 3, 8, "aliases ('*')" },
	{ SIZED("x: !!str 1"), 3, 8, "tags ('!')" },
	{ SIZED("x: !t 1"), 3, 8, "tags ('!')" },
	{ SIZED("x: ! 1"), 3, 8, "tags ('!')" },
	{ SIZED("x: ! \"1\""), 3, 8, "tags ('!')" },
	{ SIZED("x: ! [1]"), 3, 8, "tags ('!')" },
	{ SIZED("x: !!map {a: b}"), 3, 8, "tags ('!')" },
	{ SIZED("x: 1\n    y: 2\n    x: 3"), 5, 5,
		"key 'x' is there twice, first on line 3" },
	{ SIZED("x: {a: 1, \"a\": 2}"), 3, 15, "key 'a' is there twice" },
	{ SIZED("x: {<<: {a: 1}}"), 3, 9, "merge keys ('<<')" },
	{ SIZED("? [a]\n    : b"), 3, 7, "a key must be a text" },
	{ SIZED("{{a: b}: c}"), 3, 6, "a key must be a text" },
	{ SIZED("x: {? : b}"), 3, 11, "a key is missing" },
	{ SIZED("x: \"a\\x07b\""), 3, 8, "control character U+0007 in a text" },
	{ SIZED("x: \"a\\0b\""), 3, 8, "control character U+0000 in a text" },
	{ SIZED("x: \"a\\rb\""), 3, 8, "control character U+000D in a text" },
	{ SIZED("x: \"a\\x7Fb\""), 3, 8, "control character U+007F in a text" },
	{ SIZED("x: {\"a\\eb\": 1}"), 3, 9, "control character U+001B in a text" },
	{ SIZED("x: a\007b"), 3, 9, "control character U+0007" },
	{ SIZED("x: a\0b"), 3, 9, "control character U+0000" },
	{ SIZED("x: \xC3\xA4\x7F"), 3, 9, "control character U+007F" },
	{ SIZED("x: \xC3\xA4\xC2\x97"), 3, 9, "(write \"\\u0097\"" },
	{ SIZED("x: a\xC2\x85"), 3, 9, "U+0085 is a line break in YAML" },
	{ SIZED("x: a\xE2\x80\xA8"), 3, 9, "U+2028 is a line break in YAML" },
	{ SIZED("x: a\xEF\xBF\xBE"), 3, 9, "not a character: U+FFFE" },
	{ SIZED("x: \xE9t\xE9"), 3, 8, "byte 0xE9 is not valid UTF-8" },
	{ SIZED("x: \xF0\x9F\x98\x80\xC0\xAF"), 3, 9, "byte 0xC0 is not valid" },
	{ SIZED("x: \xED\xA0\x80"), 3, 8, "byte 0xED is not valid UTF-8" },
	{ SIZED("x: \xF4\x90\x80\x80"), 3, 8, "byte 0xF4 is not valid UTF-8" },
	{ SIZED("x: \xE2\x82\n    y: 1"), 3, 8, "byte 0xE2 is not valid UTF-8" },
	{ SIZED("x: a # \xE4"), 3, 12, "byte 0xE4 is not valid UTF-8" },
	{ SIZED("x: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]"), 3, 21,
		"nested deeper than 16 levels" },
	{ SIZED("- - - - - - - - - - - - - - - 1"), 3, 33,
		"nested deeper than 16 levels" },
};

static void
a_refusal_of_one_item_names_its_place_and_spares_the_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(item_refusals) / sizeof(item_refusals[0]);
		i++) {
		const struct refusal *refusal = &item_refusals[i];
		struct reading reading;
		char yaml[512] = "products:\n  - a: 1\n  - ";
		size_t size = strlen(yaml);

		memcpy(yaml + size, refusal->yaml, refusal->size);
		size += refusal->size;
		memcpy(yaml + size, SIZED("\n  - b: 1\n"));
		size += sizeof("\n  - b: 1\n") - 1;
		open_bytes(&reading, yaml, size);
		assert_item(&reading);
		assert_refused(&reading, refusal->line, refusal->column,
			refusal->message, true);
		assert_string_equal(reading.item.section, "products");
		assert_int_equal(reading.item.offset, 23);
		assert_item(&reading);
		assert_string_equal(reading.item.node->first->key, "b");
		assert_end(&reading);
		close_reading(&reading);
	}
}

static const struct refusal stream_refusals[] = {
	{ SIZED("- a\n"), 1, 1, "a document must be a map of sections" },
	{ SIZED("text\n"), 1, 1, "a document must be a map of sections" },
	{ SIZED("products: 5\n"), 1, 11, "section 'products' must be a list" },
	{ SIZED("products: {a: b}\n"), 1, 11, "section 'products' must be a list" },
	{ SIZED("products: \"\"\n"), 1, 11, "section 'products' must be a list" },
	{ SIZED("products:\ntax:\nproducts:\n"), 3, 1,
		"key 'products' is there twice, first on line 1" },
	{ SIZED("[a]: b\n"), 1, 1, "a key must be a text" },
	{ SIZED("? {a: b}\n: c\n"), 1, 3, "a key must be a text" },
	{ SIZED("<<: []\n"), 1, 1, "merge keys ('<<')" },
	{ SIZED("&a products: []\n"), 1, 1, "anchors ('&')" },
	{ SIZED("products: &a []\n"), 1, 11, "anchors ('&')" },
	{ SIZED("--- !t {}\n"), 1, 5, "tags ('!')" },
	{ SIZED("--- *a\n"), 1, 5, "aliases ('*')" },
	{ SIZED("%TAG !e! tag:e,2000:\n---\nproducts: []\n"), 1, 1, "%TAG" },
	{ SIZED("%YAML 2.0\n---\nproducts: []\n"), 1, 1, "incompatible YAML" },
	{ SIZED("%OTHER\n---\nproducts: []\n"), 1, 7, "unknown directive name" },
	{ SIZED("products:\n  - a: b\n    c: d: e\n"), 3, 9,
		"mapping values are not allowed" },
	{ SIZED("products:\n\t- a: b\n"), 2, 1, "found character that cannot start" },
	{ SIZED("products:\n  - a: \"b\n"), 3, 1,
		"found unexpected end of stream while scanning a quoted scalar that "
		"begins at 2:8" },
	{ SIZED("products: [{a: b\n"), 2, 1, "did not find expected ',' or '}'" },
	{ SIZED("products:\n  - a: !e!x b\n"), 2, 8, "undefined tag handle" },
	{ SIZED("products:\n  - a: \"\\ud800\"\n"), 2, 11, "invalid Unicode" },
	{ SIZED("\xFF\xFEp\0:\0\n\0"), 1, 1, "the file is UTF-16" },
	{ SIZED("\xFE\xFF\0p\0:\0\n"), 1, 1, "the file is UTF-16" },
	{ SIZED("products:\n  - a: \"b\xE4\n"), 2, 10, "byte 0xE4" },
};

static void
a_refusal_of_the_stream_names_its_place_and_is_said_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(stream_refusals) / sizeof(stream_refusals[0]);
		i++) {
		const struct refusal *refusal = &stream_refusals[i];
		struct reading reading;

		open_bytes(&reading, refusal->yaml, refusal->size);
		for (int again = 0; again < 2; again++)
			assert_refused(&reading, refusal->line, refusal->column,
				refusal->message, false);
		close_reading(&reading);
	}
}

static void
a_control_character_behind_the_last_item_is_refused(void **state)
{
	struct reading reading;

	(void)state;
	open_bytes(&reading, SIZED("products:\n  - {a: 1}\n---\n# \007\n"));
	assert_item(&reading);
	assert_refused(&reading, 4, 3, "control character U+0007", true);
	assert_end(&reading);
	close_reading(&reading);
}

static void
what_was_read_of_a_refused_item_can_be_looked_at(void **state)
{
	struct reading reading;

	(void)state;
	open_bytes(&reading,
		SIZED("products:\n  - sku: A1\n    x: *a\n    y: 1\n  - sku: A2\n"));
	assert_refused(&reading, 3, 8, "aliases", true);
	assert_string_equal(child(reading.item.node, "sku")->text, "A1");
	assert_int_equal(reading.item.offset, 14);
	assert_int_equal(reading.item.end_offset, 40);
	assert_item(&reading);
	assert_string_equal(child(reading.item.node, "sku")->text, "A2");
	close_reading(&reading);
}

static void
a_syntax_error_in_a_refused_item_is_the_next_answer(void **state)
{
	struct reading reading;

	(void)state;
	open_bytes(&reading, SIZED("products:\n  - x: *a\n    y: \"1\n"));
	assert_refused(&reading, 2, 8, "aliases", true);
	assert_refused(&reading, 4, 1, "unexpected end of stream", false);
	assert_refused(&reading, 4, 1, "unexpected end of stream", false);
	close_reading(&reading);
}

static void
a_tree_keeps_kinds_styles_and_places(void **state)
{
	const struct item_node *node;
	struct reading reading;

	(void)state;
	open_bytes(&reading,
		SIZED("%YAML 1.1\n---\ntax:\nproducts:\n"
		      "- sku: 007\n  name: '007'\n  brand:\n  price: ~\n"
		      "  no: Null\n  stock: no\n  null: \"null\"\n"
		      "  material: [glass, \"tin\"]\n  text: |\n    a\n    b\n"
		      "...\n---\n---\ntax:\n  - {}\n"));
	assert_item(&reading);
	assert_string_equal(reading.item.section, "products");
	assert_string_equal(reading.item.node->key, "products");
	assert_int_equal(reading.item.node->key_line, 4);
	assert_int_equal(reading.item.node->key_column, 1);
	assert_int_equal(reading.item.node->kind, ITEM_MAP);
	node = child(reading.item.node, "sku");
	assert_int_equal(node->kind, ITEM_TEXT);
	assert_true(node->plain);
	assert_string_equal(node->text, "007");
	assert_int_equal(node->size, 3);
	assert_int_equal(node->line, 5);
	assert_int_equal(node->column, 8);
	assert_int_equal(node->key_column, 3);
	assert_int_equal(node->key_size, 3);
	assert_false(child(reading.item.node, "name")->plain);
	assert_int_equal(child(reading.item.node, "brand")->kind, ITEM_NULL);
	assert_int_equal(child(reading.item.node, "price")->kind, ITEM_NULL);
	assert_int_equal(child(reading.item.node, "no")->kind, ITEM_NULL);
	assert_string_equal(child(reading.item.node, "stock")->text, "no");
	assert_int_equal(child(reading.item.node, "null")->kind, ITEM_TEXT);
	node = child(reading.item.node, "material");
	assert_int_equal(node->kind, ITEM_LIST);
	assert_string_equal(node->first->text, "glass");
	assert_string_equal(node->first->next->text, "tin");
	assert_null(node->first->next->next);
	assert_string_equal(child(reading.item.node, "text")->text, "a\nb\n");
	assert_item(&reading);
	assert_string_equal(reading.item.section, "tax");
	assert_null(reading.item.node->first);
	assert_end(&reading);
	assert_end(&reading);
	close_reading(&reading);
}

static void
empty_streams_have_no_items(void **state)
{
	static const char *const streams[] = { "", "\n", "# no\n", "---\n", "--- ~\n",
		"---\n---\n", "{}\n", "\xEF\xBB\xBF", NULL };
	struct reading reading;

	(void)state;
	for (size_t i = 0; streams[i]; i++) {
		open_bytes(&reading, streams[i], strlen(streams[i]));
		assert_end(&reading);
		close_reading(&reading);
	}
}

static void
an_empty_section_is_told_of(void **state)
{
	static const char *const streams[] = { "tax:\nfoo:\n", "tax: ~\nfoo: []\n",
		"---\ntax: [ ]\n---\nfoo: # none\n", "{ tax: [],\nfoo: }",
		"tax: []\nfoo: [\n  ]\n", NULL };
	struct reading reading;

	(void)state;
	for (size_t i = 0; streams[i]; i++) {
		open_bytes(&reading, streams[i], strlen(streams[i]));
		assert_int_equal(next_told(&reading), ST_OK);
		assert_true(reading.item.is_section);
		assert_string_equal(reading.item.section, "tax");
		assert_int_equal(next_told(&reading), ST_OK);
		assert_true(reading.item.is_section);
		assert_string_equal(reading.item.section, "foo");
		assert_null(reading.item.node);
		assert_int_equal(reading.item.place.line, i == 2 ? 4 : 2);
		assert_int_equal(reading.item.place.column, 1);
		assert_end(&reading);
		close_reading(&reading);
	}
}

static void
byte_order_mark_and_crlf_are_fine(void **state)
{
	struct reading reading;
	const char yaml[] = "\xEF\xBB\xBFproducts:\r\n  - sku: a\r\n"
			    "    name: \"x\r\n      y\"\r\n  - sku: *b\r\n";

	(void)state;
	open_bytes(&reading, SIZED(yaml));
	assert_item(&reading);
	assert_string_equal(child(reading.item.node, "name")->text, "x y");
	assert_memory_equal(yaml + reading.item.offset, "sku: a\r\n", 8);
	assert_int_equal(yaml[reading.item.end_offset - 1], '"');
	assert_refused(&reading, 5, 10, "aliases", true);
	close_reading(&reading);
}

static void
limits_are_exact(void **state)
{
	static char yaml[YAML_SCALAR_MAX + 200];
	struct reading reading;

	(void)state;
	for (size_t extra = 0; extra < 2; extra++) {
		size_t size = YAML_SCALAR_MAX + extra;
		char *at = yaml + snprintf(yaml, sizeof(yaml), "p:\n- {a: b, x: ");

		memset(at, 'x', size);
		memcpy(at + size, "}\n", 3);
		open_bytes(&reading, yaml, strlen(yaml));
		if (extra == 0)
			assert_item(&reading);
		else
			assert_refused(&reading, 2, 13,
				"text of 65537 bytes, over the limit of 65536", true);
		assert_end(&reading);
		close_reading(&reading);
	}
	open_bytes(&reading, SIZED("p:\n- [[[[[[[[[[[[[[1]]]]]]]]]]]]]]\n"));
	assert_item(&reading);
	close_reading(&reading);
}

/* Writes more to a new file than a test should hold. */
static int
big_file(const char *head, const char *part, size_t times, const char *tail)
{
	int fd = memfd_create("yaml", MFD_CLOEXEC);
	FILE *file = fdopen(dup(fd), "w");

	assert_non_null(file);
	fputs(head, file);
	for (size_t i = 0; i < times; i++)
		fputs(part, file);
	fputs(tail, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static void
an_item_with_too_much_in_it_is_refused(void **state)
{
	struct reading reading;
	char text[4096 + 8];

	(void)state;
	open_fd(&reading, big_file("p:\n- [", "a,", 30000, "]\n- b\n"));
	assert_refused(
		&reading, 2, 4 + 2 * 19999, "item with more than 20000 values", true);
	assert_item(&reading);
	assert_string_equal(reading.item.node->text, "b");
	close_reading(&reading);

	memset(text, 'x', 4096);
	memcpy(text + 4096, ",\n  ", 5);
	open_fd(&reading, big_file("p:\n- [", text, 3000, "]\n- b\n"));
	assert_refused(&reading, 2 + 1024, 3,
		"item with more than 4194304 bytes of text", true);
	assert_item(&reading);
	assert_end(&reading);
	close_reading(&reading);
}

static void
a_duplicate_among_many_keys_is_found(void **state)
{
	struct reading reading;
	int fd = memfd_create("yaml", MFD_CLOEXEC);
	FILE *file = fdopen(dup(fd), "w");

	(void)state;
	fputs("p:\n- k0: 0\n", file);
	for (int i = 1; i < 5000; i++)
		fprintf(file, "  k%d: 0\n", i == 4000 ? 77 : i == 4500 ? 5 : i);
	fclose(file);
	lseek(fd, 0, SEEK_SET);
	open_fd(&reading, fd);
	assert_refused(&reading, 4002, 3,
		"key 'k77' is there twice, first on line 79", true);
	assert_end(&reading);
	close_reading(&reading);
}

static void
an_endless_text_ends_in_bounded_memory(void **state)
{
	struct reading reading;
	struct rusage before;
	struct rusage after;

	(void)state;
	getrusage(RUSAGE_SELF, &before);
	open_fd(&reading, big_file("products:\n  - name: \"", "aaaaaaaaaaaaaaaa",
				  2000000, "\"\n"));
	getrusage(RUSAGE_SELF, &before);
	assert_refused(
		&reading, 2, 11, "text or comment of more than 524288 bytes", false);
	close_reading(&reading);
	open_fd(&reading, big_file("products:\n  - name: |\n", "      aaaaaaaaaaa\n",
				  2000000, "\n"));
	assert_refused(&reading, 2, 11, "more than 524288 bytes", false);
	close_reading(&reading);
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 64 * 1024);
}

static void
endless_nesting_ends_at_once(void **state)
{
	static const char *const parts[] = { "[", "{a: ", "- ", "? ", "- a: " };
	struct reading reading;

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		open_fd(&reading, big_file("products:\n  - ", parts[i], 100000, ""));
		assert_int_equal(next(&reading), ST_BAD_DATA);
		assert_int_equal(reading.err.line, 2);
		assert_false(reading.recoverable);
		assert_true(yaml_reader_position(reading.reader) < 200000);
		close_reading(&reading);
	}
}

static void
an_item_that_is_no_text_ends_the_reading(void **state)
{
	struct reading reading;
	int errors = 0;

	(void)state;
	open_fd(&reading, big_file("products:\n  - \"", "\xE4", 300, "\"\n  - b\n"));
	assert_int_equal(next(&reading), ST_BAD_DATA);
	assert_false(reading.recoverable);
	close_reading(&reading);
	open_fd(&reading,
		big_file("products:\n", "  - {name: \"\xE4\xF6\"}\n", 2000, ""));
	while (next(&reading) == ST_BAD_DATA && reading.recoverable)
		errors++;
	assert_int_equal(errors, 2000);
	assert_false(reading.found);
	close_reading(&reading);
}

/* Each item of the file, cut out by its offsets, reads as the same item. */
static void
offsets_are_bytes_of_the_file_whatever_its_characters(void **state)
{
	static const char *const texts[] = { "sku: \xC3\xA4", "{sku: \xE2\x82\xAC}",
		"sku: \xF0\x9F\x98\x80\n    name: \"\xF0\x9F\x98\x80\"",
		"sku: a # \xE2\x82\xAC\n    b: [\xC3\xB6,\n c]",
		"sku: |\n     \xC3\xA4", "\xC3\xA9t\xC3\xA9: ete", "sku:" };
	static char yaml[1024 * 1024];
	const size_t kinds = sizeof(texts) / sizeof(texts[0]);
	size_t size = 0;
	size_t count = 20000;
	struct reading reading;

	(void)state;
	size += (size_t)snprintf(yaml, sizeof(yaml), "# \xC3\xBC\nproducts:\n");
	for (size_t i = 0; i < count; i++)
		size += (size_t)snprintf(yaml + size, sizeof(yaml) - size,
			"  - %s\n%s", texts[i % kinds], i % 5 ? "" : "# \xC3\xBC\n");
	open_bytes(&reading, yaml, size);
	for (size_t i = 0; i < count; i++) {
		struct arena_mark mark = arena_mark(&reading.arena);
		const char *text = texts[i % kinds];
		size_t length = strlen(text);

		assert_item(&reading);
		/* The value of a literal block goes on to the next line. */
		if (strchr(text, '|'))
			length++;
		assert_memory_equal(yaml + reading.item.offset, text, strlen(text));
		assert_int_equal(
			reading.item.end_offset - reading.item.offset, length);
		assert_int_equal(reading.item.column, 5);
		arena_rewind(&reading.arena, mark);
	}
	assert_end(&reading);
	assert_int_equal(yaml_reader_position(reading.reader), size);
	close_reading(&reading);
}

static void
a_pipe_that_gives_a_byte_at_a_time_reads_the_same(void **state)
{
	static const char yaml[] =
		"\xEF\xBB\xBFproducts:\r\n  - sku: \xF0\x9F\x98\x80\xC3\xA4\r\n"
		"  - sku: \xE2\x82\r\n  - {sku: \"\xE2\x82\xAC\"}\r\n";
	struct reading reading;
	int ends[2];
	pid_t child_id;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	child_id = fork();
	if (child_id == 0) {
		for (size_t i = 0; i < sizeof(yaml) - 1; i++) {
			if (write(ends[1], yaml + i, 1) != 1)
				_exit(1);
			usleep(200);
		}
		_exit(0);
	}
	close(ends[1]);
	open_fd(&reading, ends[0]);
	assert_item(&reading);
	assert_string_equal(
		reading.item.node->first->text, "\xF0\x9F\x98\x80\xC3\xA4");
	assert_memory_equal(yaml + reading.item.offset, "sku: \xF0", 6);
	assert_refused(&reading, 3, 10, "byte 0xE2 is not valid UTF-8", true);
	assert_item(&reading);
	assert_string_equal(reading.item.node->first->text, "\xE2\x82\xAC");
	assert_memory_equal(yaml + reading.item.end_offset - 2, "\"}", 2);
	assert_end(&reading);
	assert_int_equal(waitpid(child_id, NULL, 0), child_id);
	close_reading(&reading);
}

static void
a_file_cut_anywhere_ends_cleanly(void **state)
{
	static const char yaml[] =
		"%YAML 1.2\n---\nproducts:\n  - sku: \"\xC3\xA4\\n\"\n"
		"    options: [a, {b: 'c'}]\n    text: |\n      x\n"
		"  - ? k\n    : *v\n...\n---\ntax: [{a: b}]\n";
	struct reading reading;

	(void)state;
	for (size_t size = 0; size < sizeof(yaml); size++) {
		int answers = 0;

		open_bytes(&reading, yaml, size);
		do {
			reading.found = true;
			reading.recoverable = true;
			if (next(&reading) != ST_OK) {
				assert_int_equal(reading.err.status, ST_BAD_DATA);
				assert_true(reading.err.line > 0);
			}
			assert_true(answers++ < 10);
		} while (reading.found && reading.recoverable);
		close_reading(&reading);
	}
}

static void
a_file_that_cannot_be_read_says_so(void **state)
{
	struct reading reading;
	int fd = open("/", O_RDONLY | O_CLOEXEC);

	(void)state;
	open_fd(&reading, fd);
	assert_int_equal(next(&reading), ST_NO_INPUT);
	assert_non_null(strstr(reading.err.message, "cannot read 'f.yaml'"));
	assert_false(reading.recoverable);
	close_reading(&reading);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_refusal_of_one_item_names_its_place_and_spares_the_others),
		cmocka_unit_test(
			a_refusal_of_the_stream_names_its_place_and_is_said_again),
		cmocka_unit_test(a_control_character_behind_the_last_item_is_refused),
		cmocka_unit_test(what_was_read_of_a_refused_item_can_be_looked_at),
		cmocka_unit_test(a_syntax_error_in_a_refused_item_is_the_next_answer),
		cmocka_unit_test(a_tree_keeps_kinds_styles_and_places),
		cmocka_unit_test(empty_streams_have_no_items),
		cmocka_unit_test(an_empty_section_is_told_of),
		cmocka_unit_test(byte_order_mark_and_crlf_are_fine),
		cmocka_unit_test(limits_are_exact),
		cmocka_unit_test(an_item_with_too_much_in_it_is_refused),
		cmocka_unit_test(a_duplicate_among_many_keys_is_found),
		cmocka_unit_test(an_endless_text_ends_in_bounded_memory),
		cmocka_unit_test(endless_nesting_ends_at_once),
		cmocka_unit_test(an_item_that_is_no_text_ends_the_reading),
		cmocka_unit_test(
			offsets_are_bytes_of_the_file_whatever_its_characters),
		cmocka_unit_test(a_pipe_that_gives_a_byte_at_a_time_reads_the_same),
		cmocka_unit_test(a_file_cut_anywhere_ends_cleanly),
		cmocka_unit_test(a_file_that_cannot_be_read_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
