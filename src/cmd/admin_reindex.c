#include <inttypes.h>

#include "cmd/index_rebuild.h"
#include "cmd/param.h"

struct reindex_input {
	bool unused;
};

struct reindex_result {
	uint64_t products;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_ID, struct reindex_result, products) },
};
static const struct record_type result_record = { .name = "index",
	RECORD_FIELDS(struct reindex_result, result_fields) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct reindex_result result = { 0 };
	uint64_t products;

	(void)arg;
	TRY(index_rebuild_all(context, &result.products, err));
	products = result.products;
	if (!output_is_table(context->output))
		return output_record(context->output, &result_record, &result, err);
	return output_say(context->output, err,
		"the index was built anew: %" PRIu64 " product%s", products,
		products == 1 ? "" : "s");
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
	.result = &result_record,
};
