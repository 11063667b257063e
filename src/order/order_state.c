#include <inttypes.h>
#include <string.h>

#include "order/order.h"

const char *const order_action_names[] = { "pay", "ship", "deliver", "cancel", "note",
	"capture", "void", "refund", "ask to return", "return", "invoice", "address",
	NULL };

int64_t
order_owed(const struct order *order)
{
	if (order->state == ORDER_CANCELLED)
		return 0;
	return order->total - order->returned_value;
}

/* Pieces below zero came back: see order/history.h. */
bool
order_is_credit(const struct order *order)
{
	return order->quantity < 0;
}

int64_t
order_credit_total(const struct order *order)
{
	return order_is_credit(order) && order->total < 0 ? -order->total : 0;
}

int64_t
order_refundable(const struct order *order)
{
	return order->captured - order->refunded - order->refund_pending;
}

int64_t
order_shipping_cost(const struct order *order)
{
	return order->shipping_total + order->shipping.tax_added;
}

bool
order_line_needs_shipping(const struct order_line *line)
{
	return line->needs_shipping || line->product[0] == '\0';
}

static enum payment_state
refunded_state(const struct order *order)
{
	int64_t kept = order->captured - order->refunded;

	if (kept > order->total)
		return PAYMENT_OVERPAID;
	if (kept <= 0)
		return PAYMENT_REFUNDED;
	return kept == order->total ? PAYMENT_PAID : PAYMENT_PART_REFUNDED;
}

/* Nothing came, and nothing is to come. */
static bool
is_void(const struct order *order)
{
	return order->captured == 0 &&
	       (order->state == ORDER_CANCELLED ||
		       (order->total > 0 && order_owed(order) == 0));
}

/* An order that is free owes nothing, and so is paid from the start, until it is
 * cancelled. */
enum payment_state
order_payment_state(const struct order *order)
{
	if (order->refunded > 0)
		return refunded_state(order);
	if (order->captured == 0 && order->authorised > 0)
		return PAYMENT_AUTHORISED;
	if (is_void(order))
		return PAYMENT_VOIDED;
	if (order->captured > order->total)
		return PAYMENT_OVERPAID;
	if (order->captured >= order_owed(order))
		return PAYMENT_PAID;
	return order->captured > 0 ? PAYMENT_PART_PAID : PAYMENT_UNPAID;
}

enum shipping_state
order_shipping_state(const struct order *order)
{
	if (order_is_credit(order))
		return SHIPPING_RETURNED;
	if (order->returned > 0)
		return order->returned < order->quantity ? SHIPPING_PART_RETURNED
							 : SHIPPING_RETURNED;
	if (order->shipped == 0)
		return SHIPPING_UNSHIPPED;
	if (order->shipped < order->quantity)
		return SHIPPING_PART_SHIPPED;
	return order->delivered < order->quantity ? SHIPPING_SHIPPED
						  : SHIPPING_DELIVERED;
}

#define ONE(state) (1U << (state))
#define ANY (~0U)
#define NOT_CANCELLED (ONE(ORDER_PLACED) | ONE(ORDER_CLOSED))
#define NOT_ALL_SHIPPED \
	(ONE(SHIPPING_UNSHIPPED) | ONE(SHIPPING_PART_SHIPPED) | \
		ONE(SHIPPING_PART_RETURNED))
#define ANY_SHIPPED \
	(ONE(SHIPPING_PART_SHIPPED) | ONE(SHIPPING_SHIPPED) | \
		ONE(SHIPPING_DELIVERED) | ONE(SHIPPING_PART_RETURNED))
#define SECURED \
	(ONE(PAYMENT_AUTHORISED) | ONE(PAYMENT_PAID) | ONE(PAYMENT_OVERPAID) | \
		ONE(PAYMENT_PART_REFUNDED))

/* In place of payment states: something is authorised, whatever was paid. */
#define PROMISED ONE(31)

/* Which action is allowed in which states. An order paid by manual payment may ship
 * unpaid: invoice, or cash on delivery. */
