#ifndef SHOP_ACCOUNT_ROLE_H
#define SHOP_ACCOUNT_ROLE_H

/* Who may run a command. Each staff role may what those before it may. */
enum role {
	ROLE_ANY,
	ROLE_CUSTOMER, /* logged in, or staff with --for */
	ROLE_REPORTER,
	ROLE_CLERK,
	ROLE_MANAGER,
	ROLE_OWNER,
};

/* "any", "customer", "reporter", ...; ended by NULL. */
extern const char *const role_names[];

#endif
