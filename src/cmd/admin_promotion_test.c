#include "cmd/rule_test.h"

#include <string.h>

static const struct param params[] = {
	{ .name = "PROMOTION",
		.kind = KIND_PROMOTION,
		.flags = PARAM_OPERAND,
		PARAM_OF(struct rule_test_input, const char *, name),
		.help = "the one that is asked about (default: all of them)" },
	RULE_TEST_OPTIONS,
};

static void
add_all(const struct quote *quote, struct list *list)
{
	const struct quote_promotion *applied = quote->promotions.items;
	const struct quote_refused *refused = quote->refused.items;
	struct rule_test_promotion *items = list->items;
	size_t i;

	for (i = 0; i < quote->promotions.count; i++)
		items[list->count++] =
			(struct rule_test_promotion){ applied[i].promotion, true,
				applied[i].goods, applied[i].shipping, "" };
	for (i = 0; i < quote->refused.count; i++)
		items[list->count++] =
			(struct rule_test_promotion){ refused[i].promotion, false, 0,
				0, refused[i].fault };
}

static const struct rule_test_promotion *
find(const struct list *list, const char *name)
{
	const struct rule_test_promotion *items = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(items[i].promotion, name) == 0)
			return &items[i];
	return NULL;
}

/* A coupon that is not given, or may not be used any more, is not among those that
 * were tried. */
static enum status
add_coupon(struct rule_test *test, struct txn *txn, const struct promotion *promotion,
	struct err *err)
{
	struct list *list = &test->view.promotions;
	struct rule_test_promotion *items = list->items;
	struct rule_test_promotion *shown = &items[list->count++];

	*shown = (struct rule_test_promotion){ .promotion = promotion->promotion };
	if (strcmp(test->view.coupon, promotion->coupon_code) == 0 &&
		test->view.coupon_fault[0]) {
		shown->reason = test->view.coupon_fault;
		return ST_OK;
	}
	return arena_format(txn_arena(txn), &shown->reason, err,
		"needs its coupon '%s'", promotion->coupon_code);
}

/* Whether the one that is named applies; else whether the coupon that is given
 * holds. */
static enum status
judge(struct rule_test *test, struct txn *txn, const struct promotion *promotion,
	struct err *err)
{
	const struct rule_test_view *view = &test->view;
	const struct rule_test_promotion *shown;

	if (!promotion)
		return test->input->coupon && view->coupon_fault[0]
			       ? arena_format(txn_arena(txn), &test->fault, err,
					 "coupon '%s' %s", test->input->coupon,
					 view->coupon_fault)
			       : ST_OK;
	if (!find(&view->promotions, promotion->promotion))
		TRY(add_coupon(test, txn, promotion, err));
	shown = find(&view->promotions, promotion->promotion);
	if (shown->applies)
		return ST_OK;
	return arena_format(txn_arena(txn), &test->fault, err, "promotion '%s' %s",
		promotion->promotion, shown->reason);
}

static enum status
try_cart(struct txn *txn, void *arg, struct err *err)
{
	struct rule_test *test = arg;
	const char *name = test->input->name;
	struct rule_test_promotion *items;
	struct promotion promotion;
	struct quote quote;

	if (name)
		TRY(rule_require(txn, RULE_PROMOTION, name, &promotion, err));
	TRY(rule_test_quote(test, txn, "", &quote, err));
	TRY(rule_test_fill(test, txn, &quote, err));
	TRY(ARENA_NEW(txn_arena(txn),
		quote.promotions.count + quote.refused.count + 1, &items, err));
	test->view.promotions = (struct list){ items, 0 };
	add_all(&quote, &test->view.promotions);
	return judge(test, txn, name ? &promotion : NULL, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct rule_test test = { .context = context, .input = arg };

	return rule_test_run(&test, try_cart, err);
}

static const char *const examples[] = {
	"shop admin promotion test --line TS-S-RED=2 --line MUG-RED",
	"shop admin promotion test summer --line TS-S-RED=2 --coupon SUMMER --at "
	"2026-08-31",
	"shop --for C1001 admin promotion test club", NULL
};

const struct command command_admin_promotion_test = {
	.path = "admin promotion test",
	.summary = "show what promotions take off a cart, and why not",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct rule_test_input),
	.access = ACCESS_READ,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_GROUPED,
	.result = &promotion_test_record,
};
