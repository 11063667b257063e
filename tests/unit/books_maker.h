#ifndef SHOP_TESTS_UNIT_BOOKS_MAKER_H
#define SHOP_TESTS_UNIT_BOOKS_MAKER_H

#include "books/cut.h"
#include "chance.h"

/* Postings by chance: few of everything, so that it meets again. */
struct books_made {
	struct arena arena;
	struct posting *items;
	size_t count;
};

/* What they are to be like. */
struct books_wish {
	size_t count;
	size_t lines_max;
	int64_t from; /* the first moment */
	int64_t time; /* how much of it they fall into */
	bool sorted;  /* one after the other */
	bool wide;    /* numbers of all sizes */
};
void books_make(struct books_made *made, struct chance *chance,
	const struct books_wish *wish);
bool books_posting_is_equal(const struct posting *a, const struct posting *b);

/* A cut by looking at each of them; groups live in the arena that is given. */
void books_naive_cut(const struct books_made *made, const struct cut *cut,
	struct arena *arena, struct list *groups, struct figures *sum);
bool books_group_is_equal(const struct cut_group *a, const struct cut_group *b);

/* A cut by chance, with filters that now and then let something through. */
struct cut books_any_cut(struct chance *chance, const struct books_made *made);

#endif
