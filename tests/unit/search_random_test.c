#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search_question.h"
#include "search_shop.h"
#include "search_twin.h"
#include "unit.h"

#define LINE_SIZE 1024
#define CONTAINER 65280 /* numbers of documents (layout.h) */
#define GROUP 960       /* documents of one at most */
#define ID_LARGE 1000000

static const char *const words[] = { "red", "reds", "garden", "gardening", "gardens",
	"MX-5150", "mx5150", "5150", "T-shirt", "tshirt", "shirt", "Café", "crème",
	"4.5mm", "4.5", "mm", "802.11b", "women's", "happy", "happiness", "Straße",
	"ab12cd34ef56gh78", "a", "b", "i5", "wool", "woollen", "blue-green", "x_1",
	"for", "Acme", "émile", "with", "tools", "gardened", "tooled", "shirting",
	"reddening" };
#define RARE 4 /* of them, at the end, next to nobody uses */
static const char *const brands[] = { "Acme", "ACME", "Émile", "other", "",
	"Acme,other", "other,Émile,Acme", "Acme,ACME", "Red Wool", "Garden" };
static const char *const paths[] = { "Home", "Home/Garden", "home/garden/Tools",
	"Clothing/Shirts", "Clothing", "", "Clothing/Red wool", "/Home//Tools",
	"Home/Gardening", "Homes" };
static const char *const names[] = { "color", "Size", "width", "rare", "odd", "old" };
static const char *const values[] = { "red", "RED", "10", "10.5", "7", "wide", "é",
	"!!" };

/* Appends to a text in an array of LINE_SIZE. */
static void
append(char *line, const char *part)
{
	size_t size = strlen(line);

	assert_true(size + strlen(part) < LINE_SIZE);
	memcpy(line + size, part, strlen(part) + 1);
}

/* Some words are much more frequent than others. */
static const char *
any_word(struct chance *chance)
{
	size_t count = sizeof(words) / sizeof(words[0]);

	if (draw(chance, 1000) == 0)
		return words[count - 1 - draw(chance, RARE)];
	return words[draw(chance, draw(chance, 3) == 0 ? 3 : count - RARE)];
}

