#ifndef SHOP_CATALOG_EDIT_H
#define SHOP_CATALOG_EDIT_H

#include "catalog/product.h"

/*
 * Setting fields of a product by the catalogue's keys, from text: the one way in
 * for files, flags and the questionnaire. Which keys there are is read off the
 * record tables, so that a new field needs nothing here.
 */
enum edit_target {
	EDIT_PRODUCT,
	EDIT_VARIANT,
};

/* A value as it came: texts, one or many; none of them clears. plain: written
 * without quotes in a file, so that "null" and numbers mean what they say. */
struct edit_value {
	const char *key;
	struct texts texts;
	bool clears;
};

struct edit {
	enum edit_target target;
	struct product *product;
	struct variant *variant; /* of EDIT_VARIANT */
	unsigned decimals;
	struct arena *arena;
};

/* Sets one key. "" is no value. ST_BAD_DATA says what is wrong with the value
 * ("price '1e3' is not an amount: ...", "price '2.555' has more decimals than EUR
 * has (2)", "name is longer than 1,000 bytes") without a place; an unknown key is
 * ST_NOT_FOUND with the nearest one. Keys that are not fields of a product (sku,
 * product, stock, attributes, variants, and option names) are the caller's; no
 * option may be called as a key of variants is. */
enum status edit_set(
	const struct edit *edit, const struct edit_value *value, struct err *err);

/* Sets (or with no values clears) one attribute, and one option's value of a
 * variant. */
enum status edit_set_attribute(const struct edit *edit, const char *name,
	const struct texts *values, struct err *err);
enum status edit_set_option(const struct edit *edit, const char *name,
	const char *value, struct err *err);

/* Many at once, each checked by edit_check_attribute before: in any order, no name
 * twice, those without values go. Names and values must outlive the product. */
enum status edit_check_attribute(
	const char *name, const struct texts *values, struct err *err);
enum status edit_set_attributes(const struct edit *edit, struct attribute *attributes,
	size_t count, struct err *err);

/* Adds an empty variant with a SKU; *variant is where it lies. */
enum status edit_add_variant(const struct edit *edit, const char *sku,
	struct variant **variant, struct err *err);

/* One of a field's choices; yes and no may be true and false. ST_BAD_DATA names them
 * all. */
enum status edit_choice(
	const struct field *field, const char *text, int *choice, struct err *err);

/* Whether a key is one that edit_set knows. */
bool edit_has_key(enum edit_target target, const char *key);

void edit_clear_attributes(const struct edit *edit);

/* To be called once everything is set: the options of each variant come in the
 * order of the product's, and those that it does not have any more go. */
enum status edit_arrange_options(const struct edit *edit, struct err *err);

/* The known keys of a target, ended by NULL, for "did you mean" and completion. */
enum status edit_keys(enum edit_target target, struct arena *arena,
	const char *const **keys, struct err *err);

#endif
