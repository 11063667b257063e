#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/progress.h"
#include "cmd/due.h"
#include "cmd/file_copy.h"
#include "cmd/import_changes.h"
#include "cmd/import_summary.h"
#include "cmd/own_folder.h"
#include "cmd/param.h"
#include "exchange/import.h"
#include "exchange/items_open.h"

#define REJECTS_MODE 0644

struct import_input {
	struct words files;
	bool keep_going;
	const char *rejects;
	bool archive_missing;
	const char *category;
	const char *brand;
	bool force;
};

static const struct param params[] = {
	{ .name = "FILE",
		.kind = KIND_PATH,
		.flags = PARAM_OPERAND | PARAM_REQUIRED | PARAM_REPEATED,
		PARAM_OF(struct import_input, struct words, files),
		.help = "a catalogue file; - is standard input" },
	OPTION(struct import_input, bool, keep_going, "keep-going", KIND_FLAG,
		"take the good rows, and leave out those that are not"),
	{ .name = "rejects",
		.kind = KIND_PATH,
		PARAM_OF(struct import_input, const char *, rejects),
		.value_name = "FILE",
		.help = "with --keep-going: write the rows left out here, with the "
			"reasons" },
	OPTION(struct import_input, bool, archive_missing, "archive-missing",
		KIND_FLAG, "archive what is in the shop and not in the file"),
	{ .name = "category",
		.kind = KIND_CATEGORY,
		PARAM_OF(struct import_input, const char *, category),
		.value_name = "CATEGORY",
		.help = "with --archive-missing: of this category or below it" },
	{ .name = "brand",
		.kind = KIND_BRAND,
		PARAM_OF(struct import_input, const char *, brand),
		.value_name = "BRAND",
		.help = "with --archive-missing: of this brand" },
	OPTION(struct import_input, bool, force, "force", KIND_FLAG,
		"with --archive-missing: even above a fifth of them"),
};

struct import_job {
	struct context *context;
	const struct import_input *input;
	struct import_request request;
	struct import_result result;
	struct import_summary summary;
	struct import_changes changes;
	struct file_output rejects;
	bool rejects_open;
	bool rejects_any;
	int64_t began_at;
	struct progress progress;
};

static enum status
take_change(void *arg, const struct import_change *change, struct err *err)
{
	struct import_job *job = arg;

	return import_changes_add(&job->changes, change, err);
}

static void
take_progress(void *arg, uint64_t rows, uint64_t bytes)
{
	struct import_job *job = arg;

	progress_step(&job->progress, rows, bytes);
}

static enum status
forget_changes(void *arg, struct err *err)
{
	struct import_job *job = arg;

	return import_changes_again(&job->changes, err);
}

static enum status
write_store(void *arg, txn_fn *fn, void *fn_arg, struct err *err)
{
	struct import_job *job = arg;

	return context_write(job->context, fn, fn_arg, err);
}

static enum status
keep_rejects(struct import_job *job, struct err *err)
{
	const char *path = job->input->rejects;

	if (job->result.rejected == 0 || !job->rejects_open)
		return ST_OK;
	if (job->rejects_any)
		TRY(file_write_all(job->rejects.fd, "---\n", 4, path, err));
	job->rejects_any = true;
	return file_copy(job->request.rejects_fd, job->rejects.fd, path, err);
}

/* What came of a file is told whatever came of it; ended says why it was not
 * imported. */
static enum status
tell_result(struct import_job *job, enum status imported, struct err *err)
{
	struct err ended = *err;

	TRY(import_summary_add(
		&job->summary, job->context, &job->result, imported == ST_OK, err));
	*err = ended;
	if (imported != ST_OK)
		return imported;
	return keep_rejects(job, err);
}

static uint64_t
size_of(int fd)
{
	struct stat stat;

	return fstat(fd, &stat) == 0 && stat.st_size > 0 ? (uint64_t)stat.st_size : 0;
}

static enum status
import_opened(struct import_job *job, struct err *err)
{
	const struct global_options *global = job->context->global;
	enum status status;

	job->result = (struct import_result){ 0 };
	TRY(import_changes_begin(&job->changes, err));
	progress_begin(
		&job->progress, "importing", size_of(job->request.fd), global->quiet);
	status = import_run(&job->request, &job->result, err);
	progress_end(&job->progress);
	if (status == ST_OK && !global->dry_run)
		job->context->committed = true;
	return tell_result(job, status, err);
}

/* A file of CSV has one header. */
static enum status
open_rejected(struct import_job *job, struct err *err)
{
	enum items_format format;

	if (!job->rejects_open)
		return ST_OK;
	TRY(items_format(job->request.fd, job->request.path, &format, err));
	if (format == ITEMS_CSV && job->input->files.count > 1)
		return fail(err, ST_USAGE,
			"--rejects goes with one CSV file at a time, and '%s' is "
			"one of several",
			job->request.path);
	return file_temporary(&job->request.rejects_fd, err);
}

