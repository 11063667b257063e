#include "cmd/payment_choice.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "account/wallet.h"
#include "base/clock.h"
#include "payment/payment.h"
#include "store/setting.h"

#define NUMBER_DIGITS_MAX 9

struct choosing {
	struct context *context;
	const char *pay;
	struct payment_choice *choice;
	const char *methods; /* that the settings allow */
	bool capture_later;
	int64_t timeout;
};

static enum status
refuse_expired(const struct wallet_method *method, struct err *err)
{
	return fail(err, ST_REFUSED,
		"payment method %" PRIu64 " ('%s') expired at the end of %s (shop "
		"account payment remove %" PRIu64 ", or --pay another)",
		method->number, method->method, method->expires, method->number);
}

static enum status
choose_number(const struct choosing *choosing, struct txn *txn, struct err *err)
{
	struct people people = context_people(choosing->context, txn);
	uint64_t number = strtoull(choosing->pay, NULL, 10);
	struct wallet_method method;

	TRY(wallet_get(&people, choosing->context->customer, number, &method, err));
	if (wallet_is_expired(&method, txn_now(txn)))
		return refuse_expired(&method, err);
	*choosing->choice = (struct payment_choice){ method.method, number };
	return ST_OK;
}

/* The first of that name, or of any; where all of them are expired the customer is to
 * know, rather than to get an invoice. */
static enum status
choose_kept(const struct choosing *choosing, struct txn *txn, struct err *err)
{
	struct people people = context_people(choosing->context, txn);
	const struct wallet_method *expired = NULL;
	const struct wallet_method *items;
	struct list methods;
	size_t i;

	TRY(wallet_list(&people, choosing->context->customer, &methods, err));
	items = methods.items;
	for (i = 0; i < methods.count; i++) {
		if (choosing->pay && strcmp(items[i].method, choosing->pay) != 0)
			continue;
		if (!wallet_is_expired(&items[i], txn_now(txn))) {
			*choosing->choice = (struct payment_choice){ items[i].method,
				items[i].number };
			return ST_OK;
		}
		if (!expired)
			expired = &items[i];
	}
	return expired ? refuse_expired(expired, err) : ST_OK;
}

static enum status
read_settings(struct choosing *choosing, struct txn *txn, struct err *err)
{
	const char *when;
	int64_t seconds;

	TRY(setting_get(txn, "payment.methods", &choosing->methods, err));
	TRY(setting_get(txn, "payment.capture", &when, err));
	TRY(setting_get_count(txn, "payment.timeout", &seconds, err));
	choosing->capture_later = strcmp(when, "ship") == 0;
	choosing->timeout = seconds * SECOND;
	return ST_OK;
}

static enum status
choose(struct txn *txn, void *arg, struct err *err)
{
	struct choosing *choosing = arg;
	const char *pay = choosing->pay;

	*choosing->choice = (struct payment_choice){ pay ? pay : PAYMENT_MANUAL, 0 };
	TRY(read_settings(choosing, txn, err));
	if (pay && strcmp(pay, PAYMENT_MANUAL) == 0)
		return ST_OK;
	if (pay && strlen(pay) <= NUMBER_DIGITS_MAX &&
		strspn(pay, "0123456789") == strlen(pay))
		return choose_number(choosing, txn, err);
	return choose_kept(choosing, txn, err);
}

static bool
is_listed(const char *list, const char *name)
{
	size_t size = strlen(name);

	while (*list) {
		size_t length;

		list += strspn(list, ", ");
		length = strcspn(list, ", ");
		if (length == size && memcmp(list, name, size) == 0)
			return true;
		list += length;
	}
	return false;
}

static enum status
check_allowed(const struct choosing *choosing, const char *method, struct err *err)
{
	if (choosing->methods[0] == '\0' || is_listed(choosing->methods, method))
		return ST_OK;
	return fail(err, ST_REFUSED,
		"this shop takes no payment by '%s' (it takes: %s)", method,
		choosing->methods);
}

static enum status
ask_capabilities(struct choosing *choosing, const struct payment_helper *helper,
	struct payment_reply *reply, struct err *err)
{
	struct context *context = choosing->context;
	struct payment_ask ask = { .verb = PAYMENT_CAPABILITIES,
		.amount = NUMBER_NONE };

	TRY(context_close_store(context, err));
	TRY(payment_call(helper, &ask, context->arena, reply, err));
	return context_reopen_store(context, err);
}

/* Money that is promised now is worth nothing if it cannot be taken later. */
static enum status
check_capture_later(struct choosing *choosing, const struct payment_helper *helper,
	struct err *err)
{
	struct payment_reply reply;

	TRY(ask_capabilities(choosing, helper, &reply, err));
	if (reply.answer != PAYMENT_ANSWER_APPROVED)
		return fail(err, ST_UNAVAILABLE,
			"'%s' does not say what it can do: %s", helper->path,
			reply.message);
	if (is_listed(reply.verbs, "capture") && is_listed(reply.verbs, "void"))
		return ST_OK;
	return fail(err, ST_UNAVAILABLE,
		"'%s' cannot take money later (admin config set payment.capture "
		"checkout)",
		helper->name);
}

static enum status
check_helper(struct choosing *choosing, struct err *err)
{
	struct context *context = choosing->context;
	struct payment_helper helper;

	TRY(payment_helper_find(context->home, choosing->choice->method,
		context->arena, &helper, err));
	helper.timeout = choosing->timeout;
	if (!choosing->capture_later || context->global->dry_run)
		return ST_OK;
	return check_capture_later(choosing, &helper, err);
}

enum status
payment_choose(struct context *context, const char *pay,
	struct payment_choice *choice, struct err *err)
{
	struct choosing choosing = { context, pay, choice, "", false, 0 };

	TRY(context_read(context, choose, &choosing, err));
	TRY(check_allowed(&choosing, choice->method, err));
	if (strcmp(choice->method, PAYMENT_MANUAL) == 0)
		return ST_OK;
	return check_helper(&choosing, err);
}

static enum status
read_allowed(struct txn *txn, void *arg, struct err *err)
{
	return read_settings(arg, txn, err);
}

enum status
payment_check_allowed(struct context *context, const char *method, struct err *err)
{
	struct choosing choosing = { .context = context };

	TRY(context_read(context, read_allowed, &choosing, err));
	return check_allowed(&choosing, method, err);
}
