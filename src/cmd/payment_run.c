#include "cmd/payment_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/wallet.h"
#include "base/clock.h"
#include "payment/turn.h"
#include "store/setting.h"

/* On top of what a program may run: for starting it and storing its answer. */
#define TURN_MARGIN (5 * SECOND)

/* One intent that is asked about. */
struct asking {
	struct context *context;
	const struct payment_scope *scope;
	struct payment_helper helper;
	struct payment_turn turn;
	/* As they are stored once it is our turn. */
	struct intent intent;
	struct intent parent;
	struct order order;
	struct secret token;
	bool token_is_gone;
	int64_t now;
	int64_t hold; /* microseconds */
	bool first;   /* nobody can have sent it before */
	struct intent_answer answer;
};

static const enum payment_verb verbs[] = {
	[INTENT_AUTHORIZE] = PAYMENT_AUTHORIZE,
	[INTENT_CAPTURE] = PAYMENT_CAPTURE,
	[INTENT_VOID] = PAYMENT_VOID,
	[INTENT_REFUND] = PAYMENT_REFUND,
};

/* The customer may have removed the method meanwhile, or been erased. */
static enum status
read_token(struct asking *asking, struct txn *txn, struct err *err)
{
	struct people people = context_people(asking->context, txn);
	enum status status;

	secret_free(&asking->token);
	asking->token_is_gone = false;
	if (asking->intent.verb != INTENT_AUTHORIZE || asking->intent.wallet == 0)
		return ST_OK;
	status = wallet_token(&people, asking->order.customer, asking->intent.wallet,
		&asking->token, err);
	asking->token_is_gone = status == ST_NOT_FOUND;
	return status == ST_NOT_FOUND ? ST_OK : status;
}

static enum status
read_settings(struct asking *asking, struct txn *txn, struct err *err)
{
	int64_t seconds;
	int64_t minutes;

	TRY(setting_get_count(txn, "payment.timeout", &seconds, err));
	TRY(setting_get_count(txn, "checkout.hold", &minutes, err));
	asking->helper.timeout = seconds * SECOND;
	asking->hold = minutes * MINUTE;
	return ST_OK;
}

static enum status
read_asked(struct txn *txn, void *arg, struct err *err)
{
	struct asking *asking = arg;
	uint64_t order = asking->scope->order;

	asking->now = txn_now(txn);
	TRY(intent_get(txn, order, asking->intent.number, &asking->intent, err));
	TRY(order_get(txn, order, &asking->order, err));
	TRY(read_settings(asking, txn, err));
	if (asking->intent.parent != 0)
		TRY(intent_get(
			txn, order, asking->intent.parent, &asking->parent, err));
	return read_token(asking, txn, err);
}

/* Noted before it is done, so that who began it knows. */
static enum status
read_others(struct txn *txn, void *arg, struct err *err)
{
	struct asking *asking = arg;

	TRY(intent_note_tried(txn, asking->scope->order, asking->intent.number, err));
	return read_asked(txn, asking, err);
}

static enum status
read_intent(struct asking *asking, struct err *err)
{
	struct context *context = asking->context;
	bool own = asking->intent.number > asking->scope->begun_after;

	if (own)
		TRY(context_read(context, read_asked, asking, err));
	else if (!asking->intent.tried)
		TRY(context_write(context, read_others, asking, err));
	else
		TRY(context_read(context, read_asked, asking, err));
	asking->first = own && !asking->intent.tried;
	return ST_OK;
}

static enum status
call(struct asking *asking, enum payment_verb verb, struct payment_reply *reply,
	struct err *err)
{
	const struct intent *intent = &asking->intent;
	struct payment_ask ask = { .verb = verb,
		.key = intent->key,
		.amount = intent->amount,
		.currency = asking->order.currency,
		.decimals = asking->context->decimals,
		.capture = intent->capture };

	if (verb == PAYMENT_STATUS)
		ask.operation = intent_verb_names[intent->verb];
	if (verb == PAYMENT_AUTHORIZE)
		ask.token = &asking->token;
	if (intent->parent != 0) {
		ask.parent_key = asking->parent.key;
		ask.parent_reference = asking->parent.reference;
	}
	TRY(arena_format(asking->context->arena, &ask.order, err, "%" PRIu64,
		asking->order.number));
	return payment_call(
		&asking->helper, &ask, asking->context->arena, reply, err);
}

