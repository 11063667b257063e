#ifndef SHOP_INDEXING_NUMBERING_H
#define SHOP_INDEXING_NUMBERING_H

#include "index/facet.h"
#include "words/lookup.h"

/* The numbers of all terms that have one from the beginning, while an index is built:
 * by their keys, and what FACET says of them, by their numbers. */
struct numbering {
	struct arena arena;
	struct lookup known;
	uint32_t next;
	struct numbered_row {
		uint32_t number;
		struct bytes value;
	} * rows;
	size_t row_count;
	size_t row_capacity;
};

enum status numbering_open(struct numbering *numbering, struct err *err);
void numbering_close(struct numbering *numbering);
/* The number of a term, given where it is new; what it shows is then kept, too. */
enum status numbering_find(struct numbering *numbering, const struct numbered *term,
	uint32_t *number, struct err *err);

#endif
