#include <inttypes.h>
#include <stdio.h>

#include "chance.h"
#include "order/order_store.h"
#include "order/posting.h"
#include "order/return.h"
#include "pricing/percent.h"
#include "unit.h"

#define ROUNDS 20000
#define SEED 20261126
#define LINES_MAX 5
#define FACTS_MAX 14

/* An order and what happens to it, made up. */
struct life {
	struct chance *chance;
	struct arena arena;
	struct order order;
	struct order_line lines[LINES_MAX];
	struct fact facts[FACTS_MAX];
	struct fact_line pieces[FACTS_MAX];
	struct list told; /* of facts */
	int64_t captured;
	int64_t refunded;
};

static const char *const skus[] = { "A", "B", "C", "D", "E" };
static const int64_t rates[] = { NUMBER_NONE, 0, 7 * PERCENT_ONE, 19 * PERCENT_ONE,
	8875000 };

static int64_t
up_to(struct life *life, int64_t most)
{
	return (int64_t)draw(life->chance, (size_t)most + 1);
}

/* Now and then nothing, or all. */
static int64_t
some_of(struct life *life, int64_t most)
{
	switch (draw(life->chance, 4)) {
	case 0:
		return 0;
	case 1:
		return most;
	default:
		return up_to(life, most);
	}
}

static void
tax_line(struct life *life, struct order_line *line)
{
	int64_t base = line->line_total - line->discount;

	line->tax_rate = PICK(life->chance, rates);
	line->tax_is_included =
		line->tax_rate != NUMBER_NONE && draw(life->chance, 2);
	if (line->tax_rate == NUMBER_NONE)
		return;
	if (line->tax_is_included)
		(void)percent_included(base, line->tax_rate, &line->tax_included);
	else
		(void)percent_of(base, line->tax_rate, &line->tax_added);
}

static void
make_line(struct life *life, size_t place)
{
	struct order_line *line = &life->lines[place];

	*line = (struct order_line){
		.sku = skus[draw(life->chance, life->order.lines.count)],
		.name = "",
		.product = "",
		.category = "",
		.brand = "",
		.quantity = 1 + up_to(life, 4),
		.unit_price = some_of(life, 1000)
	};
	line->line_total = line->quantity * line->unit_price;
	line->discount = some_of(life, line->line_total);
	tax_line(life, line);
	life->order.quantity += line->quantity;
	life->order.total += line->line_total - line->discount + line->tax_added;
}

static void
make_shipping(struct life *life)
{
	struct order *order = &life->order;
	struct order_line parcel = { .line_total = some_of(life, 700) };

	parcel.discount = some_of(life, parcel.line_total);
	tax_line(life, &parcel);
	order->shipping_total = parcel.line_total - parcel.discount;
	order->shipping.tax_rate = parcel.tax_rate;
	order->shipping.tax_is_included = parcel.tax_is_included;
	order->shipping.tax_added = parcel.tax_added;
	order->shipping.tax_included = parcel.tax_included;
	order->total += order->shipping_total + parcel.tax_added;
}

static void
make_order(struct life *life)
{
	size_t count = 1 + draw(life->chance, LINES_MAX);

	life->order = (struct order){ .number = 1001,
		.customer = 7,
		.placed_at = 1000,
		.country = "GB",
		.payment_method = "manual",
		.lines = { life->lines, count } };
	for (size_t i = 0; i < count; i++)
		make_line(life, i);
	make_shipping(life);
}

static void
move_pieces(struct life *life, struct fact *fact)
{
	struct order_line *line =
		&life->lines[draw(life->chance, life->order.lines.count)];
	struct order_line sum = order_line_sum(&life->order, line);
	int64_t left = fact->kind == FACT_SHIPMENT ? sum.quantity - sum.shipped
						   : sum.shipped - sum.returned;
	struct fact_line *pieces = &life->pieces[life->told.count];

	fact->lines = (struct list){ pieces, left > 0 ? 1 : 0 };
	if (left == 0)
		return;
	*pieces = (struct fact_line){ line->sku, 1 + up_to(life, left - 1) };
	if (fact->kind == FACT_SHIPMENT)
		assert_true(order_ship_pieces(&life->order, pieces));
	else
		assert_true(order_return_pieces(&life->order, pieces, &fact->amount));
}

