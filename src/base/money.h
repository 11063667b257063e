#ifndef SHOP_BASE_MONEY_H
#define SHOP_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/*
 * Money is a whole number of minor units of one currency, int64_t. Arithmetic goes
 * through these functions; each says false, and stores nothing, when the result
 * does not fit. NUMBER_NONE (base/record.h) is no amount: it is refused, and never a
 * result. Rounding is half away from zero.
 */
bool money_add(int64_t a, int64_t b, int64_t *sum);
bool money_subtract(int64_t a, int64_t b, int64_t *difference);
bool money_multiply(int64_t amount, int64_t count, int64_t *product);
/* amount * numerator / denominator, exactly, then rounded; denominator > 0. */
bool money_scale(
	int64_t amount, int64_t numerator, int64_t denominator, int64_t *result);

/* No amount that a person or a file names may be larger than this, in minor units. */
#define MONEY_MAX ((int64_t)1000000000000000)

/* ISO 4217: the three letters and how many decimals the minor unit has. */
struct currency {
	char code[4];
	unsigned decimals;
};

/* Finds a currency by its three letters, in any case; false if there is none. */
bool currency_find(const char *code, struct currency *currency);
/* The codes in use, ended by NULL, in alphabetical order. */
const char *const *currency_codes(void);

/* A decimal number as it was written, exactly: digits * 10^-decimals. */
struct decimal {
	int64_t digits;
	unsigned decimals; /* 0 to 6 */
};

/* Reads [-]digits[.digits]: no sign but "-", no exponent, no separators, digits on
 * both sides of the point, at most 6 decimals and 15 digits in all. On refusal
 * *reason says why in words that follow "'TEXT' is not an amount: ". */
bool decimal_parse(const char *text, struct decimal *decimal, const char **reason);

/* A decimal as minor units of a currency with that many decimals; false where it
 * has more decimals that are not zero, or passes MONEY_MAX. */
bool decimal_to_minor(struct decimal decimal, unsigned decimals, int64_t *minor);

#define MONEY_TEXT_MAX 32

/* "12.50", "-0.05", "1000" for 0 decimals. NUMBER_NONE gives "". */
void money_format(int64_t minor, unsigned decimals, char text[MONEY_TEXT_MAX]);
/* The same written so that it ends before end, without a NUL; returns its beginning.
 */
char *money_before(char *end, int64_t minor, unsigned decimals);

#endif
