#ifndef SHOP_CMD_SYNONYM_LOG_H
#define SHOP_CMD_SYNONYM_LOG_H

#include "catalog/synonym.h"

/* Appends the event of a synonym, under its number: added where old is NULL, removed
 * where now is. */
enum status synonym_log(struct txn *txn, const struct synonym *old,
	const struct synonym *now, struct err *err);

#endif
