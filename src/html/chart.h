#ifndef SHOP_HTML_CHART_H
#define SHOP_HTML_CHART_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

/*
 * Charts as inline SVG that takes its colours from the page: bars side by side for
 * time, below each other for a ranking, each with a title that says its name and
 * value to whoever points at it or has it read. Values may be below zero; what they
 * are compared with is drawn beside them, NUMBER_NONE is none. No more bars than
 * there is room for: those of time are added up, the last of a ranking left out.
 */
struct chart_bar {
	const char *label; /* short, for an axis: "23 Nov" */
	const char *name;  /* in full: "2026-11-23" */
	int64_t value;
	int64_t before;
};

/* How a value reads: on an axis ("1.2k") or in full ("1,204.50 EUR"); arena-owned. */
typedef enum status chart_value_fn(
	void *arg, int64_t value, bool on_axis, const char **text, struct err *err);

struct chart {
	const char *title;
	const char *now; /* what value and before are, where there is a before */
	const char *before;
	const struct chart_bar *bars;
	size_t count;
	bool has_before;
	chart_value_fn *text;
	void *arg;
};

/* What the page's style has to say of charts. */
extern const char chart_style[];

/* How many bars are drawn. */
#define CHART_TIME_MAX 62
#define CHART_RANK_MAX 12

enum status chart_time(
	struct buffer *out, const struct chart *chart, struct err *err);
enum status chart_rank(
	struct buffer *out, const struct chart *chart, struct err *err);

/* Where an axis has its lines: from low to high by step, 0 among them, low and high
 * enclosing all values; steps are 1, 2 or 5 with zeros behind. False where the values
 * lie too far apart for numbers to tell. */
struct chart_axis {
	int64_t low;
	int64_t high;
	int64_t step;
};
bool chart_axis(int64_t lowest, int64_t highest, struct chart_axis *axis);
/* A value's place on it, from 0 at low to 10,000 at high. */
int64_t chart_place(const struct chart_axis *axis, int64_t value);

#endif
