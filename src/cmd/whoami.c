#include "cmd/param.h"
#include "cmd/person.h"

struct asking {
	struct context *context;
	struct person person;
};

static enum status
read_own(struct txn *txn, void *arg, struct err *err)
{
	struct asking *asking = arg;
	struct people people = context_people(asking->context, txn);

	return person_read(
		&people, asking->context->identity.customer, &asking->person, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct identity *identity = &context->identity;
	struct asking asking = { context, { "", "", "", "", "", "" } };

	(void)arg;
	if (identity->customer == 0 && identity->role == ROLE_ANY)
		return fail(err, ST_NOT_LOGGED_IN,
			"you are not logged in (login or register)");
	if (identity->customer != 0)
		TRY(context_read(context, read_own, &asking, err));
	else
		asking.person.name = identity->staff_name;
	if (identity->role != ROLE_ANY) {
		asking.person.role = role_names[identity->role];
		asking.person.staff = identity->staff_name;
	}
	return output_record(context->output, &person_record, &asking.person, err);
}

static const char *const examples[] = { "shop whoami", NULL };

/* Who may be nobody is found out only for commands that write. */
const struct command command_whoami = {
	.path = "whoami",
	.summary = "say who one is, as customer and as staff",
	.access = ACCESS_WRITE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
	.result = &person_record,
};
