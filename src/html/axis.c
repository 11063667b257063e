#include "base/money.h"
#include "html/chart.h"

/* More lines than this are no help to the eye. */
#define STEPS_MAX 5

/* How many steps it takes from 0 to a value, away from zero. */
static int64_t
steps_to(int64_t value, int64_t step)
{
	int64_t size = value < 0 ? -value : value;
	int64_t steps = size / step + (size % step != 0 ? 1 : 0);

	return value < 0 ? -steps : steps;
}

bool
chart_axis(int64_t lowest, int64_t highest, struct chart_axis *axis)
{
	static const int64_t factors[] = { 2, 5, 10 };
	int64_t low = lowest < 0 ? lowest : 0;
	int64_t high = highest > 0 ? highest : 0;
	int64_t power = 1;
	int64_t step = 1;

	if (low < -INT64_MAX / 4 || high > INT64_MAX / 4)
		return false;
	for (size_t i = 0; steps_to(high, step) - steps_to(low, step) > STEPS_MAX;
		i++) {
		step = power * factors[i % 3];
		if (i % 3 == 2)
			power *= 10;
	}
	axis->step = step;
	axis->low = steps_to(low, step) * step;
	axis->high = steps_to(high, step) * step;
	if (axis->low == axis->high)
		axis->high = step;
	return true;
}

int64_t
chart_place(const struct chart_axis *axis, int64_t value)
{
	int64_t place = 0;

	(void)money_scale(value - axis->low, 10000, axis->high - axis->low, &place);
	return place;
}
