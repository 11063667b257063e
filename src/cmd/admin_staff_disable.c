#include "account/staff.h"
#include "cmd/param.h"

struct disable_input {
	const char *user;
};

static const struct param params[] = {
	{ .name = "os-user",
		.kind = KIND_TEXT,
		.flags = PARAM_REQUIRED,
		.value_name = "NAME",
		PARAM_OF(struct disable_input, const char *, user),
		.help = "the operating-system user, by name or number" },
};

struct disabling {
	uint64_t uid;
	struct staff staff;
};

static enum status
disable(struct txn *txn, void *arg, struct err *err)
{
	struct disabling *disabling = arg;
	bool found;

	TRY(staff_disable(txn, disabling->uid, err));
	return staff_get(txn, disabling->uid, &disabling->staff, &found, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct disable_input *input = arg;
	struct disabling disabling = { .uid = 0 };

	TRY(os_user_find(input->user, &disabling.uid, err));
	TRY(context_write(context, disable, &disabling, err));
	return output_record(context->output, &staff_record, &disabling.staff, err);
}

static const char *const examples[] = { "shop admin staff disable --os-user alice",
	NULL };

const struct command command_admin_staff_disable = {
	.path = "admin staff disable",
	.summary = "take a user's role away",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct disable_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &staff_record,
};
