#ifndef SHOP_INDEXING_BUILD_PARTS_H
#define SHOP_INDEXING_BUILD_PARTS_H

#include <pthread.h>

#include "index/build.h"
#include "index/meta.h"
#include "indexing/build_rows.h"
#include "indexing/run.h"

/* What the files of a build share. */

/* Batches of a worker: enough to do for as long as the main thread has a slice. */
#define BUILD_BATCHES 10

/* Values on their way to the worker that analyses them. */
struct build_batch {
	struct arena arena;
	struct index_entry *items;
	size_t count;
	size_t capacity;
	size_t bytes;
	uint64_t next; /* the id after the last that was read */
	size_t job;
	bool last; /* of its job */
	bool full; /* the worker's */
};

struct build;
struct build_worker {
	struct run_worker run;
	struct build *build;
	unsigned number;
	struct build_batch batches[BUILD_BATCHES];
	size_t filling; /* the batch that is read into */
	size_t taking;  /* the one that is analysed next */
	bool reads;     /* in this round */
	bool has_job;
	size_t job;
	uint64_t at; /* the id that is read next in it */
	uint64_t groups;
	bool threaded;
	pthread_t thread;
};

/*
 * Ids are divided into jobs of as many as fill about one container. A worker has one
 * after the other; all of them read side by side. Runs are numbered in the order of
 * their jobs: so a container begins with every job.
 */
struct build {
	struct stage *stage;
	const struct index_build_request *request;
	struct arena arena;
	struct build_worker workers[INDEX_WORKERS];
	size_t worker_count;
	uint64_t id_first;
	uint64_t ids; /* of a job */
	size_t job_count;
	size_t next_job;
	uint64_t total;
	uint64_t done;
	size_t turn; /* the job whose runs are numbered now */
	struct numbering numbering;
	struct run_written **runs; /* by their containers' number */
	uint32_t run_count;
	uint32_t run_capacity;
	uint32_t last_count; /* documents of the last one */
	enum status status;  /* of the workers, as err is */
	struct err err;
	bool stop;
	bool ended;  /* all has been read */
	bool beside; /* there is other work */
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

/* Reads and analyses everything: runs, numbers, files of the workers. */
enum status build_read(struct build *build, struct err *err);
/* Makes all rows of them. */
enum status build_make_rows(void *build, struct build_rows *rows, struct err *err);
enum status build_make_terms(
	struct build *build, struct build_rows *rows, struct err *err);
enum status build_make_columns(
	struct build *build, struct build_rows *rows, struct err *err);

#endif
