#include <string.h>

#include "account/customer_store.h"

/* What is shown for a text that cannot be opened. */
static const char *
closed_word(const struct people *people)
{
	return people_have_key(people) ? "(erased)" : "(sealed)";
}

/* The bytes of a hexadecimal text; false where it is none. */
static enum status
from_hex(const char *text, struct arena *arena, struct bytes *bytes, bool *is_hex,
	struct err *err)
{
	size_t size = strlen(text) / 2;
	uint8_t *data;

	TRY(arena_take(arena, size, 1, &data, err));
	*is_hex = hex_decode(text, data, size);
	*bytes = (struct bytes){ data, size };
	return ST_OK;
}

static enum status
clear_text(const struct people *people, const struct privacy *privacy,
	const struct field *field, const char **text, struct err *err)
{
	struct arena *arena = txn_arena(people->txn);
	struct privacy_place place = customer_place(privacy->customer, field);
	struct bytes sealed;
	bool is_hex;

	if (*text[0] == '\0')
		return ST_OK;
	if (privacy->key.size == 0) {
		*text = closed_word(people);
		return ST_OK;
	}
	TRY(from_hex(*text, arena, &sealed, &is_hex, err));
	if (!is_hex)
		return fail(err, ST_CORRUPT,
			"an event of customer %llu holds a '%s' that is not sealed",
			(unsigned long long)privacy->customer, field->name);
	return privacy_unseal(privacy, place, sealed, arena, text, err);
}

static enum status
clear_changes(const struct people *people, const struct privacy *privacy,
	struct list *changes, struct err *err)
{
	struct change *change = changes->items;
	size_t i;

	for (i = 0; i < changes->count; i++) {
		const struct field *field =
			record_field(&customer_stored_record, change[i].field);

		if (!field || field->type != FIELD_BYTES)
			continue;
		TRY(clear_text(people, privacy, field, &change[i].old, err));
		TRY(clear_text(people, privacy, field, &change[i].new, err));
	}
	return ST_OK;
}

enum status
customer_change_clear(const struct people *people, uint64_t customer,
	struct list *changes, struct err *err)
{
	struct privacy privacy = { .customer = customer };
	enum status status;

	if (people_have_key(people))
		TRY(privacy_open(
			people->txn, people->shop_key, customer, &privacy, err));
	status = clear_changes(people, &privacy, changes, err);
	privacy_close(&privacy);
	return status;
}
