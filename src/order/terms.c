#include "order/terms.h"

#include <inttypes.h>
#include <string.h>

#include "account/customer.h"
#include "base/money.h"
#include "catalog/category.h"
#include "catalog/reprice.h"
#include "order/coupon.h"
#include "order/order.h"
#include "store/setting.h"

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

/* Who buys, as far as prices depend on it. */
struct buyer {
	const char *country;
	const char *group;
};

/* Country and group are no secrets: nothing is unsealed for them. */
static enum status
read_buyer(struct txn *txn, uint64_t customer, struct buyer *buyer, struct err *err)
{
	struct people people = { .txn = txn };
	struct customer read;
	bool found = false;

	*buyer = (struct buyer){ "", "" };
	if (customer != 0)
		TRY(customer_get(&people, customer, &read, &found, err));
	if (found)
		*buyer = (struct buyer){ read.country, read.group };
	if (buyer->country[0] == '\0')
		return setting_get(txn, "shop.country", &buyer->country, err);
	return ST_OK;
}

static enum status
read_currency(struct txn *txn, struct quote_terms *quote, struct err *err)
{
	struct currency currency;

	TRY(setting_get(txn, "shop.currency", &quote->currency, err));
	if (!currency_find(quote->currency, &currency))
		return fail(err, ST_CONFIG,
			"the setting shop.currency '%s' is no currency",
			quote->currency);
	quote->decimals = currency.decimals;
	return ST_OK;
}

static enum status
read_tax_settings(struct terms *terms, const struct buyer *buyer, struct err *err)
{
	const char *address;
	const char *round;

	TRY(setting_get(terms->txn, "tax.address", &address, err));
	TRY(setting_get(terms->txn, "tax.round", &round, err));
	terms->tax_country = strcmp(address, "billing") == 0 ? buyer->country
							     : terms->quote.country;
	terms->quote.tax_round = strcmp(round, "unit") == 0    ? TAX_ROUND_UNIT
				 : strcmp(round, "order") == 0 ? TAX_ROUND_ORDER
							       : TAX_ROUND_LINE;
	return ST_OK;
}

/* Adds the promotion of a coupon to those without one. */
static enum status
add_promotion(struct terms *terms, const struct promotion *promotion, struct err *err)
{
	struct list *list = &terms->quote.promotions;
	struct promotion *items;

	TRY(ARENA_NEW(txn_arena(terms->txn), list->count + 1, &items, err));
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	items[list->count] = *promotion;
	*list = (struct list){ items, list->count + 1 };
	return ST_OK;
}

static enum status
read_coupon(struct terms *terms, const struct terms_request *request, struct err *err)
{
	struct quote_terms *quote = &terms->quote;
	struct promotion promotion;

	quote->coupon = or_empty(request->coupon);
	if (quote->coupon[0] == '\0')
		return ST_OK;
	if (strlen(quote->coupon) <= COUPON_CODE_SIZE_MAX)
		TRY(promotion_by_coupon(terms->txn, quote->coupon, &promotion,
			&terms->coupon_known, err));
	if (!terms->coupon_known) {
		quote->coupon_fault = "is unknown";
		return ST_OK;
	}
	quote->coupon = promotion.coupon_code;
	TRY(coupon_limit_fault(terms->txn, &promotion, request->customer,
		&quote->coupon_fault, err));
	if (quote->coupon_fault)
		return ST_OK;
	return add_promotion(terms, &promotion, err);
}

/* The highest order number of a customer that any promotion asks for. */
static int64_t
highest_nth(const struct list *promotions)
{
	const struct promotion *items = promotions->items;
	int64_t highest = 0;
	size_t i;

	for (i = 0; i < promotions->count; i++)
		if (items[i].nth_order > highest)
			highest = items[i].nth_order;
	return highest;
}

/* No more are counted than a promotion can ask for. */
static enum status
count_orders(struct txn *txn, uint64_t customer, int64_t enough, int64_t *count,
	struct err *err)
{
	struct order_filter filter = ORDER_FILTER_ALL;
	struct arena *arena = txn_arena(txn);
	struct order_scan *scan;
	struct arena_mark mark;
	struct order order;
	bool found;

