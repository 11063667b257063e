#ifndef SHOP_REPORT_DAY_SORT_H
#define SHOP_REPORT_DAY_SORT_H

#include "base/arena.h"

/*
 * Texts that come in any order and go by day, those of one day as they came. They
 * are kept in memory up to a size, then in an unlinked temporary file, of which the
 * memory knows where a day's run of texts begins and ends.
 */
#define DAY_SORT_MEMORY_MAX ((size_t)4 * 1024 * 1024)

struct day_sort_text;
struct day_sort_run;

/* { .fd = -1 } is an empty one. */
struct day_sort {
	struct arena arena;
	int fd;
	char *memory;  /* texts, as they came */
	char *ordered; /* room for them by day */
	size_t used;
	struct day_sort_text *texts;
	size_t count;
	struct day_sort_run *runs; /* in the file */
	size_t run_count;
	size_t run_capacity;
	uint64_t written;
};

/* A text of at most DAY_SORT_MEMORY_MAX bytes. */
enum status day_sort_add(struct day_sort *sort, int32_t day, const void *text,
	size_t size, struct err *err);

/* Gives all of them, a piece at a time; nothing may be added after that. */
typedef enum status day_sort_take_fn(
	void *arg, const void *data, size_t size, struct err *err);
enum status day_sort_give(
	struct day_sort *sort, day_sort_take_fn *take, void *arg, struct err *err);

/* Gives the file and the memory back. */
void day_sort_close(struct day_sort *sort);

#endif
