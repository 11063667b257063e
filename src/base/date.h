#ifndef SHOP_BASE_DATE_H
#define SHOP_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/*
 * Moments as people write them in files and options: a day alone, or a time; in the
 * zone in force where no offset is said.
 */

/* Reads what time_parse reads. A day alone is the day's beginning; as an end that day
 * is still part of it, so that *moment is the first behind it. */
bool date_parse(const char *text, bool is_end, int64_t *moment);

/* The shortest text that date_parse reads as the same moment: a day, else ISO 8601
 * with offset and what is below a second. 0, which is never, gives "". */
void date_format(int64_t moment, bool is_end, char text[TIME_TEXT_MAX]);

/* ISO 8601 with offset and what is below a second. 0 gives "". */
void date_format_exact(int64_t moment, char text[TIME_TEXT_MAX]);

#endif
