#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "search/index.h"

/*
 * Measures the index alone, in process, over products of its own making: always the
 * same ones, words as frequent as in real texts (Zipf).
 *	index_bench [PRODUCTS]
 */
enum bench_field {
	BENCH_NAME,
	BENCH_INFO,
	BENCH_CODE,
	BENCH_BRAND,
	BENCH_CATEGORY,
	BENCH_ATTRIBUTE,
	BENCH_PRICE,
	BENCH_STOCK,
	BENCH_ORDER,
	BENCH_FIELD_COUNT
};

static const struct index_field fields[] = {
	{ "name", INDEX_TEXT, 8 },
	{ "info", INDEX_TEXT, 2 },
	{ "code", INDEX_EXACT, 0 },
	{ "brand", INDEX_KEYWORD, 0 },
	{ "category", INDEX_PATH, 0 },
	{ "attribute", INDEX_NAMED, 0 },
	{ "price", INDEX_NUMBER, 0 },
	{ "stock", INDEX_NUMBER, 0 },
	{ "name", INDEX_SORT_TEXT, 0 },
};
static const struct index_schema schema = { fields, BENCH_FIELD_COUNT, "english" };

#define VOCABULARY 60000
#define NAME_WORDS 6
#define INFO_WORDS 40
#define TEXT_MAX 1024

struct bench {
	struct store *store;
	size_t products;
	uint64_t chance;
	struct index_query query;
};

struct product {
	char name[TEXT_MAX];
	char info[TEXT_MAX];
	char texts[6][64];
	struct index_value values[16];
	struct index_document document;
	struct index_group group;
};

static uint64_t
draw(struct bench *bench, uint64_t below)
{
	bench->chance = bench->chance * 6364136223846793005U + 1442695040888963407U;
	return (bench->chance >> 33) % below;
}

/* Rank r about as often as 1 / r. */
static uint64_t
draw_rank(struct bench *bench, uint64_t below)
{
	uint64_t most = 1 + draw(bench, below);

	return draw(bench, 1 + draw(bench, most));
}

static void
write_words(struct bench *bench, char *text, size_t count)
{
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		used += (size_t)snprintf(text + used, TEXT_MAX - used, "%sw%cx%llu",
			i ? " " : "", (char)('a' + draw_rank(bench, 26)),
			(unsigned long long)draw_rank(bench, VOCABULARY / 26));
}

static void
make_product(struct bench *bench, uint64_t id, struct product *product)
{
	struct index_value *values = product->values;
	unsigned long long price;

	bench->chance = id * 0x9E3779B97F4A7C15U;
	price = draw(bench, 100000);
	write_words(bench, product->name, NAME_WORDS);
	write_words(bench, product->info, INFO_WORDS);
	snprintf(product->texts[0], 64, "SKU%llu", (unsigned long long)id);
	snprintf(product->texts[1], 64, "Brand %llu",
		(unsigned long long)draw_rank(bench, 3000));
	snprintf(product->texts[2], 64, "Top %llu/Under %llu",
		(unsigned long long)draw(bench, 20),
		(unsigned long long)draw(bench, 12));
	snprintf(product->texts[3], 64, "%llu", (unsigned long long)draw(bench, 100));
	values[0] = (struct index_value){ BENCH_NAME, NULL, product->name, 0 };
	values[1] = (struct index_value){ BENCH_INFO, NULL, product->info, 0 };
	values[2] = (struct index_value){ BENCH_CODE, NULL, product->texts[0], 0 };
	values[3] = (struct index_value){ BENCH_BRAND, NULL, product->texts[1], 0 };
	values[4] =
		(struct index_value){ BENCH_CATEGORY, NULL, product->texts[2], 0 };
	values[5] = (struct index_value){ BENCH_ATTRIBUTE, "width", product->texts[3],
		0 };
	values[6] = (struct index_value){ BENCH_PRICE, NULL, NULL, (int64_t)price };
	values[7] = (struct index_value){ BENCH_STOCK, NULL, NULL, 5 };
	values[8] = (struct index_value){ BENCH_ORDER, NULL, product->name, 0 };
	product->document = (struct index_document){ values, 9 };
	product->group = (struct index_group){ id, &product->document, 1 };
}

