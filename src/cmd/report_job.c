#include "cmd/report_job.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/period.h"
#include "cmd/own_folder.h"
#include "store/lock.h"
#include "store/mark.h"

#define PERIOD_DEFAULT "this month"
#define LOCK_NAME "job.lock"
#define PIECE_SIZE ((size_t)16 * 1024)

static bool
is_stdout(const struct report_input *input)
{
	return !input->output || strcmp(input->output, "-") == 0;
}

static enum status
days_of_period(
	const char *text, int64_t now, struct report_days *days, struct err *err)
{
	if (!period_parse_days(text, now, &days->from, &days->until))
		return fail(err, ST_USAGE, "'%s' is not a period", text);
	return ST_OK;
}

/* A mark is one report's own: two reports of one name do not take each other's days.
 */
static enum status
make_name(struct context *context, struct report_job *job, struct err *err)
{
	const char *kind = strrchr(context->command->path, ' ');

	return arena_format(context->arena, &job->name, err, "%s/%s",
		kind ? kind + 1 : context->command->path, job->input->since_last);
}

static enum status
take_lock(struct context *context, struct report_job *job, struct err *err)
{
	bool taken;

	TRY(lock_open_in(context->home, LOCK_NAME, &job->lock, err));
	TRY(lock_take(job->lock, context->global->wait, &taken, err));
	if (taken)
		return ST_OK;
	return fail(err, ST_BUSY,
		"another job of this shop is running (try again, or --wait "
		"SECONDS)");
}

static void
give_lock(struct report_job *job)
{
	if (job->lock >= 0)
		close(job->lock);
	job->lock = -1;
}

/* Reports only read, but a job has a mark to move. */
static enum status
open_to_write(struct context *context, struct err *err)
{
	if (context->opened.access == STORE_WRITE)
		return ST_OK;
	TRY(context_close_store(context, err));
	context->opened.access = STORE_WRITE;
	return context_reopen_store(context, err);
}

static enum status
read_mark(struct txn *txn, void *arg, struct err *err)
{
	struct report_job *job = arg;
	bool found;

	job->mark = (struct mark){ .file = "", .temporary = "" };
	TRY(mark_get(txn, MARK_REPORT, job->name, &job->mark, &found, err));
	job->marked = found && job->mark.moved_at != 0;
	return ST_OK;
}

static enum status
write_mark(struct txn *txn, void *arg, struct err *err)
{
	const struct report_job *job = arg;

	return mark_put(txn, MARK_REPORT, job->name, &job->mark, err);
}

/* The mark is the job's own affair: what is said of it afterwards is not that "the
 * change was made". */
static enum status
put_mark(struct context *context, struct report_job *job, struct err *err)
{
	bool committed = context->committed;
	enum status status = context_write(context, write_mark, job, err);

	context->committed = committed;
	return status;
}

static enum status
move_mark(struct context *context, struct report_job *job, struct err *err)
{
	job->mark = (struct mark){ .at = job->mark.pending,
		.pending = job->mark.pending,
		.file = "",
		.temporary = "",
		.moved_at = job->now };
	return put_mark(context, job, err);
}

/* From the beginning to the end. */
static enum status
digest_of(int fd, const char *path, uint8_t digest[HASH_SIZE], struct err *err)
{
	struct crypto_hash_state state;
	uint8_t piece[PIECE_SIZE];
	size_t got;

	if (lseek(fd, 0, SEEK_SET) != 0)
		return fail(err, ST_IO, "cannot read '%s' again", path);
	TRY(crypto_hash_begin(&state, (struct bytes){ NULL, 0 }, err));
	do {
		TRY(file_read_some(fd, piece, sizeof(piece), path, &got, err));
		crypto_hash_add(&state, (struct bytes){ piece, got });
	} while (got > 0);
	crypto_hash_end(&state, digest);
	return ST_OK;
}

