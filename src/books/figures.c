#include "books/figures.h"

#include <stddef.h>
#include <string.h>

#include "base/money.h"
#include "base/record.h"

/* Figures are nothing but numbers that add up. */
#define FIGURE_COUNT (sizeof(struct figures) / sizeof(int64_t))
_Static_assert(sizeof(struct figures) == 12 * sizeof(int64_t), "no more than that");

bool
figures_add(struct figures *sum, const struct figures *more)
{
	int64_t a[FIGURE_COUNT];
	int64_t b[FIGURE_COUNT];
	bool fits = true;

	memcpy(a, sum, sizeof(a));
	memcpy(b, more, sizeof(b));
	for (size_t i = 0; i < FIGURE_COUNT; i++)
		fits &= !__builtin_add_overflow(a[i], b[i], &a[i]) &&
			a[i] <= FIGURE_MAX && a[i] >= -FIGURE_MAX;
	if (fits)
		memcpy(sum, a, sizeof(a));
	return fits;
}

bool
figures_are_equal(const struct figures *a, const struct figures *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

int64_t
figures_net(const struct figures *figures)
{
	return figures->gross - figures->discounts - figures->refunds;
}

int64_t
figures_total(const struct figures *figures)
{
	return figures_net(figures) + figures->shipping - figures->shipping_refunded +
	       figures->tax - figures->tax_refunded;
}

int64_t
figures_ordered(const struct figures *figures)
{
	return figures->gross - figures->discounts + figures->shipping + figures->tax;
}

int64_t
figures_average(const struct figures *figures)
{
	int64_t average;

	if (figures->orders <= 0 ||
		!money_scale(figures_ordered(figures), 1, figures->orders, &average))
		return NUMBER_NONE;
	return average;
}
