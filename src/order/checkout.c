#include "order/checkout.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypto.h"
#include "base/money.h"
#include "order/cart_store.h"
#include "order/hold.h"
#include "order/order_store.h"
#include "order/rollup.h"
#include "stock/stock.h"
#include "stock/stock_key.h"

/* TABLE_CHECKOUT_KEY: customer u64, hash of the key -> order u64, hash of the cart.
 */
#define KEY_VALUE_SIZE (8 + HASH_SIZE)

#define ORDER_NUMBER_FIRST 1001

/* Each in less than 300 bytes, so that they fit into one message. */
#define CHANGES_SAID_MAX 3

static enum status
hash_text(const char *text, uint8_t hash[HASH_SIZE], struct err *err)
{
	return crypto_digest(
		(struct bytes){ NULL, 0 }, bytes_of_text(text), hash, err);
}

/* A cart as what a key stands for: SKUs and quantities, in their order. */
static enum status
hash_cart(struct txn *txn, const struct cart *cart, uint8_t hash[HASH_SIZE],
	struct err *err)
{
	const struct cart_line *lines = cart->lines.items;
	struct buffer text = { .arena = txn_arena(txn) };
	size_t i;

	for (i = 0; i < cart->lines.count; i++) {
		TRY(buffer_append_text(&text, lines[i].sku, err));
		TRY(buffer_append(&text, "", 1, err));
		TRY(buffer_append_u64(&text, (uint64_t)lines[i].quantity, err));
	}
	return crypto_digest(
		(struct bytes){ NULL, 0 }, buffer_bytes(&text), hash, err);
}

/* One checkout under way. */
struct checkout {
	const struct people *people;
	const struct checkout_request *request;
	struct cart cart;
	struct cart_pricing pricing;
	const char *key;
	struct key key_row;
};

static enum status
find_key(struct checkout *checkout, struct err *err)
{
	const struct checkout_request *request = checkout->request;
	uint8_t hash[HASH_SIZE];

	checkout->key = request->key;
	if (checkout->key[0] == '\0')
		TRY(arena_format(txn_arena(checkout->people->txn), &checkout->key,
			err, "cart-%" PRIu64 "-%" PRIu64, request->customer,
			checkout->cart.version));
	if (strlen(checkout->key) > CHECKOUT_KEY_SIZE_MAX)
		return fail(err, ST_USAGE, "--key is longer than %d bytes",
			CHECKOUT_KEY_SIZE_MAX);
	TRY(hash_text(checkout->key, hash, err));
	checkout->key_row = key_u64(request->customer);
	memcpy(checkout->key_row.data + checkout->key_row.size, hash, HASH_SIZE);
	checkout->key_row.size += HASH_SIZE;
	return ST_OK;
}

/* The same key gives the same order, unless the cart holds something else by now. */
static enum status
find_repeated(
	struct checkout *checkout, struct checkout_result *result, struct err *err)
{
	struct txn *txn = checkout->people->txn;
	uint8_t hash[HASH_SIZE];
	struct bytes value;
	bool found;

	TRY(txn_get(txn, TABLE_CHECKOUT_KEY, key_bytes(&checkout->key_row), &value,
		&found, err));
	if (!found)
		return ST_OK;
	if (value.size != KEY_VALUE_SIZE)
		return fail(err, ST_CORRUPT, "the row of a checkout key is damaged");
	TRY(hash_cart(txn, &checkout->cart, hash, err));
	if (checkout->cart.lines.count > 0 &&
		memcmp(value.data + 8, hash, HASH_SIZE) != 0)
		return fail(err, ST_REFUSED,
			"the key '%s' was used for order %" PRIu64
			" with another cart (give another --key)",
			checkout->key, get_u64(value.data));
	result->order = get_u64(value.data);
	result->repeated = true;
	return ST_OK;
}

/* An emptied cart remembers what it became, so that nobody buys twice after a crash.
 * Who gives a key of his own asks for the order of that key and for no other. */
static enum status
find_last_order(const struct checkout *checkout, struct checkout_result *result,
	struct err *err)
{
	if (checkout->cart.last_order == 0)
		return fail(err, ST_EMPTY,
			"the cart is empty (fill it with 'shop cart add')");
	if (checkout->request->key[0])
		return fail(err, ST_EMPTY,
			"the cart is empty: it became order %" PRIu64
			", with another key",
			checkout->cart.last_order);
	result->order = checkout->cart.last_order;
	result->repeated = true;
	return ST_OK;
}

static enum status
describe_change(const struct cart_change *change, struct arena *arena,
	const char **text, struct err *err)
{
	char left[STOCK_SHORT_MAX];

	if (strcmp(change->kind, "gone") == 0)
		return arena_format(
			arena, text, err, "'%s' is not sold any more", change->sku);
	if (strcmp(change->kind, "price") == 0)
		return arena_format(arena, text, err,
			"the price of '%s' changed from %s to %s", change->sku,
			change->old, change->new);
	stock_short_text(change->sku, strtoll(change->new, NULL, 10), left);
	return arena_text(arena, left, text, err);
}

/* As many changes as one line holds; the cart, which is shown with them, has all. */
static enum status
describe_changes(const struct list *list, struct buffer *text, enum status *status,
	struct err *err)
{
	const struct cart_change *changes = list->items;
	const char *part;
	size_t i;

