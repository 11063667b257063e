#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "cmd/data_copy.h"
#include "cmd/file_copy.h"
#include "cmd/own_folder.h"
#include "cmd/param.h"
#include "store/event.h"

struct backup_input {
	const char *file;
};

static const struct param params[] = {
	OPERAND(struct backup_input, const char *, file, "FILE", KIND_PATH,
		"what to write, whole or not at all; - is standard output"),
};

struct backup_result {
	const char *file;
	uint64_t bytes;
	uint64_t values;
	const char *head;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct backup_result, file) },
	{ FIELD(2, FIELD_ID, struct backup_result, bytes) },
	{ FIELD(3, FIELD_ID, struct backup_result, values) },
	{ FIELD(4, FIELD_TEXT, struct backup_result, head) },
};

static const struct record_type result_record = { .name = "backup",
	RECORD_FIELDS(struct backup_result, result_fields) };

/* A backup takes the place of another one, and of nothing else. */
static enum status
refuse_other_file(const char *path, struct err *err)
{
	struct stat file;
	enum status status;

	if (stat(path, &file) != 0 || !S_ISREG(file.st_mode) || file.st_size == 0)
		return ST_OK;
	status = store_copy_look(path, path, err);
	if (status != ST_BAD_DATA)
		return ST_OK;
	return fail(err, ST_CANNOT_CREATE,
		"'%s' is there already, and is no backup of a shop (name another "
		"file)",
		path);
}

/* The shop is closed before the copy is looked at. */
static enum status
make_copy(struct context *context, struct data_copy *copy, struct err *err)
{
	TRY(store_copy(context->store, copy->fd, copy->name, err));
	TRY(signal_check(err));
	TRY(context_close_store(context, err));
	return data_copy_check(
		copy, "no backup was made (see 'shop admin check')", err);
}

/* What goes to a pipe or a device is there whole before the first byte does. */
static enum status
make_in_place(struct context *context, const struct file_output *output,
	struct data_copy *copy, struct err *err)
{
	enum status status;

	TRY(file_temporary(&copy->fd, err));
	status = make_copy(context, copy, err);
	if (status == ST_OK)
		status = file_copy(copy->fd, output->fd, output->path, err);
	close(copy->fd);
	return status;
}

static enum status
make_file(struct context *context, struct file_output *output, struct data_copy *copy,
	struct err *err)
{
	if (output->temporary[0] == '\0')
		return make_in_place(context, output, copy, err);
	copy->fd = output->fd;
	return make_copy(context, copy, err);
}

/* Quiet: a nightly job has nothing to say. */
static enum status
tell(struct context *context, const struct data_copy *copy, const char *head,
	struct err *err)
{
	struct backup_result result = { copy->name, copy->bytes, copy->values, head };
	char size[DATA_SIZE_TEXT_MAX];

	data_size_format(copy->bytes, size);
	TRY(output_detail(context->output, err,
		"'%s': %s, %" PRIu64 " values, each checked", copy->name, size,
		copy->values));
	if (context->global->format == FORMAT_UNSET)
		return ST_OK;
	return output_record(context->output, &result_record, &result, err);
}

static enum status
read_head(struct txn *txn, void *arg, struct err *err)
{
	return event_head(txn, arg, err);
}

/* Standard output has the backup alone. */
static enum status
check_format(struct context *context, bool in_place, struct err *err)
{
	if (!in_place || context->global->format == FORMAT_UNSET)
		return ST_OK;
	return fail(err, ST_USAGE,
		"what is told of a backup goes where the backup does (name a file, "
		"or "
		"leave out the format)");
}

static enum status
back_up(struct context *context, struct file_output *output, struct data_copy *copy,
	struct err *err)
{
	const char *head;

	TRY(check_format(context, output->temporary[0] == '\0', err));
	TRY(context_read(context, read_head, &head, err));
	TRY(make_file(context, output, copy, err));
	TRY(file_output_commit(output, err));
	return tell(context, copy, head, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct backup_input *input = arg;
	struct data_copy copy = { .fd = -1 };
	struct file_output output;
	enum status status;

	/* What lies in the shop's folder is lost with it, too. */
	TRY(own_folder_refuse(context, input->file, err));
	TRY(refuse_other_file(input->file, err));
	TRY(file_output_open(&output, input->file, 0600, err));
	copy.name = output.path;
	status = back_up(context, &output, &copy, err);
	if (status != ST_OK)
		file_output_abandon(&output);
	return status;
}

static const char *const examples[] = { "shop admin backup /mnt/backup/shop.mdb",
	"shop admin backup - | ssh backup 'cat >shop.mdb'", NULL };

const struct command command_admin_backup = {
	.path = "admin backup",
	.summary = "copy all of the shop's data to a file while it is in use",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct backup_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_LONG,
	.result = &result_record,
};
