#include "account/keys.h"
#include "base/file.h"
#include "cmd/key_check.h"
#include "cmd/param.h"
#include "cmd/password_input.h"

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
	if (context->global->dry_run)
		return ST_OK;
	return keys_install(context->home, folder_is_shared(context->home),
		&context->shop_key, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct import_result result = { context->home };
	bool fits;

	TRY(unwrap(context, arg, err));
	TRY(keys_derive(
		&context->shop_key, KEY_EVENT_CHAIN, &context->chain_key, err));
	store_set_key(context->store, &context->chain_key);
	TRY(key_check(context, &fits, err));
	if (!fits)
		return fail(err, ST_REFUSED,
			"this is another shop's key: it does not open what is stored "
			"here");
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
