#include <sys/stat.h>

#include "account/keys.h"
#include "base/file.h"
#include "cmd/param.h"
#include "cmd/password_input.h"
#include "store/event.h"

#define EXPORT_SIZE_MAX 4096

struct import_input {
	const char *file;
	const char *passphrase_file;
};

static const struct param params[] = {
	OPERAND(struct import_input, const char *, file, "FILE", KIND_PATH,
		"what 'admin key export' wrote; - is standard input"),
	OPTION(struct import_input, const char *, passphrase_file, "passphrase-file",
		KIND_PATH, "read the passphrase from this file's first line"),
};

struct import_result {
	const char *home;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct import_result, home) },
};

static const struct record_type result_record = { .name = "imported key",
	RECORD_FIELDS(struct import_result, result_fields) };

struct fitting {
	const struct secret *key;
	bool proven;
};

static enum status
refuse_other(struct err *err)
{
	return fail(err, ST_REFUSED,
		"this is another shop's key: it does not open what is stored here");
}

/* The first customer who was not erased shows whether a key is the right one. */
static enum status
try_customers(struct txn *txn, struct fitting *fitting, struct err *err)
{
	struct people people = { txn, fitting->key };
	struct customer customer = { .id = 0 };
	bool found = true;

	while (found && !fitting->proven) {
		enum status status =
			customer_next(&people, customer.id, &customer, &found, err);

		if (status == ST_CORRUPT)
			return refuse_other(err);
		if (status != ST_OK)
			return status;
		fitting->proven = found && customer.name[0] != '\0';
	}
	return ST_OK;
}

/* Without customers nothing is locked yet, but the event log is chained. */
static enum status
try_key(struct txn *txn, void *arg, struct err *err)
{
	struct fitting *fitting = arg;
	const char *fault;
	uint64_t count;

	TRY(try_customers(txn, fitting, err));
	if (fitting->proven)
		return ST_OK;
	TRY(event_verify(txn, NULL, &fault, &count, err));
	return fault ? refuse_other(err) : ST_OK;
}

static enum status
install(struct context *context, const struct secret *key, struct err *err)
{
	struct fitting fitting = { .key = key };
	struct stat folder;

	store_set_key(context->store, key);
	TRY(context_read(context, try_key, &fitting, err));
	if (stat(context->home, &folder) != 0)
		return fail(err, ST_CONFIG, "no shop in '%s'", context->home);
	if (context->global->dry_run)
		return ST_OK;
	return keys_install(context->home, (folder.st_mode & S_IRWXG) != 0, key, err);
}

static enum status
unwrap(const struct context *context, const struct import_input *input,
	struct secret *key, struct err *err)
{
	const struct password_input known = { input->passphrase_file,
		"passphrase-file", "passphrase" };
	struct secret passphrase = { NULL, 0 };
	struct bytes text;
	enum status status;

	TRY(password_input_known(context, &known, &passphrase, err));
	status = file_read(context->arena, input->file, EXPORT_SIZE_MAX, &text, err);
	if (status == ST_OK)
		status = keys_unwrap((const char *)text.data, &passphrase, key, err);
	secret_free(&passphrase);
	return status;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct import_result result = { context->home };
	struct secret key = { NULL, 0 };
	enum status status;

	TRY(unwrap(context, arg, &key, err));
	status = install(context, &key, err);
	store_set_key(context->store, &context->shop_key);
	secret_free(&key);
	if (status != ST_OK)
		return status;
	return output_record(context->output, &result_record, &result, err);
}

static const char *const examples[] = { "shop admin key import shop-key.txt",
	"shop admin key import shop-key.txt --passphrase-file FILE", NULL };

const struct command command_admin_key_import = {
	.path = "admin key import",
	.summary = "put the shop's key back from an exported copy",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct import_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_KEYLESS,
	.result = &result_record,
};
