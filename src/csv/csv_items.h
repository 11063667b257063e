#ifndef SHOP_CSV_CSV_ITEMS_H
#define SHOP_CSV_CSV_ITEMS_H

#include "csv/csv.h"
#include "items/item_reader.h"

/*
 * The items of a CSV file: our own sheets, and the products of other shops, told by
 * the header (see shop-csv(5)). Each row or group of rows is an item's tree as a
 * YAML file would have it. Refused, for the item alone: rows with more or fewer
 * cells than the header, what no text may hold, cells that cannot be read; for the
 * whole file: a header that is not known, quotes that are not RFC 4180's, and what
 * is over a limit of the stream.
 * * An item's offsets are those of its first row, and of the end of its last where
 * they follow each other.
 */
enum status csv_items_open(
	int fd, const char *name, struct item_reader **reader, struct err *err);
/* Whether a reader is one of these. */
bool csv_items_is(const struct item_reader *reader);

/*
 * Files of rejected rows: the header with a column "error" at its end, and the rows
 * of an item, all that belong to it, with a text in that column of the first. Cells
 * are as they stood; a row with too many or too few stays so.
 */
typedef enum status csv_sink(
	void *arg, const void *data, size_t size, struct err *err);
struct csv_output {
	csv_sink *sink;
	void *arg;
};
enum status csv_items_write_header(
	struct item_reader *reader, const struct csv_output *output, struct err *err);
enum status csv_items_write_rows(struct item_reader *reader,
	const struct item_place *place, const char *error,
	const struct csv_output *output, struct err *err);

#endif
