#ifndef SHOP_ORDER_INTENT_STORE_H
#define SHOP_ORDER_INTENT_STORE_H

#include "order/intent.h"

/* What the modules of intents share. */

/* Writes one, and its row in TABLE_INTENT_OPEN as long as it is open. */
enum status intent_put(struct txn *txn, const struct intent *intent, struct err *err);
/* Takes back what it had reserved. */
void intent_release(struct order *order, const struct intent *intent);

/* ST_REFUSED where an authorisation of the order is open. */
enum status intent_refuse_second(
	struct txn *txn, const struct order *order, struct err *err);

/* Begins what is done to each parent in turn, oldest first, until amount is reached:
 * to authorisations or to charges, as the verb asks for. what has the verb, the note
 * and with_shipping. amount is not above what the order's sums allow. */
enum status intent_begin_each(struct txn *txn, struct order *order,
	const struct intent *what, int64_t amount, struct err *err);

/* Begins to take what was promised for an order and is still owed, and to give up the
 * rest, once nobody has to ship anything any more; harmless otherwise. The order's
 * lines know what was shipped; the caller stores the order. */
enum status intent_take_promise(
	struct txn *txn, struct order *order, struct err *err);

#endif
