#ifndef SHOP_BOOKS_BOOKS_H
#define SHOP_BOOKS_BOOKS_H

#include "books/posting.h"
#include "store/store.h"

/*
 * The books: derived from the orders, written in each order's own transaction, in two
 * ways at once. A row for each day holds what the day comes to, so that a report of
 * days, months and years reads as many rows as there are days, however many orders
 * there are. And the postings themselves lie in columns, which any other cut goes
 * through at the speed of memory (books/cut.h). books/layout.h explains the bytes.
 *
 * Days are those of the shop's zone, which is in force from the first question on
 * that a process asks the books: it may have been changed since that began. The books
 * know the zone they were written in: with another one they have to be counted anew.
 */

/* Writes one posting; one of an order that is still to be counted (see below) it
 * leaves to its turn. ST_BAD_DATA where a day's sum does not fit. */
enum status books_post(
	struct txn *txn, const struct posting *posting, struct err *err);
/* For who counts anew: writes it whatever is counted. */
enum status books_count(
	struct txn *txn, const struct posting *posting, struct err *err);

/* Tax of one rate in one country. */
struct book_tax {
	const char *country;
	int64_t rate; /* NUMBER_NONE: not taxed */
	int64_t base; /* goods less discounts, and shipping; without tax */
	int64_t tax;
	int64_t base_refunded;
	int64_t tax_refunded;
};

struct book_payment {
	const char *method;
	int64_t payments; /* how many */
	int64_t received;
	int64_t repayments; /* how many */
	int64_t repaid;
};

struct book_day {
	int32_t day; /* since 1970-01-01, see base/period.h */
	struct figures figures;
	struct list taxes;    /* of struct book_tax, by country and rate */
	struct list payments; /* of struct book_payment, by method */
};

/* Adds a posting to the row of its day, as books_post does. What is new in the row
 * lives in the arena. ST_BAD_DATA where a sum does not fit. */
enum status book_day_add(struct book_day *row, const struct posting *posting,
	struct arena *arena, struct err *err);

/* The days from <= day < until on which anything was posted, in order. Without
 * details taxes and payments are empty, and the scan is faster. ST_BUSY where the
 * books are not whole: "the books are being counted anew (shop admin reindex ends
 * it)". */
struct book_scan;
enum status books_open(struct txn *txn, int32_t from, int32_t until, bool details,
	struct book_scan **scan, struct err *err);
enum status books_next(
	struct book_scan *scan, struct book_day *day, bool *found, struct err *err);
/* The first and the last day; *found is false where there is none. ST_BUSY as
 * books_open. */
enum status books_span(
	struct txn *txn, int32_t *first, int32_t *last, bool *found, struct err *err);

/*
 * Counting anew, in as many transactions as it takes: begin says that all orders are
 * still to be counted, and clear takes out what is there, a slice at a time, until
 * *done; next is 1 then. Then whoever knows the orders goes through them by number,
 * counts all postings of each (books_count), and says after some of them, in the
 * same transaction, that those below a number are counted; and at the end that all
 * are. An order that is placed or changed meanwhile is posted by its own transaction
 * if it is counted already, else when its turn comes. It is gone on with after a
 * crash where it stood.
 *
 * So, while it is not whole: begin where next is 0 and nothing is being cleared,
 * clear where that is going on, else count from next on. counted_all without begin
 * is for a new shop.
 */
struct books_state {
	bool whole;
	bool clearing;
	uint64_t next; /* unless whole: the first order that is not counted */
};
/* Not whole, with next 0, are books in another zone than the setting's
 * (shop.time-zone), and those of a shop with orders that has none. */
enum status books_state(struct txn *txn, struct books_state *state, struct err *err);
enum status books_begin_count(struct txn *txn, struct err *err);
enum status books_clear_some(struct txn *txn, bool *done, struct err *err);
enum status books_counted_below(struct txn *txn, uint64_t order, struct err *err);
enum status books_counted_all(struct txn *txn, struct err *err);

/* The proof: calls post for every posting that lies in the columns, in the order they
 * were written in; damage in the columns is ST_CORRUPT. Texts live until the
 * transaction writes, the lines until fn returns. */
typedef enum status books_posting_fn(
	void *arg, const struct posting *posting, struct err *err);
enum status books_each_posting(
	struct txn *txn, books_posting_fn *fn, void *arg, struct err *err);

#endif
