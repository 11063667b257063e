#ifndef SHOP_EXCHANGE_ITEMS_OPEN_H
#define SHOP_EXCHANGE_ITEMS_OPEN_H

#include "items/item_reader.h"

/* A file whose name ends with .csv or .tsv is CSV, one with .yaml, .yml or .json is
 * YAML; any other, and standard input, is CSV where its first line is a header of
 * CSV (csv_begins), and else YAML. The file must be one that can be read from any
 * place. */
enum items_format {
	ITEMS_YAML,
	ITEMS_CSV,
};
enum status items_format(
	int fd, const char *name, enum items_format *format, struct err *err);

/* A reader of a file's items, of whatever format it is. The descriptor stays the
 * caller's, and name is what messages call it: both must outlive the reader. */
enum status items_open(
	int fd, const char *name, struct item_reader **reader, struct err *err);

#endif
