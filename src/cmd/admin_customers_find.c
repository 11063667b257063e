#include <string.h>

#include "base/text.h"
#include "cmd/customer_list.h"
#include "cmd/param.h"

struct find_input {
	struct words words;
};

static const struct param params[] = {
	{ .name = "WORD",
		.kind = KIND_TEXT,
		.flags = PARAM_OPERAND | PARAM_REQUIRED | PARAM_REPEATED,
		PARAM_OF(struct find_input, struct words, words),
		.help = "part of a name, e-mail address or phone number, or an id" },
};

struct search {
	struct context *context;
	struct words folded;
	const char *typed; /* the words, as they stood */
	uint64_t exact;    /* whom they name, or 0 */
};

/* What a person sees of a customer, in one text to look into. */
static enum status
folded_text(struct arena *arena, const struct customer *customer, const char **folded,
	struct err *err)
{
	const char *text;

	TRY(arena_format(arena, &text, err, "%s\n%s\n%s\n%s\n%s", customer->customer,
		customer->name, customer->email, customer->phone, customer->address));
	return text_fold(arena, text, strlen(text), folded, err);
}

static enum status
is_wanted(struct txn *txn, const void *arg, const struct customer *customer,
	bool *wanted, struct err *err)
{
	const struct search *search = arg;
	const char *text;
	size_t i;

	*wanted = search->exact == customer->id;
	if (search->exact != 0)
		return ST_OK;
	TRY(folded_text(txn_arena(txn), customer, &text, err));
	*wanted = true;
	for (i = 0; i < search->folded.count; i++)
		if (!strstr(text, search->folded.items[i]))
			*wanted = false;
	return ST_OK;
}

/* Words that are somebody's whole phone number, e-mail address or id mean nobody
 * else. */
static enum status
find_exact(struct txn *txn, void *arg, struct err *err)
{
	struct search *search = arg;
	struct people people = context_people(search->context, txn);
	struct customer customer = { .id = 0 };
	struct err ignored;
	enum status status;

	status = customer_find(&people, search->typed, &customer, &ignored);
	if (status != ST_OK && status != ST_NOT_FOUND) {
		*err = ignored;
		return status;
	}
	search->exact = customer.id;
	return ST_OK;
}

static enum status
read_words(struct search *search, const struct words *words, struct err *err)
{
	struct arena *arena = search->context->arena;
	struct buffer typed = { .arena = arena };
	size_t i;

	TRY(ARENA_NEW(arena, words->count, &search->folded.items, err));
	for (i = 0; i < words->count; i++) {
		const char *word = words->items[i];

		TRY(text_fold(
			arena, word, strlen(word), &search->folded.items[i], err));
		TRY(buffer_append_text(&typed, i > 0 ? " " : "", err));
		TRY(buffer_append_text(&typed, word, err));
	}
	search->folded.count = words->count;
	return arena_copy(
		arena, (const char *)typed.data, typed.size, &search->typed, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct find_input *input = arg;
	struct search search = { .context = context };
	int64_t count;

	TRY(read_words(&search, &input->words, err));
	TRY(context_read(context, find_exact, &search, err));
	TRY(customer_list_print(context, is_wanted, &search, &count, err));
	if (count == 0)
		return fail(err, ST_NO_HITS, "no customer matches '%.200s'",
			search.typed);
	return ST_OK;
}

static const char *const examples[] = { "shop admin customers find ada",
	"shop admin customers find 01632 960001", NULL };

const struct command command_admin_customers_find = {
	.path = "admin customers find",
	.summary = "find customers by name, phone number or e-mail address",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct find_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &customer_record,
};