	*count = 0;
	filter.customer = customer;
	TRY(order_scan_open(txn, &filter, &scan, err));
	mark = arena_mark(arena);
	while (*count < enough) {
		arena_rewind(arena, mark);
		TRY(order_next(scan, &order, &found, err));
		if (!found)
			return ST_OK;
		if (order.state != ORDER_CANCELLED && !order_is_credit(&order))
			++*count;
	}
	arena_rewind(arena, mark);
	order_scan_close(scan);
	return ST_OK;
}

static enum status
read_promotions(
	struct terms *terms, const struct terms_request *request, struct err *err)
{
	struct quote_terms *quote = &terms->quote;
	int64_t nth;

	TRY(promotion_list_automatic(terms->txn, &quote->promotions, err));
	TRY(read_coupon(terms, request, err));
	nth = highest_nth(&quote->promotions);
	if (nth == 0 || request->customer == 0)
		return ST_OK;
	return count_orders(
		terms->txn, request->customer, nth, &quote->orders_before, err);
}

enum status
terms_read(struct txn *txn, const struct terms_request *request, struct terms *terms,
	struct err *err)
{
	struct quote_terms *quote = &terms->quote;
	struct buyer buyer;

	*terms = (struct terms){ .txn = txn };
	TRY(read_buyer(txn, request->customer, &buyer, err));
	quote->arena = txn_arena(txn);
	quote->country = or_empty(request->country);
	if (quote->country[0] == '\0')
		quote->country = buyer.country;
	quote->now = request->now ? request->now : txn_now(txn);
	quote->method = or_empty(request->method);
	quote->group = request->group ? request->group : buyer.group;
	TRY(read_currency(txn, quote, err));
	TRY(read_tax_settings(terms, &buyer, err));
	TRY(sales_read(txn, &terms->sales, err));
	TRY(rule_list(txn, RULE_SHIPPING, &quote->methods, err));
	return read_promotions(terms, request, err);
}

static enum status
price_line(struct terms *terms, const struct terms_ware *ware,
	struct quote_line *line, struct err *err)
{
	struct price_steps steps = { .arena = terms->quote.arena,
		.decimals = terms->quote.decimals };
	struct price_base base;
	struct unit_price now;

	product_price_base(ware->product, ware->variant, ware->details, &base);
	TRY(unit_price_explained(
		&base, &terms->sales, terms->quote.now, &now, &steps, err));
	line->product = base.product;
	line->unit_price = now.price;
	line->on_sale = now.on_sale;
	line->steps = steps.steps;
	return ST_OK;
}

/* Product and variant go before their category. */
static enum status
line_needs_shipping(struct terms *terms, const struct terms_ware *ware,
	bool *needs_shipping, struct err *err)
{
	int answer = ware->details->needs_shipping;

	if (answer == ANSWER_NONE)
		TRY(category_needs_shipping(
			terms->txn, ware->product->category, &answer, err));
	*needs_shipping = answer != ANSWER_NO;
	return ST_OK;
}

enum status
terms_line(struct terms *terms, const struct terms_ware *ware,
	struct quote_line *line, struct err *err)
{
	const struct details *details = ware->details;
	struct quote_line made = {
		.sku = product_variant(ware->product, ware->variant)->sku,
		.category = ware->product->category,
		.brand = ware->product->brand,
		.quantity = ware->quantity,
		.price = details->price,
		.min_price = details->min_price,
		.tax_class = details->tax_class,
		.weight_g = details->weight_g,
		.tax_rate = NUMBER_NONE,
	};

	TRY(product_line_name(ware->product, ware->variant, txn_arena(terms->txn),
		&made.name, err));
	TRY(line_needs_shipping(terms, ware, &made.needs_shipping, err));
	TRY(price_line(terms, ware, &made, err));
	*line = made;
	return ST_OK;
}

