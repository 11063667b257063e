/*
 * Changes products of a shop that catalog made, each in a transaction of its own, and
 * before each one does what every durable commit must: one page written and synced,
 * then the page that makes it valid.
 *
 *     change HOME PRODUCTS EDITS [WORD...]
 *
 * Prints the median and the 99th percentile of both, in microseconds. A change gives
 * a random product another price, by one minor unit, and another last word: one of
 * another product's, but none of those that are named.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "catalog/product.h"

#define PAGE 4096
#define PAIR_PAGES 256
#define TEXT_WORDS 40 /* of a description as it was made */
#define SKU_SIZE 32

struct edit {
	char sku[SKU_SIZE];
	char other[SKU_SIZE];
	const char *word;
	char *const *avoided;
};

struct bench {
	struct store *store;
	struct arena arena;
	unsigned long products;
	uint64_t chance;
	struct edit edit;
	int plain;
	int synced;
};

static void
stop(const char *what, const char *name)
{
	fprintf(stderr, "change: %s: %s\n", name, what);
	exit(1);
}

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void
expect_ok(enum status status, const struct err *err)
{
	if (status != ST_OK)
		stop(err->message, "shop");
}

static uint64_t
draw(struct bench *bench, uint64_t below)
{
	bench->chance = bench->chance * 6364136223846793005U + 1442695040888963407U;
	return (bench->chance >> 33) % below;
}

static void
draw_sku(struct bench *bench, char *sku)
{
	snprintf(sku, SKU_SIZE, "B%07llu",
		(unsigned long long)draw(bench, bench->products) + 1);
}

static bool
is_avoided(const struct edit *edit, const char *word)
{
	for (size_t i = 0; edit->avoided[i]; i++)
		if (strcmp(edit->avoided[i], word) == 0)
			return true;
	return false;
}

static enum status
read_product(
	struct txn *txn, const char *sku, struct product *product, struct err *err)
{
	size_t variant;
	bool found;

	TRY(product_by_sku(txn, sku, product, &variant, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND, "no product '%s'", sku);
	return ST_OK;
}

/* The last word of another product. */
static enum status
find_word(struct txn *txn, void *arg, struct err *err)
{
	struct edit *edit = arg;
	struct product product;
	const char *last;

	TRY(read_product(txn, edit->other, &product, err));
	last = strrchr(product.description, ' ');
	edit->word = last ? last + 1 : product.description;
	return ST_OK;
}

static enum status
with_word(struct txn *txn, const char *text, const char *word, const char **out,
	struct err *err)
{
	const char *end = text;

	for (size_t i = 0; i < TEXT_WORDS && *end; i++)
		end += strspn(end, " "), end += strcspn(end, " ");
	return arena_format(
		txn_arena(txn), out, err, "%.*s %s", (int)(end - text), text, word);
}

/* Where a simple product keeps it. */
static int64_t *
price_of(struct product *product)
{
	struct details *details = &product_variant(product, 0)->details;

	return details->price == NUMBER_NONE ? &product->details.price
					     : &details->price;
}

static enum status
put(struct catalog *catalog, const struct edit *edit, struct err *err)
{
	struct txn *txn = catalog_txn(catalog);
	struct product old;
	struct product now;

	TRY(read_product(txn, edit->sku, &old, err));
	TRY(record_copy(&product_record, &old, txn_arena(txn), &now, err));
	TRY(with_word(txn, old.description, edit->word, &now.description, err));
	*price_of(&now) ^= 1;
	TRY(product_put(catalog, &old, &now, err));
	return catalog_close(catalog, err);
}

static enum status
edit_product(struct txn *txn, void *arg, struct err *err)
{
	struct catalog *catalog;
	enum status status;

	TRY(catalog_open(txn, &catalog, err));
	status = put(catalog, arg, err);
	catalog_abandon(catalog);
	return status;
}

static double
time_change(struct bench *bench)
{
	struct edit *edit = &bench->edit;
	struct err err;
	double began;

	do {
		draw_sku(bench, edit->other);
		expect_ok(store_read(
				  bench->store, &bench->arena, find_word, edit, &err),
			&err);
	} while (is_avoided(edit, edit->word));
	draw_sku(bench, edit->sku);
	began = now();
	expect_ok(store_write(bench->store, &bench->arena, edit_product, edit, &err),
		&err);
	return now() - began;
}

static double
time_pair(struct bench *bench, off_t round)
{
	static const char page[PAGE] = "";
	off_t data = (2 + round % (PAIR_PAGES - 2)) * PAGE;
	double began = now();

	if (pwrite(bench->plain, page, PAGE, data) != PAGE ||
		fdatasync(bench->plain) != 0 ||
		pwrite(bench->synced, page, PAGE, round % 2 * PAGE) != PAGE)
		stop(strerror(errno), "pair");
	return now() - began;
}

/* A file beside the shop's, written once so that no space is looked for later. */
static void
open_pair(struct bench *bench, const char *home)
{
	static const char pages[PAIR_PAGES * PAGE] = "";
	char path[4096];

	snprintf(path, sizeof(path), "%s/pair", home);
	bench->plain = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	bench->synced = open(path, O_RDWR | O_DSYNC);
	if (bench->plain < 0 || bench->synced < 0 ||
		write(bench->plain, pages, sizeof(pages)) != sizeof(pages) ||
		fsync(bench->plain) != 0 || unlink(path) != 0)
		stop(strerror(errno), path);
}

static int
compare(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

static void
print(const char *what, double *times, size_t count)
{
	qsort(times, count, sizeof(*times), compare);
	printf("%s\t%.1f\t%.1f\n", what,
		(times[(count - 1) / 2] + times[count / 2]) / 2,
		times[(count * 99 + 99) / 100 - 1]);
}

static void
run(struct bench *bench, size_t edits)
{
	double *pairs = calloc(edits, sizeof(*pairs));
	double *changes = calloc(edits, sizeof(*changes));

	if (!pairs || !changes)
		stop("out of memory", "times");
	for (size_t i = 0; i < edits; i++) {
		struct arena_mark mark = arena_mark(&bench->arena);

		pairs[i] = time_pair(bench, (off_t)i);
		changes[i] = time_change(bench);
		arena_rewind(&bench->arena, mark);
	}
	print("pair", pairs, edits);
	print("change", changes, edits);
	free(pairs);
	free(changes);
}

int
main(int argc, char **argv)
{
	struct store_options options = {
		.kind = STORE_LMDB, .access = STORE_WRITE, .wait = 10000000
	};
	struct bench bench = { .chance = 1 };
	size_t edits = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
	struct err err;

	if (edits < 1)
		stop("needs a home, products and edits", argv[0]);
	options.folder = argv[1];
	bench.products = strtoul(argv[2], NULL, 10);
	bench.edit.avoided = argv + 4;
	expect_ok(store_open(&options, &bench.store, &err), &err);
	open_pair(&bench, argv[1]);
	run(&bench, edits);
	store_close(bench.store);
	arena_free(&bench.arena);
	return 0;
}
