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

static enum status
refuse_other(struct err *err)
{
	return fail(err, ST_REFUSED,
		"this is another shop's key: it does not open what is stored here");
}

/* The first customer who was not erased shows whether a key is the right one. */
static enum status
try_customers(const struct people *people, bool *proven, struct err *err)
{
	struct customer customer = { .id = 0 };
	bool found = true;

	*proven = false;
	while (found && !*proven) {
		enum status status =
			customer_next(people, customer.id, &customer, &found, err);

		if (status == ST_CORRUPT)
			return refuse_other(err);
		if (status != ST_OK)
			return status;
		*proven = found && customer.name[0] != '\0';
	}
	return ST_OK;
}

/* Without customers nothing is locked yet, but the event log is chained. */
static enum status
try_key(struct txn *txn, void *arg, struct err *err)
{
	struct people people = context_people(arg, txn);
	const char *fault;
	uint64_t count;
	bool proven;

	TRY(try_customers(&people, &proven, err));
	if (proven)
		return ST_OK;
	TRY(event_verify(txn, NULL, &fault, &count, err));
	return fault ? refuse_other(err) : ST_OK;
}

/* Puts the exported key in force for this command. */
static enum status
unwrap(struct context *context, const struct import_input *input, struct err *err)
{
	const struct password_input known = { input->passphrase_file,
		"passphrase-file", "passphrase" };
	struct secret passphrase = { NULL, 0 };
	struct bytes text;
	enum status status;

	TRY(password_input_known(context, &known, &passphrase, err));
	status = file_read(context->arena, input->file, EXPORT_SIZE_MAX, &text, err);
	if (status == ST_OK)
		status = keys_unwrap((const char *)text.data, &passphrase,
			&context->shop_key, err);
	secret_free(&passphrase);
	return status;
}

static enum status
install(struct context *context, struct err *err)
{
	struct stat folder;

	if (context->global->dry_run)
		return ST_OK;
	if (stat(context->home, &folder) != 0)
		return fail(err, ST_CONFIG, "no shop in '%s'", context->home);
	return keys_install(context->home, (folder.st_mode & S_IRWXG) != 0,
		&context->shop_key, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct import_result result = { context->home };

	TRY(unwrap(context, arg, err));
	TRY(keys_derive(
		&context->shop_key, KEY_EVENT_CHAIN, &context->chain_key, err));
	store_set_key(context->store, &context->chain_key);
	TRY(context_read(context, try_key, context, err));
	TRY(install(context, err));
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
