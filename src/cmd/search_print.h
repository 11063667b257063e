#ifndef SHOP_CMD_SEARCH_PRINT_H
#define SHOP_CMD_SEARCH_PRINT_H

#include "catalog/find.h"
#include "cli/output.h"

/* Prints what a search found, in every format; for people with what was read instead,
 * how much there is, the ways to narrow it, and explanations. ST_NO_HITS once an
 * empty list is printed. */
enum status search_print(struct output *output, struct arena *arena,
	const struct find_request *request, const struct find_result *result,
	struct err *err);

#endif
