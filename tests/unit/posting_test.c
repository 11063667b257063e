#include "order/posting.h"

#include <string.h>

#include "pricing/percent.h"
#include "unit.h"

#define FACTS_MAX 6
#define MANY_LINES 500

/* Three of A at 1.00 and 10 % of added tax, of which 0.30 is taken off; one of B at
 * 2.50, which includes 25 %, of which 0.50 is taken off; parcel 0.60 with 20 %
 * included. 2.97 + 2.00 + 0.60. */
#define TOTAL 557

static struct order_line two_lines[] = {
	{ .sku = "A",
		.name = "an A",
		.product = "a",
		.category = "Letters",
		.brand = "Alpha",
		.quantity = 3,
		.unit_price = 100,
		.line_total = 300,
		.discount = 30,
		.tax_rate = 10 * PERCENT_ONE,
		.tax_added = 27 },
	{ .sku = "B",
		.name = "a B",
		.product = "",
		.category = "",
		.brand = "",
		.quantity = 1,
		.unit_price = 250,
		.line_total = 250,
		.discount = 50,
		.tax_rate = 25 * PERCENT_ONE,
		.tax_is_included = true,
		.tax_included = 40 },
};

static struct order
two_letters(void)
{
	return (struct order){ .number = 1001,
		.customer = 7,
		.placed_at = 100,
		.lines = { two_lines, 2 },
		.quantity = 4,
		.shipping_total = 60,
		.shipping = { .tax_rate = 20 * PERCENT_ONE,
			.tax_is_included = true,
			.tax_included = 10 },
		.total = TOTAL,
		.payment_method = "card",
		.country = "GB" };
}

/* What a posting comes to. */
struct wanted {
	enum posting_kind kind;
	int64_t units;
	int64_t net; /* goods less discounts */
	int64_t tax; /* of the lines */
	int64_t shipping;
	int64_t shipping_tax;
	int64_t amount; /* of money */
};

struct told {
	enum fact_kind kind;
	int64_t amount;
	const char *sku; /* of pieces */
	int64_t quantity;
	bool with_shipping;
};

struct life {
	const char *what;
	struct told facts[FACTS_MAX];  /* up to one of no amount and pieces */
	struct wanted back[FACTS_MAX]; /* after the sale; up to one that is a sale */
};

#define SHIPPED_ALL \
	{ FACT_SHIPMENT, 0, "A", 3, false }, \
	{ \
		FACT_SHIPMENT, 0, "B", 1, false \
	}
#define PAID \
	{ \
		FACT_CAPTURE, TOTAL, NULL, 0, false \
	}
#define PAYMENT \
	{ \
		POSTING_PAYMENT, 0, 0, 0, 0, 0, TOTAL \
	}
#define REPAYMENT(money) \
	{ \
		POSTING_REPAYMENT, 0, 0, 0, 0, 0, (money) \
	}

