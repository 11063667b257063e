#ifndef SHOP_CMD_RULE_INPUT_H
#define SHOP_CMD_RULE_INPUT_H

#include "cmd/param.h"
#include "pricing/rule.h"

/*
 * What is said of a rule by options and operands, as texts by the catalogue file's
 * keys; NULL, an empty list or false where nothing was said, "" where it is to be
 * cleared. One struct for all kinds of rules, of which each command takes a part.
 */
struct rule_input {
	const char *name;
	const char *tax_class;
	const char *zone;
	const char *rate;
	const char *price;
	struct words countries;
	const char *goods;
	const char *weight_g;
	const char *off;
	const char *category;
	const char *brand;
	struct words products;
	const char *off_from;
	const char *off_price;
	struct words actions;
	const char *coupon;
	const char *limit;
	const char *limit_per_customer;
	const char *quantity;
	struct words category_totals;
	struct words has;
	const char *nth_order;
	const char *group;
	const char *from;
	const char *until;
	const char *priority;
	bool included;
	bool no_included;
	bool exclusive;
	bool no_exclusive;
	bool skip_on_sale;
	bool no_skip_on_sale;
};

/* How a field of it is taken. */
enum rule_said {
	SAID_NAME,    /* a key that a rule keeps for ever */
	SAID_TEXT,    /* a key's value */
	SAID_TEXTS,   /* a key's values */
	SAID_YES,     /* a key that is now true */
	SAID_NO,      /* and false */
	SAID_TOTALS,  /* CATEGORY=RANGE, each of a key of its own */
	ACTION_TEXT,  /* a key's value in a promotion's only action */
	ACTION_TEXTS, /* so, too, with many values */
	ACTION_YES,
	ACTION_NO,
	ACTION_WHOLE, /* KEY=VALUE,..., each a whole action */
};

/*
 * Every field: how, type and name of the member, option, kind, value (an operand's
 * name), choices, key, help.
 */
#define RULE_TAX_NAMES(X) \
	X(SAID_NAME, const char *, tax_class, "class", KIND_TEXT, "CLASS", NULL, \
		"class", "the tax class that products name") \
	X(SAID_NAME, const char *, zone, "zone", KIND_TEXT, "ZONE", NULL, "zone", \
		"a country, or * for all that have no rate of their own")
#define RULE_TAX_RATE(X) \
	X(SAID_TEXT, const char *, rate, "rate", KIND_TEXT, "RATE", NULL, "rate", \
		"the percentage, such as 19 or 8.875")
#define RULE_TAX_OPTIONS(X) \
	X(SAID_YES, bool, included, "included", KIND_FLAG, NULL, NULL, "included", \
		"prices include the tax; else it is added to them")
#define RULE_TAX_FROM(X) \
	X(SAID_NAME, const char *, from, "from", KIND_TEXT, "DATE", NULL, "from", \
		"from when on it holds, such as 2026-07-01 (default: always)")
#define RULE_TAX_UNSET(X) \
	X(SAID_NO, bool, no_included, "no-included", KIND_FLAG, NULL, NULL, \
		"included", "the tax is added to prices")

#define RULE_SHIPPING_NAMES(X) \
	X(SAID_NAME, const char *, name, "method", KIND_TEXT, "METHOD", NULL, \
		"method", "what it is called")
#define RULE_SHIPPING_PRICE(X) \
	X(SAID_TEXT, const char *, price, "price", KIND_TEXT, "PRICE", NULL, \
		"price", "what it costs, such as 4.90")
#define RULE_SHIPPING_OPTIONS(X) \
	X(SAID_TEXTS, struct words, countries, "country", KIND_COUNTRY, "COUNTRY", \
		NULL, "countries", \
		"only to this country; again for more (default: to all)") \
	X(SAID_TEXT, const char *, goods, "goods", KIND_TEXT, "MIN..MAX", NULL, \
		"goods", "only for goods of so much, after discounts") \
	X(SAID_TEXT, const char *, weight_g, "weight-g", KIND_TEXT, "MIN..MAX", \
		NULL, "weight_g", "only for so many grams") \
	X(SAID_TEXT, const char *, tax_class, "tax-class", KIND_TEXT, "CLASS", NULL, \
		"tax_class", "how it is taxed (default: not at all)")

#define RULE_DATES(X) \
	X(SAID_TEXT, const char *, from, "from", KIND_TEXT, "DATE", NULL, "from", \
		"when it begins, such as 2026-12-20") \
	X(SAID_TEXT, const char *, until, "until", KIND_TEXT, "DATE", NULL, "until", \
		"when it ends; a day is included")
#define RULE_RANK(X) \
	X(SAID_TEXT, const char *, priority, "priority", KIND_TEXT, "N", NULL, \
		"priority", "the highest comes first (default: 0)") \
	X(SAID_YES, bool, exclusive, "exclusive", KIND_FLAG, NULL, NULL, \
		"exclusive", "where it applies, no other does")
#define RULE_RANK_UNSET(X) \
	X(SAID_NO, bool, no_exclusive, "no-exclusive", KIND_FLAG, NULL, NULL, \
		"exclusive", "others may apply beside it")

#define RULE_SALE_NAMES(X) \
	X(SAID_NAME, const char *, name, "sale", KIND_TEXT, "NAME", NULL, "sale", \
		"what it is called")
#define RULE_SALE_OFF(X) \
	X(SAID_TEXT, const char *, off, "off", KIND_TEXT, "30%|5.00", NULL, "off", \
		"what it takes off the price of each unit")
