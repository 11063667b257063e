#include "exchange/items_open.h"

#include "yaml/yaml_items.h"

enum status
items_open(int fd, const char *name, struct item_reader **reader, struct err *err)
{
	return yaml_items_open(fd, name, reader, err);
}
