#include "order/posting.h"

#include "order/order_store.h"
#include "order/posting_parts.h"
#include "pricing/percent.h"

/* A fact has what it takes back, and its money. */
#define FACT_POSTINGS_MAX 2

static int64_t
magnitude(int64_t number)
{
	if (number == NUMBER_NONE)
		return 0;
	return number < 0 ? -number : number;
}

static int64_t
at_most(int64_t number, int64_t most)
{
	return number < most ? number : most;
}

struct posting
posting_begin(
	const struct order *order, enum posting_kind kind, int64_t at, uint64_t fact)
{
	const struct order_origin *origin = order_origin(order);

	return (struct posting){ .kind = (int)kind,
		.at = at,
		.order = order->number,
		.fact = fact,
		.customer = order->customer,
		.country = origin ? origin->country : order->country,
		.method = origin ? origin->payment_method : order->payment_method,
		.shipping_tax_rate = order->shipping.tax_rate };
}

/* What of a discount is a tax that prices include. */
static int64_t
discount_tax(const struct order_line *line, int64_t discount)
{
	int64_t tax = 0;

	if (line->tax_is_included && line->tax_rate != NUMBER_NONE)
		(void)percent_included(discount, line->tax_rate, &tax);
	return tax;
}

struct posting_line
posting_line_of(const struct order_line *line)
{
	int64_t total = magnitude(line->line_total);
	int64_t discount = at_most(magnitude(line->discount), total);
	int64_t included = at_most(magnitude(line->tax_included), total - discount);
	struct posting_line posting = { .sku = line->sku,
		.name = line->name,
		.product = line->product[0] ? line->product : line->sku,
		.category = line->category,
		.brand = line->brand,
		.tax_rate = line->tax_rate,
		.units = magnitude(line->quantity),
		.tax = included + magnitude(line->tax_added) };

	posting.discount = discount - discount_tax(line, discount);
	posting.goods = total - discount - included + posting.discount;
	return posting;
}

void
posting_add_shipping(const struct order *order, struct posting *posting)
{
	const struct quote_shipping *shipping = &order->shipping;
	int64_t included = at_most(
		magnitude(shipping->tax_included), magnitude(order->shipping_total));

	posting->shipping = magnitude(order->shipping_total) - included;
	posting->shipping_tax = included + magnitude(shipping->tax_added);
}

static enum status
sale_posting(const struct order *order, struct arena *arena, struct posting *posting,
	struct err *err)
{
	bool credit = order_is_credit(order);
	const struct order_line *ordered = order->lines.items;
	struct posting_line *lines;
	size_t i;

	*posting = posting_begin(
		order, credit ? POSTING_CREDIT : POSTING_SALE, order->placed_at, 0);
	TRY(ARENA_NEW(arena, order->lines.count, &lines, err));
	for (i = 0; i < order->lines.count; i++)
		lines[i] = posting_line_of(&ordered[i]);
	posting->lines = (struct list){ lines, order->lines.count };
	posting_add_shipping(order, posting);
	return ST_OK;
}

static bool
is_money(const struct fact *fact)
{
	return (fact->kind == FACT_CAPTURE || fact->kind == FACT_REFUND) &&
	       fact->amount > 0;
}

static bool
may_take_back(const struct fact *fact)
{
	return fact->kind == FACT_CANCEL || fact->kind == FACT_RETURN ||
	       fact->kind == FACT_REFUND;
}

static struct posting
money_posting(const struct order *order, const struct fact *fact)
{
	struct posting posting = posting_begin(order,
		fact->kind == FACT_CAPTURE ? POSTING_PAYMENT : POSTING_REPAYMENT,
		fact->at, fact->number);

	if (fact->method && fact->method[0])
		posting.method = fact->method;
	posting.amount = fact->amount;
	return posting;
}

/* Most orders lose nothing, and need not be taken apart. */
static enum status
begin_taking(const struct order *order, const struct list *facts, struct arena *arena,
	struct taking *taking, struct err *err)
{
	const struct fact *items = facts->items;
	size_t i;

	*taking = (struct taking){ .order = *order };
	if (order_is_credit(order))
		return ST_OK;
	for (i = 0; i < facts->count; i++)
		if (may_take_back(&items[i]))
			return taking_begin(order, arena, taking, err);
	return ST_OK;
}

static enum status
add_fact(struct taking *taking, const struct fact *fact, struct list *postings,
	struct err *err)
{
	struct posting *items = postings->items;
	bool any = false;

	if (taking->arena)
		TRY(taking_fact(taking, fact, &items[postings->count], &any, err));
	if (any)
		postings->count++;
	if (is_money(fact))
		items[postings->count++] = money_posting(&taking->order, fact);
	return ST_OK;
}

enum status
order_postings(const struct order *order, const struct list *facts,
	struct arena *arena, struct list *postings, struct err *err)
{
	const struct fact *items = facts->items;
	struct list made = { NULL, 1 };
	struct posting *sale;
	struct taking taking;
	size_t i;

	TRY(ARENA_NEW(arena, 1 + FACT_POSTINGS_MAX * facts->count, &sale, err));
	made.items = sale;
	TRY(sale_posting(order, arena, sale, err));
	TRY(begin_taking(order, facts, arena, &taking, err));
	for (i = 0; i < facts->count; i++)
		TRY(add_fact(&taking, &items[i], &made, err));
	*postings = made;
	return ST_OK;
}

enum status
order_stored_postings(struct txn *txn, const struct order *order,
	struct list *postings, struct err *err)
{
	struct list facts;

	TRY(order_facts_of(txn, order, &facts, err));
	return order_postings(order, &facts, txn_arena(txn), postings, err);
}

enum status
order_post(struct txn *txn, const struct order *order, struct err *err)
{
	struct posting sale;

	TRY(sale_posting(order, txn_arena(txn), &sale, err));
	return books_post(txn, &sale, err);
}

/* What was taken back before decides what this one adds. */
static enum status
post_taking(
	struct txn *txn, const struct order *order, uint64_t fact, struct err *err)
{
	const struct posting *items;
	struct list postings;
	size_t i;

	TRY(order_stored_postings(txn, order, &postings, err));
	items = postings.items;
	for (i = 0; i < postings.count; i++)
		if (items[i].fact == fact)
			TRY(books_post(txn, &items[i], err));
	return ST_OK;
}

enum status
order_post_all(struct txn *txn, const struct order *order, const struct list *facts,
	struct err *err)
{
	const struct posting *items;
	struct list postings;
	size_t i;

	TRY(order_postings(order, facts, txn_arena(txn), &postings, err));
	items = postings.items;
	for (i = 0; i < postings.count; i++)
		TRY(books_post(txn, &items[i], err));
	return ST_OK;
}

enum status
order_post_fact(struct txn *txn, const struct order *order, const struct fact *fact,
	struct err *err)
{
	struct posting money;

	if (may_take_back(fact))
		return post_taking(txn, order, fact->number, err);
	if (!is_money(fact))
		return ST_OK;
	money = money_posting(order, fact);
	return books_post(txn, &money, err);
}
