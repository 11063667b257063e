#ifndef SHOP_EXCHANGE_EXPORT_RECORD_H
#define SHOP_EXCHANGE_EXPORT_RECORD_H

#include "base/record.h"
#include "yaml/yaml.h"

/*
 * A record as keys and values of a map that is open, by its table of fields: each
 * that is not at its default and does not follow from others (FIELD_DERIVED). Records
 * within it are maps and lists of maps, sealed texts (FIELD_BYTES) must be in clear
 * by now. exchange/import_record.h reads it back, so that a new field needs neither.
 */
struct record_writer {
	struct yaml_writer *yaml;
	struct arena *arena;
	unsigned decimals; /* of the shop's currency */
};
enum status export_record(const struct record_writer *writer,
	const struct record_type *type, const void *record, struct err *err);
/* A key with a text. */
enum status export_key(const struct record_writer *writer, const char *key,
	const char *text, struct err *err);

#endif
