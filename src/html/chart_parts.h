#ifndef SHOP_HTML_CHART_PARTS_H
#define SHOP_HTML_CHART_PARTS_H

#include "html/chart.h"

/* What the charts share. Private to html/. Places are hundredths of a percent. */

/* A length as an attribute's value. */
#define PLACE "%" PRId64 ".%02d%%"
#define PLACE_OF(place) (int64_t)(place) / 100, (int)((int64_t)(place) % 100)

struct chart_span {
	int64_t from;
	int64_t size;
};

/* The lowest and the highest of all values and 0. */
void chart_find_range(const struct chart *chart, int64_t *lowest, int64_t *highest);
/* An axis for all values of a chart; ST_BAD_DATA where there is none. */
enum status chart_find_axis(
	const struct chart *chart, struct chart_axis *axis, struct err *err);
/* Where a value's bar lies, between it and 0. */
void chart_span(
	const struct chart_axis *axis, int64_t value, struct chart_span *span);

/* The figure with its caption; note is markup behind the title. */
enum status chart_begin(struct buffer *out, const struct chart *chart,
	const char *note, struct err *err);
enum status chart_append_values(struct buffer *out, const struct chart *chart,
	const struct chart_bar *bar, struct err *err);

#endif
