#ifndef SHOP_HTML_CHART_H
#define SHOP_HTML_CHART_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

/*
 * Charts as inline SVG that takes its colours from the page: bars side by side for
 * time, below each other for a ranking, each with a title that says its label and
 * value to whoever points at it or has it read. Values may be below zero; before is
 * drawn beside or behind, NUMBER_NONE is none. No more bars than there is room for:
 * those of time are added up, the last of a ranking left out.
 */
struct chart_bar {
	const char *label; /* short, for an axis: "23 Nov" */
	const char *title; /* whole: "2026-11-23: 1,204.50 EUR" */
	int64_t value;
	int64_t before;
};

/* How a number reads on an axis: "1.2k"; arena-owned. */
typedef enum status chart_number_fn(
	void *arg, int64_t value, const char **text, struct err *err);

struct chart {
	const char *title;
	const struct chart_bar *bars;
	size_t count;
	bool has_before;
	chart_number_fn *number;
	void *arg;
};

enum status chart_time(
	struct buffer *out, const struct chart *chart, struct err *err);
enum status chart_rank(
	struct buffer *out, const struct chart *chart, struct err *err);

#endif