	*status = ST_CHANGED;
	for (i = 0; i < list->count; i++) {
		if (strcmp(changes[i].kind, "available") == 0)
			*status = ST_OUT_OF_STOCK;
		if (i >= CHANGES_SAID_MAX)
			continue;
		TRY(describe_change(&changes[i], text->arena, &part, err));
		TRY(buffer_append_text(text, i > 0 ? "; " : "", err));
		TRY(buffer_append_text(text, part, err));
	}
	if (list->count > CHANGES_SAID_MAX)
		TRY(buffer_append_text(text, "; and more", err));
	return buffer_append(text, "", 1, err);
}

static enum status
refuse_changed(struct arena *arena, const struct list *changes, struct err *err)
{
	struct buffer text = { .arena = arena };
	enum status status;

	TRY(describe_changes(changes, &text, &status, err));
	return fail(err, status, "%s%s", (const char *)text.data,
		status == ST_CHANGED ? " (check out again to accept that)" : "");
}

static enum status
check_total(const struct cart_view *view, int64_t expected, struct err *err)
{
	struct currency currency = { "", 2 };
	char total[MONEY_TEXT_MAX];

	if (expected == NUMBER_NONE || expected == view->total)
		return ST_OK;
	(void)currency_find(view->currency, &currency);
	money_format(view->total, currency.decimals, total);
	return fail(err, ST_CHANGED, "the total is %s %s, not what was expected",
		total, view->currency);
}

/* What the cart shows is handed out as soon as it is known: every refusal from here
 * on shows it. */
static enum status
check_unchanged(
	struct checkout *checkout, struct checkout_result *result, struct err *err)
{
	const struct cart_view *view = &checkout->pricing.view;

	result->viewed = true;
	result->view = *view;
	if (view->changes.count > 0)
		return refuse_changed(
			txn_arena(checkout->people->txn), &view->changes, err);
	return check_total(view, checkout->request->expect_total, err);
}

static enum status
hold_stock(struct checkout *checkout, struct err *err)
{
	struct txn *txn = checkout->people->txn;
	const struct list *quoted = &checkout->pricing.quote.lines;
	const struct quote_line *lines = quoted->items;
	struct stock_line *held;
	struct catalog *catalog;
	enum status status;
	size_t i;

	TRY(ARENA_NEW(txn_arena(txn), quoted->count, &held, err));
	for (i = 0; i < quoted->count; i++)
		held[i] = (struct stock_line){ lines[i].sku, lines[i].quantity };
	TRY(catalog_open(txn, &catalog, err));
	status = stock_hold(catalog, held, quoted->count, err);
	if (status == ST_OK)
		return catalog_close(catalog, err);
	catalog_abandon(catalog);
	return status;
}

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
			.needs_shipping = true };
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
	order->country = request->country[0] ? request->country : customer.country;
	TRY(order_check_text("address", recipient.address, ADDRESS_SIZE_MAX, err));
	return order_seal_recipient(checkout->people, &recipient, order, err);
}

static enum status
make_order(const struct checkout *checkout, struct order *order, struct err *err)
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
	TRY(freeze_lines(txn, &checkout->pricing.quote.lines, &order->lines, err));
	return freeze_recipient(checkout, order, err);
}

static enum status
write_key(const struct checkout *checkout, uint64_t order, struct err *err)
{
	struct txn *txn = checkout->people->txn;
	uint8_t value[KEY_VALUE_SIZE];

	put_u64(value, order);
	TRY(hash_cart(txn, &checkout->cart, value + 8, err));
	return txn_put(txn, TABLE_CHECKOUT_KEY, key_bytes(&checkout->key_row),
		(struct bytes){ value, sizeof(value) }, err);
}

static enum status
empty_cart(struct checkout *checkout, uint64_t order, struct err *err)
{
	struct cart cart = checkout->cart;

	cart.lines.count = 0;
	cart.coupon = "";
	cart.version++;
	cart.last_order = order;
	return cart_put(checkout->people->txn, &cart, err);
}

static enum status
write_order(struct checkout *checkout, struct order *order, struct err *err)
{
	struct txn *txn = checkout->people->txn;
	struct fact payment = { .kind = FACT_PAYMENT,
		.method = order->payment_method,
		.amount = order->total };

	TRY(fact_append(txn, order, &payment, err));
	TRY(order_hold_begin(txn, order, err));
	TRY(order_complete(txn, order, err));
	TRY(order_put(txn, NULL, order, err));
	TRY(write_key(checkout, order->number, err));
	TRY(rollup_count_order(txn, order, err));
	TRY(empty_cart(checkout, order->number, err));
	return order_event(txn, order, "placed", NULL, err);
}

enum status
checkout_place(const struct people *people, const struct checkout_request *request,
	struct checkout_result *result, struct err *err)
{
	struct checkout checkout = { .people = people, .request = request };
	struct order order;

	*result = (struct checkout_result){ .order = 0 };
	TRY(cart_get(people->txn, request->customer, &checkout.cart, err));
	TRY(find_key(&checkout, err));
	TRY(find_repeated(&checkout, result, err));
	if (result->repeated)
		return ST_OK;
	if (checkout.cart.lines.count == 0)
		return find_last_order(&checkout, result, err);
	TRY(cart_price(people->txn, &checkout.cart, &checkout.pricing, err));
	TRY(check_unchanged(&checkout, result, err));
	TRY(hold_stock(&checkout, err));
	TRY(make_order(&checkout, &order, err));
	TRY(write_order(&checkout, &order, err));
	result->order = order.number;
	return ST_OK;
}
