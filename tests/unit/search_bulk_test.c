#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search_shop.h"
#include "unit.h"

/* An empty index that is filled with more documents than one container has, of more
 * words than a build holds at once. */
struct filling {
	uint64_t groups;
	size_t members;       /* of a group */
	unsigned rare;        /* words that no other document has */
	uint64_t other;       /* after this group another one changes; 0: none */
	uint64_t flush_after; /* 0: only in the end */
	uint8_t *versions;    /* of each group */
	uint64_t chance;
	size_t changes; /* groups that change at once */
	size_t faults;
};

#define VALUES_MAX 16
#define TEXT_MAX 128
struct made_document {
	char name[TEXT_MAX];
	char info[TEXT_MAX];
	char brand[TEXT_MAX];
	char category[TEXT_MAX];
	struct index_value values[VALUES_MAX];
};

static uint64_t
draw(uint64_t *state, uint64_t below)
{
	*state = *state * 6364136223846793005U + 1442695040888963407U;
	return (*state >> 33) % below;
}

/* A word of letters for a number. */
static void
add_word(char *text, uint64_t number)
{
	size_t size = strlen(text);

	assert_true(size + 16 < TEXT_MAX);
	if (size > 0)
		text[size++] = ' ';
	text[size++] = 'q';
	do {
		text[size++] = (char)('a' + number % 20);
		number /= 20;
	} while (number > 0);
	text[size++] = 'k';
	text[size] = '\0';
}

static void
make_document(const struct filling *filling, uint64_t id, size_t member,
	struct made_document *made, struct index_document *document)
{
	uint64_t state =
		((uint64_t)filling->versions[id] << 48) + (id << 12) + member;
	struct index_value *values = made->values;
	size_t count = 0;

	memset(made, 0, sizeof(*made));
	draw(&state, 2);
	for (size_t i = 0; i < 3; i++)
		add_word(made->name, draw(&state, 1 + draw(&state, 300)));
	/* Some words are seldom in the beginning and frequent later. */
	if (id % (id < filling->groups / 2 ? 400 : 8) == 0)
		add_word(made->name, 900 + id % 3);
	add_word(made->name, 500 + id / 2000);
	for (unsigned i = 0; i < filling->rare; i++)
		add_word(made->info, 1000 + (id * 16 + member) * 4 + i);
	snprintf(made->brand, TEXT_MAX, "Brand %u", (unsigned)draw(&state, 50));
	snprintf(made->category, TEXT_MAX, "Top %u/Under %u",
		(unsigned)draw(&state, 5), (unsigned)draw(&state, 5));
	values[count++] = (struct index_value){ SHOP_NAME, NULL, made->name, 0 };
	values[count++] = (struct index_value){ SHOP_ORDER, NULL, made->name, 0 };
	values[count++] = (struct index_value){ SHOP_INFO, NULL, made->info, 0 };
	values[count++] = (struct index_value){ SHOP_BRAND, NULL, made->brand, 0 };
	if (draw(&state, 4) == 0)
		values[count++] = (struct index_value){ SHOP_BRAND, NULL, "also", 0 };
	values[count++] =
		(struct index_value){ SHOP_CATEGORY, NULL, made->category, 0 };
	values[count++] = (struct index_value){ SHOP_ATTRIBUTE, "color",
		draw(&state, 2) ? "red" : "blue", 0 };
	values[count++] = (struct index_value){ SHOP_PRICE, NULL, NULL,
		(int64_t)draw(&state, 1000) };
	*document = (struct index_document){ values, count };
}

/* What is in stock comes by itself, as a change of its own. */
static void
add_stock(struct index_document *document, struct made_document *made, int64_t stock)
{
	made->values[document->value_count++] =
		(struct index_value){ SHOP_STOCK, NULL, NULL, stock };
}

static struct index_group
make_group(
	const struct filling *filling, struct arena *arena, uint64_t id, bool stock)
{
	struct index_document *documents;
	struct made_document *made;
	struct err err;

	assert_int_equal(ARENA_NEW(arena, filling->members, &documents, &err), ST_OK);
	assert_int_equal(ARENA_NEW(arena, filling->members, &made, &err), ST_OK);
	for (size_t i = 0; i < filling->members; i++) {
		make_document(filling, id, i, &made[i], &documents[i]);
		if (stock)
			add_stock(&documents[i], &made[i], (int64_t)(id % 7));
	}
	return (struct index_group){ id, documents, filling->members };
}

/* Puts a group that is there already away and back again. */
static enum status
change_other(
	struct index_writer *writer, const struct index_group *group, struct err *err)
{
	TRY(index_change(writer, group, NULL, err));
	return index_change(writer, NULL, group, err);
}

