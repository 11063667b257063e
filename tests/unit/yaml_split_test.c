#include "yaml_reading.h"

#include <stdlib.h>

#include "chance.h"
#include "yaml/yaml_items.h"
#include "yaml/yaml_part.h"
#include "yaml_maker.h"

/* Files made by chance, whole and spoilt, are read item by item on one thread, and
 * then on two that split them into small parts: what comes out is written down and
 * has to be the same, to the last column. SHOP_TEST_ROUNDS says how many; each has a
 * seed of its own, so that SHOP_TEST_SEED=N SHOP_TEST_ROUNDS=1 runs one alone. */
#define ROUNDS 700
#define ITEMS_MAX 2000

static uint64_t current; /* seed */

struct notes {
	char *text;
	size_t size;
	FILE *file;
};

static void
open_notes(struct notes *notes)
{
	notes->file = open_memstream(&notes->text, &notes->size);
	assert_non_null(notes->file);
}

static void
note_node(FILE *file, const struct item_node *node)
{
	fprintf(file, "%d %d %" PRIu64 ":%" PRIu64 " ", node->kind, node->plain,
		node->line, node->column);
	if (node->key)
		fprintf(file, "'%s' %zu %" PRIu64 ":%" PRIu64 " ", node->key,
			node->key_size, node->key_line, node->key_column);
	if (node->text)
		fprintf(file, "= %zu '%s'", node->size, node->text);
	fputc('\n', file);
}

/* Children after their parents, level by level as they come. */
static void
note_tree(FILE *file, const struct item_node *root)
{
	const struct item_node *path[32];
	const struct item_node *node = root;
	size_t depth = 0;

	while (node) {
		fprintf(file, "%*s", (int)depth, "");
		note_node(file, node);
		if (node->first) {
			path[depth++] = node;
			node = node->first;
			continue;
		}
		while (depth > 0 && node != root && !node->next)
			node = path[--depth];
		node = node == root ? NULL : node->next;
	}
}

static void
note_refusal(FILE *file, enum status status, const struct err *err)
{
	if (status != ST_OK)
		fprintf(file, "%d %s:%" PRIu64 ":%" PRIu64 ": %s\n", status,
			err->file ? err->file : "", err->line, err->column,
			err->message);
}

static void
note_item(FILE *file, enum status status, const struct item *item,
	const struct err *err)
{
	note_refusal(file, status, err);
	fprintf(file,
		"%s %" PRIu64 " %" PRIu64 "-%" PRIu64 " at %" PRIu64 " %" PRIu64
		":%u\n",
		item->section, item->column, item->offset, item->end_offset,
		item->place.offset, item->place.line, (unsigned)item->place.column);
	if (item->node)
		note_tree(file, item->node);
}

static void
note_straight(struct notes *notes, int fd)
{
	struct reading reading;
	enum status status;

	open_notes(notes);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	open_fd(&reading, fd);
	for (;;) {
		status = next_told(&reading);
		if (status == ST_OK ? !reading.found : !reading.recoverable)
			break;
		note_item(notes->file, status, &reading.item, &reading.err);
	}
	note_refusal(notes->file, status, &reading.err);
	yaml_reader_close(reading.reader);
	arena_free(&reading.arena);
	fclose(notes->file);
}

/* What was read first, to be read again. */
struct places {
	struct item_place at[ITEMS_MAX];
	size_t count;
	struct notes notes;
};

/* Of an item that is refused for a byte before it, the refusal is all there is. */
static void
note_of_place(FILE *file, enum status status, const struct item *item,
	const struct err *err)
{
	if ((item->place.section & 3) == YAML_PLACE_FAULT)
		note_refusal(file, status, err);
	else
		note_item(file, status, item, err);
}

