#ifndef SHOP_CMD_OWN_FOLDER_H
#define SHOP_CMD_OWN_FOLDER_H

#include "cmd/context.h"

/* ST_CANNOT_CREATE for an output file that would lie beside the shop's data, its key
 * or its programs: a slip of the hand must not put a report in the place of one of
 * them. A link is followed to the file it leads to. */
enum status own_folder_refuse(
	const struct context *context, const char *path, struct err *err);

#endif
