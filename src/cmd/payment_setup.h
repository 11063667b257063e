#ifndef SHOP_CMD_PAYMENT_SETUP_H
#define SHOP_CMD_PAYMENT_SETUP_H

#include "account/wallet.h"
#include "cmd/context.h"

/* What is said of a payment method to be kept; NULL where nothing was. */
struct payment_setup_input {
	const char *method;
	const char *label;
	const char *token_file;
};

/*
 * Sets up a payment method with its provider, before the transaction that keeps it
 * (wallet_add): method and token are what may be stored. With --dry-run nobody is
 * asked. ST_USAGE: 'manual', which has nothing to keep. ST_BAD_DATA: a payment card's
 * number. ST_REFUSED, ST_UNAVAILABLE: it may not or cannot be used here. ST_DECLINED.
 * ST_BUSY: the provider did not answer as it should; nothing is kept.
 */
struct payment_setup {
	struct wallet_method method;
	struct secret token;
};
enum status payment_setup(struct context *context,
	const struct payment_setup_input *input, struct payment_setup *setup,
	struct err *err);
void payment_setup_free(struct payment_setup *setup);

#endif
