#ifndef SHOP_PRICING_OFF_H
#define SHOP_PRICING_OFF_H

#include "base/money.h"
#include "pricing/percent.h"
#include "pricing/rule.h"

/* What an "off" takes from an amount, rounded, never more than there is. */
int64_t off_amount(const struct off *off, int64_t from);

#define OFF_TEXT_MAX (MONEY_TEXT_MAX + PERCENT_TEXT_MAX)
/* "10%" or "5.00". */
void off_format(const struct off *off, unsigned decimals, char text[OFF_TEXT_MAX]);

#endif
