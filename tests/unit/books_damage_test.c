#include <string.h>

#include "unit.h"

#include "base/clock.h"
#include "books/block.h"
#include "books_maker.h"
#include "store_bench.h"

#define DAY (24 * HOUR)

/* Where a block keeps the sum of its head. */
#define HEAD_SIZE (17 + 13 * BLOCK_COLUMNS)

static enum status
post_all(struct txn *txn, void *arg, struct err *err)
{
	const struct books_made *made = arg;

	for (size_t i = 0; i < made->count; i++)
		TRY(books_post(txn, &made->items[i], err));
	return ST_OK;
}

/* A block and a tail. */
static void
make_books(struct bench *bench, struct books_made *made)
{
	struct books_wish wish = {
		.count = 1700, .lines_max = 2, .from = -10 * DAY, .time = 20 * DAY
	};
	struct chance chance = { seed_of(5) };

	books_make(made, &chance, &wish);
	bench_write(bench, post_all, made);
}

/* A row that is damaged in a transaction that nobody keeps. */
struct damage {
	enum table table;
	struct bytes prefix; /* of the row's key */
	size_t at;           /* of its value */
	size_t cut_off;      /* so many bytes less; then nothing is turned */
	uint8_t turned;      /* bits */
	bool summed;         /* a block's head gets its sum */
	size_t size;         /* the value's, once it was looked at */
	struct figures sum;
	int64_t orders; /* in the days */
	enum status status;
};

static enum status
pass_over(void *arg, const struct posting *posting, struct err *err)
{
	(void)arg;
	(void)posting;
	(void)err;
	return ST_OK;
}

static enum status
read_days(struct txn *txn, struct damage *damage, struct err *err)
{
	struct book_scan *scan;
	struct book_day day;
	bool found = true;

	damage->orders = 0;
	TRY(books_open(txn, INT32_MIN, INT32_MAX, true, &scan, err));
	while (found) {
		TRY(books_next(scan, &day, &found, err));
		if (found)
			damage->orders += day.figures.orders;
	}
	return ST_OK;
}

static enum status
read_all(struct txn *txn, struct damage *damage, struct err *err)
{
	struct cut cut = { .from = INT32_MIN, .until = INT32_MAX, .by = CUT_SKU };
	struct list groups;

	TRY(read_days(txn, damage, err));
	TRY(books_cut(txn, &cut, &groups, &damage->sum, err));
	cut.by = CUT_METHOD;
	cut.country = "DE";
	TRY(books_cut(txn, &cut, &groups, &damage->sum, err));
	cut.by = CUT_COUNTRY;
	cut.country = NULL;
	TRY(books_cut(txn, &cut, &groups, &damage->sum, err));
	return books_each_posting(txn, pass_over, NULL, err);
}

static enum status
write_one(struct txn *txn, struct err *err)
{
	struct posting_line line = { "A", "Apple", "a", "Food", "", 7000000, 1, 1, 0,
		0 };
	struct posting posting = { .kind = POSTING_SALE,
		.order = 1,
		.country = "DE",
		.method = "manual",
		.lines = { &line, 1 } };

	return books_post(txn, &posting, err);
}

