#ifndef SHOP_CMD_ACCOUNT_VIEW_H
#define SHOP_CMD_ACCOUNT_VIEW_H

#include "cmd/context.h"

/* A customer's account as it is shown whole, and what the command has changed in it.
 */
struct account_view {
	struct customer customer;
	const char
		*payment; /* the method that checkout takes if none is named, or "" */
	struct list changes; /* of struct change */
};

/* As the customer sees it, and as the staff do, who see their notes, too. */
extern const struct record_type account_own_record;
extern const struct record_type account_staff_record;

/* Reads an account in a transaction; changes stays. */
enum status account_view_read(const struct people *people, uint64_t customer,
	struct account_view *view, struct err *err);
/* Stores a changed customer and reads the account as it then is. ST_UNCHANGED where
 * it was so already. */
enum status account_view_change(const struct people *people,
	const struct customer *now, struct account_view *view, struct err *err);

#endif
