#ifndef SHOP_YAML_YAML_ITEMS_H
#define SHOP_YAML_YAML_ITEMS_H

#include "items/item_reader.h"
#include "yaml/yaml.h"

/*
 * The items of a YAML file, read ahead on two threads while who takes them in is busy
 * with those before. They come in the file's order, with the refusals of
 * yaml_read_item, just as one thread reads them: a file is split where an item of a
 * section seems to begin, and where the part before does not end right there, one
 * thread goes on from where that part began. What is read ahead is bounded. Where no
 * thread is to be had they are read when asked for.
 *
 * The file must be one that can be read from any place, and is read from its
 * beginning; the descriptor stays the caller's, and stands where it stood. name is
 * what messages call it; both must outlive the reader.
 */
enum status yaml_items_open(
	int fd, const char *name, struct item_reader **reader, struct err *err);

/* How it is done, for tests. */
struct yaml_items_manner {
	size_t threads;   /* at most 2 */
	size_t part_size; /* of what one thread reads by itself */
};
enum status yaml_items_open_as(int fd, const char *name,
	const struct yaml_items_manner *manner, struct item_reader **reader,
	struct err *err);

#endif
