#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "cmd/data_copy.h"
#include "cmd/file_copy.h"
#include "cmd/key_check.h"
#include "cmd/param.h"
#include "store/event.h"
#include "store/setting.h"

struct restore_input {
	const char *file;
};

static const struct param params[] = {
	OPERAND(struct restore_input, const char *, file, "FILE", KIND_PATH,
		"what 'admin backup' wrote; - is standard input"),
};

struct restore_result {
	const char *home;
	const char *name;
	int64_t changed_at;
	uint64_t bytes;
	uint64_t values;
	bool key;
	bool foreign_key; /* the one that is there is another shop's */
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct restore_result, home) },
	{ FIELD(2, FIELD_TEXT, struct restore_result, name) },
	{ FIELD(3, FIELD_TIME, struct restore_result, changed_at) },
	{ FIELD(4, FIELD_ID, struct restore_result, bytes) },
	{ FIELD(5, FIELD_ID, struct restore_result, values) },
	{ FIELD(6, FIELD_BOOL, struct restore_result, key) },
};

static const struct record_type result_record = { .name = "restored shop",
	RECORD_FIELDS(struct restore_result, result_fields) };

/* What is checked is the copy, as it will be used. */
static enum status
fill(int from, const struct file_output *data, struct data_copy *copy,
	struct err *err)
{
	TRY(file_copy_rest(from, copy->name, data->fd, data->path, err));
	copy->fd = data->fd;
	return data_copy_check(copy, "nothing was restored", err);
}

static enum status
restore(struct context *context, int from, struct data_copy *copy, struct err *err)
{
	char path[DATA_COPY_PATH_MAX];
	struct file_output data;
	enum status status;

	data_copy_path(from, path);
	TRY(store_copy_look(path, copy->name, err));
	TRY(folder_create(context->home, 0700, err));
	TRY(store_adopt_open(context->home, folder_is_shared(context->home),
		context->arena, &data, err));
	status = fill(from, &data, copy, err);
	if (status == ST_OK)
		status = store_adopt(context->home, &data, err);
	if (status != ST_OK)
		file_output_abandon(&data);
	return status;
}

/* Of the last thing that happened to it: so old is the backup. */
static enum status
read_changed_at(struct txn *txn, int64_t *at, struct err *err)
{
	struct event_filter filter = { .newest_first = true };
	struct event_scan *scan;
	struct event event;
	bool found;

	TRY(event_scan_open(txn, &filter, &scan, err));
	TRY(event_next(scan, &event, &found, err));
	*at = found ? event.at : 0;
	return ST_OK;
}

static enum status
read_shop(struct txn *txn, void *arg, struct err *err)
{
	struct restore_result *result = arg;
	const char *zone;

	TRY(setting_get(txn, "shop.name", &result->name, err));
	TRY(setting_get(txn, "shop.time-zone", &zone, err));
	TRY(zone_use(zone, err));
	return read_changed_at(txn, &result->changed_at, err);
}

static enum status
look(struct context *context, struct restore_result *result, struct err *err)
{
	struct err ignored;

	context->opened = (struct store_options){ .kind = STORE_LMDB,
		.folder = context->home,
		.access = STORE_READ,
		.wait = context->global->wait };
	TRY(store_open(&context->opened, &context->store, err));
	TRY(store_read(context->store, context->arena, read_shop, result, err));
	if (context_load_keys(context, &ignored) != ST_OK)
		return ST_OK;
	TRY(key_check(context, &result->key, err));
	result->foreign_key = !result->key;
	return ST_OK;
}

static enum status
tell(struct context *context, const struct restore_result *result, struct err *err)
{
	TRY(output_record(context->output, &result_record, result, err));
	if (result->key)
		return output_say(
			context->output, err, "\nprove it: shop admin check");
	if (result->foreign_key)
		TRY(output_warn(context->output, err,
			"the key that is there is another shop's, and must not be "
			"used: move it away"));
	return output_say(context->output, err,
		"\nthe shop's key is in no backup: put it back with 'shop admin key "
		"import FILE',\nor copy keys/ from the old folder; then prove it "
		"all: "
		"shop admin check");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct restore_input *input = arg;
	struct restore_result result = { .home = context->home };
	struct data_copy copy = { .name = input->file };
	enum status status;
	int from;

	TRY(file_open_spooled(input->file, &from, err));
	status = restore(context, from, &copy, err);
	close(from);
	if (status != ST_OK)
		return status;
	result.bytes = copy.bytes;
	result.values = copy.values;
	TRY(look(context, &result, err));
	return tell(context, &result, err);
}

static const char *const examples[] = {
	"shop --home ~/tea admin restore /mnt/backup/shop.mdb", NULL
};

const struct command command_admin_restore = {
	.path = "admin restore",
	.summary = "put a backup in place as a shop",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct restore_input),
	.access = ACCESS_CREATE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.result = &result_record,
};
