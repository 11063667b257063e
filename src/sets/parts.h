#ifndef SHOP_SETS_PARTS_H
#define SHOP_SETS_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "index/delta.h"
#include "index/terms.h"
#include "sets/sets.h"

/*
 * A term's postings as they are read: container by container, in place, with what
 * DELTA says otherwise beside them.
 */
struct part_reader;
struct part {
	struct set_source source; /* of sets that have it as a part */
	const struct part_reader *reader;
	uint32_t number;    /* of the term, in the keys of containers */
	struct bytes value; /* the container's, once it was looked up */
	bool is_loaded;     /* what follows most is known */
	uint32_t high;
	uint32_t count;  /* documents */
	uint32_t stored; /* of them, and of others, in the container itself */
	uint8_t most;    /* no impact is above it */
	const uint16_t *list;
	const uint64_t *bits;   /* where list is NULL */
	const uint8_t *impacts; /* NULL: the class has none */
	const uint8_t *maxima;  /* of each block; NULL: not known but by most */
	const uint8_t *before;  /* u16 each: documents stored before each block */
	/* Documents of this container for which something else holds, by number. */
	const struct delta_patch *patches;
	size_t patch_count;
};

struct term_parts {
	uint64_t count; /* documents */
	struct part *parts;
	size_t part_count;
};

/* What terms are read with. */
struct part_reader {
	struct txn *txn;
	struct arena *arena;
	const struct delta *delta;
	uint32_t highs; /* containers there can be */
};

/* Finds a term and its postings; parts of none where it is in no document. */
enum status parts_find(const struct part_reader *reader, struct bytes key,
	struct term_parts *parts, struct err *err);
/* The same of a term that was read already. */
enum status parts_read(const struct part_reader *reader, struct bytes key,
	const struct term *term, struct term_parts *parts, struct err *err);

/* How many documents have a term that was read, what changed lately included. */
enum status parts_count(const struct part_reader *reader, struct bytes key,
	const struct term *term, uint64_t *count, struct err *err);

/* The documents. They share what the parts lie in. */
enum status parts_set(const struct part_reader *reader,
	const struct term_parts *parts, struct set *set, struct err *err);

/* Reads a part's container, if it was not yet. */
enum status part_load(struct part *part, struct err *err);
/* NULL where the term has nothing there. */
struct part *parts_at(const struct term_parts *parts, uint32_t high);
/* No document of a block has a higher impact; 0: none has the term. Tighter once the
 * part is loaded. */
uint8_t part_bound(const struct part *part, uint32_t block);

/* Looks up documents of one block of a loaded part, each behind the one before. */
struct part_walk {
	const struct part *part;
	uint32_t rank; /* documents stored before word, or the place in the list */
	uint32_t word;
};
struct part_walk part_walk(const struct part *part, uint32_t block);
/* The impact of the term in a document (1 where the class has none); 0: it has it
 * not. */
uint8_t part_impact(struct part_walk *walk, uint32_t low);

/* Finds the documents stored in one block of a loaded part, whose term has impacts,
 * with an impact of at least so much. */
struct part_scan {
	const struct part *part;
	uint8_t least;
	uint32_t rank;  /* the next eight to be looked at */
	uint64_t found; /* in the eight before: the highest bits of their bytes */
	uint32_t until;
	uint32_t word;   /* of the bitmap */
	uint32_t before; /* stored before it */
};
struct part_scan part_scan(const struct part *part, uint32_t block, uint8_t least);
bool part_scan_next(struct part_scan *scan, uint32_t *low);
/* Whether something else holds for a document of a block. */
bool part_is_patched(const struct part *part, uint32_t block);

#endif
