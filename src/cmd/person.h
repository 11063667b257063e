#ifndef SHOP_CMD_PERSON_H
#define SHOP_CMD_PERSON_H

#include "cmd/context.h"

/* Who one is: what register, login and whoami print. */
struct person {
	const char *customer; /* id, or "" of staff who are no customer */
	const char *name;
	const char *phone;
	const char *email;
	const char *role;  /* "customer", or the role as staff */
	const char *staff; /* the operating-system user's name, or "" */
};

extern const struct record_type person_record;

struct person person_of_customer(const struct customer *customer);
/* The customer as it is stored, phone number and e-mail address in their canonical
 * forms. */
enum status person_read(const struct people *people, uint64_t customer,
	struct person *person, struct err *err);

#endif
