#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "order/proof_books.h"

#define RANGES ((size_t)4096)

struct posting_sum {
	uint64_t hashes;
	int64_t count;
};

struct posting_sums {
	uint64_t first;  /* order of the first range */
	uint64_t width;  /* orders of each; a power of 2 */
	uint64_t beyond; /* 0, or an order with postings that lies in none */
	bool narrow;     /* what lies in none is not looked at */
	struct posting_sum ranges[RANGES];
};

static uint64_t
hash_numbers(const int64_t *numbers, size_t count, uint64_t seed)
{
	return checksum(
		(struct bytes){ (const uint8_t *)numbers, count * sizeof(*numbers) },
		seed);
}

static uint64_t
hash_text(const char *text, uint64_t seed)
{
	return checksum(bytes_of_text(text), seed);
}

static uint64_t
hash_line(const struct posting_line *line, uint64_t hash)
{
	const int64_t numbers[] = { line->tax_rate, line->units, line->goods,
		line->discount, line->tax };

	hash = hash_numbers(numbers, sizeof(numbers) / sizeof(numbers[0]), hash);
	hash = hash_text(line->sku, hash);
	hash = hash_text(line->name, hash);
	hash = hash_text(line->product, hash);
	hash = hash_text(line->category, hash);
	return hash_text(line->brand, hash);
}

static uint64_t
hash_posting(const struct posting *posting)
{
	const struct posting_line *lines = posting->lines.items;
	const int64_t numbers[] = { posting->kind, posting->at,
		(int64_t)posting->order, (int64_t)posting->fact,
		(int64_t)posting->customer, posting->shipping, posting->shipping_tax,
		posting->shipping_tax_rate, (int64_t)posting->lines.count };
	uint64_t hash =
		hash_numbers(numbers, sizeof(numbers) / sizeof(numbers[0]), 0);

	hash = hash_text(posting->country, hash);
	hash = hash_text(posting->method, hash);
	for (size_t i = 0; i < posting->lines.count; i++)
		hash = hash_line(&lines[i], hash);
	return hash;
}

/* NULL where it lies in none. */
static struct posting_sum *
range_of(struct posting_sums *sums, uint64_t order)
{
	uint64_t place = (order - sums->first) / sums->width;

	return order >= sums->first && place < RANGES ? &sums->ranges[place] : NULL;
}

void
posting_sums_expect(struct posting_sums *sums, const struct posting *posting)
{
	struct posting_sum *range = range_of(sums, posting->order);

	if (posting_is_money(posting) || !range)
		return;
	range->hashes += hash_posting(posting);
	range->count++;
}

static enum status
expect(void *arg, const struct posting *posting, struct err *err)
{
	(void)err;
	posting_sums_expect(arg, posting);
	return ST_OK;
}

static enum status
take_away(void *arg, const struct posting *posting, struct err *err)
{
	struct posting_sums *sums = arg;
	struct posting_sum *range = range_of(sums, posting->order);

	(void)err;
	if (range) {
		range->hashes -= hash_posting(posting);
		range->count--;
	} else if (!sums->narrow) {
		sums->beyond = posting->order;
	}
	return ST_OK;
}

/* So wide that they hold all orders there are. */
enum status
posting_sums_new(const struct proof *proof, struct arena *arena,
	struct posting_sums **sums, struct err *err)
{
	struct scan_range all = { .backward = true };
	struct posting_sums *made;
	uint64_t last = 0;
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	bool found;

	TRY(scan_open(proof->txn, TABLE_ORDER, all, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	scan_close(scan);
	if (found && key.size == sizeof(last))
		last = get_u64(key.data);
	TRY(ARENA_NEW(arena, 1, &made, err));
	for (made->width = 1; last / made->width >= RANGES; made->width *= 2)
		;
	*sums = made;
	return ST_OK;
}

static size_t
first_difference(const struct posting_sums *sums)
{
	size_t i;

	for (i = 0; i < RANGES; i++)
		if (sums->ranges[i].hashes != 0 || sums->ranges[i].count != 0)
			break;
	return i;
}

/* The same from the first order of a range on, in ranges that are RANGES times as
 * fine, or of one order each. */
static enum status
look_closer(const struct proof *proof, struct posting_sums *sums, size_t place,
	struct err *err)
{
	struct order_range range = { .first = sums->first + place * sums->width };

	sums->first = range.first;
	sums->width = sums->width > RANGES ? sums->width / RANGES : 1;
	range.until = range.first + RANGES * sums->width;
	sums->narrow = true;
	memset(sums->ranges, 0, sizeof(sums->ranges));
	TRY(proof_each_posting(proof, range, expect, sums, err));
	return books_each_posting(proof->txn, take_away, sums, err);
}

/* One that is told is told where the way to it leads: the first. */
enum status
posting_sums_prove(
	const struct proof *proof, struct posting_sums *sums, struct err *err)
{
	char order[24];
	size_t place;

	TRY(books_each_posting(proof->txn, take_away, sums, err));
	if (sums->beyond != 0)
		proof_fault(proof, "books", table_infos[TABLE_BOOK_POSTING].name,
			"has postings of order %" PRIu64 ", which is not there",
			sums->beyond);
	place = first_difference(sums);
	while (place < RANGES && sums->width > 1) {
		TRY(look_closer(proof, sums, place, err));
		place = first_difference(sums);
	}
	if (place == RANGES)
		return ST_OK;
	(void)snprintf(order, sizeof(order), "%" PRIu64, sums->first + place);
	proof_fault(proof, "books", order, "has %s in the books than its facts tell",
		sums->ranges[place].count > 0   ? "fewer postings"
		: sums->ranges[place].count < 0 ? "more postings"
						: "other postings");
	return ST_OK;
}