/* Whatever keeps the file from being read, it is not known to be the one. */
static bool
is_published(const struct mark *mark)
{
	uint8_t digest[HASH_SIZE];
	struct err ignored;
	bool same;
	int fd = open(mark->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return false;
	same = digest_of(fd, mark->file, digest, &ignored) == ST_OK &&
	       bytes_equal(mark->file_digest, (struct bytes){ digest, HASH_SIZE });
	close(fd);
	return same;
}

/* A run before this one was killed between noting its file and moving the mark. */
static enum status
settle_mark(struct context *context, struct report_job *job, struct err *err)
{
	if (job->mark.file[0] == '\0')
		return ST_OK;
	if (!is_published(&job->mark)) {
		unlink(job->mark.temporary);
		return ST_OK;
	}
	job->marked = true;
	return move_mark(context, job, err);
}

static enum status
refuse_period(const struct report_job *job, struct err *err)
{
	char day[16];

	day_format((int32_t)job->mark.at, day);
	return fail(err, ST_USAGE,
		"the job '%s' goes on at %s by itself; --period is for its first run",
		job->input->since_last, day);
}

/* A clock that is behind what is reported already knows no days that are over. */
static enum status
refuse_clock(const struct report_job *job, int32_t today, struct err *err)
{
	char last[16];
	char now[16];

	day_format((int32_t)job->mark.at - 1, last);
	day_format(today, now);
	return fail(err, ST_BUSY,
		"by the clock it is %s, but the job '%s' has reported %s already "
		"(set the clock; or begin anew with another name)",
		now, job->input->since_last, last);
}

static enum status
days_of_job(struct report_job *job, struct err *err)
{
	int32_t today = day_of(job->now);
	struct report_days *days = &job->days;

	if (job->marked && job->input->period)
		return refuse_period(job, err);
	if (job->marked && job->mark.at > today)
		return refuse_clock(job, today, err);
	if (job->marked)
		*days = (struct report_days){ (int32_t)job->mark.at, today };
	else
		TRY(days_of_period(
			job->input->period ? job->input->period : "yesterday",
			job->now, days, err));
	if (days->until > today)
		days->until = today;
	job->nothing_new = days->from >= days->until;
	return ST_OK;
}

/* The mark would move over days that nobody has seen. */
static enum status
refuse_quiet(
	const struct context *context, const struct report_job *job, struct err *err)
{
	const struct report_input *input = job->input;

	if (!is_stdout(input) || !context->global->quiet ||
		context->global->format != FORMAT_UNSET)
		return ST_OK;
	return fail(err, ST_USAGE,
		"with --quiet the days that '--since-last %s' reports would be lost; "
		"name a file (-o FILE) or a format",
		input->since_last);
}

static enum status
begin_since_last(struct context *context, struct report_job *job, struct err *err)
{
	TRY(mark_check_name(job->input->since_last, err));
	if (context->in_batch)
		return fail(err, ST_USAGE,
			"option '--since-last' has no place in a line of a batch");
	TRY(refuse_quiet(context, job, err));
	TRY(make_name(context, job, err));
	TRY(take_lock(context, job, err));
	TRY(open_to_write(context, err));
	/* The day may have changed while the lock was waited for. */
	job->now = clock_now();
	TRY(context_read(context, read_mark, job, err));
	TRY(settle_mark(context, job, err));
	return days_of_job(job, err);
}

enum status
report_job_begin(struct context *context, const struct report_input *input,
	struct report_job *job, struct err *err)
{
	enum status status;

	*job = (struct report_job){ .input = input, .lock = -1, .now = clock_now() };
	if (!is_stdout(input))
		output_for_file(context->output, input->output,
			(enum output_format)context->global->format);
	if (!input->since_last)
		return days_of_period(input->period ? input->period : PERIOD_DEFAULT,
			job->now, &job->days, err);
	status = begin_since_last(context, job, err);
	if (status != ST_OK || job->nothing_new)
		give_lock(job);
	return status;
}

/* What a pager or a pipe takes its time to read, no store waits for. */
static enum status
print_job(struct context *context, struct err *err)
{
	TRY(context_close_store(context, err));
	TRY(output_flush(context->output, err));
	TRY(file_sync(STDOUT_FILENO, "stdout", err));
	return context_reopen_store(context, err);
}

/* So that the next run knows whether the file got its name. */
static enum status
note_file(struct context *context, struct report_job *job,
	const struct file_output *output, struct err *err)
{
	uint8_t digest[HASH_SIZE];

	if (job->mark.file[0] == '\0')
		return ST_OK;
	TRY(file_sync(output->fd, output->path, err));
	TRY(digest_of(output->fd, output->path, digest, err));
	job->mark.file_digest = (struct bytes){ digest, HASH_SIZE };
	TRY(put_mark(context, job, err));
	job->mark.file_digest = (struct bytes){ NULL, 0 };
	return ST_OK;
}

static enum status
write_file(struct context *context, struct report_job *job,
	struct file_output *output, struct err *err)
{
	struct mark *mark = &job->mark;

	TRY(file_output_paths(
		output, context->arena, &mark->file, &mark->temporary, err));
	TRY(output_write(context->output, output->fd, job->input->output, err));
	if (job->input->since_last)
		TRY(note_file(context, job, output, err));
	return ST_OK;
}

static enum status
publish_file(struct context *context, struct report_job *job, struct err *err)
{
	struct file_output output;
	enum status status;

	TRY(own_folder_refuse(context, job->input->output, err));
	/* What a batch has written before is in the report, so it comes first. */
	TRY(context_settle(context, err));
	TRY(file_output_open_like(&output, job->input->output, err));
	status = write_file(context, job, &output, err);
	if (status == ST_OK)
		return file_output_commit(&output, err);
	file_output_abandon(&output);
	return status;
}

static enum status
end_job(struct context *context, struct report_job *job, struct err *err)
{
	bool moves = job->input->since_last != NULL;

	job->mark.pending = job->days.until;
	if (!job->marked)
		job->mark.at = job->days.from;
	if (!is_stdout(job->input))
		TRY(publish_file(context, job, err));
	else if (moves)
		TRY(print_job(context, err));
	return moves ? move_mark(context, job, err) : ST_OK;
}

/* What could not be written to the file is not for stdout, either. */
enum status
report_job_end(struct context *context, struct report_job *job, struct err *err)
{
	enum status status = ST_OK;

	if (context->rehearsed && !is_stdout(job->input))
		output_clear(context->output);
	else if (!job->nothing_new)
		status = end_job(context, job, err);
	if (status != ST_OK)
		output_clear(context->output);
	give_lock(job);
	return status;
}