static const struct life lives[] = {
	{ "an unpaid order that is cancelled is taken back whole",
		{ { FACT_CANCEL, NUMBER_NONE, NULL, 0, false } },
		{ { POSTING_CANCEL, 4, 430, 67, 50, 10, 0 } } },
	{ "what a cancelled order pays back is not taken back again",
		{ PAID, { FACT_CANCEL, NUMBER_NONE, NULL, 0, false },
			{ FACT_REFUND, TOTAL, NULL, 0, false } },
		{ PAYMENT, { POSTING_CANCEL, 4, 430, 67, 50, 10, 0 },
			REPAYMENT(TOTAL) } },
	{ "a cancellation takes back what an allowance left",
		{ PAID, { FACT_REFUND, 100, NULL, 0, false },
			{ FACT_CANCEL, NUMBER_NONE, NULL, 0, false } },
		{ PAYMENT, { POSTING_REFUND, 0, 87, 13, 0, 0, 0 }, REPAYMENT(100),
			{ POSTING_CANCEL, 4, 343, 54, 50, 10, 0 } } },
	{ "pieces that come back take their shares, and their refund nothing more",
		{ PAID, SHIPPED_ALL, { FACT_RETURN, 99, "A", 1, false },
			{ FACT_REFUND, 99, NULL, 0, false } },
		{ PAYMENT, { POSTING_RETURN, 1, 90, 9, 0, 0, 0 }, REPAYMENT(99) } },
	{ "pieces that were refunded before they came back are only counted",
		{ PAID, SHIPPED_ALL, { FACT_REFUND, 200, NULL, 0, false },
			{ FACT_RETURN, 200, "B", 1, false } },
		{ PAYMENT, { POSTING_REFUND, 0, 173, 27, 0, 0, 0 }, REPAYMENT(200),
			{ POSTING_RETURN, 1, 0, 0, 0, 0, 0 } } },
	{ "pieces that come back after a smaller refund take back the rest",
		{ PAID, SHIPPED_ALL, { FACT_REFUND, 150, NULL, 0, false },
			{ FACT_RETURN, 200, "B", 1, false } },
		{ PAYMENT, { POSTING_REFUND, 0, 130, 20, 0, 0, 0 }, REPAYMENT(150),
			{ POSTING_RETURN, 1, 40, 10, 0, 0, 0 } } },
	{ "shipping is given back where the refund says so",
		{ PAID, { FACT_REFUND, 60, NULL, 0, true } },
		{ PAYMENT, { POSTING_REFUND, 0, 0, 0, 50, 10, 0 }, REPAYMENT(60) } },
	{ "with shipping, the rest of a refund is the lines'",
		{ PAID, { FACT_REFUND, 160, NULL, 0, true } },
		{ PAYMENT, { POSTING_REFUND, 0, 87, 13, 50, 10, 0 },
			REPAYMENT(160) } },
	{ "shipping is given back last where the refund does not say so",
		{ PAID, { FACT_REFUND, TOTAL - 40, NULL, 0, false } },
		{ PAYMENT, { POSTING_REFUND, 0, 430, 67, 17, 3, 0 },
			REPAYMENT(TOTAL - 40) } },
	{ "what was paid too much goes back without a sale taken back",
		{ PAID, { FACT_CAPTURE, 43, NULL, 0, false },
			{ FACT_REFUND, 43, NULL, 0, false } },
		{ PAYMENT, { POSTING_PAYMENT, 0, 0, 0, 0, 0, 43 }, REPAYMENT(43) } },
	{ "what happens after a cancellation takes nothing back",
		{ PAID, SHIPPED_ALL, { FACT_CANCEL, NUMBER_NONE, NULL, 0, false },
			{ FACT_RETURN, 200, "B", 1, false } },
		{ PAYMENT, { POSTING_CANCEL, 4, 430, 67, 50, 10, 0 } } },
};

static size_t
make_facts(const struct life *life, struct fact *facts, struct fact_line *pieces)
{
	size_t count = 0;

	while (count < FACTS_MAX &&
		(life->facts[count].amount != 0 || life->facts[count].sku)) {
		const struct told *told = &life->facts[count];

		pieces[count] = (struct fact_line){ told->sku, told->quantity };
		facts[count] = (struct fact){ .number = count + 1,
			.at = 200 + (int64_t)count,
			.kind = (int)told->kind,
			.amount = told->amount,
			.lines = { &pieces[count], told->sku ? 1 : 0 },
			.with_shipping = told->with_shipping };
		count++;
	}
	return count;
}

static void
check_posting(const struct posting *posting, const struct wanted *wanted)
{
	const struct posting_line *lines = posting->lines.items;
	struct wanted sum = { .kind = (enum posting_kind)posting->kind,
		.shipping = posting->shipping,
		.shipping_tax = posting->shipping_tax,
		.amount = posting->amount };

	for (size_t i = 0; i < posting->lines.count; i++) {
		sum.units += lines[i].units;
		sum.net += lines[i].goods - lines[i].discount;
		sum.tax += lines[i].tax;
	}
	assert_int_equal(sum.kind, wanted->kind);
	assert_int_equal(sum.units, wanted->units);
	assert_int_equal(sum.net, wanted->net);
	assert_int_equal(sum.tax, wanted->tax);
	assert_int_equal(sum.shipping, wanted->shipping);
	assert_int_equal(sum.shipping_tax, wanted->shipping_tax);
	assert_int_equal(sum.amount, wanted->amount);
}

