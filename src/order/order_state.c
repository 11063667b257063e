#include <inttypes.h>

#include "order/order.h"

const char *const order_action_names[] = { "pay", "ship", "deliver", "cancel", "note",
	"capture", "void", "refund", "request return of", "return", "invoice",
	"address", NULL };

/* An order that is free owes nothing, and so is paid from the start, until it is
 * cancelled. */
enum payment_state
order_payment_state(const struct order *order)
{
	int64_t kept = order->captured - order->refunded;

	if (order->refunded > 0)
		return kept > 0 ? PAYMENT_PART_REFUNDED : PAYMENT_REFUNDED;
	if (order->state == ORDER_CANCELLED && order->captured == 0)
		return PAYMENT_VOIDED;
	if (order->captured > order->total)
		return PAYMENT_OVERPAID;
	if (order->captured == order->total)
		return PAYMENT_PAID;
	if (order->captured > 0)
		return PAYMENT_PART_PAID;
	return PAYMENT_UNPAID;
}

enum shipping_state
order_shipping_state(const struct order *order)
{
	if (order->shipped == 0)
		return SHIPPING_UNSHIPPED;
	if (order->shipped < order->quantity)
		return SHIPPING_PART_SHIPPED;
	return order->delivered < order->quantity ? SHIPPING_SHIPPED
						  : SHIPPING_DELIVERED;
}

#define ONE(state) (1U << (state))
#define ANY (~0U)
#define ANY_SHIPPED \
	(ONE(SHIPPING_PART_SHIPPED) | ONE(SHIPPING_SHIPPED) | \
		ONE(SHIPPING_DELIVERED) | ONE(SHIPPING_PART_RETURNED))

/* Which action is allowed in which states. An order paid by manual payment may ship
 * unpaid: invoice, or cash on delivery. */
static const struct rule {
	unsigned states;
	unsigned payment_states;
	unsigned shipping_states;
	const char *what; /* "order 1001 is cancelled: it cannot be ..." */
} rules[] = {
	[ACTION_PAY] = { ONE(ORDER_PLACED),
		ONE(PAYMENT_UNPAID) | ONE(PAYMENT_PART_PAID), ANY, "paid" },
	[ACTION_SHIP] = { ONE(ORDER_PLACED), ANY,
		ONE(SHIPPING_UNSHIPPED) | ONE(SHIPPING_PART_SHIPPED), "shipped" },
	[ACTION_DELIVER] = { ONE(ORDER_PLACED), ANY, ONE(SHIPPING_SHIPPED),
		"delivered" },
	[ACTION_CANCEL] = { ONE(ORDER_PLACED), ANY, ONE(SHIPPING_UNSHIPPED),
		"cancelled" },
	[ACTION_NOTE] = { ANY, ANY, ANY, "noted on" },
	[ACTION_CAPTURE] = { ONE(ORDER_PLACED) | ONE(ORDER_CLOSED),
		ONE(PAYMENT_AUTHORISED) | ONE(PAYMENT_PART_PAID), ANY, "captured" },
	[ACTION_VOID] = { ANY, ONE(PAYMENT_AUTHORISED), ONE(SHIPPING_UNSHIPPED),
		"voided" },
	[ACTION_REFUND] = { ANY,
		ONE(PAYMENT_PART_PAID) | ONE(PAYMENT_PAID) | ONE(PAYMENT_OVERPAID) |
			ONE(PAYMENT_PART_REFUNDED),
		ANY, "refunded" },
	[ACTION_RETURN_REQUEST] = { ONE(ORDER_PLACED) | ONE(ORDER_CLOSED), ANY,
		ANY_SHIPPED, "returned" },
	[ACTION_RETURN] = { ONE(ORDER_PLACED) | ONE(ORDER_CLOSED), ANY, ANY_SHIPPED,
		"returned" },
	[ACTION_INVOICE] = { ONE(ORDER_PLACED) | ONE(ORDER_CLOSED), ANY, ANY,
		"invoiced" },
	[ACTION_ADDRESS] = { ONE(ORDER_PLACED), ANY, ONE(SHIPPING_UNSHIPPED),
		"sent elsewhere" },
};

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

enum status
order_allows(const struct order *order, enum order_action action, struct err *err)
{
	const struct rule *rule = &rules[action];
	enum payment_state payment = order_payment_state(order);
	enum shipping_state shipping = order_shipping_state(order);

	if (!(rule->states & ONE(order->state)))
		return refuse(order, order_state_names[order->state], action, err);
	if (!(rule->shipping_states & ONE(shipping)))
		return refuse(order, shipping_state_names[shipping], action, err);
	if (!(rule->payment_states & ONE(payment)))
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

enum status
order_action_table(struct buffer *out, struct err *err)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		TRY(buffer_append_text(out, order_action_names[i], err));
		TRY(append_states(out, rules[i].states, order_state_names, err));
		TRY(append_states(
			out, rules[i].payment_states, payment_state_names, err));
		TRY(append_states(
			out, rules[i].shipping_states, shipping_state_names, err));
		TRY(buffer_append_text(out, "\n", err));
	}
	return ST_OK;
}
