#include "order/order.h"

#include <stdio.h>
#include <string.h>

#include "unit.h"

/* Orders whose sums give each state that there can be: of 3 pieces, 100 to pay. */
struct money_case {
	enum payment_state state;
	int64_t captured;
	int64_t refunded;
	int64_t authorised;
};
static const struct money_case money_cases[] = {
	{ PAYMENT_UNPAID, 0, 0, 0 },
	{ PAYMENT_AUTHORISED, 0, 0, 100 },
	{ PAYMENT_PART_PAID, 40, 0, 0 },
	{ PAYMENT_PART_PAID, 40, 0, 60 },
	{ PAYMENT_PAID, 100, 0, 0 },
	{ PAYMENT_PART_PAID, 40, 0, 30 },
	{ PAYMENT_PAID, 100, 0, 20 },
	{ PAYMENT_OVERPAID, 120, 0, 0 },
	{ PAYMENT_OVERPAID, 120, 0, 20 },
	{ PAYMENT_REFUNDED, 40, 40, 60 },
	{ PAYMENT_OVERPAID, 120, 10, 0 },
	{ PAYMENT_PAID, 120, 20, 0 },
	{ PAYMENT_PART_REFUNDED, 100, 30, 0 },
	{ PAYMENT_REFUNDED, 100, 100, 0 },
};
#define MONEY_CASES (sizeof(money_cases) / sizeof(money_cases[0]))

struct parcel_case {
	enum shipping_state state;
	int64_t shipped;
	int64_t delivered;
	int64_t returned;
};
static const struct parcel_case parcel_cases[] = {
	{ SHIPPING_UNSHIPPED, 0, 0, 0 },
	{ SHIPPING_PART_SHIPPED, 1, 0, 0 },
	{ SHIPPING_PART_SHIPPED, 1, 1, 0 },
	{ SHIPPING_SHIPPED, 3, 0, 0 },
	{ SHIPPING_SHIPPED, 3, 2, 0 },
	{ SHIPPING_DELIVERED, 3, 3, 0 },
	{ SHIPPING_PART_RETURNED, 2, 2, 1 },
	{ SHIPPING_PART_RETURNED, 2, 2, 2 },
	{ SHIPPING_PART_RETURNED, 3, 3, 1 },
	{ SHIPPING_RETURNED, 3, 3, 3 },
};
#define PARCEL_CASES (sizeof(parcel_cases) / sizeof(parcel_cases[0]))

static const char *const methods[] = { "manual", "card" };

static struct order
order_of(enum order_state state, const struct money_case *money,
	const struct parcel_case *parcel)
{
	return (struct order){ .number = 1001,
		.state = (int)state,
		.payment_method = "manual",
		.quantity = 3,
		.total = 100,
		.captured = money->captured,
		.refunded = money->refunded,
		.authorised = money->authorised,
		.shipped = parcel->shipped,
		.delivered = parcel->delivered,
		.returned = parcel->returned };
}

static void
states_are_derived_from_what_happened(void **state)
{
	size_t i;
	size_t j;

	(void)state;
	for (i = 0; i < MONEY_CASES; i++) {
		for (j = 0; j < PARCEL_CASES; j++) {
			struct order order = order_of(
				ORDER_PLACED, &money_cases[i], &parcel_cases[j]);

			assert_int_equal(
				order_payment_state(&order), money_cases[i].state);
			assert_int_equal(
				order_shipping_state(&order), parcel_cases[j].state);
		}
	}
}

static void
a_free_order_is_paid_until_it_is_cancelled(void **state)
{
	struct order order = { .state = ORDER_PLACED, .quantity = 1 };

	(void)state;
	assert_int_equal(order_payment_state(&order), PAYMENT_PAID);
	order.state = ORDER_CANCELLED;
	assert_int_equal(order_payment_state(&order), PAYMENT_VOIDED);
}

static void
a_cancelled_order_is_voided_or_refunded(void **state)
{
	struct order order = { .state = ORDER_CANCELLED, .total = 100 };

	(void)state;
	assert_int_equal(order_payment_state(&order), PAYMENT_VOIDED);
	order.captured = 40;
	order.refunded = 40;
	assert_int_equal(order_payment_state(&order), PAYMENT_REFUNDED);
}

