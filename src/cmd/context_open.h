#ifndef SHOP_CMD_CONTEXT_OPEN_H
#define SHOP_CMD_CONTEXT_OPEN_H

#include "cmd/context.h"

/* How a command comes into the shop: its folder found, the store opened as the
 * command's table says, who runs it found out, and the role checked. */
enum status context_open(struct context *context, struct err *err);
/* Notes that the customer's session was used, and closes what was opened. */
void context_close(struct context *context);

/* The steps of both, for a batch, whose lines share one store. */
enum status context_find_home(struct context *context, struct err *err);
/* How the store must be open for a command that needs one. */
enum store_access context_access(const struct command *command);
/* With the store open: what is due is applied, and the shop's settings and who one is
 * are read for the command. Keys that are there already are kept. */
enum status context_enter(struct context *context, struct err *err);
void context_note_use(struct context *context);

#endif
