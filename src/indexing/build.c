#include "index/build.h"

#include "indexing/build_parts.h"

/* Ids of a job are whole chunks of COLUMN_FIRST. Tests have few of them, so that
 * there are several. */
#ifdef SHOP_TESTING
#define JOB_IDS_MAX ((uint64_t)4 * COLUMN_CHUNK)
#else
#define JOB_IDS_MAX UINT64_MAX
#endif

static enum status
find_end(struct txn *txn, enum table table, bool backward, uint64_t *id,
	struct err *err)
{
	struct scan_range all = { .backward = backward };
	struct bytes value;
	struct bytes key;
	struct scan *scan;
	bool found;

	TRY(scan_open(txn, table, all, &scan, err));
	TRY(scan_next(scan, &key, &value, &found, err));
	scan_close(scan);
	*id = found && key.size == 8 ? get_u64(key.data) : 0;
	return ST_OK;
}

static uint64_t
round_up(uint64_t number, uint64_t unit)
{
	return (number + unit - 1) / unit * unit;
}

/* As many ids as have the documents of one container, or a little less, so that jobs
 * are even. */
static uint64_t
ids_of_job(const struct build *build, uint64_t span)
{
	uint64_t documents = build->request->documents;
	uint64_t least = documents > build->total ? documents : build->total;
	/* Groups have documents of different number. */
	uint64_t full = documents > build->total ? CONTAINER_DOCUMENTS / 20 * 19
						 : CONTAINER_DOCUMENTS;
	uint64_t jobs = (least + full - 1) / full;
	uint64_t ids;

	if (jobs > 1)
		jobs = round_up(jobs, INDEX_WORKERS);
	ids = round_up((span + jobs - 1) / jobs, COLUMN_CHUNK);
	return ids < JOB_IDS_MAX ? ids : JOB_IDS_MAX;
}

static enum status
plan(struct txn *txn, void *arg, struct err *err)
{
	struct build *build = arg;
	enum table table = build->request->source.table;
	struct table_stat stat;
	uint64_t first;
	uint64_t last;

	TRY(txn_table_stat(txn, table, &stat, err));
	TRY(find_end(txn, table, false, &first, err));
	TRY(find_end(txn, table, true, &last, err));
	build->total = stat.entries;
	build->job_count = 0;
	if (stat.entries == 0)
		return ST_OK;
	if (last / COLUMN_CHUNK >= UINT32_MAX)
		return fail(err, ST_REFUSED,
			"the search index has no place for number %llu",
			(unsigned long long)last);
	build->id_first = first / COLUMN_CHUNK * COLUMN_CHUNK;
	build->ids = ids_of_job(build, last - build->id_first + 1);
	build->job_count = (last - build->id_first) / build->ids + 1;
	return ST_OK;
}

static enum status
put_meta(struct txn *txn, void *arg, struct err *err)
{
	const struct build *build = arg;
	struct meta meta;

	TRY(meta_get(txn, build->request->schema, &meta, err));
	meta.next_term = build->numbering.next;
	if (build->run_count > 0)
		meta.next_document = (build->run_count - 1) * CONTAINER_DOCUMENTS +
				     build->last_count;
	return meta_put(txn, &meta, err);
}

enum status
build_make_rows(void *arg, struct build_rows *rows, struct err *err)
{
	struct build *build = arg;

	TRY(build_make_terms(build, rows, err));
	return build_make_columns(build, rows, err);
}

static enum status
write_rows(struct build *build, struct err *err)
{
	struct build_rows rows;

	TRY(build_rows_open(&rows, build->stage, &build->arena, err));
	TRY(build_rows_run(&rows, build_make_rows, build, err));
	return stage_write(build->stage, put_meta, build, err);
}

static enum status
open_workers(struct build *build, struct err *err)
{
	for (unsigned i = 0; i < INDEX_WORKERS && i < build->job_count; i++) {
		struct build_worker *worker = &build->workers[i];

		worker->build = build;
		worker->number = i;
		TRY(run_worker_open(build->request->schema, &worker->run, err));
	}
	return ST_OK;
}

static enum status
make(struct build *build, struct err *err)
{
	TRY(numbering_open(&build->numbering, err));
	TRY(stage_read(build->stage, plan, build, err));
	TRY(open_workers(build, err));
	if (build->job_count > 0)
		TRY(build_read(build, err));
	for (size_t i = 0; i < build->worker_count; i++) {
		TRY(run_file_flush(&build->workers[i].run.file, err));
		run_worker_rest(&build->workers[i].run);
	}
	return build->run_count > 0 ? write_rows(build, err) : ST_OK;
}

static void
close_all(struct build *build)
{
	for (size_t i = 0; i < INDEX_WORKERS; i++) {
		struct build_worker *worker = &build->workers[i];

		if (worker->build)
			run_worker_close(&worker->run);
		for (size_t j = 0; j < BUILD_BATCHES; j++)
			arena_free(&worker->batches[j].arena);
	}
	numbering_close(&build->numbering);
	arena_free(&build->arena);
}

enum status
index_build(struct stage *stage, const struct index_build_request *request,
	uint64_t *groups, struct err *err)
{
	struct build build = { .stage = stage, .request = request };
	enum status status = make(&build, err);

	*groups = build.workers[0].groups + build.workers[1].groups;
	close_all(&build);
	return status;
}