static void
check_life(const struct life *life)
{
	struct order order = two_letters();
	struct fact_line pieces[FACTS_MAX];
	struct fact facts[FACTS_MAX];
	struct list told = { facts, make_facts(life, facts, pieces) };
	struct arena arena = { NULL };
	struct err err = { 0 };
	struct posting *items;
	struct list postings;
	size_t i;

	print_message("%s\n", life->what);
	assert_int_equal(
		order_postings(&order, &told, &arena, &postings, &err), ST_OK);
	items = postings.items;
	for (i = 0; i < FACTS_MAX && life->back[i].kind != POSTING_SALE; i++) {
		assert_true(i + 1 < postings.count);
		check_posting(&items[i + 1], &life->back[i]);
	}
	assert_int_equal(postings.count, i + 1);
	arena_free(&arena);
}

static void
each_fact_takes_back_what_it_adds(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lives) / sizeof(lives[0]); i++)
		check_life(&lives[i]);
}

/* All postings of an order to which nothing happened, but for facts that are given.
 */
static struct posting
sale_of(const struct order *order, struct arena *arena)
{
	struct list none = { NULL, 0 };
	struct err err = { 0 };
	struct list postings;

	assert_int_equal(order_postings(order, &none, arena, &postings, &err), ST_OK);
	assert_int_equal(postings.count, 1);
	return *(const struct posting *)postings.items;
}

static void
a_sale_is_told_without_the_tax_in_its_prices(void **state)
{
	struct order order = two_letters();
	struct arena arena = { NULL };
	struct posting sale = sale_of(&order, &arena);
	const struct posting_line *lines = sale.lines.items;
	int64_t total;

	(void)state;
	assert_int_equal(sale.at, 100);
	assert_int_equal(sale.order, 1001);
	assert_int_equal(sale.customer, 7);
	assert_string_equal(sale.country, "GB");
	assert_string_equal(sale.method, "card");
	assert_int_equal(lines[0].goods, 300);
	assert_int_equal(lines[0].discount, 30);
	assert_int_equal(lines[0].tax, 27);
	assert_int_equal(lines[1].goods, 200);
	assert_int_equal(lines[1].discount, 40);
	assert_int_equal(lines[1].tax, 40);
	assert_int_equal(sale.shipping, 50);
	assert_int_equal(sale.shipping_tax, 10);
	assert_true(posting_total(&sale, &total));
	assert_int_equal(total, TOTAL);
	arena_free(&arena);
}

static void
a_line_without_a_product_is_one_of_its_own(void **state)
{
	struct order order = two_letters();
	struct arena arena = { NULL };
	struct posting sale = sale_of(&order, &arena);
	const struct posting_line *lines = sale.lines.items;

	(void)state;
	assert_string_equal(lines[0].product, "a");
	assert_string_equal(lines[1].product, "B");
	arena_free(&arena);
}

/* An order that goes elsewhere, or is paid in another way, stays where it was. */
static void
an_order_stays_where_it_was_sold(void **state)
{
	struct order_origin origin = { "FR", "transfer" };
	struct order order = two_letters();
	struct arena arena = { NULL };
	struct posting sale;

	(void)state;
	order.origin = (struct list){ &origin, 1 };
	sale = sale_of(&order, &arena);
	assert_string_equal(sale.country, "FR");
	assert_string_equal(sale.method, "transfer");
	arena_free(&arena);
}

static void
a_credit_gives_back_and_is_paid_back_once(void **state)
{
	struct order_line line = { .sku = "A",
		.name = "",
		.product = "",
		.category = "",
		.brand = "",
		.quantity = -2,
		.unit_price = 120,
		.line_total = -240,
		.tax_rate = 20 * PERCENT_ONE,
		.tax_is_included = true,
		.tax_included = -40 };
	struct order order = { .number = 9,
		.placed_at = 5,
		.lines = { &line, 1 },
		.quantity = -2,
		.total = -240,
		.payment_method = "manual",
		.country = "" };
	struct fact refund = {
		.number = 1, .at = 5, .kind = FACT_REFUND, .amount = 240
	};
	struct list facts = { &refund, 1 };
	struct arena arena = { NULL };
	struct err err = { 0 };
	struct posting *items;
	struct list postings;

	(void)state;
	assert_int_equal(
		order_postings(&order, &facts, &arena, &postings, &err), ST_OK);
	assert_int_equal(postings.count, 2);
	items = postings.items;
	check_posting(
		&items[0], &(struct wanted){ POSTING_CREDIT, 2, 200, 40, 0, 0, 0 });
	check_posting(&items[1], &(struct wanted)REPAYMENT(240));
	assert_string_equal(items[1].method, "manual");
	arena_free(&arena);
}

