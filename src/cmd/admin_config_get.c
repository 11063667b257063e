#include "cmd/config_item.h"
#include "cmd/param.h"

struct config_get_input {
	const char *name;
};

static const struct param params[] = {
	OPERAND(struct config_get_input, const char *, name, "SETTING", KIND_SETTING,
		"the setting's name"),
};

struct reading {
	const struct setting *setting;
	struct config_item item;
};

static enum status
read_item(struct txn *txn, void *arg, struct err *err)
{
	struct reading *reading = arg;

	return config_item_read(txn, reading->setting, &reading->item, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct config_get_input *input = arg;
	struct reading reading;

	TRY(setting_require(input->name, &reading.setting, err));
	TRY(context_read(context, read_item, &reading, err));
	return output_record(
		context->output, &config_item_record, &reading.item, err);
}

static const char *const examples[] = { "shop admin config get shop.time-zone",
	NULL };

const struct command command_admin_config_get = {
	.path = "admin config get",
	.summary = "show one setting",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct config_get_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &config_item_record,
};