static void
add_words(struct chance *chance, char *line, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		append(line, any_word(chance));
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
			line[strlen(line) - 1] == '|' ? "" : ";",
			names[draw(chance, 1000) == 0 ? 3 + draw(chance, 3)
						      : draw(chance, 3)],
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

/* A group of this many documents, as it is made up. */
static void
put_group(struct twin *twin, struct chance *chance, uint64_t id, size_t count)
{
	struct arena arena = { NULL };
	struct shop_group lines = { .count = count };
	struct index_group group;

	for (size_t i = 0; i < count; i++)
		lines.lines[i] = make_line(chance);
	group = shop_read_group(&arena, id, &lines);
	twin_put(twin, &group);
	for (size_t i = 0; i < count; i++)
		free(lines.lines[i]);
	arena_free(&arena);
}

static void
set_number(struct twin *twin, struct chance *chance, uint64_t id)
{
	static const unsigned fields[] = { SHOP_STOCK, SHOP_STOCK, SHOP_PRICE };
	struct index_group group = naive_group(twin_naive(twin), id);
	struct index_number number = { .group = id };

	if (group.document_count == 0)
		return;
	number.member = draw(chance, group.document_count);
	number.field = PICK(chance, fields);
	number.number = (int64_t)draw(chance, 5);
	twin_set_number(twin, &number);
}

/* How many there are of what. */
struct phase {
	uint64_t ids;
	size_t rounds;
	size_t first;   /* changes before the first round */
	size_t many;    /* changes in some of the others */
	size_t queries; /* in each round */
	bool leap;      /* numbers of documents begin in another container then */
};

/* Some groups come, some change, some go, some more than once; some numbers change by
 * themselves. */
static void
change_some(struct twin *twin, struct chance *chance, const struct phase *phase,
	size_t count)
{
	size_t flush_every = draw(chance, 3) * 7;

	for (size_t i = 0; i < count; i++) {
		uint64_t id = 1 + draw(chance, phase->ids);
		size_t way = draw(chance, 8);

		if (way < 2)
			set_number(twin, chance, id);
		else
			put_group(twin, chance, id,
				way == 2 ? 0 : 1 + draw(chance, SHOP_MEMBER_MAX));
		if (flush_every > 0 && i % flush_every == 0 && count < 400)
			twin_flush(twin);
	}
	twin_write(twin);
}

/* A group of this many documents that is in nobody's way. */
static void
put_large(struct twin *twin, size_t count)
{
	struct index_value value = { .field = SHOP_NAME, .text = "red" };
	struct index_document documents[GROUP];
	struct index_group group = { ID_LARGE, documents, count };

	for (size_t i = 0; i < count; i++)
		documents[i] = (struct index_document){ &value, 1 };
	twin_put(twin, &group);
}

/* What comes then begins in another block: a large group does not fit where numbers
 * are left. */
static void
hop(struct twin *twin)
{
	put_large(twin, GROUP);
	put_large(twin, 0);
	twin_write(twin);
}

/* And in another container: a group that grows and shrinks takes new numbers each
 * time. */
static void
leap(struct twin *twin)
{
	for (size_t i = 0; i < CONTAINER / GROUP; i++)
		put_large(twin, GROUP - i % 2);
	put_large(twin, 3);
	twin_write(twin);
}

static struct asker
asker_of(struct twin *twin, struct chance *chance)
{
	return (struct asker){ .chance = chance,
		.naive = twin_naive(twin),
		.schema = &shop_schema,
		.price = SHOP_PRICE,
		.stock = SHOP_STOCK,
		.order = SHOP_ORDER,
		.words = words,
		.word_count = sizeof(words) / sizeof(words[0]),
		.names = names,
		.name_count = sizeof(names) / sizeof(names[0]) };
}

static size_t
compare_some(struct twin *twin, struct chance *chance, size_t count)
{
	struct arena arena = { NULL };
	struct asker asker = asker_of(twin, chance);
	size_t compared = 0;

	asker_make_synonyms(&asker, &arena);
	for (size_t i = 0; i < count; i++) {
		struct index_query query = asker_query(&asker, &arena);

		compared += twin_compare(twin, &query);
	}
	arena_free(&arena);
	return compared;
}

static void
change_and_compare(enum store_kind kind, uint64_t seed)
{
	static const struct phase phases[] = {
		{ 300, 30, 200, 200, 20, true },
		{ 2000, 24, 4000, 300, 15, true },
		{ 40, 10, 2, 30, 20, false },
		{ 1000, 6, 400, 400, 40, false },
	};
	struct chance chance = { seed_of(seed) };
	struct twin *twin = twin_open(kind, &shop_schema);
	size_t compared = 0;
	size_t asked = 0;

	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		const struct phase *phase = &phases[i];
		const size_t counts[] = { phase->many, 1, 3, 10, 40, 1, 2, 5 };

		for (size_t j = 0; j < phase->rounds; j++) {
			if (draw(&chance, 3) == 0)
				hop(twin);
			change_some(twin, &chance, phase,
				j == 0 ? phase->first : PICK(&chance, counts));
			compared += compare_some(twin, &chance, phase->queries);
			asked += phase->queries;
		}
		if (phase->leap)
			leap(twin);
	}
	twin_prove(twin);
	print_message("%zu queries compared\n", compared);
	assert_true(compared > asked * 9 / 10);
	twin_close(twin);
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

/* Every table has exactly what the groups say, whatever came and went before. */
static void
change_and_prove(enum store_kind kind, uint64_t seed)
{
	static const size_t counts[] = { 1, 2, 1, 40, 300, 3, 1, 1, 2, 150, 900, 1,
		1 };
	static const struct phase phase = { .ids = 300, .rounds = 40 };
	struct chance chance = { seed_of(seed) };
	struct twin *twin = twin_open(kind, &shop_schema);

	for (size_t i = 0; i < phase.rounds; i++) {
		change_some(twin, &chance, &phase, PICK(&chance, counts));
		twin_prove(twin);
	}
	twin_close(twin);
}

static void
test_the_index_is_in_step_after_any_changes(void **state)
{
	(void)state;
	change_and_prove(STORE_MEMORY, 4);
	change_and_prove(STORE_LMDB, 5);
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
put_some(struct shop *shop, struct chance *chance, size_t count)
{
	struct shop_change *changes = calloc(count, sizeof(*changes));

	assert_non_null(changes);
	for (size_t i = 0; i < count; i++) {
		struct shop_change *change = &changes[i];

		change->id = 1 + draw(chance, SHOP_GROUP_MAX - 2);
		change->now.count = 1 + draw(chance, SHOP_MEMBER_MAX);
		for (size_t j = 0; j < change->now.count; j++)
			change->now.lines[j] = make_line(chance);
	}
	shop_change(shop, changes, count);
	free(changes);
}

static void
test_the_proof_finds_a_container_that_was_changed(void **state)
{
	struct chance chance = { 3 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct shop *shop = shop_open(STORE_MEMORY);

		put_some(shop, &chance, 900);
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
		cmocka_unit_test(test_the_index_is_in_step_after_any_changes),
		cmocka_unit_test(test_the_proof_finds_a_container_that_was_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
