#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "sandbox/behaviour.h"
#include "sandbox/ledger.h"

/*
 * shop-payment-test: a payment provider that exists only on this machine, for trying
 * things out and for tests. Speaks shop-payment/1.
 */
#define REQUEST_SIZE_MAX 65536
#define SLOW_MICROSECONDS 500000
#define EXIT_UNSENT 75

struct sandbox {
	const char *verb;
	const char *request;
	struct arena *arena;
	struct ledger ledger;
	struct entry entry; /* what is asked for */
};

/* The value of a line KEY=VALUE, "" where there is none. No value that matters here
 * has anything to be escaped. */
static enum status
value_of(const struct sandbox *sandbox, const char *key, const char **value,
	struct err *err)
{
	size_t length = strlen(key);
	const char *line = sandbox->request;

	*value = "";
	while (*line) {
		size_t size = strcspn(line, "\n");

		if (size > length && memcmp(line, key, length) == 0 &&
			line[length] == '=')
			return arena_copy(sandbox->arena, line + length + 1,
				size - length - 1, value, err);
		line += size;
		line += *line == '\n';
	}
	return ST_OK;
}

/* The ends that leave no answer. */
static void
behave_badly(enum behaviour behaviour)
{
	if (behaviour == BEHAVE_DIE_AFTER)
		raise(SIGKILL);
	while (behaviour == BEHAVE_HANG)
		pause();
	if (behaviour == BEHAVE_GARBAGE) {
		puts("<html>502 Bad Gateway</html>");
		exit(fflush(stdout) == 0 ? 0 : 1);
	}
}

static enum status
print_answer(const struct sandbox *sandbox, const struct entry *entry,
	enum behaviour behaviour, const char *message)
{
	const char *status =
		behaviour == BEHAVE_DUPLICATE ? "duplicate" : entry->status;
	int64_t more = behaviour == BEHAVE_WRONG_AMOUNT ? 1 : 0;

	if (behaviour == BEHAVE_SLOW)
		usleep(SLOW_MICROSECONDS);
	behave_badly(behaviour);
	printf("status=%s\nkey=%s\namount=%" PRId64 "\ncurrency=%s\n", status,
		sandbox->entry.key, entry->amount + more, entry->currency);
	printf("reference=test-%s\n", sandbox->entry.key);
	if (message[0])
		printf("message=%s\n", message);
	return ST_OK;
}

static bool
is_blank(const char *cell)
{
	return cell[0] == '\0' || strchr(cell, ' ');
}

/* Fills in what is asked for; a token goes down from a parent to what is done to it.
 */
static enum status
read_entry(struct sandbox *sandbox, struct err *err)
{
	struct entry *entry = &sandbox->entry;
	const struct entry *parent;
	const char *amount;
	const char *capture;

	entry->operation = sandbox->verb;
	TRY(value_of(sandbox, "key", &entry->key, err));
	TRY(value_of(sandbox, "amount", &amount, err));
	TRY(value_of(sandbox, "currency", &entry->currency, err));
	TRY(value_of(sandbox, "parent_key", &entry->parent, err));
	TRY(value_of(sandbox, "token", &entry->token, err));
	TRY(value_of(sandbox, "capture", &capture, err));
	if (is_blank(entry->key) || is_blank(entry->currency) || is_blank(amount))
		return fail(err, ST_BAD_DATA, "key, amount and currency are needed");
	entry->amount = strtoll(amount, NULL, 10);
	if (strcmp(sandbox->verb, "authorize") == 0 && strcmp(capture, "yes") == 0)
		entry->operation = "charge";
	parent = ledger_find(&sandbox->ledger, entry->parent);
	if (parent)
		entry->token = parent->token;
	if (entry->token[0] == '\0')
		entry->token = "ok";
	if (is_blank(entry->parent))
		entry->parent = "-";
	return ST_OK;
}

static bool
is_approved(const struct entry *entry, const char *operation)
{
	return entry && strcmp(entry->operation, operation) == 0 &&
	       strcmp(entry->status, "approved") == 0;
}

/* Why a provider would not do it, "" where it would. */
static const char *
find_fault(const struct sandbox *sandbox)
{
	const struct ledger *ledger = &sandbox->ledger;
	const struct entry *asked = &sandbox->entry;
	const struct entry *parent = ledger_find(ledger, asked->parent);

	if (!token_is_valid(asked->token))
		return "the sandbox knows no such token";
	if (asked->amount <= 0)
		return "there is no such amount";
	if (strcmp(sandbox->verb, "authorize") == 0)
		return "";
	if (strcmp(sandbox->verb, "refund") == 0) {
		if (!is_approved(parent, "charge") && !is_approved(parent, "capture"))
			return "there is no charge to refund";
		return asked->amount > parent->amount - ledger_taken(ledger,
								asked->parent,
								"refund")
			       ? "more than was charged"
			       : "";
	}
	if (!is_approved(parent, "authorize"))
		return "there is no authorisation";
	return asked->amount > parent->amount -
				       ledger_taken(
					       ledger, asked->parent, "capture") -
				       ledger_taken(ledger, asked->parent, "void")
		       ? "more than was authorised"
		       : "";
}

static enum status
append(struct sandbox *sandbox, const char *status, struct err *err)
{
	sandbox->entry.status = status;
	return ledger_append(&sandbox->ledger, &sandbox->entry, err);
}

