#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalog/document.h"
#include "exchange/import.h"
#include "search_naive_parts.h"
#include "search_question.h"
#include "search_twin.h"
#include "unit.h"

#define NAMES_MAX 100
#define KEY_SIZE 32 /* of the log of the import, which nobody reads */

/*
 * Icecat's products, from the folder SHOP_TEST_DATA: a thousand of them, or with
 * SHOP_TEST_WHOLE all, as check-search does.
 */
struct scope {
	const char *file;
	size_t rounds;
	size_t queries; /* in each */
	size_t changes; /* in each that changes many */
};
static const struct scope slice = { "icecat/icecat_1k.yaml", 10, 20, 300 };
static const struct scope whole = { "icecat/icecat.yaml", 21, 100, 3000 };

static const char *const words[] = { "printer", "camera", "laptop bag", "usb-c",
	"for", "4.5mm", "HP LaserJet", "black", "cable", "notebook computer" };

/* What all tests of this file read. */
struct icecat {
	const struct scope *scope; /* NULL: the data is not there */
	struct arena arena;
	struct document_rules rules;
	struct index_group *groups;
	size_t count;
	const char *names[NAMES_MAX]; /* of attributes */
	size_t name_count;
};

static enum status
write_plain(void *arg, txn_fn *fn, void *fn_arg, struct err *err)
{
	const struct import_request *request = arg;

	return store_write(request->store, request->arena, fn, fn_arg, err);
}

/* As the shop's own index has them. */
static enum status
read_groups(struct txn *txn, void *arg, struct err *err)
{
	struct icecat *icecat = arg;
	struct product_scan *scan;
	struct product product;
	uint32_t capacity = 0;
	bool found;

	TRY(document_rules(txn, &icecat->rules, err));
	TRY(product_scan_open(txn, &scan, err));
	for (;;) {
		TRY(product_next(scan, &product, &found, err));
		if (!found)
			return ST_OK;
		icecat->groups = naive_grow(icecat->groups, &capacity,
			(uint32_t)icecat->count, sizeof(*icecat->groups));
		TRY(document_group(txn, &icecat->rules, &product,
			&icecat->groups[icecat->count++], err));
	}
}

/* Any of some products' names; most are rare. */
static void
choose_names(struct icecat *icecat)
{
	for (size_t i = 0; i < icecat->count && icecat->name_count < NAMES_MAX; i++) {
		const struct index_group *group = &icecat->groups[i];
		const struct index_document *document = group->documents;
		size_t at = (i * 31) % 40;

		if (group->document_count > 0 && at < document->value_count &&
			document->values[at].name)
			icecat->names[icecat->name_count++] =
				document->values[at].name;
	}
}

static void
load(struct icecat *icecat, int fd, const char *path)
{
	struct store_options options = {
		.kind = STORE_MEMORY, .folder = "/nowhere", .access = STORE_CREATE
	};
	struct import_request request = { .write = write_plain,
		.path = path,
		.fd = fd,
		.scope = { "", "", false },
		.rejects_fd = -1 };
	struct import_result result = { 0 };
	struct secret key = { NULL, 0 };
	struct arena arena = { NULL };
	struct store *store;
	struct err err;

	naive_must(store_open(&options, &store, &err), &err);
	naive_must(secret_take(&key, KEY_SIZE, &err), &err);
	store_set_key(store, &key);
	store_set_actor(store, (struct actor){ "system", 0, "admin import" });
	request.store = store;
	request.arena = &arena;
	request.arg = &request;
	naive_must(import_run(&request, &result, &err), &err);
	arena_free(&arena);
	naive_must(
		store_read(store, &icecat->arena, read_groups, icecat, &err), &err);
	choose_names(icecat);
	store_close(store);
}

static int
open_icecat(void **state)
{
	const char *folder = getenv("SHOP_TEST_DATA");
	const char *all = getenv("SHOP_TEST_WHOLE");
	const struct scope *scope = all && *all ? &whole : &slice;
	struct icecat *icecat = calloc(1, sizeof(*icecat));
	char path[512];
	int fd;

	assert_non_null(icecat);
	*state = icecat;
	snprintf(path, sizeof(path), "%s/%s",
		folder && *folder ? folder : "../shared/data", scope->file);
	fd = open(path, O_RDONLY);
	if (fd < 0) {
		print_message("%s: %s (set SHOP_TEST_DATA)\n", path, strerror(errno));
		return 0;
	}
	icecat->scope = scope;
	load(icecat, fd, path);
	close(fd);
	return 0;
}

static int
close_icecat(void **state)
{
	struct icecat *icecat = *state;

	free(icecat->groups);
	arena_free(&icecat->arena);
	free(icecat);
	return 0;
}

/* Who changes things, and asks. */
struct player {
	const struct icecat *icecat;
	struct twin *twin;
	struct chance chance;
	struct asker asker;
};

static const struct index_document *
any_document(struct player *player)
{
	const struct icecat *icecat = player->icecat;

	for (;;) {
		const struct index_group *group =
			&icecat->groups[draw(&player->chance, icecat->count)];

		if (group->document_count > 0)
			return group->documents;
	}
}

