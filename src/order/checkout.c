#include "order/checkout.h"

#include <inttypes.h>
#include <string.h>

#include "base/crypto.h"
#include "order/checkout_parts.h"
#include "order/coupon.h"
#include "order/hold.h"
#include "order/intent.h"
#include "order/posting.h"
#include "stock/stock.h"

/* TABLE_CHECKOUT_KEY: customer u64, hash of the key -> order u64, hash of the cart.
 */
#define KEY_VALUE_SIZE (8 + HASH_SIZE)

static enum status
hash_text(const char *text, uint8_t hash[HASH_SIZE], struct err *err)
{
	return crypto_digest(
		(struct bytes){ NULL, 0 }, bytes_of_text(text), hash, err);
}

/* A cart as what a key stands for: SKUs and quantities, in their order, and its
 * coupon. */
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
	TRY(buffer_append_text(&text, cart->coupon, err));
	return crypto_digest(
		(struct bytes){ NULL, 0 }, buffer_bytes(&text), hash, err);
}

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
refuse_unshippable(const struct checkout *checkout, struct err *err)
{
	const struct cart_pricing *pricing = &checkout->pricing;
	const char *names;

	TRY(terms_method_names(&pricing->terms, &names, err));
	return fail(err, ST_REFUSED, "%s %s", pricing->view.unshippable, names);
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
		return checkout_refuse_changed(checkout, err);
	if (view->unshippable[0])
		return refuse_unshippable(checkout, err);
	return checkout_check_total(checkout, err);
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
	cart_changed(checkout->people->txn, &cart);
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
	TRY(intent_begin_payment(txn, order, checkout->request->wallet, err));
	TRY(order_complete(txn, order, err));
	TRY(order_put(txn, NULL, order, err));
	TRY(order_steps_put(txn, order->number, &checkout->pricing.quote.steps, err));
	TRY(coupon_use(txn, order, err));
	TRY(write_key(checkout, order->number, err));
	TRY(order_post(txn, order, err));
	TRY(empty_cart(checkout, order->number, err));
	return order_event(txn, order, "placed", NULL, err);
}

enum status
checkout_place(const struct people *people, const struct checkout_request *request,
	struct checkout_result *result, struct err *err)
{
	struct checkout checkout = { .people = people, .request = request };
	struct cart_way way = { request->country, request->method };
	struct order order;

	*result = (struct checkout_result){ .order = 0 };
	TRY(cart_get(people->txn, request->customer, &checkout.cart, err));
	TRY(find_key(&checkout, err));
	TRY(find_repeated(&checkout, result, err));
	if (result->repeated)
		return ST_OK;
	if (checkout.cart.lines.count == 0)
		return find_last_order(&checkout, result, err);
	TRY(cart_price(people->txn, &checkout.cart, &way, &checkout.pricing, err));
	TRY(check_unchanged(&checkout, result, err));
	TRY(hold_stock(&checkout, err));
	TRY(checkout_freeze(&checkout, &order, err));
	TRY(write_order(&checkout, &order, err));
	result->order = order.number;
	return ST_OK;
}
