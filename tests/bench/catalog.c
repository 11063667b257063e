/*
 * Makes up a catalogue, always the same one for a number of products, in a folder:
 *
 *     catalog FOLDER [PRODUCTS]
 *
 * catalog.yaml is for shop; catalog.tsv is the same for others: SKU, name, brand,
 * category, price in minor units, stock, description. questions.tsv says what to ask
 * and how many products are the answer, as counted here:
 *
 *     few    COUNT  WORD              in about 100 products
 *     some   COUNT  WORD              in about 10,000, in one of ten where that is
 * less half   COUNT  WORD              in about half of all two    COUNT  WORD WORD
 * both of two such brand  COUNT  BRAND             the commonest among those range
 * COUNT  CATEGORY MIN MAX  in minor units
 *
 * Words are as frequent as in real texts (Zipf): the first, second, third ... of a
 * list is drawn 1, 1/2, 1/3 ... as often. They are syllables of a consonant and a
 * vowel and end in a, o or u, which no suffix of English does, so that every stemmer
 * leaves them as they are and every engine must count the same.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PRODUCTS_MAX 10000000
#define NAME_WORDS 6
#define TEXT_WORDS 46
#define VOCABULARY 60000
#define BRANDS 3000
#define TOPS 20
#define UNDERS 240
#define WORDS (VOCABULARY + BRANDS + TOPS + UNDERS)
#define WORD_SIZE 16
#define SLOTS (1U << 17)
#define NOBODY UINT32_MAX

/* A change of the last bit of a price goes across neither bound. */
#define PRICE_MIN 2000
#define PRICE_MAX 7999

struct maker {
	uint64_t products;
	char words[WORDS][WORD_SIZE];
	uint32_t slots[SLOTS]; /* of words by hash, each place + 1 */
	uint64_t word_shares[VOCABULARY];
	uint64_t brand_shares[BRANDS];
	/* The products that a word is in, and the last one that was counted. */
	uint32_t counts[VOCABULARY];
	uint32_t counted[VOCABULARY];
	size_t few;
	size_t some;
	size_t half[2];
	uint32_t both;
	uint32_t in_range;
	uint32_t both_by_brand[BRANDS];
};

struct product {
	uint64_t id;
	uint32_t words[TEXT_WORDS]; /* the name's first */
	uint32_t brand;
	uint32_t under;
	uint32_t price;
	uint32_t stock;
};

typedef void product_fn(
	struct maker *maker, const struct product *product, FILE *const *files);

static void
stop(const char *what, const char *name)
{
	fprintf(stderr, "catalog: %s: %s\n", name, what);
	exit(1);
}

/* SplitMix64. */
static uint64_t
draw(uint64_t *chance, uint64_t below)
{
	uint64_t drawn = *chance += 0x9E3779B97F4A7C15U;

	drawn = (drawn ^ drawn >> 30) * 0xBF58476D1CE4E5B9U;
	drawn = (drawn ^ drawn >> 27) * 0x94D049BB133111EBU;
	drawn ^= drawn >> 31;
	return (drawn >> 16) % below;
}

static bool
is_new(struct maker *maker, size_t place)
{
	uint32_t hash = 2166136261U;

	for (const char *at = maker->words[place]; *at != '\0'; at++)
		hash = (hash ^ (uint8_t)*at) * 16777619U;
	for (hash %= SLOTS; maker->slots[hash] != 0; hash = (hash + 1) % SLOTS)
		if (strcmp(maker->words[maker->slots[hash] - 1],
			    maker->words[place]) == 0)
			return false;
	maker->slots[hash] = (uint32_t)place + 1;
	return true;
}

/* The commonest words are the shortest. */
static void
make_word(struct maker *maker, size_t place, uint64_t *chance)
{
	static const char consonants[] = "bcdfghjklmnprstvwz";
	static const char vowels[] = "aoueiaou";
	size_t syllables = place < 100 ? 4 : place < 3000 ? 5 : 6;
	char *word = maker->words[place];

	do {
		for (size_t i = 0; i < syllables; i++) {
			bool is_last = i + 1 == syllables;

			word[2 * i] = consonants[draw(chance, 18)];
			word[2 * i + 1] = vowels[draw(chance, is_last ? 3 : 8)];
		}
		word[2 * syllables] = '\0';
	} while (!is_new(maker, place));
	if (place >= VOCABULARY)
		word[0] = (char)(word[0] - 'a' + 'A');
}

