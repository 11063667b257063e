#ifndef SHOP_CMD_FILE_COPY_H
#define SHOP_CMD_FILE_COPY_H

#include "base/status.h"

/* Copies all that is behind where a descriptor stands to another one; the names are
 * those that messages call them by. */
enum status file_copy_rest(int from, const char *from_name, int to,
	const char *to_name, struct err *err);
/* Copies a temporary file, from its beginning. */
enum status file_copy(int from, int to, const char *to_name, struct err *err);

/* Opens an input file that can be read more than once: a pipe or "-" is copied to a
 * temporary file first, and read from its beginning. */
enum status file_open_spooled(const char *path, int *fd, struct err *err);

#endif
