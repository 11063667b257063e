#ifndef SHOP_PRICING_QUOTE_H
#define SHOP_PRICING_QUOTE_H

#include "pricing/rule.h"
#include "pricing/unit_price.h"

/*
 * The quote is pure arithmetic: lines, prices and rules in; every line, share,
 * discount, tax and total out, with the steps. Nothing here reads the store or the
 * clock. Rounding is half away from zero, in exactly the places named:
 *
 * 1. Unit prices come in as pricing/unit_price.h makes them.
 * 2. Promotions by priority; an eligible exclusive one alone; each sees what those
 *    before left, its conditions too, and so does each of its actions. Exclusive ones
 *    are judged before anything is taken off. An action that covers no line takes
 *    nothing, one off shipping too.
 * 3. A discount of the order is rounded once, then split over the lines it covers in
 *    proportion to what they cost by then: toward zero, the remainder one minor unit
 *    at a time from the first line. Where all lines are taxed alike, the first is
 * that which costs most, equal ones by SKU, and so it is for all that is worked out
 * from what is left: the order in which a cart was filled changes no total but by the
 *    rounding of different taxes. What a line's floor (min_price, zero)
 *    refuses goes to the others; what nobody can take is dropped.
 *    Within a line its whole discount is split evenly over units, larger shares
 *    first (quote_unit_share).
 * 4. Shipping: the method asked for, else the cheapest that applies, equal ones by
 *    name; its own discounts; nothing where no line needs it.
 * 5. Tax, after discounts, per line (or unit, or once per rate over the whole order,
 *    then split over its lines as a discount is); shipping by its method's class.
 * 6. total = goods - discount + shipping + added tax.
 */
#define QUANTITY_MAX 9999
#define CART_LINES_MAX 500

struct quote_line {
	const char *sku;
	const char *product; /* handle, or the SKU of a simple product */
	const char *name;
	const char *category;
	const char *brand;
	int64_t quantity;
	int64_t price;      /* regular, of one */
	int64_t unit_price; /* what one costs now, before promotions */
	bool on_sale;
	int64_t min_price; /* NUMBER_NONE: 0 */
	const char *tax_class;
	int64_t weight_g; /* of one; NUMBER_NONE: 0 */
	bool needs_shipping;
	struct list steps; /* of struct quote_step: how unit_price came about */
	/* Out. */
	int64_t line_total; /* unit price * quantity, before discounts */
	int64_t discount;   /* goods only, 0 or more */
	int64_t tax_rate;   /* NUMBER_NONE: no tax */
	bool tax_is_included;
	int64_t tax_added;
	int64_t tax_included;
};

/* What a promotion took off. */
struct quote_promotion {
	const char *promotion;
	const char *coupon; /* its code, "" for none */
	int64_t goods;
	int64_t shipping;
};

/* A shipping method and what it would charge before discounts. */
struct quote_offer {
	const char *method;
	int64_t price;
	/* NULL: it applies; else why not, in words that follow "shipping method
	 * 'parcel' ": "does not ship to 'FR'" */
	const char *fault;
};

/* A promotion that took nothing off, and why, in words that follow "promotion
 * 'SUMMER' ": "needs 2 pieces or more", "gives way to 'vip', which is exclusive". */
struct quote_refused {
	const char *promotion;
	const char *fault;
};

/* One rate's worth: base is after discounts, without the tax where that is added,
 * with it where it is included. */
struct quote_tax {
	int64_t rate;
	bool included;
	int64_t base;
	int64_t tax;
};

struct quote_shipping {
	const char *method; /* "" where nothing is shipped or nothing is charged */
	int64_t price;
	int64_t discount;
	int64_t tax_rate; /* NUMBER_NONE: no tax */
	bool tax_is_included;
	int64_t tax_added;
	int64_t tax_included;
};

struct quote {
	struct list lines; /* of struct quote_line, in the cart's order */
	const char *currency;
	int64_t quantity;
	int64_t goods_total;    /* of unit price * quantity, before promotions */
	int64_t discount_total; /* 0 or more, goods only */
	int64_t shipping_total; /* after its discounts, before added tax */
	int64_t tax_added;
	int64_t tax_included;
	int64_t total; /* goods - discount + shipping + tax_added */
	struct quote_shipping shipping;
	struct list promotions; /* of struct quote_promotion: that took anything */
	struct list refused;    /* of struct quote_refused: all others */
	struct list taxes;      /* of struct quote_tax, by rate: that have a base */
	struct list offers;     /* of struct quote_offer: all, where a line ships */
	struct list steps;      /* of struct quote_step, in the order of the rules */
	/* NULL, or why no method ships it: "nothing is shipped to 'FR'" */
	const char *unshippable;
	/* NULL where there is no coupon or it holds; else why it does not, in words
	 * that follow "coupon 'SUMMER' ": "needs 2 pieces or more" */
	const char *coupon_fault;
};
extern const struct record_type quote_promotion_record;
extern const struct record_type quote_tax_record;

enum tax_round {
	TAX_ROUND_LINE,
	TAX_ROUND_UNIT,
	TAX_ROUND_ORDER,
};

/* What a quote is made from, besides its lines. */
struct quote_terms {
	struct arena *arena; /* of everything that goes out */
	const char *currency;
	unsigned decimals;
	const char *country; /* of the shipping address, "" where it is not known */
	int64_t now;
	int tax_round; /* enum tax_round */
	struct list
		tax_rates;   /* of struct tax_rate: one for each class that has one */
	struct list methods; /* of struct shipping_method: all of them */
	const char *method;  /* the one asked for, "" for the cheapest */
	struct list promotions; /* of struct promotion: all without a coupon, and that
				 * of the coupon given */
	/* The cart's, "" for none; the caller knows whether there is such a one and
	 * whether its uses are left: NULL, or why not. */
	const char *coupon;
	const char *coupon_fault;
	const char *group;     /* the customer's */
	int64_t orders_before; /* the customer's, less cancelled ones */
};

/* Fills every "out" of lines and quote. No text of terms and lines is NULL.
 * ST_BAD_DATA where a total passes MONEY_MAX, naming the line. ST_NOT_FOUND where
 * there is no method of the name asked for, with those there are; ST_REFUSED where it
 * does not apply, with the reason. */
enum status quote_make(const struct quote_terms *terms, struct list lines,
	struct quote *quote, struct err *err);

/* Why a promotion does not apply to lines (with line_total and discount as they are
 * by then), in words as quote_refused has; NULL where it does. What another exclusive
 * one forbids, or that it would give nothing, only quote_make can tell. */
enum status promotion_fault(const struct quote_terms *terms,
	const struct promotion *promotion, const struct list *lines,
	const char **fault, struct err *err);

/* The share of unit index (from 0) in an amount that is split evenly over quantity
 * units, larger shares first; and that of the first count units together. */
int64_t quote_unit_share(int64_t amount, int64_t quantity, int64_t index);
int64_t quote_units_share(int64_t amount, int64_t quantity, int64_t count);

#endif
