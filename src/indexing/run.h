#ifndef SHOP_INDEXING_RUN_H
#define SHOP_INDEXING_RUN_H

#include "analysis/analysis.h"
#include "index/columns.h"
#include "indexing/numbering.h"
#include "indexing/run_file.h"

/*
 * A run: the documents of one container, analysed by one worker and then written to
 * its file, in the order of their terms. A worker fills one run after the other; what
 * it knows of terms stays, so that a word that was met costs one look-up.
 *
 * Terms with a number have two of them: one of the worker's own, which its analysis
 * knows and which stands in the keys there, and one for all, which is given when a
 * run ends and stands in what is written. Runs end in the order of their documents,
 * so that numbers do not depend on how workers were fast.
 */
#define RUN_BLOCK 65536
struct run_block {
	uint32_t terms[RUN_BLOCK]; /* by the analysis's numbers */
	uint8_t impacts[RUN_BLOCK];
};

struct run_group {
	uint64_t id;
	uint32_t low; /* of its first document */
};

/* A term with a number. */
struct run_number {
	uint32_t number;   /* for all; 0: none yet */
	uint32_t above;    /* of a path: the worker's number of the one above, or 0 */
	uint32_t *members; /* of several keywords, the worker's numbers */
	size_t member_count;
	struct bytes display;
};

/* What lies in a file of what was written. */
struct run_column {
	unsigned column;
	uint32_t chunk;
	uint32_t size;
	uint64_t at;
};
struct run_sorted {
	unsigned column;
	uint32_t count;
	uint64_t at;
};
struct run_container {
	uint32_t number;
	uint32_t size;
	uint64_t at;
};
struct run_written {
	unsigned worker;
	uint64_t terms_at;
	uint32_t term_count;
	struct run_column *columns;
	size_t column_count;
	struct run_sorted *sorted;
	size_t sorted_count;
	struct run_container *containers; /* once numbers are known */
	size_t container_count;
};

/* Entries of a run's terms in its file: u32 size of the rest, less the container; u32
 * size of the container, u32 documents, u32 number or 0, u8 highest impact, u8 size
 * of the key, the key, what it displays; then the container, none of a form. */
#define RUN_ENTRY_HEAD 18

/* Entries of what is sorted by a number: u32 scope, u64 number, u32 document, all
 * big-endian. */
#define RUN_SORTED_SIZE 16

struct run_first {
	bool any;
	uint32_t chunk;
	int64_t values[COLUMN_CHUNK];
};

struct run_worker {
	const struct index_schema *schema;
	struct arena arena; /* until all runs are written */
	struct arena kept;  /* longer: what stands where */
	struct arena terms; /* until terms are forgotten */
	struct arena counts_arena;
	struct arena scratch;
	struct analysis *analysis;
	struct run_number *numbers; /* by the worker's numbers */
	uint32_t number_count;
	uint32_t number_capacity;
	struct run_file file;

	uint32_t next; /* low of the next document */
	struct run_block **blocks;
	size_t block_count;
	size_t block_capacity;
	size_t posting_count;
	uint32_t term_count; /* of the run, not of what is known */
	uint32_t *ends;   /* how many postings there are up to each document's last */
	uint32_t *counts; /* documents of each term */
	uint32_t counts_capacity;
	int64_t **columns; /* of each field, and of the group */
	int64_t *texts;
	struct run_group *groups;
	size_t group_count;
	struct run_first *first;

	uint16_t *lows; /* postings by their terms */
	uint8_t *impacts;
	size_t sorted_capacity;
	struct arena sorted_arena;
	uint32_t *documents; /* of a container, and its bytes */
	uint8_t *container;
};

enum status run_worker_open(const struct index_schema *schema,
	struct run_worker *worker, struct err *err);
/* Gives back what only runs need. */
void run_worker_rest(struct run_worker *worker);
void run_worker_close(struct run_worker *worker);
/* Where a group's documents would begin; false where the run has no room for them. */
bool run_has_room(const struct run_worker *worker, size_t documents);
enum status run_add(
	struct run_worker *worker, const struct index_group *group, struct err *err);

/* The end of a run in three parts: what may be done at any time, in turn, and again
 * at any time. */
struct run_item {
	uint64_t head; /* the key's first bytes, so that few keys are read */
	uint64_t tail;
	struct bytes key; /* as it is written */
	uint32_t term;
};
struct run_ending {
	struct arena arena;
	struct run_item *items;
	size_t count;
	uint32_t high;
	struct run_written *written;
};
enum status run_list(
	struct run_worker *worker, struct run_ending *ending, struct err *err);
/* Gives numbers for all. */
enum status run_number(struct run_worker *worker, struct run_ending *ending,
	struct numbering *numbering, struct err *err);
/* Writes, into arena what stands where, and begins a new run. last: no more groups
 * come that are neighbours of these. */
enum status run_write(struct run_worker *worker, struct run_ending *ending, bool last,
	struct arena *arena, struct err *err);

#endif
