#include "pricing/off.h"

#include <string.h>

int64_t
off_amount(const struct off *off, int64_t from)
{
	int64_t amount = off->amount;

	if (off->percent != NUMBER_NONE && !percent_of(from, off->percent, &amount))
		return from;
	return amount < from ? amount : from;
}

void
off_format(const struct off *off, unsigned decimals, char text[OFF_TEXT_MAX])
{
	if (off->percent == NUMBER_NONE) {
		money_format(off->amount, decimals, text);
		return;
	}
	percent_format(off->percent, text);
	memcpy(text + strlen(text), "%", 2);
}
