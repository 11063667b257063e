#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "index/index.h"

/*
 * Measures the index alone, in process, over products of its own making: always the
 * same ones, words as frequent as in real texts (Zipf).
 *	index_bench [PRODUCTS [FOLDER]]
 */
enum bench_field {
	BENCH_NAME,
	BENCH_INFO,
	BENCH_BRAND,
	BENCH_CATEGORY,
	BENCH_ATTRIBUTE,
	BENCH_PRICE,
	BENCH_STOCK,
	BENCH_ORDER,
	BENCH_FIELD_COUNT
};

static const struct index_field fields[] = {
	{ "name", INDEX_TEXT, .weight = 128, .length = 16, .is_title = true },
	{ "info", INDEX_TEXT, .weight = 24, .length = 6 },
	{ "brand", INDEX_KEYWORD, .weight = 512 },
	{ "category", INDEX_PATH, .weight = 512 },
	{ "attribute", INDEX_NAMED, .weight = 0 },
	{ "price", INDEX_NUMBER, .sorted = true },
	{ "stock", INDEX_NUMBER, .weight = 0 },
	{ "name", INDEX_SORT_TEXT, .weight = 0 },
};
static const struct index_schema schema = { fields, BENCH_FIELD_COUNT, "english" };

#define VOCABULARY 60000
#define NAME_WORDS 6
#define INFO_WORDS 40
#define TEXT_MAX 1024
#define WORD_MAX 32
#define FOLDER_MAX 256
#define CHANGES 1000

struct bench {
	struct store *store;
	double shares[VOCABULARY]; /* of the ranks up to each */
	size_t products;
	uint64_t chance;
	uint64_t round;
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

/* Rank r exactly as often as 1 / r. */
static uint32_t
draw_word(struct bench *bench)
{
	double wanted = (double)draw(bench, UINT64_C(1) << 31) /
			(double)(UINT64_C(1) << 31) * bench->shares[VOCABULARY - 1];
	uint32_t low = 0;
	uint32_t until = VOCABULARY - 1;

	while (low < until) {
		uint32_t middle = low + (until - low) / 2;

		if (bench->shares[middle] < wanted)
			low = middle + 1;
		else
			until = middle;
	}
	return low;
}

/* A word of a rank: syllables, with an end that no stemmer takes off. */
static size_t
write_word(uint32_t rank, char *text)
{
	static const char consonants[] = "bdfgjklmnprtvz";
	static const char vowels[] = "aiou";
	size_t size = 0;

	do {
		text[size++] = consonants[rank % 14];
		rank /= 14;
		text[size++] = vowels[rank % 4];
		rank /= 4;
	} while (rank > 0);
	text[size++] = 'k';
	text[size] = '\0';
	return size;
}

static void
write_words(struct bench *bench, char *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		text += write_word(draw_word(bench), text);
		*text++ = ' ';
	}
	text[-1] = '\0';
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
	snprintf(product->texts[1], 64, "Brand %llu",
		(unsigned long long)draw_rank(bench, 3000));
	snprintf(product->texts[2], 64, "Top %llu/Under %llu",
		(unsigned long long)draw(bench, 20),
		(unsigned long long)draw(bench, 12));
	snprintf(product->texts[3], 64, "%llu", (unsigned long long)draw(bench, 100));
	values[0] = (struct index_value){ BENCH_NAME, NULL, product->name, 0 };
	values[1] = (struct index_value){ BENCH_INFO, NULL, product->info, 0 };
	values[2] = (struct index_value){ BENCH_BRAND, NULL, product->texts[1], 0 };
	values[3] =
		(struct index_value){ BENCH_CATEGORY, NULL, product->texts[2], 0 };
	values[4] = (struct index_value){ BENCH_ATTRIBUTE, "width", product->texts[3],
		0 };
	values[5] = (struct index_value){ BENCH_PRICE, NULL, NULL, (int64_t)price };
	values[6] = (struct index_value){ BENCH_STOCK, NULL, NULL, 5 };
	values[7] = (struct index_value){ BENCH_ORDER, NULL, product->name, 0 };
	product->document = (struct index_document){ values, 8 };
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

/* Another product each time, anywhere. */
static uint64_t
pick(const struct bench *bench)
{
	return 1 + bench->round * UINT64_C(7919) % bench->products;
}

static enum status
change(struct txn *txn, struct bench *bench, struct product *old, struct product *now,
	struct err *err)
{
	struct index_writer *writer;

