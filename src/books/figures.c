#include "books/figures.h"

#include <stddef.h>

#include "base/money.h"
#include "base/record.h"

/* Figures are nothing but numbers that add up. */
#define FIGURE_COUNT (sizeof(struct figures) / sizeof(int64_t))

static const size_t offsets[] = {
	offsetof(struct figures, orders),
	offsetof(struct figures, cancelled),
	offsetof(struct figures, credits),
	offsetof(struct figures, units),
	offsetof(struct figures, returned),
	offsetof(struct figures, gross),
	offsetof(struct figures, discounts),
	offsetof(struct figures, refunds),
	offsetof(struct figures, shipping),
	offsetof(struct figures, shipping_refunded),
	offsetof(struct figures, tax),
	offsetof(struct figures, tax_refunded),
};
_Static_assert(sizeof(offsets) / sizeof(offsets[0]) == FIGURE_COUNT,
	"each figure is one of these");

static int64_t
figure(const struct figures *figures, size_t number)
{
	return *(const int64_t *)((const char *)figures + offsets[number]);
}

/* Every day of a report comes through here. */
bool
figures_add(struct figures *sum, const struct figures *more)
{
	struct figures result;
	bool fits = true;

	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		int64_t value;

		if (__builtin_add_overflow(figure(sum, i), figure(more, i), &value))
			return false;
		fits = fits && value <= FIGURE_MAX && value >= -FIGURE_MAX;
		*(int64_t *)((char *)&result + offsets[i]) = value;
	}
	if (fits)
		*sum = result;
	return fits;
}

bool
figures_are_equal(const struct figures *a, const struct figures *b)
{
	for (size_t i = 0; i < FIGURE_COUNT; i++)
		if (figure(a, i) != figure(b, i))
			return false;
	return true;
}

bool
figures_are_empty(const struct figures *figures)
{
	static const struct figures empty;

	return figures_are_equal(figures, &empty);
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
