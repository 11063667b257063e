#ifndef SHOP_EXCHANGE_EXPORT_PEOPLE_H
#define SHOP_EXCHANGE_EXPORT_PEOPLE_H

#include "account/customer.h"
#include "exchange/export_record.h"

/* The sections of customers and orders, each where there is one, by their numbers.
 * Needs the shop's key. Orders without what is personal name their customer and
 * nobody. */
enum status export_customers(const struct people *people,
	const struct record_writer *writer, struct err *err);
enum status export_orders(const struct people *people,
	const struct record_writer *writer, bool personal, struct err *err);

#endif
