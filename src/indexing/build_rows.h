#ifndef SHOP_INDEXING_BUILD_ROWS_H
#define SHOP_INDEXING_BUILD_ROWS_H

#include <pthread.h>

#include "store/stage.h"

/*
 * Rows on their way to the staged set: gathered by whoever makes them, in the order
 * of their tables' keys, and appended in slices by the thread that has the stage,
 * while the next are made.
 */
struct build_row {
	enum table table;
	struct bytes key;
	struct bytes value;
};
struct row_list {
	struct build_row *items;
	size_t count;
	uint8_t *bytes;
	size_t used;
	bool full; /* waits to be written */
};
struct build_rows {
	struct stage *stage;
	struct row_list lists[2];
	struct row_list *filling;
	bool threaded; /* whoever makes them is a thread */
	bool stop;     /* nobody writes any more */
	bool ended;    /* no more come */
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

enum status build_rows_open(struct build_rows *rows, struct stage *stage,
	struct arena *arena, struct err *err);
/* ST_INTERRUPTED where nobody writes any more. */
enum status build_rows_add(
	struct build_rows *rows, const struct build_row *row, struct err *err);
enum status build_rows_flush(struct build_rows *rows, struct err *err);

/* Runs make on a thread, where one is to be had, and writes what it adds till it has
 * come to its end. */
typedef enum status build_make_fn(
	void *arg, struct build_rows *rows, struct err *err);
enum status build_rows_run(
	struct build_rows *rows, build_make_fn *make, void *arg, struct err *err);

#endif