static void
take_answer(struct asking *asking, const struct payment_reply *reply)
{
	static const enum intent_state states[] = {
		[PAYMENT_ANSWER_APPROVED] = INTENT_APPROVED,
		[PAYMENT_ANSWER_DECLINED] = INTENT_DECLINED,
		[PAYMENT_ANSWER_PENDING] = INTENT_PENDING,
		[PAYMENT_ANSWER_NONE] = INTENT_UNKNOWN,
		[PAYMENT_ANSWER_UNSENT] = INTENT_UNKNOWN,
		[PAYMENT_ANSWER_UNKNOWN] = INTENT_UNKNOWN,
	};

	asking->answer = (struct intent_answer){ .state = (int)states[reply->answer],
		.reference = reply->reference,
		.message = reply->message };
	if (reply->answer == PAYMENT_ANSWER_UNSENT && asking->first)
		asking->answer.state = INTENT_UNSENT;
	if (text_has_card_number(reply->message))
		asking->answer.message = "(withheld: it holds a card number)";
}

static enum status
send(struct asking *asking, struct err *err)
{
	struct payment_reply reply;

	TRY(call(asking, verbs[asking->intent.verb], &reply, err));
	take_answer(asking, &reply);
	payment_reply_free(&reply);
	return ST_OK;
}

/* The provider never had it. */
static enum status
send_again(struct asking *asking, struct err *err)
{
	const struct intent *intent = &asking->intent;
	int64_t age = asking->now - intent->created_at;

	if (intent->verb != INTENT_AUTHORIZE ||
		(asking->order.state == ORDER_PLACED && age < asking->hold &&
			!asking->token_is_gone))
		return send(asking, err);
	asking->answer.message = "the provider does not know of it";
	asking->answer.state =
		age < asking->helper.timeout ? INTENT_UNKNOWN : INTENT_UNSENT;
	return ST_OK;
}

static enum status
ask(struct asking *asking, struct err *err)
{
	struct payment_reply reply;

	if (asking->first)
		return send(asking, err);
	TRY(call(asking, PAYMENT_STATUS, &reply, err));
	take_answer(asking, &reply);
	payment_reply_free(&reply);
	if (reply.answer == PAYMENT_ANSWER_NONE)
		return send_again(asking, err);
	return ST_OK;
}

static enum status
settle(struct txn *txn, void *arg, struct err *err)
{
	struct asking *asking = arg;
	uint64_t follows;

	return intent_settle(txn, asking->scope->order, asking->intent.number,
		&asking->answer, &follows, err);
}

static void
count(const struct asking *asking, struct payment_outcome *outcome)
{
	static const size_t places[] = {
		[INTENT_UNKNOWN] = offsetof(struct payment_outcome, unknown),
		[INTENT_PENDING] = offsetof(struct payment_outcome, pending),
		[INTENT_APPROVED] = offsetof(struct payment_outcome, approved),
		[INTENT_DECLINED] = offsetof(struct payment_outcome, declined),
		[INTENT_UNSENT] = offsetof(struct payment_outcome, unsent),
	};

	if (asking->intent.rest && asking->answer.state == INTENT_DECLINED) {
		outcome->rest_declined++;
		return;
	}
	++*(size_t *)((char *)outcome + places[asking->answer.state]);
	if (asking->answer.state == INTENT_APPROVED)
		return;
	outcome->verb = asking->intent.verb;
	snprintf(outcome->method, sizeof(outcome->method), "%s",
		asking->intent.method);
	snprintf(outcome->message, sizeof(outcome->message), "%s",
		asking->answer.message);
}

/* The helper runs with the store closed. */
static enum status
ask_and_settle(struct asking *asking, struct err *err)
{
	struct context *context = asking->context;

	TRY(context_close_store(context, err));
	TRY(ask(asking, err));
	TRY(context_reopen_store(context, err));
	return context_write(context, settle, asking, err);
}

/* What somebody else settled while we waited counts as it stands. */
static enum status
take_turn(struct asking *asking, struct payment_outcome *outcome, struct err *err)
{
	TRY(read_intent(asking, err));
	if (intent_is_open(&asking->intent))
		TRY(ask_and_settle(asking, err));
	else
		asking->answer =
			(struct intent_answer){ .state = asking->intent.state,
				.message = asking->intent.message };
	count(asking, outcome);
	if (!asking->scope->each || asking->answer.state == asking->intent.state)
		return ST_OK;
	return asking->scope->each(
		asking->scope->arg, &asking->intent, &asking->answer, err);
}

