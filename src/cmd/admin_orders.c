#include "base/clock.h"
#include "base/period.h"
#include "cmd/order_view.h"
#include "cmd/param.h"

#define LIMIT_DEFAULT 50

struct admin_orders_input {
	int state;
	bool state_given;
	bool payment_state_given;
	int payment_state;
	bool shipping_state_given;
	int shipping_state;
	const char *customer;
	const char *since;
	const char *until;
	const char *sku;
	bool limit_given;
	int64_t limit;
	bool all;
};

#define STATE_OPTION(option, member, names, text) \
	{ \
		.name = (option), .kind = KIND_CHOICE, \
		.offset = PARAM_MEMBER(struct admin_orders_input, int, member), \
		.given_offset = offsetof(struct admin_orders_input, member##_given), \
		.choices = (names), .help = (text) \
	}

static const struct param params[] = {
	STATE_OPTION("state", state, order_state_names, "only in this state"),
	STATE_OPTION("payment-state", payment_state, payment_state_names,
		"only in this state of payment"),
	STATE_OPTION("shipping-state", shipping_state, shipping_state_names,
		"only in this state of shipping"),
	OPTION(struct admin_orders_input, const char *, customer, "customer",
		KIND_CUSTOMER, "only this customer's"),
	OPTION(struct admin_orders_input, const char *, since, "since", KIND_PERIOD,
		"placed at the beginning of this period or later"),
	OPTION(struct admin_orders_input, const char *, until, "until", KIND_PERIOD,
		"placed before the end of this period"),
	OPTION(struct admin_orders_input, const char *, sku, "sku", KIND_SKU,
		"with this product"),
	{ .name = "limit",
		.letter = 'n',
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(struct admin_orders_input, int64_t, limit),
		.given_offset = offsetof(struct admin_orders_input, limit_given),
		.help = "at most so many (default: 50, 0 is all)" },
	OPTION(struct admin_orders_input, bool, all, "all", KIND_FLAG, "all of them"),
};

static enum status
make_period(const char *text, int64_t now, struct period *period, struct err *err)
{
	if (!period_parse(text, now, period))
		return fail(err, ST_USAGE, "'%s' is not a period", text);
	return ST_OK;
}

static enum status
make_times(const struct admin_orders_input *input, struct order_filter *filter,
	struct err *err)
{
	int64_t now = clock_now();
	struct period period;

	if (input->since) {
		TRY(make_period(input->since, now, &period, err));
		filter->since = period.from;
	}
	if (input->until) {
		TRY(make_period(input->until, now, &period, err));
		filter->until = period.until;
	}
	return ST_OK;
}

struct looking {
	struct context *context;
	const char *who;
	uint64_t customer;
};

static enum status
find_customer(struct txn *txn, void *arg, struct err *err)
{
	struct looking *looking = arg;
	struct people people = context_people(looking->context, txn);
	struct customer customer;

	TRY(customer_find(&people, looking->who, &customer, err));
	looking->customer = customer.id;
	return ST_OK;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct admin_orders_input *input = arg;
	struct looking looking = { context, input->customer, 0 };
	struct order_filter filter = ORDER_FILTER_ALL;
	int64_t limit = input->limit_given ? input->limit : LIMIT_DEFAULT;

	if (input->state_given)
		filter.state = input->state;
	if (input->payment_state_given)
		filter.payment_state = input->payment_state;
	if (input->shipping_state_given)
		filter.shipping_state = input->shipping_state;
	filter.sku = input->sku;
	TRY(make_times(input, &filter, err));
	if (input->customer)
		TRY(context_read(context, find_customer, &looking, err));
	filter.customer = looking.customer;
	return order_list_print(context, &filter, input->all ? 0 : limit, err);
}

static const char *const examples[] = {
	"shop admin orders --shipping-state unshipped",
	"shop admin orders --since 'this month' --json",
	"shop admin orders --customer +4915112345678 --all", NULL
};

const struct command command_admin_orders = {
	.path = "admin orders",
	.summary = "list the orders, newest first",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct admin_orders_input),
	.access = ACCESS_READ,
	.role = ROLE_REPORTER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_LONG,
	.result = &order_item_record,
};
