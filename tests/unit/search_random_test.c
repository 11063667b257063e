#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "search_naive.h"
#include "unit.h"

#define ROUNDS 20
#define QUERIES 25
#define LINE_SIZE 1024

/* A fixed sequence: the same test every time. */
struct chance {
	uint64_t state;
};

static size_t
draw(struct chance *chance, size_t below)
{
	chance->state = chance->state * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(chance->state >> 33) % below;
}

static const char *const words[] = { "red", "reds", "garden", "gardening", "gardens",
	"MX-5150", "mx5150", "5150", "T-shirt", "tshirt", "shirt", "Café", "crème",
	"4.5mm", "4.5", "mm", "802.11b", "women's", "happy", "happiness", "Straße",
	"ab12cd34ef56gh78", "a", "b", "i5", "wool", "woollen", "blue-green", "x_1" };
static const char *const brands[] = { "Acme", "ACME", "Émile", "other", "" };
static const char *const paths[] = { "Home", "Home/Garden", "home/garden/Tools",
	"Clothing/Shirts", "Clothing", "" };
static const char *const names[] = { "color", "Size", "width" };
static const char *const values[] = { "red", "RED", "10", "10.5", "7", "wide", "é" };

#define PICK(chance, list) ((list)[draw((chance), sizeof(list) / sizeof((list)[0]))])

/* Appends to a text in an array of LINE_SIZE. */
static void
append(char *line, const char *part)
{
	size_t size = strlen(line);

	assert_true(size + strlen(part) < LINE_SIZE);
	memcpy(line + size, part, strlen(part) + 1);
}

static void
add_words(struct chance *chance, char *line, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		append(line, PICK(chance, words));
		append(line, i + 1 < count ? " " : "");
	}
}

static char *
make_line(struct chance *chance)
{
	char line[LINE_SIZE] = "";
	char part[128];

	add_words(chance, line, 1 + draw(chance, 4));
	append(line, "|");
	add_words(chance, line, draw(chance, 6));
	snprintf(part, sizeof(part), "||%s|%s|", PICK(chance, brands),
		PICK(chance, paths));
	append(line, part);
	for (size_t i = draw(chance, 4); i > 0; i--) {
		snprintf(part, sizeof(part), "%s%s=%s",
			line[strlen(line) - 1] == '|' ? "" : ";", PICK(chance, names),
			PICK(chance, values));
		append(line, part);
	}
	if (draw(chance, 8) == 0)
		append(line, "||");
	else {
		snprintf(part, sizeof(part), "|%zu|%zu", draw(chance, 12),
			draw(chance, 3));
		append(line, part);
	}
	return strdup(line);
}

/* Some groups come, some change, some go, some more than once. */
static void
change_some(struct shop *shop, struct chance *chance, size_t count)
{
	struct shop_change *changes = calloc(count, sizeof(*changes));

	assert_non_null(changes);
	for (size_t i = 0; i < count; i++) {
		struct shop_change *change = &changes[i];

		change->id = 1 + draw(chance, SHOP_GROUP_MAX - 2);
		change->now.count =
			draw(chance, 6) == 0 ? 0 : 1 + draw(chance, SHOP_MEMBER_MAX);
		for (size_t j = 0; j < change->now.count; j++)
			change->now.lines[j] = make_line(chance);
	}
	shop_change(shop, changes, count);
	free(changes);
}

/* A random question, in both forms. */
struct question {
	struct naive_word words[4];
	size_t word_count;
	char text[LINE_SIZE];
	struct index_filter filters[3];
	const char *wanted[3][2];
	struct index_bounds ranges[3];
	struct index_facet_request facets[3];
	struct index_query query;
};

static void
ask_words(struct chance *chance, struct question *question)
{
	for (size_t i = draw(chance, 4); i > 0; i--) {
		struct naive_word *word = &question->words[question->word_count++];
		char part[64];

		word->text = PICK(chance, words);
		word->excluded = i > 1 && draw(chance, 4) == 0;
		snprintf(part, sizeof(part), "%s%s ", word->excluded ? "-" : "",
			word->text);
		append(question->text, part);
		word->prefix = i == 1 && draw(chance, 3) == 0;
		question->query.prefix = word->prefix;
	}
}

static void
ask_filter(struct chance *chance, struct question *question, size_t at)
{
	static const unsigned fields[] = { SHOP_BRAND, SHOP_CATEGORY, SHOP_ATTRIBUTE,
		SHOP_PRICE, SHOP_STOCK };
	struct index_filter *filter = &question->filters[at];
	const char **wanted = question->wanted[at];
	int64_t min = (int64_t)draw(chance, 9);

	filter->field = PICK(chance, fields);
	filter->values.items = wanted;
	filter->values.count = 1 + draw(chance, 2);
	filter->ranges = &question->ranges[at];
	question->ranges[at] = (struct index_bounds){ min, min + 4 };
	for (size_t i = 0; i < 2; i++) {
		wanted[i] = filter->field == SHOP_BRAND      ? brands[draw(chance, 4)]
			    : filter->field == SHOP_CATEGORY ? paths[draw(chance, 5)]
							     : PICK(chance, values);
	}
	if (filter->field == SHOP_ATTRIBUTE) {
		filter->name = PICK(chance, names);
		filter->range_count = draw(chance, 2);
		question->ranges[at] = (struct index_bounds){ 7500000, 10500000 };
	}
	if (filter->field == SHOP_PRICE || filter->field == SHOP_STOCK) {
		filter->values.count = 0;
		filter->range_count = 1;
	}
}

