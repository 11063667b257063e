#include "cmd/password_input.h"

#include "base/crypto.h"
#include "cli/prompt.h"

static enum status
check_possible(const struct context *context, const struct password_input *input,
	struct err *err)
{
	if (input->file || prompt_possible(context->global->no_input))
		return ST_OK;
	return fail(err, ST_USAGE, "missing option '--%s' (%s; see 'shop %s --help')",
		input->option,
		context->in_batch ? "in a batch it names a file"
				  : "'-' is standard input",
		context->command->path);
}

enum status
password_input_known(const struct context *context,
	const struct password_input *input, struct secret *password, struct err *err)
{
	TRY(check_possible(context, input, err));
	if (input->file)
		return secret_read_file(input->file, password, err);
	return prompt_password(input->ask, false, password, err);
}

enum status
password_input_new(const struct context *context, const struct password_input *input,
	struct secret *password, struct err *err)
{
	enum status status;

	TRY(check_possible(context, input, err));
	if (!input->file)
		return prompt_password(input->ask, true, password, err);
	TRY(secret_read_file(input->file, password, err));
	status = password_check_quality(password, err);
	if (status != ST_OK)
		secret_free(password);
	return status;
}
