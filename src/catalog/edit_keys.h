#ifndef SHOP_CATALOG_EDIT_KEYS_H
#define SHOP_CATALOG_EDIT_KEYS_H

#include "catalog/edit.h"

/*
 * The catalogue's keys, all that is to be known of each in one place, which is found
 * once: a file of a million products names them as often. Made from the record
 * tables, so that a new field needs nothing here.
 */
enum edit_word {
	EDIT_FIELD, /* what edit_set sets */
	/* The caller's: */
	EDIT_SKU,
	EDIT_HANDLE, /* "product" */
	EDIT_STOCK,
	EDIT_ATTRIBUTES,
	EDIT_VARIANTS,
	EDIT_OPTIONS, /* a field, too */
};

/* What the texts of a key may be. */
struct edit_limit {
	const char *key;
	size_t size_max;
	bool lines; /* newlines and tabs, too */
	const char *(*fault)(const char *text);
};

struct edit_key {
	const char *name;
	size_t size;
	enum edit_word word;
	/* By enum edit_target: NULL where it is no key of that. */
	const struct field *fields[2];
	bool in_details[2];
	const struct edit_limit *limit;
};

#define EDIT_KEYS_SLOTS 128 /* a power of two, above twice the number of keys */
struct edit_keys {
	struct edit_key slots[EDIT_KEYS_SLOTS];
	bool made;
};

void edit_keys_make(struct edit_keys *keys);
/* NULL for what is no key. */
const struct edit_key *edit_keys_find(
	const struct edit_keys *keys, const char *name, size_t size);

/* As edit_set, with a key that was found and is one of what edit sets. Texts without
 * an item clear. */
enum status edit_set_key(const struct edit *edit, const struct edit_key *key,
	const struct texts *texts, struct err *err);

/* What is to be known of a name, for the above. */
void edit_key_describe(const char *name, struct edit_key *key);

#endif
