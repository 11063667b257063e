#include <inttypes.h>

#include "cmd/books_count.h"
#include "cmd/index_rebuild.h"
#include "cmd/param.h"

struct reindex_input {
	bool unused;
};

struct reindex_result {
	uint64_t products;
	uint64_t orders;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_ID, struct reindex_result, products) },
	{ FIELD(2, FIELD_ID, struct reindex_result, orders) },
};
static const struct record_type result_record = { .name = "index",
	RECORD_FIELDS(struct reindex_result, result_fields) };

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct reindex_result result;
	struct rebuilt rebuilt;
	uint64_t products;

	(void)arg;
	TRY(index_rebuild_all(context, &rebuilt, err));
	products = rebuilt.products;
	result = (struct reindex_result){ products, rebuilt.orders };
	if (!output_is_table(context->output))
		return output_record(context->output, &result_record, &result, err);
	TRY(output_say(context->output, err,
		"the index was built anew: %" PRIu64 " product%s", products,
		products == 1 ? "" : "s"));
	return books_count_say(context, rebuilt.orders, err);
}

static const char *const examples[] = { "shop admin reindex", NULL };

const struct command command_admin_reindex = {
	.path = "admin reindex",
	.summary = "build the search index and the books anew",
	.input_size = sizeof(struct reindex_input),
	.access = ACCESS_WRITE,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.result = &result_record,
};
