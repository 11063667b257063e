#ifndef SHOP_INDEXING_RUN_PARTS_H
#define SHOP_INDEXING_RUN_PARTS_H

#include "indexing/run.h"

/* What the files of runs share. */

/* Writes columns, and what is sorted by them. */
enum status run_write_columns(struct run_worker *worker, struct run_ending *ending,
	bool last, struct arena *arena, struct err *err);
/* Begins the next run. */
enum status run_begin(struct run_worker *worker, struct err *err);

#endif