static struct item_reader *
note_split(struct notes *notes, struct places *places, int fd,
	const struct yaml_items_manner *manner)
{
	struct item_reader *reader;
	enum status status;
	struct item item;
	bool recoverable;
	bool found;
	struct err err;

	places->count = 0;
	open_notes(notes);
	open_notes(&places->notes);
	assert_int_equal(
		yaml_items_open_as(fd, "f.yaml", manner, &reader, &err), ST_OK);
	for (;;) {
		status = item_reader_next(reader, &item, &found, &recoverable, &err);
		if (status == ST_OK ? !found : !recoverable)
			break;
		note_item(notes->file, status, &item, &err);
		if (item.is_section)
			continue;
		note_of_place(places->notes.file, status, &item, &err);
		assert_true(places->count < ITEMS_MAX);
		places->at[places->count++] = item.place;
	}
	note_refusal(notes->file, status, &err);
	fclose(notes->file);
	fclose(places->notes.file);
	return reader;
}

static void
note_again(
	struct notes *notes, const struct places *places, struct item_reader *reader)
{
	struct arena arena = { NULL };
	struct item item;
	struct err err;

	open_notes(notes);
	for (size_t i = 0; i < places->count; i++) {
		enum status status = item_reader_again(
			reader, &places->at[i], &arena, &item, &err);

		note_of_place(notes->file, status, &item, &err);
	}
	arena_free(&arena);
	fclose(notes->file);
}

static void
compare(const struct notes *expected, const struct notes *notes, int fd,
	const char *how)
{
	FILE *file;
	char *yaml;
	off_t size = lseek(fd, 0, SEEK_END);

	if (expected->size == notes->size &&
		memcmp(expected->text, notes->text, notes->size) == 0)
		return;
	if (chdir(getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp") != 0)
		FAIL("no folder for what differs");
	yaml = malloc((size_t)size);
	assert_int_equal(pread(fd, yaml, (size_t)size, 0), size);
	file = fopen("yaml_split.yaml", "w");
	fwrite(yaml, 1, (size_t)size, file);
	fclose(file);
	file = fopen("yaml_split.expected", "w");
	fwrite(expected->text, 1, expected->size, file);
	fclose(file);
	file = fopen("yaml_split.found", "w");
	fwrite(notes->text, 1, notes->size, file);
	fclose(file);
	FAIL("seed %" PRIu64 ": read %s it is not the same (yaml_split.*)", current,
		how);
}

static int
make_file(struct chance *chance, bool spoilt)
{
	int fd = memfd_create("yaml", MFD_CLOEXEC);
	char *yaml;
	size_t size;
	FILE *file = open_memstream(&yaml, &size);

	make_yaml(file, chance);
	fclose(file);
	if (spoilt && size > 0)
		spoil_yaml(yaml, size, chance);
	assert_int_equal(write(fd, yaml, size), size);
	free(yaml);
	return fd;
}

static void
read_both_ways(struct chance *chance, bool spoilt)
{
	static struct places places;
	const struct yaml_items_manner split = { 2, 100 + draw(chance, 900) };
	int fd = make_file(chance, spoilt);
	struct item_reader *reader;
	struct notes expected;
	struct notes found;
	struct notes again;

	note_straight(&expected, fd);
	reader = note_split(&found, &places, fd, &split);
	compare(&expected, &found, fd, "in parts");
	note_again(&again, &places, reader);
	compare(&places.notes, &again, fd, "again");
	item_reader_close(reader);
	free(expected.text);
	free(found.text);
	free(again.text);
	free(places.notes.text);
	close(fd);
}

static void
a_file_read_in_parts_is_the_same(void **state)
{
	uint64_t seed = seed_of(41);
	const char *asked = getenv("SHOP_TEST_ROUNDS");
	int rounds = asked ? (int)strtol(asked, NULL, 10) : ROUNDS;

	(void)state;
	for (int i = 0; i < rounds; i++) {
		struct chance chance = { (seed + (uint64_t)i) * 2654435761U };

		current = seed + (uint64_t)i;
		read_both_ways(&chance, current % 3 != 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_read_in_parts_is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
