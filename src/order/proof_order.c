
#include "order/order_store.h"
#include "order/proof_private.h"

/* What goes for each line: its discount is no more than it costs, and its tax lies on
 * one side. */
static void
prove_line(
	struct proof *proof, const struct order *order, const struct order_line *line)
{
	if (line->line_total != line->unit_price * line->quantity)
		proof_order_fault(proof, order->number,
			"has a line whose total is not price times quantity");
	if (line->discount < 0 || line->discount > line->line_total)
		proof_order_fault(proof, order->number,
			"has a line whose discount is not between nothing and its "
			"total");
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

static void
prove_totals(struct proof *proof, const struct order *order)
{
	prove_sums(proof, order);
	prove_parts(proof, order);
	if (order->total != order->goods_total - order->discount_total +
				    order->shipping_total + order->tax_added)
		proof_order_fault(proof, order->number,
			"has a total that is not the sum of its parts");
}

/* What the facts add up to. */
struct fact_sums {
	int64_t captured;
	int64_t refunded;
	int64_t shipped;
	int64_t delivered;
	bool cancelled;
};

static void
add_fact(struct fact_sums *sums, const struct fact *fact)
{
	const struct fact_line *lines = fact->lines.items;
	size_t i;

	switch ((enum fact_kind)fact->kind) {
	case FACT_CAPTURE:
		sums->captured += fact->amount;
		break;
	case FACT_REFUND:
		sums->refunded += fact->amount;
		break;
	case FACT_SHIPMENT:
		for (i = 0; i < fact->lines.count; i++)
			sums->shipped += lines[i].quantity;
		break;
	case FACT_DELIVERY:
		sums->delivered = sums->shipped;
		break;
	case FACT_CANCEL:
		sums->cancelled = true;
		break;
	default:
		break;
	}
}

static enum status
prove_facts(struct proof *proof, const struct order *order, struct err *err)
{
	struct fact_sums sums = { .captured = 0 };
	const struct fact *items;
	struct list facts;
	size_t i;

	TRY(order_facts(proof->txn, order->number, &facts, err));
	if (facts.count != order->facts)
		proof_order_fault(
			proof, order->number, "has not as many facts as it says");
	TRY(prove_intents(proof, order, &facts, err));
	items = facts.items;
	for (i = 0; i < facts.count; i++)
		add_fact(&sums, &items[i]);
	if (sums.captured != order->captured || sums.refunded != order->refunded)
		proof_order_fault(proof, order->number,
			"has payments that do not add up to what it says is paid");
	if (sums.refunded > sums.captured)
		proof_order_fault(
			proof, order->number, "was refunded more than was paid");
	if (sums.shipped != order->shipped || sums.delivered != order->delivered ||
		sums.shipped > order->quantity)
		proof_order_fault(proof, order->number,
			"has shipments that do not add up to what it says is "
			"shipped");
	if (sums.cancelled != (order->state == ORDER_CANCELLED))
		proof_order_fault(proof, order->number,
			"has a state that its facts do not tell");
	return ST_OK;
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
		TRY(prove_row(proof, order, order_by_sku(order, lines[i].sku), err));
	return ST_OK;
}

enum status
prove_order(struct proof *proof, const struct order *order, struct err *err)
{
	proof->facts += order->facts;
	if (order->state == ORDER_PLACED)
		proof->waited_for += order->quantity - order->shipped;
	prove_totals(proof, order);
	TRY(prove_facts(proof, order, err));
	return prove_rows(proof, order, err);
}
