#include <inttypes.h>
#include <string.h>

#include "base/country.h"
#include "base/entry.h"
#include "base/money.h"
#include "catalog/product.h"
#include "order/history_parts.h"
#include "order/order_store.h"
#include "store/setting.h"

#define LINE_TEXT_SIZE_MAX 1000

static enum status
check_line(const struct order_line *line, bool credit, struct err *err)
{
	const char *fault = sku_fault(line->sku);

	if (fault)
		return fail(err, ST_BAD_DATA, "the SKU '%s' %s", line->sku, fault);
	TRY(entry_text("name", line->name, LINE_TEXT_SIZE_MAX, false, err));
	if (line->quantity == 0 || line->quantity > HISTORY_QUANTITY_MAX ||
		line->quantity < -HISTORY_QUANTITY_MAX)
		return fail(err, ST_BAD_DATA,
			"the quantity of '%s' is not from 1 to %d, or below zero",
			line->sku, HISTORY_QUANTITY_MAX);
	if ((line->quantity < 0) != credit)
		return fail(err, ST_BAD_DATA,
			"some pieces were sold and others, such as '%s', came back "
			"(make two orders of it)",
			line->sku);
	if (line->unit_price == NUMBER_NONE)
		return fail(err, ST_BAD_DATA, "'%s' needs a unit_price", line->sku);
	if (line->unit_price < 0)
		return fail(err, ST_BAD_DATA,
			"the unit_price of '%s' is below zero (of what came back, "
			"the "
			"quantity is)",
			line->sku);
	return ST_OK;
}

static enum status
total_line(struct order_line *line, struct err *err)
{
	int64_t *parts[] = { &line->discount, &line->tax_added, &line->tax_included };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (*parts[i] == NUMBER_NONE)
			*parts[i] = 0;
	line->shipped = line->returned = 0;
	if (line->unit_price != NUMBER_NONE &&
		money_multiply(line->unit_price, line->quantity, &line->line_total) &&
		line->line_total <= MONEY_MAX && line->line_total >= -MONEY_MAX)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"the line of '%s' has no total, or too large a one", line->sku);
}

enum status
order_history_number(struct order_history *history, struct err *err)
{
	struct order_line *lines = history->order.lines.items;
	struct fact *facts = history->facts.items;
	struct intent *intents = history->intents.items;
	size_t i;

	for (i = 0; i < history->order.lines.count; i++)
		TRY(total_line(&lines[i], err));
	for (i = 0; i < history->facts.count; i++)
		facts[i].number = i + 1;
	for (i = 0; i < history->intents.count; i++) {
		intents[i].order = history->order.number;
		intents[i].number = i + 1;
	}
	return ST_OK;
}

static enum status
check_lines(const struct order *order, struct err *err)
{
	const struct order_line *lines = order->lines.items;
	size_t i;

	if (order->lines.count == 0)
		return fail(err, ST_BAD_DATA, "an order needs lines ('lines:')");
	if (order->lines.count > HISTORY_LINES_MAX)
		return fail(err, ST_BAD_DATA, "there are more than %d lines",
			HISTORY_LINES_MAX);
	for (i = 0; i < order->lines.count; i++)
		TRY(check_line(&lines[i], lines[0].quantity < 0, err));
	return ST_OK;
}

/* An open order moves stock to come, SKU by SKU. */
static enum status
check_open(const struct order *order, struct err *err)
{
	const struct order_line *lines = order->lines.items;
	size_t i;

	if (order->state != ORDER_PLACED && order->due_at != 0)
		return fail(err, ST_BAD_DATA,
			"it waits for its money until a time ('due_at'), and is not "
			"open");
	if (order->state != ORDER_PLACED)
		return ST_OK;
	if (order_is_credit(order))
		return fail(err, ST_BAD_DATA,
			"what came back is no open order (leave out its state)");
	for (i = 0; i < order->lines.count; i++)
		if (order_line(order, lines[i].sku) != &lines[i])
			return fail(err, ST_BAD_DATA,
				"an open order has '%s' in two lines", lines[i].sku);
	return ST_OK;
}

static enum status
check_personal(const struct order_history *history, struct err *err)
{
	const struct order *order = &history->order;
	const struct fact *facts = history->facts.items;
	bool any = order->name.size > 0 || order->phone.size > 0 ||
		   order->address.size > 0;
	size_t i;

	for (i = 0; i < history->facts.count; i++)
		any = any || facts[i].note.size > 0;
	if (order->customer != 0 || !any)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"an order without a customer has no name, phone, address or note "
		"(there is nobody whose key could seal it)");
}

