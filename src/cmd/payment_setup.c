#include "cmd/payment_setup.h"

#include <string.h>

#include "base/clock.h"
#include "cmd/payment_choice.h"
#include "payment/payment.h"
#include "store/setting.h"

static enum status
read_timeout(struct txn *txn, void *arg, struct err *err)
{
	int64_t *timeout = arg;

	TRY(setting_get_count(txn, "payment.timeout", timeout, err));
	*timeout *= SECOND;
	return ST_OK;
}

static enum status
find_helper(struct context *context, const char *method,
	struct payment_helper *helper, struct err *err)
{
	int64_t timeout;

	TRY(payment_check_method(method, err));
	if (strcmp(method, PAYMENT_MANUAL) == 0)
		return fail(err, ST_USAGE,
			"there is nothing to keep of 'manual': it needs no setup");
	TRY(payment_check_allowed(context, method, err));
	TRY(payment_helper_find(context->home, method, context->arena, helper, err));
	TRY(context_read(context, read_timeout, &timeout, err));
	helper->timeout = timeout;
	return ST_OK;
}

static enum status
judge(const struct payment_setup_input *input, const struct payment_reply *reply,
	struct payment_setup *setup, struct err *err)
{
	switch (reply->answer) {
	case PAYMENT_ANSWER_APPROVED:
		break;
	case PAYMENT_ANSWER_DECLINED:
		return fail(err, ST_DECLINED, "'%s' declined to be set up%s%s",
			input->method, reply->message[0] ? ": " : "", reply->message);
	default:
		return fail(err, ST_BUSY,
			"'%s' could not be set up: %s (run the same again)",
			input->method,
			reply->answer == PAYMENT_ANSWER_PENDING
				? "the provider has not decided yet"
				: reply->message);
	}
	setup->method.expires = reply->expires;
	if (!input->label)
		setup->method.label =
			text_has_card_number(reply->label) ? "" : reply->label;
	return wallet_check_token(&reply->token, err);
}

/* The token that was typed is the provider's to change for one that may be kept. */
static enum status
ask(struct context *context, const struct payment_helper *helper,
	const struct payment_setup_input *input, struct payment_setup *setup,
	struct err *err)
{
	struct payment_ask asked = { .verb = PAYMENT_SETUP,
		.amount = NUMBER_NONE,
		.label = input->label,
		.token = &setup->token };
	struct payment_reply reply;
	enum status status;

	TRY(context_close_store(context, err));
	TRY(payment_call(helper, &asked, context->arena, &reply, err));
	status = judge(input, &reply, setup, err);
	if (status == ST_OK) {
		secret_free(&setup->token);
		setup->token = reply.token;
		reply.token = (struct secret){ NULL, 0 };
		status = context_reopen_store(context, err);
	}
	payment_reply_free(&reply);
	return status;
}

static enum status
set_up(struct context *context, const struct payment_setup_input *input,
	struct payment_setup *setup, struct err *err)
{
	struct payment_helper helper;

	TRY(find_helper(context, input->method, &helper, err));
	if (input->label)
		TRY(wallet_check_label(input->label, err));
	if (input->token_file)
		TRY(secret_read_line(input->token_file, "token", &setup->token, err));
	TRY(wallet_check_token(&setup->token, err));
	if (context->global->dry_run)
		return ST_OK;
	return ask(context, &helper, input, setup, err);
}

enum status
payment_setup(struct context *context, const struct payment_setup_input *input,
	struct payment_setup *setup, struct err *err)
{
	struct payment_setup made = { .method = { .method = input->method,
					      .label = input->label ? input->label
								    : "",
					      .expires = "" } };
	enum status status = set_up(context, input, &made, err);

	if (status != ST_OK)
		payment_setup_free(&made);
	else
		*setup = made;
	return status;
}

void
payment_setup_free(struct payment_setup *setup)
{
	secret_free(&setup->token);
}
