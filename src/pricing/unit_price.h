#ifndef SHOP_PRICING_UNIT_PRICE_H
#define SHOP_PRICING_UNIT_PRICE_H

#include "pricing/rule.h"

/* What the price of one unit is made from: the variant's own, and where it stands. */
struct price_base {
	const char *sku;
	const char *product; /* handle, or the SKU of a simple product */
	const char *category;
	const char *brand;
	int64_t price;
	int64_t sale_price;
	int64_t sale_from;
	int64_t sale_until;
	int64_t min_price;
};

/* One step of how a number came about, as it is shown and kept. */
struct quote_step {
	const char *stage; /* "price", "promotion", "shipping", "tax" */
	const char *rule;  /* the sale, promotion or tax class; "" for none */
	const char *sku;   /* the line, "" for the whole order */
	const char *what;  /* in words: "30% off 20.00" */
	int64_t amount;    /* what it made or took, minor units */
	int64_t result;    /* what was there after it */
};
extern const struct record_type quote_step_record;

/*
 * The price now: the variant's price, or its sale price within its dates; sales that
 * cover it multiply or subtract one after the other, by priority, each rounded to a
 * minor unit, an exclusive one alone; never below min_price, never below zero. sales
 * are all of them: those not in force at now are passed over. steps, where not NULL,
 * is filled with struct quote_step in the arena.
 */
struct unit_price {
	int64_t price;
	bool on_sale; /* below the variant's price */
};
enum status unit_price(const struct price_base *base, const struct list *sales,
	int64_t now, struct unit_price *price, struct err *err);
struct price_steps {
	struct arena *arena;
	unsigned decimals;
	struct list steps; /* of struct quote_step */
};
enum status unit_price_explained(const struct price_base *base,
	const struct list *sales, int64_t now, struct unit_price *price,
	struct price_steps *steps, struct err *err);

/* The next moment after now at which the price may change by itself: a date of its
 * own. INT64_MAX where there is none. Sales have dates of their own. */
int64_t unit_price_until(const struct price_base *base, int64_t now);
/* Whether a sale covers a product, whatever the date. */
bool sale_covers(const struct sale *sale, const struct price_base *base);
bool sale_in_force(const struct sale *sale, int64_t now);

#endif
