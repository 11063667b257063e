#include "catalog/find.h"
#include "cmd/param.h"

struct reindex_input {
	bool unused;
};

static enum status
rebuild(struct txn *txn, void *arg, struct err *err)
{
	(void)arg;
	return find_rebuild(txn, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	(void)arg;
	TRY(context_write(context, rebuild, NULL, err));
	return output_say(context->output, err, "the index was built anew");
}

static const char *const examples[] = { "shop admin reindex", NULL };

const struct command command_admin_reindex = {
	.path = "admin reindex",
	.summary = "build the search index anew",
	.input_size = sizeof(struct reindex_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
};
