#ifndef SHOP_EXCHANGE_EXPORT_CSV_H
#define SHOP_EXCHANGE_EXPORT_CSV_H

#include "exchange/export.h"

/* Writing all products as CSV that import reads with 0 changes (shop-csv(5)): always
 * the same columns; a row for each simple product, and for each other one a row of
 * what holds for all its variants, followed by one for each of them. In order of
 * subject. Nothing but products is in it. As export_yaml otherwise. */
enum status export_csv(struct txn *txn, unsigned decimals, export_sink *sink,
	void *arg, struct err *err);

#endif
