#ifndef SHOP_CMD_ORDER_TIMELINE_H
#define SHOP_CMD_ORDER_TIMELINE_H

#include "cmd/order_view.h"

/* What happened to an order, as it is shown: made from its facts. */
struct order_viewer {
	const struct context *context;
	struct txn *txn;
	const struct order *order;
	bool with_notes;
	struct list facts;
};

struct shown_fact {
	int64_t at;
	const char *what; /* "captured 24.90 EUR by manual (bank transfer)" */
	const char *actor;
};

struct shown_payment {
	int64_t at;
	int kind;
	const char *method;
	int64_t amount;
	const char *reference;
};

struct shown_shipment {
	int64_t parcel; /* from 1 */
	int64_t at;
	const char *carrier;
	const char *tracking;
	int64_t delivered_at; /* 0: it is on its way */
	struct list lines;
};

struct shown_return {
	int64_t at;
	int kind;      /* FACT_RETURN_REQUEST or FACT_RETURN */
	int64_t worth; /* NUMBER_NONE: asked for, not received */
	bool restocked;
	const char *reason;
	struct list lines;
};

extern const struct record_type shown_fact_record;
extern const struct record_type shown_payment_record;
extern const struct record_type shown_shipment_record;
extern const struct record_type shown_return_record;

/* Fills payments, shipments, returns and timeline. */
enum status order_timeline_fill(const struct order_viewer *viewer,
	struct shown_order *shown, struct err *err);

#endif