static void
what_came_back_unpaid_is_not_owed(void **state)
{
	struct order order = order_of(
		ORDER_PLACED, &money_cases[0], &parcel_cases[PARCEL_CASES - 1]);

	(void)state;
	order.returned_value = 60;
	assert_int_equal(order_owed(&order), 40);
	assert_int_equal(order_payment_state(&order), PAYMENT_UNPAID);
	order.captured = 40;
	assert_int_equal(order_payment_state(&order), PAYMENT_PAID);
	order.captured = 100;
	assert_int_equal(order_payment_state(&order), PAYMENT_PAID);
	order.captured = 0;
	order.returned_value = 100;
	assert_int_equal(order_payment_state(&order), PAYMENT_VOIDED);
}

static void
what_was_promised_stays_so_until_it_is_voided(void **state)
{
	struct order order = {
		.state = ORDER_CANCELLED, .total = 100, .authorised = 100
	};

	(void)state;
	assert_int_equal(order_payment_state(&order), PAYMENT_AUTHORISED);
	order.authorised = 0;
	assert_int_equal(order_payment_state(&order), PAYMENT_VOIDED);
}

/* The rules said once more, as a person would say them, not as the table does. */
static bool
rest_is_promised(const struct order *order, enum payment_state payment)
{
	return payment == PAYMENT_PART_PAID && order->authorised > 0 &&
	       order->captured + order->authorised >=
		       order->total - order->returned_value;
}

static bool
money_allows(enum order_action action, const struct order *order,
	enum payment_state payment)
{
	bool manual = order->payment_method[0] == 'm';

	switch (action) {
	case ACTION_PAY:
		return payment == PAYMENT_UNPAID || payment == PAYMENT_PART_PAID;
	case ACTION_SHIP:
		return manual || payment == PAYMENT_AUTHORISED ||
		       rest_is_promised(order, payment) || payment == PAYMENT_PAID ||
		       payment == PAYMENT_OVERPAID ||
		       payment == PAYMENT_PART_REFUNDED;
	case ACTION_CAPTURE:
		return payment == PAYMENT_AUTHORISED || payment == PAYMENT_PART_PAID;
	case ACTION_VOID:
		return order->authorised > 0;
	case ACTION_REFUND:
		return payment == PAYMENT_PART_PAID || payment == PAYMENT_PAID ||
		       payment == PAYMENT_OVERPAID ||
		       payment == PAYMENT_PART_REFUNDED;
	default:
		return true;
	}
}

static bool
parcels_allow(enum order_action action, enum shipping_state shipping)
{
	switch (action) {
	case ACTION_SHIP:
		return shipping == SHIPPING_UNSHIPPED ||
		       shipping == SHIPPING_PART_SHIPPED ||
		       shipping == SHIPPING_PART_RETURNED;
	case ACTION_DELIVER:
		return shipping == SHIPPING_SHIPPED ||
		       shipping == SHIPPING_PART_SHIPPED ||
		       shipping == SHIPPING_PART_RETURNED;
	case ACTION_CANCEL:
		return shipping == SHIPPING_UNSHIPPED;
	case ACTION_ADDRESS:
		return shipping == SHIPPING_UNSHIPPED ||
		       shipping == SHIPPING_PART_SHIPPED;
	case ACTION_RETURN:
	case ACTION_RETURN_REQUEST:
		return shipping != SHIPPING_UNSHIPPED &&
		       shipping != SHIPPING_RETURNED;
	default:
		return true;
	}
}

static bool
state_allows(enum order_action action, enum order_state state)
{
	switch (action) {
	case ACTION_NOTE:
	case ACTION_VOID:
	case ACTION_REFUND:
		return true;
	case ACTION_PAY:
	case ACTION_SHIP:
	case ACTION_CANCEL:
	case ACTION_ADDRESS:
		return state == ORDER_PLACED;
	default:
		return state != ORDER_CANCELLED;
	}
}

static void
check_actions(const struct order *order)
{
	enum payment_state payment = order_payment_state(order);
	enum shipping_state shipping = order_shipping_state(order);
	size_t action;

	for (action = 0; action <= ACTION_ADDRESS; action++) {
		struct err err = { .message = "" };
		enum order_action asked = (enum order_action)action;
		bool allowed = state_allows(asked, (enum order_state)order->state) &&
			       money_allows(asked, order, payment) &&
			       parcels_allow(asked, shipping);
		enum status status = order_allows(order, asked, &err);

		if (status != (allowed ? ST_OK : ST_REFUSED))
			fail_msg("%s of an order that is %s, %s, %s: %s",
				order_action_names[action],
				order_state_names[order->state],
				payment_state_names[payment],
				shipping_state_names[shipping], err.message);
		if (status != ST_OK && !strstr(err.message, "order 1001 is "))
			fail_msg("refused with '%s'", err.message);
	}
}

