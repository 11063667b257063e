#ifndef SHOP_CATALOG_EDIT_KEYS_H
#define SHOP_CATALOG_EDIT_KEYS_H

#include "catalog/edit.h"

/*
 * The catalogue's keys, looked up once for whatever is to be known of one: a file of
 * a million products names each of them as often. Made from the record tables, so
 * that a new field needs nothing here.
 */
enum edit_word {
	EDIT_FIELD, /* what edit_set sets */
	/* the caller's */
	EDIT_SKU,
	EDIT_HANDLE, /* product: */
	EDIT_STOCK,
	EDIT_ATTRIBUTES,
	EDIT_VARIANTS,
};

struct edit_key {
	const char *name;
	enum edit_word word;
	const struct field *field; /* of EDIT_FIELD */
	bool in_details;
	bool is_variants; /* it may stand in a variant, too */
	bool lines;       /* its text may have some */
	size_t size_max;  /* of its text */
};

#define EDIT_KEYS_SLOTS 128 /* more than twice as many as there are keys */
struct edit_keys {
	size_t count; /* 0: not made yet */
	struct edit_key slots[EDIT_KEYS_SLOTS];
};

void edit_keys_make(struct edit_keys *keys);
/* NULL where there is none. */
const struct edit_key *edit_keys_find(
	const struct edit_keys *keys, const char *name, size_t size);

/* As edit_set, of a key that was found: its word is EDIT_FIELD, and it may stand
 * where edit sets. */
enum status edit_set_key(const struct edit *edit, const struct edit_key *key,
	const struct texts *texts, struct err *err);

#endif
