#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "index/build.h"
#include "search_shop.h"
#include "unit.h"

/* An index that is built of more documents than one container has, of more words than
 * a build holds at once. */
struct filling {
	uint64_t groups;
	size_t members;    /* of a group */
	unsigned rare;     /* words that no other document has */
	uint64_t gap;      /* ids between two groups, and one */
	uint8_t *versions; /* of each group */
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
	values[count++] =
		(struct index_value){ SHOP_STOCK, NULL, NULL, (int64_t)(id % 7) };
	*document = (struct index_document){ values, count };
}

static struct index_group
make_group(const struct filling *filling, struct arena *arena, uint64_t id)
{
	struct index_document *documents;
	struct made_document *made;
	struct err err;

	assert_int_equal(ARENA_NEW(arena, filling->members, &documents, &err), ST_OK);
	assert_int_equal(ARENA_NEW(arena, filling->members, &made, &err), ST_OK);
	for (size_t i = 0; i < filling->members; i++)
		make_document(filling, id, i, &made[i], &documents[i]);
	return (struct index_group){ id * filling->gap, documents, filling->members };
}

/* The rows that the index is built of. */
struct row_filling {
	const struct filling *filling;
	uint64_t from;
};

#define ROWS_AT_ONCE 1000

static enum status
put_rows(struct txn *txn, void *arg, struct err *err)
{
	const struct row_filling *rows = arg;

	for (uint64_t i = 0; i < ROWS_AT_ONCE; i++) {
		struct key key = key_u64((rows->from + i) * rows->filling->gap);
		struct key value = key_u64(rows->from + i);

		if (rows->from + i <= rows->filling->groups)
			TRY(txn_append(txn, TABLE_PRODUCT, key_bytes(&key),
				key_bytes(&value), err));
	}
	return ST_OK;
}

static enum status
row_group(void *arg, unsigned worker, const struct index_entry *entry,
	struct arena *arena, struct index_group *group, struct err *err)
{
	(void)err;
	assert_true(worker < INDEX_WORKERS);
	*group = make_group(arg, arena, get_u64(entry->value.data));
	assert_int_equal(group->id, entry->id);
	return ST_OK;
}

static enum status
name_set(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return stage_name(txn, err);
}

static enum status
build(struct stage *stage, struct filling *filling, struct err *err)
{
	struct row_filling rows = { filling, 1 };
	struct index_build_request request = { .schema = &shop_schema,
		.source = { TABLE_PRODUCT, row_group, filling },
		.documents = filling->groups * filling->members };
	uint64_t groups;

	for (; rows.from <= filling->groups; rows.from += ROWS_AT_ONCE)
		TRY(stage_write(stage, put_rows, &rows, err));
	TRY(index_build(stage, &request, &groups, err));
	assert_int_equal(groups, filling->groups);
	return stage_settle(stage, name_set, NULL, err);
}

/* Threads are to be had while there are any left. */
static size_t threads_left = SIZE_MAX;

typedef int create_fn(pthread_t *thread, const pthread_attr_t *attributes,
	void *(*run)(void *), void *arg);

int
pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
	void *(*run)(void *), void *arg)
{
	create_fn *create;

	*(void **)&create = dlsym(RTLD_NEXT, "pthread_create");
	if (threads_left == 0)
		return EAGAIN;
	threads_left--;
	return create(thread, attributes, run, arg);
}

static enum status
sum_table(struct txn *txn, enum table table, uint64_t *sum, struct err *err)
{
	struct scan_range all = { .backward = false };
	struct bytes key;
	struct bytes value;
	struct scan *scan;
	bool found = true;

	TRY(scan_open(txn, table, all, &scan, err));
	while (found) {
		TRY(scan_next(scan, &key, &value, &found, err));
		if (found)
			*sum = checksum(value, checksum(key, *sum));
	}
	scan_close(scan);
	return ST_OK;
}

/* A sum over every byte of the index. */
static enum status
sum_index(struct txn *txn, void *arg, struct err *err)
{
	static const enum table tables[] = { TABLE_TERM, TABLE_POSTING, TABLE_COLUMN,
		TABLE_FACET, TABLE_DOCUMENT, TABLE_SORTED, TABLE_DELTA };
	uint64_t *sum = arg;

	*sum = 0;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		TRY(sum_table(txn, tables[i], sum, err));
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
		struct index_group group = make_group(filling, txn_arena(txn), id);

		TRY(index_proof_group(proof, &group, count_fault, filling, err));
		arena_rewind(txn_arena(txn), mark);
	}
	return index_proof_end(proof, count_fault, filling, err);
}

static struct shop *
fill_shop(struct filling *filling)
{
	struct shop *shop = shop_open(STORE_LMDB);
	struct stage *stage;
	struct err err;

	filling->gap = filling->gap ? filling->gap : 1;
	filling->versions = calloc(filling->groups + 2, 1);
	assert_non_null(filling->versions);
	assert_int_equal(stage_open(shop->store, &shop->arena, &stage, &err), ST_OK);
	if (build(stage, filling, &err) != ST_OK)
		fail_msg("%s", err.message);
	stage_close(stage);
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
		struct index_group old = make_group(filling, txn_arena(txn), id);
		struct index_group now;

		filling->versions[id]++;
		now = make_group(filling, txn_arena(txn), id);
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
test_ids_that_are_missing_leave_the_rest_in_step(void **state)
{
	(void)state;
	fill_and_prove((struct filling){ .groups = 3000, .members = 2, .gap = 7 });
	fill_and_prove((struct filling){ .groups = 40, .members = 3, .gap = 100000 });
	fill_and_prove((struct filling){ .groups = 1, .members = 1 });
	fill_and_prove((struct filling){ .groups = 0, .members = 1 });
}

static uint64_t
sum_of_build(size_t threads)
{
	struct filling filling = { .groups = 14000, .members = 2, .rare = 1 };
	struct shop *shop;
	uint64_t sum;

	threads_left = threads;
	shop = fill_shop(&filling);
	threads_left = SIZE_MAX;
	shop_read(shop, sum_index, &sum);
	shop_close(shop);
	free(filling.versions);
	return sum;
}

static void
test_what_is_built_does_not_depend_on_the_threads(void **state)
{
	uint64_t alone = sum_of_build(0);

	(void)state;
	assert_int_equal(sum_of_build(1), alone);
	assert_int_equal(sum_of_build(2), alone);
	assert_int_equal(sum_of_build(SIZE_MAX), alone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_build_of_more_words_than_it_holds_is_in_step),
		cmocka_unit_test(test_a_build_of_great_groups_is_in_step),
		cmocka_unit_test(
			test_several_containers_are_in_step_whatever_changes),
		cmocka_unit_test(test_ids_that_are_missing_leave_the_rest_in_step),
		cmocka_unit_test(test_what_is_built_does_not_depend_on_the_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
