#ifndef SHOP_CMD_PASSWORD_INPUT_H
#define SHOP_CMD_PASSWORD_INPUT_H

#include "base/secret.h"
#include "cmd/context.h"

/* Where a password comes from: the first line of the file that an option names, or
 * a person at a terminal. It is never in the arguments nor in the environment. */
struct password_input {
	const char *file;   /* what was given for the option, or NULL */
	const char *option; /* "password-file" */
	const char *ask;    /* "password" */
};

/* One that is there already. ST_USAGE names the option where nobody can be asked. */
enum status password_input_known(const struct context *context,
	const struct password_input *input, struct secret *password, struct err *err);
/* A new one: asked twice, and not too short nor too common. */
enum status password_input_new(const struct context *context,
	const struct password_input *input, struct secret *password, struct err *err);

#endif
