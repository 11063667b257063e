#ifndef SHOP_CMD_RULE_TEST_H
#define SHOP_CMD_RULE_TEST_H

#include "cmd/param.h"
#include "pricing/quote.h"

/* A cart that rules are tried on: a customer's, or one that is said line by line,
 * somewhere, at some moment. Nothing is stored. */
struct rule_test_input {
	const char *name; /* of what is tried, NULL: all of it */
	struct words lines;
	const char *coupon;
	const char *country;
	const char *group;
	const char *at;
};

#define RULE_TEST_OPTION(type, member, option, kind_, flags_, value, text) \
	{ \
		.name = (option), .kind = (kind_), .flags = (flags_), \
		PARAM_OF(struct rule_test_input, type, member), \
		.value_name = (value), .help = (text) \
	}
#define RULE_TEST_OPTIONS \
	RULE_TEST_OPTION(struct words, lines, "line", KIND_SKU, PARAM_REPEATED, \
		"SKU=N", \
		"so many of this are in the cart, one if not said; again for more " \
		"(default: the cart of --for's customer)"), \
		RULE_TEST_OPTION(const char *, coupon, "coupon", KIND_TEXT, 0, \
			"CODE", "a coupon that is given"), \
		RULE_TEST_OPTION(const char *, country, "country", KIND_COUNTRY, 0, \
			NULL, \
			"where it goes (default: the customer's, or the " \
			"shop's)"), \
		RULE_TEST_OPTION(const char *, group, "group", KIND_TEXT, 0, \
			"GROUP", "the customer's group (default: as it is)"), \
		RULE_TEST_OPTION(const char *, at, "at", KIND_TEXT, 0, "TIME", \
			"when it is ordered, such as 2026-12-24 (default: now)")

struct rule_test_line {
	const char *sku;
	const char *name;
	int64_t quantity;
	int64_t unit_price;
	int64_t line_total;
	int64_t discount;
	const char *tax_class;
	const char *rate; /* in percent, "" for none */
	bool included;
	int64_t tax_added;
	int64_t tax_included;
};

/* What became of a promotion, or of a shipping method. */
struct rule_test_promotion {
	const char *promotion;
	bool applies;
	int64_t goods;
	int64_t shipping;
	const char *reason; /* why not, in words that follow its name */
};
struct rule_test_method {
	const char *method;
	bool offered;
	bool chosen;
	int64_t price;
	int64_t discount;
	int64_t tax_added;
	int64_t tax_included;
	const char *reason;
};

/* What is shown of it, of each command a part. */
struct rule_test_view {
	struct list items; /* of struct rule_test_line */
	int64_t goods_total;
	int64_t discount_total;
	int64_t shipping_total;
	int64_t tax_added;
	int64_t tax_included;
	int64_t total;
	const char *currency;
	const char *country;
	int64_t at;
	const char *coupon;
	const char *coupon_fault;
	const char *shipping_method;
	const char *shipping_tax_rate; /* in percent, "" for none */
	int64_t shipping_tax_added;
	int64_t shipping_tax_included;
	const char *unshippable;
	struct list promotions; /* of struct rule_test_promotion */
	struct list methods;    /* of struct rule_test_method */
	struct list taxes;      /* of struct shown_tax */
	struct list steps;      /* of struct quote_step */
};
extern const struct record_type promotion_test_record;
extern const struct record_type shipping_test_record;
extern const struct record_type tax_test_record;

struct rule_test {
	struct context *context;
	const struct rule_test_input *input;
	int64_t at; /* 0: now */
	struct rule_test_view view;
	/* What is named does not apply, and why; NULL: it does. */
	const char *fault;
};

/* Runs fn, which fills the view, in one transaction, and prints it. Where something
 * is named and does not apply, ST_REFUSED says why, after it. */
enum status rule_test_run(struct rule_test *test, txn_fn *fn, struct err *err);

/* The quote of the cart, with the shipping method that is named, "" for the cheapest.
 */
enum status rule_test_quote(struct rule_test *test, struct txn *txn,
	const char *method, struct quote *quote, struct err *err);
/* All of a view but promotions and methods. */
enum status rule_test_fill(struct rule_test *test, struct txn *txn,
	const struct quote *quote, struct err *err);

#endif
