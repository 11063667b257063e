#ifndef SHOP_CMD_PRODUCT_VIEW_H
#define SHOP_CMD_PRODUCT_VIEW_H

#include "catalog/product.h"
#include "cmd/context.h"

/* A product as it is shown whole: its variants, what each costs and how many there
 * are; and what the command has changed in it. */
struct product_view {
	const char *product; /* handle, or the SKU of a simple product */
	const char *name;
	const char *brand;
	const char *category;
	const char *description;
	int status;
	const char *currency;
	struct texts options;
	struct list attributes; /* of struct attribute */
	struct list variants;   /* of struct product_view_variant */
	struct list changes;    /* of struct change */
	bool has_times;         /* of sales: in the shop's time zone */
};

struct product_view_variant {
	const char *sku;
	int64_t price;
	int64_t sale_price;   /* what it costs now, where that is less */
	int64_t sale_since;   /* 0: not known */
	int64_t sale_until;   /* 0: no end is known */
	int64_t lowest_price; /* of the 30 days before, see catalog/reprice.h */
	int64_t available;    /* NUMBER_NONE: without end */
	struct list attributes;
	const char *barcode;
	int status;
};

/* Without changes, and with them. */
extern const struct record_type product_view_record;
extern const struct record_type product_changed_record;

/* Finds a product as a person names it: by handle, SKU or a barcode that only one
 * SKU has. *variant is the one named, or SIZE_MAX where it was the handle. */
enum status product_view_find(struct txn *txn, const char *name,
	struct product *product, size_t *variant, struct err *err);
/* Fills all but changes, which stay. */
enum status product_view_read(const struct context *context, struct txn *txn,
	const struct product *product, struct product_view *view, struct err *err);

#endif