/* A document that has most values of one and some of another. */
static struct index_document
mix(struct player *player, const struct index_document *document,
	const struct index_document *other, struct arena *arena)
{
	size_t most = document->value_count + other->value_count;
	struct index_value *values = naive_take(arena, most, sizeof(*values));
	size_t count = 0;

	for (size_t i = 0; i < document->value_count; i++)
		if (draw(&player->chance, 12) > 0)
			values[count++] = document->values[i];
	for (size_t i = 0; i < other->value_count; i++)
		if (draw(&player->chance, 12) == 0)
			values[count++] = other->values[i];
	return (struct index_document){ values, count };
}

/* A product as it was, or somewhat otherwise, or put together of several. */
static void
put(struct player *player, uint64_t id, struct arena *arena)
{
	struct index_group old = naive_group(twin_naive(player->twin), id);
	size_t count = old.document_count > 0 ? old.document_count : 1;
	struct index_document *documents;
	struct index_group group = { .id = id };

	if (draw(&player->chance, 3) == 0)
		count = 1 + draw(&player->chance, 5);
	documents = naive_take(arena, count, sizeof(*documents));
	for (size_t i = 0; i < count; i++) {
		const struct index_document *from = i < old.document_count
							    ? &old.documents[i]
							    : any_document(player);

		documents[i] = mix(player, from, any_document(player), arena);
	}
	group.documents = documents;
	group.document_count = count;
	twin_put(player->twin, &group);
}

static void
set_number(struct player *player, uint64_t id)
{
	struct index_group group = naive_group(twin_naive(player->twin), id);
	struct index_number number = { .group = id,
		.field = draw(&player->chance, 2) ? DOCUMENT_AVAILABLE
						  : DOCUMENT_PRICE };

	if (group.document_count == 0)
		return;
	number.member = draw(&player->chance, group.document_count);
	number.number = (int64_t)draw(
		&player->chance, number.field == DOCUMENT_PRICE ? 100000 : 4);
	twin_set_number(player->twin, &number);
}

static void
change(struct player *player, struct arena *arena)
{
	struct index_group none = {
		.id = 1 + draw(&player->chance, player->icecat->count * 11 / 10)
	};
	size_t way = draw(&player->chance, 10);

	if (way < 3)
		set_number(player, none.id);
	else if (way == 3)
		twin_put(player->twin, &none);
	else
		put(player, none.id, arena);
}

/* Few changes go into the delta, many are merged at once. */
static void
change_some(struct player *player)
{
	size_t most = player->icecat->scope->changes;
	const size_t counts[] = { 1, 1, 2, 5, 15, 40, most };
	struct arena arena = { NULL };
	size_t count = PICK(&player->chance, counts);
	size_t flush_every = draw(&player->chance, 3) * 7;

	for (size_t i = 0; i < count; i++) {
		change(player, &arena);
		if (flush_every > 0 && i % flush_every == 0 && count < most)
			twin_flush(player->twin);
	}
	twin_write(player->twin);
	arena_free(&arena);
}

static size_t
compare_some(struct player *player)
{
	struct arena arena = { NULL };
	size_t compared = 0;

	asker_make_synonyms(&player->asker, &arena);
	for (size_t i = 0; i < player->icecat->scope->queries; i++) {
		struct index_query query = asker_query(&player->asker, &arena);

		compared += twin_compare(player->twin, &query);
	}
	arena_free(&arena);
	return compared;
}

static void
open_player(struct player *player, const struct icecat *icecat, enum store_kind kind,
	uint64_t seed)
{
	*player = (struct player){ .icecat = icecat, .chance = { seed_of(seed) } };
	player->twin = twin_open(kind, &icecat->rules.schema);
	player->asker = (struct asker){ .chance = &player->chance,
		.naive = twin_naive(player->twin),
		.schema = &icecat->rules.schema,
		.price = DOCUMENT_PRICE,
		.stock = DOCUMENT_AVAILABLE,
		.order = DOCUMENT_NAME_ORDER,
		.words = words,
		.word_count = sizeof(words) / sizeof(words[0]),
		.names = icecat->names,
		.name_count = icecat->name_count };
	for (size_t i = 0; i < icecat->count; i++)
		if (icecat->groups[i].document_count > 0)
			twin_put(player->twin, &icecat->groups[i]);
	twin_write(player->twin);
}

static void
ask_and_change(const struct icecat *icecat, enum store_kind kind, uint64_t seed)
{
	struct player player;
	size_t compared = 0;

	if (!icecat->scope)
		skip();
	open_player(&player, icecat, kind, seed);
	for (size_t i = 0; i < icecat->scope->rounds; i++) {
		if (i > 0)
			change_some(&player);
		compared += compare_some(&player);
	}
	twin_prove(player.twin);
	print_message(
		"%zu queries compared over %zu products\n", compared, icecat->count);
	assert_true(
		compared > icecat->scope->rounds * icecat->scope->queries * 8 / 10);
	twin_close(player.twin);
}

static void
test_memory_index_answers_as_a_look_at_every_product(void **state)
{
	ask_and_change(*state, STORE_MEMORY, 11);
}

static void
test_lmdb_index_answers_as_a_look_at_every_product(void **state)
{
	ask_and_change(*state, STORE_LMDB, 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_memory_index_answers_as_a_look_at_every_product),
		cmocka_unit_test(test_lmdb_index_answers_as_a_look_at_every_product),
	};

	return cmocka_run_group_tests(tests, open_icecat, close_icecat);
}
