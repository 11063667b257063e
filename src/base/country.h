#ifndef SHOP_BASE_COUNTRY_H
#define SHOP_BASE_COUNTRY_H

#include <stdbool.h>

#define COUNTRY_CODE_MAX 3

/* The country of a text that is an ISO 3166-1 alpha-2 code in capital or small
 * letters; code gets it in capitals. False where there is no such country. */
bool country_find(const char *text, char code[COUNTRY_CODE_MAX]);

#endif
