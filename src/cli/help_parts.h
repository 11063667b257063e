#ifndef SHOP_CLI_HELP_PARTS_H
#define SHOP_CLI_HELP_PARTS_H

#include "base/bytes.h"
#include "cli/command.h"

/* How help shows parameters. Private to cli/. */

/* As it stands in a usage line: brackets where it may be left out, dots where it
 * may come again. */
enum status param_usage(const struct param *param, struct arena *arena,
	const char **usage, struct err *err);
/* "-n, --count COUNT", long names below each other. */
enum status param_label(const struct param *param, struct arena *arena,
	const char **label, struct err *err);

/* The lines of a list of examples, at most so many. */
enum status append_examples(const char *const *examples, size_t count_max,
	struct buffer *out, struct err *err);

#endif
