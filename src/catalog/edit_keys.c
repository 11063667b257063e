#include "catalog/edit_keys.h"

#include <string.h>

static const struct {
	const char *name;
	enum edit_word word;
} words[] = {
	{ "sku", EDIT_SKU },
	{ "product", EDIT_HANDLE },
	{ "stock", EDIT_STOCK },
	{ "attributes", EDIT_ATTRIBUTES },
	{ "variants", EDIT_VARIANTS },
	{ "options", EDIT_OPTIONS },
};
#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

/* The size and three of its bytes tell one key from another: two in one slot are
 * rare, and go to the next. */
static size_t
slot_of(const char *name, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)name;
	size_t hash = size;

	if (size > 0)
		hash += bytes[0] * 5U + bytes[size / 2] * 11U + bytes[size - 1] * 3U;
	return hash % EDIT_KEYS_SLOTS;
}

/* Where a key is, or would be. */
static size_t
place_of(const struct edit_keys *keys, const char *name, size_t size)
{
	size_t slot = slot_of(name, size);

	while (keys->slots[slot].name &&
		(keys->slots[slot].size != size ||
			memcmp(keys->slots[slot].name, name, size) != 0))
		slot = (slot + 1) % EDIT_KEYS_SLOTS;
	return slot;
}

static void
add_key(struct edit_keys *keys, const char *name, enum edit_word word, size_t *count)
{
	struct edit_key *key = &keys->slots[place_of(keys, name, strlen(name))];

	if (!key->name)
		invariant(++*count < EDIT_KEYS_SLOTS / 2);
	edit_key_describe(name, key);
	key->word = word;
}

static void
add_fields(struct edit_keys *keys, const struct record_type *type, size_t *count)
{
	size_t i;

	for (i = 0; i < type->field_count; i++)
		if (edit_has_key(EDIT_PRODUCT, type->fields[i].name) ||
			edit_has_key(EDIT_VARIANT, type->fields[i].name))
			add_key(keys, type->fields[i].name, EDIT_FIELD, count);
}

void
edit_keys_make(struct edit_keys *keys)
{
	size_t count = 0;
	size_t i;

	memset(keys, 0, sizeof(*keys));
	add_fields(keys, &product_record, &count);
	add_fields(keys, &variant_record, &count);
	add_fields(keys, &details_record, &count);
	for (i = 0; i < WORD_COUNT; i++)
		add_key(keys, words[i].name, words[i].word, &count);
	keys->made = true;
}

const struct edit_key *
edit_keys_find(const struct edit_keys *keys, const char *name, size_t size)
{
	const struct edit_key *key = &keys->slots[place_of(keys, name, size)];

	return key->name ? key : NULL;
}