static void
an_order_that_costs_nothing_is_counted_and_cancelled(void **state)
{
	struct order_line line = two_lines[0];
	struct order order = two_letters();
	struct fact cancel = {
		.number = 1, .at = 200, .kind = FACT_CANCEL, .amount = NUMBER_NONE
	};
	struct list facts = { &cancel, 1 };
	struct arena arena = { NULL };
	struct err err = { 0 };
	struct list postings;

	(void)state;
	line.discount = line.line_total;
	line.tax_added = 0;
	order.lines = (struct list){ &line, 1 };
	order.shipping_total = order.shipping.tax_included = order.total = 0;
	assert_int_equal(
		order_postings(&order, &facts, &arena, &postings, &err), ST_OK);
	assert_int_equal(postings.count, 2);
	check_posting((const struct posting *)postings.items + 1,
		&(struct wanted){ POSTING_CANCEL, 3, 0, 0, 0, 0, 0 });
	arena_free(&arena);
}

static void
an_allowance_is_split_over_many_lines_to_the_penny(void **state)
{
	static struct order_line lines[MANY_LINES];
	struct order order = two_letters();
	struct fact refund = {
		.number = 1, .at = 200, .kind = FACT_REFUND, .amount = 1234
	};
	struct list facts = { &refund, 1 };
	struct arena arena = { NULL };
	struct err err = { 0 };
	const struct posting *items;
	struct list postings;
	int64_t total;

	(void)state;
	for (size_t i = 0; i < MANY_LINES; i++)
		lines[i] = two_lines[i % 2];
	order.lines = (struct list){ lines, MANY_LINES };
	order.total = (TOTAL - 60) * MANY_LINES / 2 + 60;
	assert_int_equal(
		order_postings(&order, &facts, &arena, &postings, &err), ST_OK);
	items = postings.items;
	assert_true(posting_total(&items[0], &total));
	assert_int_equal(total, order.total);
	assert_true(posting_total(&items[1], &total));
	assert_int_equal(total, 1234);
	assert_int_equal(items[1].lines.count, MANY_LINES);
	arena_free(&arena);
}

/* One SKU in two lines, as imports may have it: which pieces came back is decided as
 * the order decides what they are worth. */
static void
pieces_of_two_lines_come_back_from_the_first_that_was_shipped(void **state)
{
	struct order_line lines[2] = { two_lines[0], two_lines[0] };
	struct order order = two_letters();
	struct fact_line pieces[] = { { "A", 4 }, { "A", 4 } };
	struct fact facts[] = {
		{ .number = 1,
			.at = 200,
			.kind = FACT_SHIPMENT,
			.lines = { &pieces[0], 1 } },
		{ .number = 2,
			.at = 201,
			.kind = FACT_RETURN,
			.amount = 396,
			.lines = { &pieces[1], 1 } },
	};
	struct list told = { facts, 2 };
	struct arena arena = { NULL };
	struct err err = { 0 };
	const struct posting_line *back;
	struct list postings;

	(void)state;
	order.lines = (struct list){ lines, 2 };
	assert_int_equal(
		order_postings(&order, &told, &arena, &postings, &err), ST_OK);
	assert_int_equal(postings.count, 2);
	back = ((const struct posting *)postings.items)[1].lines.items;
	assert_int_equal(back[0].units, 3);
	assert_int_equal(back[0].goods, 270);
	assert_int_equal(back[0].tax, 27);
	assert_int_equal(back[1].units, 1);
	assert_int_equal(back[1].goods, 90);
	assert_int_equal(back[1].tax, 9);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fact_takes_back_what_it_adds),
		cmocka_unit_test(a_sale_is_told_without_the_tax_in_its_prices),
		cmocka_unit_test(a_line_without_a_product_is_one_of_its_own),
		cmocka_unit_test(an_order_stays_where_it_was_sold),
		cmocka_unit_test(a_credit_gives_back_and_is_paid_back_once),
		cmocka_unit_test(
			an_order_that_costs_nothing_is_counted_and_cancelled),
		cmocka_unit_test(an_allowance_is_split_over_many_lines_to_the_penny),
		cmocka_unit_test(
			pieces_of_two_lines_come_back_from_the_first_that_was_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
