#include "account/identity.h"

#include "account/login.h"
#include "account/staff.h"

enum status
identity_find(struct txn *txn, const struct secret *token, uint64_t uid,
	struct identity *identity, struct err *err)
{
	struct identity found = { .uid = uid, .role = ROLE_ANY, .staff_name = "" };
	struct staff staff;
	bool is_staff;

	TRY(staff_get(txn, uid, &staff, &is_staff, err));
	if (is_staff && !staff.disabled) {
		found.role = staff.role;
		found.staff_name = staff.name;
	}
	TRY(session_find(txn, token, &found.customer, &found.session_stale, err));
	*identity = found;
	return ST_OK;
}

static enum status
refuse_role(const struct identity *identity, enum role role, const char *command,
	struct err *err)
{
	const char *others = role == ROLE_OWNER ? "" : " and above";

	if (identity->role >= ROLE_REPORTER)
		return fail(err, ST_NOT_ALLOWED,
			"'%s' is for %ss%s; you are a %s (an owner may change that: "
			"admin staff add)",
			command, role_names[role], others,
			role_names[identity->role]);
	return fail(err, ST_NOT_ALLOWED,
		"'%s' is for %ss%s; the user with the number %llu is not staff "
		"(an owner may change that: admin staff add)",
		command, role_names[role], others, (unsigned long long)identity->uid);
}

enum status
identity_require(const struct identity *identity, enum role role, const char *command,
	bool for_customer, struct err *err)
{
	if (for_customer && identity->role < ROLE_CLERK)
		return refuse_role(identity, ROLE_CLERK, "--for", err);
	if (role >= ROLE_REPORTER && identity->role < (int)role)
		return refuse_role(identity, role, command, err);
	if (role == ROLE_CUSTOMER && !for_customer && identity->customer == 0)
		return fail(err, ST_NOT_LOGGED_IN,
			"'%s' is for customers (login or register first%s)", command,
			identity->role >= ROLE_CLERK ? ", or give --for" : "");
	return ST_OK;
}