static enum status
do_new(struct sandbox *sandbox, bool tried, struct err *err)
{
	enum behaviour behaviour =
		token_behaviour(sandbox->entry.token, sandbox->verb);
	const char *fault = find_fault(sandbox);

	if (!fault[0] && behaviour == BEHAVE_UNSENT)
		exit(EXIT_UNSENT);
	if (!fault[0] && behaviour == BEHAVE_DECLINE)
		fault = "insufficient funds";
	if (!fault[0] && behaviour == BEHAVE_DIE_BEFORE && !tried) {
		TRY(append(sandbox, "tried", err));
		raise(SIGKILL);
	}
	TRY(append(sandbox,
		fault[0]                      ? "declined"
		: behaviour == BEHAVE_PENDING ? "pending"
					      : "approved",
		err));
	ledger_close(&sandbox->ledger);
	return print_answer(sandbox, &sandbox->entry, behaviour, fault);
}

/* A key that came before is answered as it was, and nothing is done. */
static enum status
do_operation(struct sandbox *sandbox, struct err *err)
{
	const struct entry *before;

	TRY(read_entry(sandbox, err));
	before = ledger_find(&sandbox->ledger, sandbox->entry.key);
	if (!before || strcmp(before->status, "tried") == 0)
		return do_new(sandbox, before != NULL, err);
	if (strcmp(before->operation, sandbox->entry.operation) != 0 ||
		before->amount != sandbox->entry.amount ||
		strcmp(before->currency, sandbox->entry.currency) != 0)
		return fail(err, ST_REFUSED, "the key was used for something else");
	return print_answer(sandbox, before, BEHAVE_OK, "");
}

static enum status
do_status(struct sandbox *sandbox, struct err *err)
{
	const struct entry *before;
	enum behaviour behaviour;

	TRY(read_entry(sandbox, err));
	before = ledger_find(&sandbox->ledger, sandbox->entry.key);
	if (!before || strcmp(before->status, "tried") == 0) {
		sandbox->entry.status = "none";
		return print_answer(sandbox, &sandbox->entry, BEHAVE_OK, "");
	}
	behaviour = token_behaviour(before->token, "status");
	if (behaviour == BEHAVE_UNSENT)
		exit(EXIT_UNSENT);
	sandbox->entry = *before;
	if (strcmp(before->status, "pending") == 0 && behaviour != BEHAVE_PENDING)
		TRY(append(sandbox,
			behaviour == BEHAVE_DECLINE ? "declined" : "approved", err));
	return print_answer(sandbox, &sandbox->entry, behaviour, "");
}

/* What may be stored of a customer's way to pay: here the token itself. */
static enum status
do_setup(const struct sandbox *sandbox, struct err *err)
{
	char expires[TOKEN_TEXT_MAX] = "2099-12";
	enum behaviour behaviour;
	const char *token;

	TRY(value_of(sandbox, "token", &token, err));
	if (token[0] == '\0')
		token = "ok";
	if (!token_is_valid(token)) {
		puts("status=declined\nmessage=the sandbox knows no such token");
		return ST_OK;
	}
	behaviour = token_behaviour(token, "setup");
	if (behaviour == BEHAVE_UNSENT)
		exit(EXIT_UNSENT);
	behave_badly(behaviour);
	if (behaviour == BEHAVE_DECLINE) {
		puts("status=declined\nmessage=no");
		return ST_OK;
	}
	(void)token_part(token, "expires", expires);
	printf("status=approved\ntoken=%s\nlabel=sandbox\nexpires=%s\n", token,
		expires);
	return ST_OK;
}

static enum status
do_list(const struct sandbox *sandbox)
{
	size_t i;

	puts("status=approved");
	for (i = 0; i < sandbox->ledger.count; i++) {
		const struct entry *entry = &sandbox->ledger.entries[i];

		printf("entry=%s %s %s %" PRId64 " %s %s\n", entry->operation,
			entry->status, entry->key, entry->amount, entry->currency,
			entry->parent);
	}
	return ST_OK;
}

static enum status
run(struct sandbox *sandbox, struct err *err)
{
	const char *verb = sandbox->verb;

	if (strcmp(verb, "capabilities") == 0 || strcmp(verb, "health") == 0) {
		puts("status=approved\nverbs=setup authorize capture void refund "
		     "status list health");
		return ST_OK;
	}
	if (strcmp(verb, "setup") == 0)
		return do_setup(sandbox, err);
	TRY(ledger_open(&sandbox->ledger, sandbox->arena, err));
	if (strcmp(verb, "status") == 0)
		return do_status(sandbox, err);
	if (strcmp(verb, "list") == 0)
		return do_list(sandbox);
	if (strcmp(verb, "authorize") == 0 || strcmp(verb, "capture") == 0 ||
		strcmp(verb, "void") == 0 || strcmp(verb, "refund") == 0)
		return do_operation(sandbox, err);
	return fail(err, ST_USAGE, "no verb '%s'", verb);
}

int
main(int argc, char **argv)
{
	struct arena arena = { NULL };
	struct sandbox sandbox = { .arena = &arena };
	struct bytes input;
	struct err err;
	enum status status;

	sandbox.verb = argc == 2 ? argv[1] : "";
	status = file_read(&arena, "-", REQUEST_SIZE_MAX, &input, &err);
	if (status == ST_OK)
		status = arena_copy(&arena, (const char *)input.data, input.size,
			&sandbox.request, &err);
	if (status == ST_OK)
		status = run(&sandbox, &err);
	if (status == ST_OK && fflush(stdout) != 0)
		status = ST_IO;
	if (status != ST_OK)
		fprintf(stderr, "shop-payment-test: %s\n", err.message);
	arena_free(&arena);
	return status_exit(status) == EXIT_UNSENT ? 1 : status_exit(status);
}
