#ifndef SHOP_CMD_DATA_COPY_H
#define SHOP_CMD_DATA_COPY_H

#include "cmd/context.h"

/* A copy of all of a shop's data: what backup makes and restore reads. */
struct data_copy {
	int fd;
	const char *name; /* as messages call it */
	uint64_t bytes;
	uint64_t values; /* that were checked */
};

/* Opens the copy as a shop's data, and checks every value of it, in its place and by
 * its sum. ST_BAD_DATA where it is no copy; ST_CORRUPT, what it says being followed
 * by outcome ("nothing was restored"), where it is damaged. No store is open then. */
enum status data_copy_check(
	struct data_copy *copy, const char *outcome, struct err *err);

/* The name by which what a descriptor leads to can be opened. */
#define DATA_COPY_PATH_MAX 40
void data_copy_path(int fd, char path[DATA_COPY_PATH_MAX]);

/* "12.3 MB" */
#define DATA_SIZE_TEXT_MAX 32
void data_size_format(uint64_t bytes, char text[DATA_SIZE_TEXT_MAX]);

#endif