static enum status
damage_row(struct txn *txn, struct damage *damage, struct err *err)
{
	struct buffer buffer = { .arena = txn_arena(txn) };
	struct scan *scan;
	struct bytes key;
	struct bytes value;
	struct key name = { .size = 0 };
	bool found;

	TRY(scan_open_prefix(txn, damage->table, damage->prefix, false, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	assert_true(found);
	memcpy(name.data, key.data, key.size);
	name.size = key.size;
	scan_close(scan);
	TRY(buffer_append(&buffer, value.data, value.size, err));
	damage->size = value.size;
	if (damage->cut_off > value.size)
		return ST_OK;
	buffer.size -= damage->cut_off;
	if (damage->cut_off == 0 && damage->at < buffer.size)
		buffer.data[damage->at] ^= damage->turned;
	if (damage->summed)
		put_u32(buffer.data + HEAD_SIZE,
			(uint32_t)checksum(
				(struct bytes){ buffer.data, HEAD_SIZE }, 0));
	return txn_put(
		txn, damage->table, key_bytes(&name), buffer_bytes(&buffer), err);
}

static enum status
try_it(struct txn *txn, void *arg, struct err *err)
{
	struct damage *damage = arg;
	enum status status;

	TRY(damage_row(txn, damage, err));
	damage->status = read_all(txn, damage, err);
	status = write_one(txn, err);
	assert_true(status == ST_OK || status == ST_CORRUPT || status == ST_BAD_DATA);
	return ST_OK;
}

/* Whatever is in a row, reading ends with an answer or says that it is damaged. */
static void
expect_answer(struct bench *bench, struct damage *damage)
{
	assert_int_equal(store_rehearse(bench->store, &bench->arena, try_it, damage,
				 &bench->err),
		ST_OK);
	assert_true(damage->status == ST_OK || damage->status == ST_CORRUPT ||
		    damage->status == ST_BAD_DATA || damage->status == ST_BUSY);
}

static void
expect_answers(struct bench *bench, enum table table, const char *prefix, size_t size)
{
	struct damage damage = { .table = table,
		.prefix = { (const uint8_t *)prefix, size },
		.turned = 0 };

	expect_answer(bench, &damage);
	assert_int_equal(damage.status, ST_OK);
	for (damage.at = 0; damage.at < damage.size; damage.at++) {
		damage.turned = (uint8_t)(1U << damage.at % 8);
		expect_answer(bench, &damage);
		damage.turned = 0xff;
		expect_answer(bench, &damage);
	}
	for (damage.cut_off = 1; damage.cut_off <= damage.size; damage.cut_off++)
		expect_answer(bench, &damage);
}

static void
rows_of_any_bytes_are_read_or_refused(void **state)
{
	struct books_made made = { .arena = { NULL } };

	make_books(*state, &made);
	expect_answers(*state, TABLE_BOOK_DAY, "\x00", 1);
	expect_answers(*state, TABLE_BOOK_DAY, "\x01", 1);
	expect_answers(*state, TABLE_BOOK_ITEM, "\x01\x00", 2);
	expect_answers(*state, TABLE_BOOK_ITEM, "\x01\x01", 2);
	expect_answers(*state, TABLE_BOOK_ITEM, "\x01\x03", 2);
	expect_answers(*state, TABLE_BOOK_ITEM, "\x02\x00", 2);
	expect_answers(*state, TABLE_BOOK_POSTING, "\x02", 1);
	arena_free(&made.arena);
}

/* A block has sums of its own: what is turned in it is found, or was not asked for.
 */
static void
a_bit_turned_in_a_block_changes_no_answer(void **state)
{
	struct books_made made = { .arena = { NULL } };
	struct damage damage = { .table = TABLE_BOOK_POSTING,
		.prefix = { (const uint8_t *)"\x01", 1 } };
	struct figures sum;

	make_books(*state, &made);
	expect_answer(*state, &damage);
	assert_int_equal(damage.status, ST_OK);
	sum = damage.sum;
	damage.turned = 4;
	while (damage.at < damage.size) {
		expect_answer(*state, &damage);
		assert_true(damage.status == ST_CORRUPT);
		damage.at += damage.at < HEAD_SIZE + 20 ? 1 : 397;
	}
	for (damage.cut_off = 1; damage.cut_off < damage.size;
		damage.cut_off += 997) {
		expect_answer(*state, &damage);
		assert_int_equal(damage.status, ST_CORRUPT);
	}
	damage.turned = 0;
	damage.cut_off = 0;
	expect_answer(*state, &damage);
	assert_true(figures_are_equal(&damage.sum, &sum));
	arena_free(&made.arena);
}

/* As if by somebody who knows where its sum is. */
static void
a_head_of_a_block_with_a_right_sum_is_not_trusted(void **state)
{
	struct books_made made = { .arena = { NULL } };
	struct damage damage = { .table = TABLE_BOOK_POSTING,
		.prefix = { (const uint8_t *)"\x01", 1 },
		.summed = true };

	make_books(*state, &made);
	for (damage.at = 0; damage.at < HEAD_SIZE; damage.at++) {
		damage.turned = (uint8_t)(1U << damage.at % 8);
		expect_answer(*state, &damage);
		damage.turned = 0xff;
		expect_answer(*state, &damage);
	}
	arena_free(&made.arena);
}

/* A block of entries that no posting can be. */
struct nonsense {
	struct chance *chance;
	enum status status;
};

static int64_t
any_number(struct chance *chance, int64_t usual)
{
	switch (draw(chance, 12)) {
	case 0:
		return (int64_t)draw(chance, 1000);
	case 1:
		return -(int64_t)draw(chance, 1000);
	case 2:
		return INT64_MIN;
	case 3:
		return INT64_MAX;
	default:
		return usual;
	}
}

static enum status
put_nonsense(struct txn *txn, void *arg, struct err *err)
{
	struct nonsense *nonsense = arg;
	struct buffer buffer = { .arena = txn_arena(txn) };
	struct book_entry entries[3] = { { .lines = NULL } };
	struct entry_line lines[3] = { { { 0 } } };
	struct damage damage = { .table = TABLE_BOOK_POSTING };
	struct key key = { .size = 0 };

	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 0; j < BOOK_COLUMNS; j++)
			entries[i].columns[j] = any_number(nonsense->chance, 0);
		for (size_t j = 0; j < BOOK_LINE_COLUMNS; j++)
			lines[i].columns[j] = any_number(nonsense->chance, 0);
		entries[i].columns[BOOK_LINES] = (int64_t)draw(nonsense->chance, 2);
		entries[i].lines = &lines[i];
	}
	TRY(book_block_pack(&buffer, entries, 3, err));
	key_add_u8(&key, BOOK_BLOCK);
	key_add_u64(&key, 0);
	TRY(txn_put(txn, TABLE_BOOK_POSTING, key_bytes(&key), buffer_bytes(&buffer),
		err));
	nonsense->status = read_all(txn, &damage, err);
	return ST_OK;
}

static void
postings_that_can_not_be_are_refused(void **state)
{
	struct bench *bench = *state;
	struct chance chance = { seed_of(6) };
	struct books_made made = { .arena = { NULL } };
	struct nonsense nonsense = { .chance = &chance };
	size_t refused = 0;

	make_books(bench, &made);
	for (size_t i = 0; i < 500; i++) {
		assert_int_equal(store_rehearse(bench->store, &bench->arena,
					 put_nonsense, &nonsense, &bench->err),
			ST_OK);
		assert_true(nonsense.status == ST_OK ||
			    nonsense.status == ST_CORRUPT ||
			    nonsense.status == ST_BAD_DATA);
		refused += nonsense.status != ST_OK;
	}
	assert_true(refused > 250);
	arena_free(&made.arena);
}

#define EACH(test) BENCH_TEST(test, STORE_LMDB)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(rows_of_any_bytes_are_read_or_refused),
		EACH(a_bit_turned_in_a_block_changes_no_answer),
		EACH(a_head_of_a_block_with_a_right_sum_is_not_trusted),
		EACH(postings_that_can_not_be_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
