#ifndef SHOP_ACCOUNT_WALLET_MOVING_H
#define SHOP_ACCOUNT_WALLET_MOVING_H

#include "account/moving.h"

/* The payment methods of a customer who moves, also those that were removed: their
 * numbers stay taken. Private to the room. */
extern const struct record_type moving_method_record;

enum status wallet_moving_list(const struct people *people, uint64_t customer,
	struct list *methods, struct err *err);
/* ST_BAD_DATA for what wallet_add refuses. */
enum status wallet_moving_check(const struct moving_method *method, struct err *err);
/* Writes each under its number; others stay. */
enum status wallet_moving_put(const struct people *people, uint64_t customer,
	const struct list *methods, struct err *err);

#endif
