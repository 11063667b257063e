#include "cmd/customer_change.h"

#include "cmd/customer_input.h"

static enum status
alter(struct txn *txn, void *arg, struct err *err)
{
	struct customer_alteration *alteration = arg;
	struct people people = context_people(alteration->context, txn);
	struct customer now;

	TRY(customer_find(&people, alteration->who, &now, err));
	TRY(alteration->change(txn, alteration->input, &now, err));
	return account_view_change(&people, &now, &alteration->view, err);
}

enum status
customer_alter(struct customer_alteration *alteration, struct err *err)
{
	struct context *context = alteration->context;

	TRY(customer_input_fault(
		context_write(context, alter, alteration, err), err));
	return output_record(
		context->output, &account_staff_record, &alteration->view, err);
}
