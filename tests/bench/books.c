/*
 * Books to measure reports on: orders of four years with three lines on average, of
 * which some come back, always the same ones.
 *
 *     books fill HOME ORDERS        writes them in the books of an empty shop
 *     books rows ORDERS             prints them, for sqlite_books
 *     books post HOME COUNT         writes some more, each in a commit of its own
 *
 * Rows are separated by tabs: P sku name product category brand; S or R, number, day,
 * customer, country, method, shipping, its tax, and what the lines come to: units,
 * goods, discount, tax; behind it, of each line, L or l (of what came back), number,
 * position, sku, units, goods, discount, tax.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/period.h"
#include "books/books.h"

#define PRODUCTS 20000
#define BRANDS 400
#define CATEGORIES 300
#define CUSTOMERS 400000
#define LINES_MAX 5
#define BEGIN ((int64_t)1669852800 * SECOND) /* 2022-12-01 */
#define DAYS 1461
#define BACK_AFTER 20000 /* orders later */
#define BACK_EACH 40     /* one of so many comes back */
#define TOGETHER 20000
#define TEXT_SIZE 40

struct product {
	char sku[TEXT_SIZE];
	char name[TEXT_SIZE];
	char handle[TEXT_SIZE];
	char category[TEXT_SIZE];
	char brand[TEXT_SIZE];
};

struct bench {
	struct store *store;
	struct product products[PRODUCTS];
	uint64_t orders;
	uint64_t next;
};

static const char *const countries[] = { "DE", "AT", "CH", "FR", "NL", "US", "BE",
	"IT", "PL", "SE", "DK", "ES" };
static const int64_t rates[] = { 19000000, 20000000, 8100000, 20000000, 21000000,
	NUMBER_NONE, 21000000, 22000000, 23000000, 25000000, 25000000, 21000000 };
static const char *const methods[] = { "card", "manual", "invoice" };

static void
expect_ok(enum status status, const struct err *err)
{
	if (status == ST_OK)
		return;
	fprintf(stderr, "books: %s\n", err->message);
	exit(1);
}

static uint64_t
draw(uint64_t *chance, uint64_t below)
{
	*chance = *chance * 6364136223846793005U + 1442695040888963407U;
	return (*chance >> 33) % below;
}

/* The smaller, the more often. */
static uint64_t
draw_skewed(uint64_t *chance, uint64_t below)
{
	uint64_t drawn = draw(chance, below);

	return drawn * draw(chance, below) / below;
}

static void
make_products(struct bench *bench)
{
	for (size_t i = 0; i < PRODUCTS; i++) {
		struct product *product = &bench->products[i];

		snprintf(product->sku, TEXT_SIZE, "SKU-%05zu", i);
		snprintf(product->name, TEXT_SIZE, "Thing number %zu", i);
		snprintf(product->handle, TEXT_SIZE, "thing-%zu", i / 4);
		snprintf(product->category, TEXT_SIZE, "Room %zu/Shelf %zu",
			i * 7 % CATEGORIES / 20, i * 7 % CATEGORIES);
		snprintf(product->brand, TEXT_SIZE, "Brand %zu", i * 13 % BRANDS);
	}
}

/* An order by its number, from 1. */
static void
make_order(const struct bench *bench, uint64_t number, struct posting *posting,
	struct posting_line *lines)
{
	uint64_t chance = number * 0x9e3779b97f4a7c15U;
	uint64_t country = draw_skewed(&chance, 12);
	size_t count = 1 + (size_t)draw(&chance, LINES_MAX);
	int64_t rate = rates[country];

	*posting = (struct posting){ .kind = POSTING_SALE,
		.at = BEGIN +
		      (int64_t)(number * (DAYS * 24 * 3600) / bench->orders) * SECOND,
		.order = number,
		.customer = 1 + draw_skewed(&chance, CUSTOMERS),
		.country = countries[country],
		.method = methods[draw_skewed(&chance, 3)],
		.lines = { lines, count },
		.shipping = draw(&chance, 3) ? 490 : 0,
		.shipping_tax_rate = rate };
	if (rate != NUMBER_NONE)
		posting->shipping_tax = posting->shipping * (rate / 1000) / 100000;
	for (size_t i = 0; i < count; i++) {
		uint64_t drawn = draw_skewed(&chance, PRODUCTS);
		const struct product *product = &bench->products[drawn];
		int64_t units = 1 + (int64_t)draw_skewed(&chance, 4);

		lines[i] = (struct posting_line){ .sku = product->sku,
			.name = product->name,
			.product = product->handle,
			.category = product->category,
			.brand = product->brand,
			.tax_rate = rate,
			.units = units,
			.goods = units * (295 + (int64_t)(drawn * 37 % 9000)) };
		if (draw(&chance, 8) == 0)
			lines[i].discount = lines[i].goods / 10;
		if (rate != NUMBER_NONE)
			lines[i].tax = (lines[i].goods - lines[i].discount) *
				       (rate / 1000) / 100000;
	}
}

/* What comes back when an order is placed: an earlier one, whole, or nothing. */
static bool
make_return(const struct bench *bench, uint64_t number, struct posting *posting,
	struct posting_line *lines)
{
	int64_t at = posting->at;

