#ifndef SHOP_CMD_KINDS_H
#define SHOP_CMD_KINDS_H

#include "cli/completion.h"

/* What the shop offers for a kind of value while a person completes a word. arg is
 * the struct txn of a read transaction; settings need none. */
enum status kind_candidates(void *arg, enum kind kind, const char *prefix,
	struct buffer *out, struct err *err);

#endif