static void
move_money(struct life *life, struct fact *fact)
{
	int64_t kept = life->captured - life->refunded;

	fact->method = "card";
	if (fact->kind == FACT_CAPTURE) {
		fact->amount = some_of(life, life->order.total);
		life->captured += fact->amount;
	} else {
		fact->amount = some_of(life, kept);
		fact->with_shipping = draw(life->chance, 3) == 0;
		life->refunded += fact->amount;
	}
}

static void
make_fact(struct life *life)
{
	static const int kinds[] = { FACT_SHIPMENT, FACT_SHIPMENT, FACT_SHIPMENT,
		FACT_CAPTURE, FACT_CAPTURE, FACT_REFUND, FACT_REFUND, FACT_RETURN,
		FACT_RETURN, FACT_NOTE, FACT_CANCEL };
	struct fact *fact = &life->facts[life->told.count];

	*fact = (struct fact){ .kind = PICK(life->chance, kinds),
		.number = life->told.count + 1,
		.at = 2000 + (int64_t)life->told.count };
	if (fact->kind == FACT_SHIPMENT || fact->kind == FACT_RETURN)
		move_pieces(life, fact);
	if (fact->kind == FACT_CAPTURE || fact->kind == FACT_REFUND)
		move_money(life, fact);
	life->told.count++;
}

static void
make_life(struct life *life)
{
	size_t count = draw(life->chance, FACTS_MAX + 1);

	life->told = (struct list){ life->facts, 0 };
	life->captured = life->refunded = 0;
	make_order(life);
	while (life->told.count < count)
		make_fact(life);
}

/* What is taken back by the first facts: what the contract says, once more. */
static int64_t
taken_back(const struct life *life, size_t count)
{
	int64_t total = life->order.total;
	int64_t captured = 0;
	int64_t refunded = 0;
	int64_t returned = 0;
	int64_t most = 0;

	for (size_t i = 0; i < count; i++) {
		const struct fact *fact = &life->facts[i];
		int64_t back;
		int64_t over;

		captured += fact->kind == FACT_CAPTURE ? fact->amount : 0;
		refunded += fact->kind == FACT_REFUND ? fact->amount : 0;
		returned += fact->kind == FACT_RETURN ? fact->amount : 0;
		over = captured > total ? captured - total : 0;
		back = refunded - over > returned ? refunded - over : returned;
		if (fact->kind == FACT_CANCEL || back > total)
			back = total;
		if (fact->kind != FACT_CAPTURE && back > most)
			most = back;
	}
	return most;
}

/* What is left of lines that have one SKU, and of shipping. */
struct rest {
	int64_t goods;
	int64_t tax;
	int64_t units;
	int64_t shipping;
	int64_t shipping_tax;
};

static struct rest
sum_of(const struct posting *posting, const char *sku)
{
	const struct posting_line *lines = posting->lines.items;
	struct rest sum = { .shipping = posting->shipping,
		.shipping_tax = posting->shipping_tax };

	for (size_t i = 0; i < posting->lines.count; i++) {
		assert_true(lines[i].units >= 0 && lines[i].goods >= 0);
		assert_true(lines[i].discount >= 0 && lines[i].tax >= 0);
		if (lines[i].sku != sku)
			continue;
		sum.goods += lines[i].goods - lines[i].discount;
		sum.tax += lines[i].tax;
		sum.units += lines[i].units;
	}
	return sum;
}

static struct rest
rest_of(const struct list *postings, const char *sku)
{
	const struct posting *items = postings->items;
	struct rest rest = sum_of(&items[0], sku);

	for (size_t i = 1; i < postings->count; i++) {
		struct rest back = sum_of(&items[i], sku);

		rest.goods -= back.goods;
		rest.tax -= back.tax;
		rest.units -= back.units;
		rest.shipping -= back.shipping;
		rest.shipping_tax -= back.shipping_tax;
		assert_true(rest.goods >= 0 && rest.tax >= 0 && rest.units >= 0);
		assert_true(rest.shipping >= 0 && rest.shipping_tax >= 0);
	}
	return rest;
}

