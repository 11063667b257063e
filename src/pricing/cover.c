#include "pricing/cover.h"

#include <string.h>

bool
category_covers(const char *category, const char *path)
{
	size_t size = strlen(category);

	if (size == 0)
		return true;
	return strncmp(category, path, size) == 0 &&
	       (path[size] == '\0' || path[size] == '/');
}

bool
products_cover(const struct texts *products, const char *sku, const char *product)
{
	if (products->count == 0)
		return true;
	for (size_t i = 0; i < products->count; i++)
		if (strcmp(products->items[i], sku) == 0 ||
			strcmp(products->items[i], product) == 0)
			return true;
	return false;
}
