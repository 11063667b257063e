#ifndef SHOP_INDEX_CONTAINER_PATCH_H
#define SHOP_INDEX_CONTAINER_PATCH_H

#include "index/postings.h"

/* Few changes of a container, brought into a copy of its bytes. */
#define PATCH_MAX 128

/* changes lie in the container, which begins with document first. Writes the new
 * bytes and their number; false, and nothing is said of bytes, where the container
 * takes another form and has to be written anew. */
struct container_patch {
	const struct container *old;
	uint32_t first;
	struct posting_changes changes; /* at most PATCH_MAX */
};
bool container_patch(
	const struct container_patch *patch, uint8_t *bytes, size_t *size);

#endif
