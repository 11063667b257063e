#ifndef SHOP_ORDER_ORDER_H
#define SHOP_ORDER_ORDER_H

#include "account/customer.h"
#include "catalog/product.h"
#include "pricing/quote.h"
#include "store/store.h"

/*
 * An order never changes its numbers, names and prices. What happens to it is
 * appended as facts; payment and shipping states are derived from these.
 */
enum order_state {
	ORDER_PLACED,
	ORDER_CANCELLED,
	ORDER_CLOSED,
};

enum payment_state {
	PAYMENT_UNPAID,
	PAYMENT_AUTHORISED,
	PAYMENT_PART_PAID,
	PAYMENT_PAID,
	PAYMENT_PART_REFUNDED,
	PAYMENT_REFUNDED,
	PAYMENT_VOIDED,
	PAYMENT_OVERPAID,
};

enum shipping_state {
	SHIPPING_UNSHIPPED,
	SHIPPING_PART_SHIPPED,
	SHIPPING_SHIPPED,
	SHIPPING_DELIVERED,
	SHIPPING_PART_RETURNED,
	SHIPPING_RETURNED,
};

/* "placed", "part_paid", ...; ended by NULL. */
extern const char *const order_state_names[];
extern const char *const payment_state_names[];
extern const char *const shipping_state_names[];

/* Of what a clerk notes of a payment or a cancellation, bytes. */
#define REFERENCE_SIZE_MAX 4000
#define ORDER_NUMBER_FIRST 1001

struct order_line {
	const char *sku;
	const char *name;
	int64_t quantity;
	int64_t unit_price;
	int64_t line_total;
	int64_t discount;
	int64_t tax_added;
	int64_t tax_included;
	/* Summed from the facts when read; never stored. */
	int64_t shipped;
	int64_t returned;
	/* Frozen with the rest. */
	const char *product; /* handle, or the SKU of a simple product */
	const char *category;
	const char *brand;
	int64_t price; /* regular, of one */
	const char *tax_class;
	int64_t tax_rate; /* as pricing/percent.h; NUMBER_NONE: no tax */
	bool tax_is_included;
	bool needs_shipping;
};

enum fact_kind {
	FACT_PAYMENT,  /* the intent: method and amount */
	FACT_CAPTURE,  /* money that came */
	FACT_REFUND,   /* money given back */
	FACT_SHIPMENT, /* lines, carrier, tracking */
	FACT_DELIVERY,
	FACT_CANCEL,
	FACT_NOTE,           /* sealed */
	FACT_AUTHORISATION,  /* money that was promised */
	FACT_VOID,           /* a promise given back */
	FACT_DECLINE,        /* what a provider refused, and why */
	FACT_RETURN_REQUEST, /* lines that a customer wants to give back */
	FACT_RETURN,         /* lines that came back, what they are worth */
	FACT_INVOICE,        /* document */
	FACT_CREDIT_NOTE,    /* document, amount */
	FACT_ADDRESS,        /* another address; the new one lies in the order */
	FACT_CLOSE,          /* paid and shipped */
};
extern const char *const fact_kind_names[];

struct fact_line {
	const char *sku;
	int64_t quantity;
};

struct fact {
	uint64_t number; /* in its order, from 1 */
	int64_t at;
	int kind; /* enum fact_kind */
	const char *actor;
	const char *method; /* of payments */
	int64_t amount;     /* minor units */
	/* of a capture: what the clerk noted; of a cancellation: the reason */
	const char *reference;
	const char *carrier;
	const char *tracking;
	struct list lines;  /* of struct fact_line: what was shipped or returned */
	struct bytes note;  /* sealed */
	uint64_t intent;    /* of money: the intent it answers, 0 for manual */
	uint64_t document;  /* of an invoice or a credit note: its number */
	bool restocked;     /* of a return: the pieces are sold again */
	bool with_shipping; /* of a refund: what shipping cost is in it */
	uint64_t parcel;    /* of a delivery: its shipment's fact, 0: all parcels */
	/* Of an invoice and a credit note: the shop's name, address and tax number as
	 * they were; the buyer's are in note. */
	struct texts seller;
};

/* Where an order went and how it was to be paid when it was placed. */
struct order_origin {
	const char *country;
	const char *payment_method;
};

