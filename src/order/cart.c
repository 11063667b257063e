#include "order/cart.h"

#include <inttypes.h>
#include <string.h>

#include "catalog/level.h"
#include "order/cart_store.h"
#include "stock/stock_key.h"

static const struct field cart_line_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct cart_line, sku) },
	{ FIELD(2, FIELD_COUNT, struct cart_line, quantity) },
	{ FIELD(3, FIELD_TEXT, struct cart_line, shown_name) },
	{ FIELD(4, FIELD_MONEY, struct cart_line, shown_unit_price) },
	{ FIELD(5, FIELD_OPTIONAL, struct cart_line, shown_available) },
	{ FIELD(6, FIELD_MONEY, struct cart_line, shown_discount) },
};

static const struct record_type cart_line_record = { .name = "cart line",
	RECORD_FIELDS(struct cart_line, cart_line_fields) };

static const struct field cart_fields[] = {
	{ FIELD(1, FIELD_ID, struct cart, customer) },
	{ FIELD(2, FIELD_ID, struct cart, version) },
	{ FIELD(3, FIELD_RECORDS, struct cart, lines), .record = &cart_line_record },
	{ FIELD(4, FIELD_TEXT, struct cart, coupon) },
	{ FIELD(5, FIELD_ID, struct cart, last_order) },
	{ FIELD(6, FIELD_BOOL, struct cart, coupon_shown) },
	{ FIELD(7, FIELD_TEXT, struct cart, shown_coupon_fault) },
	{ FIELD(8, FIELD_TIME, struct cart, changed_at) },
};

const struct record_type cart_record = { .name = "cart",
	RECORD_FIELDS(struct cart, cart_fields) };

static const struct stored cart_stored = { TABLE_CART, &cart_record };

enum status
cart_get(struct txn *txn, uint64_t customer, struct cart *cart, struct err *err)
{
	struct key key = key_u64(customer);
	bool found;

	TRY(txn_get_record(txn, &cart_stored, key_bytes(&key), cart, &found, err));
	if (found)
		return ST_OK;
	record_init(&cart_record, cart);
	cart->customer = customer;
	return ST_OK;
}

enum status
cart_put(struct txn *txn, const struct cart *cart, struct err *err)
{
	struct key key = key_u64(cart->customer);

	return txn_put_record(txn, &cart_stored, key_bytes(&key), cart, err);
}

struct cart_line *
cart_line(const struct cart *cart, const char *sku)
{
	struct cart_line *lines = cart->lines.items;
	size_t i;

	for (i = 0; i < cart->lines.count; i++)
		if (strcmp(lines[i].sku, sku) == 0)
			return &lines[i];
	return NULL;
}

void
cart_changed(struct txn *txn, struct cart *cart)
{
	struct cart_line *lines = cart->lines.items;
	size_t i;

	for (i = 0; i < cart->lines.count; i++)
		lines[i].shown_discount = NUMBER_NONE;
	cart->coupon_shown = false;
	cart->shown_coupon_fault = "";
	cart->version++;
	cart->changed_at = txn_now(txn);
	cart->last_order = 0;
}

/* A product as the cart needs it. */
struct ware {
	const char *sku;
	const char *name;
	int64_t available;
};

static enum status
find_ware(struct txn *txn, const char *sku, struct ware *ware, struct err *err)
{
	struct product product;
	struct details details;
	struct level level;
	size_t variant;

	TRY(product_find(txn, sku, &product, &variant, err));
	ware->sku = product_variant(&product, variant)->sku;
	TRY(product_details(&product, variant, txn_arena(txn), &details, err));
	if (!product_is_sold(&product, variant, &details))
		return fail(err, ST_REFUSED, "'%s' is not sold", ware->sku);
	TRY(level_get(txn, ware->sku, &level, err));
	TRY(product_line_name(&product, variant, txn_arena(txn), &ware->name, err));
	ware->available = level_available(&level, &details);
	return ST_OK;
}

/* Of what is not in the cart yet, fewer can be added; of what is, the line changed.
 */
static enum status
check_quantity(
	const struct ware *ware, bool in_cart, int64_t quantity, struct err *err)
{
	char word[SKU_WORD_MAX];

	if (quantity > QUANTITY_MAX)
		return fail(err, ST_REFUSED, "at most %d of '%s' in a cart",
			QUANTITY_MAX, ware->sku);
	if (quantity <= ware->available)
		return ST_OK;
	if (in_cart)
		return stock_short(ware->sku, ware->available, err);
	if (ware->available == 0)
		return fail(err, ST_OUT_OF_STOCK, "'%s' is sold out", ware->sku);
	sku_word(ware->sku, word);
	return fail(err, ST_OUT_OF_STOCK,
		"only %" PRId64 " of '%s' in stock (cart add %s -n %" PRId64 ")",
		ware->available, ware->sku, word, ware->available);
}

