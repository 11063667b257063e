#ifndef SHOP_BASE_RECORD_PARTS_H
#define SHOP_BASE_RECORD_PARTS_H

#include "base/record.h"

/* What the modules of records share, for them alone. */
enum wire {
	WIRE_NUMBER = 0,
	WIRE_BYTES = 1,
};

enum wire field_wire(const struct field *field);

/* A field's place in a record that is written. */
void *field_in(const struct field *field, void *record);
/* What wire 0 stores of a number field. */
uint64_t field_number_stored(const struct field *field, const void *record);
/* A text, "" for NULL. */
const char *field_text_at(const struct field *field, const void *record);

#endif