static enum status
check_cards(struct txn *txn, const struct order_history *history, struct err *err)
{
	const struct order *order = &history->order;
	const struct fact *facts = history->facts.items;
	const struct bytes texts[] = { order->name, order->address,
		bytes_of_text(order->reference) };
	struct list all = { NULL, history->facts.count };
	const char *text;
	size_t i;

	for (i = 0; i < 3 + all.count; i++) {
		struct bytes bytes = i < 3 ? texts[i] : facts[i - 3].note;

		TRY(arena_copy(txn_arena(txn), (const char *)bytes.data, bytes.size,
			&text, err));
		if (text_has_card_number(text))
			return fail(err, ST_BAD_DATA,
				"it holds a payment card's number, which is never "
				"kept");
	}
	return ST_OK;
}

static enum status
fill_currency(struct txn *txn, struct order *order, struct err *err)
{
	const char *currency;

	TRY(setting_get(txn, "shop.currency", &currency, err));
	if (order->currency[0] == '\0')
		order->currency = currency;
	if (strcmp(order->currency, currency) == 0)
		return ST_OK;
	return fail(err, ST_BAD_DATA, "its currency is '%s', and the shop's is %s",
		order->currency, currency);
}

/* What was taken off and is told of no promotion. */
static enum status
fill_promotions(struct txn *txn, struct order *order, struct err *err)
{
	struct quote_promotion *promotion;

	if (order->promotions.count > 0 ||
		(order->discount_total == 0 && order->shipping.discount == 0))
		return ST_OK;
	TRY(ARENA_NEW(txn_arena(txn), 1, &promotion, err));
	*promotion = (struct quote_promotion){ "discount", "", order->discount_total,
		order->shipping.discount };
	order->promotions = (struct list){ promotion, 1 };
	return ST_OK;
}

static void
add_tax(struct list *taxes, const struct quote_tax *added)
{
	struct quote_tax *items = taxes->items;
	size_t i;

	if (added->rate == NUMBER_NONE || (added->base == 0 && added->tax == 0))
		return;
	for (i = 0; i < taxes->count; i++)
		if (items[i].rate == added->rate &&
			items[i].included == added->included)
			break;
	if (i == taxes->count)
		items[taxes->count++] =
			(struct quote_tax){ added->rate, added->included, 0, 0 };
	items[i].base += added->base;
	items[i].tax += added->tax;
}

static enum status
fill_taxes(struct txn *txn, struct order *order, struct err *err)
{
	const struct order_line *lines = order->lines.items;
	const struct quote_shipping *shipping = &order->shipping;
	struct quote_tax part;
	size_t i;

	if (order->taxes.count > 0)
		return ST_OK;
	TRY(arena_take(txn_arena(txn), order->lines.count + 1,
		sizeof(struct quote_tax), &order->taxes.items, err));
	for (i = 0; i < order->lines.count; i++) {
		part = (struct quote_tax){ lines[i].tax_rate,
			lines[i].tax_is_included,
			lines[i].line_total - lines[i].discount,
			lines[i].tax_added + lines[i].tax_included };
		add_tax(&order->taxes, &part);
	}
	part = (struct quote_tax){ shipping->tax_rate, shipping->tax_is_included,
		order->shipping_total, shipping->tax_added + shipping->tax_included };
	add_tax(&order->taxes, &part);
	return ST_OK;
}

static struct order
sum_parts(const struct order *order)
{
	const struct order_line *lines = order->lines.items;
	struct order sum = { .shipping = order->shipping };
	size_t i;

	for (i = 0; i < order->lines.count; i++) {
		sum.quantity += lines[i].quantity;
		sum.goods_total += lines[i].line_total;
		sum.discount_total += lines[i].discount;
		sum.tax_added += lines[i].tax_added;
		sum.tax_included += lines[i].tax_included;
	}
	sum.shipping_total = order->shipping.price - order->shipping.discount;
	sum.tax_added += order->shipping.tax_added;
	sum.tax_included += order->shipping.tax_included;
	sum.total = sum.goods_total - sum.discount_total + sum.shipping_total +
		    sum.tax_added;
	return sum;
}

/* A total, which may be given, is what its parts come to. */
static enum status
fill_total(struct txn *txn, struct order *order, const char *key,
	const struct order *sum, struct err *err)
{
	const struct field *field = record_field(&order_record, key);
	int64_t given;
	int64_t right;
	const char *text;

	memcpy(&given, field_at(field, order), sizeof(given));
	memcpy(&right, field_at(field, sum), sizeof(right));
	if (right > MONEY_MAX || right < -MONEY_MAX)
		return fail(err, ST_BAD_DATA, "the %s is too large", key);
	if (given != NUMBER_NONE && given != right) {
		TRY(order_money_text(txn, order, right, &text, err));
		return fail(err, ST_BAD_DATA, "the %s is not what it comes to (%s)",
			key, text);
	}
	memcpy((char *)order + field->offset, &right, sizeof(right));
	return ST_OK;
}

