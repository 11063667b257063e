#include "cli/bar.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/money.h"
#include "base/record.h"

/* From an eighth to eight of them, to the right and upwards. */
static const char *const eighths[] = { "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
static const char *const heights[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
static const char right_half[] = "▐";

static const char *
locale_name(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "C";
}

bool
bar_has_blocks(bool on_terminal)
{
	const char *charset = strchr(locale_name(), '.');
	const char *term = getenv("TERM");

	if (!charset || (strncasecmp(charset, ".utf-8", 6) != 0 &&
				strncasecmp(charset, ".utf8", 5) != 0))
		return false;
	return !on_terminal || !term ||
	       (strcmp(term, "linux") != 0 && strcmp(term, "dumb") != 0);
}

struct bar_scale
bar_scale(const int64_t *values, size_t count)
{
	struct bar_scale scale = { .low = 0 };

	for (size_t i = 0; i < count; i++) {
		if (values[i] == NUMBER_NONE)
			continue;
		if (values[i] < scale.low)
			scale.low = values[i];
		if (values[i] > scale.high)
			scale.high = values[i];
	}
	return scale;
}

static enum status
append_times(struct buffer *out, const char *text, int64_t count, struct err *err)
{
	for (; count > 0; count--)
		TRY(buffer_append_text(out, text, err));
	return ST_OK;
}

/* The share of whole that part is, in units, at least one. */
static int64_t
share(int64_t part, int64_t whole, int64_t units)
{
	int64_t result = 0;

	(void)money_scale(part, units, whole, &result);
	return result > 0 ? result : 1;
}

/* Columns that are left of 0. */
static int64_t
columns_below(const struct bar_scale *scale)
{
	int64_t width = (int64_t)scale->width;
	int64_t span;

	if (scale->low == 0 || !money_subtract(scale->high, scale->low, &span))
		return 0;
	if (scale->high == 0)
		return width;
	width = share(-scale->low, span, width);
	return width < (int64_t)scale->width ? width : width - 1;
}

static enum status
append_below(struct buffer *out, const struct bar_scale *scale, int64_t value,
	int64_t below, struct err *err)
{
	int64_t halves = share(-value, -scale->low, 2 * below);

	if (!scale->blocks)
		halves = 2 * ((halves + 1) / 2);
	TRY(append_times(out, " ", below - (halves + 1) / 2, err));
	if (halves % 2)
		TRY(buffer_append_text(out, right_half, err));
	return append_times(out, scale->blocks ? "█" : "#", halves / 2, err);
}

enum status
bar_append(struct buffer *out, const struct bar_scale *scale, int64_t value,
	struct err *err)
{
	int64_t below = columns_below(scale);
	int64_t above = (int64_t)scale->width - below;
	int64_t parts;

	if (value == 0 || value == NUMBER_NONE || above < 0)
		return ST_OK;
	if (value < 0)
		return append_below(out, scale, value, below, err);
	TRY(append_times(out, " ", below, err));
	if (!scale->blocks)
		return append_times(out, "#", share(value, scale->high, above), err);
	parts = share(value, scale->high, 8 * above);
	TRY(append_times(out, "█", parts / 8, err));
	return parts % 8 ? buffer_append_text(out, eighths[parts % 8 - 1], err)
			 : ST_OK;
}

static enum status
add_up(const int64_t *values, size_t count, int64_t *sum, struct err *err)
{
	*sum = 0;
	for (size_t i = 0; i < count; i++)
		if (values[i] != NUMBER_NONE && !money_add(*sum, values[i], sum))
			return fail(err, ST_BAD_DATA, "the numbers do not add up");
	return ST_OK;
}

/* A low one is seen, whatever is next to it; nothing at all lies on the ground. */
static const char *
height_of(const struct bar_scale *scale, int64_t value)
{
	int64_t span;

	if (!money_subtract(scale->high, scale->low, &span) || span == 0)
		return heights[0];
	if (value == scale->low)
		return heights[0];
	return heights[share(value - scale->low, span, 7)];
}

enum status
bar_append_spark(struct buffer *out, const int64_t *values, size_t count,
	size_t columns, struct err *err)
{
	size_t together = (count + columns - 1) / columns;
	struct bar_scale scale;
	size_t parts = 0;
	int64_t *sums;

	if (count == 0)
		return ST_OK;
	TRY(ARENA_NEW(out->arena, count / together + 1, &sums, err));
	for (size_t i = 0; i < count; i += together) {
		size_t left = count - i;

		TRY(add_up(&values[i], left < together ? left : together,
			&sums[parts++], err));
	}
	scale = bar_scale(sums, parts);
	for (size_t i = 0; i < parts; i++)
		TRY(buffer_append_text(out, height_of(&scale, sums[i]), err));
	return ST_OK;
}
