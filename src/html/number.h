#ifndef SHOP_HTML_NUMBER_H
#define SHOP_HTML_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers as people read them, in English, as the pages are: "1,204.50". */
#define NUMBER_TEXT_MAX 48

/* With this many decimals, thousands set apart. NUMBER_NONE gives "". */
void number_format(int64_t value, unsigned decimals, char text[NUMBER_TEXT_MAX]);

/* For an axis, in few characters: "0.50", "250", "1.5k", "12M". Exact only for what
 * has no more digits than that. */
void number_format_short(
	int64_t value, unsigned decimals, char text[NUMBER_TEXT_MAX]);

/* How much more a value is than another, in percent with one decimal: "12.5"; false
 * where there is no such number, or it says nothing (of 0, from minus to plus). */
bool number_format_change(
	int64_t value, int64_t before, char text[NUMBER_TEXT_MAX], bool *less);

#endif
