#ifndef SHOP_PRICING_COVER_H
#define SHOP_PRICING_COVER_H

#include "base/record.h"

/* Whether a path is that of a category or below it: "Clothing" covers
 * "Clothing/T-shirts", not "Clothings". No category, "", covers everything. */
bool category_covers(const char *category, const char *path);
/* Whether SKUs and handles name a line: one of its SKU or its product. None covers
 * everything. */
bool products_cover(
	const struct texts *products, const char *sku, const char *product);

#endif
