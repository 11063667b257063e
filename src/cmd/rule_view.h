#ifndef SHOP_CMD_RULE_VIEW_H
#define SHOP_CMD_RULE_VIEW_H

#include "cmd/context.h"
#include "pricing/rule_edit.h"

/* Rules as they are shown, by the catalogue file's keys, and what the command has
 * changed in them. */
enum rule_state {
	RULE_SCHEDULED, /* it begins later */
	RULE_RUNNING,
	RULE_ENDED,
};

struct tax_view {
	const char *tax; /* what names it: "standard/DE" */
	const char *class;
	const char *zone;
	const char *rate;
	bool included;
	const char *from;
	struct list changes; /* of struct change */
};

struct shipping_view {
	const char *method;
	int64_t price;
	const char *currency;
	struct texts countries;
	const char *goods;
	const char *weight_g;
	const char *tax_class;
	struct list changes;
};

struct sale_view {
	const char *sale;
	int state;
	const char *off;
	const char *currency;
	const char *category;
	const char *brand;
	struct texts product;
	const char *from;
	const char *until;
	int64_t priority;
	bool exclusive;
	struct list changes;
	const char *covers; /* for people, in one line */
};

struct coupon_view {
	const char *code;
	int64_t limit;
	int64_t limit_per_customer;
	int64_t used; /* in all */
};

struct when_view {
	const char *goods;
	const char *quantity;
	struct list category_total; /* of struct named_range */
	struct texts has;
	int64_t nth_order;
	const char *group;
};

struct named_range {
	const char *name;
	const char *range;
};

struct action_view {
	const char *off;
	const char *from;
	const char *category;
	struct texts product;
	const char *price;
	bool skip_on_sale;
};

struct promotion_view {
	const char *promotion;
	int state;
	int64_t priority;
	bool exclusive;
	const char *from;
	const char *until;
	const char *currency;
	struct coupon_view coupon;
	struct when_view when;
	struct list actions; /* of struct action_view */
	struct list changes;
	/* For people. */
	const char *code;
	const char *takes;      /* in one line */
	struct list conditions; /* of struct named_range: what when says */
};

union rule_view {
	struct tax_view tax;
	struct shipping_view shipping;
	struct sale_view sale;
	struct promotion_view promotion;
};

/* As a machine reads one; as a person reads one alone, and in a list. */
extern const struct record_type tax_view_record;
extern const struct record_type shipping_view_record;
extern const struct record_type sale_view_record;
extern const struct record_type promotion_view_record;
struct rule_records {
	const struct record_type *machines;
	const struct record_type *alone;
	const struct record_type *line;
};
extern const struct rule_records rule_records[RULE_KIND_COUNT];

/* Fills a view from a rule; the texts are the transaction's arena's. */
struct rule_viewing {
	const struct context *context;
	struct txn *txn;
	enum rule_kind kind;
};
enum status rule_view_fill(const struct rule_viewing *viewing, const void *rule,
	union rule_view *view, struct err *err);
/* Where a view has what was changed. */
struct list *rule_view_changes(enum rule_kind kind, union rule_view *view);

#endif