	(void)bench;
	TRY(index_writer_open(txn, &schema, &writer, err));
	TRY(index_change(writer, &old->group, &now->group, err));
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

static enum status
change_name(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct product old;
	struct product now;

	make_product(bench, pick(bench), &old);
	make_product(bench, pick(bench), &now);
	memcpy(now.name, "another", 7);
	return change(txn, bench, &old, &now, err);
}

/* After change_name: everything else, too. */
static enum status
change_all(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct product old;
	struct product now;

	make_product(bench, pick(bench), &old);
	memcpy(old.name, "another", 7);
	make_product(bench, pick(bench) + bench->products, &now);
	now.group.id = old.group.id;
	return change(txn, bench, &old, &now, err);
}

/* On products of their own. */
static enum status
change_price(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct product old;
	struct product now;

	bench->round += 1000 * 1000;
	make_product(bench, pick(bench), &old);
	make_product(bench, pick(bench), &now);
	bench->round -= 1000 * 1000;
	now.values[5].number = (now.values[5].number + 5000) % 100000;
	return change(txn, bench, &old, &now, err);
}

static enum status
set_stock(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	struct index_number number = { pick(bench), 0, BENCH_STOCK, 0 };
	struct index_writer *writer;

	number.number = 6 + (int64_t)bench->round % 90;
	TRY(index_writer_open(txn, &schema, &writer, err));
	TRY(index_set_number(writer, &number, err));
	TRY(index_flush(writer, err));
	index_writer_close(writer);
	return ST_OK;
}

/* What any change costs: two pages and two waits for the disk. */
static enum status
sync_pair(struct txn *txn, void *arg, struct err *err)
{
	struct bench *bench = arg;
	uint8_t value = (uint8_t)bench->round;

	return txn_put(txn, TABLE_META, bytes_of_text("bench"),
		(struct bytes){ &value, 1 }, err);
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

static int
compare_times(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The middle and the worst of many, each in a transaction of its own, and what of the
 * middle is the processor's. */
static double
measure_changes(struct bench *bench, const char *what, txn_fn *fn, double pair)
{
	double times[CHANGES];
	double busy[CHANGES];
	double sum = 0;
	struct err err;

	for (bench->round = 0; bench->round < CHANGES; bench->round++) {
		struct arena arena = { NULL };
		double start = now_ms(CLOCK_MONOTONIC);
		double cpu = now_ms(CLOCK_PROCESS_CPUTIME_ID);

		expect_ok(store_write(bench->store, &arena, fn, bench, &err), &err);
		busy[bench->round] = now_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu;
		times[bench->round] = now_ms(CLOCK_MONOTONIC) - start;
		sum += times[bench->round];
		arena_free(&arena);
	}
	qsort(times, CHANGES, sizeof(*times), compare_times);
	qsort(busy, CHANGES, sizeof(*busy), compare_times);
	if (pair == 0)
		pair = times[CHANGES / 2];
	printf("%-24s %8.3f ms, %.2f x, processor %.3f, mean %.3f, 99%% %.3f, most "
	       "%.3f\n",
		what, times[CHANGES / 2], times[CHANGES / 2] / pair,
		busy[CHANGES / 2], sum / CHANGES, times[CHANGES * 99 / 100],
		times[CHANGES - 1]);
	return pair;
}

static enum status
print_sizes(struct txn *txn, void *arg, struct err *err)
{
	static const enum table tables[] = { TABLE_TERM, TABLE_POSTING, TABLE_COLUMN,
		TABLE_SORTED, TABLE_FACET, TABLE_DOCUMENT, TABLE_DELTA };
	const struct bench *bench = arg;
	double sum = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct table_stat stat;

		TRY(txn_table_stat(txn, tables[i], &stat, err));
		printf("  %-10s %10llu values, %8.2f bytes a product\n",
			table_infos[tables[i]].name, (unsigned long long)stat.entries,
			(double)stat.bytes / (double)bench->products);
		sum += (double)stat.bytes;
	}
	printf("  %-10s %27.2f bytes a product\n", "all",
		sum / (double)bench->products);
	return ST_OK;
}

static void
measure_size(struct bench *bench, const char *folder)
{
	struct arena arena = { NULL };
	struct rusage usage;
	struct stat file;
	char path[FOLDER_MAX + 16];
	struct err err;

	expect_ok(store_read(bench->store, &arena, print_sizes, bench, &err), &err);
	arena_free(&arena);
	snprintf(path, sizeof(path), "%s/data.mdb", folder);
	if (stat(path, &file) == 0)
		printf("  %-10s %27.2f bytes a product\n", "the file",
			(double)file.st_size / (double)bench->products);
	getrusage(RUSAGE_SELF, &usage);
	printf("  memory %.0f MB at most, with the file's pages\n",
		(double)usage.ru_maxrss / 1024);
}

static void
measure_all_changes(struct bench *bench)
{
	double pair = measure_changes(bench, "a pair of syncs", sync_pair, 0);

	measure_changes(bench, "change a name", change_name, pair);
	measure_changes(bench, "change everything", change_all, pair);
	measure_changes(bench, "change a price", change_price, pair);
	measure_changes(bench, "set what is in stock", set_stock, pair);
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
	char words[4][2 * WORD_MAX + 2];

	write_word(VOCABULARY / 2, words[0]);
	write_word(20, words[1]);
	write_word(3, words[2]);
	snprintf(words[3], sizeof(words[3]), "%.*s %.*s", WORD_MAX, words[1],
		WORD_MAX, words[2]);
	bench->query = (struct index_query){ .words = words[0],
		.sort_field = INDEX_SORT_RELEVANCE,
		.preferred_field = BENCH_STOCK,
		.limit = 20 };
	measure(bench, "a rare word");
	bench->query.words = words[1];
	measure(bench, "a frequent word");
	bench->query.words = words[3];
	bench->query.facets = &brands;
	bench->query.facet_count = 1;
	measure(bench, "two such, with brands");
	bench->query.facet_count = 0;
	words[0][4] = '\0';
	bench->query.words = words[0];
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
	char path[FOLDER_MAX + 16];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

int
main(int argc, char **argv)
{
	static struct bench bench;
	struct store_options options = {
		.kind = STORE_LMDB, .access = STORE_CREATE, .wait = 10000000
	};
	char folder[FOLDER_MAX];
	struct err err;

	bench.products = argc > 1 ? strtoul(argv[1], NULL, 10) : 20000;
	for (size_t i = 0; i < VOCABULARY; i++)
		bench.shares[i] =
			(i > 0 ? bench.shares[i - 1] : 0) + 1 / (double)(i + 1);
	if (snprintf(folder, sizeof(folder), "%s/index-bench-XXXXXX",
		    argc > 2 ? argv[2] : "/tmp") >= (int)sizeof(folder))
		return 1;
	options.folder = mkdtemp(folder);
	if (!options.folder)
		return 1;
	expect_ok(store_open(&options, &bench.store, &err), &err);
	measure_write(&bench, "build and commit", build);
	measure_size(&bench, folder);
	measure_queries(&bench);
	measure_all_changes(&bench);
	store_close(bench.store);
	remove_folder(folder);
	return 0;
}
