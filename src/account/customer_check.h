#ifndef SHOP_ACCOUNT_CUSTOMER_CHECK_H
#define SHOP_ACCOUNT_CUSTOMER_CHECK_H

#include "account/customer.h"

/* Checks every field of a customer who is about to be stored, and puts phone, e-mail
 * and country into their canonical forms. ST_BAD_DATA names the field. */
enum status customer_check(
	struct txn *txn, struct customer *customer, struct err *err);
/* The same, but for what must be there: a name, and a way to reach them. */
enum status customer_check_given(
	struct txn *txn, struct customer *customer, struct err *err);

#endif
