#ifndef SHOP_CMD_IMPORT_SUMMARY_H
#define SHOP_CMD_IMPORT_SUMMARY_H

#include "cmd/context.h"
#include "cmd/import_changes.h"

/* What the import of one file or many came to, and how it is told. */
struct import_summary {
	int64_t new_count;
	int64_t changed;
	int64_t unchanged;
	int64_t rejected;
	struct list errors;
	struct list warnings;
	bool dry_run;
	int64_t seconds;
};

extern const struct record_type import_summary_record;

/* Adds one file's result, imported or not, and lists its errors and warnings on
 * stderr. A single error that ends the command is left to its end. */
enum status import_summary_add(struct import_summary *summary,
	struct context *context, const struct import_result *result, bool imported,
	struct err *err);

/* True where stdout has an object, even of an import that was refused. */
bool import_summary_is_json(const struct context *context);

/* Prints it, with the list of changes of a dry run; duration is in microseconds. */
enum status import_summary_print(struct import_summary *summary,
	struct context *context, struct import_changes *changes, int64_t duration,
	struct err *err);

#endif
