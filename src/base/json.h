#ifndef SHOP_BASE_JSON_H
#define SHOP_BASE_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/record.h"
#include "base/status.h"

/* Owner of jansson. Rows are made one object at a time, so that a long list needs
 * no more memory than its longest row. */

/*
 * Appends a record as one compact JSON object: money as decimal strings, times as
 * ISO 8601 with offset, choices by name, maps as objects, bytes as hexadecimal.
 * FIELD_HIDDEN is left out, FIELD_SPARSE where at its default. only, if not NULL,
 * names the fields wanted, ended by NULL.
 */
enum status json_append_record(struct buffer *buffer, const struct record_type *type,
	const void *record, struct record_style style, const char *const *only,
	struct err *err);

/* Whether an object has the field of a record. */
bool json_has_field(const struct field *field, const void *record);

/* Appends one field's value alone. */
enum status json_append_field(struct buffer *buffer, const struct field *field,
	const void *record, struct record_style style, struct err *err);

/* Appends a text as a JSON string, quotes included; bytes that are not UTF-8 become
 * U+FFFD. */
enum status json_append_text(
	struct buffer *buffer, const char *text, struct err *err);

#endif
