#ifndef SHOP_EXCHANGE_EXPORT_RULE_H
#define SHOP_EXCHANGE_EXPORT_RULE_H

#include "store/store.h"
#include "yaml/yaml.h"

/* The sections of the rules of prices, inside the document's map, each where there is
 * one; decimals are the currency's. */
enum status export_rules(struct txn *txn, struct yaml_writer *writer,
	unsigned decimals, struct err *err);

#endif
