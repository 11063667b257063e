#ifndef SHOP_ACCOUNT_CONTACT_H
#define SHOP_ACCOUNT_CONTACT_H

#include "account/customer.h"

/* Which customer has a phone number or e-mail address: rows from its blind index to
 * the customer's id. Private to the room. */

/* A contact as it is stored and looked up. */
struct contact {
	enum contact_kind kind;
	const char *canonical;
};

/* *customer is 0 where nobody has it. */
enum status contact_find(const struct people *people, struct contact contact,
	uint64_t *customer, struct err *err);
/* Gives a contact to a customer; ST_EXISTS where another has it. An empty one is
 * nothing. */
enum status contact_claim(const struct people *people, struct contact contact,
	uint64_t customer, struct err *err);
enum status contact_release(
	const struct people *people, struct contact contact, struct err *err);
/* Gives a customer a contact in the place of an old one, which becomes free. */
enum status contact_move(const struct people *people, struct contact old,
	struct contact now, uint64_t customer, struct err *err);

/* The contact that a typed text is, an e-mail address where it has an @;
 * canonical is NULL where it is neither of the two. */
enum status contact_typed(
	struct txn *txn, const char *who, struct contact *contact, struct err *err);
/* Whose phone number or e-mail address this is, as typed; *customer is 0 where it
 * is nobody's or neither of the two. A phone number is also looked for without the
 * calling code, as it was stored before one was set. */
enum status contact_find_typed(const struct people *people, const char *who,
	uint64_t *customer, struct err *err);
/* A phone number's canonical form with the shop's calling code. */
enum status contact_shop_phone(
	struct txn *txn, const char *phone, const char **canonical, struct err *err);

#endif
