#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/file_copy.h"
#include "cmd/own_folder.h"
#include "cmd/param.h"
#include "exchange/export.h"
#include "exchange/export_csv.h"

#define FILE_MODE 0644
/* Of a file with customers and orders in it. */
#define PRIVATE_MODE 0600

static const char *const with_names[] = { "customers", "orders", NULL };

struct export_input {
	struct words with;
	const char *path;
};

static const struct param params[] = {
	{ .name = "with",
		.kind = KIND_CHOICES,
		PARAM_OF(struct export_input, struct words, with),
		.choices = with_names,
		.help = "write customers and orders, too (owner only)" },
	{ .name = "FILE",
		.kind = KIND_PATH,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct export_input, const char *, path),
		.help = "where to write (default: -, standard output)" },
};

struct export_job {
	struct context *context;
	int fd; /* -1: standard output, after the command */
	const char *path;
	struct export_with with;
};

static enum status
take(void *arg, const void *data, size_t size, struct err *err)
{
	const struct export_job *job = arg;

	if (job->fd < 0)
		return output_text(job->context->output, data, size, true, err);
	return file_write_all(job->fd, data, size, job->path, err);
}

static enum status
write_all(struct txn *txn, void *arg, struct err *err)
{
	const struct export_job *job = arg;

	if (job->context->global->format == FORMAT_CSV)
		return export_csv(txn, job->context->decimals, take, arg, err);
	return export_yaml(txn, &job->with, take, arg, err);
}

/* The file may be a pipe that somebody is slow to read: the transaction must not
 * wait for it. */
static enum status
export_spooled(
	struct export_job *job, const struct file_output *output, struct err *err)
{
	enum status status;

	TRY(file_temporary(&job->fd, err));
	status = context_read(job->context, write_all, job, err);
	if (status == ST_OK)
		status = file_copy(job->fd, output->fd, job->path, err);
	close(job->fd);
	return status;
}

static enum status
export_to_file(struct export_job *job, struct err *err)
{
	struct file_output output;
	enum status status;

	bool is_private = job->with.customers || job->with.orders;

	TRY(own_folder_refuse(job->context, job->path, err));
	TRY(file_output_open(
		&output, job->path, is_private ? PRIVATE_MODE : FILE_MODE, err));
	status = export_spooled(job, &output, err);
	if (status == ST_OK)
		return file_output_commit(&output, err);
	file_output_abandon(&output);
	return status;
}

static bool
names(const struct words *words, const char *name)
{
	size_t i;

	for (i = 0; i < words->count; i++)
		if (strcmp(words->items[i], name) == 0)
			return true;
	return false;
}

/* What is personal, passwords' hashes among it, is nobody's but the owner's. */
static enum status
take_with(struct export_job *job, const struct words *words, struct err *err)
{
	job->with = (struct export_with){ names(words, "customers"),
		names(words, "orders"), &job->context->shop_key };
	if (words->count == 0)
		return ST_OK;
	return identity_require(&job->context->identity, ROLE_OWNER,
		"admin export --with", false, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct export_input *input = arg;
	struct export_job job = { .context = context, .fd = -1, .path = input->path };

	TRY(take_with(&job, &input->with, err));
	if (context->global->format != FORMAT_UNSET &&
		context->global->format != FORMAT_YAML &&
		context->global->format != FORMAT_CSV)
		return fail(err, ST_USAGE, "an export is written as yaml or csv");
	if (context->global->format == FORMAT_CSV && input->with.count > 0)
		return fail(err, ST_USAGE,
			"customers and orders are written as yaml only (no --format "
			"csv)");
	if (input->path && strcmp(input->path, "-") != 0)
		return export_to_file(&job, err);
	return context_read(context, write_all, &job, err);
}

static const char *const examples[] = { "shop admin export catalog.yaml",
	"shop admin export --format csv products.csv",
	"shop admin export | gzip >catalog.yaml.gz",
	"shop admin export --with customers,orders whole.yaml", NULL };

const struct command command_admin_export = {
	.path = "admin export",
	.summary = "write the catalogue as a file that can be imported",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct export_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
};
