#ifndef SHOP_CLI_KIND_H
#define SHOP_CLI_KIND_H

#include "base/arena.h"
#include "cli/command.h"

/* What each kind of value is called and takes. Private to cli/. */

#define TEXT_CHARACTERS_MAX 1000
#define LINES_SIZE_MAX 65536
#define SKU_SIZE_MAX 64
#define CUSTOMER_SIZE_MAX 254
#define SETTING_SIZE_MAX 64
#define PATH_SIZE_MAX 4095
#define COUNT_MAX 1000000000
#define SECONDS_MAX 1000000000

struct kind_info {
	const char *value_name; /* as usage shows it; NULL for a flag */
	const char *expected;   /* "a whole number such as 3" */
};
const struct kind_info *kind_info(enum kind kind);

/* What usage calls a parameter's value. Choices stand for themselves where there is
 * room; the text is in the arena or static. */
enum status param_value_name(const struct param *param, struct arena *arena,
	const char **name, struct err *err);

/* Reads a value and puts it into the parameter's member, or adds it there where the
 * parameter may be repeated. */
enum status param_collect(const struct param *param, const char *text,
	struct arena *arena, void *member, struct err *err);

/* The codes of ISO 3166-1, two letters each, ended by NULL. */
extern const char *const country_codes[];

/* What of a text a message shows: its beginning, cut at a character's border. */
#define EXCERPT_SIZE 100
struct excerpt {
	char text[EXCERPT_SIZE];
};
struct excerpt excerpt_of(const char *text);

#endif