static enum status
append_line(
	struct txn *txn, struct cart *cart, struct cart_line **line, struct err *err)
{
	struct cart_line *lines;

	if (cart->lines.count >= CART_LINES_MAX)
		return fail(err, ST_REFUSED,
			"a cart holds at most %d different products", CART_LINES_MAX);
	TRY(ARENA_NEW(txn_arena(txn), cart->lines.count + 1, &lines, err));
	if (cart->lines.count > 0)
		memcpy(lines, cart->lines.items, cart->lines.count * sizeof(*lines));
	*line = &lines[cart->lines.count];
	cart->lines = (struct list){ lines, cart->lines.count + 1 };
	return ST_OK;
}

/* A line that is there keeps what was shown of it, so that what changed since is
 * told.
 */
static enum status
set_line(struct txn *txn, struct cart *cart, const struct ware *ware,
	int64_t quantity, struct err *err)
{
	struct cart_line *line = cart_line(cart, ware->sku);

	TRY(check_quantity(ware, line != NULL, quantity, err));
	if (!line) {
		TRY(append_line(txn, cart, &line, err));
		*line = (struct cart_line){ ware->sku, 0, ware->name, NUMBER_NONE,
			ware->available, NUMBER_NONE };
	}
	line->quantity = quantity;
	cart_changed(txn, cart);
	return cart_put(txn, cart, err);
}

enum status
cart_add(struct txn *txn, uint64_t customer, const char *sku, int64_t quantity,
	struct err *err)
{
	struct cart_line *line;
	struct ware ware;
	struct cart cart;

	TRY(find_ware(txn, sku, &ware, err));
	TRY(cart_get(txn, customer, &cart, err));
	line = cart_line(&cart, ware.sku);
	return set_line(
		txn, &cart, &ware, quantity + (line ? line->quantity : 0), err);
}

/* A line is named by its SKU, or by the barcode of a product that still has one. */
static enum status
find_line(struct txn *txn, const struct cart *cart, const char *sku,
	struct cart_line **line, struct err *err)
{
	struct product product;
	enum status status;
	size_t variant;

	*line = cart_line(cart, sku);
	if (*line)
		return ST_OK;
	status = product_find(txn, sku, &product, &variant, err);
	if (status != ST_OK && status != ST_NOT_FOUND)
		return status;
	if (status == ST_OK)
		*line = cart_line(cart, product_variant(&product, variant)->sku);
	if (!*line)
		return fail(err, ST_NOT_FOUND,
			"'%s' is not in the cart (see it with 'shop cart')", sku);
	return ST_OK;
}

enum status
cart_update(struct txn *txn, uint64_t customer, const char *sku, int64_t quantity,
	struct err *err)
{
	struct texts one = { &sku, 1 };
	struct cart_line *line;
	struct ware ware;
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	TRY(find_line(txn, &cart, sku, &line, err));
	if (quantity == 0)
		return cart_remove(txn, customer, &one, err);
	TRY(find_ware(txn, line->sku, &ware, err));
	return set_line(txn, &cart, &ware, quantity, err);
}

static void
drop_line(struct cart *cart, struct cart_line *line)
{
	struct cart_line *lines = cart->lines.items;
	size_t index = (size_t)(line - lines);

	memmove(line, line + 1, (cart->lines.count - index - 1) * sizeof(*line));
	cart->lines.count--;
}

enum status
cart_remove(
	struct txn *txn, uint64_t customer, const struct texts *skus, struct err *err)
{
	struct cart_line *line;
	struct cart cart;
	size_t i;

	TRY(cart_get(txn, customer, &cart, err));
	for (i = 0; i < skus->count; i++) {
		TRY(find_line(txn, &cart, skus->items[i], &line, err));
		drop_line(&cart, line);
	}
	cart_changed(txn, &cart);
	return cart_put(txn, &cart, err);
}

enum status
cart_clear(struct txn *txn, uint64_t customer, struct err *err)
{
	struct cart cart;

	TRY(cart_get(txn, customer, &cart, err));
	if (cart.lines.count == 0 && cart.coupon[0] == '\0')
		return ST_OK;
	cart.lines.count = 0;
	cart.coupon = "";
	cart_changed(txn, &cart);
	return cart_put(txn, &cart, err);
}
