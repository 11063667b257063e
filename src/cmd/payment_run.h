#ifndef SHOP_CMD_PAYMENT_RUN_H
#define SHOP_CMD_PAYMENT_RUN_H

#include "cmd/context.h"
#include "order/intent.h"

/*
 * Asks providers about the open intents of an order and settles them. Each is written
 * down before (order/intent.h); the store is closed while its provider's program
 * runs, and opened again for the answer, which is a transaction of its own. What an
 * answer begins is asked, too.
 *
 * One that this command began, and that nobody else took up meanwhile, is sent. Any
 * other one may have been sent before: its provider is asked for it by key. Where the
 * key is not known there, the same is sent once more with the same key, which the
 * provider does at most once; but an authorisation only for an order that is placed,
 * as long as the order waits for its payment (checkout.hold). Otherwise it is settled
 * as unsent, once it is older than any program may run (payment.timeout).
 */
struct payment_scope {
	uint64_t order;
	uint64_t
		begun_after; /* intents with a higher number are this command's own */
	bool own_only;       /* leave those of others alone */
	/* Told of each that is settled or pending now and was not before; or NULL. */
	enum status (*each)(void *arg, const struct intent *intent,
		const struct intent_answer *answer, struct err *err);
	void *arg;
};

/* What came of them. */
struct payment_outcome {
	size_t approved;
	size_t declined;
	size_t pending;
	size_t unsent;
	size_t unknown;
	size_t unavailable; /* no program to ask */
	/* Voids of what paid orders did not need: no fault of what was asked for. */
	size_t rest_declined;
	/* Of the last one that was not approved. */
	int verb; /* enum intent_verb */
	char method[40];
	char message[ERR_MESSAGE_MAX];
};

/* ST_OK whatever the providers say. After any other status the store may be closed,
 * and what is open stays so. */
enum status payment_run(struct context *context, const struct payment_scope *scope,
	struct payment_outcome *outcome, struct err *err);
/* ST_OK where everything is approved or pending, or only the rest of a promise was
 * not given up, which a line on stderr says; else ST_DECLINED, ST_BUSY (in doubt, or
 * not sent) or ST_UNAVAILABLE, with the way out. */
enum status payment_verdict(const struct context *context, uint64_t order,
	const struct payment_outcome *outcome, struct err *err);

#endif