static enum status
fill(struct txn *txn, void *arg, struct err *err)
{
	const struct filling *filling = arg;
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct index_writer *writer;

	TRY(index_writer_open(txn, &shop_schema, &writer, err));
	for (uint64_t id = 1; id <= filling->groups; id++) {
		struct index_group group =
			make_group(filling, txn_arena(txn), id, false);

		TRY(index_change(writer, NULL, &group, err));
		for (size_t i = 0; i < filling->members; i++) {
			struct index_number stock = { id, i, SHOP_STOCK,
				(int64_t)(id % 7) };

			TRY(index_set_number(writer, &stock, err));
		}
		group = make_group(filling, txn_arena(txn), id / 2 + 1, true);
		if (id == filling->other)
			TRY(change_other(writer, &group, err));
		if (id == filling->flush_after)
			TRY(index_flush(writer, err));
		arena_rewind(txn_arena(txn), mark);
	}
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

static void
count_fault(void *arg, uint64_t group, const char *message)
{
	struct filling *filling = arg;

	if (filling->faults++ == 0)
		print_error("%llu %s\n", (unsigned long long)group, message);
}

static enum status
prove(struct txn *txn, void *arg, struct err *err)
{
	struct filling *filling = arg;
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct index_proof *proof;

	TRY(index_proof_open(txn, &shop_schema, &proof, err));
	for (uint64_t id = 1; id <= filling->groups; id++) {
		struct index_group group =
			make_group(filling, txn_arena(txn), id, true);

		TRY(index_proof_group(proof, &group, count_fault, filling, err));
		arena_rewind(txn_arena(txn), mark);
	}
	return index_proof_end(proof, count_fault, filling, err);
}

static struct shop *
fill_shop(struct filling *filling)
{
	struct shop *shop = shop_open(STORE_LMDB);

	filling->versions = calloc(filling->groups + 2, 1);
	assert_non_null(filling->versions);
	shop_write(shop, fill, filling);
	return shop;
}

static void
prove_shop(struct shop *shop, struct filling *filling)
{
	shop_read(shop, prove, filling);
	assert_int_equal(filling->faults, 0);
}

static void
fill_and_prove(struct filling filling)
{
	struct shop *shop = fill_shop(&filling);

	prove_shop(shop, &filling);
	shop_close(shop);
	free(filling.versions);
}

static enum status
change_some(struct txn *txn, void *arg, struct err *err)
{
	struct filling *filling = arg;
	struct arena_mark mark = arena_mark(txn_arena(txn));
	struct index_writer *writer;

	TRY(index_writer_open(txn, &shop_schema, &writer, err));
	for (size_t i = 0; i < filling->changes; i++) {
		uint64_t id = 1 + draw(&filling->chance, filling->groups);
		struct index_group old =
			make_group(filling, txn_arena(txn), id, true);
		struct index_group now;

		filling->versions[id]++;
		now = make_group(filling, txn_arena(txn), id, true);
		TRY(index_change(writer, &old, &now, err));
		arena_rewind(txn_arena(txn), mark);
	}
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

static void
test_several_containers_are_in_step_whatever_changes(void **state)
{
	static const size_t changes[] = { 1, 1, 1, 1, 1, 1, 2, 40, 1, 1, 1, 1, 900, 1,
		1, 1, 2, 1, 1, 7, 1, 1, 1, 1 };
	struct filling filling = { .groups = 7000, .members = 10 };
	struct shop *shop = fill_shop(&filling);

	(void)state;
	prove_shop(shop, &filling);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		filling.changes = changes[i];
		shop_write(shop, change_some, &filling);
	}
	prove_shop(shop, &filling);
	shop_close(shop);
	free(filling.versions);
}

static void
test_a_build_of_more_words_than_it_holds_is_in_step(void **state)
{
	(void)state;
	fill_and_prove((struct filling){ .groups = 14000, .members = 5, .rare = 1 });
}

static void
test_a_build_of_great_groups_is_in_step(void **state)
{
	(void)state;
	fill_and_prove((struct filling){ .groups = 100, .members = 700 });
	fill_and_prove((struct filling){ .groups = 3, .members = 960 });
}

static void
test_a_build_goes_on_after_what_was_built_changes(void **state)
{
	(void)state;
	fill_and_prove((struct filling){
		.groups = 3000, .members = 3, .rare = 1, .other = 2000 });
	fill_and_prove((struct filling){
		.groups = 3000, .members = 3, .other = 2, .flush_after = 1000 });
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_build_of_more_words_than_it_holds_is_in_step),
		cmocka_unit_test(test_a_build_of_great_groups_is_in_step),
		cmocka_unit_test(
			test_several_containers_are_in_step_whatever_changes),
		cmocka_unit_test(test_a_build_goes_on_after_what_was_built_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
