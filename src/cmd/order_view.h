#ifndef SHOP_CMD_ORDER_VIEW_H
#define SHOP_CMD_ORDER_VIEW_H

#include "cmd/context.h"
#include "order/order.h"

/* An order as it is shown whole: its lines, whom it goes to, and what happened to it.
 */
struct shown_order {
	const char *order;
	int64_t placed_at;
	const char *customer;
	int state;
	int payment_state;
	int shipping_state;
	const char *payment_method;
	const char *shipping_method;
	const char *coupon;
	int64_t pay_by; /* it is cancelled if it is not paid by then; 0: never */
	const char *name;
	const char *phone;
	const char *address;
	const char *country;
	struct list lines; /* of struct order_line */
	int64_t quantity;  /* of all lines */
	int64_t goods_total;
	int64_t discount_total;
	int64_t shipping_total;
	int64_t tax_added;
	int64_t tax_included;
	int64_t total;
	int64_t authorised;
	int64_t captured;
	int64_t refunded;
	const char *currency;
	const char *invoice;
	const char *key;
	const char *reference; /* what another system called it, or "" */
	struct list payments;  /* of struct shown_payment */
	struct list shipments; /* of struct shown_shipment */
	struct list returns;   /* of struct shown_return */
	struct list timeline;  /* of struct shown_fact */
};

extern const struct record_type shown_order_record;

/* Reads an order inside a transaction. Notes, and who of the staff did what, are the
 * staff's: left out unless with_notes. */
enum status order_view_read(const struct context *context, struct txn *txn,
	uint64_t number, bool with_notes, struct shown_order *shown, struct err *err);

/* A change of an order: runs fn in a transaction (struct order_change its arg), asks
 * providers about the payments that it began, and prints the order as it stands after
 * that: to staff with notes. */
struct order_change {
	struct context *context;
	const void *input;
	uint64_t number;
	struct shown_order shown;
};
enum status order_change_run(struct context *context, const void *input,
	uint64_t number, txn_fn *fn, struct err *err);

/* Lists orders newest first, at most limit (0: all). */
enum status order_list_print(struct context *context,
	const struct order_filter *filter, int64_t limit, struct err *err);

#endif
