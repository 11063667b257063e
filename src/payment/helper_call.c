#include "base/process.h"
#include "payment/payment.h"
#include "payment/turn.h"

/* By sysexits.h: try again later. Of a helper: nothing was sent. */
#define EXIT_UNSENT 75

/* Nothing of who runs shop reaches a helper, whoever that is. */
static const char *const search_path =
	"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

static enum status
unsent(struct payment_reply *reply, const char *why)
{
	reply->answer = PAYMENT_ANSWER_UNSENT;
	reply->message = why;
	return ST_OK;
}

static enum status
judge(const struct payment_ask *ask, const struct process_result *result,
	struct arena *arena, struct payment_reply *reply, struct err *err)
{
	if (result->exit == 0 && !result->timed_out)
		return payment_reply_read(ask, result->output, arena, reply, err);
	if (result->exit == EXIT_UNSENT && !result->timed_out)
		return unsent(reply, "the provider could not be reached");
	if (result->timed_out)
		return arena_text(arena, "no answer in time", &reply->message, err);
	if (result->signal)
		return arena_format(arena, &reply->message, err,
			"its program was ended by signal %d", result->signal);
	return arena_format(arena, &reply->message, err,
		"its program ended with status %d", result->exit);
}

/* Guarded memory for what goes in and what comes out. */
struct exchange {
	struct secret request;
	struct secret output;
};

static enum status
run(const struct payment_helper *helper, const struct payment_ask *ask,
	struct exchange *exchange, struct arena *arena, struct payment_reply *reply,
	struct err *err)
{
	const char *const argv[] = { helper->path, payment_verb_names[ask->verb],
		NULL };
	const char *environment[] = { search_path, "LC_ALL=C.UTF-8", "TZ=UTC", NULL };
	struct process_request request = { .argv = argv,
		.input = { exchange->request.data, exchange->request.size },
		.timeout = helper->timeout,
		.output_max = exchange->output.size,
		.folder = helper->folder,
		.environment = environment,
		.room = exchange->output.data };
	struct process_result result;
	enum status status = process_run(&request, arena, &result, err);

	if (status == ST_UNAVAILABLE)
		return unsent(reply, "its program could not be started");
	TRY(status);
	return judge(ask, &result, arena, reply, err);
}

enum status
payment_call(const struct payment_helper *helper, const struct payment_ask *ask,
	struct arena *arena, struct payment_reply *reply, struct err *err)
{
	struct exchange exchange = { .request = { NULL, 0 } };
	enum status status;

	*reply = (struct payment_reply){ .answer = PAYMENT_ANSWER_UNKNOWN,
		.reference = "",
		.message = "",
		.label = "",
		.expires = "",
		.verbs = "" };
	TRY(payment_folder_make(helper, err));
	TRY(payment_request_write(ask, &exchange.request, err));
	status = secret_take(&exchange.output, PAYMENT_REPLY_SIZE_MAX + 1, err);
	if (status == ST_OK)
		status = run(helper, ask, &exchange, arena, reply, err);
	secret_free(&exchange.request);
	secret_free(&exchange.output);
	return status;
}
