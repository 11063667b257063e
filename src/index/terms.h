#ifndef SHOP_INDEX_TERMS_H
#define SHOP_INDEX_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/status.h"
#include "index/layout.h"
#include "store/store.h"

/* Keys of terms. */
struct term_key {
	size_t size;
	uint8_t data[TERM_KEY_MAX];
};
struct bytes term_key_bytes(const struct term_key *key);
struct term_key term_key_of_class(uint8_t class);
/* Adds a text, cut and hashed where it is too long. */
void term_key_add(struct term_key *key, const void *text, size_t size);
void term_key_add_u8(struct term_key *key, uint8_t number);
void term_key_add_u32(struct term_key *key, uint32_t number);
struct term_key term_key_text(uint8_t class, const void *text, size_t size);
/* Of classes with a field: 'k', 's', 'n'. */
struct term_key term_key_field(
	uint8_t class, unsigned field, const void *text, size_t size);
struct term_key term_key_value(
	unsigned field, uint32_t name, const void *text, size_t size);

uint64_t term_hash(struct bytes key);

/* What TERM holds of a term other than a form. */
struct term {
	uint32_t count;  /* documents, 0: none any more */
	uint32_t number; /* 0: none */
	bool contained;
	bool has_impacts;
	struct bytes display;
	struct bytes postings; /* where not contained */
};

static inline bool
class_has_impacts(uint8_t class)
{
	return class == CLASS_WORD;
}

/* Its terms have their numbers from the beginning. */
static inline bool
class_is_numbered(uint8_t class)
{
	return class == CLASS_KEYWORD || class == CLASS_SEVERAL ||
	       class == CLASS_NAME;
}

/* ST_CORRUPT where the bytes are not well formed. */
enum status term_read(
	struct bytes key, struct bytes value, struct term *term, struct err *err);
/* What stands before the postings. */
enum status term_append(
	const struct term *term, struct buffer *value, struct err *err);
enum status term_get(struct txn *txn, struct bytes key, struct term *term,
	bool *found, struct err *err);

/* A form's entry. */
struct form {
	uint32_t count;
	struct bytes stem;
};
enum status form_read(struct bytes value, struct form *form, struct err *err);

/* Key of a container. */
struct container_key {
	uint8_t data[6];
};
struct container_key container_key(uint32_t high, uint32_t number);

enum status fail_index(struct err *err);

#endif
