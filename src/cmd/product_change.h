#ifndef SHOP_CMD_PRODUCT_CHANGE_H
#define SHOP_CMD_PRODUCT_CHANGE_H

#include "catalog/product.h"
#include "cmd/context.h"

/* Runs fn with the catalogue open, in a transaction as --dry-run says. */
typedef enum status product_change_fn(
	struct catalog *catalog, void *arg, struct err *err);
enum status product_change_run(
	struct context *context, product_change_fn *fn, void *arg, struct err *err);

/* A product as it was and is to be, and perhaps a new stock of one of its SKUs. */
struct product_change {
	const char *kind;          /* of the event */
	const struct product *old; /* NULL: there was none */
	struct product *now;
	const char *sku;
	int64_t stock; /* NUMBER_NONE: as it is */
	const char *reason;
	struct list changes; /* what came of it, of struct change */
};

/* Stores it, and an event of it where anything is another than before. What the
 * catalogue refuses is ST_USAGE. */
enum status product_change_store(
	struct catalog *catalog, struct product_change *change, struct err *err);

/* Adds a SKU's stock to what changed, named as in the catalogue's file: "stock", or
 * "TS-S-RED.stock" of a product with variants. new is NUMBER_NONE where it goes. */
struct moved_stock {
	const struct product *product;
	const char *sku;
	int64_t old;
	int64_t new;
};
enum status product_change_add_stock(struct arena *arena,
	const struct moved_stock *stock, struct list *changes, struct err *err);

/* Ends what is printed for people: that a dry run was one. */
enum status product_change_say(struct context *context, struct err *err);

#endif
