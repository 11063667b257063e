#include "account/role.h"
#include "catalog/category.h"
#include "cmd/context.h"

struct categories_input {
	const char *path;
};

static const struct param params[] = {
	{ .name = "PATH",
		.kind = KIND_CATEGORY,
		.flags = PARAM_OPERAND,
		.offset = PARAM_MEMBER(struct categories_input, const char *, path),
		.given_offset = SIZE_MAX,
		.help = "only this category and what lies below it" },
};

struct categories {
	const char *path;
	struct list counts;
};

static enum status
read_tree(struct txn *txn, void *arg, struct err *err)
{
	struct categories *categories = arg;

	return category_tree(txn, categories->path, &categories->counts, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct categories_input *input = arg;
	struct categories categories = { input->path ? input->path : "",
		{ NULL, 0 } };
	const struct category_count *counts;
	struct list_count envelope;
	size_t i;

	TRY(context_read(context, read_tree, &categories, err));
	counts = categories.counts.items;
	TRY(output_list_begin(context->output, &category_count_record, err));
	for (i = 0; i < categories.counts.count; i++)
		TRY(output_row(context->output, &counts[i], err));
	envelope.count = (int64_t)categories.counts.count;
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static const char *const examples[] = { "shop categories", "shop categories Clothing",
	NULL };

const struct command command_categories = {
	.path = "categories",
	.summary = "show the tree of categories with the number of products in each",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct categories_input),
	.access = ACCESS_READ,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &category_count_record,
};
