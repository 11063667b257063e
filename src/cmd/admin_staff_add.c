#include "account/staff.h"
#include "cmd/param.h"

struct add_input {
	const char *user;
	int role;
};

static const char *const roles[] = { "reporter", "clerk", "manager", "owner", NULL };

static const struct param params[] = {
	{ .name = "os-user",
		.kind = KIND_TEXT,
		.flags = PARAM_REQUIRED,
		.value_name = "NAME",
		PARAM_OF(struct add_input, const char *, user),
		.help = "the operating-system user, by name or number" },
	{ .name = "role",
		.kind = KIND_CHOICE,
		.flags = PARAM_REQUIRED,
		.choices = roles,
		PARAM_OF(struct add_input, int, role),
		.help = "what the user may do; each may what those before may" },
};

struct adding {
	struct staff wanted;
	struct staff staff; /* as it then is */
};

static enum status
add(struct txn *txn, void *arg, struct err *err)
{
	struct adding *adding = arg;
	bool found;

	TRY(staff_add(txn, &adding->wanted, err));
	return staff_get(txn, adding->wanted.uid, &adding->staff, &found, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct add_input *input = arg;
	struct adding adding = { .wanted = { .role = ROLE_REPORTER + input->role } };
	struct staff *wanted = &adding.wanted;

	TRY(os_user_find(input->user, &wanted->uid, err));
	TRY(os_user_name(wanted->uid, context->arena, &wanted->name, err));
	TRY(context_write(context, add, &adding, err));
	return output_record(context->output, &staff_record, &adding.staff, err);
}

static const char *const examples[] = {
	"shop admin staff add --os-user alice --role clerk", NULL
};

const struct command command_admin_staff_add = {
	.path = "admin staff add",
	.summary = "make an operating-system user staff, or change a role",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct add_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &staff_record,
};
