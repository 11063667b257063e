#include <inttypes.h>
#include <string.h>

#include "catalog/document.h"
#include "cmd/books_count.h"
#include "cmd/config_item.h"
#include "cmd/index_rebuild.h"
#include "cmd/param.h"
#include "order/posting.h"

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
	struct context *context;
	const struct setting *setting;
	const char *value;
	struct config_item item;
	const char *old;
	bool rebuilt; /* the index, which has so many products then: */
	uint64_t products;
	bool counts; /* the books, of so many orders */
	bool counted;
	uint64_t orders;
};

static enum status
read_old(struct txn *txn, void *arg, struct err *err)
{
	struct changing *changing = arg;

	return setting_get(txn, changing->setting->name, &changing->old, err);
}

static enum status
read_orders(struct txn *txn, void *arg, struct err *err)
{
	struct changing *changing = arg;
	struct table_stat stat;

	TRY(txn_table_stat(txn, TABLE_ORDER, &stat, err));
	changing->orders = stat.entries;
	return ST_OK;
}

/* Days begin at another time: the first of them are counted with the change itself,
 * which for most shops are all. */
static enum status
count_first(struct txn *txn, struct changing *changing, struct err *err)
{
	struct books_state state;

	TRY(books_state(txn, &state, err));
	changing->counts = !state.whole;
	return order_count_books(txn, books_slice(), &changing->counted, err);
}

static enum status
set(struct txn *txn, void *arg, struct err *err)
{
	struct changing *changing = arg;
	const struct setting *setting = changing->setting;

	TRY(setting_set(txn, setting->name, changing->value, err));
	if (setting->type == SETTING_ZONE)
		TRY(count_first(txn, changing, err));
	return config_item_read(txn, setting, &changing->item, err);
}

/* What the index follows from changes in the transaction that takes the new index
 * into use. What is refused is refused before it is built. */
static enum status
rebuild_index(struct changing *changing, struct err *err)
{
	struct context *context = changing->context;
	struct catalog_rebuild rebuild = { .setting = changing->setting->name,
		.value = changing->value,
		.also = set,
		.arg = changing };

	changing->rebuilt = true;
	TRY(store_rehearse(context->store, context->arena, set, changing, err));
	TRY(index_rebuild(context, &rebuild, err));
	context->committed = !context->global->dry_run;
	changing->products = rebuild.products;
	return ST_OK;
}

static enum status
count_rest(struct changing *changing, struct err *err)
{
	struct context *context = changing->context;

	if (!changing->counts)
		return ST_OK;
	if (changing->counted || context->global->dry_run)
		return context_read(context, read_orders, changing, err);
	return books_count_rest(context, &changing->orders, err);
}

static enum status
say_rebuilt(const struct changing *changing, struct err *err)
{
	struct output *output = changing->context->output;
	static const char format[] = "the index %s built anew: %" PRIu64 " product%s";
	const char *was = changing->context->global->dry_run ? "would be" : "was";
	const char *plural = changing->products == 1 ? "" : "s";

	if (!changing->rebuilt)
		return ST_OK;
	if (output_is_table(output))
		return output_say(
			output, err, format, was, changing->products, plural);
	return output_detail(output, err, format, was, changing->products, plural);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct config_set_input *input = arg;
	struct changing changing = { .context = context, .value = input->value };
	bool changes;

	TRY(setting_require(input->name, &changing.setting, err));
	if (!changing.value[0])
		changing.value = changing.setting->initial;
	TRY(context_read(context, read_old, &changing, err));
	changes = strcmp(changing.old, changing.value) != 0;
	if (changes && document_follows(input->name))
		TRY(rebuild_index(&changing, err));
	else
		TRY(context_write(context, set, &changing, err));
	TRY(count_rest(&changing, err));
	TRY(output_record(context->output, &config_item_record, &changing.item, err));
	TRY(say_rebuilt(&changing, err));
	return books_count_say(context, changing.orders, err);
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
