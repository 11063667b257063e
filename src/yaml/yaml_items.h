#ifndef SHOP_YAML_YAML_ITEMS_H
#define SHOP_YAML_YAML_ITEMS_H

#include "items/item_reader.h"
#include "yaml/yaml.h"

/*
 * The items of a YAML file, read ahead on a thread of its own while who takes them
 * in is busy with those before. They come in the file's order, with the same
 * refusals as yaml_read_item says them. Where no thread is to be had they are read
 * when asked for. What is read ahead is bounded.
 *
 * The file must be one that can be read from any place, and is read from its
 * beginning; the descriptor stays the caller's, and stands where it stood. name is
 * what messages call it; both must outlive the reader.
 */
enum status yaml_items_open(
	int fd, const char *name, struct item_reader **reader, struct err *err);

#endif
