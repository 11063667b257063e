#ifndef SHOP_CMD_PRODUCT_ANSWER_H
#define SHOP_CMD_PRODUCT_ANSWER_H

#include "catalog/product.h"
#include "cmd/product_input.h"

/* Fields of a product as the text of one answer: lists have a line for each value,
 * names and values are NAME=VALUE. "" is nothing. */
enum status product_answer_of_input(const struct product_input *input,
	const struct product_field *field, struct arena *arena, const char **answer,
	struct err *err);

/* Reads an answer into the input. ST_USAGE says which line has no "=". */
enum status product_answer_take(struct product_input *input,
	const struct product_field *field, const char *answer, struct arena *arena,
	struct err *err);

/* What a product says by itself, or, where variant is not NULL, a variant of one
 * with variants; no stock, and no size or color. */
struct product_stated {
	const struct product *product;
	const struct variant *variant;
	unsigned decimals;
};
enum status product_answer_of_product(const struct product_stated *stated,
	const struct product_field *field, struct arena *arena, const char **answer,
	struct err *err);

#endif