static enum status
import_file(struct import_job *job, const char *path, struct err *err)
{
	enum status status;

	job->request.path = strcmp(path, "-") == 0 ? "stdin" : path;
	job->request.rejects_fd = -1;
	TRY(file_open_spooled(path, &job->request.fd, err));
	status = open_rejected(job, err);
	if (status == ST_OK)
		status = import_opened(job, err);
	close(job->request.fd);
	if (job->request.rejects_fd >= 0)
		close(job->request.rejects_fd);
	return status;
}

static enum status
print(struct import_job *job, struct err *err)
{
	return import_summary_print(&job->summary, job->context, &job->changes,
		clock_monotonic() - job->began_at, err);
}

/* Nobody but a program that reads JSON learns from stdout what went wrong. */
static enum status
print_failed(struct import_job *job, enum status failed, struct err *err)
{
	enum output_format format = output_format(job->context->output);
	struct err ended = *err;

	bool told = failed == ST_BAD_DATA || failed == ST_REFUSED;

	if (told && (job->summary.dry_run || format == FORMAT_JSON ||
			    format == FORMAT_NDJSON))
		TRY(print(job, err));
	*err = ended;
	return failed;
}

static enum status
import_files(struct import_job *job, struct err *err)
{
	const struct words *files = &job->input->files;
	enum status status = ST_OK;
	size_t i;

	for (i = 0; status == ST_OK && i < files->count; i++)
		status = import_file(job, files->items[i], err);
	if (status == ST_OK && job->context->committed)
		status = due_apply_all(job->context, err);
	if (status != ST_OK)
		return print_failed(job, status, err);
	return print(job, err);
}

/* A file that stops the command leaves those before it imported, and what they had
 * to reject. */
static enum status
end_rejects(struct import_job *job, enum status status, struct err *err)
{
	if (!job->rejects_open)
		return status;
	if (job->context->committed && (status == ST_OK || job->rejects_any)) {
		struct err ended = *err;

		TRY(file_output_commit(&job->rejects, err));
		*err = ended;
		return status;
	}
	file_output_abandon(&job->rejects);
	return status;
}

static enum status
open_rejects(struct import_job *job, struct err *err)
{
	const char *path = job->input->rejects;

	if (!path || job->context->global->dry_run)
		return ST_OK;
	TRY(own_folder_refuse(job->context, path, err));
	TRY(file_output_open(&job->rejects, path, REJECTS_MODE, err));
	job->rejects_open = true;
	return ST_OK;
}

static enum status
check_input(const struct import_input *input, struct err *err)
{
	if (input->rejects && !input->keep_going)
		return fail(err, ST_USAGE, "--rejects goes with --keep-going only");
	if (input->rejects && strcmp(input->rejects, "-") == 0)
		return fail(err, ST_USAGE, "--rejects needs a file, not '-'");
	if (!input->archive_missing &&
		(input->category || input->brand || input->force))
		return fail(err, ST_USAGE,
			"--category, --brand and --force go with --archive-missing "
			"only");
	if (input->archive_missing && input->files.count > 1)
		return fail(err, ST_USAGE,
			"--archive-missing takes one FILE: what is not in one may be "
			"in another");
	return ST_OK;
}

static enum status
run_job(struct import_job *job, struct err *err)
{
	enum status status;

	TRY(open_rejects(job, err));
	status = import_files(job, err);
	status = end_rejects(job, status, err);
	if (status != ST_OK || job->summary.rejected == 0)
		return status;
	return fail(err, ST_PARTLY, "%" PRId64 " row%s rejected%s%s%s",
		job->summary.rejected, job->summary.rejected == 1 ? "" : "s",
		job->rejects_open ? ", written to '" : "",
		job->rejects_open ? job->input->rejects : "",
		job->rejects_open ? "'" : "");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct import_job job = { .context = context, .input = arg };
	enum status status;

	TRY(check_input(job.input, err));
	job.began_at = clock_monotonic();
	job.summary.dry_run = context->global->dry_run;
	job.request = (struct import_request){ .store = context->store,
		.arena = context->arena,
		.write = write_store,
		.dry_run = context->global->dry_run,
		.keep_going = job.input->keep_going,
		.as_owner = context->identity.role >= ROLE_OWNER,
		.shop_key = &context->shop_key,
		.archive_missing = job.input->archive_missing,
		.scope = { job.input->category ? job.input->category : "",
			job.input->brand ? job.input->brand : "", job.input->force },
		.on_restart = forget_changes,
		.on_progress = take_progress,
		.arg = &job };
	job.changes.all = context->global->dry_run && context->global->verbose;
	if (context->global->dry_run || context->global->verbose) {
		TRY(import_changes_open(&job.changes, err));
		job.request.on_change = take_change;
	}
	status = run_job(&job, err);
	import_changes_close(&job.changes);
	return status;
}

static const char *const examples[] = { "shop admin import catalog.yaml",
	"shop admin import --dry-run catalog.yaml", "shop admin import products.csv",
	"shop admin import --keep-going --rejects rejects.yaml supplier.yaml", NULL };

const struct command command_admin_import = {
	.path = "admin import",
	.summary = "bring products, price rules and synonyms in from catalogue files",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct import_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &import_summary_record,
	.heading = "for staff",
};
