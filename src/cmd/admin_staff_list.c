#include "account/staff.h"
#include "cmd/param.h"

static enum status
read_staff(struct txn *txn, void *arg, struct err *err)
{
	return staff_list(txn, arg, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct list_count envelope;
	const struct staff *items;
	struct list staff;
	size_t i;

	(void)arg;
	TRY(context_read(context, read_staff, &staff, err));
	TRY(output_list_begin(context->output, &staff_record, err));
	items = staff.items;
	for (i = 0; i < staff.count; i++)
		TRY(output_row(context->output, &items[i], err));
	envelope.count = (int64_t)staff.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin staff", NULL };

const struct command command_admin_staff_list = {
	.path = "admin staff list",
	.summary = "list the staff and their roles",
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &staff_record,
};