#define RULE_SALE_OPTIONS(X) \
	X(SAID_TEXT, const char *, category, "category", KIND_CATEGORY, "CATEGORY", \
		NULL, "category", "only in this category and below it") \
	X(SAID_TEXT, const char *, brand, "brand", KIND_BRAND, "BRAND", NULL, \
		"brand", "only of this brand") \
	X(SAID_TEXTS, struct words, products, "product", KIND_SKU, "SKU|PRODUCT", \
		NULL, "product", "only this product or SKU; again for more") \
	RULE_DATES(X) \
	RULE_RANK(X)

#define RULE_PROMOTION_NAMES(X) \
	X(SAID_NAME, const char *, name, "promotion", KIND_TEXT, "NAME", NULL, \
		"promotion", "what it is called")
#define RULE_PROMOTION_OPTIONS(X) \
	X(ACTION_TEXT, const char *, off, "off", KIND_TEXT, "10%|5.00", NULL, "off", \
		"what it takes off") \
	X(ACTION_TEXT, const char *, off_from, "off-from", KIND_TEXT, \
		"order|unit|shipping", promotion_from_names, "from", \
		"off what: the order once (the default), each unit, or shipping") \
	X(ACTION_TEXT, const char *, category, "off-category", KIND_CATEGORY, \
		"CATEGORY", NULL, "category", "off goods of this category only") \
	X(ACTION_TEXTS, struct words, products, "off-product", KIND_SKU, \
		"SKU|PRODUCT", NULL, "product", \
		"off this product or SKU only; again for more") \
	X(ACTION_TEXT, const char *, off_price, "off-price", KIND_TEXT, "MIN..MAX", \
		NULL, "price", "off goods only of which one costs so much") \
	X(ACTION_YES, bool, skip_on_sale, "skip-on-sale", KIND_FLAG, NULL, NULL, \
		"skip_on_sale", "off goods only that are not on sale") \
	X(ACTION_WHOLE, struct words, actions, "do", KIND_TEXT, "KEY=VALUE,...", \
		NULL, "do", \
		"one of several things to do, such as off=10%,from=unit; again for " \
		"more") \
	X(SAID_TEXT, const char *, coupon, "coupon", KIND_TEXT, "CODE", NULL, \
		"coupon.code", "only for who gives this code") \
	X(SAID_TEXT, const char *, limit, "limit", KIND_TEXT, "N", NULL, \
		"coupon.limit", "the code may be used so many times in all") \
	X(SAID_TEXT, const char *, limit_per_customer, "limit-per-customer", \
		KIND_TEXT, "N", NULL, "coupon.limit_per_customer", \
		"and so many times by one customer") \
	X(SAID_TEXT, const char *, goods, "goods", KIND_TEXT, "MIN..MAX", NULL, \
		"when.goods", "only where goods cost so much") \
	X(SAID_TEXT, const char *, quantity, "quantity", KIND_TEXT, "MIN..MAX", \
		NULL, "when.quantity", "only for so many pieces") \
	X(SAID_TOTALS, struct words, category_totals, "category-total", \
		KIND_CATEGORY, "CATEGORY=MIN..MAX", NULL, "when.category_total", \
		"only where goods of this category cost so much; again for more") \
	X(SAID_TEXTS, struct words, has, "has", KIND_SKU, "SKU|PRODUCT", NULL, \
		"when.has", "only with this in the cart; again for more") \
	X(SAID_TEXT, const char *, nth_order, "nth-order", KIND_TEXT, "N", NULL, \
		"when.nth_order", "only on a customer's order of this number") \
	X(SAID_TEXT, const char *, group, "group", KIND_TEXT, "GROUP", NULL, \
		"when.group", "only for customers of this group") \
	RULE_DATES(X) \
	RULE_RANK(X)
#define RULE_PROMOTION_UNSET(X) \
	X(ACTION_NO, bool, no_skip_on_sale, "no-skip-on-sale", KIND_FLAG, NULL, \
		NULL, "skip_on_sale", "off goods on sale, too") \
	RULE_RANK_UNSET(X)

/* Parameters of them: options, and options and operands that must be there. An empty
 * text clears. */
#define RULE_OPTION(said, type, member, option, kind_, value, choices_, key, text) \
	{ \
		.name = (option), .kind = (kind_), \
		.flags = _Generic(((struct rule_input *)0)->member, \
			const char *: PARAM_CLEARABLE, \
			struct words: PARAM_CLEARABLE | PARAM_REPEATED, \
			default: 0), \
		PARAM_OF(struct rule_input, type, member), .value_name = (value), \
		.choices = (choices_), .help = (text) \
	},
#define RULE_NEEDED(said, type, member, option, kind_, value, choices_, key, text) \
	{ .name = (option), \
		.kind = (kind_), \
		.flags = PARAM_REQUIRED, \
		PARAM_OF(struct rule_input, type, member), \
		.value_name = (value), \
		.help = (text) },
#define RULE_OPERAND(said, type, member, option, kind, value, choices, key, text) \
	OPERAND(struct rule_input, type, member, (value), kind, (text)),

/* The operand that names a rule that is there. */
#define RULE_NAME_OPERAND(operand, kind, text) \
	OPERAND(struct rule_input, const char *, name, operand, kind, text)

/* The same, as the rest of the program reads it. */
struct rule_field {
	enum rule_said said;
	const char *key;
	size_t offset; /* in struct rule_input */
};
struct rule_fields {
	const struct rule_field *items;
	size_t count;
};
extern const struct rule_fields rule_fields[RULE_KIND_COUNT];

/* Whether a field is said, by the member that it has. */
bool rule_input_says(const struct rule_input *input, const struct rule_field *field);
/* What a field that is no flag says: one text, or those of a list. */
struct texts rule_input_texts(const struct rule_input *input,
	const struct rule_field *field, const char **one);

#endif