static void
make_shares(uint64_t *shares, size_t count)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		shares[i] = sum += (UINT64_C(1) << 32) / (i + 1);
}

static uint32_t
draw_share(uint64_t *chance, const uint64_t *shares, size_t count)
{
	uint64_t share = draw(chance, shares[count - 1]);
	size_t low = 0;
	size_t high = count - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (share < shares[middle])
			high = middle;
		else
			low = middle + 1;
	}
	return (uint32_t)low;
}

static void
make_product(const struct maker *maker, uint64_t id, struct product *product)
{
	uint64_t chance = id << 32;

	product->id = id;
	for (size_t i = 0; i < TEXT_WORDS; i++)
		product->words[i] =
			draw_share(&chance, maker->word_shares, VOCABULARY);
	product->brand = draw_share(&chance, maker->brand_shares, BRANDS);
	product->under = (uint32_t)draw(&chance, UNDERS);
	product->price = 100 + (uint32_t)draw(&chance, 19900);
	product->stock = (uint32_t)draw(&chance, 100);
}

static void
for_each(struct maker *maker, product_fn *fn, FILE *const *files)
{
	struct product product;

	for (uint64_t id = 1; id <= maker->products; id++) {
		make_product(maker, id, &product);
		fn(maker, &product, files);
	}
}

static void
count_words(struct maker *maker, const struct product *product, FILE *const *files)
{
	(void)files;
	for (size_t i = 0; i < TEXT_WORDS; i++) {
		uint32_t word = product->words[i];

		if (maker->counted[word] == product->id)
			continue;
		maker->counted[word] = (uint32_t)product->id;
		maker->counts[word]++;
	}
}

/* The word whose count is nearest to wanted, but for one. */
static size_t
nearest(const struct maker *maker, uint64_t wanted, size_t but)
{
	uint64_t least = UINT64_MAX;
	size_t found = 0;

	for (size_t i = 0; i < VOCABULARY; i++) {
		uint64_t count = maker->counts[i];
		uint64_t away = count > wanted ? count - wanted : wanted - count;

		if (i != but && away < least) {
			least = away;
			found = i;
		}
	}
	return found;
}

static void
choose_words(struct maker *maker)
{
	uint64_t some = maker->products / 10;

	maker->few = nearest(maker, 100, NOBODY);
	maker->some = nearest(maker, some < 10000 ? some : 10000, NOBODY);
	maker->half[0] = nearest(maker, maker->products / 2, NOBODY);
	maker->half[1] = nearest(maker, maker->products / 2, maker->half[0]);
}

static bool
has_word(const struct product *product, size_t word)
{
	for (size_t i = 0; i < TEXT_WORDS; i++)
		if (product->words[i] == word)
			return true;
	return false;
}

static void
count_answers(struct maker *maker, const struct product *product)
{
	if (has_word(product, maker->half[0]) && has_word(product, maker->half[1])) {
		maker->both++;
		maker->both_by_brand[product->brand]++;
	}
	if (product->under == 0 && product->price >= PRICE_MIN &&
		product->price <= PRICE_MAX)
		maker->in_range++;
}

static const char *
brand_of(const struct maker *maker, size_t brand)
{
	return maker->words[VOCABULARY + brand];
}

static const char *
top_of(const struct maker *maker, uint32_t under)
{
	return maker->words[VOCABULARY + BRANDS + under % TOPS];
}

static const char *
under_of(const struct maker *maker, uint32_t under)
{
	return maker->words[VOCABULARY + BRANDS + TOPS + under];
}

static void
write_words(
	const struct maker *maker, const uint32_t *words, size_t count, FILE *file)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putc(' ', file);
		fputs(maker->words[words[i]], file);
	}
}

