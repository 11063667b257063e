#include "account/role.h"

#include <stddef.h>

const char *const role_names[] = {
	[ROLE_ANY] = "any",
	[ROLE_CUSTOMER] = "customer",
	[ROLE_REPORTER] = "reporter",
	[ROLE_CLERK] = "clerk",
	[ROLE_MANAGER] = "manager",
	[ROLE_OWNER] = "owner",
	[ROLE_OWNER + 1] = NULL,
};
