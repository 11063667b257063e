#include "cmd/param.h"
#include "cmd/product_change.h"
#include "cmd/synonym_log.h"

struct synonyms_remove_input {
	struct words names;
};

static const struct param params[] = {
	{ .name = "NUMBER|TEXT",
		.kind = KIND_SYNONYM,
		.flags = PARAM_OPERAND | PARAM_REQUIRED | PARAM_REPEATED,
		PARAM_OF(struct synonyms_remove_input, struct words, names),
		.help = "the number that the list shows, or a text that is in one "
			"synonym alone" },
};

struct removing {
	const struct words *names;
	struct synonym *removed;
};

static enum status
remove_all(struct catalog *catalog, void *arg, struct err *err)
{
	struct removing *removing = arg;
	struct txn *txn = catalog_txn(catalog);
	size_t i;

	TRY(ARENA_NEW(
		txn_arena(txn), removing->names->count, &removing->removed, err));
	for (i = 0; i < removing->names->count; i++) {
		struct synonym *removed = &removing->removed[i];

		TRY(synonym_find(catalog, removing->names->items[i], removed, err));
		TRY(synonym_remove(catalog, removed, err));
		TRY(synonym_log(txn, removed, NULL, err));
	}
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct synonyms_remove_input *input = arg;
	struct removing removing = { .names = &input->names };
	struct list_count envelope = { (int64_t)input->names.count };
	size_t i;

	TRY(product_change_run(context, remove_all, &removing, err));
	TRY(output_list_begin(context->output, &synonym_record, err));
	for (i = 0; i < input->names.count; i++)
		TRY(output_row(context->output, &removing.removed[i], err));
	TRY(output_list_end(context->output, &list_count_record, &envelope, err));
	TRY(output_say(context->output, err, "%zu synonym%s removed",
		input->names.count, input->names.count == 1 ? "" : "s"));
	return product_change_say(context, err);
}

static const char *const examples[] = { "shop admin synonyms remove 3",
	"shop admin synonyms remove telly", NULL };

const struct command command_admin_synonyms_remove = {
	.path = "admin synonyms remove",
	.summary = "let searches take words for one another no more",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct synonyms_remove_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &synonym_record,
};
