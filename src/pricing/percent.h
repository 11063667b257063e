#ifndef SHOP_PRICING_PERCENT_H
#define SHOP_PRICING_PERCENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/*
 * A percentage with up to six decimals, kept exactly: a whole number of millionths
 * of a percent, so that 19 % is 19,000,000.
 */
#define PERCENT_ONE ((int64_t)1000000)
#define PERCENT_WHOLE (100 * PERCENT_ONE)
/* Taxes above the price have been seen; a discount ends at PERCENT_WHOLE. */
#define PERCENT_MAX (1000 * PERCENT_ONE)
#define PERCENT_TEXT_MAX 24

/* Reads "19" or "8.875", without a sign; a % behind it is allowed. On refusal *reason
 * says why in words that follow "'TEXT' is not a percentage: ". */
bool percent_parse(const char *text, int64_t *percent, const char **reason);
/* "19", "8.875": no zeros that say nothing, no %. */
void percent_format(int64_t percent, char text[PERCENT_TEXT_MAX]);

/* amount * percent, rounded half away from zero; false where it does not fit. */
bool percent_of(int64_t amount, int64_t percent, int64_t *part);
/* What of an amount is a tax of that percentage which the amount includes:
 * amount - amount / (1 + percent), rounded half away from zero. */
bool percent_included(int64_t amount, int64_t percent, int64_t *part);

#endif