static enum status
fill_totals(struct txn *txn, struct order *order, struct err *err)
{
	static const char *const keys[] = { "goods_total", "discount_total",
		"shipping_total", "tax_added", "tax_included", "total" };
	struct order sum = sum_parts(order);
	size_t i;

	order->quantity = sum.quantity;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		TRY(fill_total(txn, order, keys[i], &sum, err));
	return ST_OK;
}

static enum status
fill(struct txn *txn, struct order *order, struct err *err)
{
	TRY(fill_currency(txn, order, err));
	TRY(fill_totals(txn, order, err));
	TRY(fill_promotions(txn, order, err));
	TRY(fill_taxes(txn, order, err));
	if (order->payment_method[0] == '\0')
		order->payment_method = "manual";
	return ST_OK;
}

/* So that those to come do not get longer than a file may say. */
static enum status
check_number(struct txn *txn, uint64_t number, struct err *err)
{
	uint64_t last;

	TRY(sequence_last(txn, "order", &last, err));
	last += ORDER_NUMBER_FIRST - 1 + ORDER_NUMBER_GAP_MAX;
	if (number > 0 && number <= ORDER_NUMBER_MAX &&
		(number <= ORDER_NUMBER_FREE_MAX || number <= last))
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"an order's number is from 1 to %" PRIu64
		", or at most %d above the last one of the shop (what another system "
		"calls it can be its reference)",
		ORDER_NUMBER_FREE_MAX, ORDER_NUMBER_GAP_MAX);
}

static enum status
check_head(struct txn *txn, const struct order *order, struct err *err)
{
	char placed[TIME_TEXT_MAX];

	TRY(check_number(txn, order->number, err));
	if (order->placed_at == 0)
		return fail(err, ST_BAD_DATA,
			"an order needs the time it was placed at ('placed_at:')");
	if (order->placed_at <= txn_now(txn) + HISTORY_AHEAD_MAX)
		return ST_OK;
	time_format(order->placed_at, placed);
	return fail(err, ST_BAD_DATA, "placed_at %s is in the future", placed);
}

static enum status
check_shipping(const struct quote_shipping *shipping, struct err *err)
{
	if (shipping->price >= 0 && shipping->discount >= 0 &&
		shipping->discount <= shipping->price && shipping->tax_added >= 0 &&
		shipping->tax_included >= 0)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"shipping costs less than nothing, or has a discount that is more "
		"than its price");
}

/* Where it was sold before it went elsewhere. */
static enum status
check_origin(const struct order *order, struct err *err)
{
	const struct order_origin *origin = order_origin(order);
	char code[COUNTRY_CODE_MAX];

	if (!origin)
		return ST_OK;
	if (order->origin.count > 1)
		return fail(err, ST_BAD_DATA, "an order has one origin");
	if (origin->country[0] == '\0' || (country_find(origin->country, code) &&
						  strcmp(origin->country, code) == 0))
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"its origin's country '%s' is no country's code (two capitals)",
		origin->country);
}

/* What was given back of shipping cannot be told from what was charged. */
static enum status
check_credit(const struct order *order, struct err *err)
{
	if (!order_is_credit(order) || order_shipping_cost(order) == 0)
		return ST_OK;
	return fail(err, ST_BAD_DATA,
		"pieces that came back have no shipping (what of it was given back "
		"is a line of its own)");
}

enum status
order_history_complete(struct txn *txn, const struct history_given *given,
	struct order_history *history, struct err *err)
{
	struct order *order = &history->order;

	TRY(check_head(txn, order, err));
	TRY(check_lines(order, err));
	TRY(check_shipping(&order->shipping, err));
	TRY(check_origin(order, err));
	TRY(order_history_number(history, err));
	TRY(fill(txn, order, err));
	TRY(check_credit(order, err));
	if (!given->facts)
		TRY(history_make_facts(txn, given->state, history, err));
	TRY(order_history_number(history, err));
	TRY(history_sum_facts(history, err));
	if (given->state >= 0 && given->state != order->state)
		return fail(err, ST_BAD_DATA,
			"its state is '%s', and its facts say '%s'",
			order_state_names[given->state],
			order_state_names[order->state]);
	TRY(check_open(order, err));
	TRY(check_personal(history, err));
	TRY(check_cards(txn, history, err));
	return history_prove(txn, history, err);
}
