#include "order/checkout_parts.h"

static enum status
freeze_lines(
	struct txn *txn, const struct list *quoted, struct list *out, struct err *err)
{
	const struct quote_line *lines = quoted->items;
	struct order_line *frozen;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), quoted->count, &frozen, err));
	for (i = 0; i < quoted->count; i++)
		frozen[i] = (struct order_line){ .sku = lines[i].sku,
			.name = lines[i].name,
			.quantity = lines[i].quantity,
			.unit_price = lines[i].unit_price,
			.line_total = lines[i].line_total,
			.discount = lines[i].discount,
			.tax_added = lines[i].tax_added,
			.tax_included = lines[i].tax_included,
			.product = lines[i].product,
			.category = lines[i].category,
			.brand = lines[i].brand,
			.price = lines[i].price,
			.tax_class = lines[i].tax_class,
			.tax_rate = lines[i].tax_rate,
			.tax_is_included = lines[i].tax_is_included,
			.needs_shipping = lines[i].needs_shipping };
	*out = (struct list){ frozen, quoted->count };
	return ST_OK;
}

static void
freeze_totals(const struct quote *quote, struct order *order)
{
	order->currency = quote->currency;
	order->quantity = quote->quantity;
	order->goods_total = quote->goods_total;
	order->discount_total = quote->discount_total;
	order->shipping_total = quote->shipping_total;
	order->tax_added = quote->tax_added;
	order->tax_included = quote->tax_included;
	order->total = quote->total;
	order->shipping = quote->shipping;
	order->promotions = quote->promotions;
	order->taxes = quote->taxes;
}

/* The coupon, if it took anything off: one that did not is not used. */
static const char *
used_coupon(const struct quote *quote)
{
	const struct quote_promotion *promotions = quote->promotions.items;
	size_t i;

	for (i = 0; i < quote->promotions.count; i++)
		if (promotions[i].coupon[0])
			return promotions[i].coupon;
	return "";
}

static enum status
freeze_recipient(
	const struct checkout *checkout, struct order *order, struct err *err)
{
	const struct checkout_request *request = checkout->request;
	struct recipient recipient;
	struct customer customer;
	bool found;

	TRY(customer_get(
		checkout->people, request->customer, &customer, &found, err));
	if (!found)
		return fail(err, ST_NOT_FOUND, "no such customer");
	recipient =
		(struct recipient){ customer.name, customer.phone, request->address };
	if (recipient.address[0] == '\0')
		recipient.address = customer.address;
	order->country = checkout->pricing.terms.quote.country;
	TRY(order_check_text("address", recipient.address, ADDRESS_SIZE_MAX, err));
	return order_seal_recipient(checkout->people, &recipient, order, err);
}

enum status
checkout_freeze(const struct checkout *checkout, struct order *order, struct err *err)
{
	struct txn *txn = checkout->people->txn;
	uint64_t number;

	record_init(&order_record, order);
	TRY(sequence_next(txn, "order", &number, err));
	order->number = number + ORDER_NUMBER_FIRST - 1;
	order->customer = checkout->request->customer;
	order->placed_at = txn_now(txn);
	order->key = checkout->key;
	order->payment_method = checkout->request->payment_method;
	freeze_totals(&checkout->pricing.quote, order);
	order->coupon = used_coupon(&checkout->pricing.quote);
	TRY(freeze_lines(txn, &checkout->pricing.quote.lines, &order->lines, err));
	return freeze_recipient(checkout, order, err);
}