static double
now_ms(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void
expect_ok(enum status status, const struct err *err)
{
	if (status == ST_OK)
		return;
	fprintf(stderr, "index_bench: %s\n", err->message);
	exit(1);
}

static enum status
build(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct product product;
	struct index_writer *writer;

	TRY(index_writer_open(txn, &schema, &writer, err));
	for (uint64_t id = 1; id <= bench->products; id++) {
		make_product(bench, id, &product);
		TRY(index_change(writer, NULL, &product.group, err));
	}
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

static enum status
change_one(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct product old;
	struct product now;
	struct index_writer *writer;
	uint64_t id = 1 + bench->products / 2;

	make_product(bench, id, &old);
	make_product(bench, id, &now);
	memcpy(now.name, "another", 7);
	TRY(index_writer_open(txn, &schema, &writer, err));
	TRY(index_change(writer, &old.group, &now.group, err));
	TRY(index_change(writer, &now.group, &old.group, err));
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

static enum status
set_one(struct txn *txn, void *arg, struct err *err)
{
	const struct bench *bench = arg;
	struct index_number number = { 1 + bench->products / 3, 0, BENCH_STOCK, 0 };
	struct index_writer *writer;

	number.number = txn_now(txn) % 1000;
	TRY(index_writer_open(txn, &schema, &writer, err));
	TRY(index_set_number(writer, &number, err));
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

static enum status
ask(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct index_result result;

	TRY(index_search(txn, &schema, &bench->query, &result, err));
	bench->chance = result.count;
	return ST_OK;
}

static void
measure_write(struct bench *bench, const char *what, txn_fn *fn)
{
	struct arena arena = { NULL };
	struct err err;
	double cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);
	double wall = now_ms(CLOCK_MONOTONIC);

	expect_ok(store_write(bench->store, &arena, fn, bench, &err), &err);
	printf("%-32s %9.2f ms, %9.2f ms of them processor\n", what,
		now_ms(CLOCK_MONOTONIC) - wall,
		now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);
	arena_free(&arena);
}

static void
measure(struct bench *bench, const char *what)
{
	double best = 1e9;
	struct err err;

	for (int i = 0; i < 20; i++) {
		struct arena arena = { NULL };
		double start = now_ms(CLOCK_MONOTONIC);

		expect_ok(store_read(bench->store, &arena, ask, bench, &err), &err);
		if (now_ms(CLOCK_MONOTONIC) - start < best)
			best = now_ms(CLOCK_MONOTONIC) - start;
		arena_free(&arena);
	}
	printf("%-32s %9.3f ms, %llu products\n", what, best,
		(unsigned long long)bench->chance);
}

static void
measure_queries(struct bench *bench)
{
	static const struct index_facet_request brands = { .field = BENCH_BRAND,
		.limit = 10 };
	const char *category[] = { "Top 3" };
	struct index_bounds range = { 1000, 5000 };
	struct index_filter filters[] = {
		{ .field = BENCH_CATEGORY, .values = { category, 1 } },
		{ .field = BENCH_PRICE, .ranges = &range, .range_count = 1 },
	};

	bench->query = (struct index_query){ .words = "wqx900",
		.sort_field = INDEX_SORT_RELEVANCE,
		.preferred_field = BENCH_STOCK,
		.limit = 20 };
	measure(bench, "a rare word");
	bench->query.words = "wax0";
	measure(bench, "a frequent word");
	bench->query.words = "wax0 wbx0";
	bench->query.facets = &brands;
	bench->query.facet_count = 1;
	measure(bench, "two such, with brands");
	bench->query.facet_count = 0;
	bench->query.words = "wqx9";
	bench->query.prefix = true;
	measure(bench, "a beginning");
	bench->query.words = "";
	bench->query.filters = filters;
	bench->query.filter_count = 2;
	bench->query.sort_field = BENCH_PRICE;
	measure(bench, "category and price, by price");
	bench->query.filter_count = 0;
	measure(bench, "everything, by price");
	bench->query.sort_field = BENCH_ORDER;
	measure(bench, "everything, by name");
}

static void
remove_folder(const char *folder)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "gate.lock",
		"write.lock" };
	char path[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

int
main(int argc, char **argv)
{
	struct bench bench = { .products = argc > 1 ? strtoul(argv[1], NULL, 10)
						    : 20000 };
	struct store_options options = {
		.kind = STORE_LMDB, .access = STORE_CREATE, .wait = 10000000
	};
	char folder[] = "/tmp/index-bench-XXXXXX";
	struct err err;

	options.folder = mkdtemp(folder);
	if (!options.folder)
		return 1;
	expect_ok(store_open(&options, &bench.store, &err), &err);
	measure_write(&bench, "build and commit", build);
	measure_write(&bench, "change one there and back", change_one);
	measure_write(&bench, "change one there and back", change_one);
	measure_write(&bench, "set one number", set_one);
	measure_write(&bench, "set one number", set_one);
	measure_queries(&bench);
	store_close(bench.store);
	remove_folder(folder);
	return 0;
}
