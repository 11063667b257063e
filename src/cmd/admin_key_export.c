#include <string.h>

#include "account/keys.h"
#include "base/file.h"
#include "cmd/param.h"
#include "cmd/password_input.h"

struct export_input {
	const char *file;
	const char *passphrase_file;
};

static const struct param params[] = {
	OPERAND(struct export_input, const char *, file, "FILE", KIND_PATH,
		"the new file, that is not there yet; - is standard output"),
	OPTION(struct export_input, const char *, passphrase_file, "passphrase-file",
		KIND_PATH, "read the passphrase from this file's first line"),
};

struct export_result {
	const char *file;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct export_result, file) },
};

static const struct record_type result_record = { .name = "exported key",
	RECORD_FIELDS(struct export_result, result_fields) };

static enum status
seal_key(const struct context *context, const struct export_input *input,
	const char **text, struct err *err)
{
	const struct password_input new = { input->passphrase_file, "passphrase-file",
		"new passphrase" };
	struct secret passphrase = { NULL, 0 };
	enum status status;

	TRY(password_input_new(context, &new, &passphrase, err));
	status = keys_export(
		&context->shop_key, &passphrase, context->arena, text, err);
	secret_free(&passphrase);
	return status;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct export_input *input = arg;
	struct export_result result = { input->file };
	const char *text;

	if (strcmp(input->file, "-") != 0 && file_exists(input->file))
		return fail(err, ST_EXISTS, "'%s' exists already", input->file);
	TRY(seal_key(context, input, &text, err));
	TRY(arena_format(context->arena, &text, err, "%s\n", text));
	if (strcmp(input->file, "-") == 0)
		return output_text(context->output, text, strlen(text), true, err);
	TRY(file_create(input->file, bytes_of_text(text), 0600, err));
	TRY(output_record(context->output, &result_record, &result, err));
	return output_say(context->output, err,
		"\nkeep file and passphrase apart, and both away from this machine");
}

static const char *const examples[] = { "shop admin key export shop-key.txt",
	"shop admin key export shop-key.txt --passphrase-file FILE", NULL };

const struct command command_admin_key_export = {
	.path = "admin key export",
	.summary = "write a copy of the shop's key, locked with a passphrase",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct export_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.result = &result_record,
};