	if (number % BACK_EACH != 0 || number <= BACK_AFTER)
		return false;
	make_order(bench, number - BACK_AFTER, posting, lines);
	posting->kind = POSTING_RETURN;
	posting->at = at;
	posting->fact = 1;
	posting->shipping = 0;
	posting->shipping_tax = 0;
	for (size_t i = 0; i < posting->lines.count; i++) {
		lines[i].goods -= lines[i].discount;
		lines[i].discount = 0;
	}
	return true;
}

static enum status
write_order(
	struct txn *txn, const struct bench *bench, uint64_t number, struct err *err)
{
	struct posting_line lines[LINES_MAX];
	struct posting posting;
	struct posting money;

	make_order(bench, number, &posting, lines);
	TRY(books_post(txn, &posting, err));
	money = posting;
	money.kind = POSTING_PAYMENT;
	money.fact = 1;
	money.lines.count = 0;
	expect_ok(posting_total(&posting, &money.amount) ? ST_OK : ST_DEFECT, err);
	TRY(books_post(txn, &money, err));
	if (!make_return(bench, number, &posting, lines))
		return ST_OK;
	return books_post(txn, &posting, err);
}

static enum status
write_some(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;

	for (uint64_t i = bench->next;
		i < bench->next + TOGETHER && i <= bench->orders; i++)
		TRY(write_order(txn, bench, i, err));
	return ST_OK;
}

static enum status
write_next(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;

	return write_order(txn, bench, bench->orders, err);
}

static void
open_shop(struct bench *bench, const char *home)
{
	struct store_options options = { .kind = STORE_LMDB,
		.folder = home,
		.access = STORE_WRITE,
		.wait = 10 * SECOND };
	struct err err;

	expect_ok(store_open(&options, &bench->store, &err), &err);
	store_set_actor(bench->store, (struct actor){ "system", 0, "books" });
}

static void
fill(struct bench *bench, const char *home)
{
	struct arena arena = { NULL };
	struct err err;

	open_shop(bench, home);
	for (bench->next = 1; bench->next <= bench->orders; bench->next += TOGETHER)
		expect_ok(store_write(bench->store, &arena, write_some, bench, &err),
			&err);
	store_close(bench->store);
	arena_free(&arena);
}

static void
post(struct bench *bench, const char *home, uint64_t count)
{
	struct arena arena = { NULL };
	struct err err;

	open_shop(bench, home);
	for (uint64_t i = 0; i < count; i++)
		expect_ok(store_write(bench->store, &arena, write_next, bench, &err),
			&err);
	store_close(bench->store);
	arena_free(&arena);
}

static void
print_posting(const struct posting *posting)
{
	const struct posting_line *lines = posting->lines.items;
	char kind = posting->kind == POSTING_SALE ? 'S' : 'R';
	struct posting_line sum = { .units = 0 };

	for (size_t i = 0; i < posting->lines.count; i++) {
		sum.units += lines[i].units;
		sum.goods += lines[i].goods;
		sum.discount += lines[i].discount;
		sum.tax += lines[i].tax;
	}
	printf("%c\t%" PRIu64 "\t%d\t%" PRIu64 "\t%s\t%s\t%" PRId64 "\t%" PRId64
	       "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\n",
		kind, posting->order, day_of(posting->at), posting->customer,
		posting->country, posting->method, posting->shipping,
		posting->shipping_tax, sum.units, sum.goods, sum.discount, sum.tax);
	for (size_t i = 0; i < posting->lines.count; i++)
		printf("%c\t%" PRIu64 "\t%zu\t%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64
		       "\t%" PRId64 "\n",
			kind == 'S' ? 'L' : 'l', posting->order, i, lines[i].sku,
			lines[i].units, lines[i].goods, lines[i].discount,
			lines[i].tax);
}

static void
print_rows(const struct bench *bench)
{
	struct posting_line lines[LINES_MAX];
	struct posting posting;

	for (size_t i = 0; i < PRODUCTS; i++) {
		const struct product *product = &bench->products[i];

		printf("P\t%s\t%s\t%s\t%s\t%s\n", product->sku, product->name,
			product->handle, product->category, product->brand);
	}
	for (uint64_t i = 1; i <= bench->orders; i++) {
		make_order(bench, i, &posting, lines);
		print_posting(&posting);
		if (make_return(bench, i, &posting, lines))
			print_posting(&posting);
	}
}

int
main(int argc, char **argv)
{
	static struct bench bench;

	make_products(&bench);
	bench.orders = argc > 2 ? strtoull(argv[argc - 1], NULL, 10) : 0;
	if (argc == 4 && strcmp(argv[1], "fill") == 0) {
		fill(&bench, argv[2]);
	} else if (argc == 3 && strcmp(argv[1], "rows") == 0) {
		print_rows(&bench);
	} else if (argc == 4 && strcmp(argv[1], "post") == 0) {
		bench.orders = 1000000;
		post(&bench, argv[2], strtoull(argv[3], NULL, 10));
	} else {
		fprintf(stderr, "books: wrong use\n");
		return 2;
	}
	return 0;
}
