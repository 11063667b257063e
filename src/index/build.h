#ifndef SHOP_INDEX_BUILD_H
#define SHOP_INDEX_BUILD_H

#include "index/index.h"
#include "store/stage.h"

/*
 * The index of a staged set that has none, built from a table of it: in slices, on
 * as many threads as INDEX_WORKERS where the machine has them, in a bounded amount of
 * memory and a temporary file. What comes of it does not depend on the threads, and
 * answers as one to which the same groups were given in the order of their ids.
 */
#define INDEX_WORKERS 2

struct index_entry {
	uint64_t id;
	struct bytes value;
};

struct index_source {
	enum table table; /* its keys are the groups' ids, u64 */
	/* Makes a group of an entry, in the arena; of no documents where nothing of
	 * it is to be found. Called by several workers at once, each of which has a
	 * number below INDEX_WORKERS, in no certain order. */
	enum status (*group)(void *arg, unsigned worker,
		const struct index_entry *entry, struct arena *arena,
		struct index_group *group, struct err *err);
	void *arg;
};

struct index_build_request {
	const struct index_schema *schema;
	struct index_source source;
	uint64_t documents; /* how many there will be, about */
	/* Called now and then with values read and all there are, where not NULL. */
	void (*on_progress)(void *arg, uint64_t done, uint64_t total);
	void *progress_arg;
	/* Other work on the staged set, which goes on while the workers have enough
	 * to do: called for a slice of it, again and again, until *more is false or
	 * all has been read. Where not NULL. */
	enum status (*beside)(
		struct stage *stage, void *arg, bool *more, struct err *err);
	void *beside_arg;
};

/* *groups is how many are in the index. What is not ST_OK leaves a part of an index.
 * Ends with what signal_check says once a signal was noted. */
enum status index_build(struct stage *stage,
	const struct index_build_request *request, uint64_t *groups, struct err *err);

#endif
