#ifndef SHOP_YAML_YAML_PART_H
#define SHOP_YAML_YAML_PART_H

#include "yaml/yaml.h"
#include "yaml/yaml_source.h"

/*
 * Reading a file elsewhere than at its beginning. What an item is depends on what
 * opened its section: a reader is told that, and takes up at one of its items.
 */

/* What the reader says of an item in place.section: it has no bytes; or it is refused
 * for a byte before it that no text may hold, and the place is that of the byte. */
#define YAML_PLACE_EMPTY 1
#define YAML_PLACE_FAULT 2

/* A section as the reader found it. */
struct yaml_section {
	const char *name; /* its key, */
	size_t size;
	uint64_t line; /* and where that is */
	uint64_t column;
	bool block; /* its list is told by its indent, as is the map it lies in */
	uint64_t map_line;
	uint64_t map_column;
	uint64_t list_line;
	uint64_t list_column;
};

/* The section of the item that was read last, the reader's until it reads on; *number
 * counts those that have begun so far. */
const struct yaml_section *yaml_reader_section(
	const struct yaml_reader *reader, uint32_t *number);

/* Takes up at the line of an item's '-', from where the file is read on as ever, with
 * the sections so far. The last of them is the item's, and a block. */
enum status yaml_reader_resume(
	struct yaml_reader *reader, const struct yaml_part *part, struct err *err);

/* Takes up at the line of an item's '-' in a section told by a block, and reads to
 * the part's limit, the beginning of another line. Then found is false, and
 * yaml_reader_is_whole: true where behind the limit, if that is the line of an item's
 * '-', comes the section's next item, whatever was before the part. Where it is
 * false, and after a refusal that is not recoverable, nothing can be said. */
enum status yaml_reader_take_part(struct yaml_reader *reader,
	const struct yaml_section *section, const struct yaml_part *part,
	struct err *err);
bool yaml_reader_is_whole(const struct yaml_reader *reader);

/* Takes up at the first byte of an item, to read that alone. is_empty is for one that
 * has no bytes. */
enum status yaml_reader_take_item(struct yaml_reader *reader,
	const struct yaml_section *section, const struct yaml_part *part,
	bool is_empty, struct err *err);

#endif
