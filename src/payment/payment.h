#ifndef SHOP_PAYMENT_PAYMENT_H
#define SHOP_PAYMENT_PAYMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/secret.h"
#include "base/status.h"

/*
 * Payment providers are programs that speak shop-payment/1 (shop-payment(7)): the
 * verb is the first argument, lines KEY=VALUE go in and come out, and the exit status
 * says whether there is an answer. Nothing here knows orders or opens the store; no
 * store may be open while a helper runs.
 */
#define PAYMENT_PROTOCOL "shop-payment/1"
#define PAYMENT_MANUAL "manual"

/* Bytes. */
#define PAYMENT_METHOD_SIZE_MAX 32
#define PAYMENT_TOKEN_SIZE_MAX 1024
#define PAYMENT_REFERENCE_SIZE_MAX 200
#define PAYMENT_LABEL_SIZE_MAX 100
/* Longer ones are cut. */
#define PAYMENT_MESSAGE_SIZE_MAX 300
#define PAYMENT_REPLY_SIZE_MAX 65536

struct payment_helper {
	const char *name;
	const char *path;
	const char *home;   /* the shop's folder */
	const char *folder; /* where it runs: the shop's own folder for payments */
	int64_t timeout;    /* microseconds */
};

/* [a-z0-9-], at most PAYMENT_METHOD_SIZE_MAX, else ST_USAGE. */
enum status payment_check_method(const char *name, struct err *err);
/* The program of a method: in the shop's folder for payments, then as it was
 * installed, then beside shop itself. ST_UNAVAILABLE where there is none, naming
 * where it was looked for, or where it may not be run: no regular file, not
 * executable, or writable by everybody. */
enum status payment_helper_find(const char *home, const char *name,
	struct arena *arena, struct payment_helper *helper, struct err *err);

enum payment_verb {
	PAYMENT_CAPABILITIES,
	PAYMENT_SETUP,
	PAYMENT_AUTHORIZE,
	PAYMENT_CAPTURE,
	PAYMENT_VOID,
	PAYMENT_REFUND,
	PAYMENT_STATUS,
	PAYMENT_LIST,
	PAYMENT_HEALTH,
};
extern const char *const payment_verb_names[];

/* NULL texts are not sent. */
struct payment_ask {
	enum payment_verb verb;
	const char *operation; /* of status: the verb that is asked about */
	const char *key;
	const char *parent_key; /* what is captured, voided or refunded */
	const char *parent_reference;
	const char *order;
	int64_t amount; /* NUMBER_NONE: none */
	const char *currency;
	unsigned decimals;
	bool capture; /* of authorize */
	const char *label;
	const struct secret *token;
};

enum payment_answer {
	PAYMENT_ANSWER_APPROVED,
	PAYMENT_ANSWER_DECLINED,
	PAYMENT_ANSWER_PENDING,
	PAYMENT_ANSWER_NONE,   /* of status: the provider never had this key */
	PAYMENT_ANSWER_UNSENT, /* surely not sent */
	PAYMENT_ANSWER_UNKNOWN,
};

/* Texts are in the arena, valid UTF-8 in one line, "" where they were not given. */
struct payment_reply {
	enum payment_answer answer;
	const char *reference;
	const char *message; /* the provider's; of UNKNOWN and UNSENT: why */
	const char *label;
	const char *expires; /* "2028-09": good until that month's end; or "" */
	const char *verbs;   /* of capabilities */
	struct secret token; /* to be freed */
};

/*
 * Runs a helper and judges its answer. ST_OK whatever it said: what cannot be trusted
 * (a timeout, a signal, another exit status, a malformed answer, another key, amount
 * or currency) is PAYMENT_ANSWER_UNKNOWN, never declined. A program that could not be
 * started is PAYMENT_ANSWER_UNSENT. Other failures, as an interrupt: what was asked
 * may have been done.
 */
enum status payment_call(const struct payment_helper *helper,
	const struct payment_ask *ask, struct arena *arena,
	struct payment_reply *reply, struct err *err);
void payment_reply_free(struct payment_reply *reply);

/* The parts of payment_call, for tests. output is what the helper wrote. */
enum status payment_request_write(
	const struct payment_ask *ask, struct secret *request, struct err *err);
enum status payment_reply_read(const struct payment_ask *ask, struct bytes output,
	struct arena *arena, struct payment_reply *reply, struct err *err);

/* "2028-09": four digits, a hyphen, a month. */
bool payment_expiry_is_valid(const char *text);

#endif
