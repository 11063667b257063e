#include "cmd/rule_test.h"

#include <string.h>

static const struct param params[] = {
	{ .name = "METHOD",
		.kind = KIND_SHIPPING_METHOD,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct rule_test_input, const char *, name),
		.help = "the one that is asked for (default: the cheapest)" },
	RULE_TEST_OPTIONS,
};

/* What a refusal says before its reason, "shipping method 'parcel' ", says the row.
 */
static const char *
reason_of(const struct shipping_method *method, const char *message)
{
	const char *name = strstr(message, method->method);

	return name && name[strlen(method->method)] == '\''
		       ? name + strlen(method->method) + 2
		       : message;
}

static enum status
try_method(struct rule_test *test, struct txn *txn,
	const struct shipping_method *method, struct rule_test_method *shown,
	struct err *err)
{
	struct quote quote;
	enum status status;

	*shown = (struct rule_test_method){
		.method = method->method, .price = method->price, .reason = ""
	};
	status = rule_test_quote(test, txn, method->method, &quote, err);
	if (status == ST_REFUSED)
		return arena_text(txn_arena(txn), reason_of(method, err->message),
			&shown->reason, err);
	TRY(status);
	shown->offered = quote.shipping.method[0] != '\0';
	if (!shown->offered)
		shown->reason = "is not needed: nothing of it is shipped";
	shown->discount = quote.shipping.discount;
	shown->tax_added = quote.shipping.tax_added;
	shown->tax_included = quote.shipping.tax_included;
	return ST_OK;
}

static enum status
try_methods(struct rule_test *test, struct txn *txn, struct err *err)
{
	const struct shipping_method *items;
	struct rule_test_method *shown;
	struct list methods;
	size_t i;

	TRY(rule_list(txn, RULE_SHIPPING, &methods, err));
	TRY(ARENA_NEW(txn_arena(txn), methods.count, &shown, err));
	items = methods.items;
	for (i = 0; i < methods.count; i++)
		TRY(try_method(test, txn, &items[i], &shown[i], err));
	test->view.methods = (struct list){ shown, methods.count };
	return ST_OK;
}

/* Marks the one that the order would have, and says why the one asked for is none. */
static enum status
judge(struct rule_test *test, struct txn *txn, const char *chosen, struct err *err)
{
	struct rule_test_method *methods = test->view.methods.items;
	const char *name = test->input->name;
	size_t i;

	for (i = 0; i < test->view.methods.count; i++) {
		bool asked_for = name && strcmp(name, methods[i].method) == 0;

		methods[i].chosen =
			methods[i].offered && strcmp(chosen, methods[i].method) == 0;
		if (asked_for && !methods[i].offered)
			TRY(arena_format(txn_arena(txn), &test->fault, err,
				"shipping method '%s' %s", name, methods[i].reason));
	}
	if (!name && test->view.unshippable[0])
		test->fault = test->view.unshippable;
	return ST_OK;
}

static enum status
try_cart(struct txn *txn, void *arg, struct err *err)
{
	struct rule_test *test = arg;
	const char *name = test->input->name ? test->input->name : "";
	struct shipping_method method;
	struct quote quote;
	struct quote asked_for;

	if (name[0])
		TRY(rule_require(txn, RULE_SHIPPING, name, &method, err));
	TRY(rule_test_quote(test, txn, "", &quote, err));
	if (name[0] && rule_test_quote(test, txn, name, &asked_for, err) == ST_OK)
		quote = asked_for;
	TRY(rule_test_fill(test, txn, &quote, err));
	TRY(try_methods(test, txn, err));
	return judge(test, txn, quote.shipping.method, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct rule_test test = { .context = context, .input = arg };

	return rule_test_run(&test, try_cart, err);
}

static const char *const examples[] = {
	"shop admin shipping test --line TS-S-RED=2 --country AT",
	"shop --for C1001 admin shipping test freight", NULL
};

const struct command command_admin_shipping_test = {
	.path = "admin shipping test",
	.summary = "show which methods a cart can be shipped by, and why not",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_test_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_GROUPED,
	.result = &shipping_test_record,
};