static bool
is_cancelled(const struct life *life)
{
	for (size_t i = 0; i < life->told.count; i++)
		if (life->facts[i].kind == FACT_CANCEL)
			return true;
	return false;
}

static void
postings_of(struct life *life, size_t facts, struct list *postings)
{
	struct list told = { life->facts, facts };
	struct err err = { 0 };

	assert_int_equal(
		order_postings(&life->order, &told, &life->arena, postings, &err),
		ST_OK);
}

/* What the first facts come to: the sale less what was taken back. */
static void
check_figures(const struct life *life, const struct list *postings, size_t facts)
{
	const struct posting *items = postings->items;
	struct figures figures = { 0 };
	struct figures more;
	int64_t received = 0;

	for (size_t i = 0; i < postings->count; i++) {
		if (items[i].kind == POSTING_PAYMENT)
			received += items[i].amount;
		if (items[i].kind == POSTING_REPAYMENT)
			received -= items[i].amount;
		assert_true(posting_figures(&items[i], &more));
		assert_true(figures_add(&figures, &more));
	}
	for (size_t i = 0; i < facts; i++) {
		received -= life->facts[i].kind == FACT_CAPTURE
				    ? life->facts[i].amount
				    : 0;
		received += life->facts[i].kind == FACT_REFUND ? life->facts[i].amount
							       : 0;
	}
	assert_int_equal(received, 0);
	assert_int_equal(figures_ordered(&figures), life->order.total);
	assert_int_equal(
		figures_total(&figures), life->order.total - taken_back(life, facts));
}

/* Nothing is taken back that was not sold, and all of it once that is due. */
static void
check_rests(const struct life *life, const struct list *postings)
{
	bool whole = taken_back(life, life->told.count) == life->order.total;

	for (size_t i = 0; i < sizeof(skus) / sizeof(skus[0]); i++) {
		struct rest rest = rest_of(postings, skus[i]);

		if (whole)
			assert_true(rest.goods == 0 && rest.tax == 0 &&
				    rest.shipping == 0 && rest.shipping_tax == 0);
		if (is_cancelled(life))
			assert_int_equal(rest.units, 0);
	}
}

static void
check_dates(const struct life *life, const struct list *postings)
{
	const struct posting *items = postings->items;
	uint64_t last = 0;

	assert_int_equal(items[0].at, life->order.placed_at);
	for (size_t i = 1; i < postings->count; i++) {
		assert_true(items[i].fact >= last);
		last = items[i].fact;
		assert_int_equal(items[i].at, life->facts[last - 1].at);
	}
}

/* What is to come changes nothing of what is past. */
static void
check_past(const struct list *all, const struct list *some)
{
	const struct posting *items = all->items;
	const struct posting *past = some->items;

	assert_true(some->count <= all->count);
	for (size_t i = 0; i < some->count; i++) {
		int64_t total;
		int64_t before;

		assert_int_equal(items[i].kind, past[i].kind);
		assert_int_equal(items[i].fact, past[i].fact);
		assert_true(posting_total(&items[i], &total));
		assert_true(posting_total(&past[i], &before));
		assert_int_equal(total, before);
	}
}

static void
check_life(struct life *life)
{
	struct list all;
	struct list some;
	size_t facts = draw(life->chance, life->told.count + 1);

	postings_of(life, life->told.count, &all);
	check_dates(life, &all);
	check_rests(life, &all);
	check_figures(life, &all, life->told.count);
	postings_of(life, facts, &some);
	check_figures(life, &some, facts);
	check_past(&all, &some);
}

static void
what_is_taken_back_is_what_was_sold(void **state)
{
	struct chance chance = { seed_of(SEED) };
	struct life life = { .chance = &chance, .arena = { NULL } };

	(void)state;
	for (size_t i = 0; i < ROUNDS; i++) {
		make_life(&life);
		check_life(&life);
		arena_free(&life.arena);
		life.arena = (struct arena){ NULL };
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken_back_is_what_was_sold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
