#ifndef SHOP_PRICING_RULE_H
#define SHOP_PRICING_RULE_H

#include "base/record.h"
#include "store/store.h"

/*
 * The rules that prices follow: tax rates, shipping methods, sales of the catalogue
 * and promotions. Nothing here knows a product: categories, SKUs and handles are
 * texts.
 *
 * Amounts are minor units, percentages pricing/percent.h's, moments microseconds UTC;
 * NUMBER_NONE is "not said", and so is an open side of a range. "from" and "until"
 * are half-open: until is the first moment after the last day. 0 is always.
 */
/* Of all kinds together; and of those that each quote reads whole, shipping methods,
 * sales, promotions without a coupon, of each. */
#define RULES_MAX 100000
#define RULES_QUOTED_MAX 1000
#define RULE_NAME_SIZE_MAX 64
#define RULE_GROUP_SIZE_MAX 64
#define COUPON_CODE_SIZE_MAX 64
/* Case folding makes some letters longer. */
#define COUPON_FOLDED_SIZE_MAX 200
#define RULE_PATH_SIZE_MAX 400 /* of a category */
#define RULE_BRAND_SIZE_MAX 200
#define RULE_PRIORITY_MAX 999999 /* below zero as far */
#define RULE_COUNTRIES_MAX 250
#define RULE_PRODUCTS_MAX 1000
#define PROMOTION_ACTIONS_MAX 20
#define PROMOTION_CATEGORIES_MAX 20

enum rule_kind {
	RULE_TAX,
	RULE_SHIPPING,
	RULE_SALE,
	RULE_PROMOTION,
	RULE_KIND_COUNT
};

/* One rate of a tax class in a zone; the latest that has begun holds. */
struct tax_rate {
	const char *tax_class;
	const char
		*zone; /* a country, or "*" for all that have no row of their own */
	int64_t rate;
	bool included; /* in the price; else added to it */
	int64_t from;
};

/* goods is of what is to be paid for them, after discounts; weight_g of all pieces
 * that are shipped. Bounds are inclusive. */
struct shipping_method {
	const char *method;
	struct texts countries; /* none: everywhere */
	int64_t price;
	int64_t goods_min;
	int64_t goods_max;
	int64_t weight_min_g;
	int64_t weight_max_g;
	const char *tax_class;
};

/* What a sale or a promotion takes off: one of both is NUMBER_NONE. */
struct off {
	int64_t percent;
	int64_t amount;
};

/* A catalogue sale: it changes the unit price of what it covers. Those that are said
 * must all hold; nothing said covers everything. */
struct sale {
	const char *sale;
	struct off off;
	const char *category; /* and all below it */
	const char *brand;
	struct texts products; /* SKUs and handles */
	int64_t from;
	int64_t until;
	int64_t priority; /* the highest first, equal ones by name */
	bool exclusive;
};

enum promotion_from {
	OFF_ORDER,    /* once, split over the lines it covers */
	OFF_UNIT,     /* off each unit it covers */
	OFF_SHIPPING, /* off what shipping costs */
};
extern const char *const promotion_from_names[];

struct promotion_action {
	int from; /* enum promotion_from */
	struct off off;
	/* Which lines it covers; price is that of a unit before promotions. */
	const char *category;
	struct texts products;
	int64_t price_min;
	int64_t price_max;
	bool skip_on_sale;
};

struct category_total {
	const char *category;
	int64_t min;
	int64_t max;
};

/* A promotion: what must hold, and what it then takes off. Totals are of what earlier
 * promotions left; bounds are inclusive. */
struct promotion {
	const char *promotion;
	int64_t priority; /* the highest first, equal ones by name */
	bool exclusive;
	int64_t from;
	int64_t until;
	/* A code makes it a coupon. Uses in all, and by one customer; NUMBER_NONE is
	 * no limit. */
	const char *coupon_code;
	int64_t coupon_limit;
	int64_t coupon_limit_per_customer;
	int64_t goods_min;
	int64_t goods_max;
	int64_t quantity_min;
	int64_t quantity_max;
	struct list category_totals; /* of struct category_total */
	struct texts has;            /* SKUs or handles: all of them */
	int64_t nth_order;           /* the customer's, from 1; NUMBER_NONE: any */
	const char *group;
	struct list actions; /* of struct promotion_action, at least one */
};

extern const struct record_type tax_rate_record;
extern const struct record_type shipping_method_record;
extern const struct record_type sale_record;
extern const struct record_type promotion_action_record;
extern const struct record_type category_total_record;
extern const struct record_type promotion_record;

/* What a kind is: "tax rate", its record, the file's section, the key that its name
 * stands in. */
struct rule_type {
	const char *noun;
	const char *section;  /* "tax", "shipping", "sales", "promotions" */
	const char *name_key; /* "class", "method", "sale", "promotion" */
	const char *command;  /* "admin tax": what lists them with "list" behind it */
	const struct record_type *record;
};
extern const struct rule_type rule_types[RULE_KIND_COUNT];

/* What names a rule to people, unique in its kind: "winter"; of a tax rate
 * "standard/DE", or "standard/DE/2021-01-01" where it begins on a day. */
enum status rule_name(enum rule_kind kind, const void *rule, struct arena *arena,
	const char **name, struct err *err);

/* ST_BAD_DATA says which rule of its fields is broken: no name, neither or both of
 * percent and amount, a percentage above 100 for a discount, a range whose end is
 * below its beginning, until before from, no action, ... */
enum status rule_check(enum rule_kind kind, const void *rule, struct err *err);

/* Stores a rule under its name: new, or in place of the one of that name. Checked
 * first. ST_EXISTS where another promotion has the coupon's code, ST_REFUSED where
 * there are as many as there may be. */
enum status rule_put(
	struct txn *txn, enum rule_kind kind, const void *rule, struct err *err);
/* ST_NOT_FOUND names it, with the nearest one. */
enum status rule_remove(
	struct txn *txn, enum rule_kind kind, const char *name, struct err *err);
enum status rule_find(struct txn *txn, enum rule_kind kind, const char *name,
	void *rule, bool *found, struct err *err);
/* As rule_find, ST_NOT_FOUND with the nearest name and the command that lists. */
enum status rule_require(struct txn *txn, enum rule_kind kind, const char *name,
	void *rule, struct err *err);
/* All of a kind, by name. */
enum status rule_list(
	struct txn *txn, enum rule_kind kind, struct list *rules, struct err *err);

/* What a quote needs, each by one range or one key: the promotions without a coupon;
 * the one of a coupon's code, in any case; the rate of a class in a country at a
 * moment. rule_list gives it methods and sales. */
enum status promotion_list_automatic(
	struct txn *txn, struct list *promotions, struct err *err);
enum status promotion_by_coupon(struct txn *txn, const char *code,
	struct promotion *promotion, bool *found, struct err *err);
/* rate->rate is NUMBER_NONE where there is none. */
enum status tax_rate_find(struct txn *txn, const char *tax_class, const char *country,
	int64_t now, struct tax_rate *rate, struct err *err);

/* The proof that each rule keeps the rules of its fields and is found by its name,
 * each promotion by its coupon, and that nothing else is there. *count is how many
 * rules there are. */
typedef void rule_fault_fn(
	void *arg, const char *kind, const char *subject, const char *message);
enum status rule_prove(struct txn *txn, rule_fault_fn *fault, void *arg,
	uint64_t *count, struct err *err);
/* Makes anew how coupons are found. */
enum status rule_rebuild(struct txn *txn, struct err *err);

#endif
