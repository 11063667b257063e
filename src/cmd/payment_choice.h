#ifndef SHOP_CMD_PAYMENT_CHOICE_H
#define SHOP_CMD_PAYMENT_CHOICE_H

#include "cmd/context.h"

/* How a customer pays: a method, and the one of that method that is kept, 0 for none.
 */
struct payment_choice {
	const char *method;
	uint64_t wallet;
};

/*
 * What --pay says: NULL for the first method the customer keeps that is not expired,
 * else manual; a method's name (with the first one kept of it), or the number of one
 * that is kept. ST_REFUSED: it is expired, or the shop's settings do not allow it.
 * ST_UNAVAILABLE: its program is missing or cannot do what payment.capture asks for
 * (it is asked, unless this is a --dry-run).
 */
enum status payment_choose(struct context *context, const char *pay,
	struct payment_choice *choice, struct err *err);

/* The part of it that is about the method: that it may be used here. */
enum status payment_check_allowed(
	struct context *context, const char *method, struct err *err);

#endif