struct order {
	uint64_t number;
	uint64_t customer;
	int64_t placed_at;
	int state;       /* enum order_state */
	const char *key; /* its checkout's */
	const char *currency;
	struct list lines; /* of struct order_line */
	int64_t quantity;
	int64_t goods_total;
	int64_t discount_total;
	int64_t shipping_total;
	int64_t tax_added;
	int64_t tax_included;
	int64_t total;
	const char *payment_method;
	const char *country;
	struct bytes name; /* sealed with the customer's key */
	struct bytes phone;
	struct bytes address;
	/* Sums of the facts, kept with each so that lists read one record an order;
	 * proved by admin check. */
	int64_t captured;
	int64_t refunded;
	int64_t shipped;   /* pieces */
	int64_t delivered; /* pieces */
	uint64_t facts;    /* how many there are */
	/* Frozen with the rest: how goods ship, what took something off, taxes. */
	struct quote_shipping shipping;
	const char *coupon;
	struct list promotions; /* of struct quote_promotion */
	struct list taxes;      /* of struct quote_tax */
	/* Sums of the facts and of open intents. */
	int64_t authorised;         /* promised and neither captured nor voided */
	int64_t returned;           /* pieces */
	int64_t returned_value;     /* what they were worth */
	int64_t captured_by_helper; /* of captured, less what helpers refunded */
	int64_t promise_pending; /* in open intents: captures and voids of a promise
				  */
	int64_t refund_pending;  /* in open intents */
	uint64_t open_intents;
	uint64_t intents; /* how many there were */
	uint64_t invoice; /* its number, 0 before there is one */
	/* When it is cancelled if it is not paid by then; 0: never. There is a row in
	 * TABLE_DUE for it. */
	int64_t due_at;
	/* What another system called it, where it was imported from there; or "". */
	const char *reference;
	/* How many of its facts came by an import: what they ship and take back
	 * moved no stock here. */
	uint64_t imported_facts;
	/* One struct order_origin once its country or payment method is another: the
	 * books keep it where it was. */
	struct list origin;
};

/* Fields that hold something personal, by which it is bound to its place. */
enum order_personal_field {
	ORDER_FIELD_NAME = 17,
	ORDER_FIELD_PHONE = 18,
	ORDER_FIELD_ADDRESS = 19,
	FACT_FIELD_NOTE = 11,
};

/* The steps of its quote, as they were when it was placed: kept beside the order.
 * None of orders that were placed before steps were kept. */
enum status order_steps(
	struct txn *txn, uint64_t number, struct list *steps, struct err *err);

/* To whom an order goes, in clear. */
struct recipient {
	const char *name;
	const char *phone;
	const char *address;
};

extern const struct record_type order_record;
extern const struct record_type order_origin_record;
extern const struct record_type order_line_record;
extern const struct record_type fact_record;
extern const struct record_type fact_line_record;

/* NULL where it is as the order says. */
const struct order_origin *order_origin(const struct order *order);
/* Pieces that came back for orders that nobody names: see order/history.h. */
bool order_is_credit(const struct order *order);
/* What the customer owes for what was kept: the total, less what came back; nothing
 * once it is cancelled. */
int64_t order_owed(const struct order *order);
/* What a credit gave back, which nobody had paid for it: of other orders nothing. */
int64_t order_credit_total(const struct order *order);
/* What can still be given back: captured, and neither refunded nor on its way. */
int64_t order_refundable(const struct order *order);
/* What shipping cost, with the tax that was added to it. */
int64_t order_shipping_cost(const struct order *order);
/* As it was stored by versions that did not know, a line needs shipping. */
bool order_line_needs_shipping(const struct order_line *line);

enum payment_state order_payment_state(const struct order *order);
enum shipping_state order_shipping_state(const struct order *order);

/* ST_NOT_FOUND, with the command that lists the orders one may see; also where an
 * order is somebody else's. */
enum status order_missing(struct txn *txn, uint64_t number, struct err *err);
enum status order_get(
	struct txn *txn, uint64_t number, struct order *order, struct err *err);
/* Fills the lines' shipped and returned from the order's facts. */
enum status order_lines_shipped(
	struct txn *txn, struct order *order, struct err *err);
/* Its facts, oldest first. */
enum status order_facts(
	struct txn *txn, uint64_t number, struct list *facts, struct err *err);