static void
each_action_is_allowed_in_just_its_states(void **state)
{
	size_t i;
	size_t j;
	size_t k;

	(void)state;
	for (k = 0; k < 2 * (ORDER_CLOSED + 1); k++) {
		for (i = 0; i < MONEY_CASES; i++) {
			for (j = 0; j < PARCEL_CASES; j++) {
				struct order order =
					order_of((enum order_state)(k / 2),
						&money_cases[i], &parcel_cases[j]);

				order.payment_method = methods[k % 2];
				check_actions(&order);
			}
		}
	}
}

static void
a_refusal_names_the_state_in_words(void **state)
{
	struct order order =
		order_of(ORDER_PLACED, &money_cases[0], &parcel_cases[1]);
	struct err err;

	(void)state;
	assert_int_equal(order_allows(&order, ACTION_CANCEL, &err), ST_REFUSED);
	assert_string_equal(
		err.message, "order 1001 is part shipped: it cannot be cancelled");
	order.state = ORDER_CANCELLED;
	assert_int_equal(order_allows(&order, ACTION_SHIP, &err), ST_REFUSED);
	assert_string_equal(
		err.message, "order 1001 is cancelled: it cannot be shipped");
}

static void
every_state_and_action_has_a_name(void **state)
{
	size_t count;

	(void)state;
	for (count = 0; order_state_names[count]; count++)
		;
	assert_int_equal(count, ORDER_CLOSED + 1);
	for (count = 0; payment_state_names[count]; count++)
		;
	assert_int_equal(count, PAYMENT_OVERPAID + 1);
	for (count = 0; shipping_state_names[count]; count++)
		;
	assert_int_equal(count, SHIPPING_RETURNED + 1);
	for (count = 0; order_action_names[count]; count++)
		;
	assert_int_equal(count, ACTION_ADDRESS + 1);
}

/* The table as its rows stand in the page: a tab is mdoc's next column. */
static void
append_as_page(const char *table, struct buffer *rows)
{
	struct err err;

	for (; *table; table++) {
		const char *text = *table == '\t' ? " Ta " : NULL;

		if (rows->size == 0 || rows->data[rows->size - 1] == '\n')
			assert_int_equal(
				buffer_append_text(rows, ".It ", &err), ST_OK);
		if (text)
			assert_int_equal(buffer_append_text(rows, text, &err), ST_OK);
		else
			assert_int_equal(buffer_append(rows, table, 1, &err), ST_OK);
	}
	assert_int_equal(buffer_append_text(rows, ".El\n", &err), ST_OK);
	assert_int_equal(buffer_append(rows, "", 1, &err), ST_OK);
}

static void
the_manual_has_the_table_as_it_is(void **state)
{
	struct arena arena = { NULL };
	struct buffer table = { .arena = &arena };
	struct buffer rows = { .arena = &arena };
	char page[16384];
	struct err err;
	FILE *file = fopen("man/shop-admin-order-show.1", "r");
	size_t size;

	(void)state;
	if (!file)
		fail_msg("man/shop-admin-order-show.1 is not there");
	size = fread(page, 1, sizeof(page) - 1, file);
	fclose(file);
	page[size] = '\0';
	assert_int_equal(order_action_table(&table, &err), ST_OK);
	assert_int_equal(buffer_append(&table, "", 1, &err), ST_OK);
	append_as_page((const char *)table.data, &rows);
	if (!strstr(page, (const char *)rows.data))
		fail_msg("the page does not have the rows\n%s", rows.data);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(states_are_derived_from_what_happened),
		cmocka_unit_test(a_free_order_is_paid_until_it_is_cancelled),
		cmocka_unit_test(a_cancelled_order_is_voided_or_refunded),
		cmocka_unit_test(what_came_back_unpaid_is_not_owed),
		cmocka_unit_test(what_was_promised_stays_so_until_it_is_voided),
		cmocka_unit_test(each_action_is_allowed_in_just_its_states),
		cmocka_unit_test(a_refusal_names_the_state_in_words),
		cmocka_unit_test(every_state_and_action_has_a_name),
		cmocka_unit_test(the_manual_has_the_table_as_it_is),
	};

	return cmocka_run_group_tests_name("order states", tests, NULL, NULL);
}
