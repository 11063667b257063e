#ifndef SHOP_CMD_IMPORT_CHANGES_H
#define SHOP_CMD_IMPORT_CHANGES_H

#include <stdio.h>

#include "exchange/import.h"

/* The changes that imports tell of, on their way from the transaction to the output:
 * in a temporary file, for there may be as many as products. */
struct import_changes {
	FILE *file; /* NULL: nobody wants to see them */
	bool all;   /* what is unchanged, too */
	long start; /* where the import that runs began */
};

enum status import_changes_open(struct import_changes *changes, struct err *err);
void import_changes_close(struct import_changes *changes);

/* An import begins; it begins anew, and what it told is forgotten. */
enum status import_changes_begin(struct import_changes *changes, struct err *err);
enum status import_changes_again(struct import_changes *changes, struct err *err);
enum status import_changes_add(struct import_changes *changes,
	const struct import_change *change, struct err *err);

/* Reads all of them from the first. */
enum status import_changes_rewind(struct import_changes *changes, struct err *err);
enum status import_changes_next(struct import_changes *changes, struct arena *arena,
	struct import_change *change, bool *found, struct err *err);

#endif
