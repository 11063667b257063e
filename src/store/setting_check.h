#ifndef SHOP_STORE_SETTING_CHECK_H
#define SHOP_STORE_SETTING_CHECK_H

#include "store/setting.h"

#define SETTING_SIZE_MAX 1000

/* Whether a text is what a setting's type asks for; *checked is its canonical form
 * (currencies and countries in capitals). ST_USAGE says what is asked for. */
enum status setting_check(const struct setting *setting, const char *text,
	struct arena *arena, const char **checked, struct err *err);

/* A whole number, 0 or more, of at most 15 digits. */
bool setting_parse_count(const char *text, int64_t *value);

#endif
