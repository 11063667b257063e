#ifndef SHOP_BOOKS_CUT_PARTS_H
#define SHOP_BOOKS_CUT_PARTS_H

#include "books/cut.h"
#include "books/cut_tally.h"
#include "books/entry.h"

/*
 * What a cut is while it is made: what to look for, worked out from the dictionary
 * before anything is counted, so that going through the columns compares numbers
 * only; and what each thread has counted.
 */
#define NO_GROUP UINT32_MAX

struct cut_plan {
	const struct cut *cut;
	bool filters_lines;
	bool groups_lines;
	bool is_keyed; /* groups by days or customers, which no dictionary has */
	struct book_texts texts;
	const uint32_t *item_groups; /* by item: NO_GROUP does not pass */
	const bool *countries;       /* by country, whether it passes; NULL: all do */
	const bool *methods;
	const char **names; /* by group; NULL: keyed */
	size_t group_count; /* without shipping, which comes behind them */
};
enum status cut_plan_make(struct txn *txn, const struct cut *cut,
	struct cut_plan *plan, struct err *err);

/* A block to go through, and the number of its first posting. */
struct cut_block {
	struct bytes bytes;
	uint64_t number;
};

struct cut_work {
	const struct cut_plan *plan;
	struct arena arena; /* of the columns that are being read */
	size_t room;        /* values in each */
	int64_t *columns[BOOK_COLUMNS];
	void *line_columns[BOOK_LINE_COLUMNS];
	bool narrow; /* those of lines are int32_t, else int64_t */
	struct cut_tallies tallies;
	struct cut_tally sum; /* counts only, but for shipping that no group has */
	uint64_t bound;       /* no sum of what was read is further from 0 */
};
struct book_block;
/* Reads the columns that the plan looks at. */
enum status cut_read_columns(
	struct cut_work *work, const struct book_block *block, struct err *err);
enum status cut_work_begin(
	struct cut_work *work, const struct cut_plan *plan, struct err *err);
void cut_work_end(struct cut_work *work);
enum status cut_work_block(
	struct cut_work *work, const struct cut_block *block, struct err *err);

enum status cut_does_not_fit(struct err *err);

/* Goes through all of them, on two threads where there are two to have; ST_BAD_DATA
 * where a sum does not fit. *work begins empty and has all in the end. */
enum status cut_run(const struct cut_plan *plan, const struct list *blocks,
	struct cut_work *work, struct err *err);

#endif