static void
ask(struct chance *chance, struct question *question)
{
	static const int sorts[] = { INDEX_SORT_RELEVANCE, INDEX_SORT_RELEVANCE,
		INDEX_SORT_NEWEST, SHOP_PRICE, SHOP_STOCK, SHOP_ORDER };

	memset(question, 0, sizeof(*question));
	question->query = shop_query(question->text);
	ask_words(chance, question);
	question->query.filter_count = draw(chance, 4);
	for (size_t i = 0; i < question->query.filter_count; i++)
		ask_filter(chance, question, i);
	question->query.filters = question->filters;
	question->facets[0] = (struct index_facet_request){ .field = SHOP_BRAND };
	question->facets[1] =
		(struct index_facet_request){ .field = SHOP_CATEGORY, .limit = 3 };
	question->facets[2] = (struct index_facet_request){ .field = SHOP_ATTRIBUTE,
		.name = PICK(chance, names) };
	question->query.facets = question->facets;
	question->query.facet_count = 3;
	question->query.sort_field = PICK(chance, sorts);
	question->query.sort_descending = draw(chance, 2);
	question->query.limit = draw(chance, 30);
	question->query.offset = draw(chance, 3) * 5;
}

static void
compare_facet(
	struct arena *arena, const struct index_facet *a, const struct index_facet *b)
{
	assert_int_equal(a->value_count, b->value_count);
	for (size_t i = 0; i < a->value_count; i++) {
		const char *text = a->values[i].text;
		struct err err;

		assert_int_equal(
			text_fold(arena, text, strlen(text), &text, &err), ST_OK);
		assert_string_equal(text, b->values[i].text);
		assert_int_equal(a->values[i].count, b->values[i].count);
	}
}

static void
compare(struct shop *shop, struct naive *naive, struct arena *arena,
	const struct question *question)
{
	struct naive_query plain = { question->words, question->word_count,
		&question->query };
	struct index_result found = shop_search(shop, &question->query);
	struct index_result expected = naive_search(naive, &plain, arena);

	assert_int_equal(found.count, expected.count);
	assert_int_equal(found.hit_count, expected.hit_count);
	for (size_t i = 0; i < found.hit_count; i++) {
		assert_int_equal(found.hits[i].group, expected.hits[i].group);
		assert_int_equal(found.hits[i].member, expected.hits[i].member);
		assert_int_equal(found.hits[i].matching_count,
			expected.hits[i].matching_count);
		assert_true(found.hits[i].score == expected.hits[i].score);
	}
	for (size_t i = 0; i < question->query.facet_count; i++)
		compare_facet(arena, &found.facets[i], &expected.facets[i]);
}

static void
compare_many(struct shop *shop, struct chance *chance)
{
	struct arena arena = { NULL };
	struct naive *naive = naive_open(shop, &arena);

	for (size_t i = 0; i < QUERIES; i++) {
		struct question question;

		ask(chance, &question);
		compare(shop, naive, &arena, &question);
	}
	naive_close(naive);
	arena_free(&arena);
}

static void
change_and_compare(enum store_kind kind, uint64_t seed)
{
	static const size_t counts[] = { 1, 40, 300, 3, 10, 150, 1, 1 };
	struct chance chance = { seed };
	struct shop *shop = shop_open(kind);

	/* Stays, so that every name is known. */
	shop_put_one(
		shop, SHOP_GROUP_MAX - 1, "z||||Home|color=c;Size=s;width=w|1|1");
	for (size_t i = 0; i < ROUNDS; i++) {
		shop->flush_every = draw(&chance, 3) * 7;
		change_some(shop, &chance, PICK(&chance, counts));
		assert_int_equal(shop_faults(shop), 0);
		compare_many(shop, &chance);
	}
	shop_close(shop);
}

static void
test_memory_index_answers_as_a_look_at_every_document(void **state)
{
	(void)state;
	change_and_compare(STORE_MEMORY, 1);
}

static void
test_lmdb_index_answers_as_a_look_at_every_document(void **state)
{
	(void)state;
	change_and_compare(STORE_LMDB, 2);
}

static enum status
take_container(struct txn *txn, void *arg, struct err *err)
{
	struct scan_range all = { { NULL, 0 }, { NULL, 0 }, false };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct key place;
	uint8_t *copy;
	bool found;

	TRY(scan_open(txn, TABLE_POSTING, all, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	assert_true(found);
	place.size = key.size;
	memcpy(place.data, key.data, key.size);
	if (arg)
		return txn_delete(txn, TABLE_POSTING, key_bytes(&place), &found, err);
	TRY(ARENA_NEW(txn_arena(txn), value.size, &copy, err));
	memcpy(copy, value.data, value.size);
	copy[value.size - 1] ^= 3;
	return txn_put(txn, TABLE_POSTING, key_bytes(&place),
		(struct bytes){ copy, value.size }, err);
}

static void
test_the_proof_finds_a_container_that_was_changed(void **state)
{
	struct chance chance = { 3 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct shop *shop = shop_open(STORE_MEMORY);

		change_some(shop, &chance, 900);
		assert_int_equal(shop_faults(shop), 0);
		shop_write(shop, take_container, i ? shop : NULL);
		assert_true(shop_faults(shop) > 0);
		shop_close(shop);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_memory_index_answers_as_a_look_at_every_document),
		cmocka_unit_test(test_lmdb_index_answers_as_a_look_at_every_document),
		cmocka_unit_test(test_the_proof_finds_a_container_that_was_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
