#ifndef SHOP_EXCHANGE_IMPORT_PEOPLE_H
#define SHOP_EXCHANGE_IMPORT_PEOPLE_H

#include "account/customer.h"
#include "exchange/import_parts.h"
#include "order/order.h"

/* Customers and orders of the past: what their rows share. */
struct people import_people(const struct import *import);
/* ST_NOT_ALLOWED where it is not the owner who imports. */
enum status import_owner_only(const struct import_row *row, struct err *err);
/* The id of a customer, as "C17850", "17850", or a phone number or e-mail address of
 * one who is there. *id stays where it is refused. */
enum status import_customer_id(struct import_row *row, const struct item_node *node,
	uint64_t *id, struct err *err);

/* The documents of an order that is new: none that the shop has, or the file had
 * before. Then counts them; and, at the end, gives their numbers out, without a gap.
 */
enum status import_documents_check(
	struct import_row *row, const struct list *facts, struct err *err);
void import_documents_count(struct import *import, const struct list *facts);
enum status import_documents_end(struct import *import, struct err *err);

enum status import_customer(struct import_row *row, struct err *err);
enum status import_order(struct import_row *row, struct err *err);

#endif
