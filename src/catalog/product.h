#ifndef SHOP_CATALOG_PRODUCT_H
#define SHOP_CATALOG_PRODUCT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/record.h"
#include "base/status.h"
#include "store/store.h"

/*
 * A product is what a person finds; a variant is what a person buys, and has the
 * SKU. A simple product is a product without a handle and with one variant. What
 * product and variant may both say is in struct details; the variant's word goes
 * before the product's.
 */
#define SKU_SIZE_MAX 64
#define HANDLE_SIZE_MAX 64
#define NAME_SIZE_MAX 1000
#define BRAND_SIZE_MAX 200
#define CATEGORY_SIZE_MAX 400
#define CATEGORY_DEPTH_MAX 8
#define DESCRIPTION_SIZE_MAX ((size_t)64 * 1024)
#define ATTRIBUTE_NAME_SIZE_MAX 200
#define ATTRIBUTE_VALUE_SIZE_MAX ((size_t)16 * 1024)
#define ATTRIBUTES_MAX 500
#define VARIANTS_MAX 960
#define OPTIONS_MAX 8

enum product_status {
	PRODUCT_ACTIVE, /* found and sold */
	PRODUCT_DRAFT,  /* not yet shown */
	PRODUCT_ARCHIVED,
};

/* yes, no, or nothing said */
enum answer {
	ANSWER_NONE,
	ANSWER_YES,
	ANSWER_NO,
};
extern const char *const answer_names[]; /* "", "yes", "no" */

/* Field types: text, a list of texts by name. */
struct attribute {
	const char *name;
	struct texts values;
};

struct option_value {
	const char *name;
	const char *value;
};

struct details {
	const char *barcode;
	int64_t price; /* minor units, NUMBER_NONE: not said */
	int64_t sale_price;
	int64_t sale_from;  /* microseconds UTC */
	int64_t sale_until; /* first moment after the sale */
	int64_t min_price;
	int64_t cost;
	int64_t weight_g; /* NUMBER_NONE: not said; so all optional counts */
	int64_t position;
	int64_t low_stock_at;
	int needs_shipping; /* enum answer; none is yes */
	int track_stock;    /* enum answer; none is yes */
	int backorder;      /* enum answer; none is no */
	const char *tax_class;
	struct texts images;
	struct texts synonyms;
	struct list attributes; /* of struct attribute, by name */
};

struct variant {
	const char *sku;
	/* enum product_status: an archived variant is not sold any more */
	int status;
	/* of struct option_value, in the product's order of options */
	struct list options;
	struct details details;
	/* What searches were told that it costs, by sales and by the day (see
	 * catalog/reprice.h); NUMBER_NONE: its price. */
	int64_t current_price;
};

struct product {
	uint64_t id;
	const char *handle; /* "" for a simple product */
	const char *name;
	const char *brand;
	const char *category;
	const char *description;
	int status; /* enum product_status */
	struct texts options;
	struct details details;
	struct list variants; /* of struct variant, at least one */
	int64_t created_at;
	int64_t changed_at;
	uint64_t made; /* of the stored form alone: else 0 */
};

extern const struct record_type attribute_record;
extern const struct record_type option_value_record;
extern const struct record_type details_record;
extern const struct record_type variant_record;
extern const struct record_type product_record;

/* The stored form of a product, which leaves out what follows: the id, which is its
 * key, and what was not changed since. */
enum status product_encode(
	const struct product *product, struct buffer *buffer, struct err *err);
enum status product_decode(uint64_t id, struct bytes value, struct arena *arena,
	struct product *product, struct err *err);

/* A copy that can be edited while the other stays as it is; they share texts, which
 * nobody changes. */
enum status product_copy(const struct product *from, struct arena *arena,
	struct product *to, struct err *err);

/* The number of variants, and one of them. */
struct variant *product_variant(const struct product *product, size_t index);
bool product_is_simple(const struct product *product);

/* What holds for a variant: its own details, and the product's where it says
 * nothing; attributes of both, and its options as attributes. */