static void
write_yaml(const struct maker *maker, const struct product *product, FILE *file)
{
	fprintf(file, "  - sku: B%07" PRIu64 "\n    name: ", product->id);
	write_words(maker, product->words, NAME_WORDS, file);
	fprintf(file, "\n    brand: %s\n    category: %s/%s\n",
		brand_of(maker, product->brand), top_of(maker, product->under),
		under_of(maker, product->under));
	fprintf(file, "    price: \"%u.%02u\"\n    stock: %u\n    description: ",
		product->price / 100, product->price % 100, product->stock);
	write_words(
		maker, product->words + NAME_WORDS, TEXT_WORDS - NAME_WORDS, file);
	putc('\n', file);
}

static void
write_tsv(const struct maker *maker, const struct product *product, FILE *file)
{
	fprintf(file, "B%07" PRIu64 "\t", product->id);
	write_words(maker, product->words, NAME_WORDS, file);
	fprintf(file, "\t%s\t%s/%s\t%u\t%u\t", brand_of(maker, product->brand),
		top_of(maker, product->under), under_of(maker, product->under),
		product->price, product->stock);
	write_words(
		maker, product->words + NAME_WORDS, TEXT_WORDS - NAME_WORDS, file);
	putc('\n', file);
}

static void
write_product(struct maker *maker, const struct product *product, FILE *const *files)
{
	count_answers(maker, product);
	write_yaml(maker, product, files[0]);
	write_tsv(maker, product, files[1]);
}

static void
write_questions(const struct maker *maker, FILE *file)
{
	const char *half = maker->words[maker->half[0]];
	size_t brand = 0;

	for (size_t i = 0; i < BRANDS; i++)
		if (maker->both_by_brand[i] > maker->both_by_brand[brand])
			brand = i;
	fprintf(file, "few\t%u\t%s\n", maker->counts[maker->few],
		maker->words[maker->few]);
	fprintf(file, "some\t%u\t%s\n", maker->counts[maker->some],
		maker->words[maker->some]);
	fprintf(file, "half\t%u\t%s\n", maker->counts[maker->half[0]], half);
	fprintf(file, "two\t%u\t%s\t%s\n", maker->both, half,
		maker->words[maker->half[1]]);
	fprintf(file, "brand\t%u\t%s\n", maker->both_by_brand[brand],
		brand_of(maker, brand));
	fprintf(file, "range\t%u\t%s/%s\t%d\t%d\n", maker->in_range, top_of(maker, 0),
		under_of(maker, 0), PRICE_MIN, PRICE_MAX);
}

static FILE *
create(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	if (file == NULL)
		stop(strerror(errno), path);
	return file;
}

static void
finish(FILE *file, const char *name)
{
	if (ferror(file) || fclose(file) != 0)
		stop("cannot be written", name);
}

static struct maker *
make_maker(const char *products)
{
	struct maker *maker = calloc(1, sizeof(*maker));
	uint64_t chance = 1;

	if (maker == NULL)
		stop("out of memory", "words");
	maker->products = strtoull(products, NULL, 10);
	if (maker->products < 1 || maker->products > PRODUCTS_MAX)
		stop("from 1 to 10000000 products", products);
	for (size_t i = 0; i < WORDS; i++)
		make_word(maker, i, &chance);
	make_shares(maker->word_shares, VOCABULARY);
	make_shares(maker->brand_shares, BRANDS);
	return maker;
}

int
main(int argc, char **argv)
{
	struct maker *maker;
	FILE *files[2];
	FILE *questions;

	if (argc < 2)
		stop("needs a folder", argv[0]);
	maker = make_maker(argc > 2 ? argv[2] : "1000000");
	files[0] = create(argv[1], "catalog.yaml");
	files[1] = create(argv[1], "catalog.tsv");
	questions = create(argv[1], "questions.tsv");
	for_each(maker, count_words, NULL);
	choose_words(maker);
	fputs("products:\n", files[0]);
	for_each(maker, write_product, files);
	write_questions(maker, questions);
	finish(files[0], "catalog.yaml");
	finish(files[1], "catalog.tsv");
	finish(questions, "questions.tsv");
	free(maker);
	return 0;
}
