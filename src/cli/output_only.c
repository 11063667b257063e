#include <string.h>

#include "base/text.h"
#include "cli/kind.h"
#include "cli/output_parts.h"

/* The fields that --json=FIELD,... may name. */

#define FIELDS_MAX 128

static const char *
first_unknown(const struct record_type *type, const char *const *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct field *field = record_field(type, fields[i]);

		if (!field || field->flags & FIELD_HIDDEN)
			return fields[i];
	}
	return NULL;
}

static void
list_names(const struct record_type *type, const char *names[FIELDS_MAX + 1])
{
	size_t count = 0;

	for (size_t i = 0; i < type->field_count && count < FIELDS_MAX; i++)
		if (!(type->fields[i].flags & FIELD_HIDDEN))
			names[count++] = type->fields[i].name;
	names[count] = NULL;
}

static void
join_names(const char *const *names, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; names[i]; i++) {
		size_t more = strlen(names[i]);

		if (used + more + sizeof(", ") > size)
			return;
		if (i > 0) {
			memcpy(text + used, ", ", 2);
			used += 2;
		}
		memcpy(text + used, names[i], more + 1);
		used += more;
	}
}

enum status
output_check_fields(const struct record_type *type, const char *const *fields,
	size_t count, struct err *err)
{
	const struct field *items = items_field(type);
	const char *unknown = first_unknown(type, fields, count);
	const char *names[FIELDS_MAX + 1];
	char list[ERR_MESSAGE_MAX / 2];
	const char *nearest;

	if (unknown && items) {
		type = items->record;
		unknown = first_unknown(type, fields, count);
	}
	if (!unknown)
		return ST_OK;
	list_names(type, names);
	join_names(names, list, sizeof(list));
	nearest = text_nearest(excerpt_of(unknown).text, names);
	if (nearest)
		return fail(err, ST_USAGE,
			"unknown field '%s' (did you mean '%s'? there are %s)",
			excerpt_of(unknown).text, nearest, list);
	return fail(err, ST_USAGE, "unknown field '%s' (there are %s)",
		excerpt_of(unknown).text, list);
}
