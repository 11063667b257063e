#ifndef SHOP_CMD_PRODUCT_INPUT_H
#define SHOP_CMD_PRODUCT_INPUT_H

#include "cmd/param.h"

/*
 * What is said of a product by options or answers, as texts by the catalogue's keys;
 * NULL or an empty list where nothing was said, "" where it is to be cleared.
 */
struct product_input {
	const char *sku;
	const char *product;
	const char *name;
	const char *brand;
	const char *category;
	const char *price;
	const char *stock;
	const char *description;
	const char *size;
	const char *color;
	struct pairs options;
	struct pairs attributes;
	const char *barcode;
	const char *status;
	const char *sale_price;
	const char *sale_from;
	const char *sale_until;
	const char *min_price;
	const char *cost;
	const char *tax_class;
	const char *weight_g;
	const char *needs_shipping;
	const char *track_stock;
	const char *backorder;
	const char *low_stock_at;
	const char *position;
	struct words images;
	struct words synonyms;
	const char *save;
};

/* How a field of it is taken. */
enum product_part {
	PART_SKU,
	PART_HANDLE,
	PART_KEY,   /* a key that edit_set knows */
	PART_TEXTS, /* so, too, with many values */
	PART_STOCK,
	PART_SIZE,
	PART_COLOR,
	PART_OPTIONS,
	PART_ATTRIBUTES,
};

/*
 * Every field: part, type and name of the member, which but for option and sku is
 * the key; option; kind; value; choices; what holds where nothing is said; help.
 * Read by the commands' parameters and by the questionnaire, in this order.
 */
#define PRODUCT_FIELDS_NEW(X) \
	X(SKU, const char *, sku, "sku", KIND_SKU, "SKU", NULL, "", \
		"what it is ordered by; no other may have it") \
	X(HANDLE, const char *, product, "product", KIND_SKU, "HANDLE", NULL, "", \
		"makes it a variant of this product, which is made where there is " \
		"none yet")

#define PRODUCT_FIELDS(X) \
	X(KEY, const char *, name, "name", KIND_TEXT, "NAME", NULL, "", \
		"what it is called") \
	X(KEY, const char *, brand, "brand", KIND_BRAND, "BRAND", NULL, "", \
		"who makes it") \
	X(KEY, const char *, category, "category", KIND_CATEGORY, "CATEGORY", NULL, \
		"", "where it is found, such as Clothing/T-shirts") \
	X(KEY, const char *, price, "price", KIND_TEXT, "AMOUNT", NULL, "", \
		"what a piece costs; without one it is not sold") \
	X(STOCK, const char *, stock, "stock", KIND_TEXT, "COUNT", NULL, "0", \
		"how many are on hand") \
	X(KEY, const char *, description, "description", KIND_LINES, "TEXT", NULL, \
		"", "what there is to say of it; may have lines") \
	X(SIZE, const char *, size, "size", KIND_TEXT, "SIZE", NULL, "", \
		"its size, such as M") \
	X(COLOR, const char *, color, "color", KIND_TEXT, "COLOR", NULL, "", \
		"its color, such as red") \
	X(OPTIONS, struct pairs, options, "option", KIND_PAIR, "NAME=VALUE", NULL, \
		"", \
		"what else tells this variant from the others, such as wood=oak") \
	X(ATTRIBUTES, struct pairs, attributes, "attribute", KIND_PAIR, \
		"NAME=VALUE", NULL, "", \
		"anything else of it, such as material=glass; twice for two values") \
	X(KEY, const char *, barcode, "barcode", KIND_TEXT, "CODE", NULL, "", \
		"the number below its bars") \
	X(KEY, const char *, status, "status", KIND_TEXT, "active|draft|archived", \
		product_statuses, "active", \
		"a draft is not found yet, what is archived not sold any more") \
	X(KEY, const char *, sale_price, "sale-price", KIND_TEXT, "AMOUNT", NULL, \
		"", "what a piece costs while it is on sale") \
	X(KEY, const char *, sale_from, "sale-from", KIND_TEXT, "DATE", NULL, "", \
		"when the sale begins, such as 2026-12-20") \
	X(KEY, const char *, sale_until, "sale-until", KIND_TEXT, "DATE", NULL, "", \
		"when the sale ends; a day is included") \
	X(KEY, const char *, min_price, "min-price", KIND_TEXT, "AMOUNT", NULL, "", \
		"what no discount goes below") \
	X(KEY, const char *, cost, "cost", KIND_TEXT, "AMOUNT", NULL, "", \
		"what it costs the shop") \
	X(KEY, const char *, tax_class, "tax-class", KIND_TEXT, "CLASS", NULL, "", \
		"how it is taxed") \
	X(KEY, const char *, weight_g, "weight-g", KIND_TEXT, "GRAMS", NULL, "", \
		"what a piece weighs") \
	X(KEY, const char *, needs_shipping, "needs-shipping", KIND_TEXT, "yes|no", \
		product_answers, "yes", "whether it goes into a parcel") \
	X(KEY, const char *, track_stock, "track-stock", KIND_TEXT, "yes|no", \
		product_answers, "yes", "whether pieces are counted at all") \
	X(KEY, const char *, backorder, "backorder", KIND_TEXT, "yes|no", \
		product_answers, "no", "whether it is sold beyond what is there") \
	X(KEY, const char *, low_stock_at, "low-stock-at", KIND_TEXT, "COUNT", NULL, \
		"", "how few are few ('shop admin stock low')") \
	X(KEY, const char *, position, "position", KIND_TEXT, "COUNT", NULL, "", \
		"its place among others") \
	X(TEXTS, struct words, images, "image", KIND_LINES, "PATH|URL", NULL, "", \
		"a picture of it; again for more") \
	X(TEXTS, struct words, synonyms, "synonym", KIND_LINES, "WORDS", NULL, "", \
		"what people also call it; again for more")

extern const char *const product_statuses[];
extern const char *const product_answers[];

/* A parameter of a command with struct product_input as its input. An empty text
 * clears, which a list needs no flag for. */
#define PRODUCT_PARAM( \
	part_, type, member, option, kind_, value, choices_, initial, text) \
	{ \
		.name = (option), .kind = (kind_), \
		.flags = _Generic(((struct product_input *)0)->member, \
			const char *: PARAM_CLEARABLE, \
			default: PARAM_REPEATED), \
		PARAM_OF(struct product_input, type, member), .value_name = (value), \
		.choices = (choices_), .help = (text) \
	},

/* The same, as the rest of the program reads it. */
struct product_field {
	enum product_part part;
	const char *key;
	size_t offset; /* in struct product_input */
	const char *const *choices;
	const char *initial;
	const char *help;
};
extern const struct product_field product_fields[];
extern const size_t product_field_count;

/* The member of a field: of PART_OPTIONS and PART_ATTRIBUTES, of PART_TEXTS, of all
 * others. */
struct pairs *product_input_pairs(
	struct product_input *input, const struct product_field *field);
struct words *product_input_words(
	struct product_input *input, const struct product_field *field);
const char **product_input_text(
	struct product_input *input, const struct product_field *field);

/* What is said of a field, by the one that its part has. */
struct product_said {
	const char *text;
	struct words words;
	struct pairs pairs;
};
struct product_said product_input_said(
	const struct product_input *input, const struct product_field *field);
bool product_input_says(
	const struct product_input *input, const struct product_field *field);
/* Whether nothing is said but perhaps which SKU is meant. */
bool product_input_is_empty(const struct product_input *input);

#endif