static enum status
run_one(struct asking *asking, struct payment_outcome *outcome, struct err *err)
{
	uint64_t number = asking->scope->order << 20 | asking->intent.number;
	int64_t wait = 2 * asking->helper.timeout + TURN_MARGIN;
	enum status status;

	/* Others may need the shop to settle what we wait for. */
	TRY(context_settle(asking->context, err));
	TRY(payment_turn_take(&asking->helper, number, wait, &asking->turn, err));
	status = take_turn(asking, outcome, err);
	payment_turn_end(&asking->turn);
	secret_free(&asking->token);
	return status;
}

/* A method whose program is gone leaves its intents open. */
static enum status
find_helper(struct asking *asking, struct payment_outcome *outcome, bool *found,
	struct err *err)
{
	int64_t timeout = asking->helper.timeout;
	enum status status = payment_helper_find(asking->context->home,
		asking->intent.method, asking->context->arena, &asking->helper, err);

	*found = status == ST_OK;
	asking->helper.timeout = timeout;
	if (status != ST_UNAVAILABLE)
		return status;
	outcome->unavailable++;
	snprintf(outcome->message, sizeof(outcome->message), "%s", err->message);
	return ST_OK;
}

struct search {
	struct asking *asking;
	bool found;
};

static enum status
find_next(struct txn *txn, void *arg, struct err *err)
{
	struct search *search = arg;
	struct asking *asking = search->asking;

	TRY(read_settings(asking, txn, err));
	TRY(intent_next_open(txn, asking->scope->order, asking->intent.number,
		&asking->intent, &search->found, err));
	search->found = search->found && asking->intent.order == asking->scope->order;
	return ST_OK;
}

enum status
payment_run(struct context *context, const struct payment_scope *scope,
	struct payment_outcome *outcome, struct err *err)
{
	struct asking asking = { .context = context, .scope = scope };
	struct search search = { .asking = &asking };
	struct arena_mark mark = arena_mark(context->arena);
	bool found;

	*outcome = (struct payment_outcome){ .approved = 0 };
	if (scope->own_only)
		asking.intent.number = scope->begun_after;
	for (;;) {
		arena_rewind(context->arena, mark);
		TRY(context_read(context, find_next, &search, err));
		if (!search.found)
			return ST_OK;
		TRY(find_helper(&asking, outcome, &found, err));
		if (found)
			TRY(run_one(&asking, outcome, err));
	}
}

static const char *
noun_of(int verb)
{
	static const char *const nouns[] = { "payment", "capture", "void", "refund" };

	return nouns[verb];
}

enum status
payment_verdict(const struct context *context, uint64_t order,
	const struct payment_outcome *outcome, struct err *err)
{
	const char *noun = noun_of(outcome->verb);
	bool own = context->command->role <= ROLE_CUSTOMER;

	if (outcome->rest_declined > 0 && !own)
		TRY(output_warn(context->output, err,
			"what order %" PRIu64
			" did not need of its promise was not given up: the void was "
			"declined (shop admin payments void %" PRIu64 ")",
			order, order));
	if (outcome->unavailable > 0)
		return fail(err, ST_UNAVAILABLE, "%s", outcome->message);
	if (outcome->unknown > 0)
		return fail(err, ST_BUSY,
			"the %s of order %" PRIu64 " by '%s' is in doubt: %s (%s)",
			noun, order, outcome->method, outcome->message,
			own ? "run the same again" : "shop admin payments reconcile");
	if (outcome->unsent > 0)
		return fail(err, ST_BUSY,
			"the %s of order %" PRIu64
			" by '%s' was not sent: %s (run the same again)",
			noun, order, outcome->method, outcome->message);
	if (outcome->declined == 0)
		return ST_OK;
	if (own && outcome->verb == INTENT_AUTHORIZE)
		return fail(err, ST_DECLINED,
			"the %s of order %" PRIu64 " was declined by '%s'%s%s (shop "
			"orders pay %" PRIu64 ", or --pay another)",
			noun, order, outcome->method, outcome->message[0] ? ": " : "",
			outcome->message, order);
	return fail(err, ST_DECLINED,
		"the %s of order %" PRIu64 " was declined by '%s'%s%s", noun, order,
		outcome->method, outcome->message[0] ? ": " : "", outcome->message);
}
