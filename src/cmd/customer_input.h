#ifndef SHOP_CMD_CUSTOMER_INPUT_H
#define SHOP_CMD_CUSTOMER_INPUT_H

#include "cmd/context.h"

/* What is typed of a customer, as options or at a terminal; NULL where nothing was
 * said. */
struct customer_input {
	const char *name;
	const char *phone;
	const char *email;
	const char *address;
	const char *country;
};

/* Puts what was said into a customer, the rest stays. */
void customer_input_apply(
	const struct customer_input *input, struct customer *customer);
/* A new customer of what was said. */
struct customer customer_of_input(const struct customer_input *input);

/* Asks on a terminal for what was not said, each answer checked at once. */
enum status customer_input_ask(
	struct context *context, struct customer_input *input, struct err *err);
/* ST_USAGE names the option without which nobody can be added. */
enum status customer_input_require(const struct context *context,
	const struct customer_input *input, struct err *err);

/* What is wrong with a value of the command line is wrong use of it, not bad data in
 * a file. */
enum status customer_input_fault(enum status status, struct err *err);

#endif
