#include "cli/prompt.h"
#include "cmd/account_view.h"
#include "cmd/customer_input.h"
#include "cmd/param.h"

struct add_input {
	struct customer_input customer;
	const char *note;
};

#define ADD_TEXT(member, option, option_kind, text) \
	OPTION(struct add_input, const char *, member, option, option_kind, text)

static const struct param params[] = {
	ADD_TEXT(customer.name, "name", KIND_TEXT, "first and last name"),
	ADD_TEXT(customer.phone, "phone", KIND_TEXT, "phone number"),
	ADD_TEXT(customer.email, "email", KIND_TEXT, "e-mail address"),
	ADD_TEXT(customer.address, "address", KIND_LINES,
		"where parcels go; may have lines"),
	ADD_TEXT(customer.country, "country", KIND_COUNTRY,
		"ISO 3166-1 code of the address's country"),
	ADD_TEXT(note, "note", KIND_LINES,
		"what the staff should know; the customer does not see it"),
};

struct adding {
	struct context *context;
	struct customer customer;
	struct account_view view;
};

static enum status
add(struct txn *txn, void *arg, struct err *err)
{
	struct adding *adding = arg;
	struct people people = context_people(adding->context, txn);
	struct customer customer = adding->customer;

	TRY(customer_add(&people, &customer, err));
	return account_view_read(&people, customer.id, &adding->view, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct add_input *input = arg;
	struct customer_input customer = input->customer;
	struct adding adding = { .context = context };

	if (prompt_possible(context->global->no_input))
		TRY(customer_input_ask(context, &customer, err));
	TRY(customer_input_require(context, &customer, err));
	adding.customer = customer_of_input(&customer);
	if (input->note)
		adding.customer.note = input->note;
	TRY(customer_input_fault(context_write(context, add, &adding, err), err));
	return output_record(
		context->output, &account_staff_record, &adding.view, err);
}

static const char *const examples[] = {
	"shop admin customers add --name 'Ada King' --phone +441632960001", NULL
};

const struct command command_admin_customers_add = {
	.path = "admin customers add",
	.summary = "add a customer who calls or stands at the counter",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct add_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &account_staff_record,
};
