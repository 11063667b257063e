#ifndef SHOP_CMD_BOOKS_COUNT_H
#define SHOP_CMD_BOOKS_COUNT_H

#include "cmd/context.h"

/* How long one transaction counts. A test build (SHOP_TESTING) takes SHOP_TEST_SLICE,
 * in microseconds, where it is set. */
int64_t books_slice(void);

/* Counts the books anew in slices, while the shop goes on, with a line of progress
 * where stderr is a terminal and not quiet. What a command that was killed began is
 * gone on with. *orders is how many there are. */
enum status books_count_anew(
	struct context *context, uint64_t *orders, struct err *err);
/* The same where the first slice was counted by the transaction that made it
 * necessary: only what is still to be done. */
enum status books_count_rest(
	struct context *context, uint64_t *orders, struct err *err);
/* For people: that they were, or with --dry-run would be; nothing where there is no
 * order. */
enum status books_count_say(
	struct context *context, uint64_t orders, struct err *err);

#endif
