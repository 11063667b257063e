#include "cmd/config_item.h"
#include "cmd/param.h"

struct config_list_input {
	bool unused;
};

static const char *const type_names[] = { "text", "number", "minutes", "yes or no",
	"list", "currency", "time zone", "country", "choice", "percent", "seconds",
	NULL };

static const struct field item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct config_item, name) },
	{ FIELD(2, FIELD_TEXT, struct config_item, value) },
	{ .number = 3,
		.type = FIELD_TEXT,
		.name = "default",
		.offset = offsetof(struct config_item, initial) },
	{ FIELD(4, FIELD_CHOICE, struct config_item, type), .choices = type_names },
	{ FIELD(5, FIELD_TEXT, struct config_item, meaning) },
};

const struct record_type config_item_record = { .name = "setting",
	RECORD_FIELDS(struct config_item, item_fields) };

enum status
config_item_read(struct txn *txn, const struct setting *setting,
	struct config_item *item, struct err *err)
{
	*item = (struct config_item){ .name = setting->name,
		.initial = setting->initial,
		.type = (int)setting->type,
		.meaning = setting->meaning };
	return setting_get(txn, setting->name, &item->value, err);
}

static enum status
list_all(struct txn *txn, void *arg, struct err *err)
{
	struct context *context = arg;
	struct config_item item;
	size_t i;

	for (i = 0; i < setting_count; i++) {
		TRY(config_item_read(txn, &settings[i], &item, err));
		TRY(output_row(context->output, &item, err));
	}
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct list_count envelope = { (int64_t)setting_count };

	(void)arg;
	TRY(output_list_begin(context->output, &config_item_record, err));
	TRY(context_read(context, list_all, context, err));
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop admin config", NULL };

const struct command command_admin_config_list = {
	.path = "admin config list",
	.summary = "list the settings with their values and meanings",
	.input_size = sizeof(struct config_list_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &config_item_record,
};
