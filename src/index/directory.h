#ifndef SHOP_INDEX_DIRECTORY_H
#define SHOP_INDEX_DIRECTORY_H

#include "index/terms.h"

/* What the entry of a contained term says of its containers, so that those which do
 * not matter need not be read. */
struct container_facts {
	uint32_t count; /* documents; 0: there is no container */
	uint8_t most;   /* the highest impact, 1 where the class has none */
};

struct directory {
	struct container_facts *facts; /* by high */
	uint32_t highs;
};

/* Reads a term's directory into facts that are all 0. */
enum status directory_read(
	const struct term *term, struct directory *directory, struct err *err);
enum status directory_append(const struct directory *directory, bool has_impacts,
	struct buffer *value, struct err *err);

#endif
