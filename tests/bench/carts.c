/*
 * Adds customers, each with a full cart, to a shop in which SKU-0 to SKU-999 are
 * sold:
 *
 *     carts HOME COUNT
 *
 * and writes what they hold as SQL to standard output, in the tables of
 * sqlite_orders.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "account/customer.h"
#include "account/keys.h"
#include "base/clock.h"
#include "order/cart.h"
#include "store/store.h"

#define PRODUCTS 1000
#define LINES 3
#define TOGETHER 100
#define TEXT_SIZE 64

struct bench {
	struct store *store;
	struct secret key;
	struct secret chain;
	uint64_t from;
	uint64_t count;
	uint64_t chance;
	uint64_t ids[TOGETHER];
	uint64_t drawn[TOGETHER];
};

static void
expect_ok(enum status status, const struct err *err)
{
	if (status == ST_OK)
		return;
	fprintf(stderr, "carts: %s\n", err->message);
	exit(1);
}

/* Products that lie apart, so that the lines of a cart differ. */
static uint64_t
product_of(uint64_t drawn, uint64_t line)
{
	return (drawn + line * 337) % PRODUCTS;
}

static enum status
fill_cart(struct txn *txn, uint64_t customer, uint64_t drawn, struct err *err)
{
	char sku[TEXT_SIZE];
	uint64_t i;

	for (i = 0; i < LINES; i++) {
		snprintf(sku, sizeof(sku), "SKU-%" PRIu64, product_of(drawn, i));
		TRY(cart_add(txn, customer, sku, (int64_t)i + 1, err));
	}
	return ST_OK;
}

static enum status
add_customer(
	const struct people *people, uint64_t number, uint64_t *id, struct err *err)
{
	struct customer customer;
	char name[TEXT_SIZE];
	char phone[TEXT_SIZE];

	record_init(&customer_record, &customer);
	snprintf(name, sizeof(name), "Buyer %" PRIu64, number);
	snprintf(phone, sizeof(phone), "+4930%08" PRIu64, number);
	customer.name = name;
	customer.phone = phone;
	customer.address = "Am Tor 1\n10115 Berlin";
	customer.country = "DE";
	TRY(customer_add(people, &customer, err));
	*id = customer.id;
	return ST_OK;
}

static enum status
add_some(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct people people = { txn, &bench->key };
	uint64_t chance = bench->chance;
	uint64_t i;

	for (i = 0; i < TOGETHER && bench->from + i < bench->count; i++) {
		chance = chance * 6364136223846793005U + 1442695040888963407U;
		bench->drawn[i] = (chance >> 33) % PRODUCTS;
		TRY(add_customer(&people, bench->from + i, &bench->ids[i], err));
		TRY(fill_cart(txn, bench->ids[i], bench->drawn[i], err));
	}
	return ST_OK;
}

static void
print_some(const struct bench *bench)
{
	uint64_t number;
	uint64_t i;
	uint64_t j;

	for (i = 0; i < TOGETHER && bench->from + i < bench->count; i++) {
		number = bench->from + i;
		printf("INSERT INTO customer VALUES(%" PRIu64 ", 'Buyer %" PRIu64
		       "', '+4930%08" PRIu64 "', 'Am Tor 1\n10115 Berlin', 'DE');\n"
		       "INSERT INTO cart VALUES(%" PRIu64 ", %d, 0);\n",
			bench->ids[i], number, number, bench->ids[i], LINES);
		for (j = 0; j < LINES; j++)
			printf("INSERT INTO cart_line SELECT %" PRIu64 ", %" PRIu64
			       ", sku, %" PRIu64 ", price FROM product"
			       " WHERE sku = 'SKU-%" PRIu64 "';\n",
				bench->ids[i], j, j + 1,
				product_of(bench->drawn[i], j));
	}
}

static void
open_shop(struct bench *bench, const char *home, struct arena *arena)
{
	struct store_options options = { .kind = STORE_LMDB,
		.folder = home,
		.access = STORE_WRITE,
		.wait = 10 * SECOND };
	struct err err;

	expect_ok(store_open(&options, &bench->store, &err), &err);
	expect_ok(keys_load(home, arena, &bench->key, &err), &err);
	expect_ok(
		keys_derive(&bench->key, KEY_EVENT_CHAIN, &bench->chain, &err), &err);
	store_set_key(bench->store, &bench->chain);
	store_set_actor(bench->store, (struct actor){ "system", 0, "carts" });
}

int
main(int argc, char **argv)
{
	struct bench bench = { .chance = 1 };
	struct arena arena = { NULL };
	struct arena_mark mark;
	struct err err;

	if (argc != 3) {
		fprintf(stderr, "usage: carts HOME COUNT\n");
		return 2;
	}
	bench.count = strtoull(argv[2], NULL, 10);
	open_shop(&bench, argv[1], &arena);
	mark = arena_mark(&arena);
	for (; bench.from < bench.count; bench.from += TOGETHER) {
		expect_ok(store_write(bench.store, &arena, add_some, &bench, &err),
			&err);
		print_some(&bench);
		bench.chance += bench.from;
		arena_rewind(&arena, mark);
	}
	store_close(bench.store);
	secret_free(&bench.key);
	secret_free(&bench.chain);
	arena_free(&arena);
	return 0;
}
