#ifndef SHOP_BOOKS_FIGURES_H
#define SHOP_BOOKS_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a day, a product or anything else sold: shop-report(7) defines each. All of
 * them add up, and what was taken back is
 * counted on its own day, beside what was sold. Amounts are minor units; gross,
 * discounts, refunds and shipping are without tax, whether prices include it or not.
 */
#define FIGURE_MAX (INT64_MAX / 8) /* so that sums of a few of them fit */
struct figures {
	int64_t orders;    /* that were placed */
	int64_t cancelled; /* orders that were cancelled */
	int64_t credits;   /* imported ones, see order/history.h */
	int64_t units;     /* pieces that were ordered */
	int64_t returned;  /* pieces that came back, or were cancelled */
	int64_t gross;     /* goods before discounts */
	int64_t discounts;
	int64_t refunds;  /* goods that were taken back, after their discounts */
	int64_t shipping; /* charged */
	int64_t shipping_refunded;
	int64_t tax; /* charged, on goods and shipping, added or included */
	int64_t tax_refunded;
};

/* False where a sum passes FIGURE_MAX; then *sum is untouched. */
bool figures_add(struct figures *sum, const struct figures *more);
bool figures_are_equal(const struct figures *a, const struct figures *b);

/* gross - discounts - refunds. */
int64_t figures_net(const struct figures *figures);
/* What was charged less what was given back: net + shipping + tax. */
int64_t figures_total(const struct figures *figures);
/* What the orders that were placed came to: their totals, before anything was taken
 * back. */
int64_t figures_ordered(const struct figures *figures);
/* figures_ordered by orders, rounded half away from zero; NUMBER_NONE without one. */
int64_t figures_average(const struct figures *figures);

#endif