static const struct rule {
	unsigned states;
	unsigned payment_states;
	unsigned shipping_states;
	const char *what; /* "order 1001 is cancelled: it cannot be ..." */
	/* Of orders that are not paid by manual payment; 0: as the others. */
	unsigned provider_states;
} rules[] = {
	[ACTION_PAY] = { ONE(ORDER_PLACED),
		ONE(PAYMENT_UNPAID) | ONE(PAYMENT_PART_PAID), ANY, "paid", 0 },
	[ACTION_SHIP] = { ONE(ORDER_PLACED), ANY, NOT_ALL_SHIPPED, "shipped",
		SECURED },
	[ACTION_DELIVER] = { NOT_CANCELLED, ANY,
		ONE(SHIPPING_PART_SHIPPED) | ONE(SHIPPING_SHIPPED) |
			ONE(SHIPPING_PART_RETURNED),
		"delivered", 0 },
	[ACTION_CANCEL] = { ONE(ORDER_PLACED), ANY, ONE(SHIPPING_UNSHIPPED),
		"cancelled", 0 },
	[ACTION_NOTE] = { ANY, ANY, ANY, "noted on", 0 },
	[ACTION_CAPTURE] = { NOT_CANCELLED,
		ONE(PAYMENT_AUTHORISED) | ONE(PAYMENT_PART_PAID), ANY, "captured",
		0 },
	[ACTION_VOID] = { ANY, PROMISED, ANY, "voided", 0 },
	[ACTION_REFUND] = { ANY,
		ONE(PAYMENT_PART_PAID) | ONE(PAYMENT_PAID) | ONE(PAYMENT_OVERPAID) |
			ONE(PAYMENT_PART_REFUNDED),
		ANY, "refunded", 0 },
	[ACTION_RETURN_REQUEST] = { NOT_CANCELLED, ANY, ANY_SHIPPED, "returned", 0 },
	[ACTION_RETURN] = { NOT_CANCELLED, ANY, ANY_SHIPPED, "returned", 0 },
	[ACTION_INVOICE] = { NOT_CANCELLED, ANY, ANY, "invoiced", 0 },
	[ACTION_ADDRESS] = { ONE(ORDER_PLACED), ANY,
		ONE(SHIPPING_UNSHIPPED) | ONE(SHIPPING_PART_SHIPPED),
		"sent elsewhere", 0 },
};

static unsigned
payment_states_allowed(const struct rule *rule, const struct order *order)
{
	if (rule->provider_states == 0 ||
		strcmp(order->payment_method, "manual") == 0)
		return rule->payment_states;
	return rule->provider_states;
}

/* "part_paid" as people say it. */
static void
spoken(const char *name, char text[32])
{
	size_t i;

	for (i = 0; name[i] && i < 31; i++)
		text[i] = name[i] == '_' ? ' ' : name[i];
	text[i] = '\0';
}

static enum status
refuse(const struct order *order, const char *state, enum order_action action,
	struct err *err)
{
	char text[32];

	spoken(state, text);
	return fail(err, ST_REFUSED, "order %" PRIu64 " is %s: it cannot be %s",
		order->number, text, rules[action].what);
}

/* What is part paid, and promised for the rest, is as safe as what is promised whole,
 * and has a promise to be taken. */
static bool
payment_allows(const struct rule *rule, const struct order *order)
{
	unsigned allowed = payment_states_allowed(rule, order);
	bool promised = order->authorised > 0 &&
			order->captured + order->authorised >= order_owed(order);

	if (allowed == PROMISED)
		return order->authorised > 0;
	return (allowed & ONE(order_payment_state(order))) ||
	       (promised && order_payment_state(order) == PAYMENT_PART_PAID &&
		       (allowed & ONE(PAYMENT_AUTHORISED)));
}

enum status
order_allows(const struct order *order, enum order_action action, struct err *err)
{
	const struct rule *rule = &rules[action];
	enum payment_state payment = order_payment_state(order);
	enum shipping_state shipping = order_shipping_state(order);

	if (order_is_credit(order) && action != ACTION_NOTE)
		return refuse(order, shipping_state_names[shipping], action, err);
	if (!(rule->states & ONE(order->state)))
		return refuse(order, order_state_names[order->state], action, err);
	if (!(rule->shipping_states & ONE(shipping)))
		return refuse(order, shipping_state_names[shipping], action, err);
	if (!payment_allows(rule, order))
		return refuse(order, payment_state_names[payment], action, err);
	return ST_OK;
}

static enum status
append_states(struct buffer *out, unsigned allowed, const char *const *names,
	struct err *err)
{
	const char *separator = "";
	char text[32];
	size_t i;

	TRY(buffer_append_text(out, "\t", err));
	if (allowed == ANY)
		return buffer_append_text(out, "any", err);
	if (allowed == PROMISED)
		return buffer_append_text(out, "any with something authorised", err);
	for (i = 0; names[i]; i++) {
		if (!(allowed & ONE(i)))
			continue;
		spoken(names[i], text);
		TRY(buffer_append_text(out, separator, err));
		TRY(buffer_append_text(out, text, err));
		separator = ", ";
	}
	return ST_OK;
}

/* One row; what is the action's name and, where it differs by that, how it is paid.
 */
static enum status
append_rule(struct buffer *out, const char *name, const struct rule *rule,
	const char *method, struct err *err)
{
	unsigned payment =
		method[0] == 'o' ? rule->provider_states : rule->payment_states;

	TRY(buffer_append_text(out, name, err));
	TRY(buffer_append_text(out, method[0] ? " (" : "", err));
	TRY(buffer_append_text(out, method, err));
	TRY(buffer_append_text(out, method[0] ? ")" : "", err));
	TRY(append_states(out, rule->states, order_state_names, err));
	TRY(append_states(out, payment, payment_state_names, err));
	TRY(append_states(out, rule->shipping_states, shipping_state_names, err));
	return buffer_append_text(out, "\n", err);
}

enum status
order_action_table(struct buffer *out, struct err *err)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct rule *rule = &rules[i];
		bool split = rule->provider_states != 0;

		TRY(append_rule(out, order_action_names[i], rule,
			split ? "manual" : "", err));
		if (split)
			TRY(append_rule(
				out, order_action_names[i], rule, "others", err));
	}
	return ST_OK;
}
