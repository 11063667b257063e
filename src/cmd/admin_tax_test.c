#include "cmd/rule_test.h"

static const struct param params[] = { RULE_TEST_OPTIONS };

static enum status
try_cart(struct txn *txn, void *arg, struct err *err)
{
	struct rule_test *test = arg;
	struct quote quote;

	TRY(rule_test_quote(test, txn, "", &quote, err));
	return rule_test_fill(test, txn, &quote, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct rule_test test = { .context = context, .input = arg };

	return rule_test_run(&test, try_cart, err);
}

static const char *const examples[] = {
	"shop admin tax test --line TS-S-RED=2 --country AT",
	"shop --for C1001 admin tax test --at 2027-01-01", NULL
};

const struct command command_admin_tax_test = {
	.path = "admin tax test",
	.summary = "show what a cart is taxed, and by which rates",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_test_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_GROUPED,
	.result = &tax_test_record,
};
