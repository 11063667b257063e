#ifndef SHOP_YAML_YAML_BATCH_H
#define SHOP_YAML_YAML_BATCH_H

#include "yaml/yaml_again.h"
#include "yaml/yaml_part.h"
#include "yaml/yaml_plain.h"

/*
 * Items that change hands together, so that a lock is taken seldom: some that follow
 * each other in sequence, or those of a part of the file.
 */

/* What reading one item came to. */
struct yaml_reading {
	struct yaml_reading *next;
	enum status status;
	const struct err *err; /* where it is not ST_OK */
	struct item item;      /* section NULL: there is none */
	bool found;
	bool recoverable;
	uint64_t position;
};

struct yaml_batch {
	struct arena arena;
	struct yaml_reading *first;
	struct yaml_reading **tail;
	size_t count;
	size_t size;      /* of the items in the file */
	bool in_sequence; /* else a part */
	bool last;        /* nothing comes behind it */
	bool whole;       /* with it the file was read to its end */
	bool spoilt;      /* of a part: it has to be read in sequence */
	struct yaml_part
		part; /* where it begins, of one in sequence its limit is not */
	bool ready;   /* to be taken; the owner's */
	/* Where not even memory for a refusal is to be had. */
	struct yaml_reading refusal;
	struct err refusal_err;
};

/* One thread's reading of the file, and where it may be split. */
struct yaml_sequence {
	struct yaml_reader *reader;
	struct yaml_again *again;
	int fd;
	uint64_t size; /* of the file */
	size_t part_size;
	bool may_split;
	uint64_t split_after; /* not before this byte */
	uint64_t patience;    /* bytes to read on for when a part was spoilt */
	const struct yaml_section *section; /* of the last item, the file's */
	uint32_t section_count;             /* of the reader, at that item */
	uint32_t section_number;
	uint64_t end_offset; /* of the last item of the section, 0: none yet */
	bool splits;         /* the next part begins at */
	struct yaml_part split;
};

void yaml_batch_clear(struct yaml_batch *batch);

/* Reads some items on, or to an item where the file can be split. */
void yaml_batch_read_on(struct yaml_batch *batch, struct yaml_sequence *sequence);

/* Reads the part that the batch names; the readers have no other use. */
struct yaml_part_readers {
	struct yaml_plain plain;
	struct yaml_reader *other;
};
void yaml_batch_read_part(struct yaml_batch *batch, struct yaml_part_readers *readers,
	const struct yaml_sequence *sequence);

/* Goes on in sequence where a spoilt batch's part begins. end_offset is of the last
 * item before it. */
enum status yaml_sequence_resume(struct yaml_sequence *sequence,
	const struct yaml_batch *spoilt, uint64_t end_offset, struct err *err);

#endif
