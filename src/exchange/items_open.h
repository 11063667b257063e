#ifndef SHOP_EXCHANGE_ITEMS_OPEN_H
#define SHOP_EXCHANGE_ITEMS_OPEN_H

#include "items/item_reader.h"

/* A reader of a file's items, of whatever format it is. The file must be one that can
 * be read from any place; the descriptor stays the caller's, and name is what
 * messages call it: both must outlive the reader. */
enum status items_open(
	int fd, const char *name, struct item_reader **reader, struct err *err);

#endif
