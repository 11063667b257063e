#include "cmd/customer_input.h"

#include "account/customer_check.h"
#include "cli/prompt.h"

#define QUESTION_COUNT 5

void
customer_input_apply(const struct customer_input *input, struct customer *customer)
{
	if (input->name)
		customer->name = input->name;
	if (input->phone)
		customer->phone = input->phone;
	if (input->email)
		customer->email = input->email;
	if (input->address)
		customer->address = input->address;
	if (input->country)
		customer->country = input->country;
}

struct customer
customer_of_input(const struct customer_input *input)
{
	struct customer customer;

	record_init(&customer_record, &customer);
	customer_input_apply(input, &customer);
	return customer;
}

/* One answer is judged as a customer's who is right in all else. */
struct trial {
	struct context *context;
	struct customer_input answer;
};

static enum status
check_free(const struct people *people, const char *noun, const char *who,
	struct err *err)
{
	struct customer other;
	enum status status;

	if (!who)
		return ST_OK;
	status = customer_find(people, who, &other, err);
	if (status == ST_NOT_FOUND)
		return ST_OK;
	if (status != ST_OK)
		return status;
	return fail(err, ST_BAD_DATA,
		"a customer with the %s '%s' is there already (^C, then login)", noun,
		who);
}

static enum status
try_answer(struct txn *txn, void *arg, struct err *err)
{
	const struct trial *trial = arg;
	struct people people = context_people(trial->context, txn);
	struct customer_input made = trial->answer;
	struct customer customer;

	if (!made.name)
		made.name = "-";
	if (!made.phone && !made.email)
		made.email = "x@x";
	customer = customer_of_input(&made);
	TRY(customer_check(txn, &customer, err));
	TRY(check_free(&people, "phone number", trial->answer.phone, err));
	return check_free(&people, "e-mail address", trial->answer.email, err);
}

static enum status
judge(void *arg, struct customer_input answer, struct err *err)
{
	struct trial trial = { arg, answer };

	return context_read(trial.context, try_answer, &trial, err);
}

static enum status
check_name(void *arg, const char *answer, struct err *err)
{
	return judge(arg, (struct customer_input){ .name = answer }, err);
}

static enum status
check_phone(void *arg, const char *answer, struct err *err)
{
	return judge(arg, (struct customer_input){ .phone = answer }, err);
}

static enum status
check_email(void *arg, const char *answer, struct err *err)
{
	return judge(arg, (struct customer_input){ .email = answer }, err);
}

static enum status
check_address(void *arg, const char *answer, struct err *err)
{
	return judge(arg, (struct customer_input){ .address = answer }, err);
}

static enum status
check_country(void *arg, const char *answer, struct err *err)
{
	return judge(arg, (struct customer_input){ .country = answer }, err);
}

/* A question and where its answer goes. */
struct asked {
	struct question question;
	size_t offset;
};

static const struct asked all_questions[QUESTION_COUNT] = {
	{ { .name = "name",
		  .ask = "name",
		  .help = "as it is to stand on parcels",
		  .required = true,
		  .check = check_name },
		offsetof(struct customer_input, name) },
	{ { .name = "phone",
		  .ask = "phone number",
		  .help = "with + and the country's code, or as you dial it",
		  .required = true,
		  .check = check_phone },
		offsetof(struct customer_input, phone) },
	{ { .name = "email",
		  .ask = "e-mail address (may be empty)",
		  .help = "one may log in with it, too",
		  .check = check_email },
		offsetof(struct customer_input, email) },
	{ { .name = "address",
		  .ask = "address (may be empty)",
		  .help = "street, house, postal code, town",
		  .lines = true,
		  .check = check_address },
		offsetof(struct customer_input, address) },
	{ { .name = "country",
		  .ask = "country, two letters (may be empty)",
		  .help = "ISO 3166-1: DE, GB, US",
		  .check = check_country },
		offsetof(struct customer_input, country) },
};

static const char **
member_of(struct customer_input *input, size_t index)
{
	return (const char **)((char *)input + all_questions[index].offset);
}

enum status
customer_input_ask(
	struct context *context, struct customer_input *input, struct err *err)
{
	struct question questions[QUESTION_COUNT];
	const char **members[QUESTION_COUNT];
	const char *answers[QUESTION_COUNT];
	struct questionnaire questionnaire = { .questions = questions,
		.arg = context,
		.title = "A new customer.",
		.confirm = "Is this right?" };
	size_t i;

	for (i = 0; i < QUESTION_COUNT; i++) {
		if (*member_of(input, i))
			continue;
		questions[questionnaire.count] = all_questions[i].question;
		/* One of the two ways to reach a customer is enough. */
		if (all_questions[i].question.check == check_phone && input->email)
			questions[questionnaire.count].required = false;
		members[questionnaire.count++] = member_of(input, i);
	}
	if (questionnaire.count == 0)
		return ST_OK;
	TRY(prompt_questionnaire(&questionnaire, context->arena, answers, err));
	for (i = 0; i < questionnaire.count; i++)
		*members[i] = answers[i];
	return ST_OK;
}

enum status
customer_input_require(const struct context *context,
	const struct customer_input *input, struct err *err)
{
	const char *path = context->command->path;

	if (!input->name)
		return fail(err, ST_USAGE,
			"missing option '--name' (see 'shop %s --help')", path);
	if (!input->phone && !input->email)
		return fail(err, ST_USAGE,
			"missing option '--phone' or '--email' (see 'shop %s "
			"--help')",
			path);
	return ST_OK;
}

enum status
customer_input_fault(enum status status, struct err *err)
{
	if (status != ST_BAD_DATA)
		return status;
	err->status = ST_USAGE;
	return ST_USAGE;
}
