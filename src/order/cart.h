#ifndef SHOP_ORDER_CART_H
#define SHOP_ORDER_CART_H

#include "order/quote_view.h"
#include "pricing/quote.h"
#include "store/store.h"

/* A customer's cart: SKUs and quantities, and what was last shown of each, so that
 * what changed since can be said. It holds no stock. */
struct cart_line {
	const char *sku;
	int64_t quantity;
	const char *shown_name;
	int64_t shown_unit_price;
	int64_t shown_available;
	/* NUMBER_NONE: not shown since the customer last changed the cart */
	int64_t shown_discount;
};

struct cart {
	uint64_t customer;
	/* raised by every change; key of a checkout without one */
	uint64_t version;
	/* of struct cart_line, in the order they were added */
	struct list lines;
	const char *coupon;
	uint64_t last_order; /* that this cart became, if it is empty since */
	/* Whether it was shown since it was last changed, what the coupon was then
	 * said to lack; "" is nothing. */
	bool coupon_shown;
	const char *shown_coupon_fault;
	/* When its customer last changed it; 0: by a version that did not know. */
	int64_t changed_at;
};
extern const struct record_type cart_record;

/* A cart as it is shown, re-priced now. */
struct cart_view_line {
	const char *sku;
	const char *name;
	int64_t quantity;
	int64_t unit_price;
	int64_t line_total;
	int64_t discount;
	int64_t tax_added;
	int64_t tax_included;
	int64_t available;
};

/* What is not as it was last shown; of what is available, only where that does not
 * cover the line. A coupon that does not hold any more has no new, one that holds
 * again no old, and neither a SKU. */
struct cart_change {
	const char *sku;
	const char *kind; /* "price", "available", "gone", "discount", "coupon" */
	const char *old;
	const char *new;
};

struct cart_view {
	struct list items; /* of struct cart_view_line */
	int64_t goods_total;
	int64_t discount_total;
	int64_t shipping_total;
	int64_t tax_added;
	int64_t tax_included;
	int64_t total;
	const char *currency;
	const char *coupon;
	struct list changes;      /* of struct cart_change */
	const char *coupon_fault; /* as of a quote, "" for none */
	const char *shipping_method;
	const char *unshippable; /* as of a quote, "" for none */
	struct list promotions;  /* of struct quote_promotion */
	struct list taxes;       /* of struct shown_tax */
};
extern const struct record_type cart_view_record;

/* Changes. sku is a SKU or a unique barcode. Each is refused with the way out:
 * ST_NOT_FOUND (no such SKU, not in the cart), ST_REFUSED (not sold, more than
 * 9,999, too many lines), ST_OUT_OF_STOCK ("only 3 of 'TS-S-RED' in stock (cart
 * update TS-S-RED 3)"). add to a line that is there adds to it. An empty cart that
 * is cleared keeps its last order. */
enum status cart_add(struct txn *txn, uint64_t customer, const char *sku,
	int64_t quantity, struct err *err);
enum status cart_update(struct txn *txn, uint64_t customer, const char *sku,
	int64_t quantity, struct err *err);
enum status cart_remove(struct txn *txn, uint64_t customer, const struct texts *skus,
	struct err *err);
enum status cart_clear(struct txn *txn, uint64_t customer, struct err *err);

/* Puts a coupon in, in place of another one; code is in any case. ST_NOT_FOUND where
 * there is none, ST_REFUSED with the reason where it does not hold. *view is the cart
 * with it. */
enum status cart_coupon(struct txn *txn, uint64_t customer, const char *code,
	struct cart_view *view, struct err *err);
/* ST_NOT_FOUND where there is none in the cart. */
enum status cart_remove_coupon(struct txn *txn, uint64_t customer, struct err *err);

enum status cart_get(
	struct txn *txn, uint64_t customer, struct cart *cart, struct err *err);

/* The view of a cart: priced now, with what changed since it was last shown. Lines
 * whose product is gone stand in changes, not in items. */
enum status cart_view(
	struct txn *txn, uint64_t customer, struct cart_view *view, struct err *err);
/* Notes what a view showed, where something changed: a write. Lines that it showed as
 * gone are taken out; lines that it did not show are left as they are. */
enum status cart_note_shown(struct txn *txn, uint64_t customer,
	const struct cart_view *view, struct err *err);

#endif
