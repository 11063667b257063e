#ifndef SHOP_CMD_PRODUCT_APPLY_H
#define SHOP_CMD_PRODUCT_APPLY_H

#include "catalog/edit.h"
#include "cmd/product_input.h"

/* A product that what is said is put into. */
struct product_target {
	struct product *product;
	/* Of which variant it is said; NULL: of the product as a whole. */
	struct variant *variant;
	/* What a variant may say of itself is said of it, not of the product. */
	bool own;
	/* The product is new: what is named as an option becomes one of its. */
	bool is_new;
	struct arena *arena;
	unsigned decimals;
	/* Which attributes are sizes, and colors, by the shop's settings. */
	struct texts size_names;
	struct texts color_names;
	int64_t stock; /* as said; NUMBER_NONE where it is not */
};

/* The shop's part of a target; the rest is empty. */
enum status product_target_open(
	struct txn *txn, struct product_target *target, struct err *err);

/* Puts all of it in but SKU and handle. ST_USAGE says which value is wrong. */
enum status product_apply(struct product_target *target,
	const struct product_input *input, struct err *err);

/* What the catalogue's rules refuse is wrong use of the command line, not bad data
 * in a file. */
enum status product_input_fault(enum status status, struct err *err);

/* The name by which a product, or a variant, has its size or color already, as an
 * option or as an attribute; else "size" or "color". */
enum status product_name_of(const struct product_target *target,
	enum product_part part, const char **name, struct err *err);

#endif
