
#include "order/order_store.h"
#include "order/proof_private.h"

/* What is charged and what an included tax can be of, or given back by a credit: not
 * both ways in one line. */
static bool
tax_is_possible(const struct order_line *line)
{
	int64_t rest = line->line_total - line->discount;

	if (line->quantity < 0)
		return line->tax_added <= 0 && line->tax_included <= 0 &&
		       line->tax_included >= rest;
	return line->tax_added >= 0 && line->tax_included >= 0 &&
	       line->tax_included <= rest;
}

/* What goes for each line: its discount is no more than it costs, and its tax lies on
 * one side. */
static void
prove_line(
	struct proof *proof, const struct order *order, const struct order_line *line)
{
	if (line->line_total != line->unit_price * line->quantity)
		proof_order_fault(proof, order->number,
			"has a line whose total is not price times quantity");
	if (line->discount < 0 ||
		line->discount > (line->line_total > 0 ? line->line_total : 0))
		proof_order_fault(proof, order->number,
			"has a line whose discount is not between nothing and its "
			"total");
	if (!tax_is_possible(line))
		proof_order_fault(proof, order->number,
			"has a line with a tax below nothing, or above what it "
			"costs");
	if ((line->tax_rate == NUMBER_NONE || line->tax_is_included) &&
		line->tax_added != 0)
		proof_order_fault(proof, order->number,
			"has a line with an added tax that its rate does not give");
	if ((line->tax_rate == NUMBER_NONE || !line->tax_is_included) &&
		line->tax_included != 0)
		proof_order_fault(proof, order->number,
			"has a line with an included tax that its rate does not "
			"give");
}

static void
prove_sums(struct proof *proof, const struct order *order)
{
	const struct order_line *lines = order->lines.items;
	struct order sum = { .quantity = 0 };
	size_t i;

	for (i = 0; i < order->lines.count; i++) {
		prove_line(proof, order, &lines[i]);
		sum.quantity += lines[i].quantity;
		sum.goods_total += lines[i].line_total;
		sum.discount_total += lines[i].discount;
		sum.tax_added += lines[i].tax_added;
		sum.tax_included += lines[i].tax_included;
	}
	if (sum.quantity != order->quantity ||
		sum.goods_total != order->goods_total ||
		sum.discount_total != order->discount_total ||
		sum.tax_added + order->shipping.tax_added != order->tax_added ||
		sum.tax_included + order->shipping.tax_included !=
			order->tax_included)
		proof_order_fault(proof, order->number,
			"has totals that are not the sums of its lines");
	if (order->shipping_total != order->shipping.price - order->shipping.discount)
		proof_order_fault(proof, order->number,
			"has shipping that is not its price less its discount");
}

/* Promotions and taxes are the same amounts as the lines', told apart another way. */
static void
prove_parts(struct proof *proof, const struct order *order)
{
	const struct quote_promotion *promotions = order->promotions.items;
	const struct quote_tax *taxes = order->taxes.items;
	int64_t goods = 0;
	int64_t shipping = 0;
	int64_t added = 0;
	int64_t included = 0;
	size_t i;

	for (i = 0; i < order->promotions.count; i++) {
		goods += promotions[i].goods;
		shipping += promotions[i].shipping;
	}
	for (i = 0; i < order->taxes.count; i++) {
		added += taxes[i].included ? 0 : taxes[i].tax;
		included += taxes[i].included ? taxes[i].tax : 0;
	}
	if (goods != order->discount_total || shipping != order->shipping.discount)
		proof_order_fault(proof, order->number,
			"has promotions that are not its discounts");
	if (added != order->tax_added || included != order->tax_included)
		proof_order_fault(proof, order->number,
			"has rates whose taxes are not its taxes");
}

void
prove_totals(struct proof *proof, const struct order *order)
{
	prove_sums(proof, order);
	prove_parts(proof, order);
	if (order->total != order->goods_total - order->discount_total +
				    order->shipping_total + order->tax_added)
		proof_order_fault(proof, order->number,
			"has a total that is not the sum of its parts");
}

static enum status
prove_row(struct proof *proof, const struct order *order, struct key key,
	struct err *err)
{
	struct bytes value;
	bool found;

	proof->rows_expected++;
	TRY(txn_get(
		proof->txn, TABLE_ORDER_BY, key_bytes(&key), &value, &found, err));
	if (!found)
		proof_order_fault(
			proof, order->number, "is not found by a row it should have");
	return ST_OK;
}

static enum status
prove_rows(struct proof *proof, const struct order *order, struct err *err)
{
	const struct order_line *lines = order->lines.items;
	size_t i;

	TRY(prove_row(proof, order, order_by_customer(order), err));
	TRY(prove_row(proof, order, order_by_state(order), err));
	for (i = 0; i < order->lines.count; i++)
		if (order_line(order, lines[i].sku) == &lines[i])
			TRY(prove_row(proof, order, order_by_sku(order, lines[i].sku),
				err));
	return ST_OK;
}

/* An order of the past may be nobody's. */
static enum status
prove_customer(struct proof *proof, const struct order *order, struct err *err)
{
	struct key key = key_u64(order->customer);
	struct bytes value;
	bool found;

	if (order->customer == 0)
		return ST_OK;
	TRY(txn_get(
		proof->txn, TABLE_CUSTOMER, key_bytes(&key), &value, &found, err));
	if (!found)
		proof_order_fault(
			proof, order->number, "is of a customer who is not there");
	return ST_OK;
}

enum status
prove_order(struct proof *proof, const struct order *order, struct err *err)
{
	proof->facts += order->facts;
	if (order->state == ORDER_PLACED)
		proof->waited_for += order->quantity - order->shipped;
	prove_totals(proof, order);
	TRY(prove_customer(proof, order, err));
	TRY(prove_facts(proof, order, err));
	TRY(prove_order_due(proof, order, err));
	return prove_rows(proof, order, err);
}
