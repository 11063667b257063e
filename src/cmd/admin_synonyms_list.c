#include <inttypes.h>

#include "catalog/synonym.h"
#include "cmd/param.h"

static enum status
read_rules(struct txn *txn, void *arg, struct err *err)
{
	return synonym_list(txn, arg, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct list_count envelope;
	const struct synonym *items;
	struct list rules;
	size_t i;

	(void)arg;
	TRY(context_read(context, read_rules, &rules, err));
	TRY(output_list_begin(context->output, &synonym_record, err));
	items = rules.items;
	for (i = 0; i < rules.count; i++)
		TRY(output_row(context->output, &items[i], err));
	envelope.count = (int64_t)rules.count;
	TRY(output_list_end(context->output, &list_count_record, &envelope, err));
	return output_say(context->output, err, "%zu synonym%s", rules.count,
		rules.count == 1 ? "" : "s");
}

static const char *const examples[] = { "shop admin synonyms", NULL };

const struct command command_admin_synonyms_list = {
	.path = "admin synonyms list",
	.summary = "list the words that searches take for one another",
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DEFAULT | COMMAND_GROUPED,
	.result = &synonym_record,
};
