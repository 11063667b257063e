#include <inttypes.h>

#include "cmd/param.h"
#include "cmd/product_apply.h"
#include "cmd/product_change.h"
#include "cmd/synonym_log.h"

struct synonyms_add_input {
	struct words both;
	const char *from;
	struct words to;
};

static const struct param params[] = {
	{ .name = "TEXT",
		.kind = KIND_TEXT,
		.flags = PARAM_OPERAND | PARAM_REPEATED,
		PARAM_OF(struct synonyms_add_input, struct words, both),
		.help = "a word, or up to four; each TEXT finds the others" },
	OPTION(struct synonyms_add_input, const char *, from, "from", KIND_TEXT,
		"who looks for this finds what --to says, and not the other way "
		"round"),
	{ .name = "to",
		.kind = KIND_TEXT,
		.flags = PARAM_REPEATED,
		PARAM_OF(struct synonyms_add_input, struct words, to),
		.help = "what --from leads to" },
};

struct adding {
	struct synonym wanted;
	struct synonym_put put;
};

static enum status
log_all(struct txn *txn, const struct synonym_put *put, struct err *err)
{
	const struct synonym *replaced = put->replaced.items;
	size_t i;

	TRY(synonym_log(
		txn, put->replaced.count > 0 ? replaced : NULL, &put->now, err));
	for (i = 1; i < put->replaced.count; i++)
		TRY(synonym_log(txn, &replaced[i], NULL, err));
	return ST_OK;
}

static enum status
add(struct catalog *catalog, void *arg, struct err *err)
{
	struct adding *adding = arg;

	TRY(product_input_fault(
		synonym_put(catalog, &adding->wanted, true, &adding->put, err), err));
	if (adding->put.said)
		return fail(err, ST_UNCHANGED,
			"it is so already (synonym %" PRIu64 ")",
			adding->put.now.number);
	return log_all(catalog_txn(catalog), &adding->put, err);
}

static enum status
check_input(const struct synonyms_add_input *input, struct err *err)
{
	if (!input->from && input->to.count > 0)
		return fail(err, ST_USAGE, "--to goes with --from only");
	if (input->from && input->to.count == 0)
		return fail(err, ST_USAGE, "--from needs --to");
	if (input->from && input->both.count > 0)
		return fail(err, ST_USAGE,
			"'%s' is one TEXT too many: --from goes with --to alone",
			input->both.items[0]);
	if (!input->from && input->both.count < 2)
		return fail(err, ST_USAGE,
			"two texts or more are needed, such as 'laptop notebook' (or "
			"--from and --to)");
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct synonyms_add_input *input = arg;
	struct adding adding = {
		.wanted = { .both = { input->both.items, input->both.count },
			.from = input->from ? input->from : "",
			.to = { input->to.items, input->to.count } }
	};

	TRY(check_input(input, err));
	TRY(product_change_run(context, add, &adding, err));
	TRY(output_record(context->output, &synonym_record, &adding.put.now, err));
	return product_change_say(context, err);
}

static const char *const examples[] = { "shop admin synonyms add laptop notebook",
	"shop admin synonyms add 'cell phone' mobile smartphone",
	"shop admin synonyms add --from telly --to television", NULL };

const struct command command_admin_synonyms_add = {
	.path = "admin synonyms add",
	.summary = "let searches take words for one another",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct synonyms_add_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &synonym_record,
};