enum status product_details(const struct product *product, size_t index,
	struct arena *arena, struct details *details, struct err *err);
/* The variant's own attributes and its options, without the product's. */
enum status product_own_attributes(const struct product *product, size_t index,
	struct arena *arena, struct list *attributes, struct err *err);
/* Name as a line of a cart shows it: "Basic T-shirt (S, red)". */
enum status product_line_name(const struct product *product, size_t index,
	struct arena *arena, const char **name, struct err *err);
/* Whether a variant can be bought at all: product and variant active, with a price.
 */
bool product_is_sold(
	const struct product *product, size_t index, const struct details *details);
/* What it costs now as searches know it; NUMBER_NONE: it has no price. */
int64_t product_current_price(const struct product *product, size_t index);
/* What product messages and events call it: the handle, or the SKU of a simple
 * product. */
const char *product_subject(const struct product *product);

/* SKU and handle: 1 to 64 bytes of UTF-8 without control characters, blanks at
 * either end, or "NUL". The reason otherwise, else NULL. */
const char *sku_fault(const char *sku);

/*
 * The catalogue of one transaction. Changes keep SKU, handle, barcode, category and
 * index rows in step; close brings the index up to date and must come before the
 * transaction ends. Reading needs no close.
 */
struct catalog;
enum status catalog_open(struct txn *txn, struct catalog **catalog, struct err *err);
enum status catalog_close(struct catalog *catalog, struct err *err);
/* Gives back memory without writing, where the transaction is given up. Harmless on
 * NULL. */
void catalog_abandon(struct catalog *catalog);
struct txn *catalog_txn(const struct catalog *catalog);
unsigned catalog_decimals(const struct catalog *catalog);
const char *catalog_currency(const struct catalog *catalog);

/* A product by one of its SKUs (exactly as written) with the variant's place, by
 * handle, by id. product is decoded into the command's arena. */
enum status product_by_sku(struct txn *txn, const char *sku, struct product *product,
	size_t *variant, bool *found, struct err *err);
enum status product_by_handle(struct txn *txn, const char *handle,
	struct product *product, bool *found, struct err *err);
enum status product_by_id(struct txn *txn, uint64_t id, struct product *product,
	bool *found, struct err *err);
/* As a person types it: a SKU, else a barcode that only one SKU has. ST_NOT_FOUND
 * names it, and a SKU that differs only in case or a nearest one if there is one. */
enum status product_find(struct txn *txn, const char *sku_or_barcode,
	struct product *product, size_t *variant, struct err *err);
/* A SKU that differs from sku only in case, if there is one, else NULL. */
enum status sku_differing_in_case(
	struct txn *txn, const char *sku, const char **other, struct err *err);

/*
 * Stores a product: new (old NULL; id and created_at are given here) or changed
 * (old as read). Refused with ST_BAD_DATA: a rule of the fields broken (limits
 * above, no name, no price below 0, options that two variants share, a variant
 * without one of the options); ST_EXISTS: a SKU or handle that another product has.
 * An unchanged product writes nothing.
 */
enum status product_put(struct catalog *catalog, const struct product *old,
	struct product *now, struct err *err);
/* Takes a product out for good; the movements of its stock, which must be 0, stay.
 * Ordered ones are archived instead, by the caller. */
enum status product_remove(
	struct catalog *catalog, const struct product *product, struct err *err);
/* What changed, as changes named after the catalogue's keys; a variant's with
 * "SKU." before. */
enum status product_changes(const struct product *old, const struct product *now,
	unsigned decimals, struct arena *arena, struct list *changes,
	struct err *err);

/* Every product in order of id, or of subject. */
struct product_scan;
enum status product_scan_open(
	struct txn *txn, struct product_scan **scan, struct err *err);
enum status product_scan_open_sorted(
	struct txn *txn, struct product_scan **scan, struct err *err);
enum status product_next(struct product_scan *scan, struct product *product,
	bool *found, struct err *err);

#endif