/* The same of an order that is there, or is not stored yet as it is. */
enum status order_facts_of(struct txn *txn, const struct order *order,
	struct list *facts, struct err *err);

/*
 * What may be done to an order in which states: one table, printed in the manual
 * from here, and the one place that refuses.
 */
enum order_action {
	ACTION_PAY,
	ACTION_SHIP,
	ACTION_DELIVER,
	ACTION_CANCEL,
	ACTION_NOTE,
	ACTION_CAPTURE,
	ACTION_VOID,
	ACTION_REFUND,
	ACTION_RETURN_REQUEST,
	ACTION_RETURN,
	ACTION_INVOICE,
	ACTION_ADDRESS,
};
extern const char *const order_action_names[];
/* ST_OK, or ST_REFUSED: "order 1001 is cancelled: it cannot be shipped". */
enum status order_allows(
	const struct order *order, enum order_action action, struct err *err);
/* The whole table: for each action the states it is allowed in, as a text. */
enum status order_action_table(struct buffer *out, struct err *err);

/*
 * Moves. Each appends a fact and an event and keeps the order's sums. The one that
 * leaves an order shipped whole and paid in full closes it, in the same transaction.
 *
 * Money that came: not above what is left to pay, unless overpay. Refused with
 * ST_REFUSED while a provider's answer is awaited, ST_USAGE where it is not above
 * zero.
 */
struct order_pay_request {
	uint64_t number;
	int64_t amount; /* NUMBER_NONE: what is left to pay */
	const char *reference;
	bool overpay;
};
enum status order_pay(
	struct txn *txn, const struct order_pay_request *request, struct err *err);

struct order_ship_request {
	uint64_t number;
	struct list lines; /* of struct fact_line; none: all that is left */
	const char *carrier;
	const char *tracking;
};
enum status order_ship(
	struct txn *txn, const struct order_ship_request *request, struct err *err);
/* A parcel arrived, numbered from 1 as the order's shipments are; 0: all that are on
 * their way. */
enum status order_deliver(
	struct txn *txn, uint64_t number, uint64_t parcel, struct err *err);
/* Frees what is held, gives the coupon's use back, voids what is promised and gives
 * back what was paid. */
enum status order_cancel(
	struct txn *txn, uint64_t number, const char *reason, struct err *err);
/* Another address and country ("": as it is). No price changes, nor does a tax. */
struct order_address_request {
	uint64_t number;
	const char *address;
	const char *country;
};
enum status order_change_address(const struct people *people,
	const struct order_address_request *request, struct err *err);
enum status order_note(const struct people *people, uint64_t number, const char *note,
	struct err *err);

/* Personal parts of an order in clear; "" once the customer was erased. */
enum status order_recipient(const struct people *people, const struct order *order,
	struct recipient *recipient, struct err *err);
enum status order_fact_note(const struct people *people, const struct order *order,
	const struct fact *fact, const char **note, struct err *err);

/* Lists, newest first, read through derived rows; never all orders for a customer's
 * or a SKU's. */
struct order_filter {
	uint64_t customer; /* 0: anybody's */
	const char *sku;   /* "" or NULL: any */
	int state;         /* -1: any */
	int payment_state;
	int shipping_state;
	int64_t since;  /* INT64_MIN: from the first */
	int64_t until;  /* INT64_MAX: to the last */
	uint64_t below; /* only lower numbers, 0: any; where another scan ended */
};
/* Every order. */
#define ORDER_FILTER_ALL \
	{ \
		.state = -1, .payment_state = -1, .shipping_state = -1, \
		.since = INT64_MIN, .until = INT64_MAX \
	}
struct order_scan;
enum status order_scan_open(struct txn *txn, const struct order_filter *filter,
	struct order_scan **scan, struct err *err);
enum status order_next(
	struct order_scan *scan, struct order *order, bool *found, struct err *err);
/* Scans end by themselves with their last order; close early what loops leave before
 * that. */
void order_scan_close(struct order_scan *scan);

/* As people see it in lists. */
struct order_item {
	const char *order; /* its number */
	int64_t placed_at;
	const char *customer; /* id */
	int state;
	int payment_state;
	int shipping_state;
	int64_t quantity;
	int64_t total;
	const char *currency;
};
extern const struct record_type order_item_record;
enum status order_item(const struct order *order, struct arena *arena,
	struct order_item *item, struct err *err);

#endif
