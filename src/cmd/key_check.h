#ifndef SHOP_CMD_KEY_CHECK_H
#define SHOP_CMD_KEY_CHECK_H

#include "cmd/context.h"

/* Whether the key that is loaded is the one of the shop that is open: it opens what
 * is stored there. */
enum status key_check(struct context *context, bool *fits, struct err *err);

#endif
