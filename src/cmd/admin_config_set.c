#include <string.h>

#include "cmd/config_item.h"
#include "cmd/index_rebuild.h"
#include "cmd/param.h"

struct config_set_input {
	const char *name;
	const char *value;
};

static const struct param params[] = {
	OPERAND(struct config_set_input, const char *, name, "SETTING", KIND_SETTING,
		"the setting's name"),
	OPERAND(struct config_set_input, const char *, value, "VALUE", KIND_LINES,
		"its value; empty for the default"),
};

struct changing {
	const struct setting *setting;
	const char *value;
	bool quiet;
	uint64_t products;
	struct config_item item;
};

static bool
changes_index(const struct setting *setting)
{
	return strncmp(setting->name, "search.", 7) == 0;
}

static enum status
set(struct txn *txn, void *arg, struct err *err)
{
	struct changing *changing = arg;
	const char *name = changing->setting->name;
	const char *value = changing->value;

	TRY(setting_set(
		txn, name, value[0] ? value : changing->setting->initial, err));
	if (changes_index(changing->setting))
		TRY(index_rebuild(txn, changing->quiet, &changing->products, err));
	return config_item_read(txn, changing->setting, &changing->item, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct config_set_input *input = arg;
	struct changing changing = { .value = input->value,
		.quiet = context->global->quiet };

	TRY(setting_require(input->name, &changing.setting, err));
	TRY(context_write(context, set, &changing, err));
	return output_record(
		context->output, &config_item_record, &changing.item, err);
}

static const char *const examples[] = {
	"shop admin config set shop.time-zone Europe/Berlin", NULL
};

const struct command command_admin_config_set = {
	.path = "admin config set",
	.summary = "change a setting",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct config_set_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN,
	.result = &config_item_record,
};
