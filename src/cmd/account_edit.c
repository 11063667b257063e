#include "cmd/account_view.h"
#include "cmd/customer_input.h"
#include "cmd/param.h"

/* An empty text takes away what is there, so a country is no KIND_COUNTRY here. */
#define EDIT_OPTION(member, text) \
	OPTION(struct customer_input, const char *, member, #member, KIND_LINES, text)

static const struct param params[] = {
	EDIT_OPTION(name, "first and last name"),
	EDIT_OPTION(phone, "phone number; empty to take it away"),
	EDIT_OPTION(email, "e-mail address; empty to take it away"),
	EDIT_OPTION(address, "where parcels go; may have lines"),
	EDIT_OPTION(country, "ISO 3166-1 code of the address's country"),
};

struct editing {
	struct context *context;
	const struct customer_input *input;
	struct account_view view;
};

static enum status
edit(struct txn *txn, void *arg, struct err *err)
{
	struct editing *editing = arg;
	struct people people = context_people(editing->context, txn);
	struct customer now;

	TRY(account_view_read(
		&people, editing->context->customer, &editing->view, err));
	now = editing->view.customer;
	customer_input_apply(editing->input, &now);
	return account_view_change(&people, &now, &editing->view, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct customer_input *input = arg;
	struct editing editing = { .context = context, .input = input };

	if (!input->name && !input->phone && !input->email && !input->address &&
		!input->country)
		return fail(err, ST_USAGE,
			"nothing to change: give --name, --phone, --email, --address "
			"or --country (see 'shop account edit --help')");
	TRY(customer_input_fault(context_write(context, edit, &editing, err), err));
	return output_record(
		context->output, &account_own_record, &editing.view, err);
}

static const char *const examples[] = { "shop account edit --phone +441632960002",
	"shop account edit --address $'1 High Street\\nOxford' --country GB", NULL };

const struct command command_account_edit = {
	.path = "account edit",
	.summary = "change one's name, contacts or address",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct customer_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CUSTOMER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_FOR | COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &account_own_record,
};