/* Tax classes, each once, and the rates of those that have one. */
struct classes {
	const char **seen;
	size_t seen_count;
	struct tax_rate *rates;
	size_t rate_count;
};

static enum status
add_class(const struct terms *terms, struct classes *classes, const char *tax_class,
	struct err *err)
{
	struct tax_rate *rate = &classes->rates[classes->rate_count];
	size_t i;

	if (tax_class[0] == '\0')
		return ST_OK;
	for (i = 0; i < classes->seen_count; i++)
		if (strcmp(classes->seen[i], tax_class) == 0)
			return ST_OK;
	classes->seen[classes->seen_count++] = tax_class;
	TRY(tax_rate_find(terms->txn, tax_class, terms->tax_country, terms->quote.now,
		rate, err));
	if (rate->rate != NUMBER_NONE)
		classes->rate_count++;
	return ST_OK;
}

static enum status
find_rates(struct terms *terms, const struct list *lines, struct err *err)
{
	struct arena *arena = txn_arena(terms->txn);
	const struct shipping_method *methods = terms->quote.methods.items;
	const struct quote_line *items = lines->items;
	size_t most = lines->count + terms->quote.methods.count;
	struct classes classes = { .seen_count = 0 };
	size_t i;

	TRY(ARENA_NEW(arena, most, &classes.seen, err));
	TRY(ARENA_NEW(arena, most, &classes.rates, err));
	for (i = 0; i < lines->count; i++)
		TRY(add_class(terms, &classes, items[i].tax_class, err));
	for (i = 0; i < terms->quote.methods.count; i++)
		TRY(add_class(terms, &classes, methods[i].tax_class, err));
	terms->quote.tax_rates = (struct list){ classes.rates, classes.rate_count };
	return ST_OK;
}

enum status
terms_make(
	struct terms *terms, struct list lines, struct quote *quote, struct err *err)
{
	TRY(find_rates(terms, &lines, err));
	return quote_make(&terms->quote, lines, quote, err);
}

static enum status
item_line(struct terms *terms, const struct terms_item *item, struct quote_line *line,
	struct err *err)
{
	struct product product;
	struct details details;
	struct terms_ware ware = { &product, 0, &details, item->quantity };

	if (item->quantity < 1 || item->quantity > QUANTITY_MAX)
		return fail(err, ST_USAGE, "of '%s' there can be 1 to %d", item->sku,
			QUANTITY_MAX);
	TRY(product_find(terms->txn, item->sku, &product, &ware.variant, err));
	TRY(product_details(
		&product, ware.variant, txn_arena(terms->txn), &details, err));
	if (!product_is_sold(&product, ware.variant, &details))
		return fail(err, ST_REFUSED, "'%s' is not sold", item->sku);
	return terms_line(terms, &ware, line, err);
}

enum status
terms_quote(struct txn *txn, const struct terms_request *request, struct list items,
	struct quote *quote, struct err *err)
{
	const struct terms_item *wanted = items.items;
	struct quote_line *lines;
	struct terms terms;
	size_t i;

	TRY(terms_read(txn, request, &terms, err));
	TRY(ARENA_NEW(txn_arena(txn), items.count, &lines, err));
	for (i = 0; i < items.count; i++)
		TRY(item_line(&terms, &wanted[i], &lines[i], err));
	return terms_make(&terms, (struct list){ lines, items.count }, quote, err);
}

enum status
terms_method_names(const struct terms *terms, const char **text, struct err *err)
{
	const struct list *methods = &terms->quote.methods;
	const struct shipping_method *items = methods->items;
	struct buffer out = { .arena = txn_arena(terms->txn) };
	size_t i;

	for (i = 0; i < methods->count; i++) {
		TRY(buffer_append_text(&out, i > 0 ? ", " : "(there are: ", err));
		TRY(buffer_append_text(&out, items[i].method, err));
	}
	TRY(buffer_append_text(&out, i > 0 ? ")" : "(there are none)", err));
	TRY(buffer_append(&out, "", 1, err));
	*text = (const char *)out.data;
	return ST_OK;
}
