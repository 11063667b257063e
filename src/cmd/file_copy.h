#ifndef SHOP_CMD_FILE_COPY_H
#define SHOP_CMD_FILE_COPY_H

#include "base/status.h"

/* Copies a regular file, from its beginning, to a descriptor; what names that in a
 * message. */
enum status file_copy(int from, int to, const char *what, struct err *err);

/* Opens an input file that can be read more than once: a pipe or "-" is copied to a
 * temporary file first, and read from its beginning. */
enum status file_open_spooled(const char *path, int *fd, struct err *err);

#endif
